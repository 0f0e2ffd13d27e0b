"""The approvals that are delivered with the definitions of a workspace."""

from __future__ import annotations

from datetime import date

from pydantic import model_validator

from dxrobot.config import Workspace
from dxrobot.definition import Definition, load_definition
from dxrobot.i18n import _
from dxrobot.store.approvals import ApprovalRecord, keep_approval, people_decide

APPROVALS_FILE = "approvals.yaml"


class BundledApproval(Definition):
    """An approval that is delivered with definitions."""

    scenario: str
    definition_hash: str
    author: str
    approved_by: str
    approved_on: date

    @model_validator(mode="after")
    def _not_by_its_author(self) -> BundledApproval:
        if not two_people(self.author, self.approved_by):
            raise ValueError(_("作った人と承認する人に、別の人の名前を書いてください。"))
        return self


class ApprovalsFile(Definition):
    """The approvals delivered with a workspace."""

    approvals: tuple[BundledApproval, ...]


def two_people(author: str, approved_by: str) -> bool:
    """Whether both are named and are not the same name, however it is spaced."""
    names = {"".join(name.split()) for name in (author, approved_by)}
    return len(names) == 2 and "" not in names


def keep_delivered_approvals(workspace: Workspace) -> None:
    """Take over the approvals delivered with the workspace's definitions, until people approve on a console."""
    path = workspace.root / APPROVALS_FILE
    if path.is_file() and not people_decide():
        for approval in load_definition(path, ApprovalsFile).approvals:
            keep_approval(ApprovalRecord(**approval.model_dump()))

"""Approving exact versions of scenarios for production."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dxrobot.app.checking import require_sound
from dxrobot.app.delivered import two_people
from dxrobot.app.versions import definition_hash
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.library import Library
from dxrobot.store.approvals import ApprovalRecord, is_approved, keep_approval, people_decide


@dataclass(frozen=True, slots=True)
class Version:
    """One scenario as it stands now."""

    scenario: str
    title: str
    hash: str
    approved: bool


def approve(workspace: Workspace, name: str, *, author: str, approved_by: str) -> str:
    """Keep the approval of the scenario as it stands now; its version.

    Raises :class:`InputError` unless author and approver are two people, :class:`DefinitionError` for a scenario
    with mistakes.
    """
    _require_two_people(author, approved_by)
    version = _version(workspace, name)
    _keep(version, author, approved_by)
    return version.hash


def touched_by(workspace: Workspace, robot: str) -> list[Version]:
    """Every scenario that uses the robot called ``robot``, itself or by its parts, as it stands now.

    Raises :class:`InputError` for an unknown robot and :class:`DefinitionError` when one of them has mistakes.
    """
    library = Library(workspace)
    library.robot(robot)
    scenarios = (library.scenario(name).model for name in library.scenario_names())
    touched = [each.scenario for each in scenarios if not each.part and robot in library.uses(each).robots]
    return [_version(workspace, name) for name in touched]


def approve_robot(workspace: Workspace, robot: str, *, author: str, approved_by: str) -> list[Version]:
    """Keep the approval of every scenario that the robot touches, all of them or none.

    Raises as :func:`approve` and :func:`touched_by` do, and :class:`InputError` for a robot that no scenario uses.
    """
    _require_two_people(author, approved_by)
    versions = touched_by(workspace, robot)
    if not versions:
        raise InputError(_("ロボット「{robot}」を使うシナリオがありません。").format(robot=robot))
    for version in versions:
        _keep(version, author, approved_by)
    return versions


def _version(workspace: Workspace, name: str) -> Version:
    library = Library(workspace)
    loaded = library.scenario(name)
    require_sound(loaded, library)
    found = definition_hash(workspace, loaded)
    scenario = loaded.model
    return Version(scenario.scenario, scenario.title, found, is_approved(scenario.scenario, found))


def _keep(version: Version, author: str, approved_by: str) -> None:
    today = datetime.now(JAPAN).date()
    keep_approval(ApprovalRecord(version.scenario, version.hash, author, approved_by, today))


def _require_two_people(author: str, approved_by: str) -> None:
    if people_decide():
        raise InputError(
            _("コンソールに利用者がいるため、ここでは承認できません。"),
            _("所属長がコンソールの「シナリオ」の「版と承認」で承認してください。"),
        )
    if not two_people(author, approved_by):
        raise InputError(
            _("作った本人は承認できません。"), _("--author に作った人、--by に所属長など別の人の名前を書いてください。")
        )

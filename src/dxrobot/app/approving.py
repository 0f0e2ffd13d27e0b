"""Approving one exact version of a scenario for production."""

from __future__ import annotations

from datetime import datetime

from dxrobot.app.checking import require_sound
from dxrobot.app.versions import definition_hash, two_people
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.library import Library
from dxrobot.store.approvals import ApprovalRecord, keep_approval


def approve(workspace: Workspace, name: str, *, author: str, approved_by: str) -> str:
    """Keep the approval of the scenario as it stands now; its version.

    Raises :class:`InputError` unless author and approver are two people, :class:`DefinitionError` for a scenario
    with mistakes.
    """
    if not two_people(author, approved_by):
        raise InputError(
            _("作った本人は承認できません。"), _("--author に作った人、--by に所属長など別の人の名前を書いてください。")
        )
    library = Library(workspace)
    loaded = library.scenario(name)
    require_sound(loaded, library)
    version = definition_hash(workspace, loaded)
    today = datetime.now(JAPAN).date()
    keep_approval(ApprovalRecord(loaded.model.scenario, version, author, approved_by, today))
    return version

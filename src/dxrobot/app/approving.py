"""Approving one exact version of a scenario for production."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dxrobot.app.checking import require_sound
from dxrobot.app.versions import definition_hash
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.library import Library
from dxrobot.store.approvals import ApprovalRecord, keep_approval


def approve(workspace: Workspace, name: str, *, author: str, approved_by: str) -> str:
    """Keep the approval of the scenario as it stands now; its version.

    Raises :class:`InputError` when author and approver are the same person, :class:`DefinitionError` for a scenario
    with mistakes.
    """
    if _person(author) == _person(approved_by) or not _person(approved_by):
        raise InputError(_("作った本人は承認できません。"), _("所属長など、ほかの人が --by になってください。"))
    library = Library(workspace)
    loaded = library.scenario(name)
    require_sound(loaded, library)
    version = definition_hash(workspace, loaded)
    today = datetime.now(ZoneInfo("Asia/Tokyo")).date()
    keep_approval(ApprovalRecord(loaded.model.scenario, version, author, approved_by, today))
    return version


def _person(name: str) -> str:
    return "".join(name.split())

"""Copies of the workspace: made while it is at work and kept on its machine alone."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.app.backup import Backup, require_embedded
from dxrobot.console.allow import about, allow
from dxrobot.console.audit import Deed
from dxrobot.console.backing_up import begin_copy, delete_copy, kept_copies, last_copying
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.console.pages import page, tell
from dxrobot.console.views.admin import ADMINS, OFFICE
from dxrobot.i18n import _

_LONGEST = 200


@allow(ADMINS, "admin.backups")
def admin_backups(request: HttpRequest) -> HttpResponse:
    """The copies that are kept."""
    found = kept_copies()
    context = {
        "copies": [one for one in found if isinstance(one, Backup)],
        "others": [one.name for one in found if not isinstance(one, Backup)],
        "copying": last_copying(),
        "server": bool(workspace().settings.store.url),
    }
    return page(request, "admin/backups.html.j2", context)


@allow(OFFICE, "admin.backup.make", methods=("POST",), at_once=False)
def admin_backup_make(request: HttpRequest) -> HttpResponse:
    """Begin a copy."""
    require_embedded(workspace())
    person = cast(User, request.user)
    begin_copy(Deed(person.login, person.role, request.META.get("REMOTE_ADDR", ""), ""), person.name)
    return HttpResponseRedirect(reverse("admin_backups"))


@allow(OFFICE, "admin.backup.delete", methods=("POST",), at_once=False)
def admin_backup_delete(request: HttpRequest) -> HttpResponse:
    """Delete a copy."""
    name = request.POST.get("name", "")
    about(request, name[:_LONGEST])
    if not delete_copy(name):
        raise Http404
    tell(request, _("控え {name} を消しました。").format(name=name))
    return HttpResponseRedirect(reverse("admin_backups"))


@allow(ADMINS, "admin.backups", quiet=True)
def admin_backup_state(request: HttpRequest) -> HttpResponse:
    """How the copy in the making stands, asked for again by the page itself."""
    return page(request, "parts/copying.html.j2", {"copying": last_copying()})

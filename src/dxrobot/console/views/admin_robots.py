"""The robots' health: workers, target systems, locks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot import __version__
from dxrobot.app.asking_systems import ask
from dxrobot.app.worker_standing import standing_workers
from dxrobot.console import definitions
from dxrobot.console.allow import allow, remark
from dxrobot.console.here import workspace
from dxrobot.console.pages import page, tell
from dxrobot.console.robot_standing import blackouts_of_all, held_locks, system_standings
from dxrobot.console.robots import robots
from dxrobot.console.roles import Role
from dxrobot.i18n import _

_SEEING = frozenset({Role.OFFICE, Role.AUDITOR})
_DOING = frozenset({Role.OFFICE})


@allow(_SEEING, "admin.robots")
def admin_robots(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    context = {"systems": system_standings(), "blackouts": blackouts_of_all(), **_at_work()}
    return page(request, "admin_robots.html.j2", context)


@allow(_SEEING, "admin.robots", quiet=True)
def admin_workers(request: HttpRequest) -> HttpResponse:
    """Workers and locks, asked for again by the page itself."""
    return page(request, "parts/admin_workers.html.j2", _at_work())


def _at_work() -> dict[str, object]:
    return {
        "workers": standing_workers(),
        "locks": held_locks(),
        "titles": definitions.titles(),
        "version": __version__,
    }


@allow(_DOING, "admin.robots.ask", methods=("POST",), at_once=False)
def admin_robot_ask(request: HttpRequest, name: str) -> HttpResponse:
    """Ask whether the system of a robot answers, at its address or at that of trials."""
    known = robots().get(name)
    if known is None:
        raise Http404
    trial = request.POST.get("which") == "test"
    settings = workspace().settings.robots.get(name)
    address = (settings.test_address if trial else settings.address) if settings else ""
    found = ask(address) if address else None
    words = found.words if found else _("アドレスが決まっていません。dxrobot.toml に書いてください。")
    remark(request, address=address, answers=bool(found and found.answers))
    if request.headers.get("HX-Request"):
        return page(request, "parts/admin_answer.html.j2", {"words": words, "answers": bool(found and found.answers)})
    tell(request, _("{title}: {words}").format(title=known.title, words=words))
    return HttpResponseRedirect(reverse("admin_robots"))

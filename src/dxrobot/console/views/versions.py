"""Versions of scenarios: what has changed, asking, approving and returning; of one, or of all that a robot touches."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.console import versions as deeds
from dxrobot.console.access import scenario_of
from dxrobot.console.allow import Writing, allow, remark
from dxrobot.console.definitions import Known, robots_of
from dxrobot.console.definitions import scenarios as all_scenarios
from dxrobot.console.models import ApprovalRequest, User
from dxrobot.console.pages import page, tell
from dxrobot.console.roles import EVERYBODY, Role
from dxrobot.console.run_lines import run_lines
from dxrobot.console.standing import standing_of, standings
from dxrobot.i18n import _
from dxrobot.store.models import Approval

_ASKERS = frozenset({Role.STAFF, Role.LEADER, Role.MANAGER})
_APPROVERS = frozenset({Role.MANAGER})
_SHOWN = 20


@allow(EVERYBODY, "scenario.versions")
def versions(request: HttpRequest, name: str) -> HttpResponse:
    """What this version has changed, how it was tried, and who has said what about it."""
    person = cast(User, request.user)
    known = scenario_of(person, name)
    deeds.keep_texts_of_approved(all_scenarios())
    standing, comparison = standing_of(known), deeds.compared(known)
    context = {
        "known": known,
        "standing": standing,
        "comparison": comparison,
        "robots": _shared_robots(person, known, comparison.robots if comparison else []),
        "trials": run_lines(deeds.trials_of(known)) if known.version else [],
        "approvals": Approval.objects.filter(scenario=name).order_by("-id")[:_SHOWN],
        "requests": ApprovalRequest.objects.filter(scenario=name)
        .select_related("requested_by", "decided_by")
        .order_by("-id")[:_SHOWN],
        "may_ask": person.role in _ASKERS and standing.state in ("new", "changed"),
        "may_decide": person.role in _APPROVERS
        and standing.request is not None
        and standing.request.requested_by_id != person.pk,
    }
    return page(request, "versions.html.j2", context)


@allow(_ASKERS, "approval.ask", methods=("POST",), files_first=True)
def ask(request: HttpRequest, name: str) -> Writing:
    """Ask the department's manager to approve the version as it stands."""
    person = cast(User, request.user)
    version = deeds.read_version(scenario_of(person, name))

    def writing() -> HttpResponse:
        deeds.ask(person, version, request.POST.get("note", ""))
        remark(request, version=version.hash[:12])
        tell(request, _("承認を頼みました。所属長の「今日」の画面に表示されます。"))
        return _to_versions(name)

    return writing


@allow(_APPROVERS, "approval.approve", methods=("POST",), files_first=True)
def approve(request: HttpRequest, name: str) -> Writing:
    """Approve the version that is shown."""
    person = cast(User, request.user)
    version = deeds.read_version(scenario_of(person, name))

    def writing() -> HttpResponse:
        deeds.approve(person, version, request.POST.get("version", ""))
        remark(request, version=version.hash[:12])
        tell(request, _("承認しました。この版は本番で動かせます。"))
        return _to_versions(name)

    return writing


@allow(_APPROVERS, "approval.return", methods=("POST",))
def give_back(request: HttpRequest, name: str) -> HttpResponse:
    """Return a request with a reason."""
    person = cast(User, request.user)
    known = scenario_of(person, name)
    deeds.give_back(person, known, request.POST.get("version", ""), request.POST.get("answer", ""))
    remark(request, version=known.version[:12])
    tell(request, _("理由を付けて戻しました。"))
    return _to_versions(name)


@allow(EVERYBODY, "robot.versions")
def robot_versions(request: HttpRequest, robot: str) -> HttpResponse:
    """Every scenario that a robot touches, and how each stands."""
    person = cast(User, request.user)
    touched = _touched(person, robot)
    stands = standings(touched)
    waiting = [one for one in touched if not stands[one.name].approved]
    asked = [stands[one.name].request for one in waiting]
    requests = [request for request in asked if request is not None]
    others = len([one for one in all_scenarios().values() if one.uses and robot in one.uses.robots]) - len(touched)
    context = {
        "robot": robots_of(touched[0])[robot],
        "lines": [(one, stands[one.name]) for one in touched],
        "waiting": waiting,
        "others": others,
        "requests": requests,
        "may_ask": person.role in _ASKERS and any(request is None for request in asked),
        "may_decide": person.role in _APPROVERS
        and bool(requests)
        and all(request.requested_by_id != person.pk for request in requests),
    }
    return page(request, "robot_versions.html.j2", context)


@allow(_ASKERS, "approval.ask_robot", methods=("POST",), files_first=True)
def ask_robot(request: HttpRequest, robot: str) -> Writing:
    """Ask for the approval of every scenario of the department that a robot touches."""
    person = cast(User, request.user)
    versions = [deeds.read_version(known) for known in _touched(person, robot)]

    def writing() -> HttpResponse:
        deeds.ask_for_robot(person, versions, request.POST.get("note", ""))
        tell(request, _("承認を頼みました。所属長の「今日」の画面に表示されます。"))
        return HttpResponseRedirect(reverse("robot_versions", kwargs={"robot": robot}))

    return writing


@allow(_APPROVERS, "approval.approve_robot", methods=("POST",), files_first=True)
def approve_robot(request: HttpRequest, robot: str) -> Writing:
    """Approve every scenario of the department that a robot touches, in one act."""
    person = cast(User, request.user)
    versions = [deeds.read_version(known) for known in _touched(person, robot)]

    def writing() -> HttpResponse:
        approved = deeds.approve_robot(person, versions, request.POST.getlist("version"))
        remark(request, scenarios=[one.name for one in approved])
        tell(request, _("{count}件のシナリオを承認しました。").format(count=len(approved)))
        return HttpResponseRedirect(reverse("robot_versions", kwargs={"robot": robot}))

    return writing


def _touched(person: User, robot: str) -> list[Known]:
    touched = deeds.touched(person, robot)
    if not touched:
        raise Http404
    return touched


def _shared_robots(person: User, known: Known, changed: list[str]) -> list[tuple[str, str, int]]:
    """The changed robots that other scenarios use as well: name, title, how many others."""
    models = robots_of(known)
    found = [(name, models[name].title, len(deeds.touched(person, name)) - 1) for name in changed if name in models]
    return [one for one in found if one[2] > 0]


def _to_versions(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("scenario_versions", kwargs={"name": name}))

"""The people of the console and their departments."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from axes.models import AccessAttempt
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from dxrobot.console import definitions
from dxrobot.console.accounts import today
from dxrobot.console.allow import about, allow, remark
from dxrobot.console.approver_accounts import departments_of
from dxrobot.console.configure import LOCKED_MINUTES, TRIES
from dxrobot.console.keeping_people import (
    add_person,
    change_person,
    departments,
    end_sessions,
    read_person,
    renew_password,
    unlock,
)
from dxrobot.console.models import User
from dxrobot.console.pages import page, tell
from dxrobot.console.roles import OWN_DEPARTMENT, Role
from dxrobot.console.views.admin import ADMINS, OFFICE
from dxrobot.errors import InputError
from dxrobot.i18n import _


@allow(ADMINS, "admin.users")
def admin_users(request: HttpRequest) -> HttpResponse:
    """Everybody, who may enter first."""
    people = User.objects.order_by("-is_active", "department", "role", "login")
    return page(request, "admin/users.html.j2", {"people": people, "today": today(), "locked": _locked()})


@allow(OFFICE, "admin.user.add", methods=("GET", "POST"))
def admin_user_add(request: HttpRequest) -> HttpResponse:
    """Somebody new, with a password for the first sign-in that is shown once."""
    person = User(role=Role.STAFF)
    if request.method != "POST":
        return _form(request, person, [])
    person.login = request.POST.get("login", "").strip()
    about(request, person.login)
    problems = read_person(person, request.POST.dict())
    if not problems:
        problems, password = add_person(person)
    if problems:
        return _form(request, person, problems)
    remark(request, role=person.role, department=person.department, approver=departments_of(person))
    return page(request, "admin/password_once.html.j2", {"person": person, "password": password, "new": True})


@allow(ADMINS, "admin.user")
def admin_user(request: HttpRequest, number: int) -> HttpResponse:
    """One person."""
    person = _person(number)
    about(request, person.login)
    return _form(request, person, [])


@allow(OFFICE, "admin.user.change", methods=("POST",))
def admin_user_change(request: HttpRequest, number: int) -> HttpResponse:
    """Another name, duty, department or last day; whether the person may enter at all."""
    person, before = _person(number), _person(number)
    about(request, person.login)
    problems = read_person(person, request.POST.dict())
    if problems:
        return _form(request, person, problems)
    change_person(cast(User, request.user), person, before, request.POST.get("active") == "1")
    remark(request, approver=departments_of(before, person), **_changes(before, person))
    tell(request, _("{name}さんを変えました。").format(name=person.name))
    return HttpResponseRedirect(reverse("admin_users"))


@allow(OFFICE, "admin.user.password", methods=("POST",))
def admin_user_password(request: HttpRequest, number: int) -> HttpResponse:
    """A new password for one sign-in, shown once."""
    person = _person(number)
    about(request, person.login)
    if person.pk == cast(User, request.user).pk:
        raise InputError(_("自分のパスワードは、「パスワードを変える」の画面で変えてください。"))
    password = renew_password(person)
    remark(request, approver=departments_of(person))
    return page(request, "admin/password_once.html.j2", {"person": person, "password": password, "new": False})


@allow(OFFICE, "admin.user.unlock", methods=("POST",))
def admin_user_unlock(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody who has mistyped too often may try again."""
    person = _person(number)
    about(request, person.login)
    unlock(person)
    tell(request, _("{name}さんは、またサインインできます。").format(name=person.name))
    return HttpResponseRedirect(reverse("admin_user", kwargs={"number": number}))


@allow(OFFICE, "admin.user.sign_out", methods=("POST",))
def admin_user_sign_out(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody is signed out wherever they are signed in."""
    person = _person(number)
    about(request, person.login)
    ended = end_sessions(person)
    remark(request, sessions=ended)
    if person.pk == cast(User, request.user).pk:
        request.session.flush()  # its row is gone: nothing may be kept in it any more
        return HttpResponseRedirect(reverse("sign_in"))
    tell(request, _("{name}さんを、{count}か所でサインアウトしました。").format(name=person.name, count=ended))
    return HttpResponseRedirect(reverse("admin_user", kwargs={"number": number}))


@allow(ADMINS, "admin.departments")
def admin_departments(request: HttpRequest) -> HttpResponse:
    """Every department with its jobs and people, and which lacks somebody."""
    people: dict[str, list[User]] = {}
    for person in User.objects.filter(is_active=True).order_by("role", "name"):
        if person.role in OWN_DEPARTMENT and person.may_enter(today()):
            people.setdefault(person.department, []).append(person)
    jobs: dict[str, list[str]] = {}
    for known in definitions.scenarios().values():
        jobs.setdefault(known.department, []).append(known.title)
    lines = [
        {
            "name": name,
            "jobs": sorted(jobs.get(name, [])),
            "people": people.get(name, []),
            "manager": any(one.role == Role.MANAGER for one in people.get(name, [])),
        }
        for name in departments()
    ]
    return page(request, "admin/departments.html.j2", {"lines": lines})


def _person(number: int) -> User:
    person = User.objects.filter(pk=number).first() if number < 2**63 else None
    if person is None:
        raise Http404
    return person


def _form(request: HttpRequest, person: User, problems: list[str]) -> HttpResponse:
    context = {
        "person": person,
        "new": person.pk is None,
        "problems": problems,
        "departments": departments(),
        "roles": list(Role),
        "locked": person.login in _locked(),
        "own": person.pk == request.user.pk,
    }
    return page(request, "admin/user.html.j2", context, status=422 if problems else 200)


def _locked() -> set[str]:
    since = timezone.now() - timedelta(minutes=LOCKED_MINUTES)
    rows = AccessAttempt.objects.filter(failures_since_start__gte=TRIES, attempt_time__gt=since)
    return {name for name in rows.values_list("username", flat=True) if name}


def _changes(before: User, after: User) -> dict[str, str]:
    fields = ("name", "role", "department", "is_active", "expires_on")
    return {
        name: f"{getattr(before, name)} → {getattr(after, name)}"
        for name in fields
        if getattr(before, name) != getattr(after, name)
    }

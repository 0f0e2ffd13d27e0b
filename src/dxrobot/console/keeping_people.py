"""Adding and changing people, with what must never happen: the last of the office gone, somebody raising themself."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date

from axes.utils import reset
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from dxrobot.console import definitions
from dxrobot.console.accounts import today
from dxrobot.console.models import User
from dxrobot.console.people import problems_of
from dxrobot.console.roles import OWN_DEPARTMENT, Role
from dxrobot.errors import InputError
from dxrobot.i18n import _

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the signs that are taken for one another."""
_LENGTH = 14
_LONGEST_DEPARTMENT = 200


def departments() -> list[str]:
    """The departments of jobs and of people."""
    of_jobs = {one.department for one in definitions.scenarios().values()}
    of_people = set(User.objects.values_list("department", flat=True).distinct())
    return sorted((of_jobs | of_people) - {""})


def read_person(person: User, given: Mapping[str, str]) -> list[str]:
    """Write what was ``given`` into ``person``, which is not kept yet; what is wrong with it, in words."""
    problems: list[str] = []
    person.name = given.get("name", "").strip()
    person.department = given.get("department", "").strip()
    if given.get("role") in list(Role):
        person.role = given["role"]
    else:
        problems.append(_("役割を選んでください。"))
    problems += _read_day(person, given.get("expires_on", "").strip())
    if not person.name or len(person.name) > 60:
        problems.append(_("氏名を60文字までで入れてください。"))
    if len(person.department) > _LONGEST_DEPARTMENT:
        problems.append(_("所属を200文字までで入れてください。"))
    if person.role in OWN_DEPARTMENT and not person.department:
        problems.append(_("この役割には、所属が要ります。所属の業務だけが見えるからです。"))
    if person.role == Role.CONTRACTOR and person.expires_on is None:
        problems.append(_("委託業者には、利用期限が要ります。"))
    return problems


def add_person(person: User) -> tuple[list[str], str]:
    """Keep a new person, who gets a password for the first time; what is wrong, or the password."""
    password = one_time_password()
    problems = problems_of(person, password, password)
    if problems:
        return problems, ""
    person.set_password(password)
    person.must_change_password = True
    person.save()
    return [], password


def change_person(actor: User, person: User, before: User, active: bool) -> None:
    """Keep a changed person; whoever is at work as that person is out at once.

    Raises :class:`InputError` for what must never happen.
    """
    if actor.pk == person.pk and (person.role != before.role or not active):
        raise InputError(
            _("自分の役割を変えたり、自分を止めたりはできません。"), _("ほかのデジタル戦略課の人に頼んでください。")
        )
    person.is_active = active
    with transaction.atomic():
        # Held until both rows are known: two of the office must not end one another.
        list(User.objects.select_for_update().filter(role=Role.OFFICE).values_list("pk", flat=True))
        person.save(update_fields=["name", "department", "role", "expires_on", "is_active"])
        if not _office_left(today()):
            raise InputError(
                _("デジタル戦略課の利用者がいなくなるため、変えていません。"),
                _("先に、ほかの人をデジタル戦略課の役割で加えてください。"),
            )
        if actor.pk != person.pk and _reach(person) != _reach(before):
            end_sessions(person)


def renew_password(person: User) -> str:
    """Give the person a password for one sign-in, after which an own one must be chosen; all sign-ins end."""
    password = one_time_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    end_sessions(person)
    unlock(person)
    return password


def unlock(person: User) -> int:
    """Let the person try again after too many wrong passwords; how many tries were forgotten."""
    return int(reset(username=person.login))


def end_sessions(person: User) -> int:
    """Sign the person out everywhere; how many sign-ins there were."""
    ended = 0
    Session.objects.filter(expire_date__lt=timezone.now()).delete()  # nobody else looks at those that are over
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()
            ended += 1
    return ended


def one_time_password() -> str:
    """A password that nobody guesses and everybody can type."""
    return "".join(secrets.choice(_ALPHABET) for _sign in range(_LENGTH))


def _read_day(person: User, written: str) -> list[str]:
    try:
        person.expires_on = date.fromisoformat(written) if written else None
    except ValueError:
        return [_("利用期限を、年-月-日(例: 2027-03-31)で入れてください。")]
    return []


def _office_left(now: date) -> bool:
    return any(one.may_enter(now) for one in User.objects.filter(role=Role.OFFICE, is_active=True))


def _reach(person: User) -> tuple[object, ...]:
    return person.role, person.department, person.is_active, person.expires_on

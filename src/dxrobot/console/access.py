"""Which things a person may see, beside the person's duty: the own department's, and of a contractor only tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from dxrobot.console import definitions
from dxrobot.console.definitions import Known
from dxrobot.console.models import User
from dxrobot.console.people import signature
from dxrobot.console.roles import MASKED, OWN_DEPARTMENT, TESTERS, Role
from dxrobot.items import Mode
from dxrobot.store.models import Doubt, Order, Question, Run, Schedule


def whole_city(person: User) -> bool:
    """Whether the person sees every department."""
    return person.role not in OWN_DEPARTMENT


def masked(person: User) -> bool:
    """Whether personal data are hidden from the person, whatever is asked for."""
    return person.role in MASKED


def scenarios_of(person: User) -> Mapping[str, Known]:
    """The scenarios that the person sees, by name."""
    known = definitions.scenarios()
    if whole_city(person):
        return known
    return {name: one for name, one in known.items() if one.department and one.department == person.department}


def scenario_of(person: User, name: str) -> Known:
    """The scenario called ``name``; raises :class:`Http404` when the person sees none of that name."""
    known = scenarios_of(person).get(name)
    if known is None:
        raise Http404
    return known


def modes_of(person: User) -> tuple[Mode, ...]:
    """How the person may start a scenario; the harmless way first."""
    if person.role in (Role.STAFF, Role.MANAGER):
        return (Mode.TRIAL, Mode.PRODUCTION, Mode.DRY)
    return (Mode.TRIAL, Mode.DRY) if person.role in TESTERS else ()


def runs_of(person: User) -> QuerySet[Run]:
    """The runs that the person sees."""
    runs = _of_tests(person, _own(person, Run.objects.all()))
    # Staff try with residents' own papers: a contractor sees only what they have started themself.
    return runs.filter(orders__requested_by=signature(person)).distinct() if _outsider(person) else runs


def run_of(person: User, name: str) -> Run:
    """The run called ``name``; raises :class:`Http404` when the person sees none of that name."""
    run = runs_of(person).filter(name=name).first()
    if run is None:
        raise Http404
    return run


def orders_of(person: User) -> QuerySet[Order]:
    """The orders that the person sees."""
    orders = _of_tests(person, _own(person, Order.objects.all()))
    return orders.filter(requested_by=signature(person)) if _outsider(person) else orders


def order_of(person: User, number: int) -> Order:
    """The order of that number; raises :class:`Http404` when the person sees none."""
    order = orders_of(person).select_related("run").filter(pk=number).first()
    if order is None:
        raise Http404
    return order


def schedules_of(person: User) -> QuerySet[Schedule]:
    """The schedules that the person sees."""
    return _of_tests(person, _own(person, Schedule.objects.all()))


def schedule_of(person: User, number: int) -> Schedule:
    """The schedule of that number; raises :class:`Http404` when the person sees none."""
    schedule = schedules_of(person).filter(pk=number).first()
    if schedule is None:
        raise Http404
    return schedule


def schedule_modes_of(person: User) -> tuple[Mode, ...]:
    """The modes of schedules that the person may make and change; the harmless way first."""
    if person.role in (Role.STAFF, Role.MANAGER, Role.OFFICE):
        return (Mode.TRIAL, Mode.PRODUCTION, Mode.DRY)
    return (Mode.TRIAL, Mode.DRY) if person.role == Role.LEADER else ()


def may_change(person: User, schedule: Schedule) -> bool:
    """Whether the person may change a schedule that the person sees."""
    return schedule.mode in schedule_modes_of(person)


def questions_of(person: User) -> QuerySet[Question]:
    """The questions of scenarios that wait for an answer and that the person sees."""
    return _of_tests(person, _own(person, Question.objects.filter(answered_at=None)))


def doubts_of(person: User) -> QuerySet[Doubt]:
    """The doubtful fields of runs that the person sees, settled or not."""
    if whole_city(person):
        return Doubt.objects.all()
    own = Doubt.objects.filter(run__scenario__in=list(scenarios_of(person)))
    return own.exclude(run__mode=Mode.PRODUCTION) if person.role == Role.CONTRACTOR else own


def _outsider(person: User) -> bool:
    return person.role == Role.CONTRACTOR


def _own(person: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows if whole_city(person) else rows.filter(scenario__in=list(scenarios_of(person)))


def _of_tests(person: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(mode=Mode.PRODUCTION) if person.role == Role.CONTRACTOR else rows

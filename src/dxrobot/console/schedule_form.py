"""A schedule as a form: what somebody wrote, what is wrong with each field, and the schedule that it says."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dxrobot.app.schedules import NewSchedule
from dxrobot.console import definitions
from dxrobot.console.access import scenarios_of, schedule_modes_of
from dxrobot.console.definitions import Known
from dxrobot.console.models import User
from dxrobot.console.schedule_dates import rule_in
from dxrobot.console.schedule_inputs import PREFIX, input_problems, read_inputs
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.scenario.model import InputType
from dxrobot.schedule.due import OnMissed
from dxrobot.schedule.reading import read_span
from dxrobot.schedule.rules import Folder, Rule
from dxrobot.store.approvals import is_approved
from dxrobot.store.models import Schedule

FIELDS = ("name", "scenario", "mode", "rule", "on_missed", "deadline", "minutes", "window", "queue", "priority")
_LONGEST_NAME, _LONGEST_QUEUE = 100, 64
_WEEK = 7 * 24 * 60
_MOST_PRIORITY = 100


@dataclass(slots=True)
class ScheduleForm:
    """What somebody wrote."""

    sent: Mapping[str, str]
    """By the names of the fields."""
    number: int | None = None
    """The schedule that is changed; None for a new one."""
    problems: dict[str, str] = field(default_factory=dict)
    """What is wrong, by the names of the fields; under ``""`` what concerns them all."""
    wanted: NewSchedule | None = None
    """The schedule that it says; None while something is wrong."""


def form_of(sent: Mapping[str, Any]) -> ScheduleForm:
    """The fields of a request, those that it lacks blank."""
    found = {name: str(sent.get(name, "")) for name in FIELDS}
    return ScheduleForm(found | {name: str(value) for name, value in sent.items() if name.startswith(PREFIX)})


def form_from(schedule: Schedule) -> ScheduleForm:
    """A schedule as it stands, to be changed."""
    sent = {
        "name": schedule.name,
        "scenario": schedule.scenario,
        "mode": schedule.mode,
        "rule": schedule.words,
        "on_missed": schedule.on_missed,
        "deadline": _shown(schedule.deadline_minutes),
        "minutes": _shown(schedule.minutes),
        "window": schedule.window,
        "queue": schedule.queue,
        "priority": str(schedule.priority) if schedule.priority else "",
    }
    return ScheduleForm(sent | _inputs(schedule), schedule.pk)


HIDDEN = "••••"
"""What stands in the place of what may name a person or a person's paper."""
NAMING = (InputType.TEXT, InputType.FILE, InputType.FILES)


def cover(form: ScheduleForm, schedule: Schedule) -> None:
    """Hide from who sees no case what a schedule is started with."""
    form.sent = {**form.sent, **dict.fromkeys(_naming(schedule), HIDDEN)}


def uncover(form: ScheduleForm, schedule: Schedule) -> None:
    """Put back what was hidden and sent as it was shown."""
    kept = _inputs(schedule)
    form.sent = {name: kept.get(name, "") if value == HIDDEN else value for name, value in form.sent.items()}


def _inputs(schedule: Schedule) -> dict[str, str]:
    return {PREFIX + name: "\n".join(values) for name, values in schedule.inputs.items()}


def _naming(schedule: Schedule) -> list[str]:
    """Inputs of the schedule that may name somebody; all of them where its scenario is gone."""
    known = definitions.scenarios().get(schedule.scenario)
    declared = known.scenario.inputs if known and known.scenario else {}
    return [PREFIX + name for name in schedule.inputs if name not in declared or declared[name].type in NAMING]


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)


def check_form(person: User, form: ScheduleForm) -> None:
    """Find what is wrong with ``form``, all of it at once, or the schedule that it says."""
    problems, sent = form.problems, form.sent
    name = sent["name"].strip()
    if problem := _name_problem(name, form.number):
        problems["name"] = problem
    known = scenarios_of(person).get(sent["scenario"])
    if problem := _scenario_problem(known):
        problems["scenario"] = problem
    if problem := _mode_problem(person, sent["mode"], known):
        problems["mode"] = problem
    rule = _rule(person, sent["rule"], problems)
    inputs: dict[str, list[str]] = {}
    if known and known.scenario:
        inputs = read_inputs(known.scenario, sent)
        problems |= input_problems(known.scenario, inputs, from_folder=isinstance(rule, Folder))
    numbers = _numbers(sent, problems)
    _words(sent, problems)
    if not problems:
        form.wanted = NewSchedule(
            name=name,
            scenario=sent["scenario"],
            words=sent["rule"],
            mode=Mode(sent["mode"]),
            inputs=inputs,
            on_missed=OnMissed(sent["on_missed"]),
            deadline_minutes=numbers["deadline"],
            minutes=numbers["minutes"],
            window=sent["window"].strip(),
            queue=sent["queue"].strip(),
            priority=numbers["priority"] or 0,
            by=person.name,
        )


def _name_problem(name: str, number: int | None) -> str:
    if not name:
        return _("名前を付けてください。")
    if len(name) > _LONGEST_NAME or not name.isprintable():
        return _("1行、{number}文字までの名前にしてください。").format(number=_LONGEST_NAME)
    others = Schedule.objects.filter(name=name)
    if (others.exclude(pk=number) if number is not None else others).exists():
        return _("この名前のスケジュールは、もうあります。別の名前にしてください。")
    return ""


def _scenario_problem(known: Known | None) -> str:
    if known is None:
        return _("シナリオを選んでください。")
    if not known.version:
        return _("このシナリオには誤りがあり、動かせません。ITリーダーに知らせてください。")
    return ""


def _mode_problem(person: User, mode: str, known: Known | None) -> str:
    if mode not in schedule_modes_of(person):
        return _("動かし方を選んでください。")
    if mode == Mode.PRODUCTION and known and known.version and not is_approved(known.name, known.version):
        return _("このシナリオのいまの版は、本番の承認がまだです。先に承認を受けるか、試行を選んでください。")
    return ""


def _rule(person: User, written: str, problems: dict[str, str]) -> Rule | None:
    if not written.strip():
        problems["rule"] = _("いつ動かすかを書いてください。")
        return None
    try:
        return rule_in(person, written)
    except InputError as error:
        problems["rule"] = " ".join(filter(None, (error.message, error.remedy)))
        return None


def _numbers(sent: Mapping[str, str], problems: dict[str, str]) -> dict[str, int | None]:
    bounds = {"deadline": (1, _WEEK), "minutes": (1, _WEEK), "priority": (-_MOST_PRIORITY, _MOST_PRIORITY)}
    found: dict[str, int | None] = {}
    for name, (least, most) in bounds.items():
        found[name] = number_in(sent[name])
        if sent[name].strip() and (found[name] is None or not least <= (found[name] or 0) <= most):
            problems[name] = _("{least}から{most}までの整数にしてください。").format(least=least, most=most)
    return found


def number_in(written: str) -> int | None:
    """The whole number that is ``written``, in any width; None for anything else."""
    try:
        return int(unicodedata.normalize("NFKC", written).strip()[:8])
    except ValueError:
        return None


def _words(sent: Mapping[str, str], problems: dict[str, str]) -> None:
    if sent["on_missed"] not in tuple(OnMissed):
        problems["on_missed"] = _("どれかを選んでください。")
    if sent["window"].strip():
        try:
            read_span(sent["window"])
        except InputError as error:
            problems["window"] = " ".join(filter(None, (error.message, error.remedy)))
    if len(sent["queue"].strip()) > _LONGEST_QUEUE or not sent["queue"].isprintable():
        problems["queue"] = _("1行、{number}文字までにしてください。").format(number=_LONGEST_QUEUE)

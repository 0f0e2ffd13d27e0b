"""A rule as somebody types it: how it is understood and the next dates, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dxrobot.console.access import scenarios_of
from dxrobot.console.city import city
from dxrobot.console.machine_paths import path_problem
from dxrobot.console.models import User
from dxrobot.console.schedule_usage import usage_of
from dxrobot.errors import DxrobotError, InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.schedule.hours import Span
from dxrobot.schedule.moments import Moment, moments_of_rule
from dxrobot.schedule.reading import NotUnderstood, read_rule, read_span
from dxrobot.schedule.rules import AfterScenario, Folder, Rule
from dxrobot.schedule.written import in_words
from dxrobot.scheduler.desk import Prepared
from dxrobot.scheduler.placing import why_not

_SHOWN = 10
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Dates:
    """What a sentence says."""

    words: str = ""
    """How dxrobot itself writes the rule; empty while it is not understood."""
    moments: tuple[Moment, ...] = ()
    timed: bool = True
    """Whether it waits for a time at all."""
    problem: str = ""
    remedy: str = ""
    nearest: str = ""
    """What may have been meant, to be taken by one click."""


@dataclass(frozen=True, slots=True)
class Around:
    """What beside the rule decides whether a moment can be kept."""

    scenario: str = ""
    mode: str = Mode.TRIAL
    minutes: int | None = None
    window: str = ""


def rule_in(person: User, written: str) -> Rule:
    """The rule that ``written`` says, as far as the person may use what it names.

    Raises :class:`InputError` for a sentence that says none, a scenario that the person does not see, and a folder
    that files may not be taken from.
    """
    if len(written) > _LONGEST:
        raise InputError(_("長すぎます。"), _("{number}文字までで書いてください。").format(number=_LONGEST))
    rule = read_rule(written)
    if isinstance(rule, AfterScenario) and rule.scenario not in scenarios_of(person):
        names = "、".join(list(scenarios_of(person))[:_SHOWN]) or _("なし")
        raise InputError(
            _("シナリオ「{name}」がありません。").format(name=rule.scenario),
            _("書けるもの: {names}").format(names=names),
        )
    if isinstance(rule, Folder) and (problem := path_problem(rule.path)):
        raise InputError(problem)
    return rule


def dates_of(person: User, written: str, around: Around) -> Dates:
    """The next dates of the sentence ``written``, with what will become of each, or what is wrong with it."""
    if not written.strip():
        return Dates()
    try:
        rule = rule_in(person, written)
        here = city()
    except NotUnderstood as error:
        return Dates(problem=error.message, remedy=error.remedy, nearest=error.nearest)
    except DxrobotError as error:
        return Dates(problem=error.message, remedy=error.remedy)
    timed = not isinstance(rule, Folder | AfterScenario)
    moments = moments_of_rule(rule, here, datetime.now(UTC), _SHOWN)
    if timed and not moments:
        return Dates(
            words=in_words(rule),
            problem=_("これから一度も動きません(日が過ぎたか、いつも閉庁日です)。"),
            remedy=_("閉庁日にも動かすなら、後ろに「、休みでも動かす」を付けてください。"),
        )
    usage = usage_of(around.scenario, around.mode)
    minutes = around.minutes if around.minutes is not None else usage.minutes
    prepared = Prepared(None, "", usage.robots, minutes, _window(around.window))
    told = tuple(Moment(one.fire_at, remark=why_not(here, prepared, one.fire_at)) for one in moments)
    return Dates(in_words(rule), told, timed)


def _window(written: str) -> Span | None:
    """The window as far as it is understood; what is wrong with it is told beside its own field."""
    try:
        return Span(*read_span(written)) if written.strip() else None
    except InputError:
        return None

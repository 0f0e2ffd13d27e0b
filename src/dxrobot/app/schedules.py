"""Schedules as people keep them: made, looked at, paused, one moment taken out, run by hand, removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from dxrobot.app.dispatching import prepare, wish_of
from dxrobot.app.inputs import lasting_inputs
from dxrobot.app.orders import engine_of, new_order
from dxrobot.app.schedule_view import why_it_never_runs
from dxrobot.calendar_files.city import city_of
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.japanese.wareki import JAPAN
from dxrobot.library import Library
from dxrobot.scenario.model import InputType, Scenario
from dxrobot.schedule.city import City
from dxrobot.schedule.due import OnMissed
from dxrobot.schedule.fires import next_fire
from dxrobot.schedule.reading import read_rule, read_span
from dxrobot.schedule.rules import RULE, AfterScenario, Folder, Rule
from dxrobot.schedule.written import in_words, span_in_words
from dxrobot.scheduler.tick import timed
from dxrobot.store.clock import store_now
from dxrobot.store.models import Order, Schedule
from dxrobot.store.schedules import LATE_COMMIT, change_schedule, find_schedule, keep_schedule, remove_schedule


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """A schedule as somebody wants it."""

    name: str
    scenario: str
    words: str
    mode: Mode = Mode.TRIAL
    inputs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    on_missed: OnMissed = OnMissed.LAST
    deadline_minutes: int | None = None
    minutes: int | None = None
    window: str = ""
    queue: str = ""
    priority: int = 0
    by: str = ""


def add_schedule(workspace: Workspace, wanted: NewSchedule) -> Schedule:
    """Keep a new schedule and find its first moment.

    Raises :class:`InputError` as :func:`checked_schedule` does, and for a name that is taken.
    """
    schedule = checked_schedule(workspace, wanted)
    keep_schedule(schedule)
    return schedule


def checked_schedule(workspace: Workspace, wanted: NewSchedule) -> Schedule:
    """The schedule that ``wanted`` says, with its first moment, not kept yet.

    Raises :class:`InputError` for a rule that is not understood or never fires, for a scenario or inputs that are
    wrong, and for moments none of which a run could keep.
    """
    rule = read_rule(wanted.words)
    scenario = Library(workspace).scenario(wanted.scenario).model
    schedule = _new(workspace, wanted, rule, scenario)
    prepared = prepare(workspace, schedule)
    if prepared.refused:
        raise InputError(prepared.refused)
    now = store_now()
    city = city_of(workspace, now.astimezone(JAPAN).date())
    if reason := why_it_never_runs(city, rule, prepared, now):
        raise InputError(reason, _("「{words}」を直してください。").format(words=in_words(rule)))
    schedule.created_at = now
    schedule.next_fire_at = _first(city, schedule, now)
    return schedule


def _new(workspace: Workspace, wanted: NewSchedule, rule: Rule, scenario: Scenario) -> Schedule:
    inputs = lasting_inputs(scenario, wanted.inputs) if set(wanted.inputs) <= set(scenario.inputs) else wanted.inputs
    if isinstance(rule, AfterScenario):
        Library(workspace).scenario(rule.scenario)
    if isinstance(rule, AfterScenario) and rule.scenario == scenario.scenario:
        raise InputError(
            _("シナリオ {name} の終わりを待って、同じシナリオを動かすことはできません。").format(name=rule.scenario),
            _("ほかのシナリオの名前を書いてください。"),
        )
    folder = isinstance(rule, Folder)
    return Schedule(
        name=wanted.name,
        scenario=scenario.scenario,
        mode=wanted.mode,
        inputs=dict(inputs),
        words=in_words(rule),
        rule=RULE.dump_python(rule, mode="json"),
        on_missed=wanted.on_missed,
        deadline_minutes=wanted.deadline_minutes,
        minutes=wanted.minutes,
        window=span_in_words(*read_span(wanted.window)) if wanted.window else "",
        queue=wanted.queue,
        priority=wanted.priority,
        follows=rule.scenario if isinstance(rule, AfterScenario) else "",
        folder=_folder(rule) if isinstance(rule, Folder) else "",
        file_input=_file_input(scenario, wanted.inputs) if folder else "",
        created_by=wanted.by,
    )


def _folder(rule: Folder) -> str:
    path = Path(rule.path)
    if not path.is_absolute():
        raise InputError(
            _("フォルダー {path} は、どこから見た場所か分かりません。").format(path=rule.path),
            _("ドライブ名か / から始まる場所(D:/受付、//server/share/受付)を書いてください。"),
        )
    if not path.is_dir():
        raise InputError(
            _("フォルダー {path} が見えません。").format(path=rule.path),
            _("フォルダーを作るか、共有につないでから、もう一度実行してください。"),
        )
    return rule.path


def _file_input(scenario: Scenario, given: Mapping[str, Sequence[str]]) -> str:
    """The input that a file from the folder is given to: the only one for files that nothing else was given to."""
    kinds = (InputType.FILE, InputType.FILES)
    free = [
        name
        for name, wanted in scenario.inputs.items()
        if wanted.type in kinds and name not in given and (wanted.required or not wanted.default)
    ]
    required = [name for name in free if scenario.inputs[name].required]
    found = required or free
    if len(found) != 1:
        raise InputError(
            _("シナリオ {scenario} のどの入力に、置かれたファイルを渡すのか決められません({names})。").format(
                scenario=scenario.scenario, names="、".join(found) or _("ファイルの入力がない")
            ),
            _("ほかの入力を -i 名前=値 で指定して、ファイルの入力を1つだけ残してください。"),
        )
    return found[0]


def _first(city: City, schedule: Schedule, now: datetime) -> datetime | None:
    rule = timed(schedule)
    return next_fire(rule, now, city.opening, city.hours) if rule is not None else None


def pause_schedule(name: str) -> Schedule:
    """Let a schedule rest; moments that pass meanwhile are neither run nor recorded."""
    return _change(name, lambda _schedule: {"paused": True})


def resume_schedule(city: City, name: str) -> Schedule:
    """Go on with a schedule, from the next moment by the time of ``city``, or the next end of another scenario."""
    now = store_now()

    def changes(schedule: Schedule) -> dict[str, object]:
        if not schedule.paused:
            return {}
        return {
            "paused": False,
            "next_fire_at": _first(city, schedule, now),
            # A run that ended while it rested is not made up for, though it may only now come to be seen.
            "seen_until": now + LATE_COMMIT,
            "handled_at": now,
        }

    return _change(name, changes)


def skip_moment(city: City, name: str, moment: datetime | None, *, undo: bool = False) -> datetime:
    """Take one moment out of a schedule, the next one unless ``moment`` is named; or put it back.

    Raises :class:`InputError` when it does not fire then.
    """
    schedule = find_schedule(name)
    rule = timed(schedule)
    if rule is None:
        raise InputError(
            _("スケジュール「{name}」は時刻で動かないため、1回だけとばせません。").format(name=name),
            _("しばらく止めるときは dxrobot schedule pause {name} を使います。").format(name=name),
        )
    now = store_now()
    skips = {datetime.fromisoformat(one) for one in schedule.skips}
    wanted = moment or _next_kept(lambda after: next_fire(rule, after, city.opening, city.hours), now, skips, undo=undo)
    if wanted is None and undo:
        raise InputError(
            _("スケジュール「{name}」に、とばすことにした回はありません。").format(name=name),
            _("dxrobot schedule next {name} で、動く日時を確かめてください。").format(name=name),
        )
    fires = wanted is not None and next_fire(rule, wanted - timedelta(microseconds=1), city.opening, city.hours)
    if wanted is None or wanted <= now or fires != wanted:
        raise InputError(
            _("スケジュール「{name}」は、その日時には動きません。").format(name=name),
            _("dxrobot schedule next {name} で、動く日時を確かめてください。").format(name=name),
        )
    _change(name, lambda now_kept: {"skips": _skips(now_kept, wanted, now, undo=undo)})
    return wanted


def _skips(schedule: Schedule, wanted: datetime, now: datetime, *, undo: bool) -> list[str]:
    """What is taken out of ``schedule`` with ``wanted``, or without it; moments that have passed are forgotten."""
    others = {datetime.fromisoformat(one) for one in schedule.skips} - {wanted}
    return sorted(one.isoformat() for one in (others if undo else others | {wanted}) if one > now)


def _next_kept(
    following: Callable[[datetime], datetime | None], now: datetime, skips: set[datetime], *, undo: bool
) -> datetime | None:
    """The next moment that is not taken out yet; for ``undo`` the first that is."""
    if undo:
        return min((one for one in skips if one > now), default=None)
    moment = following(now)
    while moment is not None and moment in skips:
        moment = following(moment)
    return moment


def _change(name: str, changes: Callable[[Schedule], dict[str, object]]) -> Schedule:
    """Change a schedule as it now is, again if somebody else was quicker."""
    while True:
        schedule = find_schedule(name)
        wanted = changes(schedule)
        if not wanted or change_schedule(schedule, **wanted):
            schedule.refresh_from_db()
            return schedule


def run_now(workspace: Workspace, name: str, inputs: Mapping[str, Sequence[str]], by: str) -> Order:
    """Place an order like those of a schedule at once, whatever its times, ``inputs`` in the place of its own."""
    order = order_like(workspace, find_schedule(name), inputs, by)
    engine_of(workspace).submit(order)
    return order


def order_like(workspace: Workspace, schedule: Schedule, inputs: Mapping[str, Sequence[str]], by: str) -> Order:
    """An order like those of ``schedule``, not yet placed; raises :class:`InputError` as :func:`new_order` does."""
    wish = wish_of(schedule, {**schedule.inputs, **inputs})
    order = new_order(workspace, wish)
    order.schedule, order.requested_by = schedule.name, by
    return order


def remove(name: str) -> int:
    """Remove a schedule; how many of its orders still wait. What it did stays in the list of orders."""
    return remove_schedule(find_schedule(name))

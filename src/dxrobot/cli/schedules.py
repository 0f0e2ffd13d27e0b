"""``dxrobot schedule``: making schedules, looking at them, changing them."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from typing import Any

import click

from dxrobot.app.orders import order_json
from dxrobot.app.schedule_view import moments_of_all, moments_of_schedule, standing_of, standings
from dxrobot.app.schedules import (
    NewSchedule,
    add_schedule,
    pause_schedule,
    remove,
    resume_schedule,
    run_now,
    skip_moment,
)
from dxrobot.app.workspaces import open_workspace
from dxrobot.calendar_files.city import city_of
from dxrobot.cli.input_pairs import input_pairs
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.cli.schedule_lines import schedule_lines
from dxrobot.cli.schedule_rule import moment_in, start_of
from dxrobot.config import Workspace
from dxrobot.errors import ExitStatus
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.city import City
from dxrobot.schedule.due import OnMissed
from dxrobot.schedule.moments import Moment
from dxrobot.store.clock import store_now
from dxrobot.store.schedules import find_schedule


def add_and_show(name: str, inputs: Sequence[str], *, json_output: bool, **options: Any) -> int:
    """Make a schedule, as ``options`` of the command want it, and show its first moments."""
    workspace = _opened()
    schedule = add_schedule(workspace, _wanted(name, inputs, **options))
    if json_output:
        print_json(standing_of(schedule).as_json())
    else:
        click.echo(_("スケジュール「{name}」を作りました: {words}").format(name=name, words=schedule.words))
        _show_moments(workspace, name, 3)
        click.echo(_("動かすには、dxrobot worker か dxrobot dispatcher を動かしておきます。"))
    return int(ExitStatus.SETTLED)


def _wanted(
    name: str,
    inputs: Sequence[str],
    *,
    scenario: str,
    production: bool,
    dry_run: bool,
    missed: str,
    deadline: int | None,
    by: str,
    **others: Any,
) -> NewSchedule:
    mode = Mode.PRODUCTION if production else Mode.TRIAL
    return NewSchedule(
        name=name,
        scenario=scenario or name,
        mode=Mode.DRY if dry_run else mode,
        inputs=input_pairs(inputs),
        on_missed=OnMissed(missed),
        deadline_minutes=deadline,
        by=by or getpass.getuser(),
        **others,
    )


def _opened() -> Workspace:
    workspace = current_workspace()
    open_workspace(workspace)
    return workspace


def _show_moments(workspace: Workspace, name: str, number: int) -> None:
    for moment in moments_of_schedule(workspace, name, store_now(), number):
        click.echo(f"  {moment}")


def show_schedules(*, json_output: bool) -> int:
    """Every schedule and how it stands."""
    _opened()
    found = standings()
    if json_output:
        print_json([standing.as_json() for standing in found])
    elif not found:
        click.echo(_("スケジュールはまだありません。dxrobot schedule add で作れます。"))
    else:
        for standing in found:
            for line in schedule_lines(standing):
                click.echo(line)
    return int(ExitStatus.SETTLED)


def show_next(name: str, start: str, number: int, *, json_output: bool) -> int:
    """The next moments of a schedule, or of all schedules."""
    begin = start_of(start)
    workspace = _opened()
    head: dict[str, Any] = {}
    if name:
        schedule = find_schedule(name)
        head = {"name": name, "rule": schedule.words}
        moments = moments_of_schedule(workspace, name, begin, number)
        if not json_output and not standing_of(schedule).schedule.next_fire_at:
            click.echo(_("「{words}」は、時刻では動きません。").format(words=schedule.words))
    else:
        moments = moments_of_all(number)
    if json_output:
        print_json({**head, "fires": [moment.as_json() for moment in moments]})
    for moment in () if json_output else moments:
        click.echo(str(moment))
    return int(ExitStatus.SETTLED)


def pause_and_show(name: str, *, json_output: bool) -> int:
    """Let a schedule rest."""
    _opened()
    schedule = pause_schedule(name)
    if json_output:
        print_json(standing_of(schedule).as_json())
    else:
        click.echo(
            _("スケジュール「{name}」を止めました。dxrobot schedule resume {name} で、また動きます。").format(name=name)
        )
    return int(ExitStatus.SETTLED)


def resume_and_show(name: str, *, json_output: bool) -> int:
    """Go on with a schedule."""
    workspace = _opened()
    schedule = resume_schedule(_city(workspace), name)
    if json_output:
        print_json(standing_of(schedule).as_json())
    else:
        click.echo(_("スケジュール「{name}」を、次の回から動かします。").format(name=name))
        _show_moments(workspace, name, 1)
    return int(ExitStatus.SETTLED)


def skip_and_show(name: str, at: str, *, undo: bool, json_output: bool) -> int:
    """Take one moment out, or put it back."""
    workspace = _opened()
    moment = Moment(skip_moment(_city(workspace), name, moment_in(at) if at else None, undo=undo))
    if json_output:
        print_json({"name": name, "skipped": not undo, **moment.as_json()})
        return int(ExitStatus.SETTLED)
    told = _("{moment} の回は、予定どおり動かします。") if undo else _("{moment} の回は動かしません。")
    click.echo(told.format(moment=moment))
    return int(ExitStatus.SETTLED)


def run_now_and_show(name: str, inputs: Sequence[str], *, json_output: bool) -> int:
    """Run a schedule's scenario once, now."""
    workspace = _opened()
    order = run_now(workspace, name, input_pairs(inputs), getpass.getuser())
    if json_output:
        print_json(order_json(order))
    else:
        click.echo(_("実行依頼 {number} を、列「{queue}」に出しました。").format(number=order.pk, queue=order.queue))
    return int(ExitStatus.SETTLED)


def _city(workspace: Workspace) -> City:
    return city_of(workspace, store_now().astimezone(JAPAN).date())


def remove_and_show(name: str, *, json_output: bool) -> int:
    """Remove a schedule."""
    _opened()
    left = remove(name)
    if json_output:
        print_json({"name": name, "removed": True, "orders_left": left})
        return int(ExitStatus.SETTLED)
    click.echo(_("スケジュール「{name}」を消しました。").format(name=name))
    if left:
        click.echo(_("  出してある実行依頼 {count} 件は残っています(dxrobot order list --open)。").format(count=left))
    return int(ExitStatus.SETTLED)

"""``dxrobot schedule next --rule``: trying a rule in words, without a store."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

import click

from dxrobot.calendar_files.city import city_of
from dxrobot.cli.output import print_json
from dxrobot.config import CONFIG_FILE, find_workspace
from dxrobot.errors import ExitStatus, InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN, parse_date
from dxrobot.schedule.city import City
from dxrobot.schedule.moments import moments_of_rule, never_runs
from dxrobot.schedule.reading import read_rule, read_time
from dxrobot.schedule.rules import AfterScenario, Folder
from dxrobot.schedule.written import in_words


def show_next_of_rule(words: str, start: str, number: int, *, json_output: bool) -> int:
    """When a rule in words fires next, in any folder."""
    begin = start_of(start)
    rule = read_rule(words)
    written = in_words(rule)
    moments = moments_of_rule(rule, _city_here(begin), begin, number)
    if json_output:
        print_json({"rule": written, "fires": [moment.as_json() for moment in moments]})
        return int(ExitStatus.SETTLED)
    click.echo(written)
    if isinstance(rule, Folder | AfterScenario):
        click.echo(_("  時刻では動きません。"))
    elif not moments:
        click.echo(f"  {never_runs()}")
    for moment in moments:
        click.echo(f"  {moment}")
    return int(ExitStatus.SETTLED)


def _city_here(begin: datetime) -> City:
    """The time of the city whose workspace this folder lies in; of any city where it is none."""
    here = Path.cwd()
    if not any((folder / CONFIG_FILE).is_file() for folder in (here, *here.parents)):
        return City()
    return city_of(find_workspace(here), begin.astimezone(JAPAN).date())


def moment_in(written: str) -> datetime:
    """A day, or a day and a time, as people write them."""
    day, _blank, at = written.strip().replace("T", " ").partition(" ")
    try:
        return datetime.combine(parse_date(day), read_time(at) if at else time(), tzinfo=JAPAN)
    except ValueError:
        raise InputError(
            _("「{written}」を、日付か日時として読めません。").format(written=written),
            _("例: 2026-04-01、令和8年4月1日、'2026-04-01 8:30'"),
        ) from None


def start_of(written: str) -> datetime:
    """From when on; now where nothing is written."""
    return moment_in(written) if written else datetime.now(UTC)

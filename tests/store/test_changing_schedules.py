"""A schedule that is changed: by the new rule from the next moment on, and by one person at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dxrobot.app.schedule_change import change_schedule_to
from dxrobot.app.schedules import NewSchedule, add_schedule, pause_schedule, resume_schedule, skip_moment
from dxrobot.calendar_files.city import city_of
from dxrobot.config import Workspace, load_workspace
from dxrobot.errors import InputError
from dxrobot.items import RunStatus
from dxrobot.store.models import Run, Schedule
from dxrobot.store.schedules import ended_since, find_schedule
from tests.cli.test_schedule_commands import SCENARIO

WANTED = NewSchedule("hiru", "utsushi", "毎日 12:00", inputs={"hyo": ["/a"]}, by="佐藤")


@pytest.fixture
def city(tmp_path: Path, store: object) -> Workspace:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "dxrobot.toml").write_text("", encoding="utf-8")
    (tmp_path / "scenarios/utsushi.yaml").write_text(SCENARIO, encoding="utf-8")
    return load_workspace(tmp_path)


def test_the_new_rule_holds_from_its_next_moment_on(city: Workspace) -> None:
    before = add_schedule(city, WANTED)
    wanted = replace(WANTED, words="毎日 13:00", minutes=5, priority=2, by="別の人")
    change_schedule_to(city, "hiru", wanted, before.revision)
    after = find_schedule("hiru")
    assert after.next_fire_at is not None
    assert (after.words, after.minutes, after.priority) == ("毎日 13:00", 5, 2)
    assert datetime.now(UTC) < after.next_fire_at <= datetime.now(UTC) + timedelta(days=1)
    assert (after.pk, after.revision, after.created_by) == (before.pk, before.revision + 1, "佐藤")


def test_who_comes_second_is_told_and_changes_nothing(city: Workspace) -> None:
    seen = add_schedule(city, WANTED).revision
    pause_schedule("hiru")
    with pytest.raises(InputError, match="ほかの人が先に"):
        change_schedule_to(city, "hiru", replace(WANTED, words="毎日 13:00"), seen)
    assert find_schedule("hiru").words == "毎日 12:00"


def test_a_moment_that_was_taken_out_stays_out_if_the_new_rule_fires_then(city: Workspace) -> None:
    add_schedule(city, replace(WANTED, words="毎日 12:00・15:00"))
    here = city_of(city, datetime.now(UTC).date())
    skipped = {skip_moment(here, "hiru", None), skip_moment(here, "hiru", None)}
    change_schedule_to(city, "hiru", replace(WANTED, words="毎日 15:00"), find_schedule("hiru").revision)
    left = {datetime.fromisoformat(one) for one in find_schedule("hiru").skips}
    assert left == {one for one in skipped if one.astimezone(UTC).hour == 6}
    assert len(left) == 1


def test_what_ended_before_the_change_is_not_waited_for(city: Workspace) -> None:
    another_scenario(city)
    kept = add_schedule(city, WANTED)
    now = datetime.now(UTC)
    Schedule.objects.update(created_at=now - timedelta(days=9))
    ran("r1", now - timedelta(minutes=8))
    change_schedule_to(city, "hiru", replace(WANTED, words="シナリオ moto が終わったら"), kept.revision)
    assert ended_since(find_schedule("hiru"), [RunStatus.FINISHED]) == []
    Run.objects.update(finished_at=datetime.now(UTC) + timedelta(seconds=1))
    assert len(ended_since(find_schedule("hiru"), [RunStatus.FINISHED])) == 1


def test_what_ended_while_it_rested_is_not_made_up_for(city: Workspace) -> None:
    another_scenario(city)
    add_schedule(city, replace(WANTED, words="シナリオ moto が終わったら"))
    now = datetime.now(UTC)
    Schedule.objects.update(created_at=now - timedelta(days=9))
    pause_schedule("hiru")
    ran("r1", now - timedelta(minutes=8))
    resume_schedule(city_of(city, now.date()), "hiru")
    assert ended_since(find_schedule("hiru"), [RunStatus.FINISHED]) == []
    ran("r2", datetime.now(UTC) + timedelta(seconds=1))
    assert len(ended_since(find_schedule("hiru"), [RunStatus.FINISHED])) == 1


def another_scenario(city: Workspace) -> None:
    other = SCENARIO.replace("utsushi", "moto")
    (city.scenarios / "moto.yaml").write_text(other, encoding="utf-8")


def ran(name: str, finished: datetime) -> None:
    Run.objects.create(
        name=name,
        scenario="moto",
        mode="trial",
        status=RunStatus.FINISHED,
        started_at=finished - timedelta(minutes=1),
        finished_at=finished,
    )

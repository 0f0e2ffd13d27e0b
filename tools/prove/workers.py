"""Proof that no fire is lost or doubled and no record entered twice, whatever becomes of dispatchers and workers.

Three times ``dxrobot dispatcher`` looks after schedules that fire while four times ``dxrobot worker`` carries out what
they order. Any of them, or a child, is killed or frozen for a while at random; a database server is restarted and stays
away for 45 seconds. When the last moment is over, everything is left alone until no order is open; then it is counted.
"""

from __future__ import annotations

import csv
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connections

from dxrobot.app.sample_site import SampleSite, sample_site
from dxrobot.app.schedules import NewSchedule, add_schedule
from dxrobot.items import ItemState, OrderState, RunStatus
from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.due import OnMissed
from dxrobot.schedule.rules import RULE, Once
from dxrobot.store.clock import store_now
from dxrobot.store.models import Item, Order, Run
from dxrobot.vault import KEY_VARIABLE, Vault, make_key
from tools.postgresql import TemporaryServer, temporary_server
from tools.prove.city import ENTRY, NOTE, City, open_city
from tools.prove.rage import Crew, Rage
from tools.prove.witness import Testimony, testify

ENGINES = ("embedded on sqlite", "procrastinate on postgresql", "embedded on postgresql")
RECOVERY_S = 40.0
"""So soon a killed worker's order must be in other hands."""
_ROWS_AN_ENTRY = 3
_SECONDS_A_SCHEDULE = 0.5
"""So long it may take to add one: none fires before all are there."""
_SHORT_S = 60.0
"""Whoever wants all moments in less than a minute cannot have them on whole ones."""
_WORDS = ("{at:%Y-%m-%d %H:%M}", "毎日 {at:%H:%M}", "cron {at:%M %H} * * *")
_LATE_S = 10.0
"""After the last request the site may still save so long."""


@dataclass(frozen=True)
class Wanted:
    """How much is to be done, and to suffer."""

    fires: int = 300
    entries: int = 12
    """So many of the fires enter records in a real browser."""
    over_s: float = 900.0
    """The moments of the schedules lie in so many seconds."""
    every_s: tuple[float, float] = (2.0, 8.0)
    """Between two blows."""
    settle_s: float = 1800.0
    away: bool = True
    """Whether a database server goes away too."""
    crew: Crew = field(default_factory=Crew)


@dataclass(frozen=True)
class WorkersProof:
    """What one round came to."""

    engine: str
    fires: int
    orders: int
    doubled: int
    lost: int
    unsettled: int
    not_ended: int
    """Orders that ended in another way than by a finished run."""
    finished_twice: int
    """Fires that more than one run has brought to its end."""
    entered: int
    entered_twice: int
    not_entered: int
    unknown: int
    blows: dict[str, int]
    taken_again: int
    slowest_recovery_s: float
    minutes: float

    @property
    def held(self) -> bool:
        """Whether nothing was lost or doubled, everything settled, and the orders of the dead went on soon."""
        wrong = self.doubled + self.lost + self.unsettled + self.not_ended + self.finished_twice
        entries = self.entered_twice + self.not_entered + self.unknown
        return wrong == 0 and entries == 0 and self.slowest_recovery_s <= RECOVERY_S


def prove(folder: Path, engine: str, seed: int, wanted: Wanted = Wanted()) -> WorkersProof:
    """One round on ``engine``, in a workspace below ``folder``."""
    began = time.monotonic()
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    with _server(engine) as server, _site(folder, wanted) as site:
        city = _city(folder, engine, server, site)
        rows = folder / "rows.csv"
        fires = _keep_schedules(city, rows, wanted, chance)
        rage = Rage(city, chance, len(fires), max(fires.values()), server if wanted.away else None, wanted.crew)
        try:
            rage.go_on(wanted.every_s)
            rage.let_settle(wanted.settle_s)
        finally:
            rage.end()
        told = _testimony(site, rows)
        proof = _counted(engine, fires, rage, told, (time.monotonic() - began) / 60)
        connections.close_all()
    return proof


@contextmanager
def _server(engine: str) -> Iterator[TemporaryServer | None]:
    if engine.endswith("sqlite"):
        yield None
        return
    with temporary_server(fsync=True) as server:
        yield server


def _site(folder: Path, wanted: Wanted) -> Any:
    return sample_site(folder / "site") if wanted.entries else nullcontext()


def _city(folder: Path, engine: str, server: TemporaryServer | None, site: SampleSite | None) -> City:
    address = f'[robots.shomei]\ntest_address = "{site.address}"\n' if site else ""
    more = f"{address}[browser]\ntimeout_s = 60\n[evidence]\npictures = false\n"
    city = open_city(folder, engine.split()[0], server.url("postgres") if server else "", more)
    if site is not None:
        make_key(folder / "key")
        Vault(city.workspace.vault, folder / "key").put("shomei", site.credentials)
        city.environment[KEY_VARIABLE] = str(folder / "key")
    return city


def _keep_schedules(city: City, rows: Path, wanted: Wanted, chance: random.Random) -> dict[str, datetime]:
    """Schedules that each fire once while the proof lasts, some of them entering the records of ``rows``; when."""
    numbers = iter(chance.sample(range(10_000_000, 99_999_999), wanted.entries * _ROWS_AN_ENTRY))
    entering = set(chance.sample(range(wanted.fires), wanted.entries))
    table, fires = [], {}
    start = store_now() + timedelta(seconds=wanted.fires * _SECONDS_A_SCHEDULE)
    for index in range(wanted.fires):
        name, scenario, inputs = f"schedule{index}", NOTE, {"number": [str(index)]}
        if index in entering:
            part = [(str(next(numbers)), f"見本 {chr(0x4E00 + index)}太郎") for _row in range(_ROWS_AN_ENTRY)]
            path = rows.with_name(f"rows{index}.csv")
            _write_rows(path, part)
            table += part
            scenario, inputs = ENTRY, {"rows": [str(path)]}
        moment = start + timedelta(seconds=chance.uniform(0, wanted.over_s))
        fires[name] = _keep(city, NewSchedule(name, scenario, "", inputs=inputs), moment, wanted, chance)
    _write_rows(rows, table)
    return fires


def _keep(city: City, new: NewSchedule, moment: datetime, wanted: Wanted, chance: random.Random) -> datetime:
    """Keep a schedule that fires about ``moment``, and tell when exactly: words know whole minutes only."""
    minute = (moment + timedelta(minutes=1)).replace(second=0, microsecond=0)
    words = chance.choice(_WORDS).format(at=minute.astimezone(JAPAN))
    schedule = add_schedule(city.workspace, replace(new, words=words, on_missed=OnMissed.ALL))
    if wanted.over_s < _SHORT_S:
        once = Once(at=moment.astimezone(JAPAN).replace(tzinfo=None))
        schedule.rule, schedule.next_fire_at = RULE.dump_python(once, mode="json"), moment
        schedule.save()
    assert schedule.next_fire_at is not None
    return schedule.next_fire_at


def _write_rows(path: Path, rows: list[tuple[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("整理番号", "氏名"), *rows])


def _counted(
    engine: str, fires: Mapping[str, datetime], rage: Rage, told: Testimony | None, minutes: float
) -> WorkersProof:
    orders = list(Order.objects.select_related("run"))
    placed = {(order.schedule, order.fire_at) for order in orders}
    finished = Counter(json.dumps(run.inputs, sort_keys=True) for run in Run.objects.filter(status=RunStatus.FINISHED))
    return WorkersProof(
        engine=engine,
        fires=len(fires),
        orders=len(orders),
        doubled=len(orders) - len(placed & fires.items()),
        lost=len(fires.items() - placed),
        unsettled=sum(order.ended_at is None for order in orders),
        not_ended=sum(not _ended_well(order) for order in orders),
        finished_twice=sum(count > 1 for count in finished.values()),
        entered=told.standing if told else 0,
        entered_twice=len(told.twice) if told else 0,
        not_entered=len(told.missing) + len(told.wrong) if told else 0,
        unknown=Item.objects.filter(state=ItemState.UNKNOWN).count(),
        blows=dict(rage.blows),
        taken_again=sum(order.attempt - 1 for order in orders),
        slowest_recovery_s=round(max(rage.recoveries, default=0.0), 1),
        minutes=round(minutes, 1),
    )


def _ended_well(order: Order) -> bool:
    return order.state == OrderState.ENDED and order.run is not None and order.run.status == RunStatus.FINISHED


def _testimony(site: SampleSite | None, rows: Path) -> Testimony | None:
    if site is None:
        return None
    time.sleep(_LATE_S)
    return testify(site.database, rows)


def round_of(folder: Path, seed: int) -> dict[str, Any]:
    """One round; three seeds in a row see every engine on every database that it works on."""
    proof = prove(folder / "workers", ENGINES[seed % len(ENGINES)], seed)
    return {**asdict(proof), "held": proof.held}

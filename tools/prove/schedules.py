"""A year of schedules on a clock that stops, jumps and is put back, against an oracle that only knows the definitions.

Every moment must have exactly one order; every order that is to be carried out must have been handed to the engine
exactly once; and which ones those are must be what a model of the rules for missed moments says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from django.db import connections

from dxrobot.items import Mode, OrderState
from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.city import City
from dxrobot.schedule.due import OnMissed
from dxrobot.schedule.fires import next_fire
from dxrobot.schedule.opening import OpeningCalendar
from dxrobot.schedule.reading import read_rule
from dxrobot.schedule.rules import RULE, Cron, Once, OnDays
from dxrobot.schedule.written import in_words
from dxrobot.scheduler.desk import Desk, Prepared
from dxrobot.scheduler.tick import tick
from dxrobot.store.durability import soon_on_disk
from dxrobot.store.models import Order, Schedule
from dxrobot.store.orders import place
from dxrobot.store.server import Server
from dxrobot.store.setup import open_store
from tools.prove.schedule_oracle import DAY, Oracle
from tools.prove.schedule_rules import YEAR, drawn_rule

_IN_TIME = timedelta(seconds=60)
_SET_BACK = timedelta(seconds=60)
Fires = dict[int, list[datetime]]


@dataclass(slots=True)
class Proof:
    """What was simulated, and what did not hold."""

    schedules: int = 0
    moments: int = 0
    looks: int = 0
    clock_steps: int = 0
    run: int = 0
    missed: int = 0
    lost: int = 0
    """Moments without an order."""
    invented: int = 0
    """Orders for moments that are none."""
    doubled: int = 0
    """Orders that were handed out more than once, or recorded as not to be run and handed out."""
    misjudged: int = 0
    """Moments that were run although they should not have been, or the other way round."""
    misread: int = 0
    """Rules that were not read back as they were written."""

    @property
    def held(self) -> bool:
        """Whether everything did."""
        return not (self.lost or self.invented or self.doubled or self.misjudged or self.misread)


class CountingEngine:
    """Keeps orders as every engine does and counts how often each is handed out; nobody carries them out."""

    def __init__(self) -> None:
        self.handed_out: Counter[int] = Counter()

    def submit(self, *orders: Order) -> None:
        """Keep new orders."""
        place(*orders)
        self.handed_out.update(order.pk for order in orders)

    def submit_again(self, order: Order) -> None:
        """Hand out an order that waits after all."""
        self.handed_out[order.pk] += 1

    def cancel(self, order: Order) -> None:
        """Nothing is cancelled here."""

    def work(self, shift: object, *, until_empty: bool = False) -> None:
        """Nobody works here."""


def prepare(schedule: Schedule) -> Prepared:
    """Orders of a scenario that does not exist."""
    return Prepared(Order(scenario=schedule.scenario, mode=schedule.mode, queue="default"))


def prove(
    place: Path | Server,
    seed: int,
    *,
    schedules: int = 300,
    first: date = YEAR[0],
    last: date = YEAR[1],
    unrest: float = 0.002,
) -> Proof:
    """Simulate the days from ``first`` to ``last`` in the store at ``place``.

    ``unrest`` is the chance at each look that the clock is set wrong, and that the machine is off for hours.
    """
    random = Random(seed)
    open_store(place)
    closures = {first + random.randint(0, 365) * DAY: "市の休み" for _day in range(8)}
    openings = {first + random.randint(0, 365) * DAY: "臨時開庁" for _day in range(5)}
    closures = {day: name for day, name in closures.items() if day not in openings}
    city = City(OpeningCalendar(closures, openings))
    engine = CountingEngine()
    desk = Desk(engine, city, prepare)
    proof = Proof(schedules=schedules)
    clock = list(_clock(random, first, last, proof, unrest))
    with soon_on_disk():
        rows = _made(random, schedules, city, clock[0], proof)
        for now in clock:
            more = True
            while more:
                more = tick(desk, now).more
            proof.looks += 1
    horizon = max(clock)
    oracle = Oracle(closures, openings)
    fires = {row.pk: _fires(oracle, row, clock[0], horizon) for row in rows}
    _judge(proof, engine, rows, fires, _model(rows, fires, clock))
    connections.close_all()
    return proof


def _made(random: Random, number: int, city: City, start: datetime, proof: Proof) -> list[Schedule]:
    rows = []
    for count in range(number):
        rule = drawn_rule(random)
        proof.misread += read_rule(in_words(rule)) != rule
        rows.append(
            Schedule(
                name=f"s{count}",
                scenario="s",
                mode=Mode.TRIAL,
                words=in_words(rule),
                rule=RULE.dump_python(rule, mode="json"),
                on_missed=random.choice(list(OnMissed)),
                next_fire_at=next_fire(rule, start, city.opening, city.hours),
                created_at=start,
            )
        )
    return Schedule.objects.bulk_create(rows)


def _clock(random: Random, first: date, last: date, proof: Proof, unrest: float) -> Iterator[datetime]:
    """What the clock says at each look: mostly minutes apart, at times hours; and at times it is set wrong."""
    true = datetime.combine(first, time(), tzinfo=JAPAN)
    end = datetime.combine(last, time(), tzinfo=JAPAN) + DAY
    wrong, right_at = timedelta(0), end
    while true < end:
        yield (true + wrong).astimezone(UTC)
        chance = random.random()
        if wrong and true >= right_at:
            wrong = timedelta(0)
            proof.clock_steps += 1
        elif not wrong and chance < unrest:
            wrong = timedelta(minutes=random.choice([-180, -90, -10, -1, 1, 30, 120, 600, 3000]))
            right_at = true + timedelta(hours=random.randint(1, 12))
            proof.clock_steps += 1
        if chance > 1 - unrest:
            true += timedelta(hours=random.randint(1, 60))
        elif chance > 0.3:
            true += timedelta(seconds=random.randint(1, 50))  # a look in time for what falls into it
        true += timedelta(minutes=random.choice([1, 3, 7, 12, 20, 30]))
        # What falls on full minutes is looked at in time now and then.
        if random.random() < 0.6:
            true = true.replace(second=random.randint(0, 30), microsecond=0)


def _fires(oracle: Oracle, row: Schedule, start: datetime, horizon: datetime) -> list[datetime]:
    rule = RULE.validate_python(row.rule)
    if not isinstance(rule, OnDays | Cron | Once):
        raise TypeError(row.words)
    first, last = start.astimezone(JAPAN).date() - DAY, horizon.astimezone(JAPAN).date()
    found = {fire.astimezone(UTC) for fire in oracle.fires(rule, first, last)}
    return sorted(fire for fire in found if start < fire <= horizon)


def _model(rows: list[Schedule], fires: Fires, clock: list[datetime]) -> dict[int, set[datetime]]:
    """The moments that must be run: in time at some look, or made up for by the rule for missed ones."""
    ran: dict[int, set[datetime]] = {}
    for row in rows:
        ran[row.pk] = set()
        met, place = clock[0], 0
        moments = fires[row.pk]
        for now in clock:
            if now < met - _SET_BACK:
                met = now
                place = sum(moment <= now for moment in moments)
            if now <= met:
                continue
            met, due = now, []
            while place < len(moments) and moments[place] <= now:
                due.append(moments[place])
                place += 1
            in_time = {moment for moment in due if now - moment <= _IN_TIME}
            made_up = {OnMissed.ALL: set(due), OnMissed.NONE: set(), OnMissed.LAST: set(due[-1:])}
            ran[row.pk] |= in_time | made_up[OnMissed(row.on_missed)]
    return ran


def _judge(
    proof: Proof, engine: CountingEngine, rows: list[Schedule], fires: Fires, ran: dict[int, set[datetime]]
) -> None:
    for row in rows:
        orders = {order.fire_at: order for order in Order.objects.filter(schedule=row.name)}
        wanted = set(fires[row.pk])
        proof.moments += len(wanted)
        proof.lost += len(wanted - orders.keys())
        proof.invented += len(orders.keys() - wanted)
        for moment, order in orders.items():
            waits = order.state == OrderState.WAITING
            proof.run, proof.missed = proof.run + waits, proof.missed + (not waits)
            proof.doubled += engine.handed_out[order.pk] != int(waits)
            proof.misjudged += waits != (moment in ran[row.pk])


def schedules_round(folder: Path, seed: int) -> dict[str, object]:
    """One simulated year in a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    proof = prove(folder / "schedules.sqlite3", seed)
    return {**asdict(proof), "held": proof.held}

"""Proof that nothing is entered twice or lost, whatever is killed and however the site fails.

A run is killed at random moments: the runner alone, its browser alone, or all of it; the site answers with errors,
hangs, forgets its session, saves and does not answer, saves long after its client has gone. The run is resumed, or the
workbook is started anew, until all is settled. Then an independent witness counts.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from dxrobot.app.sample_site import sample_site
from tools.prove.office import Office, open_office
from tools.prove.witness import testify

_KILLS = ("runner", "browser", "everything")
_ANEW_SHARE = 0.1
"""So often the workbook is started anew instead of the run being resumed."""
_STARTING_SHARE = 0.2
"""So often the kill falls while the run is still starting."""
_STARTING_S = 4.0
_LONGEST_LIFE_S = 120.0
_SECONDS_AN_ITEM = 0.6
_FINISHING_TRIES = 40
_LATE_S = 10.0
"""After the last request the site may still save so long."""


@dataclass(frozen=True)
class ChaosProof:
    """What one round came to."""

    records: int
    kills: int
    kills_of_runner: int
    kills_of_browser: int
    kills_of_everything: int
    in_doubt: int
    """Submissions that were in doubt, and so were looked up."""
    twice: int
    missing: int
    wrong: int
    unknown: int
    entered_by_starting_again: int
    ledger_items: int
    minutes: float

    @property
    def held(self) -> bool:
        """Whether every record stands exactly once and right, nothing was given up, and all was counted once."""
        bad = self.twice + self.missing + self.wrong + self.unknown + self.entered_by_starting_again
        return bad == 0 and self.ledger_items == self.records


def prove(folder: Path, *, records: int, kills: int, seed: int) -> ChaosProof:
    """Enter ``records`` records while ``kills`` kills happen, then let the run finish and start it once more."""
    began = time.monotonic()
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    with sample_site(folder / "site", options=["--faults", str(seed)]) as site:
        office = open_office(folder, site, records, chance)
        chaos = _Chaos(office, chance, records, kills)
        chaos.rage()
        settled = _finish(office, chaos)
        again = json.loads(office.call(*office.new_run()).stdout)
        time.sleep(_LATE_S)
        told = testify(site.database, office.rows)
    return ChaosProof(
        records=records,
        kills=sum(chaos.killed.values()),
        kills_of_runner=chaos.killed["runner"],
        kills_of_browser=chaos.killed["browser"],
        kills_of_everything=chaos.killed["everything"],
        in_doubt=_count(office, "SELECT COUNT(DISTINCT intent_id) FROM store_enteredvalue WHERE attempt > 1"),
        twice=len(told.twice),
        missing=len(told.missing),
        wrong=len(told.wrong),
        unknown=settled["unknown"],
        entered_by_starting_again=again["items"]["done"],
        ledger_items=_counted(office),
        minutes=round((time.monotonic() - began) / 60, 1),
    )


@dataclass
class _Chaos:
    """Kills a run again and again until enough is enough or everything is entered."""

    office: Office
    chance: random.Random
    records: int
    kills: int
    killed: Counter[str] = field(default_factory=Counter)
    life: subprocess.Popen[str] | None = None

    def rage(self) -> None:
        """Start, kill, resume."""
        while sum(self.killed.values()) < self.kills:
            if self.life is None:
                self.life = self.office.start(*self._command())
            if self._over_before_the_kill():
                self._buried()
                if self._left() == 0:
                    return
                continue
            self._kill(self.chance.choice(_KILLS))
        self._bury()

    def _command(self) -> tuple[str, ...]:
        runs = self.office.journal("SELECT name FROM store_run ORDER BY id DESC LIMIT 1")
        if not runs or self.chance.random() < _ANEW_SHARE:
            return self.office.new_run()
        return ("run", "--resume", runs[0][0], "--json")

    def _over_before_the_kill(self) -> bool:
        """Wait for the moment of the kill; True when the run is over before."""
        if self.chance.random() < _STARTING_SHARE:
            return self._ends_within(self.chance.uniform(0, _STARTING_S))
        before = self._done()
        deadline = time.monotonic() + _LONGEST_LIFE_S
        while self._done() == before and time.monotonic() < deadline:
            if self._ends_within(0.05):
                return True
        remaining_kills = self.kills - sum(self.killed.values())
        items = max(0.2, self._left() / max(1, remaining_kills))
        return self._ends_within(self.chance.uniform(0, items * _SECONDS_AN_ITEM))

    def _ends_within(self, seconds: float) -> bool:
        try:
            self.life.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _done(self) -> int:
        return _count(self.office, "SELECT COUNT(*) FROM store_intent WHERE state IN ('submitting', 'done')")

    def _left(self) -> int:
        return self.records - _count(self.office, "SELECT COUNT(*) FROM store_intent WHERE state = 'done'")

    def _kill(self, what: str) -> None:
        runner = psutil.Process(self.life.pid)
        family = runner.children(recursive=True)
        victims = {"runner": [runner], "browser": family, "everything": [runner, *family]}[what]
        if not victims:
            return
        for victim in victims:
            try:
                victim.send_signal(signal.SIGKILL)
            except psutil.NoSuchProcess:
                continue
        self.killed[what] += 1
        if what != "browser":
            self._buried()

    def _buried(self) -> None:
        self.life.communicate()
        self.life = None

    def _bury(self) -> None:
        if self.life is not None:
            self.life.send_signal(signal.SIGKILL)
            self._buried()


def _finish(office: Office, chaos: _Chaos) -> dict[str, int]:
    """Resume until nothing is left to the machine; the counts of the items of the last run."""
    for _try in range(_FINISHING_TRIES):
        newest = office.runs()[0]
        items: dict[str, int] = newest["items"]
        open_items = sum(items[state] for state in ("pending", "system_error", "business_error"))
        if newest["status"] == "finished" and open_items == 0:
            return items
        ended = office.call("run", "--resume", newest["run"], "--json")
        sys.stderr.write(f"resumed {newest['run']}: {ended.returncode} {ended.stderr[-300:]}\n")
    raise RuntimeError(f"not finished after {chaos.killed}: {office.runs()[0]}")


def _counted(office: Office) -> int:
    payloads = office.journal("SELECT payload FROM store_ledgerrow")
    entries: list[dict[str, Any]] = [json.loads(payload) for (payload,) in payloads]
    return sum(entry["items_confirmed"] for entry in entries)


def _count(office: Office, question: str) -> int:
    rows = office.journal(question)
    return rows[0][0] if rows else 0

"""Recounting a whole ledger from its payloads: the sums that the kept totals must equal.

Nearly all entries are production runs; those are added up as they are written, without an object for each, and so are
recounted by a second hand. Everything else goes the ledger's one way (``posting``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic_core import from_json

from dxrobot.items import Mode
from dxrobot.ledger.baseline import BaselineSource
from dxrobot.ledger.kinds import Origin
from dxrobot.ledger.payload import parse_record
from dxrobot.ledger.posting import Group, KindGroup, KindSum, post_kinds, postings
from dxrobot.ledger.summary import Summary

UNTOLD = "?"
"""The file of a correction whose payload is of before version 4, which did not repeat it."""

Sums = dict[tuple[Any, ...], tuple[int, ...]]
"""Values of a :class:`Group` → figures of a :class:`Summary`, minutes and seconds in whole ten-thousandths."""

_SCALE = 10_000
_FIGURES = tuple(field.name for field in fields(Summary))
_SCALED = tuple(isinstance(field.default, Decimal) for field in fields(Summary))
_MEASURED = BaselineSource.MEASURED.value

_TEXT = r'"([^"\\\x00-\x1f]*)"'
_SKIPPED = r'"[^"\\\x00-\x1f]*"'
_NUMBER = r"(0|-?[1-9][0-9]*)"
_PRODUCTION_RUN = {
    "baseline_kinds": r"\{[^{}]*\}",
    "baseline_margin_per_item": _TEXT,
    "baseline_minutes_per_batch": _SKIPPED,
    "baseline_minutes_per_item": _SKIPPED,
    "baseline_overtime_percent": _SKIPPED,
    "baseline_samples": "(?:null|[1-9][0-9]*)",
    "baseline_source": _TEXT,
    "baseline_valid_from": _SKIPPED,
    "checking_minutes": _TEXT,
    "correcting_minutes": _TEXT,
    "day": r'"([0-9]{4}-[0-9]{2})-[0-9]{2}"',
    "department": _TEXT,
    "exception_minutes": _TEXT,
    "fiscal_year": _NUMBER,
    "gross_minutes": _TEXT,
    "human_estimated": "(true|false)",
    "items_by_kind": r"\{\}",
    "items_confirmed": _NUMBER,
    "job": _TEXT,
    "mode": f'"{Mode.PRODUCTION.value}"',
    "origin": f'"{Origin.RUN.value}"',
    "overtime_minutes": _TEXT,
    "phase": _TEXT,
    "preparing_minutes": _TEXT,
    "recovering_minutes": _TEXT,
    "robot_seconds": _TEXT,
    "run": _TEXT,
    "saved_minutes": _TEXT,
    "saved_yen": f"(?:null|{_NUMBER})",
    "scenario": _SKIPPED,
    "tool": _TEXT,
    "version": "[34]",
    "yen_per_hour": "(?:null|[1-9][0-9]*)",
}
"""The keys of the payload of a production run without kinds of item, in their order, with how their values look."""
_READ_RUN = re.compile(r"\{" + ",".join(f'"{key}":{value}' for key, value in _PRODUCTION_RUN.items()) + r"\}").fullmatch
"""Twice as quick as reading JSON; whatever looks otherwise is read as JSON."""


class _RunSums:
    """What the runs of one group add up to, by the names of :class:`Summary`; a run's rate is of all it saved."""

    __slots__ = (
        "gross_minutes",
        "human_minutes",
        "items",
        "margin_minutes",
        "overtime_minutes",
        "robot_seconds",
        "runs",
        "runs_estimated",
        "runs_without_yen",
        "saved_minutes",
        "saved_yen",
    )

    def __init__(self) -> None:
        self.runs = self.items = self.gross_minutes = self.human_minutes = self.saved_minutes = self.saved_yen = 0
        self.overtime_minutes = self.margin_minutes = self.robot_seconds = 0
        self.runs_without_yen = self.runs_estimated = 0

    @property
    def rated_minutes(self) -> int:
        """All of ``saved_minutes``: the gross minutes of a run are always known."""
        return self.saved_minutes


class Told(NamedTuple):
    """What a payload tells of the columns that stand beside it."""

    corrects: int | None
    run: str | None
    """The run as :func:`~dxrobot.ledger.entry.name_of_attempt` calls it."""
    file: str | None
    fiscal_year: int


class _Scaled(dict[str, int]):
    """Texts of decimals as whole ten-thousandths; the same minutes come again and again."""

    def __missing__(self, text: str) -> int:
        whole = _whole(Decimal(text))
        if len(self) < _SCALE:
            self[text] = whole
        return whole


class Recount:
    """The totals of the payloads handed in so far."""

    def __init__(self) -> None:
        self._sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * len(_FIGURES))
        self._sums_of_runs: dict[tuple[str, ...], _RunSums] = defaultdict(_RunSums)
        self._kinds: dict[KindGroup, KindSum] = defaultdict(KindSum)
        self._scaled = _Scaled()

    def add(self, payload: str) -> Told:
        """Count one payload; ValueError, KeyError, TypeError or ArithmeticError for one that is no entry."""
        run = _READ_RUN(payload)
        if run is not None:
            return self._add_run(run.groups())
        record = from_json(payload)
        self._add_entry(record)
        return _told(record)

    def sums(self) -> Sums:
        """The sums, a group each."""
        found = defaultdict(lambda: [0] * len(_FIGURES), {key: list(sums) for key, sums in self._sums.items()})
        for (year, *group), of_runs in self._sums_of_runs.items():
            sums = found[int(year), *group]
            for place, name in enumerate(_FIGURES):
                sums[place] += getattr(of_runs, name, 0)
        return {key: tuple(sums) for key, sums in found.items()}

    def kind_totals(self) -> dict[KindGroup, KindSum]:
        """The confirmed items by kind, without those that were all taken back."""
        return {kind: total for kind, total in self._kinds.items() if total.items}

    def _add_entry(self, record: Mapping[str, Any]) -> None:
        entry = parse_record(dict(record))
        for kind, total in post_kinds([entry]).items():
            self._kinds[kind] += total
        for group, summary in postings(entry):
            sums = self._sums[_key(group)]
            for place, name in enumerate(_FIGURES):
                sums[place] += _whole(getattr(summary, name)) if _SCALED[place] else getattr(summary, name)

    def _add_run(self, groups: Sequence[Any]) -> Told:
        """Add the groups of ``_READ_RUN``, in the order of ``_PRODUCTION_RUN``; only ``yen`` may be None."""
        (
            margin, source, checking, correcting, month, department, exceptions, year, gross, guessed, items,
            job, overtime, phase, preparing, recovering, seconds, run, saved, yen, tool,
        ) = groups  # fmt: skip
        sums, scaled = self._sums_of_runs[year, month, department, job, tool, phase], self._scaled
        confirmed = int(items)
        sums.runs += 1
        sums.items += confirmed
        sums.gross_minutes += scaled[gross]
        sums.human_minutes += (
            scaled[preparing] + scaled[checking] + scaled[correcting] + scaled[exceptions] + scaled[recovering]
        )
        sums.saved_minutes += scaled[saved]
        sums.robot_seconds += scaled[seconds]
        if overtime != "0":
            sums.overtime_minutes += scaled[overtime]
        if margin != "0":
            sums.margin_minutes += _whole(Decimal(margin) * confirmed)
        if yen is None:
            sums.runs_without_yen += 1
        else:
            sums.saved_yen += int(yen)
        if guessed == "true" or source != _MEASURED:
            sums.runs_estimated += 1
        return Told(None, run, None, int(year))


def _told(record: Mapping[str, Any]) -> Told:
    corrected = record.get("corrects")
    if corrected is not None:
        return Told(corrected, None, record.get("file_hash", UNTOLD) or None, record["before"]["fiscal_year"])
    if record.get("origin", Origin.RUN) == Origin.RUN:
        return Told(None, record["run"], None, record["fiscal_year"])
    return Told(None, None, record["file_hash"], record["fiscal_year"])


def _key(group: Group) -> tuple[Any, ...]:
    return (group.year, group.month, group.department, group.job, group.tool, group.phase)


def _whole(amount: Decimal) -> int:
    scaled = amount * _SCALE
    whole = int(scaled)
    if whole != scaled:
        raise ValueError("the ledger has four decimals at the most")
    return whole

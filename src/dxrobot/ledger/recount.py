"""Recounting a whole ledger from its payloads: the sums that the kept totals must equal.

Nearly all entries are production runs; those are added up as they are written, without an object for each, and so are
recounted by a second hand. Everything else goes the ledger's one way (``posting``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from operator import itemgetter
from typing import Any

from dxrobot.items import Mode
from dxrobot.ledger.baseline import BaselineSource
from dxrobot.ledger.payload import parse_record
from dxrobot.ledger.posting import Group, KindGroup, KindSum, post_kinds, postings
from dxrobot.ledger.summary import Summary

_FORMATS = (2, 3)
"""The formats of payloads whose runs are added up here."""
_SCALE = 10_000
_FIGURES = tuple(field.name for field in fields(Summary))
_PLACE = {name: place for place, name in enumerate(_FIGURES)}
_SCALED = tuple(isinstance(field.default, Decimal) for field in fields(Summary))
_MONTH = len("2026-06")
_PRODUCTION, _MEASURED = Mode.PRODUCTION.value, BaselineSource.MEASURED.value
_GROUP_OF_RUN = itemgetter("fiscal_year", "day", "department", "job", "tool", "phase")
_FIGURES_OF_RUN = itemgetter(
    "items_confirmed",
    "gross_minutes",
    "overtime_minutes",
    "baseline_margin_per_item",
    "saved_yen",
    "robot_seconds",
    "baseline_source",
    "human_estimated",
)
_HUMAN_OF_RUN = itemgetter(
    "preparing_minutes", "checking_minutes", "correcting_minutes", "exception_minutes", "recovering_minutes"
)


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
        self._kinds: dict[KindGroup, KindSum] = defaultdict(KindSum)
        self._scaled = _Scaled()

    def add(self, record: Mapping[str, Any]) -> None:
        """Count one payload; ValueError, KeyError, TypeError or ArithmeticError for one that is no entry."""
        if record["version"] in _FORMATS and record.get("mode") == _PRODUCTION and not record.get("items_by_kind"):
            self._add_run(record)
            return
        entry = parse_record(dict(record))
        for kind, total in post_kinds([entry]).items():
            self._kinds[kind] += total
        for group, summary in postings(entry):
            sums = self._sums[_key(group)]
            for place, name in enumerate(_FIGURES):
                sums[place] += _whole(getattr(summary, name)) if _SCALED[place] else getattr(summary, name)

    def totals(self) -> dict[Group, Summary]:
        """The sums, a group each."""
        return {Group(*key): _summary(sums) for key, sums in self._sums.items()}

    def kind_totals(self) -> dict[KindGroup, KindSum]:
        """The confirmed items by kind, without those that were all taken back."""
        return {kind: total for kind, total in self._kinds.items() if total.items}

    def _add_run(self, record: Mapping[str, Any]) -> None:
        scaled = self._scaled
        year, month, department, job, tool, phase = _GROUP_OF_RUN(record)
        sums = self._sums[year, month[:_MONTH], department, job, tool, phase]
        items, gross, overtime, margin, yen, seconds, source, guessed = _FIGURES_OF_RUN(record)
        saved = scaled[record["saved_minutes"]]
        sums[_RUNS] += 1
        sums[_ITEMS] += items
        sums[_GROSS] += scaled[gross]
        for minutes in _HUMAN_OF_RUN(record):
            sums[_HUMANS] += scaled[minutes]
        sums[_SAVED] += saved
        sums[_RATED] += saved
        sums[_OVERTIME] += scaled[overtime]
        if margin != "0":
            sums[_MARGIN] += _whole(Decimal(margin) * items)
        sums[_ROBOT] += scaled[seconds]
        if yen is None:
            sums[_WITHOUT_YEN] += 1
        else:
            sums[_YEN] += yen
        if guessed or source != _MEASURED:
            sums[_ESTIMATED] += 1


_RUNS, _ITEMS, _GROSS, _HUMANS, _SAVED, _RATED, _OVERTIME, _MARGIN, _YEN, _WITHOUT_YEN, _ESTIMATED, _ROBOT = (
    _PLACE[name]
    for name in (
        "runs",
        "items",
        "gross_minutes",
        "human_minutes",
        "saved_minutes",
        "rated_minutes",
        "overtime_minutes",
        "margin_minutes",
        "saved_yen",
        "runs_without_yen",
        "runs_estimated",
        "robot_seconds",
    )
)


def _key(group: Group) -> tuple[Any, ...]:
    return (group.year, group.month, group.department, group.job, group.tool, group.phase)


def _whole(amount: Decimal) -> int:
    scaled = amount * _SCALE
    whole = int(scaled)
    if whole != scaled:
        raise ValueError("the ledger has four decimals at the most")
    return whole


def _summary(sums: list[int]) -> Summary:
    figures: list[Any] = [
        Decimal(amount) / _SCALE if scaled else amount for amount, scaled in zip(sums, _SCALED, strict=True)
    ]
    return Summary(*figures)

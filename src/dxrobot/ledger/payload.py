"""A ledger entry as canonical JSON: one text an entry, the same on every machine, so that it can be hashed.

Version 1 held runs only; 2 adds their tool, range and overtime, stated hours, and corrections; 3 adds kinds of item;
4 adds the file of a correction.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from dxrobot.items import Mode
from dxrobot.ledger.baseline import BaselineSource
from dxrobot.ledger.correction import Chained, Correction, Counted
from dxrobot.ledger.entry import AppliedBaseline, LedgerEntry
from dxrobot.ledger.human import HumanMinutes
from dxrobot.ledger.kinds import Origin, Quality, Tool
from dxrobot.ledger.stated import Period, StatedEntry, Statement

VERSION = 4
"""Format of the payload. A new key means a new number: payloads already chained keep theirs."""
_KNOWN = (1, 2, 3, VERSION)


def plain(number: Decimal) -> str:
    """A decimal without exponent and trailing zeros: 12.50 and 12.5 are the same amount and must hash alike."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def canonical(entry: Chained) -> str:
    """``entry`` as JSON with sorted keys, no spaces, decimals and dates as text."""
    return json.dumps(record(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def record(entry: Chained) -> dict[str, Any]:
    """``entry`` as keys and plain values, for the payload and for exports."""
    if isinstance(entry, Correction):
        return _correction_record(entry)
    return _stated_record(entry) if isinstance(entry, StatedEntry) else _run_record(entry)


def parse(payload: str) -> Chained:
    """The entry that :func:`canonical` wrote; ValueError or KeyError for a payload it did not write."""
    return parse_record(json.loads(payload))


def parse_record(row: dict[str, Any]) -> Chained:
    """The same from the keys and values of the payload."""
    if row["version"] not in _KNOWN:
        raise ValueError("a payload of an unknown version")
    if row.get("corrects") is None:
        return _counted(row)
    after = row["after"]
    return Correction(
        corrects=row["corrects"],
        corrected_hash=row["corrected_hash"],
        reason=row["reason"],
        before=_counted(row["before"]),
        after=None if after is None else _counted(after),
        file_hash=row.get("file_hash", ""),
    )


def _counted(row: dict[str, Any]) -> Counted:
    return _run(row) if row.get("origin", Origin.RUN) == Origin.RUN else _stated(row)


def _correction_record(entry: Correction) -> dict[str, Any]:
    return {
        "version": VERSION,
        "corrects": entry.corrects,
        "corrected_hash": entry.corrected_hash,
        "reason": entry.reason,
        "before": record(entry.before),
        "after": None if entry.after is None else record(entry.after),
        "file_hash": entry.file_hash,
    }


def _run_record(entry: LedgerEntry) -> dict[str, Any]:
    baseline, human = entry.baseline, entry.human
    return {
        "version": VERSION,
        "origin": Origin.RUN.value,
        "run": entry.run,
        "job": entry.job,
        "department": entry.department,
        "scenario": entry.scenario,
        "phase": entry.phase,
        "tool": entry.tool.value,
        "mode": entry.mode.value,
        "day": entry.day.isoformat(),
        "fiscal_year": entry.fiscal_year,
        "items_confirmed": entry.items_confirmed,
        "items_by_kind": dict(entry.items_by_kind),
        "baseline_minutes_per_item": plain(baseline.minutes_per_item),
        "baseline_minutes_per_batch": plain(baseline.minutes_per_batch),
        "baseline_source": baseline.source.value,
        "baseline_samples": baseline.samples,
        "baseline_valid_from": baseline.valid_from.isoformat(),
        "baseline_margin_per_item": plain(baseline.margin_per_item),
        "baseline_overtime_percent": plain(baseline.overtime_percent),
        "baseline_kinds": {kind: plain(minutes) for kind, minutes in baseline.kinds},
        "gross_minutes": plain(entry.gross_minutes),
        "preparing_minutes": plain(human.preparing),
        "checking_minutes": plain(human.checking),
        "correcting_minutes": plain(human.correcting),
        "exception_minutes": plain(human.exceptions),
        "recovering_minutes": plain(human.recovering),
        "human_estimated": human.estimated,
        "saved_minutes": plain(entry.saved_minutes),
        "overtime_minutes": plain(entry.overtime_minutes),
        "yen_per_hour": entry.yen_per_hour,
        "saved_yen": entry.saved_yen,
        "robot_seconds": plain(entry.robot_seconds),
    }


def _stated_record(entry: StatedEntry) -> dict[str, Any]:
    stated = entry.stated
    return {
        "version": VERSION,
        "origin": stated.origin.value,
        "job": stated.job,
        "department": stated.department,
        "phase": stated.phase,
        "tool": stated.tool.value,
        "first_day": stated.period.first.isoformat(),
        "last_day": stated.period.last.isoformat(),
        "fiscal_year": stated.period.fiscal_year,
        "items": stated.items,
        "gross_minutes": _plain_or_none(stated.gross_minutes),
        "human_minutes": _plain_or_none(stated.human_minutes),
        "saved_minutes": plain(stated.saved_minutes),
        "overtime_minutes": plain(stated.overtime_minutes),
        "errors_before": stated.errors_before,
        "errors_after": stated.errors_after,
        "quality": stated.quality.value,
        "source": stated.source,
        "file_hash": entry.file_hash,
        "row": entry.row,
        "yen_per_hour": entry.yen_per_hour,
        "saved_yen": entry.saved_yen,
    }


def _plain_or_none(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _run(row: dict[str, Any]) -> LedgerEntry:
    return LedgerEntry(
        run=row["run"],
        job=row["job"],
        department=row["department"],
        scenario=row["scenario"],
        phase=row["phase"],
        mode=Mode(row["mode"]),
        day=date.fromisoformat(row["day"]),
        fiscal_year=row["fiscal_year"],
        items_confirmed=row["items_confirmed"],
        baseline=_baseline(row),
        gross_minutes=Decimal(row["gross_minutes"]),
        human=_human(row),
        saved_minutes=Decimal(row["saved_minutes"]),
        yen_per_hour=row["yen_per_hour"],
        saved_yen=row["saved_yen"],
        robot_seconds=Decimal(row["robot_seconds"]),
        tool=Tool(row.get("tool", Tool.RPA)),
        items_by_kind=tuple(sorted(row.get("items_by_kind", {}).items())),
        overtime_minutes=Decimal(row.get("overtime_minutes", "0")),
    )


_BASELINE = {
    "baseline_minutes_per_item": "0",
    "baseline_minutes_per_batch": "0",
    "baseline_source": "",
    "baseline_samples": None,
    "baseline_valid_from": "",
    "baseline_margin_per_item": "0",
    "baseline_overtime_percent": "0",
}
"""The keys of a baseline, with what those mean that the first version did not have."""


def _baseline(row: dict[str, Any]) -> AppliedBaseline:
    kinds = tuple(sorted(row.get("baseline_kinds", {}).items()))
    return _known_baseline(*(row.get(key, missing) for key, missing in _BASELINE.items()), kinds)


@lru_cache(maxsize=1024)
def _known_baseline(
    per_item: str,
    per_batch: str,
    source: str,
    samples: int | None,
    valid_from: str,
    margin: str,
    overtime: str,
    kinds: tuple[tuple[str, str], ...],
) -> AppliedBaseline:
    """Many entries have the same baseline: it is read once."""
    return AppliedBaseline(
        minutes_per_item=Decimal(per_item),
        minutes_per_batch=Decimal(per_batch),
        source=BaselineSource(source),
        samples=samples,
        valid_from=date.fromisoformat(valid_from),
        margin_per_item=Decimal(margin),
        overtime_percent=Decimal(overtime),
        kinds=tuple((kind, Decimal(minutes)) for kind, minutes in kinds),
    )


def _human(row: dict[str, Any]) -> HumanMinutes:
    return HumanMinutes(
        preparing=Decimal(row["preparing_minutes"]),
        checking=Decimal(row["checking_minutes"]),
        correcting=Decimal(row["correcting_minutes"]),
        exceptions=Decimal(row["exception_minutes"]),
        recovering=Decimal(row["recovering_minutes"]),
        estimated=row["human_estimated"],
    )


def _stated(row: dict[str, Any]) -> StatedEntry:
    stated = Statement(
        origin=Origin(row["origin"]),
        job=row["job"],
        department=row["department"],
        phase=row["phase"],
        tool=Tool(row["tool"]),
        period=Period(date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])),
        items=row["items"],
        gross_minutes=_decimal_or_none(row["gross_minutes"]),
        human_minutes=_decimal_or_none(row["human_minutes"]),
        saved_minutes=Decimal(row["saved_minutes"]),
        overtime_minutes=Decimal(row["overtime_minutes"]),
        errors_before=row["errors_before"],
        errors_after=row["errors_after"],
        quality=Quality(row["quality"]),
        source=row["source"],
    )
    return StatedEntry(stated, row["file_hash"], row["row"], row["yen_per_hour"], row["saved_yen"])


def _decimal_or_none(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)

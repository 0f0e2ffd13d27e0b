"""A ledger entry as canonical JSON: one text an entry, the same on every machine, so that it can be hashed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from dxrobot.items import Mode
from dxrobot.ledger.baseline import BaselineSource
from dxrobot.ledger.entry import AppliedBaseline, LedgerEntry
from dxrobot.ledger.human import HumanMinutes

VERSION = 1
"""Format of the payload. A new key means a new number: payloads already chained keep theirs."""


def plain(number: Decimal) -> str:
    """A decimal without exponent and trailing zeros: 12.50 and 12.5 are the same amount and must hash alike."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def canonical(entry: LedgerEntry) -> str:
    """``entry`` as JSON with sorted keys, no spaces, decimals and dates as text."""
    return json.dumps(record(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def record(entry: LedgerEntry) -> dict[str, str | int | bool | None]:
    """``entry`` as one flat row of keys and plain values, for the payload and for exports."""
    baseline, human = entry.baseline, entry.human
    return {
        "version": VERSION,
        "run": entry.run,
        "job": entry.job,
        "department": entry.department,
        "scenario": entry.scenario,
        "phase": entry.phase,
        "mode": entry.mode.value,
        "day": entry.day.isoformat(),
        "fiscal_year": entry.fiscal_year,
        "items_confirmed": entry.items_confirmed,
        "baseline_minutes_per_item": plain(baseline.minutes_per_item),
        "baseline_minutes_per_batch": plain(baseline.minutes_per_batch),
        "baseline_source": baseline.source.value,
        "baseline_samples": baseline.samples,
        "baseline_valid_from": baseline.valid_from.isoformat(),
        "gross_minutes": plain(entry.gross_minutes),
        "preparing_minutes": plain(human.preparing),
        "checking_minutes": plain(human.checking),
        "correcting_minutes": plain(human.correcting),
        "exception_minutes": plain(human.exceptions),
        "recovering_minutes": plain(human.recovering),
        "human_estimated": human.estimated,
        "saved_minutes": plain(entry.saved_minutes),
        "yen_per_hour": entry.yen_per_hour,
        "saved_yen": entry.saved_yen,
        "robot_seconds": plain(entry.robot_seconds),
    }


def parse(payload: str) -> LedgerEntry:
    """The entry that :func:`canonical` wrote; ValueError or KeyError for a payload it did not write."""
    row = json.loads(payload)
    if row["version"] != VERSION:
        raise ValueError("a payload of an unknown version")
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
    )


def _baseline(row: dict[str, Any]) -> AppliedBaseline:
    return AppliedBaseline(
        minutes_per_item=Decimal(row["baseline_minutes_per_item"]),
        minutes_per_batch=Decimal(row["baseline_minutes_per_batch"]),
        source=BaselineSource(row["baseline_source"]),
        samples=row["baseline_samples"],
        valid_from=date.fromisoformat(row["baseline_valid_from"]),
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

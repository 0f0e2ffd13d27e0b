"""What the tools cost: 導入 and 経常 apart, a fiscal year at a time, shared among jobs so that the shares add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dxrobot.i18n import _
from dxrobot.ledger.jobs import JobKey, JobNames


class CostKind(StrEnum):
    """When a cost arises, in the word that staff write."""

    INITIAL = "導入"
    RUNNING = "経常"


class ShareBy(StrEnum):
    """By what a cost is shared among the jobs that use it, in the word that staff write."""

    EQUAL = "均等"
    RUN_HOURS = "稼働時間"
    """Robot time of the fiscal year."""
    SAVED_HOURS = "削減時間"
    """Saved hours of the fiscal year; a job with a loss carries nothing."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost of one fiscal year."""

    fiscal_year: int
    kind: CostKind
    name: str
    yen: int
    share_by: ShareBy
    jobs: tuple[str, ...] = ()
    """The jobs that share it, as 業務 or 課/業務; empty: every job that counted in that year."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class JobCost:
    """A job's share of the costs, in whole yen."""

    initial: int = 0
    running: int = 0

    def __add__(self, other: JobCost) -> JobCost:
        return JobCost(self.initial + other.initial, self.running + other.running)

    @property
    def total(self) -> int:
        """導入 and 経常 together."""
        return self.initial + self.running


@dataclass(frozen=True, slots=True)
class Use:
    """How much one job used in one fiscal year: what costs are shared by."""

    run_seconds: Decimal = Decimal(0)
    saved_minutes: Decimal = Decimal(0)


UNSHARED = JobKey("", "")
"""The job under which a cost stands that no job has carried yet."""


def shares(yen: int, weights: Sequence[Decimal]) -> tuple[int, ...]:
    """``yen`` in parts as ``weights`` are to each other, to the yen: the largest remainders get what is left over.

    Of equal remainders the earlier gets it. Weights below zero count as none; without any weight the parts are equal.
    The parts always add up to ``yen``. ValueError when there is nobody to share with.
    """
    if not weights:
        raise ValueError("nobody to share with")
    positive = [max(weight, Decimal(0)) for weight in weights]
    total = sum(positive, Decimal(0))
    if not total:
        positive, total = [Decimal(1)] * len(weights), Decimal(len(weights))
    sign, amount = (-1, -yen) if yen < 0 else (1, yen)
    exact = [amount * weight / total for weight in positive]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: amount - sum(parts)]:
        parts[at] += 1
    return tuple(sign * part for part in parts)


def share_among_jobs(
    costs: Iterable[Cost], use: Mapping[int, Mapping[JobKey, Use]], names: JobNames
) -> dict[JobKey, JobCost]:
    """Job → its share of all ``costs``; ``use`` tells fiscal year → job → how much it used.

    A cost that names its jobs is borne by them, whether they have run yet or not; one that names none by all jobs
    of its year, and stands under :data:`UNSHARED` while there are none. Raises :class:`InputError` for a name that
    means jobs of several departments.
    """
    found: dict[JobKey, JobCost] = {}
    for cost in costs:
        used = use.get(cost.fiscal_year, {})
        jobs = _bearers(cost, names) or tuple(used) or (UNSHARED,)
        weights = [_weight(cost.share_by, used.get(job, Use())) for job in jobs]
        for job, part in zip(jobs, shares(cost.yen, weights), strict=True):
            borne = JobCost(initial=part) if cost.kind is CostKind.INITIAL else JobCost(running=part)
            found[job] = found.get(job, JobCost()) + borne
    return found


def _bearers(cost: Cost, names: JobNames) -> tuple[JobKey, ...]:
    where = _("費用「{name}」").format(name=cost.name)
    return tuple(dict.fromkeys(names.find(job, cost.fiscal_year, where) for job in cost.jobs))


def _weight(share_by: ShareBy, use: Use) -> Decimal:
    weights = {
        ShareBy.EQUAL: Decimal(1),
        ShareBy.RUN_HOURS: use.run_seconds,
        ShareBy.SAVED_HOURS: use.saved_minutes,
    }
    return weights[share_by]


def share_rule(share_by: ShareBy) -> str:
    """How a cost is shared, as a sentence for the report's notes."""
    rules = {
        ShareBy.EQUAL: _("均等: 業務の数で等分"),
        ShareBy.RUN_HOURS: _("稼働時間: その年度にロボットが動いた時間(試行も含む)の割合"),
        ShareBy.SAVED_HOURS: _("削減時間: その年度の削減時間の割合(負の業務は負担なし)"),
    }
    return rules[share_by]

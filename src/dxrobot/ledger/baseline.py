"""Baselines: how many minutes a person needs for a job without dxrobot, and how that is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PositiveInt, model_validator

from dxrobot.definition import Definition
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ledger.sampling import margin_of_mean

Minutes = Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=4)]
"""Minutes as people write them. Four decimals keep every product with a count of items exact."""


KindName = Annotated[str, Field(min_length=1, max_length=100)]
"""A kind of item, in the word that the records themselves have for it."""


class BaselineSource(StrEnum):
    """Where the minutes of a baseline come from."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        """The word shown to people."""
        labels = {"measured": _("実測"), "estimated": _("見積"), "published": _("公表値")}
        return labels[self.value]


class Baseline(Definition):
    """Minutes a person needs for the job by hand. Never edited: a new one with a later ``valid_from`` follows it."""

    minutes_per_item: Annotated[Minutes, Field(gt=0)]
    kinds: dict[KindName, Annotated[Minutes, Field(gt=0)]] = Field(default_factory=dict)
    """Minutes an item of the kinds (新規, 変更) that take another time; ``minutes_per_item`` is for all others."""
    minutes_per_batch: Minutes = Decimal(0)
    """Fixed minutes a run, whatever the number of items (switching the system on, closing the day's list)."""
    source: BaselineSource
    samples: PositiveInt | None = None
    """Items timed; required when measured."""
    standard_deviation: Minutes | None = None
    """Spread of the timed minutes (of the sample, divided by n − 1): with it the report gives a range."""
    staff: str = ""
    """The kind of staff (職員の区分) that does it by hand; its unit cost counts. Empty: the unit cost for all."""
    overtime_percent: Annotated[Minutes, Field(le=100)] = Decimal(0)
    """The part of the work by hand that was done outside office hours (時間外), in percent."""
    measured_by: str = ""
    """Who timed them; required when measured. Stays in the scenario: the ledger holds no names of persons."""
    measured_on: date | None = None
    """When they were timed; required when measured."""
    valid_from: date
    note: str = ""

    @model_validator(mode="after")
    def _measured_is_documented(self) -> Baseline:
        if self.source is BaselineSource.MEASURED:
            lacking = [key for key in ("samples", "measured_by", "measured_on") if not getattr(self, key)]
            if lacking:
                raise ValueError(
                    _("実測(measured)の基準時間には {keys} も書いてください。").format(keys=", ".join(lacking))
                )
        return self

    @property
    def margin_per_item(self) -> Decimal:
        """Half the 95 % range of ``minutes_per_item``; 0 where no spread was measured."""
        if self.samples is None or self.samples < 2 or self.standard_deviation is None:
            return Decimal(0)
        return margin_of_mean(self.samples, self.standard_deviation)


def baseline_on(baselines: Iterable[Baseline], day: date) -> Baseline:
    """The baseline that holds on ``day``: the one that began last; of two that began at once, the later in the list.

    Raises :class:`InputError` when none has begun by then.
    """
    begun = [baseline for baseline in baselines if baseline.valid_from <= day]
    if not begun:
        raise InputError(
            _("{day} に有効な基準時間がありません。").format(day=day.isoformat()),
            _("シナリオの baseline に、valid_from がその日以前のものを書き足してください。"),
        )
    latest = max(baseline.valid_from for baseline in begun)
    return [baseline for baseline in begun if baseline.valid_from == latest][-1]

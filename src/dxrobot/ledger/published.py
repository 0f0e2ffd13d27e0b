"""Figures that other cities have published: reference jobs, beside the ledger and never in its totals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from dxrobot.i18n import _
from dxrobot.ledger.rates import Fraction, Pair, Verdict, step_of

_TIMES = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*倍")
_AVERAGE = re.compile(r"率は[^。、]*平均")
_MINUTES_AN_HOUR = Decimal(60)


@dataclass(frozen=True, slots=True)
class PublishedJob:
    """One job as a city has published it. Minutes of a year or of the period that ``basis`` names."""

    city: str
    department: str
    """Blank where the source names none."""
    job: str
    items: int | None
    before_minutes: Decimal
    after_minutes: Decimal
    published_hours: Decimal | None
    published_percent: Decimal | None
    basis: str
    source: str

    @property
    def saved_minutes(self) -> Decimal:
        """Before − after; negative where the work took longer."""
        return self.before_minutes - self.after_minutes

    @property
    def rate(self) -> Pair:
        """Saved minutes of the minutes before, in percent."""
        return Pair(self.published_percent, Fraction(self.saved_minutes, self.before_minutes))

    @property
    def hours(self) -> Pair:
        """Saved hours."""
        return Pair(self.published_hours, Fraction(self.saved_minutes, _MINUTES_AN_HOUR, Decimal(1)))

    @property
    def multiple(self) -> Fraction:
        """After as a multiple of before."""
        return Fraction(self.after_minutes, self.before_minutes, Decimal(1))

    @property
    def published_multiples(self) -> tuple[Decimal, ...]:
        """What the source itself calls the multiple (「8.3倍」「約9倍」); sources may contradict each other."""
        return tuple(Decimal(found) for found in _TIMES.findall(self.basis))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What does not follow from the published numbers themselves, in sentences."""
        return tuple(filter(None, (self._of_rate(), self._of_hours(), self._of_multiples(), self._of_loss())))

    def _of_rate(self) -> str:
        verdict, published = self.rate.verdict, self.published_percent
        if verdict.follows or published is None:
            return ""
        rounded = self.rate.computed.rounded(step_of(published))
        if verdict is Verdict.DIFFERS and _AVERAGE.search(self.basis):
            sentence = _("公表の {published} % は率どうしの平均です。合計どうしの率は {rounded} % です。")
        elif verdict is Verdict.DIFFERS:
            sentence = _("公表の {published} % は、公表の時間からは出てきません。計算では {rounded} % です。")
        else:
            sentence = _("公表の {published} % は{way}です。計算では {computed} %、四捨五入なら {rounded} % です。")
        return sentence.format(
            published=published,
            rounded=rounded,
            computed=self.rate.computed.rounded(),
            way={Verdict.CUT: _("切り捨て"), Verdict.RAISED: _("切り上げ")}.get(verdict, ""),
        )

    def _of_hours(self) -> str:
        if self.hours.verdict.follows or self.hours.verdict is Verdict.CUT:
            return ""
        return _("公表の {published} 時間は、公表の前後の差 {computed} 時間と合いません。").format(
            published=self.published_hours, computed=self.hours.computed.rounded()
        )

    def _of_multiples(self) -> str:
        computed = self.multiple.rounded(Decimal("0.1"))
        wrong = [str(times) for times in self.published_multiples if times != computed]
        if not wrong:
            return ""
        return _("公表の「{published}」は、公表の時間からは出てきません。計算では {computed} 倍です。").format(
            published=_("」「").join(_("{times}倍").format(times=times) for times in wrong), computed=computed
        )

    def _of_loss(self) -> str:
        if self.saved_minutes >= 0:
            return ""
        return _("導入後のほうが長くかかっています(削減率 {percent} %)。").format(
            percent=f"{self.rate.computed.rounded(Decimal('0.1'))}".replace("-", "−")
        )


@dataclass(frozen=True, slots=True)
class PublishedUnitCost:
    """What an hour of staff time is worth by the figures of one organisation: a value to compare one's own with."""

    organisation: str
    yen: int
    hours: Decimal
    published_yen_per_hour: Decimal | None
    kind: str
    source: str

    @property
    def yen_per_hour(self) -> Pair:
        """Yen divided by hours."""
        return Pair(self.published_yen_per_hour, Fraction(Decimal(self.yen), self.hours, Decimal(1)))


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """One city's whole plan as it reported it: hours, yen, costs, and how many measures were carried out."""

    city: str
    plan: str
    hours: Decimal
    yen_per_hour: int
    initial_yen: int
    """導入 over the plan's whole term."""
    running_yen: int
    """経常 over the plan's whole term."""
    measures_done: int
    measures: int
    published_benefit_yen: Decimal | None
    published_net_yen: Decimal | None
    published_ratio: Decimal | None
    published_percent: Decimal | None
    basis: str
    source: str

    @property
    def cost_yen(self) -> int:
        """導入 and 経常 together."""
        return self.initial_yen + self.running_yen

    @property
    def benefit(self) -> Pair:
        """Hours × unit cost, in yen."""
        return Pair(self.published_benefit_yen, Fraction(self.hours * self.yen_per_hour, Decimal(1), Decimal(1)))

    @property
    def net(self) -> Pair:
        """Benefit − cost, in yen."""
        net = self.hours * self.yen_per_hour - self.cost_yen
        return Pair(self.published_net_yen, Fraction(net, Decimal(1), Decimal(1)))

    @property
    def ratio(self) -> Pair:
        """Benefit ÷ cost."""
        return Pair(self.published_ratio, Fraction(self.hours * self.yen_per_hour, Decimal(self.cost_yen), Decimal(1)))

    @property
    def carried_out(self) -> Pair:
        """Measures carried out, in percent."""
        return Pair(self.published_percent, Fraction(Decimal(self.measures_done), Decimal(self.measures)))

"""Is a job worth automating? Its volume, minutes and costs in; break-even, pay-back and a plain answer out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from dxrobot.i18n import _
from dxrobot.ledger.payback import Payback, payback


@dataclass(frozen=True, slots=True)
class Case:
    """A job as it is thought to be. Minutes and yen; nothing is negative."""

    items_a_month: Decimal
    minutes_per_item: Decimal
    """By hand."""
    check_minutes_per_item: Decimal
    """A person's minutes an item with the robot: checking, correcting, exceptions."""
    yen_per_hour: Decimal
    build_hours: Decimal = Decimal(0)
    """Hours of staff for building and testing, once."""
    upkeep_hours_a_month: Decimal = Decimal(0)
    """Hours of staff for mending and starting, a month, whatever the volume."""
    initial_yen: Decimal = Decimal(0)
    """導入, beside the build hours."""
    running_yen_a_month: Decimal = Decimal(0)
    """経常, beside the upkeep hours."""
    term_months: int = 36
    """How long the robot is thought to serve, until the system changes or staff move on."""


class Advice(StrEnum):
    """The plain answer."""

    AUTOMATE = "automate"
    CHECK_FIRST = "check_first"
    DO_NOT = "do_not"

    @property
    def label(self) -> str:
        """The answer in words."""
        labels = {
            "automate": _("自動化する"),
            "check_first": _("試行で件数と確認時間を測ってから決める"),
            "do_not": _("自動化しない"),
        }
        return labels[self.value]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What follows from a case."""

    case: Case
    saved_minutes_per_item: Decimal
    """By hand − with the robot; negative where checking takes longer than the work."""
    net_minutes_a_month: Decimal
    """After upkeep."""
    net_yen_a_month: Decimal
    """Money for the net minutes − 経常."""
    first_cost_yen: Decimal
    """導入 + build hours."""
    net_yen_in_term: Decimal
    break_even_items_a_month: int | None
    """The volume from which on the term ends without a loss; None: no volume is enough."""
    payback: Payback
    advice: Advice
    reason: str


def forecast(case: Case) -> Forecast:
    """Work ``case`` out. Rule: 自動化しない when nothing is saved an item or the costs do not come back in the term;
    自動化する when they come back within half of it; in between the assumptions decide, so they are measured first.
    """
    per_item = case.minutes_per_item - case.check_minutes_per_item
    net_minutes = per_item * case.items_a_month - case.upkeep_hours_a_month * 60
    first_cost = case.initial_yen + case.build_hours * case.yen_per_hour
    benefit = net_minutes * case.yen_per_hour / 60
    net_yen = benefit - case.running_yen_a_month
    back = payback(first_cost, benefit, case.running_yen_a_month)
    advice, reason = _advise(case, per_item, back)
    return Forecast(
        case=case,
        saved_minutes_per_item=per_item,
        net_minutes_a_month=net_minutes,
        net_yen_a_month=net_yen,
        first_cost_yen=first_cost,
        net_yen_in_term=net_yen * case.term_months - first_cost,
        break_even_items_a_month=_break_even(case, per_item, first_cost),
        payback=back,
        advice=advice,
        reason=reason,
    )


def _break_even(case: Case, per_item: Decimal, first_cost: Decimal) -> int | None:
    yen_an_item = per_item * case.yen_per_hour / 60
    if yen_an_item <= 0:
        return None
    fixed = case.running_yen_a_month + case.upkeep_hours_a_month * case.yen_per_hour
    return int(((fixed + first_cost / case.term_months) / yen_an_item).to_integral_value(ROUND_CEILING))


def _advise(case: Case, per_item: Decimal, back: Payback) -> tuple[Advice, str]:
    if not per_item:
        return Advice.DO_NOT, _("職員の確認が、手作業と同じだけかかります。件数が増えても、時間は減りません。")
    if per_item < 0:
        return Advice.DO_NOT, _("職員の確認が、手作業より長くかかります。件数が増えるほど損が増えます。")
    if back.months is None:
        return Advice.DO_NOT, _("毎月の費用と維持の手間が、毎月の効果を上回ります。")
    if back.months > case.term_months:
        return Advice.DO_NOT, _("使う見込みの {term} か月のうちに、初めの費用を回収できません。").format(
            term=case.term_months
        )
    if back.months * 2 > case.term_months:
        return Advice.CHECK_FIRST, _("回収に使う見込みの期間の半分を超えます。見込みが少し違えば損になります。")
    return Advice.AUTOMATE, _("使う見込みの期間の半分のうちに、初めの費用を回収できます。")

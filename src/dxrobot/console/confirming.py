"""Hours that a manager has confirmed, month by month, and whether they have changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from dxrobot.console.ledger_figures import department_months, months_of
from dxrobot.console.models import HoursConfirmation, User
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN, fiscal_year
from dxrobot.ledger.figures import month_text
from dxrobot.ledger.summary import Summary
from dxrobot.store import ledger_rows


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of one department."""

    month: str
    summary: Summary
    confirmation: HoursConfirmation | None
    over: bool
    """Whether the month has ended: only then its hours can be confirmed."""

    @property
    def title(self) -> str:
        """The month as people write it."""
        return month_text(self.month)

    @property
    def changed(self) -> bool:
        """Whether the hours are other ones than were confirmed."""
        return self.confirmation is not None and self.confirmation.figures != self.summary.as_json()

    @property
    def confirmed_minutes(self) -> Decimal | None:
        """The minutes as they were confirmed."""
        return None if self.confirmation is None else Decimal(str(self.confirmation.figures["saved_minutes"]))

    @property
    def token(self) -> str:
        """What the figures are told by: nobody confirms others than were shown."""
        return _token(self.summary.as_json())


def month_lines(department: str, year: int) -> list[MonthLine]:
    """The months of a fiscal year that have entries of the department, oldest first."""
    totals = department_months(year, department)
    confirmed = _confirmed(department, months_of(year))
    now = _this_month()
    return [
        MonthLine(month, totals[month], confirmed.get(month), month < now)
        for month in months_of(year)
        if month in totals
    ]


def confirm(person: User, month: str, token: str) -> HoursConfirmation:
    """Note that ``person`` confirms the hours of a month of the own department as they were shown.

    Raises :class:`InputError` for a month that has no hours, is not over, or whose hours are no longer those.
    """
    year = _year_of(month)
    line = next((one for one in month_lines(person.department, year) if one.month == month), None)
    if line is None:
        raise InputError(_("その月には、あなたの所属の記帳がありません。"))
    if not line.over:
        raise InputError(
            _("{month}は、まだ終わっていません。").format(month=line.title), _("月が変わってから確認してください。")
        )
    if line.token != token:
        raise InputError(
            _("画面を開いたあとに、{month}の時間が変わりました。").format(month=line.title),
            _("台帳を開き直し、新しい時間を見てから確認してください。"),
        )
    length, last_hash = ledger_rows.end()
    return HoursConfirmation.objects.create(
        department=person.department,
        month=month,
        confirmed_by=person,
        confirmed_at=timezone.now(),
        figures=line.summary.as_json(),
        ledger_length=length,
        ledger_hash=last_hash,
    )


def confirmed_departments(year: int) -> Mapping[str, int]:
    """How many months of the year each department has confirmed."""
    rows = HoursConfirmation.objects.filter(month__in=months_of(year)).values_list("department", "month").distinct()
    found: dict[str, int] = {}
    for department, _month in rows:
        found[department] = found.get(department, 0) + 1
    return found


def _confirmed(department: str, months: Sequence[str]) -> dict[str, HoursConfirmation]:
    rows = HoursConfirmation.objects.filter(department=department, month__in=months).order_by("id")
    return {row.month: row for row in rows.select_related("confirmed_by")}


def _token(figures: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()[:20]


def _this_month() -> str:
    return f"{datetime.now(JAPAN):%Y-%m}"


def _year_of(month: str) -> int:
    try:
        return fiscal_year(datetime.strptime(month, "%Y-%m").replace(tzinfo=JAPAN).date())
    except ValueError as error:
        raise InputError(_("月の書き方が違います。台帳の画面から確認してください。")) from error

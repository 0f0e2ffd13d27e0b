"""A day entered as people write it: era, year, month and day in inputs of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dxrobot.sample_site.madoguchi.eras import ERAS, from_era, to_era

_NO_SUCH_DAY = "その年月日はありません。元号と年月日を確認してください。"


class EraDateWidget(forms.MultiWidget):
    """A select for the era and three narrow inputs, each with a label of its own for screen readers."""

    template_name = "madoguchi/era_date.html"

    def __init__(self, label: str) -> None:
        eras = forms.Select(
            attrs={"aria-label": f"{label} 元号"}, choices=[("", "元号"), *((era, era) for era in ERAS)]
        )
        numbers = (
            forms.TextInput(attrs={"aria-label": f"{label} {part}", "size": 3, "inputmode": "numeric"})
            for part in ("年", "月", "日")
        )
        super().__init__([eras, *numbers])

    def decompress(self, value: date | None) -> list[Any]:
        """The four parts of a day, or four empty ones."""
        if value is None:
            return [None] * 4
        era, year = to_era(value)
        return [era, year, value.month, value.day]


class EraDateField(forms.MultiValueField):
    """A day in an era; refuses days that the era does not have."""

    def __init__(self, label: str) -> None:
        parts = (forms.ChoiceField(choices=[(era, era) for era in ERAS]), *(forms.IntegerField() for _ in range(3)))
        super().__init__(parts, label=label, widget=EraDateWidget(label))

    def compress(self, data_list: Sequence[Any]) -> date:
        """The day that the four parts mean."""
        era, year, month, day = data_list
        try:
            return from_era(era, year, month, day)
        except (ValueError, OverflowError) as error:
            raise ValidationError(_NO_SUCH_DAY) from error

"""Eras and check digits."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from dxrobot.sample_site.madoguchi.eras import era_text, from_era, to_era
from dxrobot.sample_site.madoguchi.validators import individual_number


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        (("令和", 1, 5, 1), date(2019, 5, 1)),
        (("平成", 31, 4, 30), date(2019, 4, 30)),
        (("昭和", 64, 1, 7), date(1989, 1, 7)),
        (("大正", 1, 7, 30), date(1912, 7, 30)),
        (("明治", 45, 7, 30), date(1912, 7, 30)),
    ],
)
def test_days_at_the_edges_of_eras(parts: tuple[str, int, int, int], day: date) -> None:
    assert from_era(*parts) == day


@pytest.mark.parametrize("parts", [("令和", 1, 4, 30), ("昭和", 64, 1, 9), ("平成", 0, 1, 8), ("平成", 3, 2, 29)])
def test_days_that_an_era_does_not_have_are_refused(parts: tuple[str, int, int, int]) -> None:
    with pytest.raises(ValueError):
        from_era(*parts)


def test_the_first_year_is_written_gannen() -> None:
    assert era_text(date(2019, 5, 1)) == "令和元年5月1日"
    assert to_era(date(1988, 1, 23)) == ("昭和", 63)


def test_check_digit_of_an_individual_number() -> None:
    individual_number("123456789018")
    with pytest.raises(ValidationError):
        individual_number("123456789012")

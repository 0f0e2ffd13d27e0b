from __future__ import annotations

import time

import pytest

from dxrobot.errors import BusinessError, InputError
from dxrobot.scenario import patterns
from dxrobot.scenario.expression import evaluate


@pytest.mark.parametrize(
    "pattern",
    ["[A-Z]-[0-9]+", "(東|西)+", "[0-9]{3}-?[0-9]{4}", "([0-9]{3}-)+", ".*a.*b.*", "(-[0-9]+)?", "(?=a+)b", "第.+号"],
)
def test_ordinary_patterns_may_be_used(pattern: str) -> None:
    assert patterns.shape(pattern).pattern == pattern


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+", "(a?)*b", "((a+)?)+", "(a{1,2}){30}", "a?" * 40, ".*a.*b.*c.*", "(?:(?=a+)a)*a*"]
)
def test_a_pattern_that_may_try_for_hours_is_refused(pattern: str) -> None:
    with pytest.raises(InputError, match="時間がかかりすぎます"):
        patterns.shape(pattern)


def test_a_pattern_of_another_shape_is_refused() -> None:
    with pytest.raises(InputError, match="正しくありません"):
        patterns.shape("(")


def test_the_dearest_pattern_allowed_ends_soon_on_the_longest_text() -> None:
    started = time.monotonic()
    assert evaluate("{{ x | matches('a*a*a*b') }}", {"x": "a" * patterns.LONGEST}) is False
    assert time.monotonic() - started < 20
    with pytest.raises(BusinessError):
        evaluate("{{ x | matches('a*') }}", {"x": "a" * (patterns.LONGEST + 1)})

from __future__ import annotations

from typing import Any

import pytest

from dxrobot.errors import BusinessError
from dxrobot.scenario.model import Input, InputType
from dxrobot.scenario.typed import typed


def wanted(kind: InputType) -> Input:
    return Input(type=kind, title="入力", choices=("新", "旧") if kind is InputType.CHOICE else ())


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (InputType.NUMBER, "1,200", 1200),
        (InputType.NUMBER, "１２．５", 12.5),
        (InputType.NUMBER, 7, 7),
        (InputType.DATE, "令和8年4月1日", "2026-04-01"),
        (InputType.CHOICE, "旧", "旧"),
        (InputType.TRUTH, "はい", True),
        (InputType.TRUTH, False, False),
        (InputType.NUMBER, "", ""),
        (InputType.DATE, None, None),
        (InputType.TEXT, "1e5", "1e5"),
        (InputType.LIST, ["a"], ["a"]),
    ],
)
def test_a_value_comes_out_as_its_type_wants_it(kind: InputType, value: Any, expected: Any) -> None:
    assert typed(wanted(kind), value) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (InputType.NUMBER, "1e5"),
        (InputType.NUMBER, "inf"),
        (InputType.NUMBER, "1_000"),
        (InputType.NUMBER, "12,34"),
        (InputType.NUMBER, True),
        (InputType.DATE, "2026-02-30"),
        (InputType.CHOICE, "中"),
        (InputType.TRUTH, 1),
        (InputType.TRUTH, "たぶん"),
    ],
)
def test_a_value_of_another_kind_is_the_records_fault_and_is_not_quoted(kind: InputType, value: Any) -> None:
    with pytest.raises(BusinessError) as caught:
        typed(wanted(kind), value)
    assert "入力" in caught.value.message
    assert str(value) not in caught.value.message

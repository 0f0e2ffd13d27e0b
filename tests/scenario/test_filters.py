from __future__ import annotations

import pytest

from dxrobot.errors import BusinessError, InputError
from dxrobot.scenario.expression import evaluate
from dxrobot.scenario.filters import FILTERS, describe, examples


@pytest.mark.parametrize(("example", "result"), examples())
def test_example_of_the_guide_gives_what_it_says(example: str, result: object) -> None:
    assert evaluate(f"{{{{ {example} }}}}", {}) == result


def test_every_filter_is_described() -> None:
    assert [name for name, _sentence, _example in describe()] == list(FILTERS)
    assert all(sentence.endswith("。") for _name, sentence, _example in describe())


@pytest.mark.parametrize(
    "expression",
    [
        "'2026-02-30' | iso_date",
        "'山田' | add_days(1)",
        "'2026-04-01' | add_days(10000000000)",
        "'2026-04-01' | add_months(200000)",
        "'2026-04-01' | age_on('2026-03-31')",
        "'3' | decode({'1': '男'})",
        "'一' | number",
        "'1,20' | number",
        "'abc' | cut(0, 1)",
        "'abc' | replace('', 'x')",
    ],
)
def test_wrong_value_is_the_records_fault(expression: str) -> None:
    with pytest.raises(BusinessError):
        evaluate(f"{{{{ {expression} }}}}", {})


def test_wrong_regular_expression_is_the_scenarios_fault() -> None:
    with pytest.raises(InputError, match="正規表現"):
        evaluate("{{ 'a' | matches('(') }}", {})


@pytest.mark.parametrize("name", sorted(FILTERS.keys() - {"column", "where", "contains", "matches"}))
def test_blank_stays_blank(name: str) -> None:
    assert FILTERS[name](None) == FILTERS[name]("") == ""


@pytest.mark.parametrize(
    ("written", "value"),
    [("▲1,200", -1200), ("△３", -3), ("(1,200)", -1200), ("-5", -5), ("¥1,200円", 1200), ("12.5", 12.5), (7, 7)],
)
def test_number_is_read_as_offices_write_it(written: object, value: float) -> None:
    assert evaluate("{{ x | number }}", {"x": written}) == value


@pytest.mark.parametrize("text", ["{{ '山田' | kana }}", "{{ '山田' | zengin_kana }}", "{{ 'ヤマダ★' | zengin_kana }}"])
def test_what_has_no_kana_is_the_records_fault(text: str) -> None:
    with pytest.raises(BusinessError):
        evaluate(text, {})


def test_kana_of_companies_and_foreigners_stay() -> None:
    assert evaluate("{{ 'カ）ヤマダ' | zengin_kana }}", {}) == "ｶ)ﾔﾏﾀﾞ"
    assert evaluate("{{ 'John　スミス' | kana }}", {}) == "John スミス"

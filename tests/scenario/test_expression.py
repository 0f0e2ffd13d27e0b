from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxrobot.actions.row_view import RowView
from dxrobot.errors import BusinessError, InputError, UndefinedName
from dxrobot.masking import Secret
from dxrobot.scenario.expression import attributes_of, evaluate, has_expression, uses_whole, variables_of
from dxrobot.table_row import TableRow


@pytest.mark.parametrize("value", ["1,200", "1e5", "007", "[1]", "None", "令和7年"])
def test_text_that_looks_like_something_else_stays_text(value: str) -> None:
    assert evaluate("{{ x }}", {"x": value}) == value
    assert evaluate("{{ x }}円", {"x": value}) == f"{value}円"
    assert evaluate(value, {}) == value


@pytest.mark.parametrize("value", [True, False, None, 12, ["a"], {"a": 1}])
def test_one_whole_expression_keeps_its_type(value: Any) -> None:
    assert evaluate(" {{ x }} ", {"x": value}) == value


def test_expressions_are_found_in_lists_and_mappings() -> None:
    assert evaluate({"a": ["{{ x }}", {"b": "{{ x }}番"}], "c": 1}, {"x": "7"}) == {"a": ["7", {"b": "7番"}], "c": 1}


def test_two_expressions_are_text_and_not_one_expression() -> None:
    assert evaluate("{{ a }}{{ b }}", {"a": "1", "b": "2"}) == "12"


@pytest.mark.parametrize(
    "text",
    [
        "{% if a %}有{% endif %}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% for x in a %}{% for y in a %}x{% endfor %}{% endfor %}",
        "{% include 'x' %}",
        "{% raw %}{{ a }}{% endraw %}",
        "前{# 覚え書き #}",
    ],
)
def test_statements_and_comments_are_no_part_of_the_language(text: str) -> None:
    with pytest.raises(InputError, match="だけが使えます"):
        evaluate(text, {"a": [1, 2]})


def test_the_template_itself_cannot_be_named() -> None:
    for text in ("{{ self }}", "{{ self }}円"):
        with pytest.raises(InputError, match="安全"):
            evaluate(text, {})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ 0.1 + 0.2 }}", 0.3),
        ("{{ ('1,200' | number) / 2 }}", 600),
        ("{{ ('1.10' | number) * 100 }}", 110),
        ("{{ '1,200.0' | number }}", 1200),
        ("{{ -7.5 // 2 }}", -4),
        ("{{ -7 // 2 }}", -4),
        ("{{ 7.5 % 2 }}", 1.5),
        ("{{ 9007199254740993 + 1 }}", 9007199254740994),
        ("{{ 1200 * 1.1 }}円", "1320円"),
        ("{{ 'a' + 'b' }}", "ab"),
    ],
)
def test_sums_come_out_as_on_paper(text: str, value: object) -> None:
    found = evaluate(text, {})
    assert (found, type(found)) == (value, type(value))


@given(st.text(max_size=40))
def test_value_is_data_and_never_an_expression(value: str) -> None:
    assert evaluate("{{ x }}", {"x": value}) == value
    assert evaluate("[{{ x }}]", {"x": value}) == f"[{value}]"


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("{{ x | iso_date }}", "令和7年4月1日", "2025-04-01"),
        ("{{ x | wareki }}", "2025-04-01", "令和7年4月1日"),
        ("{{ x | yen }}", "1200", "1,200"),
        ("{{ x | katakana }}", "やまだ", "ヤマダ"),
        ("{{ x | fiscal_year }}", "2026-03-31", "2025"),
        ("{{ x | iso_date }}", None, ""),
        ("{{ x | digits }}", "", ""),
        ("{{ y | default('なし') }}", None, "なし"),
    ],
)
def test_filters(text: str, value: object, expected: str) -> None:
    assert evaluate(text, {"x": value}) == expected


@pytest.mark.parametrize("text", ["{{ y }}", "{{ x.name }}", "{{ y.name }}円"])
def test_undefined_name_is_an_error_and_no_blank(text: str) -> None:
    with pytest.raises(UndefinedName, match=r"値がありません|「name」はありません"):
        evaluate(text, {"x": {}})


@pytest.mark.parametrize(
    "text", ["{{ x | iso_date }}", "{{ x + 1 }}", "{{ 1 // (x | length - 2) }}", "{{ x | yen }}円"]
)
def test_wrong_value_is_the_records_fault_and_is_not_quoted(text: str) -> None:
    with pytest.raises(BusinessError) as caught:
        evaluate(text, {"x": "山田"})
    assert "山田" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ x.__init__.__globals__ }}",
        "{{ secret.reveal() }}",
        "{{ secret['reveal']() }}",
        "{{ secret | attr('reveal') }}",
        "{{ credentials.secret.reveal() }}円",
    ],
)
def test_expression_reaches_no_inside_and_opens_no_secret(text: str) -> None:
    secret = Secret("pa55word")
    with pytest.raises(InputError):
        evaluate(text, {"x": object(), "secret": secret, "credentials": {"secret": secret}})


def test_secret_is_handed_on_closed() -> None:
    secret = Secret("pa55word")
    assert evaluate("{{ secret }}", {"secret": secret}) is secret
    assert "pa55word" not in evaluate("合言葉は {{ secret }} {{ secret | hankaku }}", {"secret": secret})


@pytest.mark.parametrize("text", ["{{ range(3) }}", "{{ lipsum() }}", "{{ namespace() }}", "{{ x | upper }}"])
def test_nothing_of_jinjas_own_is_there(text: str) -> None:
    with pytest.raises(InputError):
        evaluate(text, {"x": "a"})


def test_attributes_are_those_of_the_one_variable() -> None:
    text = "{{ form.a ~ form['b'] | digits }} {{ other.c }} {{ forms[0].d }}"
    assert attributes_of(text, "form") == {"a", "b"}
    assert attributes_of("form.a", "form") == attributes_of(3, "form") == attributes_of("{{ form. }}", "form") == set()


def test_variables_are_found_beside_a_filter_that_does_not_exist() -> None:
    assert variables_of({"a": ["{{ x.y | nosuch }}", "{{ z }}"]}) == {"x", "z"}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("{{ row }}", True),
        ("{{ row.a ~ row }}", True),
        ("{{ rows.index(row) }}", True),
        ("{{ row.a }}{{ row['b'] | digits }}", False),
    ],
)
def test_using_a_record_differs_from_using_its_fields(text: str, whole: bool) -> None:
    assert uses_whole(text, "row") is whole


def test_plain_text_is_no_expression() -> None:
    assert [has_expression(value) for value in ("{{ x }}", "{% if x %}", "{# x #}", "{ x }", 1, None)] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ ('a' * 10 ** 9) | length }}",
        "{{ x * 10 }}",
        "{{ 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ x.ljust(999999999) }}",
        "{{ '{:>999999999}'.format('') }}",
    ],
)
def test_a_few_characters_never_ask_for_gigabytes(text: str) -> None:
    with pytest.raises(InputError, match="安全"):
        evaluate(text, {"x": "a"})


def test_sums_and_parts_of_a_text_are_still_there() -> None:
    assert evaluate("{{ 2 * 3 + 7 % 4 }}", {}) == 9
    assert evaluate("{{ x.split(' ')[0] }}", {"x": "山田 太郎"}) == "山田"


def test_code_becomes_the_name_it_stands_for_and_an_unknown_one_is_the_records_fault() -> None:
    text = "{{ kind | decode({'1': '普通', '2': '当座'}) }}"
    assert evaluate(text, {"kind": "2"}) == "当座"
    with pytest.raises(BusinessError):
        evaluate(text, {"kind": "9"})


def test_column_of_rows_is_the_list_of_its_values() -> None:
    rows = [{"町名": "本町"}, {"町名": "旭町"}]
    assert evaluate("{{ '旭町' in rows | column('町名') }}", {"rows": rows}) is True
    with pytest.raises(BusinessError):
        evaluate("{{ rows | column('番地') }}", {"rows": rows})


def test_a_column_that_a_row_lacks_is_told_with_the_one_that_was_meant() -> None:
    words = {"lot": "ロット番号", "name": "氏名"}
    row = RowView(TableRow({"lot": "A1", "name": "山田"}, words, "表.csv", "", 2, {"lot": "A2", "name": "B2"}))
    assert evaluate("{{ row.ロット番号 }}", {"row": row}) == "A1"
    with pytest.raises(UndefinedName, match='「row」に「ロツト番号」はありません。"ロット番号" ではありませんか'):
        evaluate("番号 {{ row.ロツト番号 }}", {"row": row})


def test_a_wrong_value_is_told_with_what_its_filters_want() -> None:
    with pytest.raises(BusinessError) as caught:
        evaluate("{{ x | kana }}", {"x": "山田"})
    assert "kana: ふりがなの形にします" in caught.value.remedy
    assert "山田" not in str(caught.value)

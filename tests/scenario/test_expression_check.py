from __future__ import annotations

import pytest

from dxrobot.scenario.expression_check import mistakes

KNOWN = {"row", "rows"}


def told(text: str) -> list[str]:
    return [mistake.sentence or f"{mistake.what}: {mistake.word}" for mistake in mistakes(text, KNOWN)]


@pytest.mark.parametrize(
    "text",
    [
        "{{ row.name }}",
        "{{ row.name | iso_date }} {{ row['x'] }}",
        "{{ row.name.strip().split(' ')[0] }}",
        "{{ row.name | default('') | replace('a', 'b') }}",
        "{{ row.name is defined }}",
        "{{ row['a｜b'] ~ '＝' }}",
        "{{ '2026-04-01' | wareki }}",
        "{user} ｛注｝ {0} (row)",
        "住所:{{ row.address }}「”」",
    ],
)
def test_what_is_right_is_not_blamed(text: str) -> None:
    assert told(text) == []


MISTAKES = {
    "{{ from.name }}": "使える値: from",
    "{{ row.name | nosuch }}": "変換(フィルター): nosuch",
    "{{ row. }}": "読めません",
    "{{ row": "数が合いません",
    "{{ row.name }": "数が合いません",
    "{% if row %}": "だけが使えます",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}": "だけが使えます",
    "{# 覚え書き #}": "だけが使えます",
    "{{ self }}": "安全",
    "{{ row.__class__ }}": "安全",
    "{{ row['__class__'] }}": "安全",
    "{{ row.name.strp() }}": "呼び出せる操作: strp",
    "{{ row.name.format(1) }}": "呼び出せる操作: format",
    "{{ row.name is empty }}": "is の後に書ける言葉: empty",
    "{{ row.name | add_months }}": "括弧の中の数が違います。例: {{ '2026-01-31' | add_months(1) }}",
    "{{ row.name | hankaku(1, 2) }}": "括弧の中の数が違います",
    "{{ row.name | cut(first=1, length=2) }}": "括弧の中の数が違います",
    "{{ 'abc' | iso_date }}": "値が正しくありません",
    "{{ 1 / 0 }}": "値が正しくありません",
    "{{ row.name | matches('(') }}": "正規表現 ( が正しくありません",
    "{{ row.name | matches('(a+)+$') }}": "時間がかかりすぎます",
    "｛｛ row.name ｝｝": "半角の {{ }}",
    "{｛ row.name }}": "半角の {{ }}",
    "{ row.name }": "2つずつ",
    "{row}": "2つずつ",
    "｛ row.name ｝": "2つずつ",
    "”{{ row.name }}”": "全角の引用符",
    "{{ row.name ｜ kana }}": "全角の「｜」",
    "{{ row.name、 }}": "全角の「、」",
    "{{ row.name = 'a' }}": "「==」",
}


@pytest.mark.parametrize(("text", "part"), MISTAKES.items(), ids=list(MISTAKES))
def test_mistake_is_told_before_anything_runs(text: str, part: str) -> None:
    assert [part in sentence for sentence in told(text)] == [True]


def test_all_mistakes_of_one_text_are_told_at_once() -> None:
    assert told("{{ rwo.name | isodate }} {{ foo }} {{ row.a | yen(1) }}") == [
        "使える値: rwo",
        "使える値: foo",
        "変換(フィルター): isodate",
        "変換 yen の括弧の中の数が違います。例: {{ '71052187' | yen }} → 71,052,187",
    ]

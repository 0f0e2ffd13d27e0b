"""How targets are written, and what is said when they are written wrongly."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from dxrobot.robot.target import EVALUATED, Target


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"label": "氏名"}, "「氏名」の欄"),
        ({"role": "button", "name": "検索"}, "「検索」のボタン"),
        ({"row": "住所"}, "「住所」の行"),
        ({"css": "#a"}, "CSS「#a」の場所"),
    ],
)
def test_a_target_describes_itself(words: dict[str, str], sentence: str) -> None:
    assert Target(**words).describe() == sentence


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({}, "どれか1つだけ"),
        ({"label": "氏名", "css": "#name"}, "どれか1つだけ"),
        ({"role": "button"}, "組にして"),
        ({"label": "氏名", "name": "検索"}, "組にして"),
    ],
)
def test_a_target_must_be_found_in_exactly_one_way(words: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Target(**words)


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(ValidationError):
        Target(role="buton", name="検索")


LONELY = [
    ("css", 'input[name="x"', "["),
    ("css", "p:is(a))", ")"),
    ("css", '[title="x]', '"'),
    ("xpath", "//p[1", "["),
    ("xpath", "//p[text()='a]", "'"),
    ("xpath", "//p[1)", ")"),
]
PAIRED = [
    ("css", r"p\(a"),
    ("css", r'[title="a\"]("]'),
    ("css", "p /* it's ( */ > a"),
    ("css", 'p:has-text("it\'s")'),
    ("css", "p >> text=it's"),
    ("xpath", "//p[text()='a\"(b']"),
    ("xpath", '(//p[contains(., ")")])[1]'),
]


@pytest.mark.parametrize(("way", "selector", "sign"), LONELY)
def test_a_bracket_or_quote_without_its_partner_is_told(way: str, selector: str, sign: str) -> None:
    with pytest.raises(ValidationError, match=f"「{re.escape(sign)}」の相手"):
        Target.model_validate({way: selector})


@pytest.mark.parametrize(("way", "selector"), PAIRED)
def test_a_selector_that_a_browser_reads_is_never_refused(way: str, selector: str) -> None:
    assert Target.model_validate({way: selector}).words == selector


def test_a_quote_in_a_value_is_no_mistake_of_the_definition() -> None:
    assert Target(css="tr[data-name='{{ row[\"名\"] }}'").css, "what an expression holds is not known"
    evaluated = Target.model_validate({"css": "tr[data-name='O'Brien']"}, context=EVALUATED)
    assert evaluated.css == "tr[data-name='O'Brien']"

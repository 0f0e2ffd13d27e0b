"""How targets are written, and what is said when they are written wrongly."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from dxrobot.robot.target import Target


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

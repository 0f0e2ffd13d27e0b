from __future__ import annotations

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxrobot.masking import MASK, Redactor, Secret, Sensitive, mask
from dxrobot.vault import Credentials


@pytest.mark.parametrize(
    ("value", "sensitive", "shown"),
    [
        ("山田 太郎", Sensitive.NAME, "山● ●●"),
        ("林", Sensitive.NAME, "●"),
        ("林 ", Sensitive.NAME, "● "),
        ("見本市中央1-2", Sensitive.ADDRESS, "見本市●●●●●"),
        ("見本", Sensitive.ADDRESS, "見●"),
        ("123456789018", Sensitive.MY_NUMBER, MASK * 12),
        ("090-1234", Sensitive.PHONE, MASK * 8),
        ("", Sensitive.NAME, ""),
        ("住民票", None, "住民票"),
    ],
)
def test_each_class_shows_what_tells_two_rows_apart_and_no_more(
    value: str, sensitive: Sensitive | None, shown: str
) -> None:
    assert mask(value, sensitive) == shown


@given(st.text(min_size=1), st.sampled_from(Sensitive))
def test_mask_never_shows_a_whole_value(value: str, sensitive: Sensitive) -> None:
    masked = mask(value, sensitive)
    assert len(masked) == len(value)
    assert not value.strip() or masked.strip() != value.strip() or MASK in value


@pytest.mark.parametrize(
    "show",
    [str, repr, "{}".format, "{!r:>20}".format, lambda secret: "%s" % secret, lambda secret: str([secret])],  # noqa: UP031
)
def test_secret_cannot_be_printed(show: object) -> None:
    secret = Secret("pa55word")
    assert "pa55" not in show(secret)  # type: ignore[operator]
    assert "pa55" not in show(Credentials("robot", secret))  # type: ignore[operator]


@pytest.mark.parametrize("take", [pickle.dumps, json.dumps, copy.copy, copy.deepcopy, vars])
def test_secret_cannot_be_copied_out(take: object) -> None:
    with pytest.raises(TypeError):
        take(Secret("pa55word"))  # type: ignore[operator]


def test_secret_gives_itself_away_only_by_reveal() -> None:
    assert Secret("pa55word").reveal() == "pa55word"


def test_learnt_value_is_scrubbed_with_and_without_its_spaces() -> None:
    redactor = Redactor()
    redactor.learn(" 山田 太郎 ")
    assert redactor.scrub("氏名=山田 太郎, 山田太郎, 山田") == f"氏名={MASK * 3}, {MASK * 3}, 山田"


def test_longer_value_is_scrubbed_before_a_part_of_it() -> None:
    redactor = Redactor()
    redactor.learn("見本市")
    redactor.learn("見本市中央1-2-3")
    assert redactor.scrub("住所 見本市中央1-2-3 です") == f"住所 {MASK * 3} です"


def test_value_too_short_to_name_anyone_is_not_learnt() -> None:
    redactor = Redactor()
    redactor.learn("男")
    redactor.learn("5")
    assert redactor.scrub("男 5月") == "男 5月"


@given(st.lists(st.text(min_size=3, max_size=12).filter(lambda text: len(text.strip()) >= 3 and MASK not in text)))
def test_no_learnt_value_survives(values: list[str]) -> None:
    redactor = Redactor()
    for value in values:
        redactor.learn(value)
    scrubbed = redactor.scrub(" / ".join(values))
    assert not any(value.strip() in scrubbed for value in values)


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        ("平田 竜吉", "平田\u3000竜吉様", "●●●様"),
        ("615-8252", "〒\uff16\uff11\uff15\u2212\uff18\uff12\uff15\uff12 です", "〒●●● です"),
        ("ヒラタ リュウキチ", "(ﾋﾗﾀ ﾘｭｳｷﾁ)", "(●●●)"),
        ("ガッコウ タロウ", "ｶﾞｯｺｳﾀﾛｳ", "●●●"),
        ("452259633651", "4522-5963-3651", "●●●"),
    ],
)
def test_a_value_is_scrubbed_however_it_is_spelled(value: str, text: str, shown: str) -> None:
    redactor = Redactor()
    redactor.learn(value)
    assert redactor.scrub(text) == shown


def test_a_short_figure_is_not_seen_across_a_date() -> None:
    redactor = Redactor()
    redactor.learn("1121", Sensitive.BIRTH_DATE)
    assert redactor.scrub("2026-11-21 1121") == f"2026-11-21 {MASK * 3}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("氏名「林一」は", "氏名「●●●」は"),
        ("林一様の申請", "●●●様の申請"),
        ("林 一 さん", "●●● さん"),
        ("name=林一", "name=●●●"),
        ("山林一帯の調査", "山林一帯の調査"),
        ("密林一つ", "密林一つ"),
    ],
)
def test_a_name_of_two_characters_is_scrubbed_where_it_is_a_word(text: str, shown: str) -> None:
    redactor = Redactor()
    redactor.learn("林一", Sensitive.NAME)
    assert redactor.scrub(text) == shown


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        ("リン", "カナ: リン", "カナ: ●●●"),
        ("リン", "プリントとリンゴ", "プリントとリンゴ"),
        ("りん", "名はりんです", "名はりんです"),
        ("りん", "「りん」が", "「●●●」が"),
        ("山田 太郎", "山田さんと太郎", "●●●さんと●●●"),
        ("中野 花", "中野区の中野", "中野区の●●●"),
    ],
)
def test_parts_of_names_are_scrubbed_without_blackening_everything(value: str, text: str, shown: str) -> None:
    redactor = Redactor()
    redactor.learn(value, Sensitive.NAME)
    assert redactor.scrub(text) == shown


def test_two_characters_that_are_no_name_stay() -> None:
    redactor = Redactor()
    redactor.learn("普通", Sensitive.ACCOUNT)
    assert redactor.scrub("普通預金、普通") == "普通預金、普通"

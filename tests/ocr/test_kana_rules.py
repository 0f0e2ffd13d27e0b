import pytest

from dxrobot.ocr.kana_rules import with_particles


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("就職先ヘ提出", "就職先へ提出"),
        ("センターヘ提出", "センターへ提出"),
        ("へルパー派遣", "ヘルパー派遣"),
        ("調ベ物", "調べ物"),
        ("シャンぺン", "シャンペン"),
    ],
)
def test_letters_written_alike_are_what_their_neighbours_say(read: str, meant: str) -> None:
    assert with_particles(read) == meant
    assert with_particles(meant) == meant


@pytest.mark.parametrize(
    "read",
    [
        "訪問ヘルパー",
        "訪問へルパー",
        "駅へバスで",
        "カナダへキャンプ",
        "東京 へキャンプ",
        "ベランダ",
        "ヘ",
        "第1項(ヘ)",
        "市ヘ12番地",
        "ペ・ヨンジュン",
        "ペ ヨン",
        "10 ペ",
    ],
)
def test_where_either_may_be_meant_nothing_changes(read: str) -> None:
    assert with_particles(read) == read

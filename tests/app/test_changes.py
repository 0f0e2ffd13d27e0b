"""What a version has changed, told to who approves it."""

from __future__ import annotations

import pytest

from dxrobot.app.changes import changed_robots, changes, line_changes
from dxrobot.bundled import bundled_root

SCENARIO = "scenarios/jido_teate.yaml"
PART = "scenarios/yomitori.yaml"
ROBOT = "robots/kosodate.yaml"
PICTURE = "jido_teate_nintei/blank.png"


@pytest.fixture
def before() -> dict[str, str]:
    names = (SCENARIO, PART, ROBOT)
    texts = {name: (bundled_root() / name).read_text(encoding="utf-8") for name in names}
    return {**texts, PICTURE: "sha256:1"}


def after(before: dict[str, str], name: str, old: str, new: str) -> dict[str, str]:
    assert old in before[name]
    return {**before, name: before[name].replace(old, new, 1)}


def told(before: dict[str, str], name: str, old: str, new: str) -> list[str]:
    found = changes(before, after(before, name, old, new))
    assert len(found) == 1
    return [f"{found[0].where} {sentence}" for sentence in found[0].sentences]


def test_the_same_version_has_no_changes(before: dict[str, str]) -> None:
    assert changes(before, dict(before)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (SCENARIO, "title: 所得を確かめる手段があるか", "title: 所得が分かるか", "手順「所得が分かるか」を加えました"),
        (SCENARIO, "title: 所得を確かめる手段があるか", "title: 所得が分かるか", "をなくしました"),
        (SCENARIO, "form.consent or ", "", "手順「所得を確かめる手段があるか」を変えました。that: "),
        (SCENARIO, "minutes_per_item: 8.0", "minutes_per_item: 7.5", "基準時間を加えました: 1件 7.5 分"),
        (
            SCENARIO,
            "minutes_per_item: 8.0",
            "minutes_per_item: 7.5",
            "前の基準時間がなくなったか、書き換えられました: 1件 8 分",
        ),
        (SCENARIO, "robots: [kosodate]", "limits: {run_minutes: 30}\nrobots: [kosodate]", "1回の実行は 30 分まで"),
        (
            SCENARIO,
            "title: 認定請求書のスキャン(",
            "title: 請求書のスキャン(",
            "入力「請求書のスキャン(ファイルかフォルダー)」",
        ),
        (SCENARIO, "owner: 手当係長", "owner: 給付係長", "担当を変えました: 手当係長 → 給付係長"),
        (SCENARIO, "# 児童手当の認定", "# 児童手当(認定)", "注記や書き方だけが変わりました"),
        (PART, "title: 登録簿を書く", "title: 登録簿を作る", "部品「帳票の読み取りと確認」 手順「登録簿を作る」"),
        (ROBOT, "settle_s: 10", "settle_s: 20", "保存を待つ秒数を変えました: 10.0 → 20.0"),
        (
            ROBOT,
            "register: {role: button, name: この内容で",
            "register: {role: button, name: 上の内容で",
            "ボタン register",
        ),
    ],
)
def test_a_change_is_told_in_words(before: dict[str, str], name: str, old: str, new: str, words: str) -> None:
    sentences = told(before, name, old, new)
    assert any(words in sentence for sentence in sentences), sentences


def test_a_robot_that_has_changed_is_named_and_shown_line_by_line(before: dict[str, str]) -> None:
    now = after(before, ROBOT, "settle_s: 10", "settle_s: 20")
    assert changed_robots(before, now) == ["kosodate"]
    lines = [(line.kind, line.text.strip()[:12]) for line in line_changes(before, now)[ROBOT]]
    assert ("removed", "settle_s: 10") in lines
    assert ("added", "settle_s: 20") in lines


def test_a_picture_is_only_said_to_be_another(before: dict[str, str]) -> None:
    found = changes(before, {**before, PICTURE: "sha256:2"})
    assert [(one.where, one.sentences) for one in found] == [
        ("ファイル jido_teate_nintei/blank.png", ("中身が変わりました。",))
    ]
    assert line_changes(before, {**before, PICTURE: "sha256:2"}) == {}


def test_what_an_older_version_wrote_otherwise_is_told_by_its_lines(before: dict[str, str]) -> None:
    old = {**before, SCENARIO: "scenario: jido_teate\nunknown: 1\n"}
    assert changes(old, before)[0].sentences == ("中身が変わりました。",)
    assert line_changes(old, before)[SCENARIO]

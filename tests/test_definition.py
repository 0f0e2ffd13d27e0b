from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from dxrobot.definition import Definition, did_you_mean, kind_of, load_definition, load_yaml
from dxrobot.errors import DefinitionError, InputError, Problem


class Part(Definition):
    name: str
    size: Decimal = Decimal(1)
    kind: Literal["a", "b"] = "a"


class Whole(Definition):
    whole: str
    day: date | None = None
    parts: tuple[Part, ...] = ()
    by_name: dict[str, Part] = Field(default_factory=dict)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "whole.yaml"


def problems(path: Path, content: str | bytes) -> list[Problem]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(DefinitionError) as caught:
        load_definition(path, Whole)
    return list(caught.value.problems)


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "2026-04-31T10:00:00"])
def test_a_day_that_is_not_in_the_calendar_is_told_with_all_other_mistakes(written: Path, day: str) -> None:
    found = problems(written, f"whole: a\nday: {day}\nby_name: {{x: {{nmae: y}}}}\n")
    assert [(problem.line, problem.where) for problem in found] == [
        (2, "day"),
        (3, "by_name.x.name"),
        (3, "by_name.x.nmae"),
    ]
    assert "暦にある日" in found[0].message


@pytest.mark.parametrize("value", ["0012", "1e5", "1_000", "1.50", "2026-04-01", "0x10", ".inf", "12:30", "+5", "1."])
def test_an_unquoted_value_never_turns_into_another_one(written: Path, value: str) -> None:
    written.write_text(f"whole: {value}\nby_name: {{{value}: {{name: x}}}}\n", encoding="utf-8")
    loaded = load_definition(written, Whole)
    assert (loaded.whole, list(loaded.by_name)) == (value, [value])


@pytest.mark.parametrize(("value", "number"), [("12", 12), ("-3", -3), ("0", 0), ("1.5", 1.5), ("-0.25", -0.25)])
def test_a_number_that_writes_itself_so_is_a_number(written: Path, value: str, number: float) -> None:
    written.write_text(f"whole: {value}\n", encoding="utf-8")
    assert load_yaml(written)["whole"] == number


@pytest.mark.parametrize("value", [".inf", "inf", "nan", ".nan"])
def test_a_number_must_have_an_end(written: Path, value: str) -> None:
    found = problems(written, f"whole: a\nparts:\n  - {{name: x, size: {value}}}\n")
    assert [problem.message for problem in found] == ["数で書いてください。"]


BROKEN = {
    "duplicate key": ("whole: a\nday: null\nwhole: b\n", (3, 1), '同じキー "whole" が2回'),
    "tab": ("whole: a\nparts:\n\t- name: x\n", (3, 1), "タブ"),
    "empty file": ("", (1, 1), "「キー: 値」の形ではありません"),
    "comment only": ("# nothing\n", (1, 1), "「キー: 値」の形ではありません"),
    "list": ("- a\n", (1, 1), "「キー: 値」の形ではありません"),
    "no blank": ("whole:a\n", (1, 6), "「:」の後ろ"),
    "no blank in braces": ("whole: a\nby_name: {x: {name:車体番号}}\n", (2, 15), "「:」の後ろ"),
    "full-width colon first": ("whole：a\n", (1, 6), "全角の「：」"),
    "full-width colon": ("whole: a\nday：b\nparts: []\n", (2, 4), "全角の「：」"),
    "full-width colon above": ("whole: a\nby_name：\n  x: {name: y}\n", (2, 8), "全角の「：」"),
    "full-width colon in braces": ("whole: a\nby_name: {x: {name：y}}\n", (2, 15), "全角の「：」"),
    "full-width comma in braces": ("whole: a\nby_name: {x: {name: y、size: 1}}\n", (2, 22), "全角の「、」"),
    "full-width blank": ("by_name:\n  x: {name: y}\n　　z: {name: y}\nwhole: a\n", (3, 1), "全角の空白"),
    "full-width blank in a list": ("parts:\n  - name: y\n　　- x\nwhole: a\n", (3, 1), "全角の空白"),
    "cp932": ("whole: 日本".encode("cp932"), (1, 1), "UTF-8 で保存"),
    "unquoted expression": ("whole: a\nby_name: {{ x }}\n", (2, 1), "引用符で囲んで"),
    "unquoted expression in a list": ("whole: a\nparts:\n  - {{ x }}\n", (3, 5), "引用符で囲んで"),
    "two colons": ("whole: a: b\n", (1, 9), "「: 」が2つ"),
    "no colon": ("whole: a\nday\nparts: []\n", (2, 1), "「: 」(半角のコロンと空白)がありません"),
    "open quote": ('whole: a\nday: "x\nparts: []\n', (2, 6), "閉じていません"),
    "open quote that a later one closes": (
        'whole: a\nby_name: {x: {name: "y}\n  z: {name: "a"}}\n',
        (2, 21),
        "3 行目まで",
    ),
    "open quote before a colon": ('whole: "a\nby_name: {x: "y", z: "b"}\n', (1, 8), "2 行目まで"),
    "quotes in quotes": ('whole: "a"b" c"\n', (1, 11), "引用符を閉じた後"),
    "open bracket": ("whole: a\nparts: [1, 2\nday: null\n", (2, 8), "括弧"),
    "unknown alias": ("whole: *a\n", (1, 8), "「*」"),
    "sign": ("whole: @a\n", (1, 8), "引用符"),
    "indentation": ("by_name:\n  a: {name: x}\n b: {name: y}\n", (3, 2), "字下げ"),
    "two documents": ("whole: a\n---\nwhole: b\n", (2, 1), "2つ目"),
    "control character": ("whole: a\nday: \x00\n", (2, 6), "制御文字"),
}


@pytest.mark.parametrize(("content", "place", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_text_that_is_no_yaml_is_explained_at_its_place(
    written: Path, content: str | bytes, place: tuple[int, int], message: str
) -> None:
    (problem,) = problems(written, content)
    assert ((problem.line, problem.column), message in problem.message) == (place, True), str(problem)


def test_every_mistake_is_named_in_the_order_of_the_file(written: Path) -> None:
    found = problems(written, "wole: a\nday: x\nparts:\n  - {name: 1, sise: 2}\n  - {size: many, kind: c}\n")
    assert [(problem.line, problem.column, problem.where) for problem in found] == [
        (1, 1, "whole"),
        (1, 1, "wole"),
        (2, 1, "day"),
        (4, 6, "parts[0].name"),
        (4, 15, "parts[0].sise"),
        (5, 5, "parts[1].name"),
        (5, 6, "parts[1].size"),
        (5, 18, "parts[1].kind"),
    ]
    assert '"size" ではありませんか' in found[4].message


def test_problem_reads_as_file_line_column(written: Path) -> None:
    (problem,) = problems(written, "whole: a\nday: x\n")
    assert str(problem).startswith(f"{written}:2:1: day: 日付は")


def test_mistake_in_merged_keys_is_told_once_where_it_is_written(written: Path) -> None:
    content = "whole: a\nby_name:\n  x: &x {name: a, sise: 1}\n  y:\n    <<: *x\n    kind: b\n"
    found = problems(written, content)
    assert [(problem.line, problem.where) for problem in found] == [(3, "by_name.x.sise")]


def test_mistake_that_an_anchor_repeats_is_told_once(written: Path) -> None:
    found = problems(written, "whole: a\nby_name:\n  x: &x {size: b}\n  y: *x\n  z: {size: b}\n")
    assert [(problem.line, problem.where) for problem in found] == [
        (3, "by_name.x.name"),
        (3, "by_name.x.size"),
        (5, "by_name.z.name"),
        (5, "by_name.z.size"),
    ]


def test_heading_with_a_colon_is_no_mistake(written: Path) -> None:
    written.write_text("whole: 計：a\nby_name: {'no：': {name: 'a:b'}, 'a:b': {name: b}}\n", encoding="utf-8")
    assert list(load_yaml(written)["by_name"]) == ["no：", "a:b"]


def test_anchor_used_twice_keeps_quiet(written: Path, recwarn: pytest.WarningsRecorder) -> None:
    written.write_text("whole: &a x\nby_name: {b: {name: &a y}}\n", encoding="utf-8")
    assert load_definition(written, Whole).by_name["b"].name == "y"
    assert not list(recwarn)


def test_byte_order_mark_and_windows_line_ends_are_read(written: Path) -> None:
    written.write_bytes("\ufeffwhole: 窓口\r\nday: 2026-04-01\r\n".encode())
    assert load_definition(written, Whole) == Whole(whole="窓口", day=date(2026, 4, 1))


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml"):
        load_yaml(tmp_path / "none.yaml")


def test_kind_is_the_first_key(written: Path) -> None:
    written.write_text("# c\nrobot: a\nscenario: b\n", encoding="utf-8")
    assert kind_of(load_yaml(written)) == "robot"


def test_error_text_never_quotes_the_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Part.model_validate({"name": ["山田 太郎"]})
    assert "山田" not in str(caught.value)


def test_anchors_of_anchors_are_refused_at_once(written: Path) -> None:
    lines = ["whole: x", "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise("abcdefghi")]
    assert "繰り返し" in problems(written, "\n".join(lines))[0].message


def test_what_is_nested_too_deep_is_a_mistake_of_the_file(written: Path) -> None:
    assert "入れ子" in problems(written, "whole: " + "[" * 1000 + "]" * 1000)[0].message


def test_far_word_gets_no_hint() -> None:
    assert did_you_mean("電話", ["title", "name"]) == ""


@given(st.text(max_size=60))
def test_any_text_is_read_or_explained(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        load_definition(path, Whole)
    except DefinitionError as error:
        lines = max(1, len(text.splitlines())) + 1
        assert all(1 <= problem.line <= lines and problem.message for problem in error.problems)


def test_what_one_reader_changes_is_no_other_readers(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("scenario: a\n", encoding="utf-8")
    load_yaml(path, to_change=True)["scenario"] = "b"
    assert load_yaml(path) is load_yaml(path), "parsed once"
    assert load_yaml(path)["scenario"] == "a"
    path.write_text("scenario: c\n", encoding="utf-8")
    assert load_yaml(path)["scenario"] == "c"

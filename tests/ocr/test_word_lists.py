import pytest
from openpyxl import Workbook

from dxrobot.errors import DefinitionError, InputError
from dxrobot.ocr.template import LexiconFile, TemplateField
from dxrobot.ocr.template_files import load_templates
from dxrobot.ocr.word_lists import Lexicons, Word, read_words
from tests.ocr.test_template import field, table, template

STREETS = "町名,よみ,件数\n上野町,うえのまち,120\n下野町,シモノマチ,3\n"
LEXICON = {"file": "streets.csv", "column": "町名", "reading": "よみ", "count": "件数"}


def lexicon(**keys: str) -> LexiconFile:
    return LexiconFile.model_validate(LEXICON | keys)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_words_come_with_reading_and_count_in_either_encoding(tmp_path, encoding):
    (tmp_path / "streets.csv").write_text(STREETS, encoding=encoding)
    assert read_words(tmp_path, lexicon()) == (Word("上野町", "ウエノマチ", 120), Word("下野町", "シモノマチ", 3))


def test_words_of_a_workbook(tmp_path):
    book = Workbook()
    for row in (("勤務先",), ("株式会社　山田",), (None,)):
        book.active.append(row)
    book.save(tmp_path / "w.xlsx")
    words = read_words(tmp_path, LexiconFile(file="w.xlsx", column="勤務先"))
    assert [word.text for word in words] == ["株式会社　山田"]


@pytest.mark.parametrize(
    ("content", "keys", "told"),
    [
        (STREETS.encode("cp932")[:-1] + b"\x81", {}, "文字"),
        (STREETS.encode(), {"column": "街路"}, "街路"),
        ("町名,よみ,件数\n上野町,漢字,1\n".encode(), {}, "2 行目"),
        ("町名,よみ,件数\n上野町,うえの,たくさん\n".encode(), {}, "2 行目"),
        ("町名,よみ,件数\n".encode(), {}, "1つもありません"),
    ],
)
def test_a_list_that_cannot_be_used_is_told_and_quotes_no_word(tmp_path, content, keys, told):
    (tmp_path / "streets.csv").write_bytes(content)
    with pytest.raises(InputError, match=told) as failure:
        read_words(tmp_path, lexicon(**keys))
    assert "上野町" not in str(failure.value)


def test_a_missing_list_is_told_with_its_line(tmp_path):
    folder = tmp_path / "t"
    folder.mkdir()
    (folder / "template.yaml").write_text(
        "template: t\ntitle: t\nkey: no\nfields:\n  - name: no\n    label: 番号\n    type: text\n"
        "    zone: [1, 1, 9, 9]\n    lexicon: {file: none.csv, column: 町名}\n",
        encoding="utf-8",
    )
    from PIL import Image

    Image.new("L", (50, 50), 255).save(folder / "blank.png")
    with pytest.raises(DefinitionError, match=r"template\.yaml:9:5: fields\[0\]\.lexicon: .*none\.csv"):
        load_templates(tmp_path)


def test_words_are_in_the_normal_form_of_their_field_and_follow_the_file(tmp_path):
    path = tmp_path / "streets.csv"
    path.write_text("町名\n上野町 １丁目\n上野町1丁目\n", encoding="utf-8")
    made = template(field("town", "address", lexicon={"file": "streets.csv", "column": "町名"}))
    lists = Lexicons(made, tmp_path, {"town": [Word("下野町")]})
    assert lists.words(made.field("town")) == (Word("上野町1丁目", count=2), Word("下野町"))
    assert lists.words(made.field("no")) == ()
    path.write_text("町名\n中野町と西の町\n", encoding="utf-8")
    assert [word.text for word in lists.words(made.field("town"))] == ["中野町と西の町", "下野町"]


def test_a_list_is_brought_into_order_once_and_not_for_every_reading(tmp_path):
    (tmp_path / "people.csv").write_text("氏名\n上野 花\n", encoding="utf-8")
    made = template(field("who", "name", lexicon={"file": "people.csv", "column": "氏名"}))
    lists = Lexicons(made, tmp_path)
    tree = lists.tree(made.field("who"))
    assert tree is not None
    assert tree.words == {"上野花"}
    assert lists.tree(made.field("who")) is tree
    assert lists.tree(made.field("no")) is None


def test_cells_of_a_table_have_the_words_of_their_column(tmp_path):
    (tmp_path / "a.csv").write_text("品\n紙\n", encoding="utf-8")
    column = field("article", lexicon={"file": "a.csv", "column": "品"})
    made = template(table(columns=[column]))
    lists = Lexicons(made, tmp_path, {"items.article": [Word("筆")]})
    cell: TemplateField = made.field("items.2.article")
    assert [word.text for word in lists.words(cell)] == ["紙", "筆"]

"""Word lists: the words of a city's own that come up in a field, from the CSV or workbook that its template names.

A list proposes; what is clearly written otherwise stands as it is written. The reading core asks for ``tree(field)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.text import strict_kana
from dxrobot.ocr.normalise import normal_form
from dxrobot.ocr.template import FieldType, LexiconFile, Template, TemplateField
from dxrobot.ocr.word_tree import WordTree
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.table import Layout, rows_of

_MOST_WORDS = 2_000_000
"""A city of a million has as many residents; more is a mistake in the file."""


@dataclass(frozen=True, slots=True)
class Word:
    """One value that comes up in a field."""

    text: str
    """In the normal form of the field."""
    reading: str = ""
    """In full-width katakana; empty when it is not told."""
    count: int = 1
    """How often it comes up, beside the others of its list."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """What may stand in one field, made of the rows that were read."""

    rows: tuple[Word, ...]
    words: tuple[Word, ...]
    tree: WordTree | None


class Lexicons:
    """The word lists of one template, each read at its first use and kept until its file changes."""

    def __init__(self, template: Template, folder: Path, learned: Mapping[str, Iterable[Word]] | None = None) -> None:
        self._template = template
        self._folder = folder
        self._learned = {field: tuple(words) for field, words in (learned or {}).items()}
        self._kept: dict[str, _Listed] = {}

    def words(self, field: TemplateField) -> tuple[Word, ...]:
        """What may stand in ``field``, each value once; empty when the template names no list and nothing was learned.

        Cells of a table have the words of their column. Raises :class:`InputError` for a list that cannot be read.
        """
        return self._listed(field).words

    def tree(self, field: TemplateField) -> WordTree | None:
        """The texts of :meth:`words` without their spaces; None where there are none."""
        return self._listed(field).tree

    def _listed(self, field: TemplateField) -> _Listed:
        name = _without_row(field.name)
        rows = read_words(self._folder, field.lexicon) if field.lexicon else ()
        kept = self._kept.get(name)
        if kept is None or kept.rows is not rows:
            words = _merged((*_in_normal_form(field, rows), *self._learned.get(name, ())))
            tree = WordTree.of(word.text.replace(" ", "") for word in words) if words else None
            kept = self._kept[name] = _Listed(rows, words, tree)
        return kept


def _without_row(name: str) -> str:
    """``children.2.name`` → ``children.name``; other names as they are."""
    table, *cell = name.split(".")
    return f"{table}.{cell[-1]}" if cell else table


def _merged(words: Iterable[Word]) -> tuple[Word, ...]:
    found: dict[tuple[str, str], int] = {}
    for word in words:
        found[word.text, word.reading] = found.get((word.text, word.reading), 0) + word.count
    return tuple(Word(text, reading, count) for (text, reading), count in found.items())


def _in_normal_form(field: TemplateField, words: tuple[Word, ...]) -> tuple[Word, ...]:
    if field.type is FieldType.CHOICE:
        return words
    free = field.model_copy(update={"name": "word", "length": None, "pattern": ""})
    normal = ((normal_form(free, word.text), word) for word in words)
    return tuple(Word(text, word.reading, word.count) for text, word in normal if text)


def path_of(folder: Path, lexicon: LexiconFile) -> Path:
    """Where a list lies: ``file`` is written from the template's folder."""
    return (folder / lexicon.file).resolve()


def read_words(folder: Path, lexicon: LexiconFile) -> tuple[Word, ...]:
    """The rows of a list as they are written; :class:`InputError` names file, line and remedy of what is wrong."""
    path = path_of(folder, lexicon)
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise InputError(
            _("語の一覧「{file}」がありません。").format(file=lexicon.file),
            _("template.yaml のあるフォルダーからの道筋で書いてください。"),
        ) from error
    return _read(path, lexicon, changed)


@lru_cache(maxsize=32)
def _read(path: Path, lexicon: LexiconFile, _changed: int) -> tuple[Word, ...]:
    named = {"text": lexicon.column, "reading": lexicon.reading, "count": lexicon.count}
    columns = {name: heading for name, heading in named.items() if heading}
    rows = rows_of(read_grid(path, lexicon.sheet), Layout(columns=columns))
    words = [_word(row.values, path, row.row) for row in rows if str(row.values["text"]).strip()]
    if not words:
        raise InputError(
            _("語の一覧「{file}」の列「{column}」に、語が1つもありません。").format(
                file=lexicon.file, column=lexicon.column
            )
        )
    if len(words) > _MOST_WORDS:
        raise InputError(_("語の一覧「{file}」が大きすぎます(200万行まで)。").format(file=lexicon.file))
    return tuple(words)


def _word(values: Mapping[str, str], path: Path, row: int) -> Word:
    """One row; neither its text nor its reading is ever quoted in an error, since they may be a person's."""
    place = _("語の一覧「{file}」の {row} 行目").format(file=path.name, row=row)
    try:
        reading = strict_kana(values["reading"]) if values.get("reading", "").strip() else ""
    except ValueError:
        raise InputError(_("{place}: 読みがかなではありません。").format(place=place)) from None
    count = values.get("count", "").replace(",", "").strip() or "1"
    if not count.isdecimal():
        raise InputError(_("{place}: 回数が 0 以上の整数ではありません。").format(place=place))
    return Word(values["text"].strip(), reading, max(1, int(count)))

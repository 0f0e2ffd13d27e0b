"""Looking at an OCR template, and trying it on scans whose contents are known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2

from dxrobot.actions.progress import Progress
from dxrobot.actions.scans import scans_in
from dxrobot.app.reading import read_scans
from dxrobot.config import Workspace
from dxrobot.errors import InputError, Problem
from dxrobot.i18n import _
from dxrobot.library import Library
from dxrobot.ocr.normalise import normal_form
from dxrobot.ocr.reading import Form, Value
from dxrobot.ocr.reading_score import Tally, score
from dxrobot.ocr.template import FieldType, Template, TemplateField
from dxrobot.ocr.template_files import TEMPLATE_FILE, examine
from dxrobot.ocr.zone_picture import below_each_other, draw_zones
from dxrobot.sheets.read_grid import read_grid
from dxrobot.sheets.safe_write import safe_write
from dxrobot.sheets.table import Layout, rows_of
from dxrobot.table_row import folded

_FILE, _PAGE = ("file", "ファイル"), ("page", "ページ")
_TRUE = frozenset(["☑", "✓", "レ", "1", "true", "あり", "はい"])

Truth = Mapping[tuple[str, int], Mapping[str, Value]]
"""What stands on each form: by file name without folders and page, the values of fields."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A template as drawn, and what is wrong with it."""

    name: str
    picture: Path | None
    """None when there is no blank to draw on."""
    problems: tuple[Problem, ...]


def look_at_template(workspace: Workspace, named: str, picture: Path | None = None) -> LookedAt:
    """Draw the places of the template called ``named``, or in the file ``named``; also of one with mistakes.

    The picture is written to ``picture``, or into the current folder. Raises :class:`InputError` when there is no such
    template.
    """
    path = template_path(workspace, named)
    examined = examine(path)
    name = path.parent.name
    pages = [
        draw_zones(blank, [field for field in examined.fields if field.page == number])
        for number, blank in enumerate(examined.blanks, start=1)
        if blank is not None
    ]
    if not pages:
        return LookedAt(name, None, examined.problems)
    target = picture or Path(f"{name}.zones.png")
    drawn = below_each_other(pages)
    _done, png = cv2.imencode(".png", drawn[..., ::-1])
    safe_write(target, lambda file: file.write(png.tobytes()))
    return LookedAt(name, target, examined.problems)


def template_path(workspace: Workspace, named: str) -> Path:
    """The file of the template called ``named``: a name, a folder or a file."""
    given = Path(named)
    if given.is_dir() and (given / TEMPLATE_FILE).is_file():
        return given / TEMPLATE_FILE
    if given.is_file():
        return given
    library = Library(workspace)
    if named in library.template_names():
        return workspace.ocr_templates / named / TEMPLATE_FILE
    return library.template(named).path  # says what there is


def try_template(
    workspace: Workspace, name: str, scans: Sequence[Path], truth: Path, progress: Progress
) -> tuple[Template, dict[str, Tally], list[Form]]:
    """Read ``scans`` with the template and compare with ``truth``; the template, its score and the forms as read.

    Every form that the truth tells counts, also one that was not read. Raises :class:`InputError` for a truth that
    fits no scan.
    """
    template = Library(workspace).template(name).model
    known = read_truth(truth, template)
    wanted = [path for path in scans_in(scans) if any(file == path.name for file, _page in known)]
    if not wanted:
        raise InputError(
            _("正解のファイル {truth} に、読み取るスキャンのものがありません。").format(truth=truth),
            _("file にはフォルダーを除いたファイル名を、page には1からの番号を書いてください。"),
        )
    forms, _templates = read_scans(workspace, wanted, [name], progress)
    by_place = {(Path(form.file).name, form.page): form for form in forms}
    names = {path.name for path in wanted}
    pairs = [
        (by_place.get(place, Form(*place, error="")), values) for place, values in known.items() if place[0] in names
    ]
    return template, score(pairs, template.fields), forms


def read_truth(path: Path, template: Template) -> Truth:
    """What stands on the forms: JSON, a list of ``{file, page, fields}``, or a table with a row a form.

    The table (CSV, xlsx) has columns file, page and the fields by name or label. Values are taken in normal form.
    """
    entries = _from_json(path) if path.suffix.lower() == ".json" else _from_table(path, template)
    found = {}
    for file, page, template_name, values in entries:
        if template_name in ("", template.template):
            fields = {field.name: field for field in template.fields}
            found[Path(file).name, page] = {
                name: _value(fields[name], value) for name, value in values.items() if name in fields
            }
    if not any(found.values()):
        raise InputError(
            _("正解のファイル {path} に、この帳票定義の項目がありません。").format(path=path),
            _("項目は name か label で書いてください。"),
        )
    return found


def _from_json(path: Path) -> Iterator[tuple[str, int, str, Mapping[str, Any]]]:
    try:
        for entry in json.loads(path.read_text(encoding="utf-8-sig")):
            yield str(entry["file"]), int(entry.get("page", 1)), str(entry.get("template", "")), dict(entry["fields"])
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(_("正解のファイルを読めません: {path}").format(path=path)) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            _("正解のファイル {path} が、[{{file, page, fields}}] の形の JSON ではありません。").format(path=path)
        ) from error


def _from_table(path: Path, template: Template) -> Iterator[tuple[str, int, str, Mapping[str, Any]]]:
    meant = {folded(word): "file" for word in _FILE} | {folded(word): "page" for word in _PAGE}
    meant |= {folded(word): field.name for field in template.fields for word in (field.label, field.name)}
    for row in rows_of(read_grid(path), Layout()):
        named = {
            meant[folded(heading)]: str(row.values[column])
            for column, heading in row.headings.items()
            if folded(heading) in meant
        }
        if "file" not in named:
            raise InputError(_("正解の表 {path} に、file(ファイル)の列がありません。").format(path=path))
        page = named.pop("page", "") or "1"
        if not page.isdecimal():
            raise InputError(
                _("正解の表 {path} の {row} 行目: page が数ではありません。").format(path=path, row=row.row)
            )
        yield named.pop("file"), int(page), "", named


def _value(field: TemplateField, written: Any) -> Value:
    """A truth in the form that readings have; text that breaks the field's rules stays as it is written."""
    if field.type is FieldType.TABLE:
        columns = {column.name: column for column in field.columns}
        rows = written if isinstance(written, list) else []
        return [{name: _single(columns[name], value) for name, value in row.items() if name in columns} for row in rows]
    return _single(field, written)


def _single(field: TemplateField, written: Any) -> str | bool | None:
    if field.type is FieldType.CHECKBOX:
        return written if isinstance(written, bool) else str(written or "").strip().lower() in _TRUE
    text = "" if written is None else str(written).strip()
    if field.type is FieldType.CHOICE or not text:
        return text or None
    return normal_form(field, text) or text

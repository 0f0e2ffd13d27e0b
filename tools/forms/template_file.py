"""Write the blank and the template file of a form that is described in code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from tools.forms import jido_teate
from tools.forms.blank import draw_blank, save_blank
from tools.forms.layout import Place, Rect

HEADER = """児童手当 認定請求書の帳票定義です。場所(zone, boxes, options)は blank.png の画素で [x, y, 幅, 高さ]。
この様式は tools/forms/jido_teate.py から作っています。様式を直すときはそちらを直し、
python -m tools.forms blank を実行してください。"""


def write_jido_teate(folder: Path) -> None:
    """Draw blank.png and write template.yaml into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    save_blank(draw_blank(jido_teate.marks(), jido_teate.PAGE), folder / "blank.png")
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = template_document()
    document.yaml_set_start_comment(HEADER)
    with (folder / "template.yaml").open("w", encoding="utf-8", newline="\n") as file:
        yaml.dump(document, file)


def template_document() -> CommentedMap:
    """The template as YAML will show it: each field's words, then its place."""
    places = {mark.name: mark for mark in jido_teate.marks() if isinstance(mark, Place)}
    fields = [CommentedMap({"name": name, **_plain(words), **_place(places[name])}) for name, words in _words()]
    return CommentedMap(
        {
            "template": jido_teate.NAME,
            "title": jido_teate.TITLE,
            "blank": "blank.png",
            "dpi": 200,
            "key": jido_teate.KEY,
            "fields": fields,
            "rules": [_flow_map(rule) for rule in jido_teate.RULES],
        }
    )


def _words() -> list[tuple[str, dict[str, object]]]:
    return list(jido_teate.FIELDS.items())


def _plain(words: dict[str, object]) -> dict[str, Any]:
    return {key: str(value) if key == "type" else value for key, value in words.items()}


def _place(place: Place) -> dict[str, Any]:
    if place.zone:
        return {"zone": _flow(place.zone)}
    if place.boxes:
        return {"boxes": [_flow(box) for box in place.boxes]}
    return {"options": CommentedMap({text: _flow(rect) for text, rect in place.options.items()})}


def _flow(rect: Rect) -> CommentedSeq:
    numbers = CommentedSeq([rect.x, rect.y, rect.w, rect.h])
    numbers.fa.set_flow_style()
    return numbers


def _flow_map(rule: dict[str, str]) -> CommentedMap:
    flow = CommentedMap(rule)
    flow.fa.set_flow_style()
    return flow

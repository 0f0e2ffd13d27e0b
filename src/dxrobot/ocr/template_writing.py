"""Template writing: a proposal as the YAML file that a person goes on with, its doubts as comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from dxrobot.i18n import _
from dxrobot.ocr.ink import Rect
from dxrobot.ocr.label_words import KEY_LABELS
from dxrobot.ocr.proposal import Draft, Proposal
from dxrobot.ocr.template import FieldType

_FIXED = frozenset({FieldType.MY_NUMBER, FieldType.CORPORATE_NUMBER, FieldType.BANK_ACCOUNT, FieldType.DIGITS})


def written_template(name: str, pages: Sequence[Proposal], blanks: Sequence[str], dpi: int) -> str:
    """The template file called ``name`` for the proposals of its pages, whose pictures are ``blanks``."""
    drafts = list(_named([(number, draft) for number, page in enumerate(pages, start=1) for draft in page.drafts]))
    document = CommentedMap(
        {"template": name, "title": next((page.title for page in pages if page.title), name), "blank": blanks[0]}
    )
    if len(blanks) > 1:
        document["next_pages"] = list(blanks[1:])
    document["dpi"] = dpi
    document["key"] = _key(drafts)
    document["fields"] = _fields(drafts)
    if rules := [_flow(rule) for rule in _rules(drafts)]:
        document["rules"] = rules
    document.yaml_set_start_comment(_head(pages))
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump(document, text)
    return text.getvalue()


Numbered = tuple[int, str, Draft]
"""Page, final name, draft."""


def _head(pages: Sequence[Proposal]) -> str:
    lines = [
        _("白紙の様式から作った案です。次のことを人が確かめてください。"),
        _("1. dxrobot ocr template check で絵にして、場所がずれていないか、足りない項目がないか。"),
        _("2. title、label と type(種類)。名前(name)は、シナリオで使う前なら変えられます。"),
        _("3. key(1枚を区別する項目)。行番号やページ番号は使えません。"),
        _("4. 必ず書く項目に required: true。個人情報は sensitive(種類で決まるものは書かなくてよい)。"),
        _("5. length(文字数)は枠の数です。枠を余らせて書く項目からは消してください。"),
    ]
    left_out = list(dict.fromkeys(label for page in pages for label in page.left_out if label))
    if left_out:
        lines.append(_("職員が書く欄として外したもの: {labels}").format(labels="、".join(left_out)))
    return "\n".join(lines)


def _named(drafts: Sequence[tuple[int, Draft]]) -> Iterator[Numbered]:
    """Every draft with a name of its own; parts of one date keep one beginning."""
    taken: set[str] = set()
    for number, (page, draft) in enumerate(drafts, start=1):
        base = draft.name or f"field_{number:02}"
        name, again = base, 1
        while name in taken:
            again += 1
            name = f"{base}_{again}"
        taken.add(name)
        yield page, name, draft


def _key(drafts: Sequence[Numbered]) -> str:
    """The field that most likely names a form among others; the first that is one value when none does."""
    single = [(name, draft) for _page, name, draft in drafts if not draft.columns]
    for label in KEY_LABELS:
        for name, draft in single:
            if label in draft.label.replace(" ", ""):
                return name
    written = [name for name, draft in single if draft.type not in (FieldType.CHECKBOX, FieldType.CHOICE)]
    return (written or [name for name, _draft in single] or [name for _page, name, _draft in drafts])[0]


def _fields(drafts: Sequence[Numbered]) -> CommentedSeq:
    fields = CommentedSeq()
    for page, name, draft in drafts:
        fields.append(_field(name, draft, page))
        if draft.notes:
            fields.yaml_set_comment_before_after_key(len(fields) - 1, before="\n".join(draft.notes), indent=2)
    return fields


def _field(name: str, draft: Draft, page: int = 1) -> CommentedMap:
    field = CommentedMap({"name": name, "label": draft.label, "type": draft.type.value})
    if page > 1:
        field["page"] = page
    if draft.boxes and draft.type in _FIXED:
        field["length"] = len(draft.boxes)
    field |= {
        key: value for key, value in (("minimum", draft.minimum), ("maximum", draft.maximum)) if value is not None
    }
    if draft.birth:
        field["sensitive"] = "birth_date"
    if draft.zone:
        field["zone"] = _flow(draft.zone)
    if draft.boxes:
        field["boxes"] = [_flow(box) for box in draft.boxes]
    if draft.options:
        field["options"] = CommentedMap({text: _flow(rect) for text, rect in draft.options.items()})
    if draft.columns:
        field["rows"], field["pitch"] = draft.rows, draft.pitch
        columns = list(_named([(1, column) for column in draft.columns]))
        field["columns"] = [_field(column_name, column) for _page, column_name, column in columns]
    return field


def _flow(value: Rect | dict[str, Any]) -> CommentedSeq | CommentedMap:
    flow = CommentedMap(value) if isinstance(value, dict) else CommentedSeq(value)
    flow.fa.set_flow_style()
    return flow


def _rules(drafts: Sequence[Numbered]) -> Iterator[dict[str, Any]]:
    """Rules for fields that clearly belong together."""
    names = {name for _page, name, _draft in drafts}
    for _page, name, draft in drafts:
        if draft.part == "era":
            parts = {
                word: name.replace("_era", f"_{part}") for word, part in (("year", "y"), ("month", "m"), ("day", "d"))
            }
            if names.issuperset(parts.values()):
                yield {"rule": "date_parts", "era": name, **parts}
    tables = [(name, draft.columns) for _page, name, draft in drafts if draft.columns]
    sums = [
        f"{table}.{column.name}" for table, columns in tables for column in columns if column.type is FieldType.AMOUNT
    ]
    if len(sums) == 1 and "total" in names:
        yield {"rule": "sum", "total": "total", "parts": sums}
    for rule, first, second in (("postal_address", "postal_code", "address"), ("kana_name", "kana", "name")):
        if {first, second} <= names:
            key = "postal" if first == "postal_code" else first
            yield {"rule": rule, key: first, second: second}

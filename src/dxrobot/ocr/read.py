"""Read: the evidence of every field of a registered sheet, all lines recognised in one batch."""

from __future__ import annotations

from dxrobot.ocr.charset import charset_of
from dxrobot.ocr.engine import Recogniser
from dxrobot.ocr.evidence import Evidence, gather
from dxrobot.ocr.ink import Sheet
from dxrobot.ocr.marks import read_checkbox, read_choice
from dxrobot.ocr.strips import Strip, strip_of_comb, strip_of_zone, views
from dxrobot.ocr.template import FieldType, Template, TemplateField


def read_fields(sheet: Sheet, template: Template, recogniser: Recogniser) -> dict[str, Evidence]:
    """The evidence of each field of ``template`` by its name."""
    strips = {field.name: _strip(sheet, field) for field in template.fields if not _is_mark(field)}
    inked = {name: strip for name, strip in strips.items() if strip}
    pictures = [view for strip in inked.values() for view in views(strip)]
    read = recogniser.recognise(pictures)
    count = len(pictures) // max(1, len(inked))
    evidence = {
        name: gather(
            template.field(name),
            strip,
            charset_of(template.field(name), recogniser.characters),
            read[index * count : (index + 1) * count],
        )
        for index, (name, strip) in enumerate(inked.items())
    }
    return {field.name: evidence.get(field.name) or _without_text(sheet, field) for field in template.fields}


def _is_mark(field: TemplateField) -> bool:
    return field.type in (FieldType.CHECKBOX, FieldType.CHOICE)


def _strip(sheet: Sheet, field: TemplateField) -> Strip | None:
    if field.boxes:
        return strip_of_comb(sheet, field.boxes)
    return strip_of_zone(sheet, field.zone) if field.zone else None


def _without_text(sheet: Sheet, field: TemplateField) -> Evidence:
    if field.type is FieldType.CHOICE:
        return read_choice(sheet, field)
    if field.type is FieldType.CHECKBOX and field.zone:
        return read_checkbox(sheet, field.zone)
    return Evidence()

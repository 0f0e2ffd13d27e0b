"""Read: the evidence of every field of a registered sheet, all lines recognised in one batch."""

from __future__ import annotations

from dataclasses import dataclass

from dxrobot.ocr.charset import charset_of
from dxrobot.ocr.digit_network import look
from dxrobot.ocr.engine import Recogniser
from dxrobot.ocr.evidence import Evidence, View, gather
from dxrobot.ocr.ink import RED_PIXELS, Sheet
from dxrobot.ocr.marks import read_checkbox, read_choice
from dxrobot.ocr.pages import Picture
from dxrobot.ocr.prior import NUMBERED, Knowledge
from dxrobot.ocr.strips import Strip, second_view, strip_of_comb, strip_of_zone, whole
from dxrobot.ocr.template import FieldType, Template, TemplateField
from dxrobot.ocr.validate import needs_both_engines

_PLAIN_MARGIN = 5.0
_PLAIN_WEAKEST = 0.9
"""Surer than this by one view, a second one only cost time: none of them was wrong on the calibrate split."""


_SECOND_WEIGHT = 0.5
_WITH_DIGITS = frozenset(FieldType) - {FieldType.NAME, FieldType.KANA}
"""Kinds of fields whose digits are looked at by themselves too, where they are in doubt."""


@dataclass(frozen=True)
class Engines:
    """The recogniser that reads every line, and another that is asked too where that one is in doubt."""

    first: Recogniser
    second: Recogniser | None = None
    threads: int = 1
    """How many pages may be worked on at once."""

    def load(self) -> None:
        """Load both now and not at their first use; :class:`InputError` when one is missing."""
        for recogniser in (self.first, self.second):
            _characters = recogniser.characters if recogniser else ()


@dataclass
class _Line:
    """One field's writing while it is being recognised."""

    field: TemplateField
    strip: Strip
    views: list[View]


def read_fields(sheet: Sheet, template: Template, engines: Engines, knowledge: Knowledge) -> dict[str, Evidence]:
    """The evidence of each field of ``template`` by its name; what one view leaves doubtful is looked at again."""
    lines = [_Line(field, strip, []) for field in template.fields if (strip := _strip(sheet, field))]
    _recognise(lines, [line.strip.picture for line in lines], engines.first)
    evidence = {line.field.name: gather(line.field, line.strip, line.views, knowledge) for line in lines}
    doubtful = [line for line in lines if not _plain(line.field, evidence[line.field.name])]
    _recognise(doubtful, [second_view(line.strip) for line in doubtful], engines.first)
    if engines.second:
        _recognise(doubtful, [line.strip.picture for line in doubtful], engines.second, _SECOND_WEIGHT)
    evidence.update({line.field.name: _looked_at_again(line, knowledge) for line in doubtful})
    return {field.name: evidence.get(field.name) or _without_text(sheet, field) for field in template.fields}


def _looked_at_again(line: _Line, knowledge: Knowledge) -> Evidence:
    odds = look(line.strip.picture, line.views[0].narrow) if line.field.type in _WITH_DIGITS else None
    return gather(line.field, line.strip, line.views, knowledge, odds)


def _recognise(lines: list[_Line], pictures: list[Picture], recogniser: Recogniser, weight: float = 1.0) -> None:
    for line, view in zip(lines, recogniser.recognise(pictures), strict=True):
        charset = charset_of(line.field, recogniser.characters)
        line.views.append(View(charset.narrow(view), charset.characters, weight))


def _plain(field: TemplateField, evidence: Evidence) -> bool:
    """Whether one view is enough; never where nothing but a second engine can confirm what was read."""
    if not evidence.best or evidence.best.value is None or needs_both_engines(field, evidence.best.value):
        return False
    if field.type in NUMBERED and not evidence.worth:
        return False
    return evidence.margin >= _PLAIN_MARGIN and evidence.weakest >= _PLAIN_WEAKEST


def _strip(sheet: Sheet, field: TemplateField) -> Strip | None:
    if field.type in (FieldType.CHECKBOX, FieldType.CHOICE):
        return None
    if field.boxes:
        return strip_of_comb(sheet, field.boxes)
    return strip_of_zone(sheet, field.zone) if field.zone else None


def _without_text(sheet: Sheet, field: TemplateField) -> Evidence:
    if field.type is FieldType.CHOICE:
        return read_choice(sheet, field)
    if field.type is FieldType.CHECKBOX and field.zone:
        return read_checkbox(sheet, field.zone)
    places = [field.zone] if field.zone else field.boxes
    return Evidence(written=sum(sheet.red_pixels(whole(place)) for place in places) > RED_PIXELS)

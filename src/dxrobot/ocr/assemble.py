"""Assemble: the pages of one file put together as forms, tables put together from their cells. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dxrobot.i18n import _
from dxrobot.ocr.cross_check import cross_check_readings
from dxrobot.ocr.reading import Form, Reading, Status
from dxrobot.ocr.template import FieldType, Template, TemplateField

_NOWHERE = (0, 0, 0, 0)


def assemble(pages: Iterable[Form], templates: Mapping[str, Template]) -> Iterator[Form]:
    """Forms from the pages of one file, each as soon as it is whole.

    Pages of a form of several pages follow one another, in any order; what comes again or of another form begins the
    next. Fields of a page that is missing wait for a person. ``page`` of a form is that of its first page in the file.
    """
    held: list[Form] = []
    for page in pages:
        template = templates.get(page.template or "")
        if held and not _goes_on(held, page):
            yield _put_together(held, templates[str(held[0].template)])
            held = []
        if template is None or page.error is not None:
            yield page
        elif len(template.pages) == 1:
            yield page.evolve(readings=_whole(template, page.readings))
        else:
            held.append(page)
            if len(held) == len(template.pages):
                yield _put_together(held, template)
                held = []
    if held:
        yield _put_together(held, templates[str(held[0].template)])


def _goes_on(held: Sequence[Form], page: Form) -> bool:
    """Whether ``page`` is a further page of the form that is being put together."""
    return page.error is None and page.template == held[0].template and page.sheet not in {one.sheet for one in held}


def _put_together(pages: Sequence[Form], template: Template) -> Form:
    there = {page.sheet: page for page in pages}
    readings = [reading for page in pages for reading in page.readings]
    for number in range(1, len(template.pages) + 1):
        if number not in there:
            readings += [_missing(field) for field in template.sheet(number).fields]
    distances = [page.registration_px for page in pages if page.registration_px is not None]
    checked = cross_check_readings(template, readings)
    whole = _whole(template, checked)
    return pages[0].evolve(readings=whole, registration_px=max(distances, default=None), sheet=1)


def _missing(field: TemplateField) -> Reading:
    reason = _("この項目のある {page} ページ目が、スキャンにありません。").format(page=field.page)
    return Reading(field.name, None, "", None, Status.REVIEW, reason, _NOWHERE)


def _whole(template: Template, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings in the order of the template, cells put into their tables."""
    by_name = {reading.field: reading for reading in readings}
    return tuple(
        _table(field, by_name) if field.type is FieldType.TABLE else by_name[field.name] for field in template.fields
    )


def _table(field: TemplateField, by_name: Mapping[str, Reading]) -> Reading:
    cells = tuple(
        by_name[cell.name]
        for row in range(1, (field.rows or 0) + 1)
        for cell in field.cells(row)
        if cell.name in by_name
    )
    text = " ".join(cell.text for cell in cells if cell.text)
    empty = Reading(field.name, None, text, None, Status.BLANK, "", _around(cells))
    return empty.of_cells(cells)


def _around(cells: Sequence[Reading]) -> tuple[int, int, int, int]:
    boxes = [cell.box for cell in cells if cell.box != _NOWHERE]
    if not boxes:
        return _NOWHERE
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top

"""The register workbook (登録簿): what was read from a batch of forms, and what a person must look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from dxrobot.i18n import _
from dxrobot.ocr.reading import Form
from dxrobot.ocr.template import Template
from dxrobot.sheets import form_sheet, review_sheet
from dxrobot.sheets.cells import location
from dxrobot.sheets.doubts import Place, doubts, field_by_field, is_readable
from dxrobot.sheets.overview_sheet import write_overview
from dxrobot.sheets.page import add_sheet, new_workbook
from dxrobot.sheets.safe_write import safe_write


def write_register(
    path: Path,
    forms: Sequence[Form],
    templates: Mapping[str, Template],
    as_read: Sequence[Form] = (),
    *,
    by_field: bool = False,
) -> None:
    """Write the register of ``forms`` at ``path``, readable by its owner alone.

    A sheet まとめ with the counts, one sheet a template with one row a form, and a sheet 確認 with one row a doubtful
    field. ``templates`` are found by name. ``as_read`` are the pages as the machine left them; without them a value
    that a person changed cannot be told from one that the person confirmed. ``by_field`` puts all doubts of one field
    together instead of those of one form.
    Raises :class:`~dxrobot.errors.InputError` when the file cannot be written.
    """
    read = [form for form in forms if is_readable(form, templates)]
    by_template = {name: [form for form in read if form.template == name] for name in templates}
    workbook = new_workbook(_("登録簿"))
    write_overview(add_sheet(workbook, _("まとめ")), forms, templates, as_read)
    sheets = {
        name: add_sheet(workbook, _("登録簿 {title}").format(title=templates[name].title))
        for name, its_forms in by_template.items()
        if its_forms
    }
    review = add_sheet(workbook, _("確認"))
    asked = doubts(read, as_read)
    asked = field_by_field(asked, templates) if by_field else asked
    explained = {doubt.place: location(review, row, 1) for row, doubt in enumerate(asked, review_sheet.FIRST_ROW)}
    cells: dict[Place, str] = {}
    for name, sheet in sheets.items():
        cells |= form_sheet.cell_locations(sheet, templates[name], by_template[name])
        form_sheet.write_form_sheet(sheet, templates[name], by_template[name], explained)
    review_sheet.write_review(review, asked, templates, cells)
    safe_write(path, workbook.save, private=True)

"""Reviewing without a run: doubtful fields go out in a workbook with their pictures, and what people wrote comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dxrobot.actions.answer_file import load_answers
from dxrobot.actions.digests import digest_of
from dxrobot.actions.form_view import ScannedForm
from dxrobot.actions.forms import answers_to, refuse_ambiguous, settled_form
from dxrobot.actions.progress import Progress
from dxrobot.app.reading import read_scans
from dxrobot.config import Workspace
from dxrobot.masking import Secret
from dxrobot.ocr.reading import Form
from dxrobot.ocr.template import Template
from dxrobot.sheets.register import write_register
from dxrobot.sheets.safe_write import check_writable


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Forms with people's answers in the place of doubtful readings, and the same as the machine read them."""

    forms: tuple[Form, ...]
    as_read: tuple[Form, ...]
    templates: dict[str, Template]

    @property
    def settled(self) -> int:
        """How many doubtful fields have an answer."""
        return sum(reading.settled_by != "" for form in self.forms for reading in form.plain_readings)

    @property
    def left(self) -> int:
        """How many are still open."""
        return sum(len(form.doubtful) for form in self.forms)


def write_review_workbook(
    workspace: Workspace,
    book: Path,
    files: Sequence[Path],
    templates: Sequence[str],
    progress: Progress,
    *,
    by_field: bool = True,
    password: Secret | None = None,
) -> Reviewed:
    """Read ``files`` and write ``book``: the register with the sheet 確認, its rows field by field or form by form."""
    check_writable(book.resolve())  # before pages are read for hours
    forms, known = read_scans(workspace, files, templates, progress, password)
    write_register(book, forms, known, by_field=by_field)
    return Reviewed(tuple(forms), tuple(forms), known)


def take_review_workbook(
    workspace: Workspace,
    book: Path,
    files: Sequence[Path],
    templates: Sequence[str],
    progress: Progress,
    *,
    password: Secret | None = None,
) -> Reviewed:
    """Read ``files`` again and put what people wrote into ``book`` in the place of their doubtful fields.

    Raises :class:`~dxrobot.errors.InputError` naming the row for an answer that its field cannot hold.
    """
    forms, known = read_scans(workspace, files, templates, progress, password)
    given = load_answers(book, known.values())
    digests = {form.file: digest_of(Path(form.file)) for form in forms if form.error is None}
    scanned = [
        ScannedForm(form, known[form.template], digests[form.file])
        for form in forms
        if form.error is None and form.template
    ]
    refuse_ambiguous(given, scanned)
    settled = {
        id(one.form): settled_form(one.form, {answer.field: answer for answer in answers_to(one, given)})
        for one in scanned
    }
    return Reviewed(tuple(settled.get(id(form), form) for form in forms), tuple(forms), known)

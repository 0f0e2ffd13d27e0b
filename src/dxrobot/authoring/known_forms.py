"""Forms whose values are known, in the place of scans: a test of a scenario reads no page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from PIL import Image

from dxrobot.actions.form_reading import FormReading
from dxrobot.authoring.cases import KnownForm
from dxrobot.config import Workspace
from dxrobot.i18n import _
from dxrobot.library import Library
from dxrobot.masking import Secret
from dxrobot.ocr.reading import Form, Reading, Status
from dxrobot.ocr.template import Template

_BOX = (0, 0, 1, 1)


class KnownPages:
    """Reads the known form where a page would be read; each has a small picture of its own in ``folder``."""

    def __init__(self, forms: Sequence[KnownForm], folder: Path, library: Library) -> None:
        self._templates = {form.template: library.template(form.template).model for form in forms}
        self._forms = {f"{number:03d}.png": form for number, form in enumerate(forms, start=1)}
        folder.mkdir()
        for number, name in enumerate(self._forms, start=1):
            # Every scan has a content of its own, by which it is told from the others.
            Image.new("RGB", (8, 8), (number % 256, number // 256 % 256, 0)).save(folder / name)

    def reading(self, _workspace: Workspace, names: Sequence[str], _password: Secret | None = None) -> FormReading:
        """As :func:`dxrobot.actions.form_reading.form_reading`."""
        return FormReading(self, {name: self._templates[name] for name in self._templates if name in names})

    def read_files(self, paths: Iterable[Path]) -> Iterator[Form]:
        """The form that stands for each file."""
        for path in paths:
            form = self._forms[path.name]
            yield _form(str(path), form, self._templates[form.template])


def known_pages(forms: Sequence[KnownForm], folder: Path, library: Library) -> KnownPages | None:
    """What reads ``forms`` in place of scans; None when a case has none."""
    return KnownPages(forms, folder, library) if forms else None


def _form(file: str, form: KnownForm, template: Template) -> Form:
    readings = tuple(_reading(field.name, form) for field in template.fields)
    return Form(file, 1, form.template, registered=True, registration_px=0.0, readings=readings)


def _reading(field: str, form: KnownForm) -> Reading:
    value = form.values.get(field)
    if field in form.doubtful:
        return Reading(field, value, str(value or ""), None, Status.REVIEW, _("試験のための確認待ちです。"), _BOX)
    status = Status.BLANK if value is None else Status.ACCEPTED
    return Reading(field, value, str(value or ""), None, status, "", _BOX)

"""Reading scans without entering them anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dxrobot.actions.form_reading import form_reading
from dxrobot.actions.progress import Progress
from dxrobot.actions.scans import scans_in
from dxrobot.config import Workspace
from dxrobot.masking import Secret
from dxrobot.ocr.pages import count_pages
from dxrobot.ocr.reading import Form
from dxrobot.ocr.template import Template


def read_scans(
    workspace: Workspace,
    files: Sequence[Path],
    templates: Sequence[str],
    progress: Progress,
    password: Secret | None = None,
) -> tuple[list[Form], dict[str, Template]]:
    """Every page of ``files`` with the templates it may be; all of the workspace's when ``templates`` is empty.

    ``password`` opens the PDF files that have one.
    """
    reading = form_reading(workspace, templates, password)
    paths, forms = scans_in(files), []
    pages = sum(count_pages(path, password) for path in paths)
    for done, form in enumerate(reading.reader.read_files(paths), start=1):
        progress.report("pages", done, pages)
        forms.append(form)
    return forms, reading.templates

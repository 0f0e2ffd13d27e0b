"""Reading scans without entering them anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dxrobot.actions.base import Progress
from dxrobot.actions.forms import scans_in
from dxrobot.config import Workspace
from dxrobot.library import Library
from dxrobot.ocr.form_reader import open_form_reader
from dxrobot.ocr.reading import Form
from dxrobot.ocr.template import Template


def read_scans(
    workspace: Workspace, files: Sequence[Path], templates: Sequence[str], progress: Progress
) -> tuple[list[Form], dict[str, Template]]:
    """Every page of ``files`` with the templates it may be; all of the workspace's when ``templates`` is empty."""
    names = list(templates) or Library(workspace).template_names()
    reader = open_form_reader(workspace, names)
    forms = []
    for done, form in enumerate(reader.read_files(scans_in(files)), start=1):
        progress.report("pages", done, 0)
        forms.append(form)
    return forms, {name: reader.template(name) for name in names}

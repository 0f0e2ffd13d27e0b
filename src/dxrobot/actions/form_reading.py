"""A form reader as a workspace's settings want it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dxrobot.config import Workspace
from dxrobot.ocr.engines import engines_of
from dxrobot.ocr.form_reader import FormReader
from dxrobot.ocr.reading import Form
from dxrobot.ocr.template import Template
from dxrobot.ocr.template_files import load_templates


class PageReader(Protocol):
    """What reads the pages of scans: recognition, or in a test the values that are known."""

    def read_files(self, paths: Iterable[Path]) -> Iterator[Form]:
        """Every page of the files, in their order."""


@dataclass(frozen=True, slots=True)
class FormReading:
    """A reader and the templates it knows, by name."""

    reader: PageReader
    templates: dict[str, Template]


def form_reading(workspace: Workspace, names: Sequence[str]) -> FormReading:
    """Reading with the workspace's templates called ``names``, all of them when there are none."""
    loaded = load_templates(workspace.ocr_templates, names or None)
    settings = workspace.settings.ocr
    engines = engines_of(settings.model_dir, settings.threads)
    return FormReading(
        FormReader(loaded, engines), {template.template.template: template.template for template in loaded}
    )


ReadPages = Callable[[Workspace, Sequence[str]], FormReading]
"""How a run comes by the reader for the templates it names."""

"""A form reader as a workspace's settings want it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dxrobot.config import Workspace
from dxrobot.masking import Secret
from dxrobot.ocr.reading import Form
from dxrobot.ocr.template import Template

if TYPE_CHECKING:
    from dxrobot.ocr.engine import Recogniser
    from dxrobot.ocr.read import Engines


class PageReader(Protocol):
    """What reads the pages of scans: recognition, or in a test the values that are known."""

    def read_files(self, paths: Iterable[Path]) -> Iterator[Form]:
        """Every page of the files, in their order."""


@dataclass(frozen=True, slots=True)
class FormReading:
    """A reader and the templates it knows, by name."""

    reader: PageReader
    templates: dict[str, Template]


def form_reading(workspace: Workspace, names: Sequence[str], password: Secret | None = None) -> FormReading:
    """Reading with the workspace's templates called ``names``, all of them when there are none.

    ``password`` opens the PDF files that have one.
    """
    # Loaded only here: most runs read no form, and would begin a fifth of a second later.
    from dxrobot.ocr.form_reader import FormReader
    from dxrobot.ocr.learned import current
    from dxrobot.ocr.template_files import load_templates

    taught = current(workspace.learned)
    loaded = [
        replace(one, learned=taught, kept=workspace.features)
        for one in load_templates(workspace.ocr_templates, names or None)
    ]
    return FormReading(
        FormReader(loaded, _engines(workspace), password),
        {template.template.template: template.template for template in loaded},
    )


def recogniser_of(workspace: Workspace) -> Recogniser:
    """The recogniser for what is printed on a blank form."""
    from dxrobot.ocr.engines import printed_recogniser  # loaded only here, as above

    settings = workspace.settings.ocr
    return printed_recogniser(settings.model_dir, settings.threads)


def _engines(workspace: Workspace) -> Engines:
    from dxrobot.ocr.engines import engines_of  # loaded only here, as above

    settings = workspace.settings.ocr
    return engines_of(settings.model_dir, settings.threads, settings.second_engine, settings.tesseract)


ReadPages = Callable[[Workspace, Sequence[str], Secret | None], FormReading]
"""How a run comes by the reader for the templates it names, and for files with a password."""

"""A form reader as a workspace's settings want it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dxrobot.config import Workspace
from dxrobot.ocr.reading import Form
from dxrobot.ocr.template import Template

if TYPE_CHECKING:
    from dxrobot.ocr.engine import PaddleRecogniser


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
    # Loaded only here: most runs read no form, and would begin a fifth of a second later.
    from dxrobot.ocr.form_reader import FormReader
    from dxrobot.ocr.template_files import load_templates

    loaded = load_templates(workspace.ocr_templates, names or None)
    settings = workspace.settings.ocr
    recogniser = _recogniser(settings.model_dir, settings.threads)
    return FormReading(
        FormReader(loaded, recogniser), {template.template.template: template.template for template in loaded}
    )


@lru_cache(maxsize=1)
def _recogniser(model_dir: str, threads: int) -> PaddleRecogniser:
    """One for all readings of this process: loading the model takes most of a second."""
    from dxrobot.ocr.engine import PaddleRecogniser  # loaded only here, as above

    return PaddleRecogniser(model_dir, threads)


ReadPages = Callable[[Workspace, Sequence[str]], FormReading]
"""How a run comes by the reader for the templates it names."""

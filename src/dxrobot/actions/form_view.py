"""A form as expressions see it: its fields by name, and no doubtful value ever."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dxrobot.errors import NeedsReview
from dxrobot.i18n import _
from dxrobot.masking import Sensitive
from dxrobot.ocr.reading import Form, Status, Value
from dxrobot.ocr.template import Template


@dataclass(frozen=True, slots=True)
class ScannedForm:
    """A recognised form with its template and the digest of the file it was read from."""

    form: Form
    template: Template
    scan_digest: str

    @property
    def source(self) -> str:
        """File and page, as people name them."""
        return f"{Path(self.form.file).name}#{self.form.page}"

    @property
    def provisional_key(self) -> str:
        """A name for the item while its own key is still doubtful."""
        return f"scan:{self.scan_digest[:12]}#{self.form.page}"

    def fields_among(self, words: Set[str]) -> list[str]:
        """Its fields by their names; ``key`` is the one that names the form."""
        wanted = {self.template.key if word == "key" else word for word in words}
        return sorted(wanted & {field.name for field in self.template.fields})

    def sensitivity(self, field: str) -> Sensitive | None:
        """What the template says of ``field``."""
        return self.template.field(field).sensitivity

    def content(self) -> dict[str, Value]:
        """Every field with its value."""
        return {reading.field: reading.value for reading in self.form.readings}

    def value(self, field: str) -> Value:
        """The settled value of ``field``; raises :class:`NeedsReview` while a person has not looked at it."""
        reading = self.form.reading(field)
        if reading.status is Status.REVIEW:
            label = self.template.field(field).label
            raise NeedsReview(_("「{label}」の確認が済んでいません。").format(label=label))
        return reading.value

    def origin(self, field: str) -> dict[str, Any]:
        """Where the value of ``field`` came from, for the journal."""
        reading = self.form.reading(field)
        return {
            "file": Path(self.form.file).name,
            "scan": self.scan_digest,
            "page": self.form.page,
            "field": field,
            "label": self.template.field(field).label,
            "box": list(reading.box),
            "text": reading.text,
            "confidence": reading.confidence,
            "settled_by": reading.settled_by,
        }


class FormView:
    """What ``form`` is in an expression: ``form.name``, ``form.key``, ``form.template``."""

    def __init__(self, scanned: ScannedForm) -> None:
        self._scanned = scanned

    @property
    def scanned(self) -> ScannedForm:
        """The form itself, for actions."""
        return self._scanned

    @property
    def sourced(self) -> ScannedForm:
        """The form itself, for the engine."""
        return self._scanned

    @property
    def template(self) -> str:
        """The name of the form's template."""
        return self._scanned.template.template

    @property
    def key(self) -> Value:
        """The value that names this form among all others."""
        return self._scanned.value(self._scanned.template.key)

    def __getattr__(self, field: str) -> Value:
        try:
            return self._scanned.value(field)
        except KeyError as error:
            raise AttributeError(field) from error

"""The doubtful fields of a batch: what the machine read, what a person made of it, and how many there were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dxrobot.ocr.reading import Form, Reading, Status
from dxrobot.ocr.template import Template

Place = tuple[str, int, str]
"""Where a field stands: file, page and the field's name."""


def place_of(form: Form, reading: Reading) -> Place:
    """Where ``reading`` stands."""
    return form.file, form.page, reading.field


@dataclass(frozen=True, slots=True)
class Doubt:
    """One field that a person was asked about."""

    form: Form
    reading: Reading
    """The field as it stands now."""
    machine: Reading
    """The field as the machine left it; the same as ``reading`` when that was not kept."""

    @property
    def place(self) -> Place:
        """Where the field stands."""
        return place_of(self.form, self.reading)

    @property
    def settled(self) -> bool:
        """Whether a person has decided."""
        return self.reading.settled_by != ""

    @property
    def corrected(self) -> bool:
        """Whether the person's value is another than the machine's."""
        return self.settled and self.reading.value != self.machine.value


@dataclass(frozen=True, slots=True)
class Counts:
    """How a batch went: every field read was accepted, blank or asked about."""

    files: int
    pages: int
    forms: int
    unreadable_pages: int
    fields: int
    accepted: int
    """Accepted as the machine read them."""
    blank: int
    """Empty on the form, by the machine's own judgement."""
    asked: int
    """Set aside for a person."""
    settled: int
    """Of these, decided by a person."""
    corrected: int | None
    """Of the settled ones, those where the person's value is another than the machine's; None when nobody kept it."""


def is_readable(form: Form, templates: Mapping[str, Template]) -> bool:
    """Whether ``form`` was recognised and read."""
    return form.error is None and form.template in templates


def was_doubted(reading: Reading) -> bool:
    """Whether a person is or was asked about this field."""
    return reading.status is Status.REVIEW or reading.settled_by != ""


def doubts(forms: Iterable[Form], as_read: Iterable[Form]) -> tuple[Doubt, ...]:
    """The doubtful fields of ``forms`` in the order of the forms and their fields.

    ``as_read`` holds the same pages as the machine left them, found by file and page.
    """
    machine = {place_of(form, reading): reading for form in as_read for reading in form.plain_readings}
    return tuple(
        Doubt(form, reading, machine.get(place_of(form, reading), reading))
        for form in forms
        for reading in form.plain_readings
        if was_doubted(reading)
    )


def field_by_field(asked: Sequence[Doubt], templates: Mapping[str, Template]) -> tuple[Doubt, ...]:
    """The same doubts with all of one field together: who looks at forty dates in a row is faster than form by form."""
    order = {
        (name, field.name): number
        for name, template in templates.items()
        for number, field in enumerate(template.plain_fields)
    }
    return tuple(
        sorted(asked, key=lambda doubt: (str(doubt.form.template), order[_column(doubt, order)], doubt.place[:2]))
    )


def _column(doubt: Doubt, order: Mapping[tuple[str, str], int]) -> tuple[str, str]:
    """A cell of a table goes with the first row of its column."""
    table, *cell = doubt.reading.field.split(".")
    first = f"{table}.1.{cell[-1]}" if cell else table
    key = (str(doubt.form.template), first)
    return key if key in order else (key[0], doubt.reading.field)


def count(forms: Sequence[Form], templates: Mapping[str, Template], as_read: Sequence[Form]) -> Counts:
    """Count the files, pages and fields of a batch."""
    read = [form for form in forms if is_readable(form, templates)]
    readings = [reading for form in read for reading in form.plain_readings]
    asked = doubts(read, as_read)
    settled = sum(doubt.settled for doubt in asked)
    blank = sum(reading.status is Status.BLANK and not was_doubted(reading) for reading in readings)
    return Counts(
        files=len({form.file for form in forms}),
        pages=len(forms),
        forms=len(read),
        unreadable_pages=len(forms) - len(read),
        fields=len(readings),
        accepted=len(readings) - blank - len(asked),
        blank=blank,
        asked=len(asked),
        settled=settled,
        corrected=sum(doubt.corrected for doubt in asked) if as_read or not settled else None,
    )

"""What readings left to people, kept until it is settled so that it can be decided while no run is at work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from dxrobot.ocr.reading import Form, Value
from dxrobot.ocr.template import Template
from dxrobot.store.models import Answer, Doubt, Run


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """One field that waits for a person."""

    id: int
    run: Run
    scan_digest: str
    file: str
    page: int
    template: str
    form_key: str
    field: str
    text: str
    value: Value
    candidates: tuple[str, ...]
    reason: str
    confidence: float | None
    crop: bytes


def keep_doubts(run: Run, scan_digest: str, form: Form, template: Template) -> None:
    """Keep what is doubtful of one form as it stands now; what no longer is doubtful is forgotten."""
    positions = {field.name: number for number, field in enumerate(template.plain_fields)}
    key = next((reading.value or reading.text for reading in form.readings if reading.field == template.key), "")
    doubtful = form.doubtful
    with transaction.atomic():
        names = [reading.field for reading in doubtful]
        Doubt.objects.filter(scan_digest=scan_digest, page=form.page).exclude(field__in=names).delete()
        for reading in doubtful:
            Doubt.objects.update_or_create(
                scan_digest=scan_digest,
                page=form.page,
                field=reading.field,
                defaults={
                    "run": run,
                    "file": Path(form.file).name,
                    "template": template.template,
                    "form_key": str(key)[:200],
                    "position": positions[reading.field],
                    "text": reading.text,
                    "value": reading.value,
                    "candidates": list(reading.candidates),
                    "reason": reading.reason,
                    "confidence": reading.confidence,
                    "crop": reading.crop,
                    "scan": str(Path(form.file).absolute()),
                    "box": list(reading.box) if reading.page else None,
                    "box_page": reading.page or None,
                    "box_turn": reading.turn,
                    "asked_at": timezone.now(),
                },
            )


FORM_BY_FORM = ("file", "page", "position")
FIELD_BY_FIELD = ("template", "position", "file", "page")


def open_doubts(order: Sequence[str], run: str = "") -> list[OpenDoubt]:
    """What waits for a person in ``order``, of all runs or of the one called ``run``."""
    rows = _open().order_by(*order, "id")
    return [_seen(row) for row in (rows.filter(run__name=run) if run else rows)]


def hold_doubt(number: int) -> OpenDoubt | None:
    """The open doubt with this number as :func:`open_doubt`, for the caller's transaction alone to settle."""
    Doubt.objects.select_for_update().filter(id=number).first()
    return open_doubt(number)


def open_doubt(number: int) -> OpenDoubt | None:
    """The open doubt with this number; None when there is none, or it is settled."""
    row = _open().filter(id=number).first()
    return _seen(row) if row else None


def _open() -> QuerySet[Doubt]:
    answered = Answer.objects.filter(
        scan_digest=OuterRef("scan_digest"), page=OuterRef("page"), field=OuterRef("field")
    )
    return Doubt.objects.filter(~Exists(answered)).select_related("run")


def _seen(row: Doubt) -> OpenDoubt:
    return OpenDoubt(
        row.id,
        row.run,
        row.scan_digest,
        row.file,
        row.page,
        row.template,
        row.form_key,
        row.field,
        row.text,
        row.value,
        tuple(row.candidates),
        row.reason,
        row.confidence,
        bytes(row.crop),
    )

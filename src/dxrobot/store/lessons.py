"""What people said of readings they looked at: the stuff that is learned from, once a field of a scan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from dxrobot.ocr.reading import Reading
from dxrobot.store.answers import SettledField
from dxrobot.store.models import Lesson, Run


def keep_lessons(run: Run, template: str, doubtful: Iterable[Reading], answers: Mapping[str, SettledField]) -> None:
    """Keep what was read, how sure that was, and what the person said; a later answer replaces an earlier one."""
    with transaction.atomic():
        for reading in doubtful:
            answer = answers.get(reading.field)
            if answer is None:
                continue
            Lesson.objects.update_or_create(
                scan_digest=answer.scan_digest,
                page=answer.page,
                field=reading.field,
                defaults={
                    "template": template,
                    "run": run,
                    "read": reading.value,
                    "candidates": list(reading.candidates),
                    "said": answer.value,
                    "confidence": reading.confidence,
                    "reason": reading.reason,
                    "right": reading.value == answer.value,
                    "made_at": timezone.now(),
                },
            )


def lessons() -> list[Lesson]:
    """All of them, the oldest first."""
    return list(Lesson.objects.order_by("made_at", "id"))

"""Whether what people corrected helps on forms that nobody saw: half of the pages are reviewed, the others read again.

Every doubtful field of the first half is answered with the truth, as by a person who makes no mistake; what
``dxrobot ocr learn`` makes of that is put in force, and the second half is read before and after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import dxrobot.store  # noqa: F401  (configures Django before a model is imported)
from dxrobot.app.learning import taught
from dxrobot.japanese.wareki import JAPAN
from dxrobot.ocr.engines import engines_of
from dxrobot.ocr.form_reader import FormReader
from dxrobot.ocr.learned import LearnedVersion
from dxrobot.ocr.reading import Reading, Status
from dxrobot.ocr.template_files import LoadedTemplate, load_templates
from dxrobot.store.models import Lesson
from tools.forms.degrade import DEGRADATIONS
from tools.forms.pages import Blanks, orders, write_set
from tools.prove.reading import TEMPLATES, fonts_here

_FORM = "juminhyo_seikyu"
"""What its papers are for comes again and again, and no list of that is known."""
Entry = Mapping[str, object]
"""One page as truth.json tells it."""


@dataclass(frozen=True)
class LearningProof:
    """Fields of the second half before and after: those of which words were learned."""

    words: int
    """Words that were learned."""
    fields: int
    right_before: int
    right_after: int
    accepted_before: int
    accepted_after: int
    wrong_before: int
    """Accepted and not what the truth says."""
    wrong_after: int


def prove(folder: Path, *, pages: int, seed: int, fonts: Sequence[str] = ()) -> LearningProof:
    """Draw ``pages`` pages, learn from the first half, read the second."""
    wanted = orders([_FORM], list(fonts) or fonts_here(), list(DEGRADATIONS), pages, seed)
    truth = write_set(folder, Blanks(TEMPLATES), wanted, seed)
    plain = load_templates(TEMPLATES, [_FORM])
    seen, unseen = truth[: pages // 2], truth[pages // 2 :]
    version = _learned(plain, _lessons(folder, plain, seen))
    words = {name: found for name, found in version.words(_FORM).items() if found}
    before = _counts(folder, plain, unseen, words)
    after = _counts(folder, [replace(one, learned=version) for one in plain], unseen, words)
    return LearningProof(
        words=sum(map(len, words.values())),
        fields=len(words) * len(unseen),
        right_before=before["right"],
        right_after=after["right"],
        accepted_before=before["accepted"],
        accepted_after=after["accepted"],
        wrong_before=before["wrong"],
        wrong_after=after["wrong"],
    )


def _learned(templates: Sequence[LoadedTemplate], lessons: Sequence[Lesson]) -> LearnedVersion:
    models = {one.template.template: one.template for one in templates}
    made_at = datetime.now(JAPAN).isoformat(timespec="seconds")
    return LearnedVersion(version=1, made_at=made_at, made_by="proof", templates=taught(models, lessons))


def _lessons(folder: Path, templates: Sequence[LoadedTemplate], truth: Sequence[Entry]) -> list[Lesson]:
    return [
        Lesson(
            template=_FORM,
            scan_digest=str(entry["file"]),
            page=1,
            field=reading.field,
            read=reading.value,
            said=wanted,
            confidence=reading.confidence,
            right=reading.value == wanted,
        )
        for entry, reading, wanted in _readings(folder, templates, truth)
        if reading.status is Status.REVIEW
    ]


def _counts(
    folder: Path, templates: Sequence[LoadedTemplate], truth: Sequence[Entry], names: Collection[str]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    for _entry, reading, wanted in _readings(folder, templates, truth):
        if reading.field in names:
            right, accepted = reading.value == wanted, reading.status is not Status.REVIEW
            counts.update(right=right, accepted=accepted, wrong=accepted and not right)
    return counts


def _readings(
    folder: Path, templates: Sequence[LoadedTemplate], truth: Sequence[Entry]
) -> Iterator[tuple[Entry, Reading, object]]:
    reader = FormReader(templates, engines_of())
    for entry in truth:
        (form,) = reader.read_files([folder / str(entry["file"])])
        fields = entry["fields"]
        assert isinstance(fields, dict)
        for reading in form.readings:
            yield entry, reading, fields[reading.field]

"""Learning from what people corrected, on this machine alone: in versions that can be looked at and left again."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.library import Library
from dxrobot.ocr import learned
from dxrobot.ocr.learned import LearnedField, LearnedVersion, LearnedWord
from dxrobot.ocr.template import FieldType, Template, TemplateField
from dxrobot.store.lessons import lessons
from dxrobot.store.models import Lesson

_WORDED = frozenset({FieldType.NAME, FieldType.ADDRESS, FieldType.TEXT, FieldType.KANA})
"""Types in which the same values come again; a number that was corrected twice says nothing of the next.

Of fields that hold personal data no word is learned: it would outlast the days for which they may be kept.
"""
_OFTEN = 2
"""Scans on which people must have settled a doubt with a value before it counts as a word."""
_FEWEST = 20
"""Reviewed readings of a field below which its confidence is left as it is."""
_SURE = 1e-3


def learn(workspace: Workspace, made_by: str) -> LearnedVersion:
    """Make a new version of all that people said so far and put it in force.

    Raises :class:`InputError` when nobody has reviewed anything, or nothing is new.
    """
    if not made_by.strip():
        raise InputError(_("学習させる人の名前がありません。"), _("--by に名前を書いてください。"))
    library = Library(workspace)
    templates = taught({name: library.template(name).model for name in library.template_names()}, lessons())
    if not templates:
        raise InputError(_("職員が確認した項目がまだありません。"), _("確認の答えを反映した実行の後で、学習できます。"))
    folder, known = workspace.learned, learned.versions(workspace.learned)
    before = learned.current(folder)
    if before is not None and before.templates == templates:
        raise InputError(_("前の版から新しく学ぶことがありません(版 {version})。").format(version=before.version))
    version = LearnedVersion(
        version=max((one.version for one in known), default=0) + 1,
        made_at=datetime.now(JAPAN).isoformat(timespec="seconds"),
        made_by=made_by.strip(),
        templates=templates,
    )
    learned.keep(folder, version)
    return version


def undo(workspace: Workspace, number: int) -> int:
    """Leave the version called ``number`` and all later ones; which one is in force then, 0 for none.

    Raises :class:`InputError` when there is no such version.
    """
    known = [one.version for one in learned.versions(workspace.learned)]
    if number not in known:
        listed = ", ".join(map(str, known)) or _("なし")
        raise InputError(
            _("学習の版 {version} がありません。").format(version=number), _("あるもの: {names}").format(names=listed)
        )
    before = max((one for one in known if one < number), default=0)
    learned.use(workspace.learned, before)
    return before


def taught(templates: Mapping[str, Template], found: Sequence[Lesson]) -> dict[str, dict[str, LearnedField]]:
    """What ``found`` says of the fields of ``templates``, by template and field."""
    grouped: dict[tuple[str, str], list[Lesson]] = defaultdict(list)
    for lesson in found:
        if lesson.template in templates:
            table, *cell = lesson.field.split(".")
            grouped[lesson.template, f"{table}.{cell[-1]}" if cell else table].append(lesson)
    learned_of: dict[str, dict[str, LearnedField]] = defaultdict(dict)
    for (template, field), group in sorted(grouped.items()):
        if (known := _field_of(templates[template], field)) is not None:
            learned_of[template][field] = _learned_field(known, group)
    return dict(learned_of)


def _field_of(template: Template, name: str) -> TemplateField | None:
    """A field or a table's column; None when the template no longer has it."""
    fields = {field.name: field for field in template.fields}
    fields |= {f"{field.name}.{column.name}": column for field in template.fields for column in field.columns}
    return fields.get(name)


def _learned_field(field: TemplateField, group: Sequence[Lesson]) -> LearnedField:
    written: Counter[str] = Counter()
    if field.type in _WORDED and field.sensitivity is None:
        said = {(one.scan_digest, one.said) for one in group if isinstance(one.said, str)}
        written = Counter(text for _scan, text in said)
    words = tuple(LearnedWord(text=text, count=count) for text, count in sorted(written.items()) if count >= _OFTEN)
    right = sum(one.right for one in group)
    return LearnedField(words=words, reviewed=len(group), right=right, offset=_offset(group))


def _offset(group: Sequence[Lesson]) -> float:
    """How far the confidence of these readings is from what people found, in log-odds."""
    pairs = [(one.confidence, one.right) for one in group if one.confidence is not None]
    if len(pairs) < _FEWEST:
        return 0.0
    share = (sum(right for _confidence, right in pairs) + 1) / (len(pairs) + 2)
    return round(_log_odds(share) - sum(_log_odds(one) for one, _right in pairs) / len(pairs), 4)


def _log_odds(probability: float) -> float:
    kept = min(1 - _SURE, max(_SURE, probability))
    return math.log(kept / (1 - kept))

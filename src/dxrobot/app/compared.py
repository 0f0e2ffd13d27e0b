"""Two versions of lists and mappings held against each other, told in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from dxrobot.app.step_lines import StepLine
from dxrobot.i18n import _

_LONGEST = 60
_MOST_DETAILS = 4


def named(before: Mapping[str, str], after: Mapping[str, str], what: Callable[[str], str]) -> Iterator[str]:
    """What was added, taken away and changed among things that have names; ``what`` says what one of them is called."""
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old is None:
            yield _("{what}を加えました: {new}").format(what=what(name), new=short(new))
        elif new is None:
            yield _("{what}をなくしました: {old}").format(what=what(name), old=short(old))
        elif old != new:
            yield _("{what}を変えました: {old} → {new}").format(what=what(name), old=short(old), new=short(new))


def steps(before: Sequence[StepLine], after: Sequence[StepLine], within: str = "") -> Iterator[str]:
    """Which steps were added, taken away, moved or told something else; ``within`` names what they belong to."""
    old, new = [_key(line) for line in before], [_key(line) for line in after]
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            for one, other in zip(before[first:last], after[start:end], strict=True):
                if one.content != other.content:
                    details = _details(one.content, other.content)
                    yield within + _("手順「{step}」を変えました。{details}").format(step=other.words, details=details)
            continue
        for line in before[first:last]:
            yield within + _("手順「{step}」をなくしました。").format(step=line.words)
        for line in after[start:end]:
            yield within + _("手順「{step}」を加えました。").format(step=line.words)


def short(value: object) -> str:
    """A value as it fits into a sentence."""
    text = " ".join(str(value).split()) or _("(空)")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _key(line: StepLine) -> tuple[int, str]:
    return line.depth, line.words


def _details(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    told = [f"{name}: {short(old.get(name, ''))} → {short(new.get(name, ''))}" for name in changed[:_MOST_DETAILS]]
    more = len(changed) - len(told)
    return _("、").join([*told, *([_("ほか{count}か所").format(count=more)] if more else [])])

"""Which kind of step the keys of a mapping make, in any order, and what is wrong where they make none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dxrobot.definition import did_you_mean, nearest
from dxrobot.i18n import _

_PARTS = {
    "for_each": ("key", "kind", "steps"),
    "if": ("then", "else"),
    "robot": ("with",),
    "try": ("on_error",),
    "use": ("with",),
}
"""The keys that begin such steps, and those by which they are known even where another one stands first."""


def kind_of_step(data: Any, kinds: Collection[str] = tuple(_PARTS)) -> str:
    """The tag of a step: one of ``kinds`` or an action.

    Tags hold a blank, so that none of them is taken for a key when a mistake is located.
    """
    keys = list(data) if isinstance(data, Mapping) else []
    for key in keys:
        if key in kinds and (key == keys[0] or keys[0] in ("as", "title", *_PARTS[key])):
            return f"{key} step"
    return "action step"


def misplaced(word: str, data: Mapping[str, Any]) -> str:
    """What is wrong with a step that begins with ``word`` and is no action, as far as its keys tell; else empty."""
    meant = nearest(word, list(_PARTS))
    if meant and word != meant and any(key in _PARTS[meant] for key in data):
        hint = did_you_mean(word, list(_PARTS))
        return _('手順の操作に "{word}" はありません。{hint}').format(word=word, hint=hint)
    owners = [key for key, parts in _PARTS.items() if word in parts]
    if not owners:
        return ""
    sentence = _(
        "{word} は、{owner} と同じ手順の中に書きます。前に「- 」を付けず、字下げを {owner} にそろえてください。"
    )
    return sentence.format(word=word, owner=_(" か ").join(owners))

"""Where something stands in a YAML file that was read: its line, its path, and what an anchor repeats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

Loc = Sequence[str | int]
# How pydantic marks that the key itself, and not its value, is wrong.
_OF_KEY = "[key]"
_MEMBERS = frozenset({"bool", "constrained-str", "decimal", "float", "int", "str"})
_MEMBERS_OF = ("literal[", "str-enum[", "list[", "dict[", "tuple[")


def position(data: Any, loc: Loc) -> tuple[int, int]:
    """Line and column, from 1, of the key or list entry at ``loc``, or of the nearest one above it."""
    line, column = 1, 1
    for step in loc:
        if not _stands(data, step):
            continue  # a missing key, or a tag of pydantic's that does not stand in the file
        places = _owner(data, step).lc.data or {}
        if step in places:
            line, column = places[step][0] + 1, places[step][1] + 1
        data = data[step]
    return line, column


def origin(data: Any, loc: Loc) -> tuple[int, Loc]:
    """The same for all places at which an anchor repeats what stands at ``loc``, so that it is told once."""
    rest: Loc = ()
    for step in loc:
        if _stands(data, step):
            data, rest = _owner(data, step), ()
            if isinstance(data[step], CommentedMap | CommentedSeq):
                data = data[step]
                continue
        rest = (*rest, step)
    return id(data), rest


def _owner(data: Any, step: str | int) -> Any:
    """The mapping in which ``step`` is written: ``data`` itself, or one that an anchor merges into it."""
    elsewhere = isinstance(data, CommentedMap) and step not in (data.lc.data or {})
    merged = getattr(data.merge, "value", ()) if elsewhere else ()
    return next((_owner(other, step) for other in merged if step in other), data)


def inner(data: Any, loc: Loc) -> Any:
    """What stands at ``loc``, or the nearest that stands above it."""
    for step in loc:
        if _stands(data, step):
            data = data[step]
    return data


def is_member(step: str | int) -> bool:
    """Whether a step of a place is a member of a union, as pydantic calls it: ``literal['no']``."""
    return isinstance(step, str) and (step in _MEMBERS or step.startswith(_MEMBERS_OF))


def dotted(data: Any, loc: Loc) -> str:
    """``loc`` as people write it: ``steps[2].click.target``."""
    text = ""
    for index, step in enumerate(loc):
        present = _stands(data, step)
        if not present and (index < len(loc) - 1 or step == _OF_KEY or " " in str(step)):
            continue  # what pydantic adds to the place: its tags hold a blank
        if not present and is_member(step):
            continue  # and the members of a union of which the value is none
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
        data = data[step] if present else None
    return text


def _stands(data: Any, step: str | int) -> bool:
    """Whether ``step`` is a key or an index of ``data``."""
    if isinstance(data, CommentedMap):
        return step in data
    return isinstance(data, CommentedSeq) and isinstance(step, int) and step < len(data)

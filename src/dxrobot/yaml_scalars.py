"""Which unquoted values are numbers: only those that a number writes in the same way; all others stay text."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

_TEXT = Tag(suffix="tag:yaml.org,2002:str")
_NUMBERS = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
_DAY = "tag:yaml.org,2002:timestamp"
_AS_WRITTEN = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{0,14}[1-9])?")


class _Resolver(VersionedResolver):
    """YAML makes 12 of 0012, 1000 of 1_000, 1.5 of 1.50 and stops at 2026-02-30: a clerk means what is written."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """The tag of a value; a model that wants a day or a number reads it from the text."""
        tag = super().resolve(kind, value, implicit)
        found = str(tag)
        if found == _DAY or (found in _NUMBERS and not _AS_WRITTEN.fullmatch(str(value))):
            return _TEXT
        return tag


def reader() -> YAML:
    """A parser that knows the line of every key and changes no value."""
    yaml = YAML(typ="rt")
    yaml.Resolver = _Resolver
    return yaml

"""One thing that must be right on a machine, and what was found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check."""

    name: str
    """What was looked at, in the reader's language."""
    ok: bool
    detail: str
    """What was found: a version, a path, a size."""
    remedy: str = ""
    """What to do about it, in one sentence; empty when all is well."""


def judged(name: str, ok: bool, detail: str, remedy: str) -> Check:
    """A check that keeps its remedy to itself when all is well."""
    return Check(name, ok, detail, "" if ok else remedy)

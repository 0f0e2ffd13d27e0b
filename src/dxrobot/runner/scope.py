"""Where steps stand while they are carried out: the item in hand, their variables, and where they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dxrobot.runner.entry import Outcome
from dxrobot.runner.provenance import Provenance
from dxrobot.runner.work import WorkItem
from dxrobot.scenario.model import TODAY


@dataclass
class InHand:
    """The item that steps are working on, if any, and what has become of it so far."""

    item: WorkItem | None = None
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each operation was called for this item, so that a second entry is told from the first."""
    failed: Outcome | None = None
    """An entry that failed and whose error a ``try`` has met: the item is not entered, whatever follows."""


@dataclass(frozen=True)
class Scope:
    """The surroundings of a list of steps."""

    variables: dict[str, Any]
    hand: InHand
    provenance: Provenance
    place: str = "steps"
    """Where the steps stand, e.g. ``steps[2].then``: the same in every run of the same files."""
    lines: str = ""
    """The keys of the inner loops around the steps: part of the name of an entry within its item."""

    index: int = 0
    """Which of the steps is carried out."""

    @property
    def here(self) -> str:
        """The place of the step that is carried out."""
        return f"{self.place}[{self.index}]"

    def below(self, key: str) -> Scope:
        """The same surroundings for the steps written under ``key`` of this step."""
        return replace(self, place=f"{self.here}{key}")

    def name(self, name: str, value: Any, written: Any) -> Scope:
        """With ``name`` standing for ``value``, which ``written`` came to, for the steps that follow."""
        self.variables[name] = value
        return replace(self, provenance=self.provenance.naming(name, written))

    def on_line(self, name: str, value: Any, written: Any, line: str) -> Scope:
        """Inside an inner loop, at the value whose key is ``line``."""
        return replace(
            self,
            variables={**self.variables, name: value},
            provenance=self.provenance.naming(name, written),
            place=f"{self.here}<{line}>.steps",
            lines=f"{self.lines}{line}/",
        )

    def inside_part(self, part: str, given: Mapping[str, Any], written: Mapping[str, Any]) -> Scope:
        """Inside a part, which sees its inputs and the day, and nothing else."""
        day = {TODAY: self.variables[TODAY]} if TODAY in self.variables else {}
        return replace(
            self,
            variables={**day, **given},
            provenance=self.provenance.inside_part(written),
            place=f"{self.here}.{part}.steps",
        )

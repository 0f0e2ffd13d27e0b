"""Which fields of the item in hand a value comes from, however many names it was given on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dxrobot.actions.sourced import Sourced
from dxrobot.scenario.expression import attributes_of, variable_named_by, variables_of


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is known of the variables at one place of a scenario."""

    item: Sourced | None = None
    names: frozenset[str] = frozenset()
    """The variables that are the item itself."""
    derived: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Other variables, with the item's fields that they come from."""

    def fields(self, written: Any) -> frozenset[str]:
        """The item's fields that the expressions in ``written`` use."""
        if self.item is None:
            return frozenset()
        words = {attribute for name in self.names for attribute in attributes_of(written, name)}
        found = set(self.item.fields_among(words))
        for variable in variables_of(written):
            found |= self.derived.get(variable, frozenset())
        return frozenset(found)

    def naming(self, name: str, written: Any) -> Provenance:
        """The same, once ``name`` stands for what ``written`` comes to."""
        return self._with(name, variable_named_by(written) in self.names, self.fields(written))

    def inside_part(self, given: Mapping[str, Any]) -> Provenance:
        """What is known inside a part whose inputs are ``given``: nothing else is seen there."""
        inside = Provenance(self.item)
        for name, written in given.items():
            inside = inside._with(name, variable_named_by(written) in self.names, self.fields(written))
        return inside

    def _with(self, name: str, is_item: bool, fields: frozenset[str]) -> Provenance:
        names = self.names | {name} if is_item else self.names - {name}
        return replace(self, names=names, derived={**self.derived, name: fields})

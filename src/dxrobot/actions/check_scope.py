"""What is known at one place of a scenario while it is checked: its variables, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dxrobot.scenario.expression import variables_of

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a value before any run; None: nothing."""

    attributes: Names | None = None
    """What may follow its dot."""
    entries: Names | None = None
    """What may follow the dot of each of its entries, where it is a list of forms or rows."""
    inner: Mapping[str, Shape] = field(default_factory=dict)
    """The shapes of its attributes."""
    headings: Names | None = None
    """The headings by which a row, or the rows of a list, may be asked as well."""


NOTHING_KNOWN = Shape()


@dataclass(frozen=True, slots=True)
class CheckScope:
    """The surroundings of a list of steps."""

    shapes: Mapping[str, Shape] = field(default_factory=dict)
    """Every variable that an expression may use."""
    in_item: bool = False
    """Whether the steps work on one item."""
    may_commit: bool = False
    """Whether an entry made here has a key of its own: not inside a loop without one."""
    one: str = ""
    """The variable for what the innermost loop has in hand."""
    open: bool = False
    """Whether there may be other variables too: named by what could not be read."""

    def known(self, value: object) -> set[str]:
        """The names of the variables that ``value`` may use."""
        return set(self.shapes) | (variables_of(value) if self.open else set())

    def named(self, name: str, shape: Shape = NOTHING_KNOWN) -> CheckScope:
        """With one variable more."""
        return replace(self, shapes={**self.shapes, name: shape})

    def joined(self, other: CheckScope) -> CheckScope:
        """With what another way to the same place has named; of what the two make differently nothing is known."""
        shapes = {**other.shapes, **self.shapes}
        differing = [name for name, shape in shapes.items() if other.shapes.get(name, shape) != shape]
        shapes |= dict.fromkeys(differing, NOTHING_KNOWN)
        return replace(self, shapes=shapes, open=self.open or other.open)

    def shape_of(self, path: str) -> Shape:
        """What is known of the variable, or of the attribute of one, called ``path``."""
        name, _dot, attribute = path.partition(".")
        shape = self.shapes.get(name, NOTHING_KNOWN)
        return shape.inner.get(attribute, NOTHING_KNOWN) if attribute else shape

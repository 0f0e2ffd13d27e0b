"""What the engine asks of an item that came from a file: what to call it, and where each of its values stands."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, Protocol, runtime_checkable

from dxrobot.masking import Sensitive


class Sourced(Protocol):
    """A form or a row of a sheet."""

    @property
    def source(self) -> str:
        """File and place, as people name them."""

    @property
    def provisional_key(self) -> str:
        """A name for the item while its own key is not known."""

    def fields_among(self, words: Set[str]) -> list[str]:
        """Its fields among the ``words`` by which an expression names them, in a fixed order."""

    def origin(self, field: str) -> dict[str, Any]:
        """Where the value of ``field`` came from, as a JSON object."""

    def sensitivity(self, field: str) -> Sensitive | None:
        """The class of personal data that ``field`` holds, or None."""

    def content(self) -> Any:
        """All its values, to tell whether two items with one key are the same."""


@runtime_checkable
class View(Protocol):
    """Such an item as expressions see it."""

    @property
    def sourced(self) -> Sourced:
        """The item itself, which no expression reaches."""


def sourced(value: object) -> Sourced | None:
    """What stands behind ``value`` if it is such an item."""
    # The class is asked and not the value: a view answers to the name of any of its fields.
    return value.sourced if isinstance(value, View) and hasattr(type(value), "sourced") else None

"""Places: the postal codes and addresses of Japan, and which of them a text begins with. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Places:
    """Postal codes and the places they lead to, written as in the normal form of an address."""

    by_code: dict[str, tuple[str, ...]]
    """Postal code ``615-8252`` → prefecture, city and town joined."""
    prefectures: tuple[str, ...]
    cities: dict[str, tuple[str, ...]]
    """Prefecture → its cities."""
    towns: dict[str, tuple[str, ...]]
    """Prefecture and city joined → its towns."""

    def known(self, text: str) -> str:
        """The longest known place ``text`` begins with, at least down to the city; empty when there is none."""
        prefecture = _start(text, self.prefectures)
        city = _start(text[len(prefecture) :], self.cities.get(prefecture, ()))
        if not city:
            return ""
        town = _start(text[len(prefecture) + len(city) :], self.towns[prefecture + city])
        return prefecture + city + town

    def codes_of(self, text: str) -> tuple[str, ...]:
        """The postal codes that lead to the town ``text`` begins with; none when it is not known down to the town."""
        place = self.known(text)
        return tuple(sorted(code for code, places in self.by_code.items() if place in places)) if place else ()

    def near(self, text: str) -> str | None:
        """``text`` with a beginning that is almost a known place down to the town put right; None when none is near."""
        prefecture = _nearest(text, self.prefectures)
        city = _nearest(text[len(prefecture) :], self.cities.get(prefecture, ())) if prefecture else ""
        if not city:
            return None
        head = prefecture + city
        town = _nearest(text[len(head) :], self.towns[head])
        return head + town + text[len(head) + len(town) :] if town else None


def _start(text: str, names: Iterable[str]) -> str:
    return next((name for name in names if name and text.startswith(name)), "")


def _nearest(text: str, names: Iterable[str]) -> str:
    """The name ``text`` begins with but for few characters read wrongly: one in three, and never all of a short one."""
    best, fewest = "", 99.0
    for name in names:
        wrong = sum(a != b for a, b in zip(name, text, strict=False)) + max(0, len(name) - len(text))
        share = wrong / len(name)
        if wrong <= max(1, len(name) // 3) and wrong < len(name) and share < fewest:
            best, fewest = name, share
    return best

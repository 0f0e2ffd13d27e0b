"""Places: the postal codes and addresses of Japan, and which of them a text begins with. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dxrobot.ocr.word_tree import WORST, Alternatives, best_fits


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

    def fitting(self, at: Alternatives, most: int = 3) -> list[str]:
        """The places that fit the beginning of what may be written, longest first; the prefecture may be missing."""
        ways = [("", "", 0.0), *((name, name, score) for name, score in best_fits(at, self.prefectures, most))]
        cities = [
            (head + city, _whole(prefecture, city, self.cities), score + more)
            for head, prefecture, score in ways
            for city, more in best_fits(at[len(head) :], self._cities_of(prefecture), most)
        ]
        found = list(cities)
        for head, whole, score in sorted(cities, key=lambda way: -way[2])[: 2 * most]:
            towns = best_fits(at[len(head) :], self.towns.get(whole, ()), most)
            found += [(head + town, whole + town, score + more) for town, more in towns]
        kept = [way for way in found if way[2] > WORST]
        kept.sort(key=lambda way: (-len(way[0]), -way[2]))
        return [head for head, _whole_name, _score in kept[: 3 * most]]

    def _cities_of(self, prefecture: str) -> Iterable[str]:
        return self.cities.get(prefecture, ()) if prefecture else self._all_cities

    @cached_property
    def _all_cities(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(city for cities in self.cities.values() for city in cities))

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


def _whole(prefecture: str, city: str, cities: dict[str, tuple[str, ...]]) -> str:
    """The city with its prefecture; the first that has such a city where none was written."""
    if prefecture:
        return prefecture + city
    return next((head + city for head, own in cities.items() if city in own), city)


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

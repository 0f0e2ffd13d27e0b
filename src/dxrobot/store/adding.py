"""Adding whole numbers to the rows of a table of totals, or making the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model


def add_to_rows(
    model: type[Model], keys: Sequence[str], sums: Sequence[str], rows: Iterable[Sequence[str | int]]
) -> None:
    """Add each of ``rows``, the values of ``keys`` and then of ``sums``, in the caller's transaction.

    One statement a row, sent together: SQLite and PostgreSQL both know this way of adding to a row or making it.
    """
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    named = ", ".join(map(quote, keys))
    added = ", ".join(f"{quote(name)} = {table}.{quote(name)} + excluded.{quote(name)}" for name in sums)
    columns = ", ".join(map(quote, [*keys, *sums]))
    places = ", ".join(["%s"] * (len(keys) + len(sums)))
    statement = (
        f"INSERT INTO {table} ({columns}) VALUES ({places}) "  # noqa: S608 (our own names)
        f"ON CONFLICT ({named}) DO UPDATE SET {added}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))

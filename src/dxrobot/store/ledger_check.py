"""Whether the ledger is as it was written: the chain, the columns beside it, its end, and the kept totals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dxrobot.ledger.chain import GENESIS, Break, Damage, Link, verify
from dxrobot.ledger.entry import name_of_attempt
from dxrobot.ledger.recount import UNTOLD, Recount
from dxrobot.store.ledger_kinds import read_kind_totals
from dxrobot.store.ledger_rows import HEAD, TOTALS_VERSION
from dxrobot.store.ledger_totals import read_sums
from dxrobot.store.models import LedgerHead, LedgerRow
from dxrobot.store.moment import one_moment

_LINK = ("sequence", "payload", "previous_hash", "hash")
_BESIDE = ("corrects", "run__name", "attempt", "file__digest", "fiscal_year")
"""What no hash covers, and the payload repeats."""
_READ_AT_ONCE = 2000


def check_ledger(printed_hash: str = GENESIS) -> Break | None:
    """The first damage, or None; ``printed_hash`` is one that a report shows.

    Totals kept by the rules of another version are not held against the entries: the next command makes them anew.
    """
    with one_moment():
        rows = _Rows()
        broken = verify(rows.links(), printed_hash)
        head = LedgerHead.objects.filter(pk=HEAD).first()
        kept = None
        if head is not None and head.totals_version == TOTALS_VERSION:
            kept = (read_sums(), read_kind_totals())
    if rows.altered is not None:
        return Break(Damage.ALTERED, rows.altered)
    if broken is not None:
        return broken
    if head is None:
        return Break(Damage.HEADLESS, rows.last.sequence)
    return _break_at_end(head, rows.last) or _break_of_totals(kept, rows.recount)


class _Rows:
    """The rows of the ledger, read once: their links are handed on, their columns compared, their figures added up."""

    def __init__(self) -> None:
        self.recount = Recount()
        self.last = Link(0, "", "", GENESIS)
        self.altered: int | None = None
        """The place of the first row whose columns say something else than what was hashed."""

    def links(self) -> Iterator[Link]:
        """The chain, up to the first such row."""
        rows = LedgerRow.objects.order_by("sequence").values_list(*_LINK, *_BESIDE)
        holds = self._holds
        for row in rows.iterator(chunk_size=_READ_AT_ONCE):
            self.last = link = Link._make(row[:4])
            yield link
            if not holds(row[1], *row[4:]):
                self.altered = link.sequence
                return

    def _holds(
        self, payload: str, corrects: int | None, run: str | None, attempt: int, file: str | None, year: int | None
    ) -> bool:
        """Whether a row is an entry and names what its payload is of: the entry, the attempt of a run, or the file."""
        try:
            told = self.recount.add(payload)
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
            return False
        named = run if attempt == 1 else name_of_attempt(run or "", attempt)
        return told == (corrects, named, UNTOLD if told.file == UNTOLD else file, year)


def _break_at_end(head: LedgerHead, last: Link) -> Break | None:
    if head.sequence > last.sequence:
        return Break(Damage.MISSING, last.sequence + 1)
    if head.sequence < last.sequence:
        return Break(Damage.INSERTED, head.sequence + 1)
    return None if head.hash == last.hash else Break(Damage.FORGED, last.sequence)


def _break_of_totals(kept: tuple[Any, Any] | None, recount: Recount) -> Break | None:
    if kept is None or kept == (recount.sums(), recount.kind_totals()):
        return None
    return Break(Damage.TOTALS, 0)

"""Whether the ledger is as it was written: the chain, the columns beside it, its end, and the kept totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import from_json

from dxrobot.ledger.chain import GENESIS, Break, Damage, Link, verify
from dxrobot.ledger.kinds import Origin
from dxrobot.ledger.recount import Recount
from dxrobot.store.ledger_kinds import read_kind_totals
from dxrobot.store.ledger_rows import HEAD, TOTALS_VERSION
from dxrobot.store.ledger_totals import read_totals
from dxrobot.store.models import LedgerHead, LedgerRow
from dxrobot.store.moment import one_moment

_COLUMNS = ("sequence", "payload", "previous_hash", "hash", "corrects", "run__name", "file__digest")
_READ_AT_ONCE = 2000
_RUN = Origin.RUN.value


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
            kept = (read_totals(), read_kind_totals())
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
        rows = LedgerRow.objects.order_by("sequence").values_list(*_COLUMNS)
        for sequence, payload, previous_hash, link_hash, corrects, run, file in rows.iterator(chunk_size=_READ_AT_ONCE):
            self.last = Link(sequence, payload, previous_hash, link_hash)
            yield self.last
            if not self._holds(payload, corrects, run, file):
                self.altered = sequence
                return

    def _holds(self, payload: str, corrects: int | None, run: str | None, file: str | None) -> bool:
        try:
            record = from_json(payload)
            self.recount.add(record)
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
            return False
        return _belong_to(record, corrects, run, file)


def _belong_to(record: Mapping[str, Any], corrects: int | None, run: str | None, file: str | None) -> bool:
    """Whether a row names the entry, run or file that its payload is of."""
    corrected = record.get("corrects")
    if corrected is not None:
        return corrects == corrected and run is None
    if record.get("origin", _RUN) == _RUN:
        return (corrects, run, file) == (None, record["run"], None)
    return (corrects, run, file) == (None, None, record["file_hash"])


def _break_at_end(head: LedgerHead, last: Link) -> Break | None:
    if head.sequence > last.sequence:
        return Break(Damage.MISSING, last.sequence + 1)
    if head.sequence < last.sequence:
        return Break(Damage.INSERTED, head.sequence + 1)
    return None if head.hash == last.hash else Break(Damage.FORGED, last.sequence)


def _break_of_totals(kept: tuple[Any, Any] | None, recount: Recount) -> Break | None:
    if kept is None or kept == (recount.totals(), recount.kind_totals()):
        return None
    return Break(Damage.TOTALS, 0)

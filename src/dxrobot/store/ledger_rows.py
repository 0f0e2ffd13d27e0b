"""The ledger in the store: entries only ever added, each chained to the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import ItemState
from dxrobot.ledger.chain import GENESIS, Break, Damage, Link, forge
from dxrobot.ledger.correction import Chained, Correction
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.ledger.entry_table import Numbered
from dxrobot.ledger.payload import canonical, parse
from dxrobot.ledger.posting import By, KindTotals, Totals, post, post_kinds, year_of
from dxrobot.ledger.summary import Summary
from dxrobot.store.ledger_kinds import add_to_kind_totals, read_kind_totals, replace_kind_totals
from dxrobot.store.ledger_totals import (
    add_to_totals,
    read_saved_of_year,
    read_totals,
    read_totals_by,
    read_totals_of_job,
    read_totals_of_month,
    read_totals_of_year,
    read_totals_of_years,
    read_years,
    replace_totals,
)
from dxrobot.store.models import Item, LedgerFile, LedgerHead, LedgerRow, Run

TOTALS_VERSION = 2
"""Raised when entries add up by other rules: then the kept totals are made anew from all entries."""
HEAD = 1
"""The one row of the head; the migration that brought the table put it in."""
_ADDED_AT_ONCE = 100
_READ_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class NewRow:
    """An entry to be added, and what it is of."""

    entry: Chained
    run: Run | None = None
    file: LedgerFile | None = None

    def placed(self, link: Link) -> LedgerRow:
        """The row of this entry at its place in the chain."""
        return LedgerRow(
            sequence=link.sequence,
            run=self.run,
            attempt=self.run.attempt if self.run else 1,
            file=self.file,
            corrects=self.entry.corrects if isinstance(self.entry, Correction) else None,
            fiscal_year=year_of(self.entry),
            payload=link.payload,
            previous_hash=link.previous_hash,
            hash=link.hash,
        )


def count_items(run: Run, entry_for: Callable[[Counter[str]], LedgerEntry]) -> LedgerEntry:
    """Count the items of ``run`` by kind that are done and that no entry has counted, and add the entry made for them.

    Both happen or neither: an attempt cut off in between leaves its items to the next one.
    """
    with transaction.atomic():
        uncounted = Item.objects.filter(run=run, state=ItemState.DONE, counted=False)
        kinds = Counter(uncounted.select_for_update().values_list("kind", flat=True))
        uncounted.update(counted=True)
        entry = entry_for(kinds)
        append(run, entry)
    return entry


def entries_before(run: Run) -> list[Chained]:
    """The entries of earlier attempts of ``run``, oldest first."""
    rows = LedgerRow.objects.filter(run=run, attempt__lt=run.attempt).order_by("sequence")
    return [read_entry(*row) for row in rows.values_list("sequence", "payload")]


def append(run: Run, entry: LedgerEntry) -> None:
    """Add the one entry of this attempt of ``run`` to the chain; the database refuses a second one."""
    append_all([NewRow(entry, run=run)])


def append_all(rows: Sequence[NewRow]) -> None:
    """Add entries to the chain and to the kept totals, all of them or none; two processes never fork the chain."""
    with transaction.atomic():
        head = _held_head()
        link = Link(head.sequence, "", "", head.hash) if head.sequence else None
        made = []
        for row in rows:
            link = forge(canonical(row.entry), link)
            made.append(row.placed(link))
        if link is None or not made:
            return
        LedgerRow.objects.bulk_create(made, batch_size=_ADDED_AT_ONCE)
        add_to_totals(post(row.entry for row in rows))
        add_to_kind_totals(post_kinds(row.entry for row in rows))
        LedgerHead.objects.filter(pk=head.pk).update(sequence=link.sequence, hash=link.hash)


def _held_head() -> LedgerHead:
    """The end of the chain, held until the transaction ends; kept totals of other rules are made anew.

    On SQLite the transaction itself holds the database; elsewhere the row is locked.
    """
    head = LedgerHead.objects.select_for_update().filter(pk=HEAD).first()
    if head is None:
        raise damaged(Break(Damage.HEADLESS, 0))
    if head.totals_version == TOTALS_VERSION:
        return head
    replace_totals(post(entries()))
    replace_kind_totals(post_kinds(entries()))
    if not head.sequence:
        # A store from before there was a head; any other keeps its own, which tells a chain that was cut off since.
        last = LedgerRow.objects.order_by("-sequence").first()
        head.sequence, head.hash = (last.sequence, last.hash) if last else (0, GENESIS)
    head.totals_version = TOTALS_VERSION
    head.save()
    return head


def links() -> Iterator[Link]:
    """The chain as it is kept, oldest first."""
    columns = ("sequence", "payload", "previous_hash", "hash")
    rows = LedgerRow.objects.order_by("sequence").values_list(*columns)
    return (Link(*row) for row in rows.iterator(chunk_size=_READ_AT_ONCE))


def entries() -> Iterator[Chained]:
    """Every entry, oldest first."""
    rows = LedgerRow.objects.order_by("sequence").values_list("sequence", "payload")
    return (read_entry(*row) for row in rows.iterator(chunk_size=_READ_AT_ONCE))


def read_entry(sequence: int, payload: str) -> Chained:
    """The entry that stands at ``sequence``; raises :class:`InputError` when it is none any more."""
    try:
        return parse(payload)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise damaged(Break(Damage.ALTERED, sequence)) from error


def damaged(found: Break) -> InputError:
    """``found`` for people, with what to do about it."""
    return InputError(str(found), _("データの保管場所を、書き換えられる前の控えに戻してください。"))


def newest(count: int, year: int | None = None) -> tuple[list[Numbered], int]:
    """The newest entries, at most ``count``, oldest of them first, and how many older ones are left out.

    Of one fiscal year, where ``year`` is given: a correction counts in the year of what it corrects.
    """
    rows = LedgerRow.objects.order_by("-sequence")
    if year is not None:
        rows = rows.filter(fiscal_year=year)
    found = list(rows.values_list("sequence", "payload", "hash")[:count])
    left_out = rows.count() - count if len(found) == count else 0
    corrections = _corrections()
    return [
        Numbered(sequence, read_entry(sequence, payload), corrections.get(sequence), hash_)
        for sequence, payload, hash_ in found[::-1]
    ], left_out


def numbered() -> Iterator[Numbered]:
    """Every entry with its place in the chain and the correction that it has, oldest first."""
    corrections = _corrections()
    rows = LedgerRow.objects.order_by("sequence").values_list("sequence", "payload", "hash")
    for sequence, payload, hash_ in rows.iterator(chunk_size=_READ_AT_ONCE):
        yield Numbered(sequence, read_entry(sequence, payload), corrections.get(sequence), hash_)


def _corrections() -> dict[int, int]:
    """Place of a corrected entry → place of its correction."""
    rows = LedgerRow.objects.filter(corrects__isnull=False).values_list("corrects", "sequence")
    return {corrected: sequence for corrected, sequence in rows if corrected is not None}


def length() -> int:
    """How many entries there are."""
    last = LedgerRow.objects.order_by("-sequence").first()
    return last.sequence if last else 0


def totals() -> Totals:
    """The kept totals."""
    _bring_totals_up_to_date()
    return read_totals()


def totals_of_month(month: str) -> Totals:
    """Totals of one month, ``2026-06``, as they are kept."""
    return read_totals_of_month(month)


def saved_of_year(year: int) -> Mapping[tuple[str, str], Decimal]:
    """The minutes saved in a fiscal year by (department, job), as they are kept."""
    return read_saved_of_year(year)


def totals_of_year(year: int, department: str | None = None) -> Mapping[tuple[str, str], Summary]:
    """The kept totals of a fiscal year by department and month; of one department if given."""
    _bring_totals_up_to_date()
    return read_totals_of_year(year, department)


def totals_of_job(department: str, job: str, year: int) -> Mapping[str, Summary]:
    """The kept totals of one job of one department in a fiscal year by month."""
    _bring_totals_up_to_date()
    return read_totals_of_job(department, job, year)


def totals_of_years(year: int | None = None) -> Totals:
    """The kept totals with the months of each fiscal year put together (``read_totals_of_years``), or of one year."""
    _bring_totals_up_to_date()
    return read_totals_of_years(year)


def years() -> list[int]:
    """The fiscal years in which entries count, in order."""
    _bring_totals_up_to_date()
    return read_years()


def newest_of_year(year: int | None) -> int:
    """The place of the newest entry that counts in ``year``: while it is the same, so are the sums of that year.

    None: of those that are from before an entry told its year.
    """
    rows = LedgerRow.objects.filter(fiscal_year=year).order_by("-sequence")
    return rows.values_list("sequence", flat=True).first() or 0


def kind_totals() -> KindTotals:
    """The kept totals of confirmed items by kind."""
    _bring_totals_up_to_date()
    return read_kind_totals()


def totals_by(by: By | None) -> Mapping[str, Summary]:
    """The kept totals for each value of ``by``; the grand total under an empty value for None."""
    _bring_totals_up_to_date()
    return read_totals_by(by)


def _bring_totals_up_to_date() -> None:
    """Make the kept totals where this version of dxrobot has not yet: a store of an earlier one has none."""
    if not LedgerHead.objects.filter(totals_version=TOTALS_VERSION).exists():
        with transaction.atomic():
            _held_head()


def end() -> tuple[int, str]:
    """How many entries the chain has, and the hash of the newest one."""
    head = LedgerHead.objects.filter(pk=HEAD).values_list("sequence", "hash").first()
    return head or (0, GENESIS)


def find_entry(sequence: int) -> tuple[Link, Chained] | None:
    """The entry at a place of the chain."""
    row = LedgerRow.objects.filter(sequence=sequence).first()
    if row is None:
        return None
    return Link(row.sequence, row.payload, row.previous_hash, row.hash), read_entry(row.sequence, row.payload)


def correction_of(sequence: int) -> int | None:
    """The place of the entry that corrects the one at ``sequence``, or None."""
    return LedgerRow.objects.filter(corrects=sequence).values_list("sequence", flat=True).first()


def last_hash() -> str:
    """The hash of the newest entry, to be printed: only against it a ledger cut short can be told."""
    last = LedgerRow.objects.order_by("-sequence").first()
    return last.hash if last else GENESIS

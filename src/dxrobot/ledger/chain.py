"""The chain of ledger entries: each link carries the hash of the one before, so an altered ledger shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from dxrobot.i18n import _

GENESIS = "0" * 64
"""What stands in the place of a previous hash before the first entry."""


class Link(NamedTuple):
    """One entry in the chain, as it is kept; a tuple, for a million of them are made to be verified."""

    sequence: int
    """Place in the chain, from 1, without gaps."""
    payload: str
    """The entry as canonical JSON."""
    previous_hash: str
    hash: str


def link_hash(sequence: int, payload: str, previous_hash: str) -> str:
    """SHA-256, in hexadecimal, over the place, the previous hash and the payload, a line each, in UTF-8."""
    return hashlib.sha256(f"{sequence}\n{previous_hash}\n{payload}".encode()).hexdigest()


def forge(payload: str, last: Link | None) -> Link:
    """The link that follows ``last``; None starts the chain."""
    sequence, previous_hash = (last.sequence + 1, last.hash) if last else (1, GENESIS)
    return Link(sequence, payload, previous_hash, link_hash(sequence, payload, previous_hash))


class Damage(StrEnum):
    """What was done to a ledger."""

    ALTERED = "altered"
    MISSING = "missing"
    INSERTED = "inserted"
    UNANCHORED = "unanchored"
    """The chain holds, but a hash that was once printed is not in it: cut off at the end, or forged anew."""
    FORGED = "forged"
    """The chain holds, but its end is not the one that was written down beside it."""
    HEADLESS = "headless"
    """What was written down beside the chain is gone."""
    TOTALS = "totals"
    """The chain holds, but the kept totals are not the sums of its entries."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain does not hold."""

    damage: Damage
    sequence: int

    def __str__(self) -> str:
        sentences = {
            Damage.ALTERED: _("台帳の {sequence} 番目の記帳が書き換えられています。"),
            Damage.MISSING: _("台帳の {sequence} 番目の記帳がなくなっています。"),
            Damage.INSERTED: _("台帳の {sequence} 番目の記帳は、後から差し込まれたものです。"),
            Damage.UNANCHORED: _(
                "控えのハッシュが台帳にありません。{sequence} 番目より後が切り落とされたか、台帳が作り直されています。"
            ),
            Damage.FORGED: _(
                "台帳の {sequence} 番目の記帳が、ハッシュごと書き換えられています"
                "(それより前から作り直されていることもあります)。"
            ),
            Damage.HEADLESS: _("台帳の末尾の控えがなくなっています。"),
            Damage.TOTALS: _(
                "台帳の記帳は正しくつながっていますが、合計の控えが記帳と合いません。合計が書き換えられています。"
            ),
        }
        return sentences[self.damage].format(sequence=self.sequence)


def verify(links: Iterable[Link], printed_hash: str = GENESIS) -> Break | None:
    """The first break of the chain, or None when it holds. ``links`` come in the order in which they are kept.

    A chain whose end is cut off, or that was forged anew, holds in itself: only ``printed_hash``, the last hash as
    some report has printed it, shows that.
    """
    expected, last_hash = 1, GENESIS
    anchored = printed_hash == GENESIS
    for link in links:
        sequence, payload, previous_hash, hash_ = link
        whole = hash_ == link_hash(sequence, payload, previous_hash)
        if not whole or sequence != expected or previous_hash != last_hash:
            return _break_at(link, expected)
        expected, last_hash = sequence + 1, hash_
        anchored = anchored or hash_ == printed_hash
    return None if anchored else Break(Damage.UNANCHORED, expected - 1)


def _break_at(link: Link, expected: int) -> Break:
    """What is wrong with a link that does not stand whole at the place ``expected``, behind the one before."""
    if link.sequence > expected:
        return Break(Damage.MISSING, expected)
    if link.sequence < expected:
        return Break(Damage.INSERTED, link.sequence)
    if not _holds_as(link, link.sequence):
        return _renumbered(link) or Break(Damage.ALTERED, link.sequence)
    # This link is whole and remembers another one before it: that one was rewritten together with its own hash.
    return Break(Damage.ALTERED, max(1, link.sequence - 1))


def _holds_as(link: Link, sequence: int) -> bool:
    return link.hash == link_hash(sequence, link.payload, link.previous_hash)


def _renumbered(link: Link) -> Break | None:
    """Numbers moved up or down by one betray an entry put in or taken out whose traces were to be covered."""
    if _holds_as(link, link.sequence - 1):
        return Break(Damage.INSERTED, link.sequence - 1)
    if _holds_as(link, link.sequence + 1):
        return Break(Damage.MISSING, link.sequence)
    return None

"""Whether a record that was entered before is the one that is to be entered now."""

from __future__ import annotations

from dxrobot.i18n import _
from dxrobot.runner.call import PreparedCall
from dxrobot.store.claims import Claim
from dxrobot.store.standing import KnownRecord, differing


def digest_to_compare(known: Claim | KnownRecord, call: PreparedCall) -> str:
    """The digest of ``call``, or that of ``known`` when an operation has only got parameters since it was entered."""
    if known.values_digest != call.digest and differing(known.id, known.attempt, call.entered) == ():
        return known.values_digest
    return call.digest


def told_difference(known: Claim | KnownRecord, call: PreparedCall) -> str:
    """Which values are others now, by their titles alone; empty when nobody can tell any more."""
    titles = differing(known.id, known.attempt, call.entered)
    return _("違う項目: {titles}。").format(titles="、".join(titles)) if titles else ""

"""Looking whether the ledger and the audit trail are as they were written: on a thread, for that takes its time."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from loguru import logger

from dxrobot.app.ledger import verify_ledger
from dxrobot.console import audit
from dxrobot.console.audit import Deed
from dxrobot.errors import DxrobotError
from dxrobot.i18n import _, language, speaking
from dxrobot.ledger.chain import GENESIS
from dxrobot.store import ledger_rows


@dataclass(slots=True)
class Proof:
    """One look at both chains."""

    asked_by: str
    began_at: datetime
    ended_at: datetime | None = None
    entries: int = 0
    ledger: str = ""
    """What is wrong with the ledger; empty when nothing is."""
    trail: str = ""
    """The same of the audit trail."""
    failed: bool = False
    """Whether the look itself broke off."""

    @property
    def sound(self) -> bool:
        """Whether both chains hold."""
        return not (self.ledger or self.trail or self.failed)


class _Kept:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.proof: Proof | None = None


_kept = _Kept()


def last_proof() -> Proof | None:
    """The last look, or the one at work; None since the console began when nobody has asked."""
    return _kept.proof


def prove(deed: Deed, name: str, printed_hash: str = GENESIS) -> Proof:
    """Begin a look for the person of ``deed``, unless one is at work; ``printed_hash``: one that a report shows."""
    with _kept.lock:
        if _kept.proof is None or _kept.proof.ended_at is not None:
            _kept.proof = Proof(name, timezone.now())
            threading.Thread(
                target=_look, args=(_kept.proof, deed, printed_hash, language()), name="console-proof", daemon=True
            ).start()
        return _kept.proof


def _look(proof: Proof, deed: Deed, printed_hash: str, spoken: str) -> None:
    try:
        with speaking(spoken):
            proof.entries = ledger_rows.length()
            broken = verify_ledger(printed_hash)
            proof.ledger = "" if broken is None else str(broken)
            place = audit.first_damage()
            if place is not None:
                proof.trail = _("監査記録の {place} 番目から、書かれたときと違います。").format(place=place)
        outcome = "done" if proof.sound else "failed"
        audit.record(Deed(deed.login, deed.role, deed.address, "ledger.verified", outcome=outcome))
    except DxrobotError as error:
        proof.ledger = str(error)
    except Exception as error:
        proof.failed = True
        logger.opt(exception=error).error("the ledger could not be looked at")
    finally:
        proof.ended_at = timezone.now()
        connection.close()

"""業務プロセス確認: how a job was done and is to be done, and what was decided before it was automated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Decision(StrEnum):
    """What was decided, in the word that staff write."""

    AUTOMATE = "自動化する"
    CHANGE_FIRST = "見直してから自動化する"
    STOP = "業務をやめる"
    DO_NOT = "自動化しない"


@dataclass(frozen=True, slots=True)
class ProcessReview:
    """One job as it was looked at. A later one follows an earlier one, which stays."""

    job: str
    as_is: str
    to_be: str
    decision: Decision
    decided_on: date
    note: str = ""

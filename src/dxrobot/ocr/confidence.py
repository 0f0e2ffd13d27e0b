"""Confidence: how probable it is that a reading is right, as calibrated on forms that nothing was tuned to.

Logistic regression over what was seen of the field (Platt, Probabilistic Outputs for Support Vector Machines, 1999), a
set of weights for each kind of field. The weights and the acceptance limits stand in confidence.json, which
tools/recogniser/calibrate.py writes.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dxrobot.ocr.evidence import Evidence
from dxrobot.ocr.template import FieldType

GROUPS = {
    "digits": (FieldType.DIGITS, FieldType.NUMBER, FieldType.BANK_ACCOUNT),
    "checked": (FieldType.MY_NUMBER, FieldType.CORPORATE_NUMBER, FieldType.POSTAL_CODE),
    "amount": (FieldType.AMOUNT,),
    "date": (FieldType.DATE,),
    "phone": (FieldType.PHONE,),
    "kana": (FieldType.KANA, FieldType.BANK_KANA),
    "name": (FieldType.NAME,),
    "address": (FieldType.ADDRESS,),
    "text": (FieldType.TEXT,),
}
"""Kinds of fields that are calibrated together."""
_GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
WORST, BEST = 1e-4, 1 - 1e-5
_LISTS = 4.4
"""The most that lists add; what other fields of the form add beyond it makes the ink no surer."""
PLAIN = ", plain"
"""Readings that one view was sure of are calibrated apart."""


@dataclass(frozen=True)
class Calibration:
    """What is known of one kind of fields."""

    weights: tuple[float, ...]
    bias: float
    limits: tuple[tuple[float, float], ...]
    """Pairs, the confidence rising: readings from this confidence on are together wrong at most this often."""

    def probability(self, evidence: Evidence, offset: float = 0.0) -> float:
        """Probability from 0 to 1 that the best candidate is right; ``offset`` is added to its log-odds."""
        total = self.bias + offset + sum(w * x for w, x in zip(self.weights, features(evidence), strict=True))
        return min(BEST, max(WORST, 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))))

    def error_from(self, probability: float) -> float:
        """The share of wrong readings among those at least this sure."""
        at = bisect_left(self.limits, (probability, -1.0))
        return self.limits[max(0, at - 1)][1] if self.limits else 1.0


def group_of(kind: FieldType) -> str:
    """The kind of fields that ``kind`` is calibrated with."""
    return _GROUP_OF[kind]


def features(evidence: Evidence) -> tuple[float, ...]:
    """What tells right readings from wrong: margin, faintest character, agreement, freedom, lists, ink, digits."""
    best = evidence.best
    margin = max(0.0, min(12.0, evidence.margin)) - max(0.0, evidence.worth - _LISTS)
    certain = _log_odds(evidence.weakest, 8.0)
    ink = min(3.0, -best.score / max(1, len(best.text)) * 10) if best else 3.0
    return (
        margin,
        certain,
        float(evidence.agreed),
        min(12.0, evidence.freedom),
        min(_LISTS, evidence.worth),
        max(0.0, ink),
        min(4.0, max(0.0, margin)) * evidence.agreed,
        float(certain > 2),
        0.0 if evidence.digits is None else _log_odds(evidence.digits, 6.0),
    )


def _log_odds(probability: float, most: float) -> float:
    """Log-odds of a probability from 0 to 1, between -3 and ``most``."""
    kept = min(1 - 1e-5, max(1e-4, probability))
    return max(-3.0, min(most, math.log(kept / (1 - kept))))


def is_plain(evidence: Evidence) -> bool:
    """Whether one view was enough to be sure of every character."""
    return evidence.views == 1


@lru_cache(maxsize=1)
def calibrations() -> dict[str, Calibration]:
    """The calibration of each kind of fields."""
    kept = json.loads(Path(__file__).with_name("confidence.json").read_text(encoding="utf-8"))
    return {
        group: Calibration(tuple(one["weights"]), one["bias"], tuple((p, e) for p, e in one["limits"]))
        for group, one in kept.items()
    }


def confidence(kind: FieldType, evidence: Evidence, offset: float = 0.0) -> tuple[float, float]:
    """Probability that the best candidate is right, and how often readings at least as sure are wrong.

    ``offset`` is what people's corrections taught of this field (dxrobot.ocr.learned).
    """
    known = calibrations().get(group_of(kind) + PLAIN * is_plain(evidence))
    if known is None:
        return WORST, 1.0  # never calibrated: a person looks at it
    probability = known.probability(evidence, offset)
    return probability, known.error_from(probability)

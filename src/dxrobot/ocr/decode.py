"""Decode: the likeliest texts of a CTC recogniser under a charset, and how likely a given text is.

Prefix beam search: Hannun et al., First-Pass Large Vocabulary Continuous Speech Recognition (2014). Forward score:
Graves et al., Connectionist Temporal Classification (ICML 2006).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dxrobot.ocr.grammar import Grammar, State

Narrow = npt.NDArray[np.float32]
"""(steps, 1 + characters), the CTC blank first."""

_FAINT = 1e-5
_FLOOR = 1e-8
_MAX_NEXT = 6


def beam(narrow: Narrow, characters: str, width: int = 10, grammar: Grammar | None = None) -> list[tuple[str, float]]:
    """The ``width`` likeliest texts with their log probability, best first; the empty text may be among them.

    With a ``grammar`` only texts that it can begin so; the last ones may still be unfinished.
    """
    allowed = _Allowed(grammar)
    ends: dict[str, tuple[float, float]] = {
        "": (1.0, 0.0)
    }  # text -> probability ending in blank, in its last character
    log_scale = 0.0
    for step in narrow:
        ends = _extended(ends, step, _likely(step), characters, allowed)
        best = sorted(ends.items(), key=lambda item: -sum(item[1]))[:width]
        top = max(sum(best[0][1]), _FLOOR)
        log_scale += math.log(top)
        ends = {text: (blank / top, last / top) for text, (blank, last) in best}
    return [(text, math.log(max(sum(pair), _FLOOR)) + log_scale) for text, pair in ends.items()]


def log_probability(narrow: Narrow, characters: str, text: str) -> float:
    """Log probability of ``text`` over all its alignments; a very low number when it cannot be written so."""
    places = [characters.find(character) + 1 for character in text]
    if 0 in places:
        return -1e9
    states = np.zeros(2 * len(places) + 1, np.int64)
    states[1::2] = places
    jump = np.zeros(len(states), np.bool_)
    jump[3::2] = states[3::2] != states[1:-2:2]
    forward = np.zeros(len(states))
    forward[:2] = 1.0
    log_scale = 0.0
    for index, step in enumerate(np.maximum(narrow, _FLOOR)[:, states].astype(np.float64)):
        if index:
            moved = forward.copy()
            moved[1:] += forward[:-1]
            moved[2:] += np.where(jump[2:], forward[:-2], 0.0)
            forward = moved
        forward = forward * step
        total = forward.sum()
        if total <= 0:
            return -1e9
        log_scale += math.log(total)
        forward /= total
        if index == 0:
            forward[2:] = 0.0
    return log_scale + math.log(max(float(forward[-2:].sum()), 1e-300))


def weakest(narrow: Narrow, characters: str, text: str) -> float:
    """The lowest, over the characters of ``text``, of each one's highest probability on the best path (0 to 1)."""
    path = narrow.argmax(axis=1)
    peaks: list[float] = []
    previous = 0
    for step, column in enumerate(path):
        if column and column != previous:
            peaks.append(float(narrow[step, column]))
        elif column:
            peaks[-1] = max(peaks[-1], float(narrow[step, column]))
        previous = int(column)
    greedy = collapse(path, characters)
    return min(peaks, default=0.0) if greedy == text else 0.0


def peaks(narrow: Narrow) -> npt.NDArray[np.int64]:
    """The steps at which the best path enters each of its characters."""
    path = narrow.argmax(axis=1)
    entered = (path > 0) & (np.diff(path, prepend=0) != 0)
    return np.flatnonzero(entered)


def middles(narrow: Narrow) -> npt.NDArray[np.float64]:
    """The steps in whose middle the best path stands at each of its characters."""
    path = narrow.argmax(axis=1)
    starts = np.flatnonzero((path > 0) & (np.diff(path, prepend=0) != 0))
    ends = np.flatnonzero((path > 0) & (np.diff(path, append=0) != 0))
    return (starts + ends) / 2


def collapse(path: Sequence[int] | npt.NDArray[np.int64], characters: str) -> str:
    """The text of one path: repeats joined, blanks dropped."""
    kept = [int(column) for index, column in enumerate(path) if column and (index == 0 or column != path[index - 1])]
    return "".join(characters[column - 1] for column in kept)


class _Allowed:
    """Which texts a grammar can begin with, each looked up once."""

    def __init__(self, grammar: Grammar | None) -> None:
        self._grammar = grammar
        self._states: dict[str, State] = {"": grammar.start()} if grammar else {}

    def holds(self, text: str, character: str) -> bool:
        """Whether ``character`` may follow ``text``, which was itself allowed."""
        if self._grammar is None:
            return True
        grown = text + character
        state = self._states.get(grown)
        if state is None:
            state = self._states[grown] = self._grammar.after(self._states[text], character)
        return bool(state)


def _likely(step: npt.NDArray[np.float32]) -> list[int]:
    best = np.argpartition(step[1:], -min(_MAX_NEXT, len(step) - 1))[-_MAX_NEXT:] + 1
    return [int(column) for column in best if step[column] > _FAINT]


def _extended(
    ends: dict[str, tuple[float, float]],
    step: npt.NDArray[np.float32],
    likely: Sequence[int],
    characters: str,
    allowed: _Allowed,
) -> dict[str, tuple[float, float]]:
    longer: dict[str, tuple[float, float]] = {}
    silence = max(float(step[0]), _FLOOR)
    for text, (blank, last) in ends.items():
        here = longer.get(text, (0.0, 0.0))
        stay = last * float(step[characters.index(text[-1]) + 1]) if text else 0.0
        longer[text] = (here[0] + (blank + last) * silence, here[1] + stay)
        for column in likely:
            character = characters[column - 1]
            grown = text + character
            if not allowed.holds(text, character):
                continue
            gain = float(step[column]) * (blank if text and text[-1] == character else blank + last)
            if gain > 0:
                before = longer.get(grown, (0.0, 0.0))
                longer[grown] = (before[0], before[1] + gain)
    return longer

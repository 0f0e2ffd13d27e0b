"""Decode: the likeliest texts of a CTC recogniser under a charset, and how likely a given text is.

Prefix beam search: Hannun et al., First-Pass Large Vocabulary Continuous Speech Recognition (2014). Forward score:
Graves et al., Connectionist Temporal Classification (ICML 2006).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

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
    column = _columns(characters)
    # text -> probability ending in blank, in its last character
    ends: list[tuple[str, tuple[float, float]]] = [("", (1.0, 0.0))]
    log_scale = 0.0
    for step, likely in zip(narrow, _likely(narrow), strict=True):
        next_ = [(characters[index - 1], float(step[index])) for index in likely]
        best = sorted(_extended(ends, step, next_, column, allowed).items(), key=_probability, reverse=True)[:width]
        top = max(_probability(best[0]), _FLOOR)
        log_scale += math.log(top)
        ends = [(text, (blank / top, last / top)) for text, (blank, last) in best]
    return [(text, math.log(max(blank + last, _FLOOR)) + log_scale) for text, (blank, last) in ends]


def log_probability(narrow: Narrow, characters: str, text: str) -> float:
    """Log probability of ``text`` over all its alignments; a very low number when it cannot be written so."""
    return log_probabilities(narrow, characters, [text])[0]


def log_probabilities(narrow: Narrow, characters: str, texts: Sequence[str]) -> list[float]:
    """:func:`log_probability` of each of ``texts``; together they take little longer than one."""
    column = _columns(characters)
    able = [text for text in texts if all(character in column for character in text)]
    used = dict.fromkeys("".join(able))
    states, jump = _states(able, {character: place for place, character in enumerate(used, start=1)})
    steps = np.maximum(narrow[:, [0, *(column[character] for character in used)]], _FLOOR).astype(np.float64)
    forward = np.zeros(states.shape)
    forward[:, :2] = 1.0
    totals = np.empty((len(narrow), len(able)))
    there = states >= 0
    for index, step in enumerate(steps):
        if index:
            moved = forward.copy()
            moved[:, 1:] += forward[:, :-1]
            moved[:, 2:] += jump * forward[:, :-2]
            forward = moved
        forward *= step[states] * there
        totals[index] = forward.sum(axis=1)
        forward /= totals[index][:, None]
    last = [2 * len(text) for text in able]
    ended = [float(row[max(0, end - 1) : end + 1].sum()) for row, end in zip(forward, last, strict=True)]
    found = np.log(totals).sum(axis=0) + np.log(np.maximum(ended, 1e-300))
    known = dict(zip(able, found.tolist(), strict=True))
    return [known.get(text, -1e9) for text in texts]


def _states(texts: Sequence[str], column: Mapping[str, int]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """For each text its blanks and characters in a row, filled up with -1, and which may follow without a blank."""
    states = np.full((len(texts), 2 * max(map(len, texts), default=0) + 1), -1)
    for row, text in zip(states, texts, strict=True):
        row[: 2 * len(text) + 1] = 0
        row[1 : 2 * len(text) : 2] = [column[character] for character in text]
    jump = np.zeros(states[:, 2:].shape, np.bool_)
    jump[:, 1::2] = states[:, 3::2] != states[:, 1:-2:2]
    return states, jump


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


@lru_cache(maxsize=256)
def _columns(characters: str) -> Mapping[str, int]:
    """In which column each of ``characters`` stands."""
    return {character: index for index, character in reversed(list(enumerate(characters, start=1)))}


def _likely(narrow: Narrow) -> list[list[int]]:
    """For each step the columns of its few likeliest characters."""
    most = min(_MAX_NEXT, narrow.shape[1] - 1)
    best = np.argpartition(narrow[:, 1:], -most, axis=1)[:, -most:] + 1
    plain = np.take_along_axis(narrow, best, axis=1) > _FAINT
    return [row[kept].tolist() for row, kept in zip(best, plain, strict=True)]


def _probability(end: tuple[str, tuple[float, float]]) -> float:
    return end[1][0] + end[1][1]


def _extended(
    ends: Sequence[tuple[str, tuple[float, float]]],
    step: npt.NDArray[np.float32],
    likely: Sequence[tuple[str, float]],
    column: Mapping[str, int],
    allowed: _Allowed,
) -> dict[str, tuple[float, float]]:
    longer: dict[str, tuple[float, float]] = {}
    silence = max(float(step[0]), _FLOOR)
    for text, (blank, last) in ends:
        before, both, end = longer.get(text, (0.0, 0.0)), blank + last, text[-1:]
        stay = last * float(step[column[end]]) if text else 0.0
        longer[text] = (before[0] + both * silence, before[1] + stay)
        for character, probability in likely:
            gain = probability * (blank if character == end else both)
            if gain > 0 and allowed.holds(text, character):
                grown = text + character
                before = longer.get(grown, (0.0, 0.0))
                longer[grown] = (before[0], before[1] + gain)
    return longer

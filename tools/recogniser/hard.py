"""Which kanji of names the recogniser misreads, so that training draws them more often.

usage: python -m tools.recogniser.hard OUT [--model FILE] [--lines N] [--seed S]

OUT gets each misread kanji as often as it was misread; ``DXROBOT_HARD_KANJI`` names it when training.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

from dxrobot.ocr.charset import charset_of
from dxrobot.ocr.decode import collapse
from dxrobot.ocr.engine import OnnxRecogniser
from dxrobot.ocr.template import FieldType, TemplateField
from tools.recogniser.strips import invent_sample
from tools.recogniser.texts import invent_kanji

_AT_ONCE = 40
_FIELD = TemplateField(name="drawn", label="drawn", type=FieldType.TEXT, zone=(0, 0, 1, 1))


def main() -> None:
    """Draw lines of the train split, read them, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--lines", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=20261128)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    wrong = misread(OnnxRecogniser(given.model, threads=1), np.random.default_rng(given.seed), given.lines)
    given.out.write_text("".join(character * count for character, count in sorted(wrong.items())), encoding="utf-8")
    print(f"{len(wrong)} kanji misread {wrong.total()} times in {given.lines} lines")


def misread(recogniser: OnnxRecogniser, rng: np.random.Generator, lines: int) -> Counter[str]:
    """How often each kanji was read as another; lines read with more or fewer characters say nothing."""
    charset = charset_of(_FIELD, recogniser.characters)
    wrong: Counter[str] = Counter()
    for _round in range(lines // _AT_ONCE):
        samples = [invent_sample(rng, "train", invent_kanji) for _ in range(_AT_ONCE)]
        for sample, view in zip(samples, recogniser.recognise([one.picture for one in samples]), strict=True):
            read = collapse(charset.narrow(view).argmax(axis=1), charset.characters)
            if len(read) == len(sample.text):
                wrong.update(meant for meant, said in zip(sample.text, read, strict=True) if meant != said)
    return wrong


if __name__ == "__main__":
    main()

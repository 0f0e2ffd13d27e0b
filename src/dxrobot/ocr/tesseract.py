"""Gate to Tesseract, where a city has it: the program of the machine, asked by its command line."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from loguru import logger
from PIL import Image

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ocr.engine import Probabilities
from dxrobot.ocr.pages import Picture

_LANGUAGE = "jpn"
_LIMIT_S = 300
_LEAST, _MOST = 0.3, 0.97
"""Between these it is believed: it is as sure of many a wrong character as of right ones."""
_OTHERS = 20
"""What it does not say is as likely as one in so many of what remains: it names no second choices worth having."""
_WORD = "5"
"""The level of words in its tables; most Japanese characters are words of their own."""


class TesseractRecogniser:
    """Tesseract with its Japanese data. It says texts and no probabilities of others: those are made up evenly."""

    def __init__(self, program: str = "") -> None:
        self._program = program or "tesseract"

    @cached_property
    def characters(self) -> tuple[str, ...]:
        """All characters of JIS X 0201 and 0208; :class:`InputError` where Tesseract or its Japanese is missing."""
        languages = self._run("--list-langs").split()
        if _LANGUAGE not in languages:
            raise InputError(_("Tesseract に日本語のデータ(jpn)がありません。"), installing())
        return _characters()

    def recognise(self, pictures: Sequence[Picture]) -> list[Probabilities]:
        """Probabilities for each grey line picture, in order; all are read by one call of the program."""
        if not pictures:
            return []
        columns = {character: place for place, character in enumerate(self.characters, start=1)}
        read = _read(self._run("-", "-", "-l", _LANGUAGE, "--psm", "7", "tsv", given=_together(pictures)))
        return [_probabilities(read[place + 1], columns) for place in range(len(pictures))]

    def _run(self, *arguments: str, given: bytes = b"") -> str:
        environment = os.environ | {"OMP_THREAD_LIMIT": "1"}  # several pages are read side by side
        command = [self._program, *arguments]
        try:
            done = subprocess.run(  # noqa: S603 — our own arguments, no shell
                command, input=given, env=environment, capture_output=True, timeout=_LIMIT_S, check=True
            )
        except FileNotFoundError as error:
            raise InputError(_("Tesseract が入っていません。"), installing()) from error
        except (OSError, subprocess.SubprocessError) as error:
            logger.warning("Tesseract failed: {}", (getattr(error, "stderr", None) or b"").decode("utf-8", "replace"))
            remedy = _(
                "もう一度読み取ってください。続くときは、dxrobot.toml の [ocr] second_engine を paddle にしてください。"
            )
            raise InputError(_("Tesseract で読み取れませんでした。"), remedy) from error
        return done.stdout.decode("utf-8", "replace")


def installing() -> str:
    """What to do where Tesseract is missing."""
    return _(
        "日本語データ(jpn)の付いた Tesseract を入れてください(Debian や Ubuntu は tesseract-ocr-jpn)。Windows では、"
        "dxrobot.toml の [ocr] tesseract に tesseract.exe の場所を書きます。"
        "使わないときは、second_engine を paddle にしてください。"
    )


def _characters() -> tuple[str, ...]:
    """JIS X 0201 and 0208, as cp932 has them."""
    single = [bytes((one,)) for one in (*range(0x21, 0x7F), *range(0xA1, 0xE0))]
    leads = (*range(0x81, 0xA0), *range(0xE0, 0xEB))
    double = [bytes((lead, trail)) for lead in leads for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD))]
    found = []
    for code in (*single, *double):
        with contextlib.suppress(UnicodeDecodeError):  # a place of the table where nothing stands
            found.append(code.decode("cp932"))
    return tuple(one for one in dict.fromkeys(found) if not one.isspace())


def _together(pictures: Sequence[Picture]) -> bytes:
    """The pictures as pages of one TIFF, which goes through a pipe: nothing of them is left on a disk."""
    first, *others = map(Image.fromarray, pictures)
    file = io.BytesIO()
    first.save(file, "TIFF", save_all=True, append_images=others)
    return file.getvalue()


def _read(table: str) -> dict[int, list[tuple[str, float]]]:
    """Of each picture, counted from 1, its characters and how sure Tesseract is of them."""
    read: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == _WORD:
            sure = min(_MOST, max(_LEAST, float(row["conf"]) / 100))
            read[int(row["page_num"])] += [(character, sure) for character in (row["text"] or "").strip()]
    return read


def _probabilities(read: Sequence[tuple[str, float]], columns: dict[str, int]) -> Probabilities:
    """A step for each character and one without any between them."""
    known = [(columns[character], sure) for character, sure in read if character in columns]
    steps = np.full((2 * len(known) + 1, len(columns) + 1), (1 - _MOST) / _OTHERS, np.float32)
    steps[::2, 0] = _MOST
    for place, (column, sure) in enumerate(known):
        steps[2 * place + 1] = (1 - sure) / _OTHERS
        steps[2 * place + 1, column] = sure
    return steps

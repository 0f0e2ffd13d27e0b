"""Files that people take away: as a whole, or line by line as they are read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

from dxrobot.i18n import language, speaking
from dxrobot.sheets.csv_write import harmless

_LINES_AT_ONCE = 500
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {
    "xlsx": _BOOK,
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


class _Line:
    """What a CSV writer writes to: it keeps the last text alone."""

    def __init__(self) -> None:
        self.text: list[str] = []

    def write(self, text: str) -> int:
        self.text.append(text)
        return len(text)


def file_answer(content: bytes, name: str) -> HttpResponse:
    """``content`` to be kept under ``name``; no browser shows it as a page of the console."""
    answer = HttpResponse(content, content_type=_TYPES[name.rpartition(".")[2]])
    return to_be_kept(answer, name)


def csv_answer(rows: Iterable[Sequence[str]], name: str) -> HttpResponse:
    """``rows`` as a CSV file (UTF-8 with a mark, RFC 4180), sent as it is read; no text that a spreadsheet computes."""
    answer = StreamingHttpResponse(_csv(rows, language()), content_type=_TYPES["csv"])
    return to_be_kept(answer, name)  # type: ignore[arg-type]


def to_be_kept(answer: HttpResponse, name: str) -> HttpResponse:
    """Have the browser keep ``answer`` as a file (RFC 6266)."""
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer


def _csv(rows: Iterable[Sequence[str]], spoken: str) -> Iterator[bytes]:
    line = _Line()
    writer = csv.writer(line)
    yield b"\xef\xbb\xbf"
    # What is sent line by line is made when the request is over, and with it its language.
    with speaking(spoken):
        for number, row in enumerate(rows, start=1):
            writer.writerow([harmless(value) for value in row])
            if number % _LINES_AT_ONCE == 0:
                yield "".join(line.text).encode()
                line.text.clear()
        yield "".join(line.text).encode()

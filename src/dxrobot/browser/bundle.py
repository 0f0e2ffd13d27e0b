"""What is kept when an item fails: what the screen showed, what its pages said and asked for, without personal data."""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from dxrobot.browser.evidence import masked_copy, masked_screenshot
from dxrobot.browser.trace import Traffic
from dxrobot.errors import TargetError
from dxrobot.masking import redactor
from dxrobot.robot.target import Target

_UNDER_WAY = "-"


def write_screen(page: Page, folder: Path, sensitive: Sequence[Target], values: Sequence[str]) -> None:
    """``screen.png`` and ``screen.html`` of ``page`` as far as it can still be looked at."""
    with _as_far_as_possible():
        (folder / "screen.png").write_bytes(masked_screenshot(page, sensitive, values))
    with _as_far_as_possible():
        (folder / "screen.html").write_text(masked_copy(page, sensitive, values), encoding="utf-8")


def write_traffic(folder: Path, traffic: Traffic) -> None:
    """``console.txt``, and ``requests.csv`` with method, origin and path, status and milliseconds of the last requests.

    No query, body, header or cookie; a path may name a record, so that it is scrubbed as well.
    """
    lines = (redactor.scrub(line) for line in traffic.console)
    (folder / "console.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    with (folder / "requests.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["method", "address", "status", "ms"])
        for exchange in traffic.exchanges:
            took = _UNDER_WAY if exchange.milliseconds is None else exchange.milliseconds
            address = redactor.scrub(unquote(exchange.address))
            writer.writerow([exchange.method, address, exchange.status or _UNDER_WAY, took])


def write_step(folder: Path, step: Mapping[str, Any]) -> None:
    """``step.json``: what was being done when it failed."""
    scrubbed = redactor.scrub(json.dumps(step, ensure_ascii=False, indent=2))
    (folder / "step.json").write_text(f"{scrubbed}\n", encoding="utf-8")


@contextlib.contextmanager
def _as_far_as_possible() -> Iterator[None]:
    """A browser that is gone or hangs shows nothing; the failure itself is told elsewhere."""
    with contextlib.suppress(PlaywrightError, TargetError):
        yield

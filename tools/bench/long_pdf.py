"""Memory that reading a long PDF takes: `dxrobot ocr read` of the demo's scans again and again, one page of it broken.

usage: python -m tools.bench.long_pdf [--pages N]

Prints the peak and writes build/bench/long_pdf.json: pages read, the page that was told broken, seconds, the peak of
resident memory, and by how much it grew over the last half of the pages. Returns 1 when the peak is over 1 GiB, or
when any page but the broken one was not read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

from dxrobot.bundled import demo_samples
from dxrobot.ocr.pages import Page, read_pages

ROOT = Path(__file__).parents[2]
OUT = ROOT / "build" / "bench" / "long_pdf.json"
LIMIT_MIB = 1024
_EVERY_S = 0.2
_PAGE = re.compile(rb"\d+ 0 obj\s*<<(?:(?!endobj).)*?/Type /Page\b.*?endobj", re.DOTALL)
_READ = ("from dxrobot.cli import main; main()", "ocr", "read", "--json")


@dataclass(frozen=True)
class LongReading:
    """What was measured."""

    pages: int
    read: int
    told_broken: tuple[int, ...]
    seconds: float
    peak_mib: int
    grown_mib: float
    """How much more was resident in the last tenth of the time than in the middle one."""


def main() -> int:
    """Make the PDF, read it in a process of its own, watch that."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dxrobot-bench-") as folder:
        file, broken = Path(folder) / "long.pdf", given.pages // 2
        write_pdf(file, given.pages, broken)
        found = watch(file, given.pages, Path(folder) / "forms.json")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")
    print(
        f"{found.pages} pages, {found.read} read in {found.seconds:.0f} s, told broken: {found.told_broken}; "
        f"peak {found.peak_mib} MiB, grown by {found.grown_mib:.1f} MiB over the last half"
    )
    held = found.peak_mib < LIMIT_MIB and found.told_broken == (broken,) and found.read == found.pages - 1
    return 0 if held else 1


def write_pdf(path: Path, pages: int, broken: int) -> None:
    """A PDF of so many scanned pages, of which the one called ``broken`` (from 1) is no page any more."""
    scans = [page for file in sorted((demo_samples() / "scans").iterdir()) for page in read_pages(file)]
    pictures = [Image.fromarray(page.picture) for page in scans if isinstance(page, Page)]
    chosen = list(islice(cycle(pictures), pages))
    chosen[0].save(path, "PDF", save_all=True, append_images=chosen[1:], resolution=200, quality=80)
    written = path.read_bytes()
    start, end = list(_PAGE.finditer(written))[broken - 1].span()
    head, _space, body = written[start:end].partition(b"obj")
    path.write_bytes(written[:start] + head + b"obj" + b"null".ljust(len(body) - 6) + b"endobj" + written[end:])


def watch(file: Path, pages: int, out: Path) -> LongReading:
    """Read ``file`` of so many pages by the command that people use; what it says goes to ``out``."""
    seen: list[float] = []
    began = time.monotonic()
    with out.open("wb") as said, out.with_suffix(".log").open("wb") as told:
        command = [sys.executable, "-c", *_READ, str(file)]
        reading = psutil.Popen(command, cwd=ROOT, stdout=said, stderr=told)
        while reading.poll() is None:
            with_children = [reading, *reading.children(recursive=True)]
            seen.append(sum(one.memory_info().rss for one in with_children if one.is_running()) / 2**20)
            time.sleep(_EVERY_S)
    forms = json.loads(out.read_text(encoding="utf-8"))
    tenth = max(1, len(seen) // 10)
    middle, last = seen[len(seen) // 2 : len(seen) // 2 + tenth], seen[-tenth:]
    errors = [form["page"] for form in forms if form.get("error")]
    return LongReading(
        pages=pages,
        read=len(forms) - len(errors),
        told_broken=tuple(errors),
        seconds=round(time.monotonic() - began, 1),
        peak_mib=round(max(seen)),
        grown_mib=round(float(np.median(last) - np.median(middle)), 1),
    )


if __name__ == "__main__":
    sys.exit(main())

"""Read a folder of pages with known truth and say how many fields are right, accepted, and wrong among the accepted.

usage: python tools/ocr_eval.py FOLDER [--every N] [--wrong] [--json OUT]

FOLDER holds truth.json, a list of {file, page, kind, degradation, template, fields}; the open form bench's layout (raw
text, marks beside the fields) is understood as well.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from dxrobot.ocr.engines import engines_of
from dxrobot.ocr.form_reader import FormReader
from dxrobot.ocr.normalise import normal_form
from dxrobot.ocr.pages import Page, read_pages
from dxrobot.ocr.reading import Form, Status, Value
from dxrobot.ocr.template_files import LoadedTemplate, load_templates

TEMPLATES = Path(__file__).parent.parent / "ocr_templates"
BENCH_CHECKS = ("check_self", "check_household", "check_agent", "check_juminhyo", "check_koseki", "check_inkan")


class Tally:
    """Counts of fields: all, right, accepted, wrong though accepted."""

    def __init__(self) -> None:
        self.all = self.right = self.accepted = self.wrong = 0

    def add(self, right: bool, accepted: bool) -> None:
        self.all += 1
        self.right += right
        self.accepted += accepted
        self.wrong += accepted and not right

    def __str__(self) -> str:
        share = 100 / max(1, self.all)
        return f"{self.all:6}{share * self.right:9.1f}{share * self.accepted:10.1f}{self.wrong:7}"


reasons: Counter[str] = Counter()


def main() -> None:
    arguments = parse()
    truth = json.loads((arguments.folder / "truth.json").read_text(encoding="utf-8"))[:: arguments.every]
    templates = load_templates(TEMPLATES)
    reader = FormReader(templates, engines_of())
    tallies: dict[str, Tally] = defaultdict(Tally)
    seconds: list[float] = []
    for entry in truth:
        page = one_page(arguments.folder / entry["file"], entry.get("page", 1))
        started = time.perf_counter()
        form = reader.read_page(page, entry["file"])
        seconds.append(time.perf_counter() - started)
        score(entry, form, templates, tallies, arguments.wrong)
    print(f"{'':36}{'n':>6}{'exact %':>9}{'accept %':>10}{'wrong':>7}")
    for name in sorted(tallies):
        print(f"{name:36}{tallies[name]}")
    for reason, count in reasons.most_common():
        print(f"{count:5} {reason}")
    print(f"seconds a page: median {sorted(seconds)[len(seconds) // 2]:.2f}, first {seconds[0]:.2f}")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every Nth page")
    parser.add_argument("--wrong", action="store_true", help="print every accepted value that is wrong")
    return parser.parse_args()


def one_page(path: Path, number: int) -> Page:
    page = next(page for page in read_pages(path) if page.number == number)
    if not isinstance(page, Page):
        raise SystemExit(f"{path}: {page.reason}")
    return page


def score(entry: Any, form: Form, templates: tuple[LoadedTemplate, ...], tallies: dict[str, Tally], show: bool) -> None:
    template = next(loaded.template for loaded in templates if loaded.template.template == form.template)
    wanted = expected(entry, template)
    for reading in form.readings:
        right, accepted = reading.value == wanted[reading.field], reading.status is not Status.REVIEW
        kind = template.field(reading.field).type.value
        text = "marks" if kind in ("checkbox", "choice") else "text"
        degradation = f"{entry['kind']:8}{entry['degradation']:14}{text}"
        for name in (f"{entry['kind']:8}{kind}", degradation, f"{entry['kind']:8}= all {text}"):
            tallies[name].add(right, accepted)
        if not accepted:
            reasons[f"{'right' if right else 'wrong'} {kind:12} {reading.reason}"] += 1
        if show and accepted and not right:
            print(f"WRONG {entry['file']} {reading.field}: {reading.value!r} instead of {wanted[reading.field]!r}")


def expected(entry: Any, template: Any) -> dict[str, Value]:
    fields = entry["fields"]
    if "checks" not in entry:
        return dict(fields)
    raw = {name: normal_form(template.field(name), text) or text for name, text in fields.items()}
    marks = dict(zip(BENCH_CHECKS, entry["checks"], strict=True))
    return {**raw, **marks, "sex": entry["sex"], "birth_era": entry["birth_era"]}


if __name__ == "__main__":
    main()

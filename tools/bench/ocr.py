"""Read a bench folder of forms with ground truth, score it, and measure the speed beside whole-page engines.

usage: python -m tools.bench.ocr [BENCH] [--every N] [--timed N]

BENCH (default ../shared/ocr_bench) holds truth.json, zones.json, blank.png, pages/ and score.py. Writes
build/bench/ocr_predictions.json and build/bench/ocr.json. Nothing is tuned to such a folder: the template is made from
its zones, thresholds and calibration come from pages that tools/forms draws.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

from dxrobot.ocr.engines import engines_of
from dxrobot.ocr.form_reader import FormReader
from dxrobot.ocr.lexicon import places_of_japan
from dxrobot.ocr.names import names_of_japan
from dxrobot.ocr.pages import Page, read_pages
from dxrobot.ocr.reading import Form, Reading, Status
from dxrobot.ocr.template_files import load_templates
from tools.bench import reading

ROOT = Path(__file__).parents[2]
OUT = ROOT / "build" / "bench"
_TYPES = {
    "date_line": "date",
    "furigana": "kana",
    "kana_holder": "kana",
    "name": "name",
    "name_rare": "name",
    "address": "address",
    "tel": "phone",
    "postal_box": "postal_code",
    "postal_line": "postal_code",
    "mynum_box": "my_number",
    "account_box": "bank_account",
    "reason": "text",
    "amount": "amount",
}
_RANGES = {"birth_y": (1, 64), "birth_m": (1, 12), "birth_d": (1, 31)}
_RULES = (
    {"rule": "date_parts", "era": "birth_era", "year": "birth_y", "month": "birth_m", "day": "birth_d"},
    {"rule": "postal_address", "postal": "postal_box", "address": "address"},
    {"rule": "kana_name", "kana": "furigana", "name": "name"},
)
_CHOICES = {"sex": "sex", "era": "birth_era"}


def main() -> None:
    """Read, score, measure, write."""
    given = _arguments()
    truth = json.loads((given.bench / "truth.json").read_text(encoding="utf-8"))[:: given.every]
    with tempfile.TemporaryDirectory() as scratch:
        lay_out(given.bench, Path(scratch) / "templates" / "bench")
        reader = FormReader(load_templates(Path(scratch) / "templates"), engines_of())
        forms = {entry["file"]: reader.read_page(_page(given.bench, entry), entry["file"]) for entry in truth}
        OUT.mkdir(parents=True, exist_ok=True)
        predictions = {file: prediction(form) for file, form in forms.items()}
        (OUT / "ocr_predictions.json").write_text(json.dumps(predictions, ensure_ascii=False, indent=1) + "\n")
        (Path(scratch) / "truth.json").write_text(json.dumps(truth))
        score = [sys.executable, given.bench / "score.py", Path(scratch) / "truth.json", OUT / "ocr_predictions.json"]
        subprocess.run(score, check=True)
        corrected = over_corrected(truth, forms)
        print(f"over-correction: {corrected['changed']} of {corrected['unlisted']} values that no list holds")
        speeds = measure([_page(given.bench, entry) for entry in truth[:: given.timed]], reader, Path(scratch))
    (OUT / "ocr.json").write_text(json.dumps({"over_correction": corrected, "speed": speeds}, indent=1) + "\n")
    for row in speeds:
        print(f"{row['reader']:24} {row['seconds_a_page']:8.3f} s a page   {row['ratio']:5.2f} x")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path, nargs="?", default=ROOT.parent / "shared" / "ocr_bench")
    parser.add_argument("--every", type=int, default=1, help="only every Nth page")
    parser.add_argument("--timed", type=int, default=12, help="every Nth of these is read by all engines in turn")
    return parser.parse_args()


def lay_out(bench: Path, folder: Path) -> None:
    """The bench's form as a template of ours."""
    zones = json.loads((bench / "zones.json").read_text(encoding="utf-8"))
    fields: list[dict[str, Any]] = []
    for name, zone in zones["fields"].items():
        field = {"name": name, "label": name, "type": _TYPES.get(name, "digits")}
        field |= {"boxes": zone, "length": len(zone)} if isinstance(zone[0], list) else {"zone": zone}
        if name in _RANGES:
            field |= dict(zip(("minimum", "maximum"), _RANGES[name], strict=True))
        fields.append(field)
    for index, zone in enumerate(zones["checks"]):
        fields.append({"name": f"check_{index}", "label": f"check {index}", "type": "checkbox", "zone": zone})
    for short, name in _CHOICES.items():
        options = {key.partition(".")[2]: box for key, box in zones["choices"].items() if key.startswith(short + ".")}
        fields.append({"name": name, "label": name, "type": "choice", "options": options})
    known = {field["name"] for field in fields}
    rules = [rule for rule in _RULES if {value for key, value in rule.items() if key != "rule"} <= known]
    template = {"template": "bench", "title": "bench", "key": fields[0]["name"], "dpi": zones["dpi"], "fields": fields}
    folder.mkdir(parents=True)
    shutil.copyfile(bench / "blank.png", folder / "blank.png")
    written = yaml.safe_dump({**template, "rules": rules}, allow_unicode=True, sort_keys=False)
    (folder / "template.yaml").write_text(written, encoding="utf-8")


def _page(bench: Path, entry: dict[str, Any]) -> Page:
    page = next(iter(read_pages(bench / entry["file"])))
    if not isinstance(page, Page):
        raise SystemExit(f"{entry['file']}: {page.reason}")
    return page


def prediction(form: Form) -> dict[str, Any]:
    """The form as score.py wants it: what was read, and what no person need look at."""
    said: dict[str, Any] = {one.field: _said(one) for one in form.readings if not one.field.startswith("check_")}
    said["checks"] = [bool(one.value) for one in form.readings if one.field.startswith("check_")]
    said["_status"] = {
        one.field: "review" if one.status is Status.REVIEW else "accepted"
        for one in form.readings
        if not one.field.startswith("check_")
    }
    return said


def _said(reading: Reading) -> str:
    return str(reading.value) if reading.value is not None else reading.text


def over_corrected(truth: list[dict[str, Any]], forms: dict[str, Form]) -> dict[str, int]:
    """How many names and addresses that stand in no list were read as one that does."""
    counted: Counter[str] = Counter(unlisted=0, changed=0)
    for entry in truth:
        for one in forms[entry["file"]].readings:
            wanted = str(entry["fields"].get(one.field, ""))
            kind = _TYPES.get(one.field, "")
            if kind in ("kana", "name", "address") and not _listed(kind, wanted):
                counted["unlisted"] += 1
                counted["changed"] += str(one.value) != wanted and _listed(kind, str(one.value))
    return dict(counted)


def _listed(kind: str, value: str) -> bool:
    if kind == "address":
        place = places_of_japan().known(value)
        return bool(place) and place not in places_of_japan().towns
    names = names_of_japan()
    surname, _space, given = value.partition(" ")
    parts = ((names.surnames, surname), (names.given, given))
    return all(text in part.readings.words if kind == "kana" else part.lists(text) for part, text in parts)


def measure(pages: list[Page], ours: FormReader, scratch: Path) -> list[dict[str, Any]]:
    """Median seconds a page; every reader reads each page in turn, so that a busy moment hits all of them."""
    known = {**reading.readers(scratch), **_tesseract(scratch), "dxrobot": ours.read_page}
    seconds: dict[str, list[float]] = {name: [] for name in known}
    for read in known.values():
        read(pages[0])
    for page in pages:
        for name, read in known.items():
            started = time.perf_counter()
            read(page)
            seconds[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    medians["dxrobot, pages side by side"] = _side_by_side(pages, ours)
    return [
        {"reader": name, "seconds_a_page": round(median, 3), "ratio": round(median / medians["dxrobot"], 2)}
        for name, median in medians.items()
    ]


def _side_by_side(pages: list[Page], ours: FormReader) -> float:
    """Seconds a page when as many pages are read at once as there are processors, as ``ocr read`` does."""
    started = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(ours.read_page, pages))
    return (time.perf_counter() - started) / len(pages)


def _tesseract(scratch: Path) -> dict[str, reading.Reader]:
    """Tesseract on the whole page, where it is installed with Japanese."""
    program = shutil.which("tesseract")
    if program is None:
        return {}
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    if "jpn" not in listed:
        return {}

    def read(page: Page) -> object:
        import cv2

        cv2.imwrite(str(scratch / "page.png"), page.picture)
        return subprocess.run([program, scratch / "page.png", "-", "-l", "jpn"], capture_output=True, check=True)

    return {"tesseract, whole page": read}


if __name__ == "__main__":
    main()

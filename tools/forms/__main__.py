"""Draw the blank form, make sets of filled-in pages, and make the demo batch: ``python -m tools.forms --help``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tools.forms.degrade import DEGRADATIONS
from tools.forms.demo import SEED, write_demo
from tools.forms.entries import FORMS
from tools.forms.fonts import FACES, KEPT
from tools.forms.pages import Blanks, orders, write_set
from tools.forms.template_file import write_jido_teate

TEMPLATES = Path("ocr_templates")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command from the repository's root."""
    given = _parser().parse_args(arguments)
    if given.command == "blank":
        write_jido_teate(given.templates / "jido_teate_nintei")
    elif given.command == "demo":
        write_demo(given.folder, Blanks(given.templates), given.seed)
    else:
        wanted = orders(given.forms, given.fonts, given.degradations, given.count, given.seed)
        write_set(given.folder, Blanks(given.templates), wanted, given.seed, given.split)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.forms", description=__doc__)
    parser.add_argument("--templates", type=Path, default=TEMPLATES, help="folder of OCR templates")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("blank", help="draw jido_teate_nintei/blank.png and write its template.yaml")
    demo = commands.add_parser("demo", help="make the demo batch")
    demo.add_argument("folder", type=Path, nargs="?", default=Path("samples/demo"))
    demo.add_argument("--seed", type=int, default=SEED)
    drawn = [name for name, face in FACES.items() if face.kind != "real" and name not in KEPT]
    pages = commands.add_parser("pages", help="make a set of pages with truth.json")
    pages.add_argument("folder", type=Path)
    pages.add_argument("--count", type=int, default=60)
    pages.add_argument("--seed", type=int, default=1)
    pages.add_argument("--forms", nargs="+", choices=list(FORMS), default=list(FORMS))
    pages.add_argument("--fonts", nargs="+", choices=list(FACES), default=drawn)
    pages.add_argument("--split", choices=("train", "calibrate", "test"), default="calibrate")
    pages.add_argument("--degradations", nargs="+", choices=list(DEGRADATIONS), default=list(DEGRADATIONS))
    return parser


if __name__ == "__main__":
    main()

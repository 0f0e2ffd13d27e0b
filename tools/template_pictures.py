"""Make the pictures of docs/ja/8-chohyo.md in docs/ja/images/: ``python -m tools.template_pictures``.

A blank form is drawn, a template is proposed for it and drawn over it, as the page tells.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

from dxrobot.app.new_template import new_template
from dxrobot.app.trying_templates import look_at_template
from dxrobot.config import Workspace
from dxrobot.settings import Settings
from tools.forms.blank import draw_blank, save_blank
from tools.forms.other_forms import HOJOKIN, PAGE

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "ja" / "images"
WIDTH = 700
TOP = (0, 100, 1654, 1500)
"""Part of the page that is shown, in its pixels: left, top, right, bottom."""


def main() -> None:
    """Write the blank and the same with the proposed places."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), Settings())
        blank, drawn = Path(folder) / "blank.png", Path(folder) / "zones.png"
        save_blank(draw_blank(HOJOKIN.marks(), PAGE), blank)
        new_template(workspace, blank, "hojokin_shinsei")
        look_at_template(workspace, "hojokin_shinsei", drawn)
        for source, name in ((blank, "chohyo_hakushi.png"), (drawn, "chohyo_basho.png")):
            _save(Image.open(source).convert("RGB").crop(TOP), IMAGES / name)


def _save(picture: Image.Image, path: Path) -> None:
    height = round(picture.height * WIDTH / picture.width)
    picture.resize((WIDTH, height), Image.Resampling.LANCZOS).quantize(64).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()

"""Make the pictures of the authoring guide in docs/ja/images/: ``python -m tools.guide_pictures``.

The screens are those of the guide's own pages (docs/ja/renshu), on which its examples are tested.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from dxrobot.authoring.page_site import page_site
from dxrobot.browser.find import find_browser
from dxrobot.browser.session import BrowserSession

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "ja"
IMAGES = GUIDE / "images"
WIDTH = 620
"""Pixels of a screen."""

_CHANGES = """() => {
  document.querySelectorAll('th')[1].firstChild.data = 'お名前(漢字) ';
  document.querySelector('main button').innerText = '内容を確認する';
}"""
_OVERVIEW = """<!doctype html><meta charset="utf-8"><style>
body { font-family: "Noto Sans CJK JP", sans-serif; margin: 16px; width: 920px; color: #222 }
.row { display: flex; align-items: stretch; gap: 12px }
.box { border: 2px solid #1f4e79; border-radius: 8px; padding: 10px 14px }
.out { border-color: #999; background: #f4f4f4 } .arrow { align-self: center; font-size: 26px; color: #1f4e79 }
.frame { border: 2px dashed #1f4e79; border-radius: 10px; padding: 12px; margin: 0 }
h3 { margin: 0 0 4px; font-size: 17px }
p { margin: 2px 0; font-size: 14px } code { color: #1f4e79 }
.col { display: flex; flex-direction: column; justify-content: center; gap: 12px; flex: 1 }
</style><body><div class="row">
<div class="col" style="flex:.7"><div class="box out"><h3>Excel、CSV</h3><p>1行が1件</p></div>
<div class="box out"><h3>紙の帳票</h3><p>1枚が1件</p></div></div><div class="arrow">→</div>
<div class="frame col" style="flex:2.2"><h3>作業フォルダー</h3><div class="row"><div class="col">
<div class="box"><h3>シナリオ 粗大ごみ受付</h3><p>何を、どの順に</p><code>scenarios/sodai_gomi.yaml</code></div>
<div class="box"><h3>シナリオ 収集日の変更</h3><p>同じロボットを使う</p><code>scenarios/…</code></div></div>
<div class="arrow">→</div><div class="col"><div class="box" style="flex:1"><h3>ロボット 粗大ごみ受付システム</h3>
<p>その画面の、どこに</p><p>画面が変わったら、ここだけを直す</p><code>robots/sodai.yaml</code></div></div></div>
<p>アドレスは <code>dxrobot.toml</code>、パスワードは暗号にして別に</p></div>
<div class="arrow">→</div><div class="col" style="flex:.8"><div class="box out">
<h3>対象システム</h3><p>試験用: 試行</p><p>本番用: 本番</p></div></div>
</div></body>"""


def main() -> None:
    """Write every picture and say how large it is."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with page_site(GUIDE / "renshu") as site:
        for name, picture in _pictures(site.address).items():
            picture.quantize(64).save(IMAGES / name, optimize=True)
            print(f"docs/ja/images/{name}: {(IMAGES / name).stat().st_size / 1000:.0f} kB")


def _pictures(address: str) -> dict[str, Image.Image]:
    """The screens of the guide in the order in which a person meets them."""
    with BrowserSession(find_browser(), address, (), 10.0) as session:

        def taken(work: Callable[[Page], object]) -> Image.Image:
            return session.run(lambda page: (work(page), _shot(page))[1])

        return {
            "zentai.png": session.run(_overview),
            "login.png": taken(lambda page: page.goto("/")),
            "uketsuke.png": taken(lambda page: page.goto("/uketsuke")),
            "kakunin.png": taken(_confirm),
            "ichiran.png": taken(_list),
            "uketsuke_kawatta.png": taken(lambda page: (page.goto("/uketsuke"), page.evaluate(_CHANGES))),
        }


def _overview(page: Page) -> Image.Image:
    page.set_viewport_size({"width": 960, "height": 400})
    page.set_content(_OVERVIEW)
    return Image.open(BytesIO(page.locator("body > div").screenshot())).convert("RGB")


def _confirm(page: Page) -> None:
    page.goto("/uketsuke")
    page.locator("[name=no]").fill("T-001")
    page.locator("[name=name]").fill("試験 太郎")
    page.locator("[name=item]").select_option("たんす")
    page.get_by_role("button", name="確認").click()


def _list(page: Page) -> None:
    page.get_by_role("button", name="登録する").click()
    page.get_by_role("link", name="受付の一覧").click()


def _shot(page: Page) -> Image.Image:
    """The page as far down as it goes."""
    page.set_viewport_size({"width": WIDTH, "height": 300})
    return Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")


if __name__ == "__main__":
    main()

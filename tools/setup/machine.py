"""Look for what pip cannot install (a browser, OpenCV's graphics library, a Japanese font); run by .venv's Python.

With ``tests`` as its argument: for what only the tests need (a database server). As root on Debian or Ubuntu a missing
part is installed; elsewhere one line says what to install.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STAMP = ROOT / ".venv" / ".machine"
STAMP_OF_TESTS = ROOT / ".venv" / ".machine_of_tests"
# A closed network must say so in seconds, not after Playwright's default of five times half a minute.
QUICK_TO_FAIL = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}

LAUNCH = """
from playwright.sync_api import sync_playwright
from dxrobot.browser.find import find_browser
import os
with sync_playwright() as playwright:
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    playwright.chromium.launch(executable_path=find_browser(), args=arguments).close()
"""
FIND_FONT = "from dxrobot.doctor.probes import japanese_fonts; raise SystemExit(not japanese_fonts())"
FIND_SERVER = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tools.postgresql import binaries
raise SystemExit(binaries() is None)
"""
# Debian's package would make a cluster and start it; only its programs are wanted.
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/dxrobot.conf")


def main(arguments: Sequence[str] = ()) -> None:
    """See to every part in turn; exit status 2 with one line when one cannot be had."""
    if "tests" in arguments:
        see_to_server()
        STAMP_OF_TESTS.touch()
        return
    see_to_graphics_library()
    see_to_browser()
    see_to_font()
    STAMP.touch()


def see_to_graphics_library() -> None:
    """OpenCV's wheel loads libGL.so.1 and GLib of the system, which bare servers lack."""
    if works("import cv2"):
        return
    apt_install("libgl1", "libglib2.0-0")
    if not works("import cv2"):
        give_up("OpenCV が使う libGL.so.1 がありません。管理者に apt install libgl1 libglib2.0-0 を依頼してください。")


def see_to_browser() -> None:
    """Any of Edge, Chrome and Chromium that starts will do."""
    if works(LAUNCH):
        return
    print("ブラウザーを用意しています。", flush=True)
    playwright = [sys.executable, "-m", "playwright"]
    for attempt in (
        lambda: quiet([*playwright, "install", "chromium"]),
        lambda: apt_install("chromium"),
        lambda: is_apt_root() and quiet([*playwright, "install-deps", "chromium"]),
    ):
        attempt()
        if works(LAUNCH):
            return
    give_up("動くブラウザーがありません。Microsoft Edge、Google Chrome、Chromium のどれかを入れてください。")


def see_to_font() -> None:
    """Without a Japanese font the site's pictures show boxes; everything else works."""
    if works(FIND_FONT):
        return
    apt_install("fonts-noto-cjk")
    if not works(FIND_FONT):
        print(
            "注意: 日本語フォントがないため、画面の写しの文字が□になります(apt install fonts-noto-cjk)。",
            file=sys.stderr,
        )


def see_to_server() -> None:
    """Without PostgreSQL's programs half of the store's tests are skipped."""
    if works(FIND_SERVER):
        return
    if is_apt_root():
        NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        NO_CLUSTER.write_text("create_main_cluster = false\n", encoding="ascii")
        apt_install("postgresql")
    if not works(FIND_SERVER):
        print("注意: PostgreSQL がないため、その試験を飛ばします(apt install postgresql)。", file=sys.stderr)


def works(code: str) -> bool:
    """Whether a piece of Python runs in a process of its own, so that what is installed meanwhile is seen."""
    return quiet([sys.executable, "-c", code])


def apt_install(*packages: str) -> bool:
    """Install system packages where this process may; false where it may not or they cannot be had."""
    if not is_apt_root():
        return False
    update_package_lists()
    command = ["apt-get", "install", "-y", "-q", *packages]
    installed = quiet(command)
    if not installed:
        print("うまくいかなかった命令:", " ".join(command), file=sys.stderr)
    return installed


@functools.cache
def update_package_lists() -> None:
    """Ask for the package lists, once; those at hand may do when one of the sources cannot be reached."""
    quiet(["apt-get", "update", "-q"])


def is_apt_root() -> bool:
    """Whether this is root on a Debian or Ubuntu."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def quiet(command: Sequence[str]) -> bool:
    """Run without a word; whether it succeeded."""
    environment = {**os.environ, **QUICK_TO_FAIL, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0


def give_up(message: str) -> None:
    """End with exit status 2 and one line."""
    print(message, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1:])

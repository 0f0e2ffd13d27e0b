"""Which browser the robots use: the one that is configured, or the first one already on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dxrobot.errors import InputError
from dxrobot.i18n import _

_COMMANDS = (
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "chromium",
    "chromium-browser",
)
_WINDOWS_PLACES = (
    "Microsoft/Edge/Application/msedge.exe",
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
)
_MAC_PLACES = ("Microsoft Edge", "Google Chrome", "Chromium")
_LINUX_PLACES = (
    "/opt/microsoft/msedge/msedge",
    "/opt/google/chrome/chrome",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
)
# Folders of `playwright install chromium`; their names changed over the years.
_DOWNLOADED = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-win*/chrome.exe",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
_VERSION_TIMEOUT_S = 20


def find_browser(configured: str = "") -> Path:
    """The configured browser, else Edge, Chrome or Chromium of this machine, else the one Playwright downloaded.

    Raises :class:`InputError` when the configured file is missing or there is none at all.
    """
    if configured:
        path = Path(configured).expanduser()
        if path.is_file():
            return path
        raise InputError(
            _("設定されたブラウザーがありません: {path}").format(path=path),
            _("dxrobot.toml の [browser] executable を直すか、空にしてください。"),
        )
    for path in _candidates():
        if path.is_file():
            return path
    raise InputError(
        _("ブラウザーが見つかりません。"),
        _("Microsoft Edge、Google Chrome、Chromium のどれかを入れてください(または playwright install chromium)。"),
    )


def browser_version(path: Path) -> str:
    """What the browser calls itself, e.g. ``Chromium 140.0.7339.16``; raises :class:`InputError` if it does not run."""
    if sys.platform == "win32":  # there, --version opens a window; the version is the name of a folder beside it
        found = [child.name for child in path.parent.iterdir() if re.fullmatch(r"\d+(\.\d+){3}", child.name)]
        return f"{path.stem} {max(found, default='')}".strip()
    try:
        done = subprocess.run(  # noqa: S603 - the browser that staff chose
            [path, "--version"], capture_output=True, timeout=_VERSION_TIMEOUT_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise InputError(_("ブラウザーを起動できません: {path}").format(path=path)) from error
    return done.stdout.decode(errors="replace").strip()


def _candidates() -> Iterator[Path]:
    for command in _COMMANDS:
        if found := shutil.which(command):
            yield Path(found)
    yield from _usual_places()
    for pattern in _DOWNLOADED:
        yield from sorted(_downloads().glob(pattern), reverse=True)


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        roots = [os.environ.get(name, "") for name in ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA")]
        yield from (Path(root, place) for place in _WINDOWS_PLACES for root in roots if root)
    elif sys.platform == "darwin":
        yield from (Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in _MAC_PLACES)
    else:
        yield from map(Path, _LINUX_PLACES)


def _downloads() -> Path:
    """Where Playwright keeps its browsers (its documentation, "Managing browser binaries")."""
    configured = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    if configured and configured != "0":
        return Path(configured)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", ""), "ms-playwright")
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/ms-playwright"
    return Path.home() / ".cache/ms-playwright"

"""What this machine has: each probe asks one outside thing and judges nothing."""

from __future__ import annotations

import base64
import hashlib
import importlib
import importlib.metadata
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

from dxrobot.browser.find import browser_version, find_browser
from dxrobot.bundled import bundled_root
from dxrobot.errors import DxrobotError
from dxrobot.ocr.model_files import model_folder
from dxrobot.ocr.tesseract import TesseractRecogniser
from dxrobot.settings import OcrSettings, SecondEngine, StoreSettings
from dxrobot.store.server import Server
from dxrobot.store.setup import try_server
from dxrobot.vault import Vault

# Where fonts stand on machines without fontconfig: Windows for all and for one user, macOS, bare Linux.
_FONT_FOLDERS = (
    "{WINDIR}/Fonts",
    "{LOCALAPPDATA}/Microsoft/Windows/Fonts",
    "/System/Library/Fonts",
    "/usr/share/fonts",
    "{HOME}/.local/share/fonts",
)
_JAPANESE_FONT = re.compile(
    r"msgothic|msmincho|meiryo|yugoth|yumin|biz-ud|ipa|notos.*(cjk|jp)|takao|vl-?gothic|ヒラギノ", re.I
)


@dataclass(frozen=True, slots=True)
class BrowserFound:
    """The browser that robots would use, or why there is none."""

    path: str = ""
    version: str = ""
    failure: str = ""


def lock_text() -> str:
    """The list of packages that this version was tested with: inside an installed package, else in the clone."""
    return (bundled_root() / "requirements.lock").read_text(encoding="utf-8")


def installed_versions() -> dict[str, str]:
    """Version by normalised name of every distribution that this Python sees."""
    return {
        re.sub(r"[-_.]+", "-", distribution.name).lower(): distribution.version
        for distribution in importlib.metadata.distributions()
    }


def opencv_distributions() -> list[str]:
    """Distributions that lay claim to the one folder ``cv2``."""
    return sorted(name for name in installed_versions() if re.fullmatch(r"opencv-(contrib-)?python(-headless)?", name))


def import_failure(module: str) -> str:
    """Why a module cannot be imported; empty when it can."""
    try:
        importlib.import_module(module)
    except ImportError as error:
        return str(error)
    return ""


def damaged_files(distribution: str, suffix: str) -> dict[str, str]:
    """Each file of an installed distribution with this suffix: what is wrong with it, or nothing.

    The yardstick is the hash that the wheel itself recorded (RECORD of the wheel format, PEP 376 and 427).
    """
    try:
        files = importlib.metadata.files(distribution) or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    return {path.name: _damage(path) for path in files if path.suffix == suffix}


def _damage(recorded: importlib.metadata.PackagePath) -> str:
    path = Path(str(recorded.locate()))
    if not path.is_file():
        return "missing"
    digest = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
    return "" if recorded.hash and recorded.hash.value == digest else "changed"


def second_engine_failure(settings: OcrSettings) -> str:
    """Why the recogniser named in dxrobot.toml cannot be used; empty when it can or none is named."""
    try:
        if settings.second_engine is SecondEngine.TESSERACT:
            _known = TesseractRecogniser(settings.tesseract).characters
        elif settings.model_dir:
            model_folder(settings.model_dir)
    except DxrobotError as error:
        return error.message
    return ""


def browser(executable: str) -> BrowserFound:
    """The browser that robots would use; ``executable`` is the path in dxrobot.toml, or empty."""
    try:
        path = find_browser(executable)
        return BrowserFound(str(path), browser_version(path))
    except DxrobotError as error:
        return BrowserFound(failure=error.message)


def server_failure(store: StoreSettings, vault: Path) -> str:
    """Why the database server of the store cannot be signed in to; empty when it can. Nothing is changed there."""
    try:
        if not store.credentials:
            try_server(Server(store.url))
        else:
            credentials = Vault.of_environment(vault).get(store.credentials)
            try_server(Server(store.url, credentials.user, credentials.password))
    except DxrobotError as error:
        return error.message
    return ""


def japanese_fonts() -> list[str]:
    """Files of fonts that can write Japanese, by fontconfig where there is one, else by their names."""
    if fontconfig := shutil.which("fc-list"):
        command = [fontconfig, ":lang=ja", "file"]
        listed = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
        return sorted(line.rstrip(": ") for line in listed.stdout.splitlines() if line.strip())
    return sorted(str(path) for folder in _font_folders() for path in folder.rglob("*.[to]t[fc]") if _is_japanese(path))


def _font_folders() -> list[Path]:
    variables = {name: os.environ.get(name, "") for name in ("WINDIR", "LOCALAPPDATA")}
    folders = [Path(folder.format(HOME=Path.home(), **variables)) for folder in _FONT_FOLDERS]
    return [folder for folder in folders if folder.is_dir()]


def _is_japanese(path: Path) -> bool:
    return _JAPANESE_FONT.search(path.name) is not None


def memory_bytes() -> int:
    """Memory that programs could still take, in bytes."""
    return int(psutil.virtual_memory().available)


def free_bytes(folder: Path) -> int:
    """Free space on the disk of ``folder``, in bytes."""
    return shutil.disk_usage(folder).free


def filesystem(folder: Path) -> str:
    """The kind of file system under ``folder`` (``ext4``, ``NTFS``, ``nfs4``); ``network`` for a Windows share."""
    path = folder.resolve()
    if str(path).startswith("\\\\"):
        return "network"
    mounts = [part for part in psutil.disk_partitions(all=True) if path.is_relative_to(part.mountpoint)]
    nearest = max(mounts, key=lambda part: len(part.mountpoint), default=None)
    if nearest is None:
        return ""
    return "network" if "remote" in nearest.opts.split(",") else nearest.fstype

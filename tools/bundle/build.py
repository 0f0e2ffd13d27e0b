"""Write the offline bundle: one folder from which dxrobot is installed with the network off.

It fits machines of this one's kind (operating system, processor, Python 3.x); its name says which. Nothing is left
half-written: the folder is made beside its place and renamed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
LICENCES = ("LICENSE", "NOTICE", "THIRD_PARTY_LICENSES.md")
FONT_WHEEL = "matplotlib_fontja-*.whl"
FONT_FOLDER = "matplotlib_fontja/fonts/"


def main() -> None:
    """Build everything and say where it stands."""
    place = ROOT / "dist" / name()
    beside = place.with_name(place.name + ".partial")
    shutil.rmtree(beside, ignore_errors=True)
    wheels = beside / "wheels"
    wheels.mkdir(parents=True)
    print("部品を集めています(初回は数分かかります)。", flush=True)
    download(ROOT / "requirements.lock", wheels)
    download(HERE / "extra.lock", wheels)
    run([sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels)])
    unpack_font(wheels, beside / "fonts")
    write_lock(wheels, beside / "requirements.lock")
    copy_papers(beside)
    write_manifest(beside)
    shutil.rmtree(place, ignore_errors=True)
    beside.rename(place)
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    print(f"できました: {place.relative_to(ROOT)} ({size / 1e6:.0f} MB)")


def version() -> str:
    """The version of the package as it stands in the clone."""
    return importlib.metadata.version("dxrobot")


def name() -> str:
    """The folder's name, with the kind of machine it fits."""
    machine = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return f"dxrobot-bundle-{version()}-{machine}-py{sys.version_info.major}{sys.version_info.minor}"


def download(lock: Path, wheels: Path) -> None:
    """Fetch what a lock names, each file checked against its hash, from the index that the user's pip is set to."""
    options = ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(wheels)]
    run([sys.executable, "-m", "pip", "--disable-pip-version-check", "download", *options, "-r", str(lock)])


def unpack_font(wheels: Path, fonts: Path) -> None:
    """Take IPAex Gothic with its licence out of the wheel it travels in, and drop the wheel: nothing imports it."""
    fonts.mkdir()
    wheel = next(wheels.glob(FONT_WHEEL))
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            if member.startswith(FONT_FOLDER) and not member.endswith("/"):
                (fonts / Path(member).name).write_bytes(archive.read(member))
    wheel.unlink()


def write_lock(wheels: Path, target: Path) -> None:
    """The lock of the clone, and below it this package with its own hash."""
    own = next(wheels.glob("dxrobot-*.whl"))
    line = f"dxrobot=={version()} \\\n    --hash=sha256:{digest(own)}\n"
    target.write_text((ROOT / "requirements.lock").read_text(encoding="utf-8") + line, encoding="utf-8")


def copy_papers(bundle: Path) -> None:
    """Licences, the two installers and what to read first."""
    for paper in LICENCES:
        shutil.copy(ROOT / paper, bundle)
    facts = {"@PYTHON@": f"{sys.version_info.major}.{sys.version_info.minor}", "@MACHINE@": platform.machine()}
    # Windows PowerShell 5 takes a file without a byte order mark for Shift_JIS.
    for template, encoding in (("install.sh", "utf-8"), ("install.ps1", "utf-8-sig"), ("README.ja.txt", "utf-8-sig")):
        text = (HERE / template).read_text(encoding="utf-8")
        for mark, fact in facts.items():
            text = text.replace(mark, fact)
        (bundle / template).write_text(text, encoding=encoding)
    (bundle / "install.sh").chmod(0o755)


def write_manifest(bundle: Path) -> None:
    """SHA-256 of every file, in the form that `sha256sum --check` reads."""
    files = sorted(path for path in bundle.rglob("*") if path.is_file())
    lines = [f"{digest(path)}  {path.relative_to(bundle).as_posix()}\n" for path in files]
    (bundle / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def run(command: list[str]) -> None:
    """Run quietly; on failure show what was printed and end with exit status 2."""
    done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        print("\n".join(done.stdout.splitlines()[-15:]), file=sys.stderr)
        print("持ち込み一式を作れませんでした。ネットワークと pip の設定を確かめてください。", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()

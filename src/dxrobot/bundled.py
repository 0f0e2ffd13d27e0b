"""Where the bundled workspace and samples stand: inside an installed package, or in the repository."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_REPOSITORY = _PACKAGE.parent.parent

WORKSPACE_PARTS = (
    "robots",
    "scenarios",
    "ocr_templates",
    "dxrobot.toml",
    "approvals.yaml",
    # What the tests of the scenarios read.
    "samples/keiji_shinkoku",
    "samples/koza_furikae",
    "samples/yobo_sesshu",
)


def bundled_root() -> Path:
    """The folder with the bundled workspace's parts and ``samples/``."""
    packed = _PACKAGE / "_bundled"
    return packed if packed.is_dir() else _REPOSITORY


def demo_samples() -> Path:
    """The scans, truth and answers of the demo."""
    return bundled_root() / "samples" / "demo"

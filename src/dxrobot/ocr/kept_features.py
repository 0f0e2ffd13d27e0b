"""Kept features: what a blank form is recognised by, worked out once a version of the form and read back afterwards."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from dxrobot.ocr.pages import Picture
from dxrobot.ocr.register import METHOD, Features, features

_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)
"""All that NumPy raises about a file that is missing, cut off or another's."""


def kept_features(blank: Picture, file: Path) -> Features:
    """The features of ``blank`` from ``file``, which is written anew when it is of another picture or cannot be read.

    They hold nothing that people wrote; the file may be deleted at any time.
    """
    made_of = hashlib.sha256(f"{METHOD} {blank.shape}".encode() + blank.tobytes()).hexdigest()
    with contextlib.suppress(*_UNREADABLE), np.load(file, allow_pickle=False) as kept:
        if str(kept["made_of"]) == made_of:
            return Features(kept["points"], kept["descriptors"])
    found = features(blank)
    with contextlib.suppress(OSError):  # a folder that cannot be written to only costs time
        _write(file, found, made_of)
    return found


def _write(file: Path, found: Features, made_of: str) -> None:
    """Beside its place and then renamed, so that a second process never sees half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            np.savez(stream, points=found.points, descriptors=found.descriptors, made_of=np.array(made_of))
        Path(beside).replace(file)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise

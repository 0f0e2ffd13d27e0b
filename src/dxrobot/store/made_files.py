"""The files that a run makes: written down before each stands in its place, so that a later attempt knows its own."""

from __future__ import annotations

from dxrobot.store.durability import soon_on_disk
from dxrobot.store.models import MadeFile, Run


def makes_file(run: Run, path: str, digest: str) -> None:
    """Write down, before a file is put at ``path``, that this attempt of ``run`` makes it, and its SHA-256 in hex."""
    with soon_on_disk():
        MadeFile.objects.create(run=run, attempt=run.attempt, path=path, digest=digest)


def made_earlier(run: Run, path: str, digest: str) -> bool:
    """Whether an earlier attempt of ``run`` has made the file at ``path``, and made it as it stands there now."""
    own = MadeFile.objects.filter(run=run, attempt__lt=run.attempt)
    return own.filter(path=path, digest=digest).exists()

"""Files handed in by one person for one input of a scenario: kept at once, named by a token until the start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core import signing
from django.core.files.base import File

from dxrobot.app.handed_in import FileKind, keep_file, too_large
from dxrobot.app.input_kinds import kinds_of_input
from dxrobot.console.definitions import Known, parts_of
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.errors import InputError
from dxrobot.i18n import _

_SALT = "dxrobot.console.handed_in"
_LASTS_S = 24 * 3600
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that waits for its run."""

    token: str
    path: Path
    size: int

    @property
    def label(self) -> str:
        """What people know it by."""
        return self.path.name


def most_bytes() -> int:
    """The most that may be handed in at once."""
    return workspace().settings.console.upload_mb * _MEGABYTE


def kinds_for(known: Known, wanted: str) -> frozenset[FileKind]:
    """What the input called ``wanted`` takes."""
    assert known.scenario is not None
    return kinds_of_input(known.scenario, parts_of(known), wanted)


def hand_in(person: User, known: Known, wanted: str, file: File[bytes]) -> Handed:
    """Keep ``file`` for the input ``wanted``; raises :class:`InputError` for what is too large or of another kind."""
    kept = keep_file(workspace(), file.name or "", file.chunks(), kinds_for(known, wanted), most_bytes())
    named = f"{kept.path.parent.name}/{kept.path.name}"
    token = signing.dumps([person.pk, known.name, wanted, named], salt=_SALT, compress=True)
    return Handed(token, kept.path, kept.size)


def handed(person: User, known: Known, wanted: str, tokens: list[str]) -> list[Handed]:
    """The files that ``tokens`` name, which this person handed in for this input.

    Raises :class:`InputError` for one that is forged, somebody else's, or gone, and for too much in all.
    """
    found = [_handed(person, known, wanted, token) for token in dict.fromkeys(tokens)]
    if sum(one.size for one in found) > most_bytes():
        raise too_large(most_bytes())
    return found


def _handed(person: User, known: Known, wanted: str, token: str) -> Handed:
    gone = InputError(_("渡したファイルが、もうありません。"), _("もう一度選んでください。"))
    try:
        told = signing.loads(token, salt=_SALT, max_age=_LASTS_S)
    except signing.BadSignature:
        raise gone from None
    if told[:3] != [person.pk, known.name, wanted]:
        raise gone
    path = workspace().uploads / told[3]
    if not path.is_file():
        raise gone
    return Handed(token, path, path.stat().st_size)

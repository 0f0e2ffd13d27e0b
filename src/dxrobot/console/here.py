"""The workspace that this process serves, and what holds from its start to its end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hmac import compare_digest

from dxrobot.config import Workspace, load_workspace

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the signs that are taken for one another."""
_GROUPS = 3
_GROUP = 4


def new_code() -> str:
    """A code that nobody guesses and everybody can type: ``K7QF-2MNB-94XT``."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _sign in range(_GROUP)) for _group in range(_GROUPS))


@dataclass(slots=True)
class Here:
    """One console at work."""

    workspace: Workspace
    code: str = field(default_factory=new_code)
    """Opens the set-up page, once; shown to whoever can read this machine's log."""

    def opens(self, written: str) -> bool:
        """Whether ``written`` is the code, however it is spaced; it opens nothing twice."""
        signs = "".join(sign for sign in written.upper() if sign.isalnum())
        return bool(self.code) and compare_digest(signs.encode(), self.code.replace("-", "").encode())

    def forget_code(self) -> None:
        """The code was used."""
        self.code = ""


_here: list[Here] = []


def set_here(here: Here) -> None:
    """Serve ``here`` from now on."""
    _here[:] = [here]


def here() -> Here:
    """What this process serves."""
    return _here[0]


def workspace() -> Workspace:
    """The workspace that this process serves."""
    return _here[0].workspace


def read_settings_again() -> None:
    """Go by dxrobot.toml as it now is; raises :class:`DefinitionError` for one with mistakes."""
    _here[0].workspace = load_workspace(_here[0].workspace.root)

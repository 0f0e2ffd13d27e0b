"""Who is signed in: sessions that expire, and accounts that may be used by one person at a time."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from enum import StrEnum


class SecondLogin(StrEnum):
    """What happens when an account signs in that is signed in already."""

    REFUSE = "refuse"
    """The second one is refused until the first has signed out or expired."""
    OUST = "oust"
    """The first one is thrown out."""
    ALLOW = "allow"


class End(StrEnum):
    """Why a session is over."""

    NONE = "none"
    EXPIRED = "expired"
    OUSTED = "ousted"


@dataclass(slots=True)
class Session:
    """One signed-in person."""

    user: str
    last_seen: float
    requests: int = 0
    end: End | None = None
    kept: dict[str, str] = field(default_factory=dict)
    """What the pages remember from one request to the next, such as the conditions of a search."""


@dataclass(slots=True)
class Sessions:
    """All sessions of the site, in memory: a restart signs everybody out.

    A session expires ``idle_s`` seconds after its last request, and after ``most_requests`` requests unless that is 0.
    """

    idle_s: float
    most_requests: int
    second_login: SecondLogin
    _sessions: dict[str, Session] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self, user: str) -> str | None:
        """The new session's token, or None when the account is in use."""
        with self._lock:
            others = [session for session in self._sessions.values() if session.user == user and self._lives(session)]
            if others and self.second_login is SecondLogin.REFUSE:
                return None
            if self.second_login is SecondLogin.OUST:
                for session in others:
                    session.end = End.OUSTED
            token = secrets.token_urlsafe(24)
            self._sessions[token] = Session(user, time.monotonic())
            return token

    def find(self, token: str) -> Session | End:
        """The living session with this token, counting the request; or why there is none."""
        with self._lock:
            session = self._sessions.get(token)
            if session is None:
                return End.EXPIRED if token else End.NONE  # an unknown one is from before a restart
            if not self._lives(session):
                return session.end or End.EXPIRED
            session.last_seen = time.monotonic()
            session.requests += 1
            return session

    def close(self, token: str) -> None:
        """Sign out."""
        with self._lock:
            self._sessions.pop(token, None)

    def _lives(self, session: Session) -> bool:
        if session.end is None:
            idle = time.monotonic() - session.last_seen > self.idle_s
            if idle or 0 < self.most_requests <= session.requests:
                session.end = End.EXPIRED
        return session.end is None

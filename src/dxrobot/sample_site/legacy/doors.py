"""Signing in and out."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from dxrobot.sample_site.sessions import End, Session, Sessions
from dxrobot.sample_site.web import Answer, Pages, Request, redirect

_COOKIE = "JSESSIONID"
_WRONG = "職員番号またはパスワードに誤りがあります。"
_IN_USE = "この職員番号は他の端末で使用中です。"


@dataclass(frozen=True, slots=True)
class Doors:
    """The login page and the sessions behind it, for the one account there is."""

    sessions: Sessions
    pages: Pages
    user: str
    password: str

    def session(self, request: Request) -> Session | End:
        """The session of the browser that asks."""
        return self.sessions.find(request.cookies.get(_COOKIE, ""))

    def sign_in(self, request: Request) -> Answer:
        """The login page, and what it sends."""
        if request.method != "POST":
            return self.pages.show("login.html", message="")
        pairs = ((request.form.get("shokuin_no", ""), self.user), (request.form.get("password", ""), self.password))
        if not all(hmac.compare_digest(typed.encode(), right.encode()) for typed, right in pairs):
            return self.pages.show("login.html", message=_WRONG)
        self.sessions.close(request.cookies.get(_COOKIE, ""))
        token = self.sessions.open(self.user)
        if token is None:
            return self.pages.show("login.html", message=_IN_USE)
        return redirect("/zeimu/frameset.do", ("Set-Cookie", f"{_COOKIE}={token}; Path=/zeimu; HttpOnly"))

    def sign_out(self, request: Request) -> Answer:
        """Back to the login page."""
        self.sessions.close(request.cookies.get(_COOKIE, ""))
        return redirect("/zeimu/login.do", ("Set-Cookie", f"{_COOKIE}=; Path=/zeimu; Max-Age=0"))

"""All addresses of the site, and who may see them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from dxrobot.sample_site.legacy import desk, lookup
from dxrobot.sample_site.legacy.database import Database
from dxrobot.sample_site.legacy.doors import Doors
from dxrobot.sample_site.legacy.records import KINDS
from dxrobot.sample_site.sessions import End, Session, Sessions
from dxrobot.sample_site.web import Answer, Application, Handler, Pages, Request, redirect

CODEC = "cp932"
SignedIn = Callable[[Request, Session], Answer]

_ENDS = {
    End.NONE: "ログインしていません。",
    End.EXPIRED: "セッションの有効期限が切れました。",
    End.OUSTED: "他の端末でログインされたため、切断されました。",
}


def application(database: Database, sessions: Sessions, user: str, password: str) -> Application:
    """The site as a WSGI application."""
    pages = Pages(Path(__file__).parent / "templates", "Shift_JIS", CODEC)
    doors = Doors(sessions, pages, user, password)
    routes: dict[str, Handler] = {
        "/": lambda _request: redirect("/zeimu/login.do"),
        "/zeimu/login.do": doors.sign_in,
        "/zeimu/logout.do": doors.sign_out,
    }
    for name in ("frameset", "menu", "status", "top"):
        routes[f"/zeimu/{name}.do"] = _guarded(doors, pages, partial(_plain, pages, name))
    for kind in KINDS:
        work = desk.Desk(kind, database, pages)
        for name, handler in work.handlers().items():
            routes[f"/zeimu/{kind.name}/{name}.do"] = _guarded(doors, pages, handler)
    for name, show in lookup.PAGES.items():
        routes[f"/zeimu/kensaku/{name}.do"] = _guarded(doors, pages, partial(show, pages))
    return Application(routes, CODEC)


def _plain(pages: Pages, name: str, _request: Request, session: Session) -> Answer:
    return pages.show(f"{name}.html", user=session.user)


def _guarded(doors: Doors, pages: Pages, handler: SignedIn) -> Handler:
    """``handler`` for those who are signed in; the others see why they are not, in whatever frame they stand."""

    def answer(request: Request) -> Answer:
        session = doors.session(request)
        if isinstance(session, End):
            return pages.show("expired.html", reason=_ENDS[session])
        return handler(request, session)

    return answer

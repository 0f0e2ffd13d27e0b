"""All addresses of the site: three pages, and what their scripts fetch."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from pathlib import Path

from dxrobot.sample_site import clock
from dxrobot.sample_site.kenko.database import COLUMNS, Database
from dxrobot.sample_site.kenko.register import CLINICS, DOSES, OUTCOMES, RESIDENTS, VACCINES, suggestions
from dxrobot.sample_site.sessions import Session, Sessions
from dxrobot.sample_site.web import Answer, Application, Handler, Pages, Request, as_json, redirect

_COOKIE = "kenko_session"
_ROWS_A_PAGE = 10
# A network and a database take their time; pages show a spinner meanwhile.
_LOOKUP_S = 0.15
_OFFERED = {"clinic": CLINICS, "vaccine": VACCINES}

_SignedIn = Callable[[Request, Session], Answer]


def application(database: Database, sessions: Sessions, user: str, password: str) -> Application:
    """The site as a WSGI application."""
    site = _Site(database, sessions, Pages(Path(__file__).parent / "templates", "utf-8", "utf-8"), user, password)
    return Application(site.routes(), "utf-8")


@dataclass(frozen=True, slots=True)
class _Site:
    database: Database
    sessions: Sessions
    pages: Pages
    user: str
    password: str

    def routes(self) -> Mapping[str, Handler]:
        return {
            "/": lambda _request: redirect("/kenko/yobo/touroku"),
            "/kenko/login": self._sign_in,
            "/kenko/logout": self._sign_out,
            "/kenko/yobo/touroku": self._page("touroku.html"),
            "/kenko/yobo/ichiran": self._page("ichiran.html"),
            "/kenko/api/suggest": self._fetched(self._suggest),
            "/kenko/api/resident": self._fetched(self._resident),
            "/kenko/api/records": self._fetched(self._records),
            "/kenko/api/save": self._fetched(self._save),
        }

    def _session(self, request: Request) -> Session | None:
        found = self.sessions.find(request.cookies.get(_COOKIE, ""))
        return found if isinstance(found, Session) else None

    def _sign_in(self, request: Request) -> Answer:
        if request.method != "POST":
            return self.pages.show("login.html", message="")
        pairs = ((request.form.get("user", ""), self.user), (request.form.get("password", ""), self.password))
        token = self.sessions.open(self.user)
        if token is None or not all(hmac.compare_digest(typed.encode(), right.encode()) for typed, right in pairs):
            return self.pages.show("login.html", message="ユーザーIDまたはパスワードが違います。")
        return redirect("/kenko/yobo/touroku", ("Set-Cookie", f"{_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax"))

    def _sign_out(self, request: Request) -> Answer:
        self.sessions.close(request.cookies.get(_COOKIE, ""))
        return redirect("/kenko/login", ("Set-Cookie", f"{_COOKIE}=; Path=/; Max-Age=0"))

    def _page(self, template: str) -> Handler:
        """A page for those who are signed in; the others are sent to the login."""

        def answer(request: Request) -> Answer:
            session = self._session(request)
            if session is None:
                return redirect("/kenko/login")
            return self.pages.show(template, user=session.user, doses=DOSES, outcomes=OUTCOMES)

        return answer

    def _fetched(self, handler: _SignedIn) -> Handler:
        """What a script fetches; it sends its page to the login when the session is over."""

        def answer(request: Request) -> Answer:
            session = self._session(request)
            return handler(request, session) if session else as_json({}, HTTPStatus.UNAUTHORIZED)

        return answer

    def _suggest(self, request: Request, _session: Session) -> Answer:
        time.sleep(_LOOKUP_S)
        return as_json(suggestions(_OFFERED.get(request.query.get("of", ""), ()), request.query.get("q", "").strip()))

    def _resident(self, request: Request, _session: Session) -> Answer:
        time.sleep(_LOOKUP_S)
        resident = RESIDENTS.get(request.query.get("no", ""))
        if resident is None:
            return as_json({"error": "対象者番号が登録されていません。"}, HTTPStatus.NOT_FOUND)
        return as_json({"name": resident.name, "kana": resident.kana, "born_on": resident.born_on.isoformat()})

    def _records(self, request: Request, _session: Session) -> Answer:
        time.sleep(_LOOKUP_S)
        found = self.database.search(request.query.get("q", "").strip())
        pages = max(1, -(-len(found) // _ROWS_A_PAGE))
        page = min(max(1, int(request.query.get("page", "1"))), pages)
        rows = [
            {**row, "name": RESIDENTS[row["resident_no"]].name}
            for row in found[(page - 1) * _ROWS_A_PAGE : page * _ROWS_A_PAGE]
        ]
        return as_json({"count": len(found), "page": page, "pages": pages, "rows": rows})

    def _save(self, request: Request, session: Session) -> Answer:
        values = {name: request.form.get(name, "").strip() for name in COLUMNS}
        errors = _mistakes(values)
        if errors:
            return as_json({"errors": errors}, HTTPStatus.UNPROCESSABLE_ENTITY)
        return as_json({"record_no": self.database.save(values, session.user)}, HTTPStatus.CREATED)


def _mistakes(values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by field."""
    given = values["outcome"] == "接種"
    wanted = {*COLUMNS} - ({"reason"} if given else {"lot_no", "amount_ml"})
    errors = {name: f"{COLUMNS[name]}を入力してください。" for name in COLUMNS if name in wanted and not values[name]}
    if values["resident_no"] not in RESIDENTS:
        errors["resident_no"] = "対象者番号が登録されていません。"
    for name, offered in (*_OFFERED.items(), ("dose", DOSES), ("outcome", OUTCOMES)):
        if values[name] and values[name] not in offered:
            errors[name] = f"{COLUMNS[name]}は候補から選択してください。"
    if "given_on" not in errors and not _is_past(values["given_on"]):
        errors["given_on"] = "接種日は本日以前の日付を入力してください。"
    return errors


def _is_past(text: str) -> bool:
    try:
        return date.fromisoformat(text) <= clock.now().date()
    except ValueError:
        return False

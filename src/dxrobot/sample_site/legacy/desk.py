"""Entering records of one kind and looking at them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dxrobot.sample_site import clock
from dxrobot.sample_site.legacy import checks
from dxrobot.sample_site.legacy.database import Database, Record
from dxrobot.sample_site.legacy.records import Kind
from dxrobot.sample_site.sessions import Session
from dxrobot.sample_site.web import Answer, Pages, Request, redirect

_ROWS_A_PAGE = 10
_Handler = Callable[[Request, Session], Answer]


@dataclass(frozen=True, slots=True)
class Desk:
    """The pages of one kind of record."""

    kind: Kind
    database: Database
    pages: Pages

    def handlers(self) -> Mapping[str, _Handler]:
        """Every page by the last part of its address."""
        return {
            "nyuryoku": self._entry,
            "toroku": self._save,
            "ichiran": self._list,
            "shokai": self._inquiry,
            "insatsu": self._printed,
            "csv": self._csv,
        }

    def _entry(self, _request: Request, session: Session) -> Answer:
        return self._form(session, {}, "")

    def _save(self, request: Request, session: Session) -> Answer:
        values = {column.name: request.form.get(column.name, "").strip() for column in self.kind.columns}
        mistakes = self.kind.mistakes(values)
        if mistakes:
            return self._form(session, values, mistakes[0])
        receipt_no = self.database.save(self.kind, values, session.user)
        return self.pages.show("kanryo.html", kind=self.kind, receipt_no=receipt_no)

    def _inquiry(self, request: Request, session: Session) -> Answer:
        record = self.database.record(self.kind, request.query.get("no", ""))
        if record is None:
            return redirect(f"/zeimu/{self.kind.name}/ichiran.do")
        return self._form(session, record, "", readonly=True)

    def _form(self, session: Session, values: Record, message: str, *, readonly: bool = False) -> Answer:
        return self.pages.show(
            f"{self.kind.name}.html",
            kind=self.kind,
            values=values,
            message=message,
            readonly=readonly,
            user=session.user,
        )

    def _list(self, request: Request, session: Session) -> Answer:
        """Ten rows; the conditions of the search stay in the session until another search."""
        kept = session.kept
        if request.method == "POST":
            kept |= {self._key(name): request.form.get(name, "").strip() for name in self.kind.searched}
        elif "page" not in request.query:
            kept |= dict.fromkeys(map(self._key, self.kind.searched), "")
        found = self._found(session)
        pages = max(1, -(-len(found) // _ROWS_A_PAGE))
        page = min(max(1, _number(request.query.get("page", ""))), pages)
        return self.pages.show(
            "ichiran.html",
            kind=self.kind,
            words=self._words(session),
            rows=found[(page - 1) * _ROWS_A_PAGE : page * _ROWS_A_PAGE],
            count=len(found),
            page=page,
            pages=pages,
            shown=self._shown,
        )

    def _printed(self, _request: Request, session: Session) -> Answer:
        today = clock.now()
        return self.pages.show(
            "insatsu.html",
            kind=self.kind,
            rows=self._found(session),
            shown=self._shown,
            today=f"令和{today.year - 2018}年{today.month}月{today.day}日",
            user=session.user,
        )

    def _csv(self, _request: Request, session: Session) -> Answer:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        names = ["receipt_no", *(column.name for column in self.kind.columns), "created_at"]
        writer.writerow(["受付番号", *(column.caption for column in self.kind.columns), "登録日時"])
        writer.writerows([record[name] for name in names] for record in self._found(session))
        name = f"{self.kind.name}_{clock.now():%Y%m%d}.csv"
        headers = (("Content-Disposition", f'attachment; filename="{name}"'),)
        return Answer(text.getvalue().encode("cp932", "replace"), "application/octet-stream", headers=headers)

    def _found(self, session: Session) -> list[Record]:
        return self.database.search(self.kind, self._words(session))

    def _words(self, session: Session) -> dict[str, str]:
        return {name: session.kept.get(self._key(name), "") for name in self.kind.searched}

    def _key(self, name: str) -> str:
        return f"{self.kind.name}.{name}"

    def _shown(self, record: Record, name: str) -> str:
        return checks.shown_day(record[name]) if self.kind.column(name).check is checks.day else record[name]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 1

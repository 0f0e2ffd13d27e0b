"""What the console does inside: files read while the store is held, and how often the store is asked for a page.

Run by ``tests.console.seed`` in a process that has the console's tables; what it saw is written into the workspace.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dxrobot.config import Workspace
from dxrobot.items import Mode
from tests.console.seed import PASSWORD
from tests.console.seed_runs import replace

FILES, QUERIES = "files.json", "queries.json"
SCENARIO = "jido_teate"
_HASH = re.compile(r'name="version" value="(\w+)"')
_REVISION = re.compile(r'name="revision" value="(\w+)"')


class Clerk:
    """Somebody at work, within this process."""

    def __init__(self, login: str) -> None:
        from django.test import Client

        self._client = Client(headers={"host": "localhost"})
        self.send("/sign-in/", login=login, password=PASSWORD)

    def see(self, address: str) -> str:
        """What stands on a page."""
        answer = self._client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return str(answer.content.decode())

    def send(self, address: str, **fields: Any) -> str:
        """Where a form leads that was sent and taken."""
        answer = self._client.post(address, fields)
        assert answer.status_code in (200, 302), (address, answer.status_code, answer.content.decode())
        return str(answer.headers.get("Location", ""))


def files_read(workspace: Workspace) -> None:
    """Every change that has to do with files: which of them were opened while the store was held."""
    with _files_opened_in_a_transaction() as found:
        _approving(workspace)
        _scheduling(workspace)
        _checking()
    (workspace.root / FILES).write_text(json.dumps(found), encoding="utf-8")


@contextmanager
def _files_opened_in_a_transaction() -> Iterator[list[str]]:
    from django.db import connection

    found: list[str] = []
    watching = True

    def heard(event: str, values: tuple[Any, ...]) -> None:
        if watching and event == "open" and connection.in_atomic_block:
            name = str(values[0])
            if name.endswith((".yaml", ".csv", ".toml", ".png")):
                found.append(name)

    sys.addaudithook(heard)
    yield found
    watching = False


def _approving(workspace: Workspace) -> None:
    leader, manager = Clerk("leader"), Clerk("manager")
    replace(workspace.robots / "kosodate.yaml", "title: 子育て支援システム", "title: 子育てのシステム")
    _look_again()
    leader.send(f"/scenarios/{SCENARIO}/ask/", note="題名を直し、試した。")
    seen = _HASH.findall(manager.see(f"/scenarios/{SCENARIO}/versions/"))[0]
    manager.send(f"/scenarios/{SCENARIO}/return/", version=seen, answer="もう一度試してください。")
    leader.send(f"/scenarios/{SCENARIO}/ask/", note="もう一度試した。")
    manager.send(f"/scenarios/{SCENARIO}/approve/", version=seen)
    leader.send("/scenarios/of-robot/kosodate/ask/", note="題名を直し、試した。")
    versions = _HASH.findall(manager.see("/scenarios/of-robot/kosodate/"))
    manager.send("/scenarios/of-robot/kosodate/approve/", version=versions)


def _scheduling(workspace: Workspace) -> None:
    staff = Clerk("staff")
    form = {"scenario": "kinds", "mode": "trial", "on_missed": "last", "input-day": "2026-04-01", "input-count": "3"}
    made = staff.send("/schedules/new/", **form, **{"name": "朝", "rule": "毎日 8:30", "input-kind": "新規"})
    revision = _REVISION.findall(staff.see(f"{made}change/"))[0]
    changed = {**form, "rule": "毎日 9:00", "input-kind": "変更", "revision": revision}
    staff.send(f"{made}change/", **changed)
    moment = re.findall(r'name="moment" value="([^"]+)"', staff.see(made))[0]
    replace(workspace.scenarios / "kinds.yaml", "title: いろいろな入力", "title: いろいろの入力")
    for deed, fields in (("skip", {"moment": moment}), ("pause", {}), ("resume", {}), ("run", {}), ("remove", {})):
        _look_again()
        staff.send(f"{made}{deed}/", **fields)


def _checking() -> None:
    from dxrobot.store.models import Doubt

    doubt = Doubt.objects.filter(run__name="review-trial", field="name").get()
    Clerk("staff").send(f"/review/fields/{doubt.pk}/", written="山田 太郎", seconds="2")


def _look_again() -> None:
    """As if a second had passed since the files were looked at."""
    from dxrobot.console import definitions

    definitions._kept.looked = 0.0


def queries(workspace: Workspace) -> None:
    """How often the store is asked for each page, with a little and with much in it."""
    _more(workspace, 1)
    few = _asked_for()
    _more(workspace, 12)
    many = _asked_for()
    told = {address: [few[address], many[address]] for address in few}
    (workspace.root / QUERIES).write_text(json.dumps(told), encoding="utf-8")


PAGES = ("/", "/today/runs/", "/review/", "/runs/", "/scenarios/", "/schedules/", "/schedules/month/", "/ledger/")


def _asked_for() -> dict[str, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    manager, found = Clerk("manager"), {}
    for address in PAGES:
        manager.see(address)  # what is kept from one reading to the next is kept now
        with CaptureQueriesContext(connection) as asked:
            manager.see(address)
        found[address] = len(asked)
    return found


def _more(workspace: Workspace, many: int) -> None:
    from django.utils import timezone

    from dxrobot.app.schedules import NewSchedule, add_schedule
    from dxrobot.store.models import Item, Order, Question, Run

    asking, now = Run.objects.get(name="review-trial"), timezone.now()
    kinds = NewSchedule(
        f"見本{many}", "kinds", "毎日 8:30", inputs={"day": ["2026-04-01"], "count": ["3"], "kind": ["新規"]}
    )
    schedule = add_schedule(workspace, kinds)
    for number in range(many):
        schedule.pk, schedule.name = None, f"見本{many} {number}"
        schedule.save(force_insert=True)
        common = {"scenario": SCENARIO, "mode": Mode.TRIAL}
        Question.objects.create(
            item_key=f"more{many}-{number}",
            step="ask",
            run=asking,
            question="送りますか",
            type="text",
            asked_at=now,
            **common,
        )
        run = Run.objects.create(name=f"more{many}-{number}", job="見本", status="running", started_at=now, **common)
        Item.objects.create(run=run, ordinal=1, key=f"more:{number}", state="pending")
        Order.objects.create(queue="x", requested_at=now, **common)

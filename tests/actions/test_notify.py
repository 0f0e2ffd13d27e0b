from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dxrobot.actions.notify import Notify
from dxrobot.config import Workspace
from dxrobot.items import Mode
from dxrobot.masking import Secret, redactor
from dxrobot.notice import with_credentials
from dxrobot.settings import NoticeAddress
from dxrobot.store.journal import Journal

from .table_context import context_of

Start = Callable[..., Journal]


class Receiver(ThreadingHTTPServer):
    """Takes what is posted to it and answers with ``status``."""

    status = 200

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(server.status)
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def notified(workspace: Workspace, receiver: Receiver) -> Workspace:
    notices = {"kakari": NoticeAddress(url=f"json://127.0.0.1:{receiver.server_port}/")}
    settings = workspace.settings.model_copy(update={"notices": notices})
    return Workspace(workspace.root, settings)


NOTICE = Notify(to="kakari", title="処理が終わりました", text="12件。最後は 見本山花子 さん")


def test_notice_arrives_without_personal_data(notified: Workspace, receiver: Receiver, start_run: Start) -> None:
    redactor.learn("見本山花子")
    assert NOTICE.perform(context_of(notified, start_run("run1"))) is True
    assert receiver.received[0]["title"] == "処理が終わりました"
    assert receiver.received[0]["message"] == "12件。最後は ●●● さん"


def test_dry_run_tells_nobody(notified: Workspace, receiver: Receiver, start_run: Start) -> None:
    context = context_of(notified, start_run("run1", mode=Mode.DRY), Mode.DRY)
    assert NOTICE.perform(context) is False
    assert receiver.received == context.tally.warnings == []


def test_notice_that_fails_is_a_warning_of_the_run_and_no_error(
    notified: Workspace, receiver: Receiver, start_run: Start
) -> None:
    receiver.status = 500
    context = context_of(notified, start_run("run1"))
    assert NOTICE.perform(context) is False
    assert "「kakari」への通知を送れませんでした" in context.tally.warnings[0]


def test_address_that_is_not_settled_is_a_warning(workspace: Workspace, start_run: Start) -> None:
    context = context_of(workspace, start_run("run1"))
    assert NOTICE.perform(context) is False
    assert "[notices.kakari]" in context.tally.warnings[0]


def test_credentials_stand_in_the_address_only_when_it_is_used() -> None:
    url = with_credentials("mailtos://{user}:{password}@mail.example.jp", "kakari@city", Secret("p/w"))
    assert str(url) == "••••"
    assert url.reveal() == "mailtos://kakari%40city:p%2Fw@mail.example.jp"


def test_vault_that_cannot_be_opened_is_a_warning(
    workspace: Workspace, start_run: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DXROBOT_KEY_FILE", str(tmp_path / "none"))
    notices = {"kakari": NoticeAddress(url="mailtos://{user}:{password}@mail.example.jp", credentials="mail")}
    settings = workspace.settings.model_copy(update={"notices": notices})
    context = context_of(Workspace(workspace.root, settings), start_run("run1"))
    assert NOTICE.perform(context) is False
    assert "鍵ファイルを読めません" in context.tally.warnings[0]

"""A console at work: the real server in a process of its own, people of every duty, and their signed-in sessions."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from playwright.sync_api import Browser, sync_playwright

from dxrobot.app.workspaces import make_workspace
from dxrobot.browser.find import find_browser
from dxrobot.browser.unneeded import DISABLED
from tests.console.seed import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Visitor:
    """Somebody with a browser that remembers cookies."""

    address: str
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.session.get(self.address + path, timeout=60, **more)

    def post(self, path: str, fields: dict[str, Any] | None = None, **more: Any) -> requests.Response:
        headers = {"X-CSRFToken": self.token(), "Referer": self.address + path, **more.pop("headers", {})}
        return self.session.post(self.address + path, data=fields or {}, headers=headers, timeout=60, **more)

    def token(self) -> str:
        """What forms of this session carry."""
        if "csrftoken" not in self.session.cookies:
            self.get("/sign-in/")
        return str(self.session.cookies["csrftoken"])

    def sign_in(self, login: str, password: str = PASSWORD) -> requests.Response:
        return self.post("/sign-in/", {"login": login, "password": password}, allow_redirects=False)


@dataclass
class Console:
    """A console at work."""

    address: str
    workspace: Path
    views: list[dict[str, Any]]
    process: subprocess.Popen[str]
    _signed_in: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self) -> Visitor:
        """Somebody who has not signed in."""
        return Visitor(self.address)

    def as_(self, login: str) -> Visitor:
        """The person called so (tests.console.seed.PEOPLE), signed in once for the whole file of tests."""
        if login not in self._signed_in:
            visitor = self.visitor()
            assert visitor.sign_in(login).status_code == 302, login
            self._signed_in[login] = visitor
        return self._signed_in[login]


def environment() -> dict[str, str]:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "src")))
    return {**os.environ, "PYTHONPATH": paths}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(root: Path, *options: str) -> tuple[subprocess.Popen[str], str, list[str]]:
    """Start ``dxrobot serve``; its process, its address, and what it said until it was ready."""
    port = free_port()
    command = [sys.executable, "-c", "from dxrobot.cli import main; main()", "serve", "--port", str(port), *options]
    process = subprocess.Popen(command, cwd=root, env=environment(), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line.rstrip())
        if "Ctrl+C" in line:
            return process, f"http://localhost:{port}", said
    raise AssertionError("\n".join(said))


def stop(process: subprocess.Popen[str]) -> int:
    """End the server as an operator does; its exit status."""
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(30)
    finally:
        for child in psutil.Process(process.pid).children(recursive=True) if process.poll() is None else ():
            child.kill()
        process.kill()


def seed(root: Path, *more: str) -> list[dict[str, Any]]:
    """Fill the workspace at ``root`` in a process of its own (tests.console.seed); all views."""
    command = [sys.executable, "-m", "tests.console.seed", str(root), *more]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def console(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A console without a worker; a test file names in ``SEEDS`` what else is to be there, as ``module:function``.

    ``SETTINGS`` is written into dxrobot.toml, ``OPTIONS`` are those of ``dxrobot serve``.
    """
    module = request.module
    options = getattr(module, "OPTIONS", ("--no-worker",))
    root = tmp_path_factory.mktemp("console") / "city"
    with serving(root, getattr(module, "SEEDS", ()), getattr(module, "SETTINGS", ""), options) as served:
        yield served


@contextmanager
def serving(
    root: Path, seeds: Sequence[str], settings: str = "", options: Sequence[str] = ("--no-worker",)
) -> Iterator[Console]:
    """A console at work in a new workspace at ``root``."""
    make_workspace(root)
    with (root / "dxrobot.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    found = seed(root, *seeds)
    process, address, _said = start(root, *options)
    yield Console(address, root, found, process)
    stop(process)


@pytest.fixture(scope="package")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A console with something on every screen, the same for all files of tests that look at every screen."""
    from tests.console.every_screen import FULL

    with serving(tmp_path_factory.mktemp("whole") / "city", FULL) as served:
        yield served


@pytest.fixture(scope="package")
def pages(whole: Console) -> dict[tuple[str, str], str]:
    """Every screen of that console as every duty sees it, by duty and address, before anything was done."""
    from tests.console.every_screen import pages_of

    return pages_of(whole)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of this machine, once for a file of tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", DISABLED])
        yield chromium
        chromium.close()

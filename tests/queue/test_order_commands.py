"""Orders as people type them: what is wrong is told before anything waits in a queue."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections

from dxrobot.cli.boundary import run_command_line
from dxrobot.store.models import Order
from tools.prove.city import NOTE, open_city

Type = Callable[..., tuple[int, str]]


@pytest.fixture
def typed(
    tmp_path: Path, sqlite_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Type]:
    """Types a command in a workspace; status and what was said."""
    monkeypatch.chdir(open_city(tmp_path / "city").workspace.root)

    def type_in(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        status = run_command_line(arguments)
        said = capsys.readouterr()
        return status, said.out + said.err

    yield type_in
    connections.close_all()


def test_order_is_placed_listed_and_cancelled(typed: Type) -> None:
    status, said = typed("order", "add", NOTE, "-i", "number=1", "--queue", "pc07", "--priority", "3", "--json")
    placed = json.loads(said)
    assert (status, placed["state"], placed["queue"], placed["priority"]) == (0, "waiting", "pc07", 3)
    assert "列「pc07」を引き受けるワーカーが、いま動いていません" in typed("order", "list")[1]
    assert json.loads(typed("order", "cancel", str(placed["order"]), "--json")[1])["state"] == "cancelled"
    assert typed("order", "cancel", str(placed["order"]))[0] == 2
    assert json.loads(typed("order", "list", "--open", "--json")[1]) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["kiroki", "-i", "number=1"], "kiroku"),
        ([NOTE], "番号"),
        ([NOTE, "-i", "number=1", "--production"], "承認"),
        ([NOTE, "-i", "number=1", "--deadline", "明日"], "--deadline"),
        ([NOTE, "-i", "number=1", "--queue", "長" * 65], "列の名前"),
        (["shomei_touroku", "-i", "rows=rows.csv"], "test_address"),
    ],
)
def test_order_that_could_not_be_carried_out_is_not_placed(typed: Type, arguments: list[str], told: str) -> None:
    status, said = typed("order", "add", *arguments)
    assert (status, told in said) == (2, True), said
    assert not Order.objects.exists()


def test_order_that_nobody_placed_cannot_be_cancelled(typed: Type) -> None:
    status, said = typed("order", "cancel", "99")
    assert (status, "99" in said) == (2, True)


def test_server_that_is_down_is_told_and_an_engine_without_a_server_too(typed: Type) -> None:
    config = Path("dxrobot.toml")
    config.write_text('[store]\nurl = "postgresql://127.0.0.1:1/dxrobot"\n', encoding="utf-8")
    status, said = typed("worker", "--until-empty")
    assert (status, "PostgreSQL" in said) == (2, True)
    config.write_text('[engine]\nkind = "procrastinate"\n', encoding="utf-8")
    status, said = typed("workers")
    assert (status, "dxrobot.toml:1" in said, "[store]" in said) == (2, True, True), said

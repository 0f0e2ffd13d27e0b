"""The store on a database server: how it is reached, what a commit means there, and what goes wrong in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from django.db import connection, connections

from dxrobot.doctor.probes import server_failure
from dxrobot.errors import InputError
from dxrobot.masking import Secret
from dxrobot.settings import StoreSettings
from dxrobot.store.server import Server, postgresql_database
from dxrobot.store.setup import open_store, storing
from dxrobot.vault import Credentials, Vault, make_key
from tests.store.conftest import carry_out
from tools.postgresql import PASSWORD, TemporaryServer


def options(url: str) -> dict[str, str]:
    found: dict[str, str] = postgresql_database(Server(url))["OPTIONS"]
    return found


@pytest.mark.parametrize(
    ("url", "sslmode"),
    [
        ("postgresql://db.city.example.jp/dxrobot", "require"),
        ("postgresql:///dxrobot?host=db.city.example.jp", "require"),
        ("postgresql://db.city.example.jp/dxrobot?sslmode=verify-full", "verify-full"),
        ("postgresql://127.0.0.1/dxrobot", None),
        ("postgresql:///dxrobot?host=/run/postgresql", None),
    ],
)
def test_nothing_goes_unencrypted_between_machines_unless_that_is_written(url: str, sslmode: str | None) -> None:
    assert options(url).get("sslmode") == sslmode


def test_commit_is_on_the_disk_whatever_the_server_is_set_to(server: TemporaryServer, postgresql_store: Server) -> None:
    name = postgresql_database(postgresql_store)["NAME"]
    carry_out(server, f"ALTER DATABASE {name} SET synchronous_commit = off")
    open_store(postgresql_store)
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)


def test_user_and_password_are_those_given_and_others_are_refused_in_words(
    server: TemporaryServer, postgresql_store: Server
) -> None:
    over_network = server.network_url(postgresql_database(postgresql_store)["NAME"])
    open_store(Server(over_network, server.user, Secret(PASSWORD)))
    with pytest.raises(InputError, match="PostgreSQL") as caught:
        open_store(Server(over_network, server.user, Secret("himitsu")))
    assert "himitsu" not in str(caught.value)


def test_server_that_does_not_answer_is_told(server: TemporaryServer) -> None:
    with pytest.raises(InputError, match="PostgreSQL"):
        open_store(Server(f"postgresql://127.0.0.1:1/{server.user}"))
    connections.close_all()


def test_doctor_signs_in_with_the_credentials_of_the_vault(
    server: TemporaryServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_key(tmp_path / "key")
    monkeypatch.setenv("DXROBOT_KEY_FILE", str(tmp_path / "key"))
    vault = Vault.of_environment(tmp_path / "vault")
    settings = StoreSettings(url=server.network_url("postgres"), credentials="store")
    vault.put("store", Credentials(server.user, Secret("himitsu")))
    assert "PostgreSQL" in server_failure(settings, tmp_path / "vault")
    vault.put("store", Credentials(server.user, Secret(PASSWORD)))
    assert server_failure(settings, tmp_path / "vault") == ""


def test_server_that_goes_away_in_the_middle_is_told(server: TemporaryServer, postgresql_store: Server) -> None:
    name = postgresql_database(postgresql_store)["NAME"]
    carry_out(server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    for _time in range(2):
        with pytest.raises(InputError, match="PostgreSQL"), storing(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")


_HOLD = """
import sys
from tools.postgresql import temporary_server
with temporary_server() as server:
    print(server.folder, flush=True)
    sys.stdin.read()
"""


def test_server_of_the_tests_ends_with_them_even_when_they_are_killed(server: TemporaryServer) -> None:
    holder = subprocess.Popen([sys.executable, "-c", _HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    folder = holder.stdout.readline().strip()  # type: ignore[union-attr]
    postmaster = psutil.Process(int((Path(folder) / "data" / "postmaster.pid").read_text().splitlines()[0]))
    holder.kill()
    holder.communicate()
    postmaster.wait(timeout=20)
    assert not postmaster.is_running()

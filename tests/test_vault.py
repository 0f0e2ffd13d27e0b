from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dxrobot.errors import InputError
from dxrobot.masking import Secret
from dxrobot.vault import KEY_VARIABLE, Credentials, Vault, make_key, production_name


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "key"
    make_key(path)
    return path


@pytest.fixture
def vault(tmp_path: Path, key: Path) -> Vault:
    return Vault(tmp_path / "private" / "vault", key)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_credentials_come_back(vault: Vault) -> None:
    vault.put("kosodate", Credentials("robot01", Secret("合言葉 1")))
    vault.put("zeimu", Credentials("robot02", Secret("x")))
    vault.put("zeimu", Credentials("robot03", Secret("y")))
    assert (vault.get("kosodate").user, vault.get("kosodate").password.reveal()) == ("robot01", "合言葉 1")
    assert (vault.get("zeimu").user, vault.get("zeimu").password.reveal()) == ("robot03", "y")


def test_nothing_readable_is_written_and_only_its_owner_reads_it(vault: Vault, tmp_path: Path, key: Path) -> None:
    vault.put("kosodate", Credentials("robot01", Secret("pa55word")))
    path = tmp_path / "private" / "vault"
    assert b"pa55word" not in path.read_bytes()
    assert b"robot01" not in path.read_bytes()
    assert (mode(path), mode(key)) == (0o600, 0o600)
    assert [found.name for found in path.parent.iterdir()] == ["vault"]


def test_unknown_name_is_told_with_its_remedy(vault: Vault) -> None:
    with pytest.raises(InputError, match="dxrobot secret set kosodate"):
        vault.get("kosodate")


def test_other_key_opens_nothing(vault: Vault, tmp_path: Path) -> None:
    vault.put("kosodate", Credentials("robot01", Secret("pa55word")))
    make_key(tmp_path / "other")
    with pytest.raises(InputError, match="鍵ファイル"):
        Vault(tmp_path / "private" / "vault", tmp_path / "other").get("kosodate")


def test_damaged_vault_is_told(vault: Vault, tmp_path: Path) -> None:
    vault.put("kosodate", Credentials("robot01", Secret("pa55word")))
    path = tmp_path / "private" / "vault"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(InputError):
        vault.get("kosodate")


def test_key_that_others_can_read_is_refused(tmp_path: Path, key: Path) -> None:
    key.chmod(0o640)
    with pytest.raises(InputError, match="chmod 600"):
        Vault(tmp_path / "vault", key)


@pytest.mark.parametrize("content", [b"", b"short", "日本".encode("cp932")])
def test_file_that_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(InputError, match="鍵ファイルを読めません"):
        Vault(tmp_path / "vault", path)


def test_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none"):
        Vault(tmp_path / "vault", tmp_path / "none")


def test_key_is_never_replaced(key: Path) -> None:
    before = key.read_bytes()
    with pytest.raises(InputError, match="既にあります"):
        make_key(key)
    assert key.read_bytes() == before


def test_key_file_is_named_by_the_environment(tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, str(key))
    Vault.of_environment(tmp_path / "vault").put("a", Credentials("b", Secret("c")))
    monkeypatch.delenv(KEY_VARIABLE)
    with pytest.raises(InputError, match="dxrobot secret new-key"):
        Vault.of_environment(tmp_path / "vault")


def test_production_has_its_own_password_where_one_is_kept(vault: Vault) -> None:
    vault.put("kosodate", Credentials("robot01", Secret("for tests")))
    assert vault.get_for_production("kosodate").password.reveal() == "for tests"
    vault.put(production_name("kosodate"), Credentials("robot01", Secret("for production")))
    assert vault.get_for_production("kosodate").password.reveal() == "for production"
    assert vault.get("kosodate").password.reveal() == "for tests"

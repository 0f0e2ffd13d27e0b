from __future__ import annotations

from dataclasses import replace
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest

from dxrobot.app.checking import check_files
from dxrobot.app.workspaces import make_workspace, salt_of, store_of
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.masking import Secret
from dxrobot.settings import StoreSettings
from dxrobot.store.server import Server
from dxrobot.vault import Credentials, Vault, make_key


def test_salt_is_made_once_and_is_the_owners(workspace: Workspace) -> None:
    workspace.private.mkdir()
    with ThreadPool(8) as pool:
        salts = pool.map(lambda _number: salt_of(workspace), range(8))
    assert len(set(salts)) == 1
    assert len(salts[0]) == 32
    assert [path.name for path in workspace.private.iterdir()] == ["salt"]
    assert (workspace.private / "salt").stat().st_mode & 0o777 == 0o600


def test_store_is_a_file_of_the_workspace_unless_the_settings_name_a_server(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store_of(workspace) == workspace.store
    workspace.private.mkdir()
    make_key(workspace.root / "key")
    monkeypatch.setenv("DXROBOT_KEY_FILE", str(workspace.root / "key"))
    Vault.of_environment(workspace.vault).put("store", Credentials("dxrobot", Secret("himitsu")))
    named = StoreSettings(url="postgresql://db/dxrobot", credentials="store")
    place = store_of(replace(workspace, settings=workspace.settings.model_copy(update={"store": named})))
    assert isinstance(place, Server)
    assert (place.url, place.user, place.password and place.password.reveal()) == (named.url, "dxrobot", "himitsu")


def test_new_workspace_is_sound(tmp_path: Path) -> None:
    files, problems = check_files(make_workspace(tmp_path / "new"), [])
    assert len(files) >= 4
    assert problems == []


def test_workspace_is_not_laid_over_other_files(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="空でない"):
        make_workspace(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

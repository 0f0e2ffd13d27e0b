"""Users and passwords of target systems, in a file encrypted with a key that is kept outside the workspace."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.masking import Secret

KEY_VARIABLE = "DXROBOT_KEY_FILE"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a robot signs in with."""

    user: str
    password: Secret


class Vault:
    """The encrypted file of one workspace."""

    def __init__(self, path: Path, key_file: Path) -> None:
        self._path = path
        self._fernet = Fernet(_read_key(key_file))

    @classmethod
    def of_environment(cls, path: Path) -> Vault:
        """The vault at ``path`` with the key file that DXROBOT_KEY_FILE names."""
        named = os.environ.get(KEY_VARIABLE, "")
        if not named:
            raise InputError(
                _("認証情報の鍵ファイルが決まっていません(環境変数 {variable})。").format(variable=KEY_VARIABLE),
                _("dxrobot secret new-key 鍵ファイル で作り、{variable} にその場所を設定してください。").format(
                    variable=KEY_VARIABLE
                ),
            )
        return cls(path, Path(named))

    def get(self, name: str) -> Credentials:
        """The credentials called ``name``; raises :class:`InputError` if there are none."""
        entry = self._read().get(name)
        if entry is None:
            raise InputError(
                _("認証情報「{name}」が登録されていません。").format(name=name),
                _("dxrobot secret set {name} で利用者名とパスワードを登録してください。").format(name=name),
            )
        return Credentials(entry["user"], Secret(entry["password"]))

    def get_for_production(self, name: str) -> Credentials:
        """The credentials kept for production alone, or those called ``name`` when there are none."""
        apart = production_name(name)
        return self.get(apart if apart in self._read() else name)

    def put(self, name: str, credentials: Credentials) -> None:
        """Keep ``credentials`` under ``name``, replacing earlier ones."""
        entries = self._read()
        changed_at = datetime.now(UTC).isoformat(timespec="seconds")
        entries[name] = {
            "user": credentials.user,
            "password": credentials.password.reveal(),
            "changed_at": changed_at,
        }
        self._write(entries)

    def delete(self, name: str) -> None:
        """Forget the credentials called ``name``; raises :class:`InputError` if there are none."""
        self.get(name)
        entries = self._read()
        del entries[name]
        self._write(entries)

    def names(self) -> dict[str, datetime | None]:
        """What credentials are called and when they were last changed; None for those of an earlier dxrobot."""
        told = {name: entry.get("changed_at") for name, entry in self._read().items()}
        return {name: datetime.fromisoformat(moment) if moment else None for name, moment in sorted(told.items())}

    def _write(self, entries: dict[str, dict[str, str]]) -> None:
        _write_private(self._path, self._fernet.encrypt(json.dumps(entries).encode()))

    def _read(self) -> dict[str, dict[str, str]]:
        if not self._path.exists():
            return {}
        try:
            entries: dict[str, dict[str, str]] = json.loads(self._fernet.decrypt(self._path.read_bytes()))
        except InvalidToken as error:
            raise InputError(
                _("認証情報を開けません。鍵ファイルがこの作業フォルダーのものではありません。"),
                _("環境変数 {variable} を確かめてください。").format(variable=KEY_VARIABLE),
            ) from error
        return entries


def production_name(name: str) -> str:
    """What credentials are called that are used in production alone; no robot can name such ones itself."""
    return f"{name}:production"


def make_key(path: Path) -> None:
    """Write a new key; an existing file is never replaced."""
    if path.exists():
        raise InputError(_("鍵ファイルが既にあります: {path}").format(path=path))
    _write_private(path, Fernet.generate_key())


def _read_key(path: Path) -> bytes:
    try:
        key = path.read_bytes().strip()
        Fernet(key)
        open_to_others = os.name == "posix" and path.stat().st_mode & 0o077
    except (OSError, ValueError) as error:
        raise InputError(_("鍵ファイルを読めません: {path}").format(path=path)) from error
    if open_to_others:
        raise InputError(
            _("鍵ファイルをほかの利用者が読めます: {path}").format(path=path),
            _("chmod 600 で本人だけが読めるようにしてください。"),
        )
    return key


def _write_private(path: Path, content: bytes) -> None:
    """Write beside, readable by the owner only, then rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    beside.replace(path)

"""What the command lines of the sites share: their common options, and the password in its file."""

from __future__ import annotations

import argparse
from pathlib import Path


def site_parser(module: str, title: str) -> argparse.ArgumentParser:
    """A parser with the options that every site has."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=f"{title}(見本)")
    parser.add_argument("--db", type=Path, required=True, help="SQLite のファイル(なければ作る)")
    parser.add_argument("--port", type=int, default=0, help="待ち受けるポート(0 は空いているもの)")
    parser.add_argument("--user", required=True, help="職員のユーザー名")
    parser.add_argument("--password-file", type=Path, required=True, help="職員のパスワードだけを書いたファイル")
    parser.add_argument("--slow-save", type=float, default=0.0, metavar="S", help="登録を S 秒遅らせる")
    return parser


def password_in(path: Path) -> str:
    """The password that ``path`` holds; ends the process with a sentence when there is none."""
    try:
        password = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"パスワードのファイルを読めません: {path}") from error
    if not password:
        raise SystemExit(f"パスワードのファイルが空です: {path}")
    return password

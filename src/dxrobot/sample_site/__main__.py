"""``python -m dxrobot.sample_site``: migrate, make sure of the clerk's account, serve until told to stop."""

from __future__ import annotations

import argparse
from pathlib import Path

from dxrobot.sample_site import server, settings


def parse_arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m dxrobot.sample_site", description="子育て支援システム(見本)")
    parser.add_argument("--db", type=Path, required=True, help="SQLite のファイル(なければ作る)")
    parser.add_argument("--port", type=int, default=0, help="待ち受けるポート(0 は空いているもの)")
    parser.add_argument("--user", required=True, help="職員のユーザー名")
    parser.add_argument("--password-file", type=Path, required=True, help="職員のパスワードだけを書いたファイル")
    parser.add_argument("--slow-save", type=float, default=0.0, metavar="S", help="登録を S 秒遅らせる")
    return parser.parse_args()


def main() -> None:
    """Run the site in the foreground; it ends by SIGTERM, or when the process that started it is gone."""
    arguments = parse_arguments()
    try:
        password = arguments.password_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"パスワードのファイルを読めません: {arguments.password_file}") from error
    if not password:
        raise SystemExit(f"パスワードのファイルが空です: {arguments.password_file}")
    settings.configure(arguments.db.resolve(), arguments.slow_save)
    server.prepare(arguments.user, password)
    server.serve(arguments.port)


if __name__ == "__main__":
    main()

"""``python -m dxrobot.sample_site.legacy``: prepare the database, serve until told to stop."""

from __future__ import annotations

from dxrobot.sample_site import server
from dxrobot.sample_site.command import password_in, site_parser
from dxrobot.sample_site.legacy.application import application
from dxrobot.sample_site.legacy.database import Database
from dxrobot.sample_site.sessions import SecondLogin, Sessions


def main() -> None:
    """Run the site in the foreground; it ends by SIGTERM, or when the process that started it is gone."""
    parser = site_parser("dxrobot.sample_site.legacy", "税務総合システム")
    parser.add_argument("--session-minutes", type=float, default=15, metavar="M", help="操作のない M 分で期限切れ")
    parser.add_argument("--session-requests", type=int, default=0, metavar="N", help="N 回の要求で期限切れ(0 はなし)")
    parser.add_argument("--second-login", type=SecondLogin, choices=list(SecondLogin), default=SecondLogin.OUST)
    arguments = parser.parse_args()
    password = password_in(arguments.password_file)
    database = Database(arguments.db.resolve(), arguments.slow_save)
    database.prepare()
    sessions = Sessions(arguments.session_minutes * 60, arguments.session_requests, arguments.second_login)
    server.serve(application(database, sessions, arguments.user, password), arguments.port)


if __name__ == "__main__":
    main()

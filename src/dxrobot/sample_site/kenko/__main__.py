"""``python -m dxrobot.sample_site.kenko``: prepare the database, serve until told to stop."""

from __future__ import annotations

from dxrobot.sample_site import server
from dxrobot.sample_site.command import password_in, site_parser
from dxrobot.sample_site.kenko.application import application
from dxrobot.sample_site.kenko.database import Database
from dxrobot.sample_site.sessions import SecondLogin, Sessions

_IDLE_S = 30 * 60


def main() -> None:
    """Run the site in the foreground; it ends by SIGTERM, or when the process that started it is gone."""
    arguments = site_parser("dxrobot.sample_site.kenko", "健康管理システム").parse_args()
    password = password_in(arguments.password_file)
    database = Database(arguments.db.resolve(), arguments.slow_save)
    database.prepare()
    sessions = Sessions(_IDLE_S, most_requests=0, second_login=SecondLogin.ALLOW)
    server.serve(application(database, sessions, arguments.user, password), arguments.port)


if __name__ == "__main__":
    main()

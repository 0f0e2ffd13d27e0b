"""``python -m dxrobot.sample_site``: migrate, make sure of the clerk's account, serve until told to stop."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from dxrobot.sample_site import desk, server, settings
from dxrobot.sample_site.command import password_in, site_parser
from dxrobot.sample_site.faults import Faults


def main() -> None:
    """Run the site in the foreground; it ends by SIGTERM, or when the process that started it is gone."""
    parser = site_parser("dxrobot.sample_site", "子育て支援システム")
    parser.add_argument("--faults", type=int, metavar="種", help="この種で決まる通信の失敗を起こす")
    arguments = parser.parse_args()
    password = password_in(arguments.password_file)
    settings.configure(arguments.db.resolve(), arguments.slow_save)
    desk.prepare(arguments.user, password)
    application = get_wsgi_application()
    server.serve(application if arguments.faults is None else Faults(application, arguments.faults), arguments.port)


if __name__ == "__main__":
    main()

"""``python -m dxrobot.sample_site``: migrate, make sure of the clerk's account, serve until told to stop."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from dxrobot.sample_site import desk, server, settings
from dxrobot.sample_site.command import password_in, site_parser


def main() -> None:
    """Run the site in the foreground; it ends by SIGTERM, or when the process that started it is gone."""
    arguments = site_parser("dxrobot.sample_site", "子育て支援システム").parse_args()
    password = password_in(arguments.password_file)
    settings.configure(arguments.db.resolve(), arguments.slow_save)
    desk.prepare(arguments.user, password)
    server.serve(get_wsgi_application(), arguments.port)


if __name__ == "__main__":
    main()

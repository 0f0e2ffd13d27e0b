"""Telling people outside (mail, Teams, Slack, a web hook) by apprise."""

from __future__ import annotations

import logging
from urllib.parse import quote

from dxrobot.masking import Secret


def with_credentials(url: str, user: str, password: Secret) -> Secret:
    """An address with ``{user}`` and ``{password}`` replaced; a secret from then on."""
    return Secret(url.replace("{user}", quote(user, safe="")).replace("{password}", quote(password.reveal(), safe="")))


def send_notice(url: Secret, title: str, text: str) -> bool:
    """Send ``text`` to an address of apprise's; False when the address is none or nobody took it."""
    import apprise  # half a second, which only those who notify should wait

    # It would print addresses of its own accord; what people need to know, they are told by us.
    logging.getLogger("apprise").propagate = False
    notice = apprise.Apprise()
    if not notice.add(url.reveal()):
        return False
    return bool(notice.notify(title=title, body=text, body_format=apprise.NotifyFormat.TEXT))

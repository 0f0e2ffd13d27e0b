"""Telling people that something happened; a notice that fails never fails the work."""

from __future__ import annotations

from typing import ClassVar

from loguru import logger

from dxrobot.actions.base import RunContext, ScenarioAction
from dxrobot.config import Workspace
from dxrobot.errors import DxrobotError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.masking import Secret, redactor
from dxrobot.notice import send_notice, with_credentials
from dxrobot.settings import NoticeAddress
from dxrobot.vault import Vault


class Notify(ScenarioAction):
    """Send a notice to an address of dxrobot.toml; the output says whether it was taken."""

    name: ClassVar[str] = "知らせる"
    sentence: ClassVar[str] = (
        "メールやチャットで知らせます。個人情報は伏せ、dry run では送りません。送れなくても処理は続けます。"
    )

    to: str
    """The name in ``[notices.NAME]``."""
    title: str
    text: str

    def perform(self, context: RunContext) -> bool:
        """Send it without personal data; what goes wrong stands in the log and in the run's message."""
        if context.mode is Mode.DRY:
            logger.info("dry run: no notice to {}", self.to)
            return False
        reason = self._send(context)
        if reason:
            logger.warning("notice to {} failed", self.to)
            context.tally.warnings.append(
                _("「{to}」への通知を送れませんでした。{reason}").format(to=self.to, reason=reason)
            )
        return not reason

    def _send(self, context: RunContext) -> str:
        """Why it could not be sent, in words for staff; nothing when it was."""
        address = context.workspace.settings.notices.get(self.to)
        if address is None:
            return _("dxrobot.toml の [notices.{to}] に url を書いてください。").format(to=self.to)
        try:
            url = address_url(context.workspace, address)
            sent = send_notice(url, redactor.scrub(self.title), redactor.scrub(self.text))
        except DxrobotError as error:
            return str(error)
        except Exception as error:  # whatever a foreign library meets out there
            logger.debug("notice: {}", type(error).__name__)
            sent = False
        return "" if sent else _("宛先と、そこまでの通信を確かめてください。")


def address_url(workspace: Workspace, address: NoticeAddress) -> Secret:
    """Where notices to ``address`` go, its credentials filled in; raises :class:`InputError` when they are missing."""
    if not address.credentials:
        return Secret(address.url)
    credentials = Vault.of_environment(workspace.vault).get(address.credentials)
    return with_credentials(address.url, credentials.user, credentials.password)

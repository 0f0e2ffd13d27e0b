"""The one error boundary of the command line: expected failures become sentences, bugs a line and a log entry."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from loguru import logger

from dxrobot.cli.commands import command_line
from dxrobot.errors import DxrobotError, ExitStatus
from dxrobot.i18n import _, use_language
from dxrobot.log import record_bug


def run_command_line(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status (design: Contract)."""
    use_language(_language_of(arguments))
    logger.remove()
    try:
        status = command_line().main(args=list(arguments), prog_name="dxrobot", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return _tell(_("中止しました。"), ExitStatus.INPUT_WRONG)
    except click.exceptions.NoArgsIsHelpError as error:
        return _tell(error.format_message(), ExitStatus.INPUT_WRONG)
    except click.ClickException as error:
        return _tell(_("使い方が違います: {problem}").format(problem=error.format_message()), ExitStatus.INPUT_WRONG)
    except DxrobotError as error:
        return _tell(str(error), ExitStatus.INPUT_WRONG)
    except OSError as error:
        logger.opt(exception=error).error("the operating system refused")
        return _tell(_os_error(error), ExitStatus.INPUT_WRONG)
    except Exception as error:
        return _bug(error)
    return int(status or 0)


def _tell(message: str, status: ExitStatus) -> int:
    sys.stderr.write(f"{message}\n")
    return int(status)


def _os_error(error: OSError) -> str:
    """A full disk, a file that may not be read: the system's own words with the file's name."""
    where = f" ({error.filename})" if error.filename else ""
    return _("ファイルを扱えません: {reason}{where}").format(reason=error.strerror or type(error).__name__, where=where)


def _bug(error: Exception) -> int:
    path = record_bug(error)
    message = _("dxrobot の不具合です({kind})。記録 {path} を添えて IT 担当に知らせてください。")
    return _tell(message.format(kind=type(error).__name__, path=path), ExitStatus.BUG)


def _language_of(arguments: Sequence[str]) -> str:
    """The language asked for with ``--lang``, before any message is made; Japanese otherwise."""
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return "ja"

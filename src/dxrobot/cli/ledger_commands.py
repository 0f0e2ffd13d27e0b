"""The commands of ``dxrobot ledger``, thin like those of cli/commands."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from dxrobot.i18n import _
from dxrobot.japanese.wareki import parse_fiscal_year

_FILE = click.Path(path_type=Path)


class _Amount(click.ParamType[Decimal]):
    """A number that is not negative, or one above zero."""

    name = "number"

    def __init__(self, *, above_zero: bool = False) -> None:
        self._above_zero = above_zero

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            amount = Decimal(value)
        except InvalidOperation:
            amount = Decimal(-1)
        if not amount.is_finite() or amount < 0:
            self.fail(_("{value} は 0 以上の数ではありません。").format(value=value), param, ctx)
        if self._above_zero and not amount:
            self.fail(_("0 では比べられません。0 より大きい数にしてください。"), param, ctx)
        return amount


class PrintedHash(click.ParamType[str]):
    """A hash copied from a report, however its line was broken; a slip of the pen is not taken for a ledger cut off."""

    name = "hash"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The hash as the chain has it."""
        plain = "".join(str(value).split()).lower()
        if plain and not re.fullmatch("[0-9a-f]{64}", plain):
            self.fail(
                _(
                    "{value} は台帳のハッシュではありません。報告書の 64 文字(0〜9 と a〜f)をそのまま写してください。"
                ).format(value=value),
                param,
                ctx,
            )
        return plain


class FiscalYear(click.ParamType[int]):
    """A fiscal year in any way people write it."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The year in which it begins."""
        try:
            return parse_fiscal_year(str(value))
        except ValueError:
            self.fail(
                _("{value} は年度として読めません。2026 か 令和8年度 の形で書いてください。").format(value=value),
                param,
                ctx,
            )


def _amount(
    name: str, *, metavar: str, text: str, default: str | None = None, above_zero: bool = False
) -> Callable[[Any], Any]:
    """An option that is asked for where it was not given and has no default."""
    prompt = text.rstrip("。") if default is None else None
    return click.option(
        name, type=_Amount(above_zero=above_zero), metavar=metavar, help=text, default=default, prompt=prompt
    )


def add_ledger_commands(group: click.Group, json_option: Callable[[], Callable[[Any], Any]]) -> None:
    """Add ``import`` and ``whatif`` to the group."""
    _add_import(group)
    _add_whatif(group, json_option)


def _add_import(group: click.Group) -> None:
    text = _("表(CSV か Excel)を取り込みます。何の表かは見出しで見分けます。誤りがあれば1行も取り込みません。")

    @group.command("import", help=text)
    @click.argument("path", type=_FILE, metavar=_("ファイル"))
    def import_(path: Path) -> int:
        from dxrobot.cli.ledger_entries import import_and_show

        return import_and_show(path)


def _add_whatif(group: click.Group, json_option: Callable[[], Callable[[Any], Any]]) -> None:
    @group.command(help=_("自動化が引き合うかを見積もります。台帳には何も書きません。"))
    @_amount("--items", metavar=_("件数"), text=_("1か月の件数。"))
    @_amount("--minutes", metavar=_("分"), text=_("手作業で1件にかかる分。"))
    @_amount("--check", metavar=_("分"), text=_("自動化後に職員が1件にかける分(確認、修正、例外)。"))
    @_amount("--yen-per-hour", metavar=_("円"), text=_("職員1時間あたりの費用。"), above_zero=True)
    @_amount("--build-hours", metavar=_("時間"), text=_("シナリオを作り、試す職員の時間。"), default="0")
    @_amount("--upkeep-hours", metavar=_("時間"), text=_("1か月に維持にかける職員の時間。"), default="0")
    @_amount("--initial", metavar=_("円"), text=_("導入の費用。"), default="0")
    @_amount("--running", metavar=_("円"), text=_("1か月の経常の費用。"), default="0")
    @click.option(
        "--term", type=click.IntRange(1, 240), metavar=_("月数"), default=36, help=_("使う見込みの月数(初めは 36)。")
    )
    @json_option()
    def whatif(term: int, json_output: bool, **amounts: Decimal) -> int:
        from dxrobot.cli.ledger_entries import show_forecast
        from dxrobot.ledger.whatif import Case

        return show_forecast(
            Case(
                items_a_month=amounts["items"],
                minutes_per_item=amounts["minutes"],
                check_minutes_per_item=amounts["check"],
                yen_per_hour=amounts["yen_per_hour"],
                build_hours=amounts["build_hours"],
                upkeep_hours_a_month=amounts["upkeep_hours"],
                initial_yen=amounts["initial"],
                running_yen_a_month=amounts["running"],
                term_months=term,
            ),
            json_output=json_output,
        )

"""``dxrobot ledger``: its commands and their options. Heavy imports happen inside."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from dxrobot.cli.options import FILE, file_word, folder_word, json_option
from dxrobot.i18n import _
from dxrobot.japanese.wareki import parse_fiscal_year


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


class _PrintedHash(click.ParamType[str]):
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


class _FiscalYear(click.ParamType[int]):
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


def ledger_group() -> click.Group:
    """The group with all its commands."""
    group = click.Group("ledger", help=_("削減時間の台帳を見ます。"))

    @group.command(help=_("削減時間の合計を示します。"))
    @click.option(
        "--by",
        type=click.Choice(["year", "month", "department", "job", "tool", "phase"]),
        default="job",
        help=_("合計の分け方: 年度、月、課、業務、ツール、段階。"),
    )
    @json_option()
    def summary(by: str, json_output: bool) -> int:
        from dxrobot.cli.ledger import show_summary
        from dxrobot.ledger.posting import By

        return show_summary(By(by), json_output=json_output)

    @group.command(help=_("台帳が書き換えられていないかを調べます。"))
    @click.option(
        "--hash",
        "printed_hash",
        type=_PrintedHash(),
        default="",
        metavar=_("ハッシュ"),
        help=_("報告書に印刷されたハッシュ。"),
    )
    def verify(printed_hash: str) -> int:
        from dxrobot.cli.ledger import show_verification

        return show_verification(printed_hash)

    _add_ledger_files(group)
    _add_import(group)
    _add_whatif(group)
    return group


def _add_ledger_files(group: click.Group) -> None:
    """The commands that write the ledger into files."""

    @group.command(help=_("合計をオープンデータ(CSV、個人情報なし)に書きます。"))
    @click.argument("path", type=FILE, metavar=file_word())
    @click.option("--entries", is_flag=True, help=_("合計ではなく、記帳を1件ずつ書きます(数え直す人のため)。"))
    def export(path: Path, entries: bool) -> int:
        from dxrobot.cli.ledger_files import write_export

        return write_export(path, entries=entries)

    @group.command(help=_("台帳を Excel と HTML と CSV のファイルに書きます。"))
    @click.argument("folder", type=FILE, metavar=folder_word())
    @click.option(
        "--year", type=_FiscalYear(), metavar=_("年度"), help=_("1つの年度だけを書きます(2026 か 令和8年度)。")
    )
    @click.option(
        "--template", type=FILE, metavar=file_word(), help=_("市の様式(Excel)。名前を付けたセルに数字を入れます。")
    )
    @click.option("--pdf", is_flag=True, help=_("PDF も、ブラウザーで作ります。"))
    def report(folder: Path, year: int | None, template: Path | None, pdf: bool) -> int:
        from dxrobot.cli.ledger_files import write_report

        return write_report(folder, year=year, template=template, pdf=pdf)


def _add_import(group: click.Group) -> None:
    text = _("表(CSV か Excel)を取り込みます。何の表かは見出しで見分けます。誤りがあれば1行も取り込みません。")

    @group.command("import", help=text)
    @click.argument("path", type=FILE, metavar=_("ファイル"))
    def import_(path: Path) -> int:
        from dxrobot.cli.ledger_entries import import_and_show

        return import_and_show(path)


def _add_whatif(group: click.Group) -> None:
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

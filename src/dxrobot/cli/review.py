"""``dxrobot ocr review``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from dxrobot.app.review_workbook import Reviewed, take_review_workbook, write_review_workbook
from dxrobot.cli.ocr import exit_status, show_form
from dxrobot.cli.output import current_workspace, print_json, progress_bars
from dxrobot.i18n import _
from dxrobot.masking import Secret


def write_and_show(
    book: Path, files: Sequence[Path], templates: Sequence[str], *, by_field: bool, password: Secret | None
) -> int:
    """Read scans and write the workbook in which people decide."""
    workspace = current_workspace()
    with progress_bars() as progress:
        reviewed = write_review_workbook(
            workspace, book, files, templates, progress, by_field=by_field, password=password
        )
    click.echo(_("確認のブックを書きました: {path}").format(path=book))
    if reviewed.left:
        told = _("{count} 項目の確認が必要です。「確認」シートの「確定した値」と「確定した人」に書いてください。")
        click.echo(told.format(count=reviewed.left))
        click.echo(_("書いたら: dxrobot ocr review in {path} スキャン…").format(path=book))
    _tell_errors(reviewed)
    return int(exit_status(reviewed.forms))


def take_and_show(
    book: Path,
    files: Sequence[Path],
    templates: Sequence[str],
    *,
    json_output: bool,
    xlsx: Path | None,
    password: Secret | None,
) -> int:
    """Put people's answers in the place of doubtful readings and show the forms."""
    if xlsx is not None:
        from dxrobot.sheets.safe_write import check_writable

        check_writable(xlsx.resolve())
    workspace = current_workspace()
    with progress_bars() as progress:
        reviewed = take_review_workbook(workspace, book, files, templates, progress, password=password)
    if xlsx is not None:
        from dxrobot.sheets.register import write_register

        write_register(xlsx, reviewed.forms, reviewed.templates, reviewed.as_read)
        click.echo(_("登録簿を書きました: {path}").format(path=xlsx), err=True)
    if json_output:
        print_json([form.as_json() for form in reviewed.forms])
    elif xlsx is None:
        for form in reviewed.forms:
            show_form(form, reviewed.templates)
    told = _("確認済み {settled} 項目、残り {left} 項目。").format(settled=reviewed.settled, left=reviewed.left)
    click.echo(told, err=json_output)
    return int(exit_status(reviewed.forms))


def _tell_errors(reviewed: Reviewed) -> None:
    for form in reviewed.forms:
        if form.error is not None:
            click.echo(_("{file} {page}ページ: {error}").format(file=form.file, page=form.page, error=form.error))

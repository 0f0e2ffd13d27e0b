"""``dxrobot ocr``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from dxrobot.app.reading import read_scans
from dxrobot.cli.output import current_workspace, print_json, progress_bars
from dxrobot.errors import ExitStatus
from dxrobot.i18n import _
from dxrobot.masking import Secret
from dxrobot.ocr.reading import Form, Value
from dxrobot.ocr.template import Template


def read_and_show(
    files: Sequence[Path],
    templates: Sequence[str],
    *,
    json_output: bool,
    xlsx: Path | None,
    password: Secret | None = None,
) -> int:
    """Read scans with templates of the current workspace."""
    if xlsx is not None:
        from dxrobot.sheets.safe_write import check_writable

        check_writable(xlsx.resolve())  # before pages are read for hours
    with progress_bars() as progress:
        forms, known = read_scans(current_workspace(), files, templates, progress, password)
    if xlsx is not None:
        from dxrobot.sheets.register import write_register

        write_register(xlsx, forms, known)
        click.echo(_("登録簿を書きました: {path}").format(path=xlsx), err=True)
    if json_output:
        print_json([form.as_json() for form in forms])
    elif xlsx is None:
        for form in forms:
            show_form(form, known)
    return int(exit_status(forms))


def exit_status(forms: Sequence[Form]) -> ExitStatus:
    """What the reading of ``forms`` means for the exit status (design: Contract)."""
    if any(form.error is not None for form in forms):
        return ExitStatus.INPUT_WRONG
    return ExitStatus.PERSON_NEEDED if any(form.doubtful for form in forms) else ExitStatus.SETTLED


def show_form(form: Form, templates: dict[str, Template]) -> None:
    """One form, a line a field."""
    click.echo(_("{file} {page}ページ").format(file=form.file, page=form.page))
    if form.error is not None or form.template is None:
        click.echo(f"  {form.error}")
        return
    template = templates[form.template]
    click.echo(f"  {template.title}")
    for reading in form.readings:
        note = f"  ※{reading.reason}" if reading.reason else ""
        click.echo(f"  {template.field(reading.field).label}: {_words(reading.value)}{note}")


def _words(value: Value) -> str:
    if isinstance(value, bool):
        return _("あり") if value else _("なし")
    if isinstance(value, list):
        return "".join(f"\n    {' / '.join(map(_words, row.values()))}" for row in value)
    return value or ""

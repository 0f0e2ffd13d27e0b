"""``dxrobot ocr template``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from dxrobot.app.new_template import new_template
from dxrobot.app.trying_templates import look_at_template, try_template
from dxrobot.cli.output import current_workspace, print_json, progress_bars
from dxrobot.definition import did_you_mean
from dxrobot.errors import DefinitionError, ExitStatus, InputError, Problem
from dxrobot.i18n import _
from dxrobot.library import Library
from dxrobot.ocr.reading import Form
from dxrobot.ocr.reading_score import Share, Tally
from dxrobot.ocr.template import Template, TemplateField
from dxrobot.sheets.cells import units


def make_and_show(blank: Path, name: str, dpi: int) -> int:
    """Propose a template and say what comes next."""
    made = new_template(current_workspace(), blank, name, dpi)
    click.echo(_("帳票定義の案を書きました: {path}").format(path=made.path))
    for page, angle in enumerate(made.turned, start=1):
        if angle:
            click.echo(_("{page} ページ目の傾き {angle:.1f} 度を直しました。").format(page=page, angle=abs(angle)))
    for field in made.template.fields:
        click.echo(f"  {_padded(field.name, 24)}{_padded(field.type.value, 18)}{field.label}")
    if made.left_out:
        click.echo(_("職員が書く欄として外しました: {labels}").format(labels="、".join(made.left_out)))
    click.echo(_("次は: dxrobot ocr template check {name}(絵を見て、案を直します)").format(name=made.template.template))
    return int(ExitStatus.SETTLED)


def check_and_show(named: str, picture: Path | None) -> int:
    """Draw the templates; all mistakes are raised at the end."""
    workspace = current_workspace()
    names = [named] if named else Library(workspace).template_names()
    if not names:
        raise InputError(_("帳票定義が1つもありません: {folder}").format(folder=workspace.ocr_templates))
    if picture is not None and len(names) > 1:
        raise InputError(_("--out は、帳票定義を1つ選んだときだけ使えます。"))
    problems: list[Problem] = []
    for name in names:
        looked = look_at_template(workspace, name, picture)
        problems += looked.problems
        if looked.picture:
            click.echo(_("{name}: 場所を描きました: {picture}").format(name=looked.name, picture=looked.picture))
    if problems:
        raise DefinitionError(problems)
    click.echo(_("誤りはありません。絵で、場所と名前を確かめてください。"))
    return int(ExitStatus.SETTLED)


def test_and_show(name: str, scans: tuple[Path, ...], truth: Path, *, json_output: bool) -> int:
    """Read scans and compare with the truth; a person is needed when something accepted is wrong."""
    workspace = current_workspace()
    known = Library(workspace).template_names()
    if name not in known:
        raise InputError(_("帳票定義「{name}」がありません。").format(name=name), did_you_mean(name, known))
    with progress_bars() as progress:
        template, tallies, forms = try_template(workspace, name, scans, truth, progress)
    if json_output:
        print_json(_as_json(template, tallies, forms))
    else:
        _show(template, tallies, forms)
    wrong = any(tally.wrong for tally in tallies.values())
    return int(ExitStatus.PERSON_NEEDED if wrong else ExitStatus.SETTLED)


def _as_json(template: Template, tallies: Mapping[str, Tally], forms: list[Form]) -> dict[str, object]:
    return {
        "template": template.template,
        "pages": len(forms),
        "unread": [{"file": form.file, "page": form.page, "error": form.error} for form in forms if form.error],
        "fields": {
            name: {**tally.as_json(), "error_limit": template.field(name).allowed_error}
            for name, tally in tallies.items()
            if tally.all
        },
        "all": sum(tallies.values(), Tally()).as_json(),
    }


def _show(template: Template, tallies: Mapping[str, Tally], forms: list[Form]) -> None:
    heads = (_("数"), _("正しい"), _("(95%区間)"), _("採用"), _("採用の誤り"), _("(95%区間)"))
    click.echo(
        _padded(_("項目"), 26) + "".join(_padded(head, width) for head, width in zip(heads, _COLUMNS, strict=True))
    )
    for name, tally in tallies.items():
        if tally.all:
            field = template.field(name)
            click.echo(_padded(field.label, 26) + _line(tally) + _over(field, tally))
    click.echo(_padded(_("全部"), 26) + _line(sum(tallies.values(), Tally())))
    for form in forms:
        if form.error:
            click.echo(_("{file} {page}ページ: {error}").format(file=form.file, page=form.page, error=form.error))


_COLUMNS = (6, 9, 15, 9, 12, 15)


def _line(tally: Tally) -> str:
    right, accepted = Share(tally.right, tally.all), Share(tally.accepted, tally.all)
    wrong = Share(tally.wrong, tally.accepted)
    cells = (str(tally.all), _percent(right), _interval(right), _percent(accepted), str(tally.wrong), _interval(wrong))
    return "".join(_padded(cell, width) for cell, width in zip(cells, _COLUMNS, strict=True))


def _over(field: TemplateField, tally: Tally) -> str:
    wrong = Share(tally.wrong, tally.accepted)
    if wrong.value is None or wrong.value <= field.allowed_error:
        return ""
    return _("※許す誤り {limit} を超えています").format(limit=f"{field.allowed_error:.1%}")


def _percent(share: Share) -> str:
    return "-" if share.value is None else f"{share.value:.1%}"


def _interval(share: Share) -> str:
    low, high = share.interval
    return "" if share.value is None else f"{low:.1%}〜{high:.1%}"


def _padded(text: str, width: int) -> str:
    """``text`` filled up to ``width`` columns of a terminal, in which Japanese takes two."""
    return text + " " * max(1, width - round(units(text)))

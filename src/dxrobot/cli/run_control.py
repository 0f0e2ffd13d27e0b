"""``dxrobot runs``, ``cancel``, ``settle`` and ``answer``: what people do to runs from outside."""

from __future__ import annotations

import click

from dxrobot.app.answering import answer_question, hint
from dxrobot.app.run_control import RunStanding, cancel_run, list_runs, settle_by_person
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.cli.state_words import state_labels, status_labels
from dxrobot.errors import ExitStatus
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.ledger.notes import mode_label
from dxrobot.store.questions import open_questions
from dxrobot.store.rulings import RulingKind


def show_runs(*, json_output: bool) -> int:
    """The newest runs and how they stand."""
    open_workspace(current_workspace())
    runs = list_runs()
    if json_output:
        print_json([run.as_json() for run in runs])
    elif not runs:
        click.echo(_("実行の記録はまだありません。"))
    else:
        for run in runs:
            _show(run)
    return int(ExitStatus.SETTLED)


def _show(run: RunStanding) -> None:
    status = _("途中で切れました") if run.interrupted else status_labels()[run.status]
    again = _("({attempt} 回目)").format(attempt=run.attempt) if run.attempt > 1 else ""
    click.echo(f"{run.name}{again}  {run.scenario}  {mode_label(Mode(run.mode))}  {status}")
    counts = [f"{label} {run.items[state]}" for state, label in state_labels().items() if run.items[state]]
    if counts:
        click.echo(f"    {'、'.join(counts)}")


def cancel_and_show(name: str) -> int:
    """Ask a run to stop."""
    open_workspace(current_workspace())
    cancel_run(name)
    click.echo(
        _("処理中の件が終わったら止まります。続きは dxrobot run --resume {run} で再開できます。").format(run=name)
    )
    return int(ExitStatus.SETTLED)


def settle_and_show(name: str, item_key: str, *, there: bool, by: str, reason: str) -> int:
    """Close an item in doubt."""
    workspace = current_workspace()
    open_workspace(workspace)
    kind = RulingKind.THERE if there else RulingKind.NOT_THERE
    settle_by_person(workspace, name, item_key, kind, by=by, reason=reason)
    if there:
        click.echo(_("「{key}」を登録済みとして記録し、台帳に数えました。").format(key=item_key))
    else:
        click.echo(
            _("「{key}」をもう一度登録できるようにしました。dxrobot run --resume {run} で登録してください。").format(
                key=item_key, run=name
            )
        )
    return int(ExitStatus.SETTLED)


def show_questions() -> int:
    """The questions that wait for an answer."""
    open_workspace(current_workspace())
    questions = open_questions()
    if not questions:
        click.echo(_("答えを待っている質問はありません。"))
        return int(ExitStatus.SETTLED)
    for question in questions:
        about = "" if question.item_key.startswith("run:") else f" {question.item_key}"
        click.echo(f"{question.id}: {question.question}({question.scenario}{about})")
        click.echo(f"    {hint(question)}")
    click.echo(_("答え方: dxrobot answer 番号 答え --by 名前"))
    return int(ExitStatus.PERSON_NEEDED)


def answer_and_show(number: int, written: str, by: str) -> int:
    """Answer one question."""
    open_workspace(current_workspace())
    question = answer_question(number, written, by)
    click.echo(_("答えを記録しました。dxrobot run --resume {run} で続きを実行してください。").format(run=question.run))
    return int(ExitStatus.SETTLED)

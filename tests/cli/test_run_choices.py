"""What the options of ``dxrobot run`` come to, and how a person is asked step by step."""

from __future__ import annotations

import sys

import pytest
from click.testing import CliRunner

from dxrobot.actions.pace import Choice, StepAhead
from dxrobot.cli.run_choices import RunChoices, ask
from dxrobot.errors import InputError
from dxrobot.items import Mode

AHEAD = StepAhead(
    "登録", "入力する", "画面の項目に値を入れます。", "「登録する」のボタン", (("「氏名」の欄", "平● ●●"),)
)


@pytest.mark.parametrize(
    ("choices", "mode", "on_production"),
    [
        (RunChoices(), Mode.TRIAL, False),
        (RunChoices(production=True), Mode.PRODUCTION, True),
        (RunChoices(dry_run=True), Mode.DRY, False),
        (RunChoices(dry_run=True, production=True), Mode.DRY, True),
    ],
)
def test_a_dry_run_stays_one_at_the_production_address(choices: RunChoices, mode: Mode, on_production: bool) -> None:
    assert (choices.mode, choices.options().on_production) == (mode, on_production)


@pytest.mark.parametrize("dry_run", [True, False])
def test_no_trace_of_production(dry_run: bool) -> None:
    with pytest.raises(InputError, match="録画"):
        RunChoices(trace=True, production=True, dry_run=dry_run).options()


def test_steps_need_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(InputError, match="端末"):
        RunChoices(step=True).options()


@pytest.mark.parametrize(
    ("typed", "choice"),
    [("\n", Choice.GO), ("s\n", Choice.SKIP), ("Q\n", Choice.CANCEL), ("x\n\n", Choice.GO)],
)
def test_a_person_goes_on_skips_or_ends_by_a_key(typed: str, choice: Choice) -> None:
    with CliRunner().isolation(input=typed) as streams:
        assert ask(AHEAD) is choice
        shown = streams[0].getvalue().decode()
    assert "[登録] 入力する — 「登録する」のボタン" in shown
    assert "「氏名」の欄: 平● ●●" in shown

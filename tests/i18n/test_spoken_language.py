"""The command line in a process of its own, as people meet it, whatever language their terminal is set to."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache

import click
import pytest

from dxrobot.cli.commands import command_line

# Names that Japanese speaks as they are, keys of definitions and command names.
NAMES = {"CSV", "dxrobot", "RPA", "AI-OCR", "JSON", "PDF", "TIFF", "JPEG", "PNG", "Excel", "HTML", "ja", "en"}
NAMES |= {"PC", "ICS", "Ctrl", "SIGTERM", "default"}
KEYS = {"year", "month", "department", "job", "tool", "phase", "test_address", "credentials", "keep_days"}
KEYS |= {"last", "none", "all"}


def python(code: str, *arguments: str, terminal: str) -> str:
    """All that a Python of its own says that runs ``code`` where people speak as in ``terminal``."""
    environment = {**os.environ, "LANGUAGE": terminal, "LC_ALL": f"{terminal}.UTF-8", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


def said(*arguments: str, terminal: str = "C") -> str:
    """All that ``dxrobot`` says to these arguments."""
    return python(
        "import sys; from dxrobot.cli import main; sys.argv[0] = 'dxrobot'; main()", *arguments, terminal=terminal
    )


HELP_OF_EACH = """
import contextlib, io, json, sys
from dxrobot.cli.boundary import run_command_line

shown = []
for path in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as help_text:
        run_command_line([*sys.argv[2:], *path, "--help"])
    shown.append(help_text.getvalue())
print(json.dumps(shown))
"""


@cache
def every_help(*arguments: str, terminal: str) -> Mapping[tuple[str, ...], str]:
    """What ``dxrobot``, after ``arguments``, says of each command when asked for help, all in one process."""
    shown = json.loads(python(HELP_OF_EACH, json.dumps(EVERY_COMMAND), *arguments, terminal=terminal))
    return dict(zip(EVERY_COMMAND, shown, strict=True))


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words that lead to every command and group."""
    yield path
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))


EVERY_COMMAND = list(commands(command_line()))


@pytest.mark.parametrize("path", EVERY_COMMAND, ids=" ".join)
def test_help_in_japanese_has_no_english_word_but_commands_options_and_names(path: tuple[str, ...]) -> None:
    shown = every_help(terminal="en_US")[path]
    without_options = re.sub(r"(?<!\w)--?[a-z-]+", "", shown)
    allowed = NAMES | KEYS | {word for words in EVERY_COMMAND for word in words}
    assert set(re.findall(r"[A-Za-z][A-Za-z_-]+", without_options)) <= allowed
    assert "使い方:" in shown


@pytest.mark.parametrize("path", EVERY_COMMAND, ids=" ".join)
def test_help_in_english_has_no_japanese_character(path: tuple[str, ...]) -> None:
    shown = every_help("--lang", "en", terminal="ja_JP")[path]
    assert re.findall(r"[ぁ-んァ-ヶ一-龥、。]", shown) == []
    assert "Usage:" in shown


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("look",), "使い方が違います: 引数がありません:"),
        (("run", "x", "-i"), "使い方が違います: オプション '-i' には 1 個の値が必要です。"),
        (("doctor", "--jsn"), "使い方が違います: オプション '--jsn' はありません。 '--json' ではありませんか。"),
        (("chekc",), "使い方が違います: コマンド 'chekc' はありません。 'check' ではありませんか。"),
        (("init", "a", "b"), "使い方が違います: 余分な引数があります(b)。"),
        (("--lang", "xx", "doctor"), "使い方が違います: '--lang' の値が正しくありません: 'xx' は選べません。"),
    ],
)
def test_a_wrong_command_line_is_explained_in_japanese(arguments: tuple[str, ...], sentence: str) -> None:
    assert said(*arguments, terminal="en_US").startswith(sentence)


def test_a_wrong_command_line_is_explained_in_english_when_asked() -> None:
    assert said("--lang", "en", "trace", terminal="ja_JP") == "Wrong usage: Missing argument 'NUMBER'.\n"


@pytest.mark.parametrize("arguments", [(), ("--lang", "en")])
def test_a_process_of_its_own_shows_the_same_help(arguments: tuple[str, ...]) -> None:
    assert said(*arguments, "schedule", "--help") == every_help(*arguments, terminal="C")[("schedule",)]


def test_a_group_without_a_command_shows_what_it_has() -> None:
    assert said("ledger").startswith("使い方: dxrobot ledger")

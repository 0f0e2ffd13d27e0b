"""Checking definitions before anything runs: every mistake at once, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap

from dxrobot import definition, yaml_places
from dxrobot.actions.base import Action
from dxrobot.errors import Problem
from dxrobot.i18n import _
from dxrobot.scenario import expression, expression_check
from dxrobot.scenario.model import AnyStep, Loc, Step, nested_steps

Kind = TypeVar("Kind", bound=Action)


@dataclass
class Findings:
    """Collects the mistakes of one file."""

    path: str
    data: CommentedMap
    problems: list[Problem] = field(default_factory=list)
    _told: set[object] = field(default_factory=set)

    def in_order(self) -> list[Problem]:
        """The mistakes in the order of the file."""
        return sorted(self.problems, key=lambda problem: (problem.line, problem.column))

    def add(self, loc: Loc, message: str) -> None:
        """Note one mistake at ``loc``; what an anchor repeats is noted once."""
        told = (yaml_places.origin(self.data, loc), message)
        if told in self._told:
            return
        self._told.add(told)
        line, column = yaml_places.position(self.data, loc)
        self.problems.append(Problem(self.path, line, column, yaml_places.dotted(self.data, loc), message))

    def unknown(self, loc: Loc, what: str, word: str, known: Iterable[str], declared: Loc = ()) -> None:
        """Note a name that does not exist, with the nearest one that does.

        With ``declared``, the place of the known names in this file, the nearest one's line is told too: it may well be
        the misspelt one.
        """
        names = sorted(known)
        hint = definition.did_you_mean(word, names)
        if hint and declared:
            line, _column = yaml_places.position(self.data, (*declared, definition.nearest(word, names)))
            hint += _("{line} 行目に書いた名前です。そちらの書き間違いなら、そちらを直してください。").format(line=line)
        if not hint and names:
            hint = _("あるもの: {names}").format(names=", ".join(names))
        self.add(loc, _('{what}に "{word}" はありません。{hint}').format(what=what, word=word, hint=hint))


def located_actions(loc: Loc, steps: tuple[AnyStep, ...]) -> Iterator[tuple[Loc, Step]]:
    """Every action among the steps at ``loc``, at any depth, with its place."""
    for index, step in enumerate(steps):
        here = (*loc, index)
        if isinstance(step, Step):
            yield here, step
        for key, inner in nested_steps(step):
            yield from located_actions((*here, *key), inner)


def check_expressions(findings: Findings, loc: Loc, value: Any, known: set[str], one: str = "") -> None:
    """Note wrong expressions anywhere in ``value``: syntax, undefined variables, unknown filters.

    ``one``: the variable for the one of many that a loop has in hand, most likely meant by a name that is not known.
    """
    if isinstance(value, Mapping):
        for key, inner in value.items():
            check_expressions(findings, (*loc, key), inner, known, one)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            check_expressions(findings, (*loc, index), inner, known, one)
    elif isinstance(value, str):
        _check_expression(findings, loc, value, known, one)


def check_condition(findings: Findings, loc: Loc, value: Any, known: set[str], one: str = "") -> None:
    """Note a condition that is not exactly one expression: any other text would always hold."""
    check_expressions(findings, loc, value, known, one)
    if not isinstance(value, bool) and not expression.is_whole_expression(value):
        example = "{{ row.amount | number > 0 }}"
        findings.add(loc, _("条件は式を1つだけ書いてください。例: {example}").format(example=example))


def _check_expression(findings: Findings, loc: Loc, text: str, known: set[str], one: str) -> None:
    for mistake in expression_check.mistakes(text, known):
        if mistake.sentence:
            findings.add(loc, mistake.sentence)
        elif one in mistake.known and definition.nearest(mistake.word, mistake.known) != one:
            hint = definition.did_you_mean(mistake.word, mistake.known)
            sentence = _('{what}に "{word}" はありません。for_each の1件は "{one}" です(as)。{hint}')
            findings.add(loc, sentence.format(what=mistake.what, word=mistake.word, one=one, hint=hint))
        else:
            findings.unknown(loc, mistake.what, mistake.word, mistake.known)


def check_action(
    findings: Findings, loc: Loc, name: str, written: Any, registry: Mapping[str, type[Kind]]
) -> type[Kind] | None:
    """Note an unknown action or wrong arguments; the action if it exists."""
    action = registry.get(name)
    if action is None:
        findings.unknown(loc, _("手順の操作"), name, registry)
        return None
    arguments = action.arguments(written)
    try:
        action.model_validate(arguments)
    except ValidationError as error:
        _note_arguments(findings, (*loc, name), error, arguments, action)
    return action


def _note_arguments(findings: Findings, loc: Loc, error: ValidationError, arguments: Any, action: type[Action]) -> None:
    """Note pydantic's findings, except about values that only an expression will decide."""
    if not isinstance(arguments, CommentedMap):
        arguments = CommentedMap(arguments) if isinstance(arguments, dict) else CommentedMap()
    sentences = list(definition.problems(error, arguments, action, Path(findings.path)))
    for finding, problem in zip(definition.findings(error), sentences, strict=True):
        if not expression.has_expression(finding["input"]):
            place = [step for step in finding["loc"] if step != action.implied_argument]
            findings.add((*loc, *place), problem.message)

"""The form that a scenario is started with, made from its inputs, and what a person filled in there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from dxrobot.app.handed_in import endings_of, kinds_in_words
from dxrobot.console.definitions import Known
from dxrobot.console.handing_in import Handed, handed, kinds_for
from dxrobot.console.models import User
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.scenario.model import Input, InputType
from dxrobot.scenario.typed import read_typed, wanted_shape

_LONGEST = 2000
_FILES = (InputType.FILE, InputType.FILES)


@dataclass
class FormField:
    """One input with what stands in it."""

    name: str
    wanted: Input
    value: str = ""
    files: list[Handed] = field(default_factory=list)
    problem: str = ""
    accept: str = ""
    """The endings that the browser offers."""
    kinds: str = ""
    """The kinds of files that are taken, in words."""

    @property
    def takes_files(self) -> bool:
        """Whether files are handed in for it."""
        return self.wanted.type in _FILES

    @property
    def given(self) -> list[str]:
        """Its values for a run; empty where it is left out, so that the scenario's own value holds."""
        if self.takes_files:
            return [str(one.path) for one in self.files]
        return [self.value] if self.value else []


def blank_form(known: Known, today: date) -> list[FormField]:
    """The form as it is first shown: dates preset to today."""
    return [_preset(_field(known, name, wanted), today) for name, wanted in _inputs(known).items()]


def filled_form(person: User, known: Known, sent: QueryDict) -> list[FormField]:
    """The form as a person sent it, each wrong input with its problem in words."""
    fields = [_field(known, name, wanted) for name, wanted in _inputs(known).items()]
    for one in fields:
        try:
            _fill(one, person, known, sent)
        except InputError as error:
            one.problem = str(error)
    return fields


def inputs_of(fields: list[FormField]) -> dict[str, list[str]]:
    """What a run is started with."""
    return {one.name: one.given for one in fields if one.given}


def _inputs(known: Known) -> Mapping[str, Input]:
    return known.scenario.inputs if known.scenario else {}


def _field(known: Known, name: str, wanted: Input) -> FormField:
    one = FormField(name, wanted)
    if one.takes_files:
        kinds = kinds_for(known, name)
        one.accept, one.kinds = ",".join(endings_of(kinds)), kinds_in_words(kinds)
    return one


def _preset(one: FormField, today: date) -> FormField:
    if not one.takes_files:
        one.value = one.wanted.default
    if one.wanted.type is InputType.DATE:
        one.value = _iso(one.wanted) if one.wanted.default else today.isoformat() if one.wanted.required else ""
    return one


def _iso(wanted: Input) -> str:
    try:
        return str(read_typed(wanted, wanted.default))
    except ValueError:
        return ""


def _fill(one: FormField, person: User, known: Known, sent: QueryDict) -> None:
    wanted, key = one.wanted, f"in-{one.name}"
    if one.takes_files:
        one.files = handed(person, known, one.name, sent.getlist(key))
        if wanted.type is InputType.FILE and len(one.files) > 1:
            raise InputError(_("ファイルは1つだけ選んでください。"))
    else:
        one.value = sent.get(key, "").strip()
        if wanted.type is InputType.TRUTH and not one.value:
            one.value = "false"
        if len(one.value) > _LONGEST:
            raise InputError(_("{most}文字までで入れてください。").format(most=_LONGEST))
        _read(wanted, one.value)
    if wanted.required and not (one.given or wanted.default):
        raise InputError(_("ファイルを選んでください。") if one.takes_files else _("値を入れてください。"))


def _read(wanted: Input, value: str) -> None:
    if not value:
        return
    try:
        read_typed(wanted, value)
    except ValueError:
        raise InputError(_("この値は使えません。"), wanted_shape(wanted)) from None

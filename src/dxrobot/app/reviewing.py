"""People settling doubtful fields while no run is at work: what waits, in an order that makes them fast.

The console and the command line use this. The time that a person looks is measured by them and counted by the ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from django.db import transaction

from dxrobot.actions.answer_file import decided
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.library import Library
from dxrobot.ocr.template import Template, TemplateField
from dxrobot.sheets.shown import shown
from dxrobot.store import doubts
from dxrobot.store.answers import SettledField, keep_answer_between_runs, take_answer_back
from dxrobot.store.doubts import OpenDoubt

Order = Literal["form", "field"]
_ORDERS = {"form": doubts.FORM_BY_FORM, "field": doubts.FIELD_BY_FIELD}
TemplateOf = Callable[[str], Template]
"""How a template is found by its name."""
LONGEST_LOOK = 600.0
"""Seconds; who has a field on the screen for longer has gone away, and only so much is counted."""


def open_doubts(order: Order = "field", run: str = "") -> list[OpenDoubt]:
    """What waits for a person: all of one field together, or form by form; of all runs, or of ``run`` alone."""
    return doubts.open_doubts(_ORDERS[order], run)


def settle_doubt(
    workspace: Workspace,
    number: int,
    written: str,
    by: str,
    seconds: float | None = None,
    template_of: TemplateOf | None = None,
) -> SettledField:
    """Keep what the person ``by`` wrote about one doubt: a value, ``○`` for the value as read, ``空白`` for none.

    ``seconds`` is how long the person looked, None when it was not measured; ``template_of`` spares whoever settles
    many to read the template's file each time. Raises :class:`InputError` when the doubt is not open, the name is
    blank, or the field cannot hold the value.
    """
    if not by.strip():
        raise InputError(_("確認した人の名前がありません。"), _("名前を書いてください。"))
    with transaction.atomic():
        doubt = doubts.hold_doubt(number)
        if doubt is None:
            raise InputError(
                _("確認 {number} は、ないか、もう済んでいます。").format(number=number),
                _("確認待ちの一覧を開き直してください。"),
            )
        field = field_of(doubt.template, doubt.field, template_of or _reading_files(workspace))
        value, problem = decided(written.strip(), shown(doubt.value), field)
        if problem:
            raise InputError(problem)
        answer = SettledField(doubt.scan_digest, doubt.page, doubt.field, value, by.strip())
        keep_answer_between_runs(doubt.run, answer, _plausible(seconds))
    return answer


def take_back(answer: SettledField) -> None:
    """Open a doubt again that the person had settled; raises :class:`InputError` once a run has used the answer."""
    if not take_answer_back(answer.scan_digest, answer.page, answer.field, answer.settled_by):
        raise InputError(
            _("この答えは取り消せません。実行で使われたか、ほかの人が答えたものです。"),
            _("正しい値を、登録先のシステムと登録簿で直してください。"),
        )


def field_of(template: str, field: str, template_of: TemplateOf) -> TemplateField:
    """The field called ``field``; :class:`InputError` when its template has changed and no longer has it."""
    try:
        return template_of(template).field(field)
    except KeyError:
        raise InputError(
            _("帳票定義「{template}」に、項目 {field} がもうありません。").format(template=template, field=field),
            _("もう一度読み取ってください。"),
        ) from None


def _reading_files(workspace: Workspace) -> TemplateOf:
    return lambda name: Library(workspace).template(name).model


def _plausible(seconds: float | None) -> float | None:
    if seconds is None or not seconds >= 0:
        return None
    return min(seconds, LONGEST_LOOK)

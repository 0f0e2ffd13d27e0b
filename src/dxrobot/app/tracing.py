"""From a value in the target system back to the paper it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import IntentState
from dxrobot.masking import Sensitive, mask
from dxrobot.store.models import EnteredValue, Intent, PastEntry, Run


@dataclass(frozen=True, slots=True)
class TracedValue:
    """One entered value with its origins; ``value`` and the texts as read are masked unless revealed."""

    title: str
    value: str
    origins: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class TracedRecord:
    """One record that was entered, or was about to be."""

    item_key: str
    operation: str
    mode: str
    state: str
    run: str
    submitted_at: str
    values: tuple[TracedValue, ...]

    def as_json(self) -> dict[str, Any]:
        """The record for ``trace --json``."""
        return {
            "record": self.item_key,
            "operation": self.operation,
            "mode": self.mode,
            "state": self.state,
            "run": self.run,
            "submitted_at": self.submitted_at,
            "values": [
                {"title": value.title, "value": value.value, "origins": [dict(origin) for origin in value.origins]}
                for value in self.values
            ],
        }


def trace_record(record: str, *, reveal: bool) -> list[TracedRecord]:
    """Every entry of the record whose number or item key is ``record``; raises :class:`InputError` if there is none."""
    wanted = Q(item_key=record) | Q(item_key__endswith=f":{record}")
    intents = Intent.objects.filter(wanted).order_by("id")
    traced = [entry for intent in intents for entry in _entries(intent, reveal=reveal)]
    if not traced:
        raise InputError(
            _("「{record}」を登録した記録はありません。").format(record=record),
            _("対象システムに登録した番号(整理番号など)を指定してください。"),
        )
    return traced


def entered_of(run: Run, item_key: str, *, reveal: bool) -> list[TracedRecord]:
    """What was entered for one item of ``run``; sensitive values are masked unless ``reveal``."""
    intents = Intent.objects.filter(item_key=item_key, mode=run.mode, run__scenario=run.scenario).order_by("id")
    return [entry for intent in intents for entry in _entries(intent, reveal=reveal) if entry.values]


def _entries(intent: Intent, *, reveal: bool) -> list[TracedRecord]:
    """The entry as it stands now, after those in whose place a person had it made again."""
    former = [_traced(intent, past, IntentState.DONE, reveal=reveal) for past in intent.past.order_by("id")]
    return [*former, _traced(intent, intent, IntentState(intent.state), reveal=reveal)]


def _traced(intent: Intent, entry: Intent | PastEntry, state: IntentState, *, reveal: bool) -> TracedRecord:
    rows = EnteredValue.objects.filter(intent=intent, attempt=entry.attempt).order_by("id")
    return TracedRecord(
        item_key=intent.item_key,
        operation=intent.operation,
        mode=intent.mode,
        state=state,
        run=entry.run.name,
        submitted_at=localtime(entry.submitted_at).isoformat(timespec="seconds") if entry.submitted_at else "",
        values=tuple(_value(row, reveal=reveal) for row in rows),
    )


def _value(row: EnteredValue, *, reveal: bool) -> TracedValue:
    sensitive = Sensitive(row.sensitive) if row.sensitive and not reveal else None
    origins = tuple({**origin, "text": mask(origin["text"], sensitive)} for origin in row.origins)
    return TracedValue(row.title, mask(row.value, sensitive), origins)

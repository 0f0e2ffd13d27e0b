"""The items of a for_each, each with its key, before any of them is worked on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dxrobot.actions.sourced import sourced
from dxrobot.errors import BusinessError, InputError, NeedsReview
from dxrobot.i18n import _
from dxrobot.items import ItemState
from dxrobot.runner.entry import Outcome
from dxrobot.scenario.expression import evaluate
from dxrobot.scenario.model import ForEach
from dxrobot.store.lengths import fitting
from dxrobot.store.models import Item


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One item: its value, its natural key, and the outcome when that is clear before any work."""

    ordinal: int
    value: Any
    key: str
    source: str
    outcome: Outcome | None = None
    kind: str = ""
    """Which kind of record it is; empty where the scenario tells none."""


def work_items(step: ForEach, values: Any, variables: Mapping[str, Any]) -> list[WorkItem]:
    """Give every value its key; of items with the same key one is entered, or none when they differ.

    Raises :class:`InputError` when ``values`` are no list.
    """
    if not isinstance(values, list | tuple):
        raise InputError(
            _("for_each の {text} が、件の並び(一覧)ではありません。").format(text=step.for_each),
            _("シナリオの for_each に、帳票の一覧を書いてください。"),
        )
    items = [_keyed(step, ordinal, value, variables) for ordinal, value in enumerate(values, start=1)]
    clear = [item for item in items if item.outcome is None]
    first = {item.key: item for item in reversed(clear)}
    contents: dict[str, set[str]] = {}
    for item in clear:
        contents.setdefault(item.key, set()).add(content_of(item.value))
    return [
        item if item.outcome else _among(item, first[item.key], differ=len(contents[item.key]) > 1) for item in items
    ]


def _keyed(step: ForEach, ordinal: int, value: Any, variables: Mapping[str, Any]) -> WorkItem:
    item = sourced(value)
    source = fitting(Item, "source", item.source if item else "")
    provisional = fitting(Item, "key", item.provisional_key if item else f"#{ordinal}")
    try:
        inside = {**variables, step.as_: value}
        key, kind = (str(evaluate(text, inside) or "").strip() for text in (step.key, step.kind))
    except NeedsReview as error:
        return WorkItem(ordinal, value, provisional, source, Outcome(ItemState.WAITING_REVIEW, error.message))
    except BusinessError as error:
        return WorkItem(ordinal, value, provisional, source, Outcome(ItemState.BUSINESS_ERROR, str(error)))
    if not key or key.endswith(("None", ":")):
        message = _("番号の欄が空白です。番号のない件は登録できません。")
        return WorkItem(ordinal, value, key or provisional, source, Outcome(ItemState.BUSINESS_ERROR, message))
    if key != fitting(Item, "key", key):
        message = _("番号が長すぎるか、保存できない文字があります({most} 文字まで)。").format(
            most=Item._meta.get_field("key").max_length
        )
        return WorkItem(ordinal, value, provisional, source, Outcome(ItemState.BUSINESS_ERROR, message))
    return WorkItem(ordinal, value, key, source, kind=fitting(Item, "kind", kind))


def _among(item: WorkItem, first: WorkItem, *, differ: bool) -> WorkItem:
    """``item`` beside others with its key: while these differ, nobody but a person knows which of them is right."""
    if differ:
        message = _("同じ番号の件が2つあり、内容が違います。どちらが正しいか確かめてください。")
        return replace(item, outcome=Outcome(ItemState.BUSINESS_ERROR, message))
    if item is first:
        return item
    return replace(item, outcome=Outcome(ItemState.SKIPPED, stands_twice()))


def stands_twice() -> str:
    """Why nothing was done for an item that stands there once more."""
    return _("同じ内容の件がもう1つあるため、登録しませんでした。")


def content_of(value: Any) -> str:
    """What an item holds, as one text: two items with the same key are compared by it."""
    item = sourced(value)
    return json.dumps(item.content() if item else value, ensure_ascii=False, sort_keys=True, default=str)

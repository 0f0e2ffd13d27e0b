"""One run as its page shows it: how far it is, its items, what it left, and what a person can do about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Count, Sum

from dxrobot.app.handed_in import handed_in_of
from dxrobot.console import definitions
from dxrobot.console.access import masked
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.console.run_lines import RunLine, run_lines
from dxrobot.console.waiting import open_doubts_of
from dxrobot.i18n import _
from dxrobot.items import IntentState, ItemState, RunStatus
from dxrobot.store.models import Intent, Item, Order, Question, Run
from dxrobot.store.models.orders import OPEN

_PAGE = 50
_SIDES = {"before": "pictures/{ordinal:06d}_before.png", "after": "pictures/{ordinal:06d}_after.png",
          "failure": "failures/{ordinal:06d}/screen.png"}  # fmt: skip
"""Where the covered pictures of an item lie in the folder of its run."""
_TABLES = (".xlsx", ".xlsm", ".csv")
_PAGE_OF_FILE = re.compile(r"(.+)#(\d+)")


@dataclass(frozen=True, slots=True)
class RunView:
    """How a run stands at this moment."""

    line: RunLine
    left_s: float | None
    """How long it will most likely still take; None while nobody can tell."""
    doubts: int
    """Fields of it that the person may settle."""
    questions: int
    order: Order | None
    """Its open order."""
    message: str

    @property
    def run(self) -> Run:
        """The run itself."""
        return self.line.run

    @property
    def at_work(self) -> bool:
        """Whether it says that it is at work, or is about to go on."""
        return self.run.status == RunStatus.RUNNING or self.order is not None

    @property
    def settled(self) -> int:
        """Items that have been worked on."""
        return self.line.total - self.line.items.get(ItemState.PENDING, 0)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of a list."""

    item: Item
    key: str
    """Its key, or signs in its place for who sees no case."""
    reason: str
    source: str
    pictures: tuple[str, ...]
    """Which pictures are there: ``before``, ``after``, ``failure``."""
    in_doubt: bool
    """Whether a person must look into the target system, whether its record is there."""


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One page of the items."""

    lines: list[ItemLine]
    state: str
    """The only state that is shown; empty for all."""
    next: int | None
    """The item after which the next page begins; None at the end."""


@dataclass(frozen=True, slots=True)
class RunFile:
    """A file that can be taken from a run."""

    name: str
    path: Path
    handed_in: bool
    """Whether it was handed in."""

    @property
    def made(self) -> bool:
        """Whether the run has written it, or may have written into it."""
        return not self.handed_in or self.path.suffix.lower() in _TABLES


def view_of(person: User, run: Run) -> RunView:
    """How ``run`` stands, as ``person`` may see it."""
    line = run_lines([run])[0]
    return RunView(
        line,
        _left_s(run, line),
        open_doubts_of(person).filter(run=run).count(),
        Question.objects.filter(run=run, answered_at=None).count(),
        Order.objects.filter(run=run, state__in=OPEN).order_by("-id").first(),
        _message(person, run),
    )


def items_of(person: User, run: Run, state: str, after: int) -> ItemPage:
    """The items of ``run`` after the one with ordinal ``after``, of one state if one is named."""
    wanted = state if state in set(ItemState) else ""
    rows = Item.objects.filter(run=run, ordinal__gt=after).order_by("ordinal")
    found = list((rows.filter(state=wanted) if wanted else rows)[: _PAGE + 1])
    following = found[_PAGE - 1].ordinal if len(found) > _PAGE else None
    return ItemPage(item_lines(person, run, found[:_PAGE]), wanted, following)


def item_lines(person: User, run: Run, items: list[Item]) -> list[ItemLine]:
    """``items`` as lines."""
    hidden, titles = masked(person), form_titles(run.scenario)
    doubtful = _in_doubt(run, [item.key for item in items if item.state in _MAY_BE_IN_DOUBT])
    return [
        ItemLine(
            item,
            "●●●" if hidden else called(item.key, titles),
            "" if hidden else item.reason,
            "" if hidden else _source_words(item.source),
            tuple(side for side in _SIDES if picture_of(run, item.ordinal, side) is not None),
            item.state == ItemState.UNKNOWN or item.key in doubtful,
        )
        for item in items
    ]


def form_titles(scenario: str) -> Mapping[str, str]:
    """What people call the forms that a scenario reads, by the names of their templates."""
    known = definitions.scenarios().get(scenario)
    templates = known.uses.templates if known and known.uses else {}
    return {name: loaded.model.title for name, loaded in templates.items()}


def called(key: str, titles: Mapping[str, str]) -> str:
    """An item's key as people say it: that of a form by the form's title and its number."""
    name, _colon, number = key.partition(":")
    return f"{titles[name]} {number}" if name in titles else key


def _source_words(source: str) -> str:
    found = _PAGE_OF_FILE.fullmatch(source)
    return _("{file} {page}ページ").format(file=found[1], page=found[2]) if found else source


def picture_of(run: Run, ordinal: int, side: str) -> Path | None:
    """Where a covered picture of an item lies; None when there is none."""
    if side not in _SIDES:
        return None
    path = workspace().runs / run.name / _SIDES[side].format(ordinal=ordinal)
    return path if path.is_file() else None


def files_of(run: Run) -> list[RunFile]:
    """What people can take from ``run``: what it wrote, and what was handed in for it; by name."""
    folder = workspace().runs / run.name
    written = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    found = {path.name: RunFile(path.name, path, False) for path in written if not path.name.startswith(".")}
    for path in handed_in_of(workspace(), run.inputs):
        name = path.name if path.name not in found else f"{path.stem}({path.parent.name[:4]}){path.suffix}"
        found[name] = RunFile(name, path, True)
    return list(found.values())


def orders_for(run: Run) -> list[Order]:
    """The orders by which the run was carried out, the first one first."""
    return list(Order.objects.filter(run=run).order_by("id"))


_MAY_BE_IN_DOUBT = (ItemState.UNKNOWN, ItemState.SYSTEM_ERROR)


def _in_doubt(run: Run, keys: list[str]) -> set[str]:
    """Those of ``keys`` whose record was sent, and nobody has seen yet whether it is there."""
    if not keys:
        return set()
    sent = Intent.objects.filter(item_key__in=keys, mode=run.mode, run__scenario=run.scenario)
    return set(sent.filter(state=IntentState.SUBMITTING).values_list("item_key", flat=True))


def _left_s(run: Run, line: RunLine) -> float | None:
    """By the time that its items have taken so far."""
    pending = line.items.get(ItemState.PENDING, 0)
    if run.status != RunStatus.RUNNING or not pending or line.total == pending:
        return None
    told: Mapping[str, float | None] = (
        Item.objects.filter(run=run, robot_seconds__gt=0).aggregate(seconds=Sum("robot_seconds"), count=Count("id"))
    )  # fmt: skip
    return pending * (told["seconds"] or 0) / told["count"] if told["count"] else None


def _message(person: User, run: Run) -> str:
    """What the run said at its end: it may name files and persons, and is not for who sees no case."""
    return "" if masked(person) else run.message

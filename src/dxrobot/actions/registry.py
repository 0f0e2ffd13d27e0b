"""Every action there is, by the name it has in YAML: our own in plain sight, others by entry point."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeVar

from dxrobot.actions.base import Action, ScenarioAction
from dxrobot.actions.file_steps import Download, PrintPdf, Upload
from dxrobot.actions.files import CopyFile, ListFiles, MakeFolder, MoveFile, WaitForFile
from dxrobot.actions.flow import Assert, Set, StopItem
from dxrobot.actions.forms import ReadForms, SettleReviews, WriteRegister
from dxrobot.actions.human import Human
from dxrobot.actions.notify import Notify
from dxrobot.actions.press_steps import Click, CloseWindow, Commit
from dxrobot.actions.screen_action import ScreenAction
from dxrobot.actions.screen_steps import Expect, Fill, On, Open, Read, ReadBack, WaitFor
from dxrobot.actions.screen_stop import StopOperation
from dxrobot.actions.table_files import WriteCsv, WriteRows
from dxrobot.actions.table_steps import ClickInRow, FindRow, ReadTable
from dxrobot.actions.table_writing import AppendRows, FillSheet, UpdateRows
from dxrobot.actions.tables import ReadCells, ReadRows
from dxrobot.actions.write_back import WriteBack
from dxrobot.errors import InputError
from dxrobot.i18n import _

ENTRY_POINTS = "dxrobot.actions"
"""The group by which installed packages add actions of their own."""

SCENARIO_ACTIONS: Mapping[str, type[ScenarioAction]] = {
    "read_forms": ReadForms,
    "settle_reviews": SettleReviews,
    "write_register": WriteRegister,
    "read_rows": ReadRows,
    "read_cells": ReadCells,
    "append_rows": AppendRows,
    "update_rows": UpdateRows,
    "write_back": WriteBack,
    "fill_sheet": FillSheet,
    "write_csv": WriteCsv,
    "write_rows": WriteRows,
    "list_files": ListFiles,
    "copy_file": CopyFile,
    "move_file": MoveFile,
    "make_folder": MakeFolder,
    "wait_for": WaitForFile,
    "notify": Notify,
    "set": Set,
    "assert": Assert,
    "stop_item": StopItem,
    "human": Human,
}

SCREEN_ACTIONS: Mapping[str, type[ScreenAction]] = {
    "open": Open,
    "on": On,
    "fill": Fill,
    "upload": Upload,
    "click": Click,
    "click_in_row": ClickInRow,
    "close_window": CloseWindow,
    "commit": Commit,
    "wait_for": WaitFor,
    "expect": Expect,
    "read": Read,
    "read_back": ReadBack,
    "read_table": ReadTable,
    "find_row": FindRow,
    "download": Download,
    "print_pdf": PrintPdf,
    "stop_item": StopOperation,
}

Kind = TypeVar("Kind", bound=Action)


@cache
def scenario_actions() -> Mapping[str, type[ScenarioAction]]:
    """The actions of scenarios; raises :class:`InputError` for an installed one that is none or takes a known name."""
    return _with_installed(SCENARIO_ACTIONS, ScenarioAction)


@cache
def screen_actions() -> Mapping[str, type[ScreenAction]]:
    """The actions of operations; raises :class:`InputError` as :func:`scenario_actions` does."""
    return _with_installed(SCREEN_ACTIONS, ScreenAction)


def _with_installed(ours: Mapping[str, type[Kind]], kind: type[Any]) -> Mapping[str, type[Kind]]:
    actions = dict(ours)
    for entry_point in entry_points(group=ENTRY_POINTS):
        action = _loaded(entry_point)
        if not issubclass(action, kind):
            continue
        if entry_point.name in actions:
            raise InputError(
                _("追加の操作「{name}」は、同じ名前の操作がもうあります。").format(name=entry_point.name),
                _("パッケージ {package} を外すか、名前を変えてください。").format(package=_package(entry_point)),
            )
        actions[entry_point.name] = action
    return actions


def _loaded(entry_point: EntryPoint) -> type[Any]:
    try:
        action = entry_point.load()
    except Exception as error:  # whatever a foreign package does wrong is told by its name
        raise _unusable(entry_point) from error
    if isinstance(action, type) and issubclass(action, ScenarioAction | ScreenAction):
        return action
    raise _unusable(entry_point)


def _unusable(entry_point: EntryPoint) -> InputError:
    return InputError(
        _("追加の操作「{name}」を読み込めません({value})。").format(name=entry_point.name, value=entry_point.value),
        _("パッケージ {package} を入れ直すか、外してください。").format(package=_package(entry_point)),
    )


def _package(entry_point: EntryPoint) -> str:
    return entry_point.dist.name if entry_point.dist else entry_point.module

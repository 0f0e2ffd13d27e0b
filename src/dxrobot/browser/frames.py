"""Frames of a page, found by name or address, also frames within frames."""

from __future__ import annotations

import contextlib

from playwright.sync_api import Frame, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from dxrobot.errors import TargetError
from dxrobot.i18n import _

_STEP = ">"


def await_frame(page: Page, path: str) -> Frame:
    """The frame that ``path`` names, waited for as long as the session allows.

    ``path`` is a frame's name or a part of its address; ``menu > list`` is the frame ``list`` somewhere within
    ``menu``. Raises :class:`TargetError` when there is none, or several.
    """
    frame = find_frame(page, path)
    if frame is None:
        with contextlib.suppress(PlaywrightTimeoutError):
            page.wait_for_event("framenavigated", lambda _frame: find_frame(page, path) is not None)
        frame = find_frame(page, path)
    if frame is None:
        raise no_frame(path)
    return frame


def no_frame(path: str) -> TargetError:
    """The frame that ``path`` names is not there."""
    return TargetError(_("画面の中に「{name}」の枠(フレーム)がありません。").format(name=path))


def find_frame(page: Page, path: str) -> Frame | None:
    """The frame that ``path`` names now; raises :class:`TargetError` when that could be several."""
    found = [page.main_frame]
    for name in path.split(_STEP):
        inner = [frame for frame in page.frames if any(_within(frame, outer) for outer in found)]
        named = [frame for frame in inner if frame.name == name.strip()]
        found = named or [frame for frame in inner if name.strip() in frame.url]
    if len(found) > 1:
        raise TargetError(
            _("画面の中に「{name}」の枠(フレーム)が {count} 個あり、どれか決められません。").format(
                name=path, count=len(found)
            ),
            _("ロボット定義で、「外側の枠 > 内側の枠」のように書いてください。"),
        )
    return found[0] if found else None


def is_named(frame: Frame, paths: tuple[str, ...]) -> bool:
    """Whether one of ``paths`` could end at ``frame``."""
    names = [path.split(_STEP)[-1].strip() for path in paths]
    return any(name == frame.name or name in frame.url for name in names)


def _within(frame: Frame, outer: Frame) -> bool:
    above = frame.parent_frame
    while above is not None and above != outer:
        above = above.parent_frame
    return above is not None

"""Looking once more at what was filled in, before a click sends it: a page may have rewritten it meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

from dxrobot.actions.desk import Desk
from dxrobot.browser.fast_fill import Field
from dxrobot.browser.screen import fill, read_all, verify
from dxrobot.errors import NotKept
from dxrobot.i18n import _
from dxrobot.robot.target import Target


def settle_entries(desk: Desk) -> None:
    """Enter again what the page has rewritten since it was filled in; raise :class:`NotKept` if it does not stay.

    Only what no click has sent yet: a page may well empty its fields for the next line once a line was added.
    """
    fields = _entered(desk, desk.unsent)
    changed = _changed(desk, fields)
    if changed:
        again = [field for field in fields if field[0] in changed]
        desk.run(lambda page: fill(page, again))
        _refuse(_changed(desk, fields))


def require_entries(desk: Desk) -> None:
    """As :func:`settle_entries`; and what was sent before must still stand there too, or its field be empty again."""
    settle_entries(desk)
    changed = _changed(desk, _entered(desk, desk.entered.keys() - desk.unsent))
    if changed:
        shown = desk.run(lambda page: read_all(page, changed))
        _refuse([target for target, value in zip(changed, shown, strict=True) if value])


def _entered(desk: Desk, names: Iterable[str]) -> list[Field]:
    """What was filled into those of the current screen's fields that have one of ``names``."""
    known = set(names)
    return [(desk.field(name), desk.entered[name]) for name in desk.screen.fields if name in known]


def _changed(desk: Desk, fields: list[Field]) -> list[Target]:
    return desk.run(lambda page: verify(page, fields)) if fields else []


def _refuse(changed: list[Target]) -> None:
    if changed:
        names = "、".join(target.describe() for target in changed)
        raise NotKept(_("入力した値が、登録する前に画面で変わりました: {fields}").format(fields=names))

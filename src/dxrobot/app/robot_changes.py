"""What has changed between two versions of a robot file, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dxrobot.app.compared import named, short, steps
from dxrobot.app.step_lines import operation_lines
from dxrobot.i18n import _
from dxrobot.robot.model import Operation, Robot, Screen
from dxrobot.robot.target import Target


def robot_changes(before: Robot, after: Robot) -> list[str]:
    """Every change, the screens first."""
    return [
        *_screens(before.screens, after.screens),
        *_operations(before.operations, after.operations),
        *steps(operation_lines(before.login.steps), operation_lines(after.login.steps), _("サインインの ")),
        *_rest(before, after),
    ]


def _screens(before: Mapping[str, Screen], after: Mapping[str, Screen]) -> Iterator[str]:
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old is None and new is not None:
            yield _("画面「{screen}」を加えました。").format(screen=new.title)
        elif new is None and old is not None:
            yield _("画面「{screen}」をなくしました。").format(screen=old.title)
        elif old is not None and new is not None and old != new:
            yield from _screen(old, new)


def _screen(old: Screen, new: Screen) -> Iterator[str]:
    kinds: tuple[tuple[str, Mapping[str, Target], Mapping[str, Target]], ...] = (
        (_("欄"), old.fields, new.fields),
        (_("ボタン"), old.buttons, new.buttons),
        (_("表"), old.tables, new.tables),
    )
    for kind, before, after in kinds:
        yield from named(
            _described(before),
            _described(after),
            lambda name, kind=kind: _("画面「{screen}」の{kind} {name} ").format(  # type: ignore[misc]
                screen=new.title, kind=kind, name=name
            ),
        )
    for label, was, now in (
        (_("題名"), old.title, new.title),
        (_("場所"), old.path, new.path),
        (_("開いた印"), old.ready.describe(), new.ready.describe()),
    ):
        if was != now:
            yield _("画面「{screen}」の{what}を変えました: {old} → {new}").format(
                screen=new.title, what=label, old=short(was), new=short(now)
            )


def _described(targets: Mapping[str, Target]) -> dict[str, str]:
    """Each target as people call it; of two that are called alike, what else tells them apart is added."""
    found = {}
    for name, target in targets.items():
        more = target.model_dump(exclude_defaults=True, exclude={"label", "row", "role", "name", "text"})
        found[name] = target.describe() + (f" {more}" if more else "")
    return found


def _operations(before: Mapping[str, Operation], after: Mapping[str, Operation]) -> Iterator[str]:
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old is None and new is not None:
            yield _("操作「{operation}」を加えました。").format(operation=new.title)
        elif new is None and old is not None:
            yield _("操作「{operation}」をなくしました。").format(operation=old.title)
        elif old is not None and new is not None and old != new:
            yield from _operation(old, new)


def _operation(old: Operation, new: Operation) -> Iterator[str]:
    within = _("操作「{operation}」の ").format(operation=new.title)
    yield from steps(operation_lines(old.steps), operation_lines(new.steps), within)
    if old.commits != new.commits:
        yield within + (_("登録をするようになりました。") if new.commits else _("登録をしなくなりました。"))
    if old.probe != new.probe:
        yield within + _("登録済みかを調べる方法を変えました。")
    yield from (
        within + sentence
        for sentence in named(
            {name: one.title for name, one in old.parameters.items()},
            {name: one.title for name, one in new.parameters.items()},
            lambda name: _("渡す値 {name} ").format(name=name),
        )
    )


def _rest(before: Robot, after: Robot) -> Iterator[str]:
    for label, old, new in (
        (_("題名"), before.title, after.title),
        (_("保存を待つ秒数"), before.settle_s, after.settle_s),
        (_("認証情報の名前"), before.credentials, after.credentials),
        (_("予行でも送ってよい通信"), before.safe_requests, after.safe_requests),
    ):
        if old != new:
            yield _("{what}を変えました: {old} → {new}").format(what=label, old=short(old), new=short(new))

"""Looking at a screen of a target system: what it offers, in the words of a robot file. Nothing is registered."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from dxrobot.actions.desk import Desk, NothingToCommit
from dxrobot.actions.operation import perform_steps
from dxrobot.actions.registry import screen_actions
from dxrobot.authoring.seen import Looked, RobotView, seen_on
from dxrobot.browser.find import find_browser
from dxrobot.browser.screen import open_page
from dxrobot.browser.session import BrowserSession
from dxrobot.config import Workspace
from dxrobot.definition import did_you_mean
from dxrobot.errors import DxrobotError, InputError
from dxrobot.i18n import _
from dxrobot.library import Library
from dxrobot.robot.model import Operation, OperationStep, Robot
from dxrobot.runner.desks import login_values
from dxrobot.runner.probe import look_for
from dxrobot.scenario.model import Step

_WEB = ("http", "https")
_NOWHERE = "about:blank"


def look(
    workspace: Workspace,
    place: str,
    screen: str,
    values: Mapping[str, object],
    *,
    headed: bool,
    wait: Callable[[], None],
    probe: bool = False,
) -> Looked:
    """Look at an address, or at a robot's ``screen``: a screen, a path, or an operation up to what it registers with.

    With ``probe``, at the list in which the operation looks for its record instead. With ``headed`` a person may go on
    in the window until ``wait`` returns. Raises :class:`InputError` for a place that is not known.
    """
    if urlsplit(place).scheme in _WEB:
        with _session(workspace, place, headed) as session:
            session.run(lambda page: open_page(page, place))
            if headed:
                wait()
            return session.run(lambda page: seen_on(page, screen or "screen_1", session.watch.was_posted))
    robot = Library(workspace).robot(place).model
    address = _test_address(workspace, robot)
    go = _probe_way(robot, screen, values) if probe else _way(robot, address, screen, values)
    with _session(workspace, address, headed) as session:
        trouble, desk = "", Desk(robot, address, session)
        try:
            go(workspace, desk)
        except DxrobotError as error:
            if session.run(lambda page: page.url) == _NOWHERE:
                raise  # nothing can be shown yet
            trouble = str(error)
        if headed:
            wait()
        asked = screen if screen in robot.screens and screen not in robot.operations else ""
        view = RobotView(robot, urlsplit(address).path, asked, desk.current_screen)
        seen = session.run(lambda page: view.seen_on(page, session.watch.was_posted))
    return replace(seen, trouble=trouble)


@contextlib.contextmanager
def _session(workspace: Workspace, address: str, headed: bool) -> Iterator[BrowserSession]:
    settings = workspace.settings.browser
    browser = find_browser(settings.executable)
    with BrowserSession(browser, address, (), settings.timeout_s, headless=not headed) as session:
        yield session


Go = Callable[[Workspace, Desk], None]


def _way(robot: Robot, address: str, screen: str, values: Mapping[str, object]) -> Go:
    """How to come to what ``screen`` names."""
    if not screen:
        return _sign_in
    if screen.startswith("/"):
        return lambda workspace, desk: _open(workspace, desk, urljoin(address, screen.lstrip("/")))
    if screen in robot.operations:
        operation = robot.operations[screen]
        _require_values(operation, values)
        return lambda workspace, desk: _carry_out(workspace, desk, operation, values)
    found = robot.screens.get(screen)
    if found is None:
        known = [*robot.screens, *robot.operations]
        hint = did_you_mean(screen, known) or _("あるもの: {names}").format(names=", ".join(known))
        raise InputError(_("画面または操作「{name}」がありません。").format(name=screen), hint)
    if not found.path:
        operation_name = next(iter(robot.operations), _("操作名"))
        raise InputError(
            _("画面「{name}」には path がないので、直接は開けません。").format(name=screen),
            _("操作の名前を書くと、登録の手前まで進めます: dxrobot look {robot} {operation} -i 名前=値").format(
                robot=robot.robot, operation=operation_name
            ),
        )
    path = urljoin(address, found.path.lstrip("/"))
    if found is robot.login_screen():
        return lambda _workspace, desk: desk.session.run(lambda page: open_page(page, path))
    return lambda workspace, desk: _open(workspace, desk, path)


def _probe_way(robot: Robot, name: str, values: Mapping[str, object]) -> Go:
    """How to come to the list in which the operation ``name`` looks for its record, and to look for it there."""
    operation = robot.operations.get(name)
    if operation is None or operation.probe is None:
        hint = did_you_mean(name, [one for one, operation in robot.operations.items() if operation.probe])
        raise InputError(_("--probe には、probe のある操作の名前が要ります。"), hint)
    probe = operation.probe
    _require_values(operation, values)

    def go(workspace: Workspace, desk: Desk) -> None:
        _sign_in(workspace, desk)
        look_for(desk, probe, _given(operation, values))

    return go


def _given(operation: Operation, values: Mapping[str, object]) -> dict[str, object]:
    return {name: values.get(name) for name in operation.parameters}


def _sign_in(workspace: Workspace, desk: Desk) -> None:
    given = login_values(workspace, desk.robot)
    desk.sign_in(lambda at: _perform(at, desk.robot.login.steps, given))


def _open(workspace: Workspace, desk: Desk, address: str) -> None:
    _sign_in(workspace, desk)
    desk.session.run(lambda page: open_page(page, address))


def _carry_out(workspace: Workspace, desk: Desk, operation: Operation, values: Mapping[str, object]) -> None:
    """Take the steps before the one that registers; in what comes then a person finds its button."""
    _sign_in(workspace, desk)
    desk.begin(NothingToCommit())
    _perform(desk, _before_commit(operation.steps), _given(operation, values))


def _perform(desk: Desk, steps: tuple[OperationStep, ...], variables: Mapping[str, object]) -> None:
    perform_steps(desk, steps, variables)


def _before_commit(steps: tuple[OperationStep, ...]) -> tuple[OperationStep, ...]:
    commits = {name for name, action in screen_actions().items() if action.commits}
    places = [index for index, step in enumerate(steps) if isinstance(step, Step) and step.action in commits]
    return steps[: places[0]] if places else steps


def _require_values(operation: Operation, values: Mapping[str, object]) -> None:
    for name in values:
        if name not in operation.parameters:
            known = _("あるもの: {names}").format(names=", ".join(operation.parameters))
            hint = did_you_mean(name, list(operation.parameters)) or known
            raise InputError(_("操作の値「{name}」がありません。").format(name=name), hint)
    missing = [name for name, one in operation.parameters.items() if one.required and name not in values]
    if missing:
        options = " ".join(f"-i {name}=…" for name in missing)
        raise InputError(_("操作に渡す値が足りません。"), _("付け足してください: {options}").format(options=options))


def _test_address(workspace: Workspace, robot: Robot) -> str:
    settings = workspace.settings.robots.get(robot.robot)
    address = settings.test_address if settings else ""
    if not address:
        raise InputError(
            _("「{title}」の試行の場所が決まっていません。").format(title=robot.title),
            _("dxrobot.toml の [robots.{robot}] に test_address を書いてください。").format(robot=robot.robot),
        )
    return address if address.endswith("/") else f"{address}/"

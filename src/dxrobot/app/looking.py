"""Looking at a screen of a target system: what it offers, in the words of a robot file. Nothing is registered."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from dxrobot.actions.desk import Desk, NothingToCommit
from dxrobot.actions.operation import perform_steps
from dxrobot.actions.registry import screen_actions
from dxrobot.authoring.screen_text import screen_text, target_text
from dxrobot.browser.find import find_browser
from dxrobot.browser.offers import Known, OfferedFrame, missing, offered
from dxrobot.browser.screen import open_page
from dxrobot.browser.session import BrowserSession
from dxrobot.config import Workspace
from dxrobot.definition import did_you_mean
from dxrobot.errors import DxrobotError, InputError
from dxrobot.i18n import _
from dxrobot.library import Library
from dxrobot.robot.model import Operation, OperationStep, Robot, Screen
from dxrobot.robot.target import Target
from dxrobot.scenario.model import Step
from dxrobot.vault import Vault

_WEB = ("http", "https")
_NOWHERE = "about:blank"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen; ``trouble`` says why the robot did not come as far as it was meant to."""

    address: str
    text: str
    missing: tuple[str, ...] = ()
    """What the robot's screen names and the page does not have, or not only once."""
    trouble: str = ""


def look(
    workspace: Workspace,
    place: str,
    screen: str,
    values: Mapping[str, str],
    *,
    headed: bool,
    wait: Callable[[], None],
) -> Looked:
    """Look at an address, or at a robot's ``screen``: a screen, a path, or an operation up to what it registers with.

    With ``headed`` a person may go on in the window until ``wait`` returns. Raises :class:`InputError` for a place that
    is not known.
    """
    if urlsplit(place).scheme in _WEB:
        with _session(workspace, place, headed) as session:
            session.run(lambda page: open_page(page, place))
            if headed:
                wait()
            return _seen(session, screen or "screen_1", {})
    robot = Library(workspace).robot(place).model
    address = _test_address(workspace, robot)
    go = _way(robot, address, screen, values)
    with _session(workspace, address, headed) as session:
        trouble = ""
        try:
            go(workspace, Desk(robot, address, session))
        except DxrobotError as error:
            if session.run(lambda page: page.url) == _NOWHERE:
                raise  # nothing can be shown yet
            trouble = str(error)
        if headed:
            wait()
        named = robot.screens.get(screen)
        seen = _seen(session, screen if named else "screen_1", _known(named) if named else {}, urlsplit(address).path)
    return replace(seen, trouble=trouble)


@contextlib.contextmanager
def _session(workspace: Workspace, address: str, headed: bool) -> Iterator[BrowserSession]:
    settings = workspace.settings.browser
    browser = find_browser(settings.executable)
    with BrowserSession(browser, address, (), settings.timeout_s, headless=not headed) as session:
        yield session


def _seen(session: BrowserSession, name: str, known: Known, base: str = "") -> Looked:
    frames = [_below(base, frame) for frame in session.run(lambda page: offered(page, known))]
    absent = session.run(lambda page: missing(page, known))
    several = len(frames) > 1
    texts = [
        screen_text(frame, f"{name}_{number}" if several else name) for number, frame in enumerate(frames, start=1)
    ]
    told = tuple(
        f"{place}: {target_text(known[place])}" + (f" ({reason})" if reason else "") for place, reason in absent.items()
    )
    return Looked(session.run(lambda page: page.url), "\n".join(["screens:", *texts]), told)


def _below(base: str, frame: OfferedFrame) -> OfferedFrame:
    """The path of a screen is written from the robot's address on."""
    return replace(frame, path=f"/{frame.path.removeprefix(base).lstrip('/')}")


def _known(screen: Screen) -> dict[str, Target]:
    """Everything that the robot's screen names, where it stands."""
    sections: dict[str, Mapping[str, Target]] = {
        "fields": screen.fields,
        "buttons": screen.buttons,
        "tables": screen.tables,
    }
    known = {f"{key}.{name}": target for key, targets in sections.items() for name, target in targets.items()}
    known["ready"] = screen.ready
    return {
        place: target if target.frame else target.model_copy(update={"frame": screen.frame})
        for place, target in known.items()
    }


Go = Callable[[Workspace, Desk], None]


def _way(robot: Robot, address: str, screen: str, values: Mapping[str, str]) -> Go:
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


def _sign_in(workspace: Workspace, desk: Desk) -> None:
    credentials = Vault.of_environment(workspace.vault).get(desk.robot.credentials)
    desk.sign_in(lambda at: _perform(at, desk.robot.login.steps, {"credentials": credentials}))


def _open(workspace: Workspace, desk: Desk, address: str) -> None:
    _sign_in(workspace, desk)
    desk.session.run(lambda page: open_page(page, address))


def _carry_out(workspace: Workspace, desk: Desk, operation: Operation, values: Mapping[str, str]) -> None:
    """Take the steps before the one that registers; in what comes then a person finds its button."""
    _sign_in(workspace, desk)
    desk.begin(NothingToCommit())
    given: dict[str, object] = {name: values.get(name) for name in operation.parameters}
    _perform(desk, _before_commit(operation.steps), given)


def _perform(desk: Desk, steps: tuple[OperationStep, ...], variables: Mapping[str, object]) -> None:
    perform_steps(desk, steps, variables)


def _before_commit(steps: tuple[OperationStep, ...]) -> tuple[OperationStep, ...]:
    commits = {name for name, action in screen_actions().items() if action.commits}
    places = [index for index, step in enumerate(steps) if isinstance(step, Step) and step.action in commits]
    return steps[: places[0]] if places else steps


def _require_values(operation: Operation, values: Mapping[str, str]) -> None:
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

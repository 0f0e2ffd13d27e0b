"""What of a scenario or robot with mistakes in its shape can still be read, so that they hide no other mistakes.

What cannot be read is kept as a gap at its place, of which nothing is known: no mistake is told that may only follow
from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from ruamel.yaml.comments import CommentedMap

from dxrobot import definition, yaml_places
from dxrobot.definition import Definition
from dxrobot.ledger.baseline import Baseline
from dxrobot.robot.model import Login, Operation, OperationStep, Parameter, Probe, Robot, Screen
from dxrobot.scenario.model import AnyStep, Input, InputType, Loc, Name, Output, Scenario, Step

Model = TypeVar("Model", bound=BaseModel)
AnyAdapter = TypeAdapter[Any]

UNREAD = ""
"""The action of a step that could not be read: nobody knows what it would have named, opened or entered."""

_HOLDERS = ("steps", "then", "else", "try")
_MET = ("business", "system")
_SCENARIO_STEP: AnyAdapter = TypeAdapter(AnyStep)
_ROBOT_STEP: AnyAdapter = TypeAdapter(OperationStep)


class AnyName(dict[str, Any]):
    """Stands for names that could not be read: it holds every one and lists none."""

    def __contains__(self, name: object) -> bool:
        """Nobody can say that a name is not among them."""
        return True


def mend_keys(data: CommentedMap, model: type[Definition]) -> None:
    """Give misspelt keys of ``data`` the names that they were most likely meant to have, as the check proposes."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        for finding in definition.findings(error):
            if finding["type"] == "extra_forbidden":
                *above, word = finding["loc"]
                _rename(yaml_places.inner(data, above), str(word), definition.meant_key(finding, model))


def _rename(holder: Any, word: str, meant: str) -> None:
    merged = word not in holder.lc.data or holder._ref  # only there it keeps who merges it
    # Beside an action without arguments may well stand these, indented too little.
    if not meant or meant in holder or merged or holder[next(iter(holder))] is None:
        return
    holder.insert(list(holder).index(word), meant, holder.pop(word))
    holder.lc.data[meant] = holder.lc.data[word]


def readable_scenario(data: CommentedMap, path: Path) -> Scenario:
    """The scenario in ``data`` with gaps where it cannot be read."""
    read = Reader(data, Scenario)
    return Scenario.model_construct(
        scenario=read("scenario", str, path.stem),
        part=read("part", bool, True, absent=False),
        baseline=read("baseline", tuple[Baseline, ...], ()),
        robots=read("robots", tuple[Name, ...], AnyName(), absent=()),
        ocr_templates=read("ocr_templates", tuple[Name, ...], AnyName(), absent=()),
        inputs=_inputs(read),
        outputs=read("outputs", dict[Name, Output], {}),
        steps=_steps(data.get("steps"), _SCENARIO_STEP),
    )


def _inputs(read: Reader) -> Mapping[str, Input]:
    names: Mapping[str, Any] = read("inputs", dict[Name, Any], AnyName(), absent={})
    unread = Input.model_construct(type=InputType.TEXT, title="", default="")
    return names if isinstance(names, AnyName) else {name: read_as(Input, names[name], unread) for name in names}


def readable_robot(data: CommentedMap, path: Path) -> Robot:
    """The robot in ``data`` with gaps where it cannot be read."""
    read = Reader(data, Robot)
    login = _mapping(data.get("login"))
    return Robot.model_construct(
        robot=read("robot", str, path.stem),
        credentials=read("credentials", str, "?", absent=""),
        login=Login.model_construct(
            steps=_steps(login.get("steps"), _ROBOT_STEP),
            logout=_steps(login["logout"], _ROBOT_STEP) if login.get("logout") else (),
        ),
        screens=_each(read("screens", dict[Name, Any], AnyName()), Screen, _screen),
        operations=_each(read("operations", dict[Name, Any], AnyName()), Operation, _operation),
    )


def _screen(data: Any) -> Screen:
    read = Reader(data, Screen)
    things = {kind: read(kind, dict[Name, Any], AnyName(), absent={}) for kind in ("fields", "buttons", "tables")}
    return Screen.model_construct(title=read("title", str, ""), **things)


def _operation(data: Any) -> Operation:
    read = Reader(data, Operation)
    probe = _mapping(data).get("probe")
    return Operation.model_construct(
        title=read("title", str, ""),
        commits=read("commits", bool, None, absent=False),
        parameters=_each(read("parameters", dict[Name, Any], AnyName(), absent={}), Parameter, _parameter),
        steps=_steps(_mapping(data).get("steps"), _ROBOT_STEP),
        probe=read_as(Probe, probe, _probe(probe)) if probe else None,
        returns=read("returns", dict[Name, Any], AnyName(), absent={}),
    )


def _parameter(_data: Any) -> Parameter:
    return Parameter.model_construct(required=False)


def _probe(data: Any) -> Probe:
    read = Reader(data, Probe)
    return Probe.model_construct(
        steps=_steps(_mapping(data).get("steps"), _ROBOT_STEP),
        row=AnyName(),
        table=read("table", str, ""),
        next_page=read("next_page", str, ""),
    )


class Reader:
    """Reads one key of a mapping at a time."""

    def __init__(self, data: Any, model: type[Definition]) -> None:
        self._data = _mapping(data)
        self._stray = not isinstance(data, Mapping) or bool(set(data) - set(model.written_keys()))
        """Whether a key may have been meant that does not stand there."""

    def __call__(self, key: str, kind: Any, unread: Any, *, absent: Any = None) -> Any:
        """The value of ``key``; ``unread`` where it is wrong, ``absent`` where it is surely not written."""
        if key not in self._data:
            return unread if self._stray or absent is None else absent
        return read_as(kind, self._data[key], unread)


def read_as(kind: Any, written: Any, unread: Any) -> Any:
    """``written`` as a ``kind``, or ``unread`` where it is none."""
    try:
        return TypeAdapter(kind).validate_python(written)
    except ValidationError:
        return unread


def _mapping(written: Any) -> Mapping[str, Any]:
    return written if isinstance(written, Mapping) else {}


def _each(written: Mapping[str, Any], kind: type[Model], gaps: Any) -> Mapping[str, Model]:
    if isinstance(written, AnyName):
        return written
    return {name: read_as(kind, one, gaps(one)) for name, one in written.items()}


def _steps(written: Any, kind: AnyAdapter) -> tuple[Any, ...]:
    """Every step of a list, one that cannot be read as a gap in its place."""
    steps = written if isinstance(written, list) and written else [None]
    return tuple(kind.validate_python(_with_gaps(step, kind)) for step in steps)


def _with_gaps(step: Any, kind: AnyAdapter) -> dict[str, Any]:
    """A step as it is written, with gaps where steps inside it cannot be read; or one for the whole of it."""
    written = _mapping(step)
    inside: dict[str, Any] = _lists(written, _HOLDERS, kind)
    if met := _mapping(written.get("on_error")):
        inside["on_error"] = {**met, **_lists(met, _MET, kind)}
    whole = {**written, **inside}
    try:
        kind.validate_python(whole)
    except ValidationError:
        return {UNREAD: inside}
    return whole


def _lists(written: Mapping[str, Any], keys: tuple[str, ...], kind: AnyAdapter) -> dict[str, Any]:
    lists = {key: written[key] for key in keys if isinstance(written.get(key), list)}
    return {key: [_with_gaps(step, kind) for step in steps] for key, steps in lists.items()}


def inside_scenario_gap(step: Step) -> Iterator[tuple[Loc, tuple[AnyStep, ...]]]:
    """The lists of steps inside a step of a scenario that could not be read itself."""
    return _inside(step, _SCENARIO_STEP)


def inside_robot_gap(step: Step) -> Iterator[tuple[Loc, tuple[OperationStep, ...]]]:
    """The lists of steps inside a step of an operation that could not be read itself."""
    return _inside(step, _ROBOT_STEP)


def _inside(step: Step, kind: AnyAdapter) -> Iterator[tuple[Loc, tuple[Any, ...]]]:
    for key in _HOLDERS:
        if key in step.arguments:
            yield (key,), _steps(step.arguments[key], kind)
    met = step.arguments.get("on_error", {})
    for key in _MET:
        if isinstance(met.get(key), list):
            yield ("on_error", key), _steps(met[key], kind)

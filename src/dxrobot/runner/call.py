"""One call of a robot's operation, ready to be carried out: its values, where they came from, and its intent's key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dxrobot.actions.form_view import FormView
from dxrobot.items import Mode
from dxrobot.masking import redactor
from dxrobot.robot.model import Operation, Parameter, Robot
from dxrobot.scenario import expression
from dxrobot.scenario.model import RobotCall
from dxrobot.store.journal import Entered, IntentKey


@dataclass(frozen=True, slots=True)
class PreparedCall:
    """A robot's operation with evaluated values."""

    robot: Robot
    operation: Operation
    values: Mapping[str, Any]
    entered: tuple[Entered, ...]
    intent: IntentKey
    digest: str
    """Salted hash of the values: tells whether the same record is entered with other values."""

    @property
    def sensitive_values(self) -> tuple[str, ...]:
        """The personal data among the values."""
        return tuple(entered.value for entered in self.entered if entered.sensitive and entered.value)


def prepare_call(
    step: RobotCall,
    robot: Robot,
    variables: Mapping[str, Any],
    *,
    item: FormView | None,
    item_name: str,
    item_key: str,
    step_name: str,
    mode: Mode,
    salt: bytes,
) -> PreparedCall:
    """Evaluate the values of ``step`` for one item; raises NeedsReview while one of them is doubtful."""
    operation = robot.operations[step.operation_name]
    values = {name: expression.evaluate(written, variables) for name, written in step.with_.items()}
    values = {name: values.get(name) for name in operation.parameters}
    entered = tuple(
        _entered(name, parameter, values[name], step.with_.get(name), item, item_name)
        for name, parameter in operation.parameters.items()
    )
    for value in entered:
        if value.sensitive:
            redactor.learn(value.value)
    return PreparedCall(
        robot=robot,
        operation=operation,
        values=values,
        entered=entered,
        intent=IntentKey(mode, step.robot, item_key, step_name),
        digest=_digest(entered, salt),
    )


def _entered(
    name: str, parameter: Parameter, value: Any, written: Any, item: FormView | None, item_name: str
) -> Entered:
    """One value with its origins; it is personal when its parameter says so or a field that it comes from is."""
    origins: tuple[dict[str, Any], ...] = ()
    sensitive = parameter.sensitive
    if item is not None:
        fields = [item.scanned.template.field(used) for used in _fields_used(written, item, item_name)]
        origins = tuple(item.scanned.origin(field.name) for field in fields)
        sensitive = sensitive or next((field.sensitivity for field in fields if field.sensitivity), None)
    return Entered(
        parameter=name,
        title=parameter.title,
        value=_as_text(value),
        sensitive=sensitive.value if sensitive else "",
        origins=origins,
    )


def _fields_used(written: Any, item: FormView, item_name: str) -> list[str]:
    """The fields of this form that the expression of one value uses; it may name fields of other forms besides."""
    template = item.scanned.template
    used = {template.key if name == "key" else name for name in expression.attributes_of(written, item_name)}
    return sorted(used & {field.name for field in template.fields})


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _digest(entered: tuple[Entered, ...], salt: bytes) -> str:
    values = json.dumps([[value.parameter, value.value] for value in entered], ensure_ascii=False)
    return hmac.new(salt, values.encode(), hashlib.sha256).hexdigest()

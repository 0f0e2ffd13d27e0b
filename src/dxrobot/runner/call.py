"""One call of a robot's operation, ready to be carried out: its values, where they came from, and its intent's key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dxrobot.errors import BusinessError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.masking import redactor
from dxrobot.robot.model import Operation, Parameter, Robot
from dxrobot.runner.provenance import Provenance
from dxrobot.scenario import expression
from dxrobot.scenario.model import RobotCall
from dxrobot.store.claims import Entered, IntentKey


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
    provenance: Provenance,
    item_key: str,
    step_name: str,
    mode: Mode,
    salt: bytes,
) -> PreparedCall:
    """Evaluate the values of ``step`` for one item; raises NeedsReview while one of them is doubtful."""
    operation = robot.operations[step.operation_name]
    values = {
        name: _value(parameter, step.with_.get(name), variables) for name, parameter in operation.parameters.items()
    }
    entered = tuple(
        _entered(name, parameter, values[name], step.with_.get(name), provenance)
        for name, parameter in operation.parameters.items()
    )
    for value in entered:
        if value.sensitive:
            redactor.learn(value.value, value.sensitive)
    return PreparedCall(
        robot=robot,
        operation=operation,
        values=values,
        entered=entered,
        intent=IntentKey(mode, step.robot, item_key, step_name),
        digest=_digest(entered, salt),
    )


def _value(parameter: Parameter, written: Any, variables: Mapping[str, Any]) -> Any:
    """The value as it is entered; raises :class:`BusinessError` that calls a wrong one by the parameter's title."""
    try:
        return expression.evaluate(written, variables)
    except BusinessError as error:
        if str(written) not in error.message:  # it names the record's place itself
            raise
        message = _("「{title}」に入れる値が正しくありません。").format(title=parameter.title)
        raise BusinessError(message, error.message) from None


def _entered(name: str, parameter: Parameter, value: Any, written: Any, provenance: Provenance) -> Entered:
    """One value with its origins; it is personal when its parameter says so or a field that it comes from is."""
    origins: tuple[dict[str, Any], ...] = ()
    sensitive = parameter.sensitive
    if (item := provenance.item) is not None:
        fields = sorted(provenance.fields(written))
        origins = tuple(item.origin(field) for field in fields)
        sensitive = sensitive or next((found for field in fields if (found := item.sensitivity(field))), None)
    return Entered(
        parameter=name,
        title=parameter.title,
        value=_as_text(value),
        sensitive=sensitive.value if sensitive else "",
        origins=origins,
    )


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _digest(entered: tuple[Entered, ...], salt: bytes) -> str:
    values = json.dumps([[value.parameter, value.value] for value in entered], ensure_ascii=False)
    return hmac.new(salt, values.encode(), hashlib.sha256).hexdigest()

"""A new unit cost in dxrobot.toml: written at its end, so that what people have written there stays as it is."""

from __future__ import annotations

import json
import tomllib

from pydantic import ValidationError

from dxrobot.app.reference_tables import keep_earlier_copy
from dxrobot.config import CONFIG_FILE, Workspace, load_workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.settings import Settings, UnitCost
from dxrobot.sheets.safe_write import safe_write


def add_unit_cost(workspace: Workspace, cost: UnitCost) -> Workspace:
    """Write ``cost`` to the end of dxrobot.toml and read the file again; the version before is kept.

    Raises :class:`InputError` when the year has one for that kind of staff already, or the file is written in a way
    to which nothing can be added: then it is as it was.
    """
    path = workspace.root / CONFIG_FILE
    text = path.read_text(encoding="utf-8-sig")
    longer = text.rstrip("\n") + "\n" + _table(cost)
    try:
        settings = Settings.model_validate(tomllib.loads(longer))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise InputError(
            _("{file} に書き足せませんでした。その年度と職員の区分の費用が、もうあるかもしれません。").format(
                file=CONFIG_FILE
            ),
            _("dxrobot.toml の [[unit_costs]] を開いて確かめ、そこに直接書いてください。"),
        ) from error
    before = Settings.model_validate(tomllib.loads(text))
    if settings.unit_costs != (*before.unit_costs, cost):
        raise InputError(_("{file} に書き足せませんでした。").format(file=CONFIG_FILE))
    keep_earlier_copy(workspace, path)
    safe_write(path, lambda file: file.write(longer.encode()))
    return load_workspace(workspace.root)


def _table(cost: UnitCost) -> str:
    lines = [
        "",
        "[[unit_costs]]",
        f"fiscal_year = {cost.fiscal_year}",
        f"yen_per_hour = {cost.yen_per_hour}",
        # JSON's strings are strings of TOML (toml.io, "Basic strings"), as long as there is no DEL.
        f"source = {json.dumps(cost.source, ensure_ascii=False)}",
    ]
    if cost.staff:
        lines.append(f"staff = {json.dumps(cost.staff, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"

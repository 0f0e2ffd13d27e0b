"""A dispatcher of the proof: wants every fire to become one order, as all the other dispatchers do at the same time.

python -m tools.prove.dispatcher FIRES.json SEED
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, IntegrityError, InterfaceError, connections, transaction

from dxrobot.app.orders import Wish, engine_of, new_order
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace, find_workspace
from dxrobot.errors import StoreLost
from dxrobot.items import Mode
from dxrobot.store.models import Order

_AHEAD = 3
"""So many fires around the next one are tried in any order: the dispatchers shall meet."""


def dispatch(workspace: Workspace, fires: list[dict[str, Any]], chance: random.Random) -> None:
    """Place an order for every fire that nobody has placed one for."""
    engine = engine_of(workspace)
    left = list(fires)
    while left:
        fire = left[min(chance.randrange(_AHEAD), len(left) - 1)]
        wish = Wish(fire["scenario"], Mode.TRIAL, fire["inputs"])
        order = new_order(workspace, wish)
        order.schedule, order.fire_at = fire["schedule"], datetime.fromisoformat(fire["fire_at"])
        try:
            if not Order.objects.filter(schedule=order.schedule, fire_at=order.fire_at).exists():
                with transaction.atomic():
                    engine.submit(order)
        except IntegrityError:
            pass  # another dispatcher was quicker
        except (DatabaseError, InterfaceError):
            connections.close_all()
            time.sleep(1)
            continue
        left.remove(fire)
        time.sleep(chance.uniform(0, fire["pace_s"]))


def main() -> None:
    """Dispatch in the workspace of the current folder."""
    workspace = find_workspace(Path.cwd())
    while True:
        try:
            open_workspace(workspace)
            break
        except StoreLost:
            time.sleep(1)
    fires = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    dispatch(workspace, fires, random.Random(sys.argv[2]))


if __name__ == "__main__":
    main()

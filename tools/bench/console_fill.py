"""A large city for the bench of the console, filled in a process of its own: ``python -m tools.bench.console_fill``."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from dxrobot.config import Workspace, load_workspace
from dxrobot.console.configure import configure_console
from dxrobot.settings import ConsoleSettings

PASSWORD = "hayai-gamen-42"
CLERKS = 50
SCENARIOS = {"jido_teate": "子育て支援課", "keiji_shinkoku": "税務課", "yobo_sesshu": "健康課"}
FORMS, FIELDS = 500, 10
_ITEMS = 3
_AT_ONCE = 2000
_AUDIT = 20_000
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def fill(workspace: Workspace, runs: int, entries: int) -> None:
    """People of every duty, runs with items, fields that wait for a person, the ledger and the trail."""
    from dxrobot.store.models import Item, Run
    from tools.bench.ledger import fill_ledger

    department = _people(workspace)
    fill_ledger(entries, department)
    made = [_run(number) for number in range(runs)]
    Run.objects.bulk_create(made, batch_size=_AT_ONCE)
    for first in range(0, runs, _AT_ONCE):
        some = made[first : first + _AT_ONCE]
        items = [
            Item(run=run, ordinal=ordinal, key=f"{run.name}:{ordinal}", state="done", counted=True)
            for run in some
            for ordinal in range(1, _ITEMS + 1)
        ]
        Item.objects.bulk_create(items, batch_size=_AT_ONCE)
    _doubts(made[-1])
    _trail()


def _people(workspace: Workspace) -> str:
    from django.contrib.auth.hashers import make_password

    from dxrobot.console.models import User
    from dxrobot.console.roles import Role
    from dxrobot.library import Library

    job = Library(workspace).scenario("jido_teate").model.job
    assert job is not None
    password = make_password(PASSWORD)
    people = [(role.value, role) for role in Role if role is not Role.CONTRACTOR]
    people += [(f"clerk{number}", Role.STAFF) for number in range(CLERKS)]
    User.objects.bulk_create(
        User(login=login, name=login, role=role, department=job.department, password=password) for login, role in people
    )
    return job.department


def _run(number: int) -> object:
    from django.utils import timezone

    from dxrobot.store.models import Run

    names = list(SCENARIOS)
    started = timezone.now() - timedelta(minutes=5 * number + 10)
    return Run(
        name=f"bench-{number:06}",
        scenario=names[number % len(names)],
        job="業務",
        mode=("production", "trial")[number % 5 == 0],
        status=("finished", "waiting")[number % 50 == 0],
        host="bench",
        started_at=started,
        finished_at=started + timedelta(minutes=3),
    )


def _doubts(run: object) -> None:
    from django.utils import timezone

    from dxrobot.store.models import Doubt, Run

    run = Run.objects.create(
        name="bench-review",
        scenario="jido_teate",
        job="業務",
        mode="trial",
        status="waiting",
        started_at=timezone.now(),
    )
    Doubt.objects.bulk_create(
        (
            Doubt(
                scan_digest=f"{form:064}",
                page=1,
                field=field,
                run=run,
                file=f"scan{form:03}.png",
                template="jido_teate_nintei",
                form_key=f"{form:08}",
                position=position,
                text="令和8年9月1日",
                value="令和8年9月1日",
                candidates=["令和8年9月1日", "令和8年9月7日"],
                reason="読み取りの候補が分かれました。",
                confidence=0.9,
                crop=_PNG,
                asked_at=timezone.now(),
            )
            for form in range(FORMS)
            for position, field in enumerate(_fields())
        ),
        batch_size=_AT_ONCE,
    )


def _fields() -> list[str]:
    from dxrobot.console.here import workspace
    from dxrobot.library import Library

    template = Library(workspace()).template("jido_teate_nintei").model
    return [field.name for field in template.plain_fields][:FIELDS]


def _trail() -> None:
    from django.db import transaction

    from dxrobot.console.audit import Deed, record

    for _batch in range(_AUDIT // _AT_ONCE):
        with transaction.atomic():
            for number in range(_AT_ONCE):
                record(Deed(f"clerk{number % CLERKS}", "staff", "127.0.0.1", "run.view", f"bench-{number:06}"))


def main(root: Path, runs: int, entries: int) -> None:
    """Fill the workspace at ``root``."""
    configure_console(ConsoleSettings(), ["localhost"], root / ".dxrobot" / "console_key")
    from dxrobot.app.workspaces import open_workspace
    from dxrobot.console.here import Here, set_here

    workspace = load_workspace(root)
    open_workspace(workspace)
    set_here(Here(workspace))
    fill(workspace, runs, entries)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

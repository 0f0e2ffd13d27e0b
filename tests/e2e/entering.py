"""Entering records of invented persons into a sample site, as a run of dxrobot does after reading."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from dxrobot.actions.base import RunContext, Tally
from dxrobot.actions.form_view import FormView, ScannedForm
from dxrobot.actions.progress import Progress
from dxrobot.app.workspaces import open_workspace, salt_of
from dxrobot.config import Workspace
from dxrobot.items import ItemState, Mode, RunStatus, count_states
from dxrobot.library import Library
from dxrobot.ocr.reading import Form, Reading, Status
from dxrobot.runner.desks import Desks
from dxrobot.runner.halt import RunStopped
from dxrobot.runner.runner import Runner
from dxrobot.scenario.model import ForEach
from dxrobot.store.journal import Journal

SCENARIO = "madoguchi_seikyu"


def forms_of(workspace: Workspace, records: Path) -> list[FormView]:
    """The records as forms that were read without doubt."""
    library = Library(workspace)
    forms = []
    for page, record in enumerate(json.loads(records.read_text(encoding="utf-8")), start=1):
        readings = tuple(
            Reading(name, value, str(value), None, Status.BLANK if value is None else Status.ACCEPTED, "", (0, 0, 1, 1))
            for name, value in record["fields"].items()
        )
        form = Form(records.name, page, record["template"], True, 0.0, None, readings)
        template = library.template(record["template"]).model
        forms.append(FormView(ScannedForm(form, template, "0" * 64)))
    return forms


def enter(workspace: Workspace, records: Path) -> dict[str, int]:
    """One run over all records; the counts of item states."""
    open_workspace(workspace)
    library = Library(workspace)
    scenario = library.scenario(SCENARIO).model
    entering = scenario.model_copy(update={"steps": tuple(s for s in scenario.steps if isinstance(s, ForEach))})
    uses = library.uses(scenario)
    parts = {name: part.model for name, part in uses.parts.items()}
    robots = {name: robot.model for name, robot in uses.robots.items()}
    journal = Journal.start(
        name=secrets.token_hex(6),
        scenario=SCENARIO,
        job=scenario.job.name,
        mode=Mode.PRODUCTION,
        definition_hash="",
        pid=os.getpid(),
    )
    evidence = workspace.runs / journal.run_name
    evidence.mkdir(parents=True)
    context = RunContext(workspace, journal, evidence, Progress(lambda *_counts: None), Tally())
    status = RunStatus.FINISHED
    try:
        with Desks(workspace, robots, Mode.PRODUCTION, journal) as desks:
            runner = Runner(entering, parts, robots, Mode.PRODUCTION, context, desks, salt_of(workspace))
            runner.run({"yomitori": {"forms": forms_of(workspace, records)}})
    except RunStopped:
        status = RunStatus.STOPPED
    journal.run.items.filter(state=ItemState.DONE).update(counted=True)  # as the run's ledger entry does
    journal.finish(status)
    return count_states(journal.item_states())

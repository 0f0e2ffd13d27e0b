"""Covered pictures of runs for everybody who sees the run; its files, uncovered, for its department alone."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath
from typing import cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from dxrobot.console import definitions
from dxrobot.console.access import run_of
from dxrobot.console.allow import about, allow, remark
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.console.pages import page
from dxrobot.console.roles import CASEWORKERS, EVERYBODY
from dxrobot.console.run_view import files_of, picture_of
from dxrobot.log import lines_of_run

_LINES = 500


@allow(EVERYBODY, "run.picture")
def picture(request: HttpRequest, name: str, ordinal: int, side: str) -> HttpResponse:
    """What the robot saw of an item, personal data covered."""
    path = picture_of(run_of(cast(User, request.user), name), ordinal, side)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")  # type: ignore[return-value]


@allow(CASEWORKERS, "run.log")
def log(request: HttpRequest, name: str) -> HttpResponse:
    """What the log tells of the run, personal data covered as everywhere in it."""
    found = run_of(cast(User, request.user), name)
    lines = lines_of_run(workspace().log, found.name, _LINES)
    title = definitions.titles().get(found.scenario, found.scenario)
    return page(request, "run_log.html.j2", {"run": found, "lines": lines, "title": title})


@allow(CASEWORKERS, "run.file.export")
def file(request: HttpRequest, name: str, file: str) -> HttpResponse:
    """A file of the run as it is, uncovered; its taking stands in the trail."""
    about(request, name)  # the name of a file may be a person's
    remark(request, kind=PurePath(file).suffix[:10])
    found = {one.name: one for one in files_of(run_of(cast(User, request.user), name))}.get(file)
    if found is None:
        raise Http404
    kind = mimetypes.guess_type(found.path.name)[0] or "application/octet-stream"
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name, content_type=kind)  # type: ignore[return-value]

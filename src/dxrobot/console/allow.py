"""Who may use a view, said beside the view itself; and that its use stands in the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial, wraps
from typing import Any, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from loguru import logger

from dxrobot.console import audit, definitions
from dxrobot.console.models import User
from dxrobot.console.pages import page
from dxrobot.console.roles import Role
from dxrobot.errors import DxrobotError, StoreLost
from dxrobot.i18n import _

Answer = Callable[..., HttpResponse]
Writing = Callable[[], HttpResponse]
"""What is left to do of a change once everything that it needs was read."""
View = Callable[..., HttpResponse | Writing]
_READING = ("GET", "HEAD")


class Guarded(Protocol):
    """A view with what may be asked about it: the tests of every duty at every view go by this."""

    roles: Collection[Role] | None
    """Who may use it; None for a view without a sign-in."""
    action: str
    methods: tuple[str, ...]
    quiet: bool
    """Whether it is asked for by the page itself, and is no sign that somebody is there."""

    def __call__(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Answer."""


def allow(
    roles: Collection[Role],
    action: str,
    *,
    methods: tuple[str, ...] = ("GET",),
    quiet: bool = False,
    at_once: bool = True,
    files_first: bool = False,
) -> Callable[[View], Guarded]:
    """Let only people with one of ``roles`` use the view, and write ``action`` with its object into the trail.

    A change and its entry in the trail are one transaction unless ``at_once`` is False, for what takes long or changes
    something outside the store: then the entry is written before. Whoever writes keeps all others from writing, so a
    ``files_first`` view reads its files and answers with a function: that alone runs in the transaction. ``quiet``
    views are not written down.
    """

    def guard(view: View) -> Guarded:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not _answered(request, methods):
                return HttpResponseNotAllowed(methods)
            person = request.user
            if not isinstance(person, User):
                return to_sign_in(request)
            try:
                if person.role not in roles:
                    _record(request, action, kwargs, "refused")
                    return refusal(request)
                if request.method in _READING:
                    return _read(cast(Answer, view), request, action, kwargs, quiet=quiet)
                if not at_once:
                    return _change_outside(cast(Answer, view), request, action, kwargs)
                return _change(view, request, action, kwargs, files_first=files_first)
            except TrailLost:
                return page(request, "trail_lost.html.j2", status=503)

        made = cast(Guarded, guarded)
        made.roles, made.action, made.methods, made.quiet = frozenset(roles), action, methods, quiet
        return made

    return guard


def anyone(action: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[Answer], Guarded]:
    """A view that needs no sign-in; what it does it writes into the trail itself."""

    def guard(view: Answer) -> Guarded:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not _answered(request, methods):
                return HttpResponseNotAllowed(methods)
            try:
                return view(request, **kwargs)
            except TrailLost:
                return page(request, "trail_lost.html.j2", status=503)

        made = cast(Guarded, guarded)
        made.roles, made.action, made.methods, made.quiet = None, action, methods, False
        return made

    return guard


def _answered(request: HttpRequest, methods: tuple[str, ...]) -> bool:
    """Whether a view of these methods answers; HEAD looks where GET looks, and never does what only POST may do."""
    return request.method in methods or (request.method == "HEAD" and "GET" in methods)


def remark(request: HttpRequest, **detail: Any) -> None:
    """Have ``detail`` stand in the trail beside what is being done; never personal data."""
    request.META.setdefault("dxrobot.detail", {}).update(detail)


def about(request: HttpRequest, thing: str) -> None:
    """Have the trail name ``thing`` as what this is about, where the address does not."""
    request.META["dxrobot.object"] = thing


def write_down(request: HttpRequest, action: str, outcome: str = "done", *, login: str = "") -> None:
    """Write what was done into the trail, for views that no sign-in stands before."""
    _record(request, action, {}, outcome, login=login)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to the sign-in page, and back afterwards."""
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = reverse("sign_in")
        return answer
    if request.method not in _READING:
        return redirect_to_login("/", reverse("sign_in"))
    return redirect_to_login(request.get_full_path(), reverse("sign_in"))


def refusal(request: HttpRequest) -> HttpResponse:
    """Say that the person's duty does not allow it."""
    return page(request, "refused.html.j2", status=403)


class TrailLost(Exception):
    """The audit trail cannot be written, so nothing is answered and nothing changed."""


def _read(view: Answer, request: HttpRequest, action: str, kwargs: Mapping[str, Any], *, quiet: bool) -> HttpResponse:
    looked = action if action.endswith((".view", ".export")) else f"{action}.view"
    try:
        answer = view(request, **kwargs)
    except Http404:
        _record(request, looked, kwargs, "failed")
        raise
    except DxrobotError as error:
        _record(request, looked, kwargs, "failed")
        return sorry(request, error)
    if not quiet:
        _record(request, looked, kwargs, _outcome(answer))
    return answer


def _change(
    view: View, request: HttpRequest, action: str, kwargs: Mapping[str, Any], *, files_first: bool
) -> HttpResponse:
    try:
        with definitions.as_they_stand():
            writing = view(request, **kwargs) if files_first else partial(cast(Answer, view), request, **kwargs)
            answer = (
                writing if isinstance(writing, HttpResponse) else _written_at_once(writing, request, action, kwargs)
            )
    except Http404:
        _record(request, action, kwargs, "failed")
        raise
    except DxrobotError as error:
        _record(request, action, kwargs, "failed")
        return sorry(request, error)
    if answer.status_code >= 400 or isinstance(writing, HttpResponse):
        _record(request, action, kwargs, _outcome(answer))
    return answer


def _written_at_once(writing: Writing, request: HttpRequest, action: str, kwargs: Mapping[str, Any]) -> HttpResponse:
    """Do ``writing`` and write it into the trail, both or neither."""
    with transaction.atomic():
        answer = writing()
        if answer.status_code >= 400:
            transaction.set_rollback(True)
        else:
            _record(request, action, kwargs, "done")
    return answer


def _change_outside(view: Answer, request: HttpRequest, action: str, kwargs: Mapping[str, Any]) -> HttpResponse:
    _record(request, action, kwargs, "begun")
    try:
        answer = view(request, **kwargs)
    except DxrobotError as error:
        _record(request, action, kwargs, "failed")
        return sorry(request, error)
    _record(request, action, kwargs, _outcome(answer))
    return answer


def _outcome(answer: HttpResponse) -> str:
    if answer.status_code < 400:
        return "done"
    return "refused" if answer.status_code in (401, 403) else "failed"


def sorry(request: HttpRequest, error: DxrobotError) -> HttpResponse:
    """Say in words what was wrong and what to do; for a part of a page as a notice in its place."""
    status = 503 if isinstance(error, StoreLost) else 422
    lines = str(error).splitlines()
    context = {"problem": lines[0], "remedy": lines[1:]}
    if request.headers.get("HX-Request"):
        answer = page(request, "parts/problem.html.j2", context, status=200)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#notice", "innerHTML"
        return answer
    return page(request, "problem.html.j2", context, status=status)


def _record(request: HttpRequest, action: str, kwargs: Mapping[str, Any], outcome: str, *, login: str = "") -> None:
    person = user if isinstance(user := getattr(request, "user", None), User) else None
    deed = audit.Deed(
        login=person.login if person else login,
        role=person.role if person else "",
        address=request.META.get("REMOTE_ADDR", ""),
        action=action,
        object=request.META.get("dxrobot.object") or "/".join(str(part) for part in kwargs.values()),
        outcome=outcome,
        detail=request.META.get("dxrobot.detail"),
    )
    try:
        audit.record(deed)
    except (DatabaseError, OSError) as error:
        logger.opt(exception=error).critical("the audit trail cannot be written")
        raise TrailLost(_("監査記録を書けません。")) from error

"""What happens with every request: headers, the person, the language, the end of a sign-in."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control

from dxrobot.console.accounts import today
from dxrobot.console.allow import TrailLost, to_sign_in, write_down
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.console.pages import page
from dxrobot.i18n import LANGUAGES, speaking

Next = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = "dxrobot_language"
_SEEN_SHARE = 0.05
"""How exactly is known when somebody last did something, as a share of the idle time: not every request is written."""
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def headers(get_response: Next) -> Next:
    """Tell the browser to load nothing from elsewhere, to keep nothing and to be shown in nobody's frame."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", _POLICY)
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Referrer-Policy", "same-origin")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True)
        return response

    return answer


class Person:
    """Who asks, in which language, and whether the sign-in still holds."""

    def __init__(self, get_response: Next) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language."""
        person = request.user
        chosen = person.language if isinstance(person, User) else request.COOKIES.get(LANGUAGE_COOKIE, LANGUAGES[0])
        language = chosen if chosen in LANGUAGES else LANGUAGES[0]
        with speaking(language), translation.override(language):
            return self._next(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Before a view: an answer in its place when the sign-in is over, or something else must come first."""
        if _broken_text(request):
            return page(request, "stale_form.html.j2", status=400)
        name = request.resolver_match.url_name if request.resolver_match else ""
        person = request.user
        if not isinstance(person, User):
            first = name not in ("set_up", "language") and not User.objects.exists()
            return HttpResponseRedirect(reverse("set_up")) if first else None
        if reason := _over(request, person):
            try:
                write_down(request, f"sign_out.{reason}")
            except TrailLost:
                return page(request, "trail_lost.html.j2", status=503)
            logout(request)
            request.session["ended"] = reason
            return to_sign_in(request)
        if not getattr(view, "quiet", False):
            _seen(request)
        if person.must_change_password and name not in ("password", "sign_out", "language"):
            return HttpResponseRedirect(reverse("password"))
        return None


def _broken_text(request: HttpRequest) -> bool:
    """Whether a NUL stands in the address or the form: no browser sends one, and PostgreSQL takes none."""
    given = (value for sent in (request.GET, request.POST) for _name, values in sent.lists() for value in values)
    return "\0" in request.path or any("\0" in value for value in given)


def begin(request: HttpRequest) -> None:
    """Begin to count the time of a sign-in."""
    request.session["began"] = request.session["seen"] = time.time()


def _seen(request: HttpRequest) -> None:
    idle_s = workspace().settings.console.idle_minutes * 60
    if time.time() - request.session.get("seen", 0) > idle_s * _SEEN_SHARE:
        request.session["seen"] = time.time()


def _over(request: HttpRequest, person: User) -> str:
    """Why the sign-in no longer holds; empty while it does."""
    wanted, now = workspace().settings.console, time.time()
    if not person.may_enter(today()):
        return "closed"
    if now - request.session.get("seen", 0) > wanted.idle_minutes * 60:
        return "idle"
    if now - request.session.get("began", 0) > wanted.longest_hours * 3600:
        return "longest"
    return ""

"""Pages made of templates: what stands on every page, and how moments, hours and money are written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from jinja2 import Environment, StrictUndefined

from dxrobot.console.here import workspace
from dxrobot.console.menu import menu_of
from dxrobot.console.models import User
from dxrobot.console.roles import role_duty, role_name
from dxrobot.console.words import mode_meaning, mode_word, state_word
from dxrobot.i18n import _, language
from dxrobot.items import Mode
from dxrobot.japanese.wareki import JAPAN, format_wareki

_STATIC = Path(__file__).parent / "static"
_NO_CONTEXT: Mapping[str, Any] = {}


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] = _NO_CONTEXT, status: int = 200
) -> HttpResponse:
    """The page, or part of one, that ``template`` draws for whoever asks."""
    person = getattr(request, "user", None)
    me = person if isinstance(person, User) else None
    common = {
        "me": me,
        "menu": SimpleLazyObject(lambda: menu_of(request, me)),  # a part of a page has none, and asks for nothing
        "language": language(),
        "city": workspace().settings.city,
        "csrf_token": get_token(request),
        "idle_minutes": workspace().settings.console.idle_minutes,
        "told": request.session.pop("told", None) if hasattr(request, "session") else None,
    }
    drawn = engines["jinja2"].get_template(template).template.render({**common, **context})  # type: ignore[attr-defined]
    return HttpResponse(drawn, status=status)


def tell(request: HttpRequest, words: str) -> None:
    """Have the next page say ``words`` at its top: that something was done."""
    request.session["told"] = words


def environment(**options: Any) -> Environment:
    """Jinja2 for the console's templates; everything that is filled in is escaped."""
    made = Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})  # noqa: S701 (Django's options say autoescape)
    made.globals.update(
        _=_,
        url=_url,
        asset=asset,
        role_name=role_name,
        role_duty=role_duty,
        mode_word=mode_word,
        mode_meaning=mode_meaning,
        state_word=state_word,
        Mode=Mode,
    )
    made.filters.update(
        moment=moment, clock=clock, day=day, iso=iso, hours=hours, yen=yen, count=count, duration=duration
    )
    return made


def _url(view: str, /, **parts: Any) -> str:
    return reverse(view, kwargs=parts or None)


@cache
def asset(name: str) -> str:
    """The address of a static file, which changes with its content so that browsers keep it for good."""
    digest = hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def moment(value: datetime | None) -> str:
    """A moment in the city's time: ``11月28日(土) 8:30``; with its year where that is another one."""
    if value is None:
        return ""
    local = value.astimezone(JAPAN)
    return f"{day(local)} {clock(local)}"


def clock(value: datetime | None) -> str:
    """The time of the day, ``8:30``."""
    if value is None:
        return ""
    local = value.astimezone(JAPAN)
    return f"{local.hour}:{local.minute:02}"


def day(value: date | None) -> str:
    """A day as people write it on a board: ``11月28日(土)``; in another year with it, ``令和7年11月28日(金)``."""
    if value is None:
        return ""
    local = value.astimezone(JAPAN).date() if isinstance(value, datetime) else value
    weekday = _("月火水木金土日")[local.weekday()] if language() == "ja" else f"{local:%a}"
    if language() != "ja":
        return f"{weekday} {local.day} {local:%b}" + (
            "" if local.year == datetime.now(JAPAN).year else f" {local.year}"
        )
    if local.year == datetime.now(JAPAN).year:
        return f"{local.month}月{local.day}日({weekday})"
    return f"{format_wareki(local)}({weekday})"


def iso(value: datetime | date | None) -> str:
    """The moment for machines, ``2026-11-28T08:30:00+09:00``."""
    if value is None:
        return ""
    return value.astimezone(JAPAN).isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def hours(minutes: float | int | None) -> str:
    """Minutes of work as hours with one decimal, ``-1.5``; a dash for none known."""
    return "―" if minutes is None else f"{float(minutes) / 60:,.1f}"


def duration(seconds: float | None) -> str:
    """A stretch of time in words: ``2時間5分``, ``40秒``."""
    if seconds is None:
        return ""
    whole = round(seconds)
    if whole < 60:
        return _("{seconds}秒").format(seconds=whole)
    minutes = round(whole / 60)
    if minutes < 60:
        return _("{minutes}分").format(minutes=minutes)
    return _("{hours}時間{minutes}分").format(hours=minutes // 60, minutes=minutes % 60)


def yen(value: float | int | None) -> str:
    """Money in whole yen, ``1,200円``; a dash for none known."""
    return "―" if value is None else _("{yen}円").format(yen=f"{round(value):,}")


def count(value: int | None) -> str:
    """A number with its thousands apart."""
    return "―" if value is None else f"{value:,}"

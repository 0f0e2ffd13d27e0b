"""Coming in and going out: the first visit, signing in and out, the own password, the language."""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from dxrobot.console.allow import about, allow, anyone, write_down
from dxrobot.console.here import here
from dxrobot.console.middleware import LANGUAGE_COOKIE, begin
from dxrobot.console.models import User
from dxrobot.console.pages import page, tell
from dxrobot.console.people import problems_of
from dxrobot.console.roles import EVERYBODY, Role
from dxrobot.i18n import LANGUAGES, _

_YEAR_S = 365 * 24 * 3600


@anyone("set_up", methods=("GET", "POST"))
def set_up(request: HttpRequest) -> HttpResponse:
    """The first visit: whoever can read the log makes the first person of the digital office."""
    if User.objects.exists():
        return HttpResponseRedirect(reverse("sign_in"))
    if request.method != "POST":
        return page(request, "set_up.html.j2", {"problems": [], "given": {}})
    given = {name: request.POST.get(name, "").strip() for name in ("code", "login", "name")}
    password = request.POST.get("password", "")
    person = User(login=given["login"], name=given["name"], role=Role.OFFICE)
    problems = problems_of(person, password, request.POST.get("again", ""))
    if not here().opens(given["code"]):
        write_down(request, "set_up", "refused")
        problems.insert(
            0, _("設定コードが違います。このコンソールを起動した画面か記録に表示されたコードを入れてください。")
        )
    if problems:
        return page(request, "set_up.html.j2", {"problems": problems, "given": given}, status=422)
    person.set_password(password)
    with transaction.atomic():
        person.save()
        _enter(request, person)
        write_down(request, "set_up")
    here().forget_code()
    tell(request, _("準備ができました。次は、管理の画面で利用者を加えてください。"))
    return HttpResponseRedirect(reverse("today"))


@anyone("sign_in", methods=("GET", "POST"))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signing in; who guesses is locked out for a while."""
    ahead = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(ahead, {request.get_host()}):
        ahead = "/"
    if isinstance(request.user, User):
        return HttpResponseRedirect(ahead)
    context = {"next": ahead, "login": "", "problem": "", "ended": request.session.pop("ended", "")}
    if request.method != "POST":
        return page(request, "sign_in.html.j2", context)
    name, password = request.POST.get("login", "").strip(), request.POST.get("password", "")
    person = authenticate(request, username=name, password=password)
    if not isinstance(person, User):
        # A name that nobody has may be a password in the wrong place: it is not kept.
        known = name if User.objects.filter(login=name).exists() else ""
        write_down(request, "sign_in", "refused", login=known)
        return page(request, "sign_in.html.j2", {**context, "login": name, "problem": _why_not(request)}, status=422)
    _enter(request, person)
    write_down(request, "sign_in")
    return HttpResponseRedirect(ahead)


def _why_not(request: HttpRequest) -> str:
    if getattr(request, "axes_locked_out", False):
        return _("続けて間違えたため、しばらくサインインできません。15分ほど待つか、デジタル戦略課に知らせてください。")
    return _("利用者名かパスワードが違うか、使える期限が過ぎています。")


def _enter(request: HttpRequest, person: User) -> None:
    login(request, person, backend="dxrobot.console.accounts.ByPassword")
    begin(request)


@anyone("sign_out", methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """Signing out."""
    if isinstance(request.user, User):
        write_down(request, "sign_out")
        logout(request)
        request.session["ended"] = "asked"
    return HttpResponseRedirect(reverse("sign_in"))


@allow(EVERYBODY, "password", methods=("GET", "POST"))
def password(request: HttpRequest) -> HttpResponse:
    """Changing the own password."""
    person = request.user
    assert isinstance(person, User)
    about(request, person.login)
    if request.method != "POST":
        return page(request, "password.html.j2", {"problems": []})
    wanted = request.POST.get("password", "")
    problems = [] if person.check_password(request.POST.get("old", "")) else [_("今のパスワードが違います。")]
    problems += problems_of(person, wanted, request.POST.get("again", ""))
    if problems:
        return page(request, "password.html.j2", {"problems": problems}, status=422)
    person.set_password(wanted)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    update_session_auth_hash(request, person)
    tell(request, _("パスワードを変えました。"))
    return HttpResponseRedirect(reverse("today"))


@anyone("language", methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Choosing the language, for the person or, before a sign-in, for this browser."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    safe = back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/"
    answer = HttpResponseRedirect(safe)
    if wanted in LANGUAGES:
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=wanted)
        answer.set_cookie(LANGUAGE_COOKIE, wanted, max_age=_YEAR_S, httponly=True, samesite="Lax")
    return answer

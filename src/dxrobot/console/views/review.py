"""確認: what waits for a person, the questions of scenarios, and going on once everything is answered."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.app.answering import answer_question, hint
from dxrobot.app.going_on import go_on as continue_run
from dxrobot.app.orders import Wish, place_order
from dxrobot.console import definitions
from dxrobot.console.access import questions_of, run_of
from dxrobot.console.allow import allow, refusal, remark
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.console.pages import page, tell
from dxrobot.console.people import signature
from dxrobot.console.reviews import may_go_on_with, ready_runs, waiting_scenarios
from dxrobot.console.roles import CHECKERS
from dxrobot.console.run_view import called, form_titles
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.store.questions import oldest_open
from dxrobot.store.run_rows import has_open_items

_QUESTIONS = 50


@allow(CHECKERS, "review")
def review(request: HttpRequest) -> HttpResponse:
    """What waits for the person."""
    return page(request, "review.html.j2", _context(cast(User, request.user)))


def _context(person: User) -> dict[str, object]:
    waiting = waiting_scenarios(person)
    return {
        "waiting": waiting,
        "total": sum(scenario.fields for scenario in waiting),
        "ready": list(ready_runs(person)),
        "titles": definitions.titles(),
        "questions": [
            (question, hint(question), called(question.item_key, form_titles(question.scenario)))
            for question in oldest_open(questions_of(person), _QUESTIONS)
        ],
    }


@allow(CHECKERS, "review.answer", methods=("POST",))
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer one question of a scenario."""
    person = cast(User, request.user)
    if not questions_of(person).filter(id=number).exists():
        raise Http404
    answered = answer_question(number, request.POST.get("answer", ""), signature(person))
    remark(request, run=answered.run, step=answered.scenario)
    tell(request, _("質問に答えました。"))
    return HttpResponseRedirect(reverse("review"))


@allow(CHECKERS, "review.go_on", methods=("POST",), at_once=False)
def go_on(request: HttpRequest, name: str) -> HttpResponse:
    """Have a worker go on with a run that waited for answers.

    A run of which nothing is open any more only read forms: what was answered goes into a register made once more.
    """
    person = cast(User, request.user)
    run = run_of(person, name)
    if not may_go_on_with(person, run):
        return refusal(request)
    if has_open_items(run):
        order = continue_run(workspace(), run, signature(person))
    else:
        if not ready_runs(person).filter(pk=run.pk).exists():
            raise InputError(_("この実行には、続けるものがありません。"), _("画面を開き直してください。"))
        wish = Wish(run.scenario, Mode(run.mode), run.inputs, requested_by=signature(person))
        order = place_order(workspace(), wish)
    remark(request, order=order.pk)
    tell(request, _("続きを頼みました。ロボットが、確認した値を使って続けます。"))
    return HttpResponseRedirect(reverse("run", kwargs={"name": name}))

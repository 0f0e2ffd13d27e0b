"""What people do to runs and orders: stop, go on, close an item in doubt."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.app.going_on import go_on
from dxrobot.app.orders import cancel_order
from dxrobot.app.run_control import cancel_run, settle_by_person
from dxrobot.console.access import modes_of, order_of, run_of
from dxrobot.console.allow import allow, remark
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.console.pages import tell
from dxrobot.console.people import signature
from dxrobot.console.roles import CASEWORKERS, Role
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode, RunStatus
from dxrobot.store.models import Item
from dxrobot.store.orders import open_order_of
from dxrobot.store.rulings import RulingKind

STOPPERS = CASEWORKERS | {Role.OFFICE}
"""Who may stop what runs: the department, and the office, which looks after the robots."""
SETTLERS = frozenset({Role.STAFF, Role.MANAGER})
_LONGEST_REASON = 500


@allow(STOPPERS, "run.stop", methods=("POST",))
def stop(request: HttpRequest, name: str) -> HttpResponse:
    """Stop a run after the item in hand, or, where a worker carries it out, within two seconds."""
    run = run_of(cast(User, request.user), name)
    at_once = request.POST.get("how") == "now"
    number = open_order_of(run)
    remark(request, at_once=at_once)
    if number is not None and (at_once or run.status != RunStatus.RUNNING):
        cancel_order(workspace(), number)
        tell(request, _("止めています。送信の途中だった件は、登録されたかを次の実行で確かめます。"))
    elif run.status != RunStatus.RUNNING:
        raise InputError(_("この実行は、もう動いていません。"))
    else:
        cancel_run(name)
        tell(request, _("処理中の件が終わったら止めます。残りの件は、あとで続けられます。"))
    return _to_run(name)


@allow(STOPPERS, "order.cancel", methods=("POST",))
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Take back an order."""
    order = order_of(cast(User, request.user), number)
    cancel_order(workspace(), order.pk)
    tell(request, _("実行依頼を取り消しました。"))
    return HttpResponseRedirect(reverse("order", kwargs={"number": number}))


@allow(CASEWORKERS, "run.go_on", methods=("POST",), at_once=False)
def resume(request: HttpRequest, name: str) -> HttpResponse:
    """Work on the items once more that have not come through."""
    person = cast(User, request.user)
    run = run_of(person, name)
    if Mode(run.mode) not in modes_of(person):
        raise InputError(_("本番の実行を続けられるのは、職員か所属長です。"), _("担当の職員に頼んでください。"))
    order = go_on(workspace(), run, signature(person))
    remark(request, order=order.pk)
    tell(request, _("残りの件を続けます。登録の済んだ件は二重に登録されません。"))
    return _to_run(name)


@allow(SETTLERS, "run.settle", methods=("POST",), at_once=False)
def settle(request: HttpRequest, name: str) -> HttpResponse:
    """Write down whether a record in doubt is in the target system, as the person saw there."""
    person = cast(User, request.user)
    run = run_of(person, name)
    ordinal, found = request.POST.get("ordinal", ""), request.POST.get("found", "")
    item = Item.objects.filter(run=run, ordinal=int(ordinal[:9])).first() if ordinal.isdecimal() else None
    if item is None:
        raise Http404
    if found not in (RulingKind.THERE, RulingKind.NOT_THERE):
        raise InputError(_("登録があったかどうかを選んでください。"))
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise InputError(_("「何を見て確かめたか」を書いてください。"), _("例: 一覧画面で受付番号を検索した。"))
    if len(reason) > _LONGEST_REASON:
        raise InputError(_("{most}文字までで書いてください。").format(most=_LONGEST_REASON))
    kind = RulingKind(found)
    settle_by_person(workspace(), name, item.key, kind, by=signature(person), reason=reason)
    remark(request, item=item.ordinal, found=kind.value)
    tell(request, _("書き留めました。「なかった」とした件は、残りの件を続けると登録されます。"))
    return HttpResponseRedirect(f"{reverse('run', kwargs={'name': name})}#items")


def _to_run(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("run", kwargs={"name": name}))

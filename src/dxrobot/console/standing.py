"""Whether scenarios may run in production as their files stand now: approved, asked about, changed, with mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dxrobot.console.definitions import Known
from dxrobot.console.models import ApprovalRequest
from dxrobot.i18n import _
from dxrobot.store.models import Approval


@dataclass(frozen=True, slots=True)
class Standing:
    """How one scenario stands."""

    state: str
    """``approved``, ``asked``, ``changed`` (an earlier version is approved), ``new`` or ``broken``."""
    request: ApprovalRequest | None = None
    """The open request for this version."""

    @property
    def approved(self) -> bool:
        """Whether this version may run in production."""
        return self.state == "approved"

    @property
    def word(self) -> str:
        """The state in a word or two."""
        return {
            "approved": _("承認済み"),
            "asked": _("承認待ち"),
            "changed": _("変更あり・未承認"),
            "new": _("未承認"),
            "broken": _("定義に誤り"),
        }[self.state]

    @property
    def why_not(self) -> str:
        """Why production is not possible, in a sentence; empty when it is."""
        return {
            "approved": "",
            "asked": _("この版は所属長の承認を待っています。承認されるまで、本番では動きません。"),
            "changed": _("承認された後に定義が変わりました。この版の承認を受けるまで、本番では動きません。"),
            "new": _("この版はまだ承認を受けていません。試行で確かめてから、承認を頼んでください。"),
            "broken": _("定義に誤りがあるため、動きません。"),
        }[self.state]


def standings(scenarios: Iterable[Known]) -> Mapping[str, Standing]:
    """How each of ``scenarios`` stands, by name; two queries for all of them."""
    known = list(scenarios)
    names = [one.name for one in known]
    approved: dict[str, set[str]] = {}
    for name, version in Approval.objects.filter(scenario__in=names).values_list("scenario", "definition_hash"):
        approved.setdefault(name, set()).add(version)
    open_ones = ApprovalRequest.objects.filter(state="open", scenario__in=names).select_related("requested_by")
    requests = {(request.scenario, request.definition_hash): request for request in open_ones}
    return {
        one.name: _standing(one, approved.get(one.name, set()), requests.get((one.name, one.version))) for one in known
    }


def standing_of(known: Known) -> Standing:
    """How one scenario stands."""
    return standings([known])[known.name]


def _standing(known: Known, approved: set[str], request: ApprovalRequest | None) -> Standing:
    if not known.version:
        return Standing("broken")
    if known.version in approved:
        return Standing("approved")
    if request is not None:
        return Standing("asked", request)
    return Standing("changed" if approved else "new")

"""Versions of scenarios and their approval: texts kept, what has changed, and who asked, approved or returned it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from dxrobot.app.changes import Change, DiffLine, changed_robots, changes, line_changes
from dxrobot.app.delivered import two_people
from dxrobot.app.version_texts import texts_of_version
from dxrobot.app.versions import definition_hash
from dxrobot.console.access import scenarios_of
from dxrobot.console.definitions import Known
from dxrobot.console.here import workspace
from dxrobot.console.models import ApprovalRequest, DefinitionText, User
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.japanese.wareki import JAPAN
from dxrobot.store.approvals import ApprovalRecord, keep_approval
from dxrobot.store.models import Approval, Run

_TRIALS = 5
_LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Comparison:
    """A version held against the one that was approved last."""

    approval: Approval
    known: bool
    """Whether the texts of that one were kept."""
    changes: list[Change]
    lines: Mapping[str, list[DiffLine]]
    robots: list[str]
    """Names of the robots whose files have changed."""


@dataclass(frozen=True, slots=True)
class Version:
    """The version of a scenario in force, with the texts of its files as they were read."""

    known: Known
    texts: Mapping[str, str]
    """By ``folder/name``."""

    @property
    def hash(self) -> str:
        """What it is told from others by."""
        return self.known.version


def read_version(known: Known) -> Version:
    """The version that ``known`` says; raises :class:`InputError` for mistakes and for files that are others by now.

    Files are read here and nowhere else in approving, so that nobody who writes to the store waits for them.
    """
    if known.loaded is None:
        raise InputError(_("定義に誤りがあるため、承認に進めません。"), _("誤りを直してください。"))
    texts = texts_of_version(workspace(), known.loaded)
    if definition_hash(workspace(), known.loaded) != known.version:
        raise _changed_meanwhile()
    return Version(known, texts)


def _keep_texts(version: Version) -> None:
    DefinitionText.objects.get_or_create(
        definition_hash=version.hash,
        defaults={"scenario": version.known.name, "files": dict(version.texts), "kept_at": timezone.now()},
    )


_seen: list[Mapping[str, Known]] = []


def keep_texts_of_approved(scenarios: Mapping[str, Known]) -> None:
    """Keep the texts of the versions in force that are approved, such as those delivered so; once as they stand."""
    if _seen and _seen[0] is scenarios:
        return
    versions = {one.version: one for one in scenarios.values() if one.version}
    approved = Approval.objects.filter(definition_hash__in=list(versions)).values_list("definition_hash", flat=True)
    kept = DefinitionText.objects.filter(definition_hash__in=list(versions)).values_list("definition_hash", flat=True)
    for version in set(approved) - set(kept):
        with suppress(InputError):  # the files were changed at this moment: it is no longer the version in force
            _keep_texts(read_version(versions[version]))
    _seen[:] = [scenarios]


def compared(known: Known) -> Comparison | None:
    """What this version has changed against the last approved one; None when none was, or nothing has changed."""
    approval = Approval.objects.filter(scenario=known.name).order_by("-id").first()
    if approval is None or known.loaded is None or approval.definition_hash == known.version:
        return None
    kept = DefinitionText.objects.filter(definition_hash=approval.definition_hash).first()
    if kept is None:
        return Comparison(approval, False, [], {}, [])
    before, after = kept.files, read_version(known).texts
    return Comparison(
        approval, True, changes(before, after), line_changes(before, after), changed_robots(before, after)
    )


def trials_of(known: Known) -> QuerySet[Run]:
    """The newest runs that tried exactly this version, newest first."""
    tried = Run.objects.filter(scenario=known.name, definition_hash=known.version).exclude(mode=Mode.PRODUCTION)
    return tried.order_by("-id")[:_TRIALS]


def outdate(known: Known) -> int:
    """Close the requests of a scenario for versions that its files are no longer; how many."""
    if not known.version:
        return 0
    old = ApprovalRequest.objects.filter(scenario=known.name, state="open").exclude(definition_hash=known.version)
    return old.update(state="outdated", decided_at=timezone.now())


def ask(person: User, version: Version, note: str) -> None:
    """Ask for the approval of ``version``; raises :class:`InputError` when that cannot be asked."""
    name = version.known.name
    if Approval.objects.filter(scenario=name, definition_hash=version.hash).exists():
        raise InputError(_("この版は、もう承認されています。"))
    if not note.strip():
        raise InputError(_("「何を変え、どう確かめたか」を書いてください。"), _("所属長が読む説明を書いてください。"))
    _require_short(note)
    outdate(version.known)
    _keep_texts(version)
    _request, made = ApprovalRequest.objects.get_or_create(
        scenario=name,
        definition_hash=version.hash,
        state="open",
        defaults={"requested_by": person, "requested_at": timezone.now(), "note": note.strip()},
    )
    if not made:
        raise InputError(_("この版の承認は、もう頼まれています。"), _("所属長の答えを待ってください。"))


def approve(person: User, version: Version, seen: str) -> None:
    """Approve ``version``, which was asked about, in the name of the manager ``person``, who saw the version ``seen``.

    Raises :class:`InputError` when that is another one, nobody asked, or the person asked for it.
    """
    request = _asked(version.known, seen)
    _approve(person, version, request.requested_by)


def give_back(person: User, known: Known, version: str, answer: str) -> None:
    """Return a request with the reason ``answer``; raises :class:`InputError` as :func:`approve` does."""
    request = _asked(known, version)
    if not answer.strip():
        raise InputError(_("戻す理由がありません。"), _("何を直せばよいかを書いてください。"))
    _require_short(answer)
    _decide(person, [request], "returned", answer.strip())


def touched(person: User, robot: str) -> list[Known]:
    """The scenarios of the person's that use the robot called ``robot``, themselves or by their parts."""
    return [one for one in scenarios_of(person).values() if one.uses is not None and robot in one.uses.robots]


def _require_short(text: str) -> None:
    if len(text.strip()) > _LONGEST_NOTE:
        raise InputError(_("{most}文字までで書いてください。").format(most=_LONGEST_NOTE))


def ask_for_robot(person: User, versions: Iterable[Version], note: str) -> None:
    """Ask for all of ``versions`` that are neither approved nor asked about."""
    waiting = _unsettled(versions, without_open=True)
    if not waiting:
        raise InputError(_("承認を頼むシナリオがありません。"), _("すべて承認済みか、承認待ちです。"))
    for version in waiting:
        ask(person, version, note)


def approve_robot(person: User, versions: Iterable[Version], seen: Collection[str]) -> list[Known]:
    """Approve all of ``versions`` that are not yet, in one act; ``seen`` are those that the person has seen.

    Raises :class:`InputError` when one of them has changed since, nobody asked for any of them, or the person did.
    """
    waiting = _unsettled(versions)
    if {version.hash for version in waiting} != set(seen):
        raise _changed_meanwhile()
    asked = [ApprovalRequest.objects.filter(state="open", definition_hash=version.hash).first() for version in waiting]
    requests = [request for request in asked if request is not None]
    if len(requests) < len(waiting) or not requests:
        raise InputError(_("承認の依頼がないシナリオがあります。"), _("変えた人に、承認を頼んでもらってください。"))
    for version, request in zip(waiting, requests, strict=True):
        _approve(person, version, request.requested_by)
    return [version.known for version in waiting]


def _unsettled(versions: Iterable[Version], *, without_open: bool = False) -> list[Version]:
    every = {one.hash: one for one in versions}
    settled = set(Approval.objects.filter(definition_hash__in=list(every)).values_list("definition_hash", flat=True))
    if without_open:
        open_ones = ApprovalRequest.objects.filter(definition_hash__in=list(every), state="open")
        settled |= set(open_ones.values_list("definition_hash", flat=True))
    return [one for version, one in every.items() if version not in settled]


def _asked(known: Known, version: str) -> ApprovalRequest:
    if not known.version or known.version != version:
        raise _changed_meanwhile()
    outdate(known)
    request = ApprovalRequest.objects.filter(scenario=known.name, definition_hash=version, state="open").first()
    if request is None:
        raise InputError(_("この版の承認の依頼は、もうありません。"), _("画面を開き直してください。"))
    return request


def _changed_meanwhile() -> InputError:
    return InputError(
        _("画面を開いたあとに、定義が変わりました。"), _("画面を開き直し、変わった内容を確かめてください。")
    )


def _approve(person: User, version: Version, author: User) -> None:
    if author.pk == person.pk or not two_people(author.name, person.name):
        raise InputError(_("承認を頼んだ本人は承認できません。"), _("同じ所属のほかの所属長に頼んでください。"))
    _keep_texts(version)
    day = datetime.now(JAPAN).date()
    keep_approval(ApprovalRecord(version.known.name, version.hash, author.name, person.name, day))
    _decide(person, ApprovalRequest.objects.filter(definition_hash=version.hash, state="open"), "approved", "")


def _decide(person: User, requests: Iterable[ApprovalRequest], state: str, answer: str) -> None:
    numbers = [request.pk for request in requests]
    ApprovalRequest.objects.filter(pk__in=numbers, state="open").update(
        state=state, decided_by=person, decided_at=timezone.now(), answer=answer
    )

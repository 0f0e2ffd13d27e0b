"""Entering one record exactly once: intent, click, confirmation, and a look at the target whenever that is in doubt."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dxrobot.actions.desk import Desk
from dxrobot.actions.operation import perform_operation
from dxrobot.errors import BusinessError, DxrobotError, InDoubt, InputError, NotOnScreen, TargetError
from dxrobot.i18n import _
from dxrobot.items import IntentState, ItemState
from dxrobot.runner.call import PreparedCall
from dxrobot.runner.decision import Decision, decide, decide_after_probe
from dxrobot.runner.desks import Desks
from dxrobot.runner.probe import look_for_record, record_stands
from dxrobot.runner.sameness import digest_to_compare, told_difference
from dxrobot.store.claims import Claim
from dxrobot.store.journal import Journal

_LOOKS_AFTER_S = (1.0, 2.0, 3.0)
"""Pauses between looks at a record in doubt, before the last one, when the site can no longer save it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an item ended, with the reason in words for staff."""

    state: ItemState
    reason: str = ""
    output: Mapping[str, Any] = field(default_factory=dict)
    """What the operation returned, by name."""


class _Commitment:
    """The hooks around the committing click of one record."""

    def __init__(self, entry: RecordEntry, claim: Claim) -> None:
        self._entry, self._claim = entry, claim
        self.earlier_stands = False
        self.submitted = False
        self.settled = False

    def before_commit(self) -> None:
        self._entry.keep_picture("before")
        entered = self._entry.call.entered
        if not self._entry.journal.submitting(self._claim, entered, earlier_stands=self.earlier_stands):
            raise TargetError(_("別の実行がこの件を引き継いだため、登録しませんでした。"))
        self.submitted = True

    def confirmed(self) -> None:
        self._entry.journal.settle_intent(self._claim, IntentState.DONE)
        self.settled = True


class RecordEntry:
    """Enters the record of one prepared call; ``evidence`` begins its pictures' paths, None keeps no pictures."""

    def __init__(
        self,
        call: PreparedCall,
        desks: Desks,
        journal: Journal,
        evidence: Path | None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.call = call
        self.journal = journal
        self._desks = desks
        self._evidence = evidence
        self._sleep = sleep
        self.sign_missed = False
        """Whether this run sent the record, saw no sign of it, and then found it in the target system."""
        self.rest_missed = False
        """Whether the record was confirmed, but the operation could not be carried out to its end."""

    def enter(self) -> Outcome:
        """Enter the record unless it is there already, or although it is when a person has decided so.

        Raises :class:`BusinessError` when a person must decide and :class:`TargetError` when it may be tried again.
        """
        claim = self.journal.claim(self.call.intent, self.call.digest)
        if self.journal.to_be_entered_again(claim):
            return self._submit_ours(self.journal.enter_again(claim, self.call.digest), claim)
        in_work = claim.state in (IntentState.RESERVED, IntentState.SUBMITTING) and not claim.ours
        digest = digest_to_compare(claim, self.call)
        gone = in_work and self._holder_gone(claim)
        decision = decide(claim, digest, holder_dead=gone, overtaken=self.journal.overtook(claim))
        if decision is Decision.PROBE:
            decision = self._look(claim)
        if decision is Decision.ENTER:
            return self._submit(claim)
        if decision is Decision.TAKE_OVER:
            return self._submit_ours(self.journal.take_over(claim, self.call.digest), claim)
        if decision is Decision.ALREADY_DONE:
            return self._already_done(claim)
        return self._leave_to_person(claim, decision)

    def keep_picture(self, moment: str) -> None:
        """Keep a masked picture of the screen."""
        if self._evidence is not None:
            path = self._evidence.with_name(f"{self._evidence.name}_{moment}.png")
            path.write_bytes(self._desk.picture(self.call.sensitive_values))

    @property
    def _desk(self) -> Desk:
        """The robot's desk, opened when it is first needed."""
        return self._desks.desk(self.call.robot.robot)

    def _holder_gone(self, claim: Claim) -> bool:
        """Whether nothing of the run that holds ``claim`` can act any more.

        Of this run, its closed browsers cannot, and its earlier attempts were proven dead when it was resumed, unless
        it was taken over from another machine.
        """
        if claim.holder == self.journal.run_name:
            return not self.journal.overtook(claim)
        return self.journal.holder_dead(claim)

    def _look(self, claim: Claim) -> Decision:
        """See whether the record is there, once the site can no longer save on its own at the latest."""
        if claim.earlier_stands:
            return Decision.UNKNOWN
        gone = self._holder_gone(claim)
        try:
            found = (gone and self._appears(claim)) or self._found()
        except TargetError as error:
            raise InDoubt(error.message, error.remedy) from error
        if found:
            self.journal.settle_intent(claim, IntentState.DONE)
            self.sign_missed = claim.holder == self.journal.run_name
        digest = digest_to_compare(claim, self.call)
        return decide_after_probe(claim, digest, found=found, holder_dead=gone, settled=gone)

    def _appears(self, claim: Claim) -> bool:
        """Whether the record appears while the site may still save it on its own: found is found, whenever that is."""
        for pause in (*_LOOKS_AFTER_S, math.inf):
            if not self._seconds_to_settle(claim):
                break
            try:
                if self._found():
                    return True
            except DxrobotError as error:  # the site may still be busy with it; the last look is what counts
                self._desks.close(self.call.robot.robot)
                if isinstance(error, InputError):  # nor is a wrong password tried again and again
                    pause = math.inf
            self._sleep(min(pause, self._seconds_to_settle(claim)))
        return False

    def _seconds_to_settle(self, claim: Claim) -> float:
        return self.journal.seconds_to_settle(claim, self.call.robot.settle_s)

    def _submit_ours(self, ours: Claim | None, claim: Claim) -> Outcome:
        """Enter a record whose intent is now held under a new attempt number, unless another run was quicker."""
        return self._submit(ours) if ours else self._leave_to_person(claim, Decision.BUSY)

    def _already_done(self, claim: Claim) -> Outcome:
        output = self._kept_outputs(claim)
        if claim.holder == self.journal.run_name:
            reason = _("応答が途切れましたが、登録されていることを確かめました。")
            return Outcome(ItemState.DONE, reason, output)
        if self.journal.holder_over(claim) and self.journal.adopt(claim):
            reason = _("中断した前回の実行で登録されていることを確かめました。")
            return Outcome(ItemState.DONE, reason, output)
        reason = _("登録済みのため、登録しませんでした(実行 {run})。").format(run=claim.holder)
        return Outcome(ItemState.SKIPPED, reason, output)

    def _kept_outputs(self, claim: Claim) -> Mapping[str, Any]:
        """What the operation returned when it entered the record."""
        if not self.call.operation.returns:
            return {}
        kept: Mapping[str, Any] | None = self.journal.outputs(claim)
        if kept is None:
            kept = self._outputs_of_record(claim)
        if kept is None:
            raise BusinessError(
                _("登録は済んでいますが、その結果({names})を受け取る前に中断しました。").format(
                    names="、".join(self.call.operation.returns)
                ),
                _("対象システムで確かめ、この件の残りの手順は手作業で行ってください。"),
            )
        return kept

    def _outputs_of_record(self, claim: Claim) -> Mapping[str, Any] | None:
        """What the operation would have returned, taken from the record in the target system.

        None if it cannot be, as beside an earlier record: nobody could tell which of the two is read.
        """
        probe = self.call.operation.probe
        if claim.earlier_stands or probe is None or set(probe.returns) != set(self.call.operation.returns):
            return None
        try:
            found = self._desks.at(self.call.robot.robot, lambda desk: look_for_record(desk, self.call))
        except TargetError as error:
            raise _entered_all_the_same(error) from error
        if found is not None:
            self.journal.keep_outputs(claim, found)
        return found

    def _leave_to_person(self, claim: Claim, decision: Decision) -> Outcome:
        if decision is Decision.UNKNOWN:
            self.journal.settle_intent(claim, IntentState.UNKNOWN)
            return Outcome(ItemState.UNKNOWN, _("登録されたか分かりません。対象システムで確かめてください。"))
        if decision is Decision.BUSY:
            return Outcome(ItemState.SYSTEM_ERROR, _("別の実行が処理しています(実行 {run})。").format(run=claim.holder))
        return Outcome(
            ItemState.BUSINESS_ERROR,
            _("同じ番号で、違う内容が登録済みです(実行 {run})。どちらが正しいか確かめてください。").format(
                run=claim.holder
            )
            + told_difference(claim, self.call),
        )

    def _submit(self, claim: Claim) -> Outcome:
        hooks = _Commitment(self, claim)
        try:
            return self._desks.at(self.call.robot.robot, lambda desk: self._carry_out(desk, claim, hooks))
        except TargetError as error:
            if hooks.settled:
                return self._without_the_rest(replace(claim, earlier_stands=hooks.earlier_stands), error)
            self._give_back(claim, hooks)
            if hooks.submitted:
                raise InDoubt(error.message, error.remedy) from error
            raise
        except Exception:
            self._give_back(claim, hooks)
            raise

    def _carry_out(self, desk: Desk, claim: Claim, hooks: _Commitment) -> Outcome:
        """The operation from its beginning, once the target was looked into; again when the session had ended."""
        hooks.earlier_stands = self._shows_record(desk, first=not claim.reentry and claim.submitted_at is None)
        if hooks.earlier_stands and not (claim.reentry and claim.submitted_at is None):
            return self._unexpected(claim)
        desk.begin(hooks)
        output = perform_operation(desk, self.call.operation, self.call.values)
        if output:
            self.journal.keep_outputs(claim, output)
        self.keep_picture("after")
        return Outcome(ItemState.DONE, output=output)

    def _without_the_rest(self, claim: Claim, error: TargetError) -> Outcome:
        """The record is there; what comes after it on the screens has changed, and a look must do instead."""
        self.rest_missed = True
        with contextlib.suppress(DxrobotError):
            self.keep_picture("after")
        self._desks.close(self.call.robot.robot)
        reason = _("登録は済みましたが、その後の画面を最後まで扱えませんでした。{reason}")
        return Outcome(ItemState.DONE, reason.format(reason=error), self._kept_outputs(claim))

    def _unexpected(self, claim: Claim) -> Outcome:
        """A record that we have yet to enter stands there: a late one of an earlier attempt, or somebody else's."""
        if claim.submitted_at is not None:
            return self._leave_to_person(claim, Decision.UNKNOWN)
        raise BusinessError(
            _("同じ番号の記録が、dxrobot の登録より前から対象システムにあります。内容を確かめてください。")
        )

    def _give_back(self, claim: Claim, hooks: _Commitment) -> None:
        """After a failure: an intent never submitted is free again; one in doubt ends its browser, which could act."""
        if not hooks.submitted:
            self.journal.release(claim)
        elif not hooks.settled:
            self._desks.close(self.call.robot.robot)
            self.journal.browser_ended()

    def _found(self) -> bool:
        """Whether the record stands in the target system."""
        return self._desks.at(self.call.robot.robot, lambda desk: self._shows_record(desk, first=False))

    def _shows_record(self, desk: Desk, *, first: bool) -> bool:
        """Whether the record stands there; not looked for before its ``first`` entry where the robot says so."""
        probe = self.call.operation.probe
        if probe is None or (first and not probe.before_entry):
            return False
        return record_stands(desk, self.call)


def _entered_all_the_same(error: TargetError) -> TargetError:
    """``error`` of a look at a record that is known to be there: whoever reads of it must not enter it by hand."""
    kind = NotOnScreen if isinstance(error, NotOnScreen) else TargetError
    told = _("登録は済んでいますが、その結果を対象システムから読み取れませんでした。{reason}").format(reason=error)
    return kind(told, _("手で入力せずに、もう一度実行してください。"))

"""What can go wrong, by what happens next: a person mends the input, a person judges the record, we try again.

Every message is a sentence for staff, in their language, already translated; nothing here carries personal data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum


class ExitStatus(IntEnum):
    """Exit statuses of every command (design: Contract)."""

    SETTLED = 0
    PERSON_NEEDED = 1
    INPUT_WRONG = 2
    BUG = 3


class DxrobotError(Exception):
    """An expected failure. ``remedy`` says what the reader can do about it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        joint = "" if self.message.endswith("。") else " "
        return f"{self.message}{joint}{self.remedy}".strip()


class InputError(DxrobotError):
    """A file, an option or the machine is not as it must be (exit status 2)."""


class StoreLost(InputError):
    """The store cannot be read or written at the moment: what was begun may be tried again later."""


class UndefinedName(InputError):
    """An expression of a definition file uses a name that stands for nothing."""

    where: str = ""
    """The step of the scenario, ``steps[2].then[0]``, once it is known."""


class BusinessError(DxrobotError):
    """The record itself is wrong: it goes to a person and is never retried."""


class Refused(BusinessError):
    """The target system does not take the record, and says why in its own words."""


class TargetError(DxrobotError):
    """The target system or the way to it failed: the item may be tried again."""


class NotOnScreen(TargetError):
    """A screen lacks something that the robot looks for there, or has several of it: most likely it has changed."""


class NotKept(TargetError):
    """A screen does not hold what was entered there."""


class InDoubt(TargetError):
    """The target failed after a record was submitted: only a look into it tells whether the record is there."""


class SessionExpired(TargetError):
    """The target system has signed the robot out, and nothing was submitted since the operation began.

    The desk can sign in again (``Desk.sign_in_again``); then the operation may begin anew without any harm, and that
    does not count as a failed attempt. After a submission a plain :class:`TargetError` is raised instead, because
    only a look into the target tells whether the record is there.
    """


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a definition file, at a place a person can find."""

    file: str
    line: int
    column: int
    where: str
    message: str

    def __str__(self) -> str:
        path = f"{self.where}: " if self.where else ""
        return f"{self.file}:{self.line}:{self.column}: {path}{self.message}"


class DefinitionError(InputError):
    """One or more definition files are wrong; all mistakes are listed at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class NeedsReview(DxrobotError):
    """A value is still doubtful: the item waits for a person, the others go on."""


class RunCancelled(DxrobotError):
    """Somebody asked the run to stop; the item in hand and the remaining ones stay as they are, to be continued."""

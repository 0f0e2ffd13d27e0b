"""The duties of people, and what follows from a duty alone; which department a person is of stands in ``access``."""

from __future__ import annotations

from enum import StrEnum

from dxrobot.i18n import _


class Role(StrEnum):
    """A person's duty; everybody has one."""

    STAFF = "staff"
    LEADER = "leader"
    MANAGER = "manager"
    OFFICE = "office"
    AUDITOR = "auditor"
    CONTRACTOR = "contractor"


EVERYBODY = frozenset(Role)
CASEWORKERS = frozenset({Role.STAFF, Role.LEADER, Role.MANAGER, Role.CONTRACTOR})
"""Who works on cases: of the own department alone, and a contractor on test data alone."""
CHECKERS = CASEWORKERS - {Role.CONTRACTOR}
"""Who decides what a form says: an answer given for a trial holds for the same scan in production."""
OWN_DEPARTMENT = CASEWORKERS
"""Who sees one department; the others see every department."""
MASKED = frozenset({Role.OFFICE, Role.AUDITOR})
"""Who sees no personal data."""
TESTERS = frozenset({Role.LEADER, Role.CONTRACTOR})
"""Who tries scenarios, but starts none in production."""

PLANNERS = frozenset({Role.STAFF, Role.LEADER, Role.MANAGER, Role.OFFICE})
"""Who makes and changes schedules; in which modes stands in ``access``."""


def role_name(role: str) -> str:
    """What people call a duty."""
    names = {
        Role.STAFF: _("職員"),
        Role.LEADER: _("ITリーダー"),
        Role.MANAGER: _("所属長"),
        Role.OFFICE: _("デジタル戦略課"),
        Role.AUDITOR: _("監査"),
        Role.CONTRACTOR: _("委託業者"),
    }
    return names[Role(role)]


def role_duty(role: str) -> str:
    """What somebody with this duty may do, in one sentence."""
    duties = {
        Role.STAFF: _("自分の所属の業務を動かし、読み取りを確認します。"),
        Role.LEADER: _("自分の所属のシナリオを作り、試行します。本番の承認はできません。"),
        Role.MANAGER: _("自分の所属のシナリオを本番に承認し、時間を確かめます。"),
        Role.OFFICE: _("利用者、スケジュール、認証情報、共通の部品を管理します。個人の情報は見えません。"),
        Role.AUDITOR: _("すべてを伏せ字で見ます。何も変えられません。"),
        Role.CONTRACTOR: _("期限の日まで、試験のデータだけで試行します。"),
    }
    return duties[Role(role)]

"""The tables of the console."""

from dxrobot.console.models.approvals import ApprovalRequest, DefinitionText
from dxrobot.console.models.audit import AuditEntry, AuditHead
from dxrobot.console.models.ledger import HoursConfirmation
from dxrobot.console.models.users import User

__all__ = ["ApprovalRequest", "AuditEntry", "AuditHead", "DefinitionText", "HoursConfirmation", "User"]

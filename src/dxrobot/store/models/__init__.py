"""The tables of the store: one model set for SQLite and PostgreSQL."""

from dxrobot.store.models.entries import EnteredValue, Intent, PastEntry, Ruling
from dxrobot.store.models.ledger import (
    GroupTotal,
    LedgerFile,
    LedgerHead,
    LedgerKindTotal,
    LedgerRow,
    LedgerTotal,
)
from dxrobot.store.models.orders import Order, Worker
from dxrobot.store.models.people import Answer, Approval, Doubt, Lesson, Question
from dxrobot.store.models.runs import Item, Lock, MadeFile, Process, Run
from dxrobot.store.models.schedules import Arrival, DailyDigest, Schedule

__all__ = [
    "Answer",
    "Approval",
    "Arrival",
    "DailyDigest",
    "Doubt",
    "EnteredValue",
    "GroupTotal",
    "Intent",
    "Item",
    "LedgerFile",
    "LedgerHead",
    "LedgerKindTotal",
    "LedgerRow",
    "LedgerTotal",
    "Lesson",
    "Lock",
    "MadeFile",
    "Order",
    "PastEntry",
    "Process",
    "Question",
    "Ruling",
    "Run",
    "Schedule",
    "Worker",
]

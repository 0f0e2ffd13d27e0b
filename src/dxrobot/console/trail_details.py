"""What the audit trail says of a deed beside its object, in words; the names under which it is kept stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dxrobot.console.roles import Role, role_name
from dxrobot.console.trail_words import deed_words, outcome_words
from dxrobot.console.words import mode_word
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.schedule.moments import Moment


def detail_words(detail: Mapping[str, Any]) -> str:
    """``detail`` in words; what is empty is left out."""
    names = _names()
    told = [(names.get(name, name), _value(name, value)) for name, value in detail.items()]
    return _("、").join(f"{name}: {value}" for name, value in told if value)


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, list):
        return "・".join(str(one) for one in value)
    if name == "mode" and value in set(Mode):
        return mode_word(value)
    if (said := _saying().get(name)) is not None:
        return said(str(value))
    if name == "role":
        # A change of duty is kept as both with an arrow between.
        return " → ".join(role_name(one) if one in set(Role) else one for one in str(value).split(" → "))
    return "" if value is None else str(value)


def _saying() -> Mapping[str, Callable[[str], str]]:
    """How values are said that stand in the trail by names or times of ours."""
    found = {"there": _("あった"), "not_there": _("なかった")}
    return {
        "action": deed_words,
        "outcome": outcome_words,
        "found": lambda value: found.get(value, value),
        "by": lambda value: _("サーバーの命令") if value == "command line" else value,
        "moment": _moment_words,
    }


def _moment_words(value: str) -> str:
    try:
        return str(Moment(datetime.fromisoformat(value)))
    except ValueError:  # the trail shows whatever stands in it
        return value


def _names() -> Mapping[str, str]:
    return {
        "action": _("操作"),
        "added": _("加えた日"),
        "address": _("アドレス"),
        "answers": _("応答あり"),
        "approver": _("本番を承認できる所属"),
        "at_once": _("すぐに止める"),
        "before": _("前の決まり"),
        "by": _("どこから"),
        "bytes": _("大きさ(バイト)"),
        "changed": _("変えた日"),
        "closes": _("閉まる時刻"),
        "day": _("日"),
        "days": _("日数"),
        "department": _("所属"),
        "expires_on": _("利用期限"),
        "fields": _("項目"),
        "fiscal_year": _("年度"),
        "found": _("登録の有無"),
        "is_active": _("利用可"),
        "item": _("件"),
        "kind": _("種類"),
        "ledger_length": _("台帳の長さ"),
        "login": _("利用者名"),
        "mode": _("動かし方"),
        "moment": _("回"),
        "name": _("氏名"),
        "object": _("対象"),
        "only_looked": _("見ただけ"),
        "opens": _("開庁"),
        "order": _("実行依頼"),
        "outcome": _("結果"),
        "replaced": _("置き換え"),
        "role": _("役割"),
        "run": _("実行"),
        "same": _("同じ日"),
        "saved_minutes": _("削減時間(分)"),
        "scenario": _("シナリオ"),
        "scenarios": _("シナリオ"),
        "sessions": _("サインインの数"),
        "staff": _("職員の区分"),
        "step": _("シナリオ"),
        "table": _("表"),
        "undo": _("取り消し"),
        "version": _("版"),
        "words": _("いつ動かすか"),
        "year": _("年度"),
        "yen_per_hour": _("1時間あたりの円"),
    }

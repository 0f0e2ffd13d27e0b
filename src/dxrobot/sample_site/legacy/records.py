"""The two kinds of record that the tax desk enters: their columns, what is checked, what lists show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dxrobot.sample_site.legacy import checks
from dxrobot.sample_site.legacy.checks import Check, anything, matching, one_of

VEHICLES: Mapping[str, tuple[int, int]] = {
    "原付第一種(50cc以下)": (1, 50),
    "原付第二種乙(90cc以下)": (51, 90),
    "原付第二種甲(125cc以下)": (91, 125),
    "軽二輪(250cc以下)": (126, 250),
    "二輪の小型自動車(250cc超)": (251, 3000),
    "軽四輪乗用(自家用)": (1, 660),
    "軽四輪貨物(自家用)": (1, 660),
    "小型特殊(農耕用)": (1, 9999),
}
"""種別 and the 排気量 in cc that belong to it, first and last (地方税法 第463条の15 in outline)."""
REPORTS = ("取得", "変更", "廃車")
TAXES = ("市県民税(普通徴収)", "固定資産税・都市計画税", "軽自動車税(種別割)", "国民健康保険税")
DEPOSITS = ("普通", "当座", "納税準備")
YEARS = ("令和8年度", "令和9年度")
PERIODS = ("全期前納", "第1期", "第2期", "第3期", "第4期")
ORDERS = ("新規", "変更", "廃止")


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a record."""

    name: str
    caption: str
    check: Check = anything
    required: bool = True
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record."""

    name: str
    title: str
    table: str
    letter: str
    """What its 受付番号 begin with."""
    columns: tuple[Column, ...]
    searched: tuple[str, ...]
    """Columns that the list can be searched by."""
    choices: Mapping[str, tuple[str, ...]]

    def column(self, name: str) -> Column:
        """The column called ``name``."""
        return next(column for column in self.columns if column.name == name)

    def mistakes(self, values: Mapping[str, str]) -> list[str]:
        """What is wrong, column by column, in the words of the alert()."""
        found = []
        for column in self.columns:
            value = values.get(column.name, "")
            if value and (fault := column.check(value)):
                found.append(column.caption + fault)
            if not value and column.required:
                found.append(f"{column.caption}を入力してください。")
        return found or _wrong_together(values)


def _wrong_together(values: Mapping[str, str]) -> list[str]:
    if "displacement" not in values:
        return []
    first, last = VEHICLES[values["vehicle_kind"]]
    fits = first <= int(values["displacement"]) <= last
    return [] if fits else ["排気量が種別と一致しません。"]


VEHICLE_REPORT = Kind(
    "keiji",
    "軽自動車税(種別割)申告",
    "vehicle_report",
    "K",
    (
        Column("report_kind", "申告区分", one_of(*REPORTS), listed=True),
        Column("reported_on", "申告年月日", checks.day),
        Column("plate_no", "標識番号", listed=True),
        Column("vehicle_kind", "種別", one_of(*VEHICLES), listed=True),
        Column("chassis_no", "車台番号", matching(r"[0-9A-Z\-]+", "は半角英数字で入力してください。"), listed=True),
        Column("maker", "車名"),
        Column("model", "型式", required=False),
        Column("displacement", "排気量", matching(r"[1-9][0-9]{0,3}", "は半角数字4桁以内で入力してください。")),
        Column("event_on", "異動年月日", checks.day, listed=True),
        Column("owner_kana", "所有者氏名カナ", checks.zengin_kana),
        Column("owner_name", "所有者氏名", listed=True),
        Column("owner_town_code", "所有者住所コード"),
        Column("owner_town", "所有者住所"),
        Column("owner_street", "所有者番地方書"),
        Column("owner_phone", "電話番号", matching(r"[0-9\-]{10,13}", "に誤りがあります。"), required=False),
        Column("place_town_code", "定置場住所コード"),
        Column("place_town", "定置場住所"),
        Column("place_street", "定置場番地方書"),
        Column("note", "備考", required=False),
    ),
    ("plate_no", "owner_kana"),
    {"report_kind": REPORTS, "vehicle_kind": tuple(VEHICLES)},
)
TRANSFER_ORDER = Kind(
    "koza",
    "口座振替登録",
    "transfer_order",
    "F",
    (
        Column("order_kind", "登録区分", one_of(*ORDERS), listed=True),
        Column("applied_on", "申込年月日", checks.day),
        Column("tax", "税目", one_of(*TAXES), listed=True),
        Column("notice_no", "通知書番号", matching(r"[0-9]{10}", "は半角数字10桁で入力してください。"), listed=True),
        Column("payer_name", "納税義務者氏名", listed=True),
        Column("bank_code", "金融機関コード", listed=True),
        Column("bank_name", "金融機関名"),
        Column("branch_code", "支店コード", listed=True),
        Column("branch_name", "支店名"),
        Column("deposit", "預金種別", one_of(*DEPOSITS)),
        Column("account_no", "口座番号", matching(r"[0-9]{7}", "は半角数字7桁で入力してください。"), listed=True),
        Column("holder_kana", "口座名義人カナ", checks.zengin_kana),
        Column("start_year", "開始年度", one_of(*YEARS)),
        Column("start_period", "開始期", one_of(*PERIODS), listed=True),
    ),
    ("notice_no", "payer_name"),
    {
        "order_kind": ORDERS,
        "tax": TAXES,
        "deposit": DEPOSITS,
        "start_year": YEARS,
        "start_period": PERIODS,
    },
)
KINDS = (VEHICLE_REPORT, TRANSFER_ORDER)

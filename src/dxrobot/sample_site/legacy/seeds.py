"""Records that were there before anybody started: invented people, so that lists have pages from the first day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dxrobot.sample_site.legacy.codes import banks, branches, towns

_FAMILIES = (
    ("青木", "ｱｵｷ"),
    ("石川", "ｲｼｶﾜ"),
    ("上田", "ｳｴﾀﾞ"),
    ("遠藤", "ｴﾝﾄﾞｳ"),
    ("大野", "ｵｵﾉ"),
    ("加藤", "ｶﾄｳ"),
    ("木村", "ｷﾑﾗ"),
    ("久保", "ｸﾎﾞ"),
    ("小山", "ｺﾔﾏ"),
    ("斎藤", "ｻｲﾄｳ"),
    ("清水", "ｼﾐｽﾞ"),
    ("杉本", "ｽｷﾞﾓﾄ"),
)
_GIVEN = (("一郎", "ｲﾁﾛｳ"), ("花子", "ﾊﾅｺ"), ("健", "ｹﾝ"), ("幸子", "ｻﾁｺ"), ("誠", "ﾏｺﾄ"))
_BIKES = (("原付第一種(50cc以下)", "見本ワークス", "49"), ("原付第二種甲(125cc以下)", "サンプル技研", "124"))
_COUNT = 23


def seeds(kind: str) -> Iterator[Mapping[str, str]]:
    """The records of one kind that the migration brought."""
    make = {"keiji": _vehicle_report, "koza": _transfer_order}[kind]
    return (make(number) for number in range(_COUNT))


def _person(number: int) -> tuple[str, str]:
    family, given = _FAMILIES[number % len(_FAMILIES)], _GIVEN[number % len(_GIVEN)]
    return f"{family[0]} {given[0]}", f"{family[1]} {given[1]}"


def _vehicle_report(number: int) -> Mapping[str, str]:
    name, kana = _person(number)
    vehicle, maker, displacement = _BIKES[number % len(_BIKES)]
    town = towns()[number % 20]
    day = f"507{1 + number % 12:02}{1 + number % 28:02}"
    return {
        "report_kind": ("取得", "取得", "廃車")[number % 3],
        "reported_on": day,
        "plate_no": f"見本市 あ {7001 + number * 13}",
        "vehicle_kind": vehicle,
        "chassis_no": f"MH{displacement}-{1000123 + number * 77}",
        "maker": maker,
        "displacement": displacement,
        "event_on": day,
        "owner_kana": kana,
        "owner_name": name,
        "owner_town_code": town.code,
        "owner_town": f"見本市{town.name}",
        "owner_street": f"{number + 1}番地",
        "place_town_code": town.code,
        "place_town": f"見本市{town.name}",
        "place_street": f"{number + 1}番地",
    }


def _transfer_order(number: int) -> Mapping[str, str]:
    name, kana = _person(number)
    bank = banks()[number % 3]
    branch = branches(bank.code)[number % 3]
    return {
        "order_kind": "新規",
        "applied_on": f"507{1 + number % 12:02}10",
        "tax": ("市県民税(普通徴収)", "固定資産税・都市計画税", "国民健康保険税")[number % 3],
        "notice_no": f"{2070000101 + number * 37}",
        "payer_name": name,
        "bank_code": bank.code,
        "bank_name": bank.name,
        "branch_code": branch.code,
        "branch_name": branch.name,
        "deposit": "普通",
        "account_no": f"{1000000 + number * 7919}",
        "holder_kana": kana,
        "start_year": "令和8年度",
        "start_period": "第1期",
    }

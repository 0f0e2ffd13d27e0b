"""Whom the city vaccinates, by whom and against what. All people and clinics are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Resident:
    """対象者: a child of the city."""

    number: str
    name: str
    kana: str
    born_on: date


VACCINES = (
    "五種混合(DPT-IPV-Hib)",
    "小児用肺炎球菌",
    "B型肝炎",
    "BCG",
    "麻しん風しん混合(MR)",
    "水痘",
    "日本脳炎",
    "二種混合(DT)",
    "ヒトパピローマウイルス(HPV)",
)
DOSES = ("1回目", "2回目", "3回目", "追加")
OUTCOMES = ("接種", "見合わせ")
CLINICS = (
    "あおば小児科クリニック",
    "あさひ町医院",
    "うえのはら診療所",
    "かわばた内科小児科",
    "こどもクリニックさくら台",
    "さかえ町ファミリークリニック",
    "見本市立病院",
    "見本中央病院",
    "みどりが丘こどもクリニック",
    "みなと町診療所",
    "わかば小児科医院",
)
_FAMILIES = (
    ("赤坂", "アカサカ"),
    ("池田", "イケダ"),
    ("内山", "ウチヤマ"),
    ("榎本", "エノモト"),
    ("岡本", "オカモト"),
    ("川口", "カワグチ"),
    ("北村", "キタムラ"),
    ("黒田", "クロダ"),
)
_GIVEN = (("陽菜", "ヒナ"), ("蓮", "レン"), ("結衣", "ユイ"), ("湊", "ミナト"), ("咲良", "サクラ"))
_FIRST_BORN = date(2024, 1, 9)
_DAYS_APART = 26


def _resident(number: int) -> Resident:
    family, given = _FAMILIES[number % len(_FAMILIES)], _GIVEN[number % len(_GIVEN)]
    born_on = _FIRST_BORN + timedelta(days=number * _DAYS_APART)
    return Resident(f"{20240001 + number * 7}", f"{family[0]} {given[0]}", f"{family[1]} {given[1]}", born_on)


RESIDENTS = {resident.number: resident for resident in map(_resident, range(40))}
"""Every child by 対象者番号: born from January 2024 on, one every 26 days."""


def suggestions(offered: tuple[str, ...], words: str) -> list[str]:
    """The names among ``offered`` that hold ``words``."""
    return [name for name in offered if words and words in name]

"""The code tables behind the pop-up windows: 住所コード, 金融機関コード and 支店コード. All of them invented."""

from __future__ import annotations

from dataclasses import dataclass

_TOWNS = (
    ("本町一丁目", "ホンチョウ1"),
    ("本町二丁目", "ホンチョウ2"),
    ("本町三丁目", "ホンチョウ3"),
    ("中央一丁目", "チュウオウ1"),
    ("中央二丁目", "チュウオウ2"),
    ("駅前町", "エキマエチョウ"),
    ("栄町", "サカエチョウ"),
    ("旭町", "アサヒチョウ"),
    ("緑が丘一丁目", "ミドリガオカ1"),
    ("緑が丘二丁目", "ミドリガオカ2"),
    ("緑が丘三丁目", "ミドリガオカ3"),
    ("桜台", "サクラダイ"),
    ("若葉町", "ワカバチョウ"),
    ("川端町", "カワバタチョウ"),
    ("大字上野原", "カミノハラ"),
    ("大字下野原", "シモノハラ"),
    ("大字西原", "ニシハラ"),
    ("字浜田", "ハマダ"),
    ("港町", "ミナトマチ"),
    ("寺町", "テラマチ"),
    ("東山一丁目", "ヒガシヤマ1"),
    ("東山二丁目", "ヒガシヤマ2"),
    ("南新田", "ミナミシンデン"),
    ("北新田", "キタシンデン"),
)
_BANKS = {
    ("9001", "みほん銀行", "ミホン"): (
        ("001", "本店営業部"),
        ("011", "駅前支店"),
        ("012", "中央支店"),
        ("015", "緑が丘支店"),
        ("021", "桜台支店"),
        ("034", "港町支店"),
        ("101", "市役所出張所"),
    ),
    ("9002", "さんぷる銀行", "サンプル"): (
        ("001", "本店営業部"),
        ("110", "見本支店"),
        ("112", "見本東支店"),
    ),
    ("9003", "見本信用金庫", "ミホンシンヨウ"): (
        ("001", "本店"),
        ("002", "本町支店"),
        ("003", "栄町支店"),
        ("004", "旭町支店"),
        ("007", "寺町支店"),
        ("009", "東山支店"),
    ),
    ("9004", "見本中央農業協同組合", "ミホンチュウオウ"): (
        ("001", "本所"),
        ("010", "上野原支所"),
        ("020", "新田支所"),
    ),
    ("9005", "みほん労働金庫", "ミホンロウドウ"): (("100", "見本支店"),),
}


@dataclass(frozen=True, slots=True)
class Code:
    """A code, the name it stands for, and the name's kana."""

    code: str
    name: str
    kana: str = ""


def towns(words: str = "") -> list[Code]:
    """Towns of the city whose name, kana or code holds ``words``."""
    return _found([Code(f"{number:04}", name, kana) for number, (name, kana) in enumerate(_TOWNS, 101)], words)


def banks(words: str = "") -> list[Code]:
    """Banks whose name, kana or code holds ``words``."""
    return _found([Code(*bank) for bank in _BANKS], words)


def branches(bank_code: str, words: str = "") -> list[Code]:
    """Branches of one bank whose name or code holds ``words``."""
    return _found([Code(*line) for bank, lines in _BANKS.items() if bank[0] == bank_code for line in lines], words)


def _found(codes: list[Code], words: str) -> list[Code]:
    return [code for code in codes if words in code.name or words in code.kana or words in code.code]

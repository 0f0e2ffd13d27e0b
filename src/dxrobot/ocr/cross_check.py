"""Cross-check: fields of one form that must fit together, by the rules its template names. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dxrobot.i18n import _
from dxrobot.japanese import wareki
from dxrobot.ocr.places import Places
from dxrobot.ocr.reading import Status
from dxrobot.ocr.template import DatePartsRule, KanaNameRule, PostalAddressRule, Template
from dxrobot.ocr.validate import Verdict

Verdicts = Mapping[str, Verdict]


def cross_check(template: Template, verdicts: Verdicts, places: Places) -> dict[str, Verdict]:
    """The verdicts after every rule of ``template``: what contradicts goes to review, nothing is changed by itself."""
    checked = dict(verdicts)
    for rule in template.rules:
        checked.update(_CHECKS[type(rule)](rule, checked, places))
    return checked


def _date_parts(rule: DatePartsRule, verdicts: Verdicts, _places: Places) -> Verdicts:
    names = (rule.era, rule.year, rule.month, rule.day)
    era, year, month, day = (verdicts[name].value for name in names)
    if any(verdicts[name].status is not Status.ACCEPTED for name in names):
        return {}  # a person looks at a part of it anyway
    try:
        wareki.from_parts(str(era), str(year), str(month), str(day))
    except ValueError:
        reason = _("元号と年月日を合わせると、存在しない日付です。")
        return {name: verdicts[name].doubted(reason) for name in names}
    return {}


def _postal_address(rule: PostalAddressRule, verdicts: Verdicts, places: Places) -> Verdicts:
    postal, address = verdicts[rule.postal], verdicts[rule.address]
    if not isinstance(address.value, str):
        return {}
    expected = places.by_code.get(str(postal.value), ())
    if any(_begins(address.value, place) for place in expected):
        return {}
    near = places.near(address.value) or ""
    proposals = [near] if near and near != address.value else []
    confirmed = any(_begins(near, place) for place in expected)
    if expected and not confirmed:
        reason = _("郵便番号と住所が合いません。")
        return {rule.address: address.doubted(reason, proposals), rule.postal: postal.doubted(reason)}
    if not places.known(address.value):
        return {rule.address: address.doubted(_("住所が町名の一覧と合いません。"), proposals)}
    return {}


def _begins(address: str, place: str) -> bool:
    return address.replace("大字", "").replace("ヶ", "ケ").startswith(place.replace("大字", "").replace("ヶ", "ケ"))


def _kana_name(rule: KanaNameRule, verdicts: Verdicts, _places: Places) -> Verdicts:
    kana, name = verdicts[rule.kana], verdicts[rule.name]
    if not isinstance(kana.value, str) or not isinstance(name.value, str):
        return {}
    readings, parts = kana.value.split(" "), name.value.split(" ")
    if len(readings) == len(parts) and all(len(r) >= len(p) for r, p in zip(readings, parts, strict=True)):
        return {}
    reason = _("フリガナと氏名の文字数が合いません。")
    return {rule.kana: kana.doubted(reason), rule.name: name.doubted(reason)}


_CHECKS: dict[type, Callable[[Any, Verdicts, Places], Verdicts]] = {
    DatePartsRule: _date_parts,
    PostalAddressRule: _postal_address,
    KanaNameRule: _kana_name,
}

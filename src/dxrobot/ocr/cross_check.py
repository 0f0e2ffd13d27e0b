"""Cross-check: fields of one form that must fit together, by the rules its template names. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from dxrobot.i18n import _
from dxrobot.japanese import wareki
from dxrobot.ocr.lexicon import places_of_japan
from dxrobot.ocr.places import Places
from dxrobot.ocr.reading import Reading, Status, Value
from dxrobot.ocr.template import Template
from dxrobot.ocr.template_rules import DateOrderRule, DatePartsRule, KanaNameRule, OneOfRule, PostalAddressRule, SumRule
from dxrobot.ocr.validate import Verdict

Verdicts = Mapping[str, Verdict]
_CODES = 3
"""Postal codes proposed for an address: most towns have one."""


def cross_check(template: Template, verdicts: Verdicts, places: Places) -> dict[str, Verdict]:
    """The verdicts after every rule of ``template``: what contradicts goes to review, nothing is changed by itself."""
    checked = dict(verdicts)
    for rule in template.rules:
        checked.update(_CHECKS[type(rule)](rule, checked, places))
    return checked


def cross_check_readings(template: Template, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The same for readings of several pages, by the rules whose fields no single page holds."""
    places = places_of_japan()
    within = {rule for page in range(1, len(template.pages) + 1) for rule in template.sheet(page).rules}
    across = template.model_copy(update={"rules": tuple(rule for rule in template.rules if rule not in within)})
    verdicts = {one.field: Verdict(one.value, one.text, one.status, one.reason, one.candidates) for one in readings}
    checked = cross_check(across, verdicts, places)
    return tuple(
        one.evolve(
            status=checked[one.field].status, reason=checked[one.field].reason, candidates=checked[one.field].candidates
        )
        for one in readings
    )


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
        codes = places.codes_of(near or address.value)[:_CODES]
        return {rule.address: address.doubted(reason, proposals), rule.postal: postal.doubted(reason, codes)}
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


def _sum(rule: SumRule, verdicts: Verdicts, _places: Places) -> Verdicts:
    total = verdicts[rule.total]
    parts = {name: verdict for part in rule.parts for name, verdict in _meant(part, verdicts).items()}
    if any(verdict.status is Status.REVIEW for verdict in (total, *parts.values())):
        return {}  # a person looks at a part of it anyway
    amounts = [_amount(verdict.value) for verdict in parts.values() if verdict.value is not None]
    wanted = _amount(total.value)
    if not amounts and wanted is None:
        return {}
    if wanted is not None and None not in amounts and sum(amount or 0 for amount in amounts) == wanted:
        return {}
    reason = _("内訳を足しても、合計と合いません。")
    written = {name: verdict for name, verdict in parts.items() if verdict.value is not None}
    return {name: verdict.doubted(reason) for name, verdict in {rule.total: total, **written}.items()}


def _meant(name: str, verdicts: Verdicts) -> Verdicts:
    """The field called ``name``; for ``table.column`` its cells in all rows."""
    table, _dot, column = name.partition(".")
    if not column:
        return {name: verdicts[name]}
    return {key: one for key, one in verdicts.items() if key.startswith(f"{table}.") and key.endswith(f".{column}")}


def _amount(value: Value) -> Decimal | None:
    try:
        return Decimal(str(value)) if isinstance(value, str) else None
    except InvalidOperation:
        return None


def _one_of(rule: OneOfRule, verdicts: Verdicts, _places: Places) -> Verdicts:
    named = {name: verdicts[name] for name in rule.fields}
    if any(one.status is not Status.BLANK and one.value is not False for one in named.values()):
        return {}
    reason = _("どれか1つは記入する項目ですが、どれも空欄です。")
    return {name: one.doubted(reason) for name, one in named.items()}


def _date_order(rule: DateOrderRule, verdicts: Verdicts, _places: Places) -> Verdicts:
    start, end = verdicts[rule.start], verdicts[rule.end]
    try:
        backwards = wareki.parse_date(str(end.value)) < wareki.parse_date(str(start.value))
    except ValueError:
        return {}  # one of them is empty, or is looked at anyway
    if not backwards:
        return {}
    reason = _("終わりの日が、始まりの日より前です。")
    return {rule.start: start.doubted(reason), rule.end: end.doubted(reason)}


_CHECKS: dict[type, Callable[[Any, Verdicts, Places], Verdicts]] = {
    DatePartsRule: _date_parts,
    PostalAddressRule: _postal_address,
    KanaNameRule: _kana_name,
    SumRule: _sum,
    OneOfRule: _one_of,
    DateOrderRule: _date_order,
}

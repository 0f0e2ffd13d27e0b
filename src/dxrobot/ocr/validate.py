"""Validate: may what was read stand without a person? Pure; whatever is not sure goes to review with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stdnum.jp import cn, in_

from dxrobot.i18n import _
from dxrobot.ocr.confidence import confidence
from dxrobot.ocr.evidence import Evidence
from dxrobot.ocr.places import Places
from dxrobot.ocr.prior import LISTED_NAME
from dxrobot.ocr.reading import Status, Value
from dxrobot.ocr.template import FieldType, TemplateField
from dxrobot.ocr.variants import spellings, uncertain

_CANDIDATES = 5
_EITHER_SIZE = re.compile("ウ[ィェォ]")
"""Both sizes are names (ウエダ, ウェイ), and the recogniser leans to the small one."""
_IN_KATAKANA = re.compile("[ァ-ヶー] [ァ-ヶー]")
"""A long vowel mark leaves as wide a gap as a space does."""


_UNCHECKED = (FieldType.BANK_ACCOUNT, FieldType.AMOUNT)
"""No check digit and no list tells a wrong one."""
_CHECKED = (FieldType.MY_NUMBER, FieldType.CORPORATE_NUMBER)
_CHECKED_MARGIN = 4.0
"""Nats by which a number that not every view reads must stand above the next: else its check digit alone chose it."""
_VARIANT_MARGIN, _VARIANT_SURE = 4.0, 0.98
"""Nats by which a character must stand above its variants, and how sure the variant network must be of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A field's value, whether it may stand, why not, and what else it may be."""

    value: Value
    text: str
    status: Status
    reason: str = ""
    candidates: tuple[str, ...] = ()
    confidence: float | None = None

    def doubted(self, reason: str, candidates: Sequence[str] = ()) -> Verdict:
        """The same for a person to look at; an earlier reason stays."""
        more = tuple(dict.fromkeys((*self.candidates, *candidates)))
        return replace(self, status=Status.REVIEW, reason=self.reason or reason, candidates=more)


def needs_both_engines(field: TemplateField, value: str | None) -> bool:
    """Whether every view of both engines must read the same, since nothing else would tell that ``value`` is wrong.

    The last digit of a 個人番号 is 0 for two of its eleven remainders (平成26年総務省令第85号 第5条): a number that
    ends so passes with many a digit misread. (That of a 法人番号 misses 0 for 9 alone, which look little alike.)
    """
    weak = field.type is FieldType.MY_NUMBER and value is not None and value.endswith("0")
    return weak or field.type in _UNCHECKED


def judge(field: TemplateField, evidence: Evidence, places: Places, offset: float = 0.0) -> Verdict:
    """The verdict on one field by itself; ``offset`` is what people's corrections taught (dxrobot.ocr.learned)."""
    if field.type is FieldType.CHECKBOX:
        return _judge_checkbox(evidence)
    if field.type is FieldType.CHOICE:
        return _judge_choice(field, evidence)
    if not evidence.written:
        return _empty(field)
    best = evidence.best
    if best is None:
        return Verdict(None, "", Status.REVIEW, _("文字がありますが、読み取れません。"))
    sure, wrong_share = confidence(field.type, evidence, offset)
    accepted = Verdict(best.value, best.text, Status.ACCEPTED, confidence=round(sure, 4))
    reason = _broken_rule(field, evidence, places) or _unsure(field, evidence, wrong_share)
    return accepted.doubted(reason, _other_values(field, evidence)) if reason else accepted


def _judge_checkbox(evidence: Evidence) -> Verdict:
    ticked = bool(evidence.marks)
    text = "✓" if ticked else ""
    if evidence.doubtful_mark:
        return Verdict(ticked, text, Status.REVIEW, _("チェックの印がうすく、付いているか判断できません。"))
    if evidence.red:
        return Verdict(ticked, text, Status.REVIEW, _red_mark())
    return Verdict(ticked, text, Status.ACCEPTED)


def _judge_choice(field: TemplateField, evidence: Evidence) -> Verdict:
    if not evidence.marks:
        empty = _empty(field)
        return empty.doubted(_red_mark(), tuple(field.options)) if evidence.red else empty
    verdict = Verdict(evidence.marks[0], evidence.marks[0], Status.ACCEPTED)
    if len(evidence.marks) > 1:
        labels = "、".join(evidence.marks)
        return verdict.doubted(_("印が2つ以上あります({labels})。").format(labels=labels), evidence.marks)
    if evidence.doubtful_mark:
        return verdict.doubted(_("印がうすく、どれが選ばれたか判断できません。"), tuple(field.options))
    return verdict.doubted(_red_mark(), tuple(field.options)) if evidence.red else verdict


def _red_mark() -> str:
    return _("赤い印(赤ペンか印影)があり、判断できません。")


def _empty(field: TemplateField) -> Verdict:
    if field.required:
        return Verdict(None, "", Status.REVIEW, _("必ず記入する項目ですが、空欄です。"))
    return Verdict(None, "", Status.BLANK)


def _broken_rule(field: TemplateField, evidence: Evidence, places: Places) -> str:
    """Which rule of its type the best candidate breaks, as a sentence; empty when none."""
    best = evidence.best
    if field.boxes and evidence.filled != len(field.boxes) and field.length:
        return _("マスの数({boxes})と文字の数({filled})が合いません。").format(
            boxes=len(field.boxes), filled=evidence.filled
        )
    if best is None or best.value is None:
        return _no_value(field.type)
    if field.type is FieldType.MY_NUMBER and not in_.is_valid(best.value):
        return _("個人番号の検査用数字が合いません。")
    if field.type is FieldType.CORPORATE_NUMBER and not cn.is_valid(best.value):
        return _("法人番号の検査用数字が合いません。")
    if field.type is FieldType.POSTAL_CODE and best.value not in places.by_code:
        return _("この郵便番号は存在しません。")
    return ""


def _no_value(kind: FieldType) -> str:
    sentences = {
        FieldType.DATE: _("日付として読めないか、存在しない日付です。"),
        FieldType.POSTAL_CODE: _("郵便番号は数字7けたです。"),
        FieldType.PHONE: _("電話番号は0から始まる10けたか11けたです。"),
        FieldType.AMOUNT: _("金額として読めません。"),
        FieldType.MY_NUMBER: _("個人番号は数字12けたです。"),
        FieldType.CORPORATE_NUMBER: _("法人番号は数字13けたです。"),
    }
    return sentences.get(kind, _("書き方が項目の決まりに合いません。"))


def _unsure(field: TemplateField, evidence: Evidence, wrong_share: float) -> str:
    """Why the ink leaves doubt; empty when it does not. ``wrong_share`` is how often readings as sure are wrong."""
    doubt = doubt_of_its_kind(field, evidence)
    if doubt:
        return doubt
    chosen = field.type in _CHECKED and not evidence.agreed and evidence.margin < _CHECKED_MARGIN
    alone = not evidence.agreed and needs_both_engines(field, evidence.best.value if evidence.best else None)
    if chosen or alone or wrong_share > field.allowed_error:
        return _("はっきり読めない文字があります。") if evidence.agreed else _("読み方を変えると結果が変わります。")
    return ""


def doubt_of_its_kind(field: TemplateField, evidence: Evidence) -> str:
    """What kinds of fields are known to leave open, however sure the ink is: variants, spaces, sizes of kana."""
    text = evidence.best.text if evidence.best else ""
    if field.type is FieldType.NAME and uncertain(text) and not _variant_clear(evidence):
        return _("異体字の可能性がある文字({characters})があります。").format(characters="、".join(uncertain(text)))
    listed = evidence.worth >= LISTED_NAME
    if field.type in (FieldType.NAME, FieldType.KANA) and (" " not in text or not (evidence.gap_clear or listed)):
        return _("姓と名の区切りがはっきりしません。")
    if field.type is FieldType.KANA and _EITHER_SIZE.search(text) and not listed:
        return _("小さい文字(ィ、ェ、ォ)かどうか、はっきりしません。")
    if field.type is FieldType.TEXT and (not evidence.gap_clear or _IN_KATAKANA.search(text)):
        return _("空白の位置がはっきりしません。")
    return ""


def _variant_clear(evidence: Evidence) -> bool:
    return evidence.variants >= _VARIANT_SURE and _variant_margin(evidence) >= _VARIANT_MARGIN


def _variant_margin(evidence: Evidence) -> float:
    """How far the best candidate stands above the same text in other variants, in nats."""
    best = evidence.candidates[0]
    others = set(spellings(best.text))
    return min((best.score - one.score for one in evidence.candidates if one.text in others), default=99.0)


def _other_values(field: TemplateField, evidence: Evidence) -> tuple[str, ...]:
    values = [one.value for one in evidence.candidates if one.value]
    if field.type is FieldType.NAME and values:
        values[1:1] = spellings(values[0])
    chosen = evidence.best.value if evidence.best else None
    return tuple(value for value in dict.fromkeys(values) if value != chosen)[:_CANDIDATES]

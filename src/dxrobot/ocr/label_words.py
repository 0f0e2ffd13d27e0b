"""Label words: what the words printed beside a place on a form say of the field that is written there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dxrobot.ocr.template import FieldType

_TYPES: tuple[tuple[str, FieldType], ...] = (
    ("フリガナ|ふりがな|カナ|かな$|ヨミ|よみ", FieldType.KANA),
    ("郵便番号|〒", FieldType.POSTAL_CODE),
    ("個人番号|マイナンバー", FieldType.MY_NUMBER),
    ("法人番号", FieldType.CORPORATE_NUMBER),
    ("口座番号", FieldType.BANK_ACCOUNT),
    ("電話|携帯|TEL|FAX|ファクス|ファックス|連絡先", FieldType.PHONE),
    ("年月日|月日|日付|期日|期限|始期|終期|開始日|終了日|交付日|発行日|届出日", FieldType.DATE),
    ("住所|所在地|本籍|居所|住居|転居先", FieldType.ADDRESS),
    ("(整理|受付|受給者|被保険者|世帯|宛名|登録|許可|証|会員|職員|管理|伝票|枝)番号|番号|コード|No", FieldType.DIGITS),
    ("金額|額$|料金|料$|費$|手数料|家賃|単価|小計|合計|計$|収入|所得$", FieldType.AMOUNT),
    ("年齢|人数|枚数|部数|通数|数量|面積|日数|回数|件数|世帯員数|台数|個数|数$", FieldType.NUMBER),
    ("氏名|名前|名義人|代表者|世帯主|筆頭者|保護者|申請者$|届出人$|被保険者$|口座名義", FieldType.NAME),
    ("(児童|生徒|園児|幼児|本人|配偶者|子|父|母|代理人)の?名$", FieldType.NAME),
)
_UNITS = {
    "円": FieldType.AMOUNT,
    **dict.fromkeys(
        ("人", "名", "枚", "通", "部", "歳", "才", "回", "日間", "㎡", "m2", "台", "匹", "頭"), FieldType.NUMBER
    ),
}
ERAS = frozenset({*"明大昭平令MTSHR", "明治", "大正", "昭和", "平成", "令和"})
"""How eras are printed to be circled."""
_CHOICES = ERAS | {
    *"男女有無可否要夫妻父母雄雌",
    *(
        "あり",
        "なし",
        "はい",
        "いいえ",
        "同居",
        "別居",
        "普通",
        "当座",
        "貯蓄",
        "本人",
        "代理人",
        "該当",
        "非該当",
        "不要",
    ),
    *(
        "同意する",
        "同意しない",
        "希望する",
        "希望しない",
        "新規",
        "継続",
        "変更",
        "廃止",
        "自宅",
        "勤務先",
        "実父",
        "実母",
    ),
    *("非該当", "不要", "実母", "持家", "借家", "課税", "非課税", "オス", "メス", "生存", "死亡", "受領", "未受領"),
}
_NO_CHOICE = re.compile("(別|欄|等|有無|区分|種別|方法|内容)$")
_OFFICE = re.compile(
    "職員|処理欄|受付印|収受|決裁|審査|入力|起案|公印|記入しないで|市使用|役所使用|担当者|課長|係長|照合|印$|^受付$"
)

_NAMES: tuple[tuple[str, str], ...] = (
    ("フリガナ|ふりがな|カナ|かな", "kana"),
    ("郵便番号|〒", "postal_code"),
    ("個人番号|マイナンバー", "my_number"),
    ("法人番号", "corporate_number"),
    ("口座番号", "account"),
    ("口座名義", "account_holder"),
    ("金融機関|銀行", "bank"),
    ("支店", "branch"),
    ("預金種別|口座種別", "account_kind"),
    ("携帯", "mobile"),
    ("FAX|ファクス|ファックス", "fax"),
    ("電話|TEL|連絡先", "phone"),
    ("メール", "mail"),
    ("生年月日", "birth_date"),
    ("請求年月日|請求日", "claim_date"),
    ("申請年月日|申請日|届出年月日|届出日", "application_date"),
    ("年月日|日付", "date"),
    ("開始|始期|^自$", "start"),
    ("終了|終期|期限|^至$", "end"),
    ("本籍", "registered_domicile"),
    ("住所|所在地|居所", "address"),
    ("受付番号", "receipt_no"),
    ("整理番号", "reference_no"),
    ("被保険者.*番号", "insured_no"),
    ("番号|コード|No", "number"),
    ("単価", "unit_price"),
    ("合計|総額", "total"),
    ("小計", "subtotal"),
    ("金額|額$|料金|料$|費$", "amount"),
    ("年齢", "age"),
    ("人数|世帯員数", "persons"),
    ("枚数|部数|通数|数量|台数|個数", "quantity"),
    ("性別", "sex"),
    ("続柄", "relationship"),
    ("職業", "occupation"),
    ("勤務先|会社", "employer"),
    ("学校", "school"),
    ("品名|品目", "article"),
    ("目的", "purpose"),
    ("理由|事由", "reason"),
    ("備考", "remarks"),
    ("世帯主", "householder"),
    ("筆頭者", "family_head"),
    ("代表者", "representative"),
    ("氏名|名前|名$", "name"),
    ("配偶者", "spouse"),
    ("児童|子ども|こども", "child"),
    ("同居", "living_together"),
    ("添付", "attached"),
    ("同意", "consent"),
    ("年金", "pension"),
    ("請求者|申請者|届出人", "applicant"),
)
_SECTIONS: tuple[tuple[str, str], ...] = (
    ("配偶者", "spouse"),
    ("世帯主", "householder"),
    ("代理人", "agent"),
    ("児童|子ども|こども|園児", "child"),
    ("振込|口座", "payment"),
    ("勤務先|事業所", "employer"),
    ("本人|請求者|申請者|届出人", "applicant"),
)

KEY_LABELS = ("受付番号", "整理番号", "管理番号", "宛名番号", "被保険者番号", "受給者番号", "証番号", "番号")
"""Labels of what names one form among all others, the likeliest first."""


def type_of(label: str, unit: str = "", boxes: int = 0, groups: Sequence[int] = ()) -> FieldType:
    """The type of a field by its label, the unit printed behind it and its comb boxes (in their groups)."""
    plain = label.replace(" ", "")
    if tuple(groups) == (3, 4):
        return FieldType.POSTAL_CODE
    found = next((kind for words, kind in _TYPES if re.search(words, plain)), None)
    if boxes == 12 and found in (None, FieldType.DIGITS):
        return FieldType.MY_NUMBER
    if boxes == 13 and found in (None, FieldType.DIGITS):
        return FieldType.CORPORATE_NUMBER
    if boxes and found in (None, FieldType.TEXT, FieldType.DATE, FieldType.NUMBER, FieldType.NAME, FieldType.ADDRESS):
        return FieldType.DIGITS
    return _UNITS.get(unit) or found or FieldType.TEXT


def is_label(label: str) -> bool:
    """Whether words name something that is written beside them."""
    plain = label.replace(" ", "")
    return type_of(plain) is not FieldType.TEXT or any(re.search(words, plain) for words, _name in _NAMES)


def is_unit(text: str) -> bool:
    """Whether a word is the unit of what is written before it."""
    return text in _UNITS


def choices_in(text: str, parted: bool = True) -> tuple[str, ...]:
    """The words of ``text`` of which one is circled, ``男・女``; empty when it is none of that kind.

    ``parted`` tells that the words were printed apart from each other without any sign.
    """
    words = tuple(word for word in re.split(r"[・/／|、 ]", text) if word)
    if len(words) < 2 or any(len(word) > 8 for word in words):
        return ()
    known = sum(re.sub(r"^\d+\.?|[()（）]", "", word) in _CHOICES for word in words)
    if known == len(words) or (known and not _NO_CHOICE.search(text)):
        return words
    signed = "・" in text and not parted
    named = any(type_of(word) is not FieldType.TEXT for word in words)
    return words if signed and not named and not _NO_CHOICE.search(text) else ()


def is_choice(word: str) -> bool:
    """Whether a printed word is one that people circle, wherever it stands."""
    return word in _CHOICES


def for_the_office(labels: Iterable[str]) -> bool:
    """Whether any of ``labels`` says that the city's own staff write there."""
    return any(_OFFICE.search(label.replace(" ", "")) for label in labels)


def name_for(label: str, section: str = "") -> str:
    """A name for a field in the words a template is written in; empty when no rule knows the label."""
    plain = label.replace(" ", "")
    own = next((name for words, name in _NAMES if re.search(words, plain)), "")
    prefix = next((name for words, name in _SECTIONS if section and re.search(words, section)), "")
    if prefix and own and prefix not in ("applicant", own):
        return f"{prefix}_{own}"
    return own

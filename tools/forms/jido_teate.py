"""The sheet of 児童手当 認定請求書: one description for its blank, its zones and its template file."""

from __future__ import annotations

from collections.abc import Iterator

from dxrobot.ocr.template import FieldType
from tools.forms.layout import (
    BODY,
    FRAME,
    INNER,
    NOTE,
    SMALL,
    Circle,
    Comb,
    Label,
    Mark,
    Print,
    Rect,
    Ring,
    Row,
    Rule,
    Section,
    Shade,
    Text,
    Tick,
    Write,
    frame,
)

PAGE = (1654, 2340)
"""A4 upright at 200 dpi."""

LEFT, WIDTH = 110, 1434
NAME = "jido_teate_nintei"
TITLE = "児童手当 認定請求書"
KEY = "claim_no"

BIRTH = {"sensitive": "birth_date"}

FIELDS: dict[str, dict[str, object]] = {
    "claim_no": {"label": "受付番号", "type": FieldType.DIGITS, "length": 8, "required": True},
    "claim_date": {"label": "請求年月日", "type": FieldType.DATE, "required": True},
    "kana": {"label": "フリガナ", "type": FieldType.KANA, "required": True},
    "name": {"label": "氏名", "type": FieldType.NAME, "required": True},
    "sex": {"label": "性別", "type": FieldType.CHOICE},
    "birth_era": {"label": "生年月日(元号)", "type": FieldType.CHOICE, **BIRTH, "required": True},
    "birth_y": {
        "label": "生年月日(年)",
        "type": FieldType.DIGITS,
        "minimum": 1,
        "maximum": 64,
        **BIRTH,
        "required": True,
    },
    "birth_m": {
        "label": "生年月日(月)",
        "type": FieldType.DIGITS,
        "minimum": 1,
        "maximum": 12,
        **BIRTH,
        "required": True,
    },
    "birth_d": {
        "label": "生年月日(日)",
        "type": FieldType.DIGITS,
        "minimum": 1,
        "maximum": 31,
        **BIRTH,
        "required": True,
    },
    "my_number": {"label": "個人番号", "type": FieldType.MY_NUMBER, "length": 12, "required": True},
    "postal": {"label": "郵便番号", "type": FieldType.POSTAL_CODE, "required": True},
    "address": {"label": "住所", "type": FieldType.ADDRESS, "required": True},
    "phone": {"label": "電話番号", "type": FieldType.PHONE},
    "pension": {"label": "加入年金", "type": FieldType.CHOICE, "required": True},
    "spouse_name": {"label": "配偶者の氏名", "type": FieldType.NAME},
    "child1_name": {"label": "児童1の氏名", "type": FieldType.NAME, "required": True},
    "child1_birth": {"label": "児童1の生年月日", "type": FieldType.DATE, **BIRTH, "required": True},
    "child1_living": {"label": "児童1の同居・別居", "type": FieldType.CHOICE, "required": True},
    "child2_name": {"label": "児童2の氏名", "type": FieldType.NAME},
    "child2_birth": {"label": "児童2の生年月日", "type": FieldType.DATE, **BIRTH},
    "child2_living": {"label": "児童2の同居・別居", "type": FieldType.CHOICE},
    "bank_name": {"label": "金融機関名", "type": FieldType.TEXT, "required": True},
    "account": {"label": "口座番号", "type": FieldType.BANK_ACCOUNT, "length": 7, "required": True},
    "account_kana": {"label": "口座名義(カナ)", "type": FieldType.KANA, "required": True},
    "attach_income": {"label": "所得証明書を添付", "type": FieldType.CHECKBOX},
    "attach_insurance": {"label": "健康保険証の写しを添付", "type": FieldType.CHECKBOX},
    "consent": {"label": "公簿の確認に同意する", "type": FieldType.CHECKBOX},
}

RULES: tuple[dict[str, str], ...] = (
    {"rule": "date_parts", "era": "birth_era", "year": "birth_y", "month": "birth_m", "day": "birth_d"},
    {"rule": "postal_address", "postal": "postal", "address": "address"},
    {"rule": "kana_name", "kana": "kana", "name": "name"},
)

HEAD = 210
"""Width of the labels."""


def _child(number: int) -> Row:
    name = f"child{number}"
    cells = (Label(str(number), HEAD // 3), Write(f"{name}_name", 528), Write(f"{name}_birth", 470))
    return Row(84, (*cells, Circle(f"{name}_living", ("同居", "別居"))))


SECTIONS = (
    Section(
        "請求者",
        (
            Row(58, (Label("フリガナ", HEAD, size=SMALL), Write("kana"))),
            Row(
                92,
                (Label("氏　　名", HEAD), Write("name", 740), Label("性 別", 128), Circle("sex", ("男", "女"))),
                dotted=True,
            ),
            Row(
                80,
                (
                    Label("生年月日", HEAD),
                    Circle("birth_era", ("昭和", "平成"), 236),
                    Write("birth_y", 120, ruled=False),
                    Print("年", 44),
                    Write("birth_m", 120, ruled=False),
                    Print("月", 44),
                    Write("birth_d", 120, ruled=False),
                    Print("日", 44),
                    Print(""),
                ),
            ),
            Row(84, (Label("個人番号", HEAD), Comb("my_number", 12))),
            Row(
                80,
                (
                    Label("郵便番号", HEAD),
                    Comb("postal", 7, 500, before="〒", dash_after=3),
                    Print("※住民登録をしている住所を記入してください。", size=NOTE),
                ),
            ),
            Row(92, (Label("住　　所", HEAD), Write("address"))),
            Row(76, (Label("電話番号", HEAD), Write("phone", 560), Print("日中に連絡のとれる番号", size=NOTE))),
            Row(76, (Label("加入年金", HEAD), Circle("pension", ("厚生年金", "国民年金", "その他")))),
        ),
    ),
    Section(
        "配偶者",
        (
            Row(
                104,
                (
                    Label("氏　　名", HEAD),
                    Write("spouse_name", 740),
                    Print("配偶者がいないときは空欄のまま", size=NOTE),
                ),
            ),
        ),
    ),
    Section(
        "児童",
        (
            Row(
                44,
                (
                    Label("", HEAD // 3),
                    Label("氏　　名", 528, size=SMALL),
                    Label("生 年 月 日", 470, size=SMALL),
                    Label("同居・別居の別", 0, size=SMALL),
                ),
            ),
            _child(1),
            _child(2),
        ),
    ),
    Section(
        "振込先",
        (
            Row(80, (Label("金融機関名", HEAD), Write("bank_name"))),
            Row(
                84,
                (
                    Label("口座番号", HEAD),
                    Print("普通", 96, ruled=True),
                    Comb("account", 7, 420, ruled=False),
                    Print("右づめで記入してください。", size=NOTE),
                ),
            ),
            Row(66, (Label("口座名義(カナ)", HEAD, size=SMALL), Write("account_kana"))),
        ),
    ),
    Section(
        "添付・同意",
        (
            Row(
                76,
                (
                    Label("添付書類", HEAD),
                    Tick("attach_income", "所得証明書", 330, ruled=True),
                    Tick("attach_insurance", "健康保険証の写し"),
                ),
            ),
            Row(
                100,
                (
                    Label("同　　意", HEAD),
                    Tick(
                        "consent",
                        "支給要件の審査のため、市が住民基本台帳その他の公簿を確認することに同意します。",
                        0,
                        True,
                    ),
                ),
            ),
        ),
    ),
)

NOTES = (
    "記入上の注意",
    "１　太枠の中を、黒又は青のボールペンで、かい書で記入してください。選択するものは〇で囲んでください。",
    "２　「児童」の欄には、十八歳に達する日以後の最初の三月三十一日までの間にある児童を記入してください。",
    "３　口座は、請求者本人の名義のものに限ります。配偶者又は児童の名義の口座は指定できません。",
    "４　記入いただいた個人情報は、児童手当の認定及び支給の事務以外の目的には使用しません。",
)


def marks() -> Iterator[Mark]:
    """Everything printed on the sheet and every place to write, from the top down."""
    yield from _heading()
    top = 384
    for section in SECTIONS:
        yield from section.lay(Rect(LEFT, top, WIDTH, section.height))
        top += section.height + 14
    for line, text in enumerate(NOTES):
        yield Text(text, Rect(LEFT, top + 4 + 31 * line, WIDTH, 31), NOTE, bold=line == 0, align="left")
    yield from _office_box(Rect(LEFT, top + 180, 960, 172))
    yield from _stamp_box(Rect(LEFT + 1054, top + 180, 380, 172))


def receipt_centre() -> tuple[float, float]:
    """Middle of the ring in which the office puts its stamp of receipt."""
    ring = next(mark.rect for mark in marks() if isinstance(mark, Ring))
    return ring.x + ring.w / 2, ring.y + ring.h / 2


def _heading() -> Iterator[Mark]:
    yield Text("様式第２号（第３条関係）", Rect(LEFT, 62, 500, 40), SMALL, align="left")
    number = Rect(LEFT + WIDTH - 600, 54, 600, 82)
    yield from Row(82, (Label("受付番号", 136), Comb("claim_no", 8))).lay(number)
    yield from frame(number, INNER)
    yield Text("児　童　手　当　　認　定　請　求　書", Rect(0, 158, PAGE[0], 76), 52, bold=True)
    yield Text("（宛先）見本市長", Rect(LEFT, 250, 500, 50), 32, align="left")
    yield Text(
        "次のとおり、児童手当の受給資格及びその額についての認定を請求します。",
        Rect(LEFT, 318, 860, 50),
        SMALL,
        align="left",
    )
    date = Rect(LEFT + WIDTH - 600, 262, 600, 88)
    yield from Row(88, (Label("請求年月日", 170), Write("claim_date"))).lay(date)
    yield from frame(date, FRAME)


def _office_box(rect: Rect) -> Iterator[Mark]:
    head = Rect(rect.x, rect.y, rect.w, 40)
    yield Shade(head)
    yield Text("職 員 記 入 欄　（記入しないでください）", head, NOTE)
    step = rect.w // 4
    for column, text in enumerate(("受　付", "審　査", "入　力", "決　裁")):
        left = rect.x + step * column
        yield Text(text, Rect(left, rect.y + 40, step, 34), NOTE)
        if column:
            yield Rule(left, rect.y + 40, left, rect.y + rect.h)
    for down in (40, 74):
        yield Rule(rect.x, rect.y + down, rect.x + rect.w, rect.y + down)
    yield from frame(rect, INNER)


def _stamp_box(rect: Rect) -> Iterator[Mark]:
    label = Rect(rect.x, rect.y, 60, rect.h)
    yield Shade(label)
    yield Text("受付印", label, BODY, vertical=True)
    yield Rule(label.x + label.w, rect.y, label.x + label.w, rect.y + rect.h)
    yield Ring(rect.middle(146, 146, 147))
    yield from frame(rect, INNER)

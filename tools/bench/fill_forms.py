"""The forms that the bench fills, and what is entered into them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

KINDS = ("新規", "変更", "廃止")
FAMILY = ("佐藤", "鈴木", "髙橋", "田中", "渡邊", "伊藤")
GIVEN = ("太郎", "花子", "㐂一", "さくら", "健", "美咲")


@dataclass(frozen=True)
class Form:
    """A page with a form: its name in the table, its path, its fields as ``(label, name, kind)``."""

    page: str
    path: str
    fields: tuple[tuple[str, str, str], ...]
    records: int
    batch: int
    """Records that one peer enters before it is the next one's turn."""

    def entries(self, seed: int) -> Iterator[dict[str, Any]]:
        """Records with their ``values`` by label, and the text by which the page confirms each."""
        chance = random.Random(seed)
        for number in range(self.records):
            values = {label: _value(chance, name, number) for label, name, _kind in self.fields}
            place = number % self.batch + 1
            told = f"{place} 件目" if self.path == "challenge" else f"受付番号 {values['整理番号']} "
            opened = self.path != "challenge" or place == 1
            yield {"values": values, "confirm": f"{told}を受け付けました", "opened": opened}


def _text(*labels: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((label, f"f{number:02}", "text") for number, label in enumerate(labels, 1))


_PERSON = ("整理番号", "氏名", "フリガナ", "生年月日", "郵便番号", "住所", "電話番号")
FORMS = (
    Form(
        "ten-field form, 300 rows",
        "ten",
        (*_text(*_PERSON, "メール", "備考"), ("区分", "kind", "select")),
        records=300,
        batch=10,
    ),
    Form(
        "ten rounds of seven moving fields",
        "challenge",
        _text("姓", "名", "会社名", "役職", "住所", "メール", "電話番号"),
        records=60,
        batch=10,
    ),
    Form(
        "slow legacy table layout",
        "legacy",
        (*_text(*_PERSON, "方書", "世帯主", "金融機関", "口座番号"), ("区分", "kind", "select")),
        records=60,
        batch=10,
    ),
)


def _value(chance: random.Random, name: str, number: int) -> str:
    if name == "kind":
        return chance.choice(KINDS)
    word = chance.choice(FAMILY) + chance.choice(GIVEN)
    return f"{number + 10000}" if name == "f01" else f"{word} {chance.randrange(1000)}"

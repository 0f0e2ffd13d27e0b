"""Derive, from samples/demo/truth.json, what the demo's person answers and what the site must hold in the end.

    python -m tools.demo_answers

The person of the demo answers every field rightly; the site's columns and the dates are worked out here a second time,
without the scenario and the filters, so that the demo does not check itself with its own code.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

DEMO = Path(__file__).parent.parent / "samples" / "demo"
PERSON = "見本 花子(デモの確認役)"
YEAR_BEFORE_ERA = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}

CLAIM = {
    "claim_no": "reference_no",
    "claim_date": "claim_date",
    "kana": "kana",
    "name": "name",
    "sex": "sex",
    "postal": "postal_code",
    "address": "address",
    "phone": "phone",
    "my_number": "my_number",
    "pension": "pension",
    "spouse_name": "spouse_name",
    "child1_name": "child1_name",
    "child1_birth": "child1_birth_date",
    "child1_living": "child1_living",
    "child2_name": "child2_name",
    "child2_birth": "child2_birth_date",
    "child2_living": "child2_living",
    "bank_name": "bank_name",
    "account": "account_no",
    "account_kana": "account_kana",
    "attach_income": "income_certificate",
    "attach_insurance": "insurance_card_copy",
    "consent": "consent",
}
CERTIFICATE = {
    "digits_fw": "reference_no",
    "date_line": "request_date",
    "furigana": "kana",
    "name": "name",
    "sex": "sex",
    "name_rare": "household_head_name",
    "postal_box": "postal_code",
    "address": "address",
    "tel": "phone",
    "mynum_box": "my_number",
    "check_self": "by_self",
    "check_household": "by_household_member",
    "check_agent": "by_agent",
    "check_juminhyo": "wants_resident_record",
    "check_koseki": "wants_family_register",
    "check_inkan": "wants_seal_certificate",
    "reason": "purpose",
    "account_box": "account_no",
    "kana_holder": "account_kana",
    "amount": "refund_yen",
    "postal_line": "contact_postal_code",
}
TABLES = {
    "jido_teate_nintei": ("madoguchi_childallowanceclaim", CLAIM),
    "juminhyo_seikyu": ("madoguchi_residentcertificaterequest", CERTIFICATE),
}


def iso(wareki: str) -> str:
    """令和8年9月18日 as 2026-09-18."""
    era, year, month, day = re.fullmatch(r"(..)(元|\d+)年(\d+)月(\d+)日", wareki).groups()  # type: ignore[union-attr]
    return f"{YEAR_BEFORE_ERA[era] + (1 if year == '元' else int(year))}-{int(month):02}-{int(day):02}"


def column_value(column: str, value: Any) -> Any:
    """A field's value as the site's SQLite file holds it."""
    if column.endswith("_date"):
        return iso(value) if value else None
    if column == "refund_yen":
        return None if value is None else int(value)
    return int(value) if isinstance(value, bool) else value or ""


def site_record(page: dict[str, Any]) -> dict[str, Any]:
    """The row that the site must hold for one page of the truth."""
    table, columns = TABLES[page["template"]]
    fields = page["fields"]
    row = {column: column_value(column, fields[field]) for field, column in columns.items()}
    birth = f"{fields['birth_era']}{fields['birth_y']}年{fields['birth_m']}月{fields['birth_d']}日"
    return {"table": table, "columns": row | {"birth_date": iso(birth)}}


def main() -> None:
    """Write answers.json and site_records.json beside the truth."""
    truth = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))
    answers = [
        {"file": Path(page["file"]).name, "page": page["page"], "field": field, "value": value}
        for page in truth
        for field, value in page["fields"].items()
    ]
    for name, content in (
        ("answers.json", {"settled_by": PERSON, "answers": answers}),
        ("site_records.json", [site_record(page) for page in truth]),
    ):
        (DEMO / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

from __future__ import annotations

import pytest

from dxrobot.ocr.reading import Form
from dxrobot.ocr.template import Template

from .samples import accepted, doubtful


@pytest.fixture
def template() -> Template:
    return Template.model_validate(
        {
            "template": "teate",
            "title": "児童手当 認定請求書",
            "key": "claim_no",
            "fields": [
                {"name": "name", "label": "氏名", "type": "name", "zone": (0, 0, 300, 60)},
                {"name": "claim_no", "label": "受付番号", "type": "digits", "zone": (0, 0, 300, 60)},
                {"name": "amount", "label": "還付金額", "type": "amount", "zone": (0, 0, 300, 60)},
                {"name": "consent", "label": "公簿の確認に同意する", "type": "checkbox", "zone": (0, 0, 30, 30)},
                {"name": "note", "label": "備考", "type": "text", "zone": (0, 0, 300, 60)},
            ],
        }
    )


@pytest.fixture
def forms() -> list[Form]:
    """Two pages as the machine left them, with three doubtful fields, and one page that could not be read."""
    first = (
        doubtful("name", "大友 花子", "大友花子"),
        accepted("claim_no", "00000001"),
        accepted("amount", "71052187"),
        accepted("consent", True),
        accepted("note", None),
    )
    second = (
        doubtful("name", None, "太友一郎"),
        doubtful("claim_no", "00000007", "0000000Z", "数字と決められません。"),
        accepted("amount", "0120"),
        accepted("consent", False),
        accepted("note", "=1+1"),
    )
    return [
        Form("/scans/束.pdf", 1, "teate", True, 0.4, readings=first),
        Form("/scans/束.pdf", 2, "teate", True, 0.4, readings=second),
        Form("/scans/白紙.png", 1, error="何も書かれていないページです。"),
    ]

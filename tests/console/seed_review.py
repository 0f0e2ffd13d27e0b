"""Forms with doubtful fields for the tests of checking: real scans, drawn from the blank form."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.utils import timezone
from PIL import Image, ImageDraw

from dxrobot.actions.digests import digest_of
from dxrobot.config import Workspace
from dxrobot.items import Mode, RunStatus
from dxrobot.library import Library
from dxrobot.ocr.reading import Form, Reading, Status, Value
from dxrobot.ocr.template import Template
from dxrobot.store.doubts import keep_doubts
from dxrobot.store.models import Item, Question, Run

NAME = "jido_teate_nintei"
FORMS = 4
DOUBTFUL: dict[str, tuple[Value, str, tuple[str, ...], str]] = {
    "kana": ("ヤマタ タロウ", "ヤマタ タロウ", ("ヤマダ タロウ", "ヤマタ 夕ロウ"), "氏名の読みと合いません。"),
    "name": ("山田 太郎", "山田 太郎", ("山田 大郎",), "似た形の文字があります。"),
    "sex": (None, "", (), "どちらにも印があるように見えます。"),
    "claim_date": ("令和8年10月5日", "令和8年10月5日", ("令和8年10月6日",), "日の数字がはっきりしません。"),
    "phone": (None, "03-1234", (), "桁数が足りません。"),
    "consent": (True, "", (), "印が薄く見えます。"),
}
"""Value, text, candidates and reason of each field that waits on every form."""
SCRIPT = "<script>window.broken=1</script>"


def fill(workspace: Workspace) -> None:
    """A run in production and one of a trial with fields that wait, a neighbour's run, and questions."""
    waiting_run(workspace, "review-production", Mode.PRODUCTION, FORMS)
    waiting_run(workspace, "review-trial", Mode.TRIAL, 1)
    waiting_run(workspace, "review-neighbour", Mode.TRIAL, 1, scenario="keiji_shinkoku")
    for number, (kind, choices) in enumerate((("choice", ["送る", "送らない"]), ("number", []))):
        Question.objects.create(
            mode=Mode.TRIAL,
            scenario="jido_teate",
            item_key=f"{number}",
            step="ask",
            run=Run.objects.get(name="review-trial"),
            question=f"通知を送りますか {SCRIPT}",
            type=kind,
            choices=choices,
            asked_at=timezone.now(),
        )


def waiting_run(
    workspace: Workspace, name: str, mode: Mode, forms: int, *, scenario: str = "jido_teate", fields: int = 6
) -> Run:
    """A run that waits for the first ``fields`` of the doubtful fields of so many forms, its scans beside it."""
    template = Library(workspace).template(NAME).model
    folder = workspace.root / "scans" / name
    folder.mkdir(parents=True)
    run = Run.objects.create(
        name=name,
        scenario=scenario,
        job="児童手当 認定請求の入力",
        mode=mode,
        status=RunStatus.WAITING,
        definition_hash="0" * 64,
        host="elsewhere",
        inputs={"scans": [str(folder)]},
        started_at=timezone.now(),
        finished_at=timezone.now(),
    )
    for number in range(1, forms + 1):
        scan = folder / f"{number:04}.jpg"
        turn = 180 if number == 2 else 0
        page = _page(workspace, f"{name} {number}")
        (page.rotate(turn) if turn else page).save(scan, quality=60)
        keep_doubts(run, digest_of(scan), _form(scan, template, number, page, turn, fields), template)
        Item.objects.create(run=run, ordinal=number, key=f"scan:{name}:{number}", state="waiting_review")
    return run


def _page(workspace: Workspace, words: str) -> Image.Image:
    page = Image.open(workspace.ocr_templates / NAME / "blank.png").convert("RGB")
    ImageDraw.Draw(page).text((20, 20), words, fill="black")
    return page


def _form(scan: Path, template: Template, number: int, page: Image.Image, turn: int, fields: int) -> Form:
    readings = []
    waiting = tuple(DOUBTFUL)[:fields]
    for field in template.fields:
        places = field.places
        left, top = min(box[0] for box in places), min(box[1] for box in places)
        right, bottom = max(box[0] + box[2] for box in places), max(box[1] + box[3] for box in places)
        box = tuple(round(side) for side in (left, top, right - left, bottom - top))
        x, y, width, height = box
        given = (page.width - x - width, page.height - y - height, width, height) if turn else (x, y, width, height)
        if field.name in waiting:
            value, text, candidates, reason = DOUBTFUL[field.name]
            crop = _png(page.crop((x, y, x + width, y + height)))
            reading = Reading(
                field.name, value, text, 0.62, Status.REVIEW, reason, given, candidates, crop, page=1, turn=turn
            )
        else:
            key = f"{number:08}" if field.name == template.key else None
            reading = Reading(field.name, key, key or "", 0.99, Status.ACCEPTED, "", given, page=1, turn=turn)
        readings.append(reading)
    return Form(str(scan), 1, template.template, registered=True, readings=tuple(readings))


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()

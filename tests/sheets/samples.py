from __future__ import annotations

from io import BytesIO

from PIL import Image

from dxrobot.ocr.reading import Form, Reading, Status, Value

BOX = (10, 20, 300, 60)


def png(width: int = 600, height: int = 60) -> bytes:
    picture = BytesIO()
    Image.new("L", (width, height), 200).save(picture, "PNG")
    return picture.getvalue()


def accepted(field: str, value: Value) -> Reading:
    status = Status.BLANK if value is None else Status.ACCEPTED
    return Reading(field, value, str(value or ""), 0.99, status, "", BOX)


def doubtful(field: str, value: Value, text: str, reason: str = "似た形の文字があります。") -> Reading:
    return Reading(field, value, text, 0.4, Status.REVIEW, reason, BOX, ("大友", "太友"), png())


def settle(form: Form, field: str, value: Value) -> Form:
    """``form`` after a person decided about ``field``."""
    status = Status.BLANK if value is None else Status.ACCEPTED
    return form.evolve(
        readings=tuple(
            reading.evolve(value=value, status=status, settled_by="確認 花子") if reading.field == field else reading
            for reading in form.readings
        )
    )

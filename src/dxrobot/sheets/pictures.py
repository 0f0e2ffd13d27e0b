"""Pictures in cells: a field's crop, small enough for its row, hidden with its row by a filter."""

from __future__ import annotations

from io import BytesIO

from openpyxl.drawing.fill import Blip
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor, TwoCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.worksheet import Worksheet
from PIL import UnidentifiedImageError

_MARGIN = 5
_EMU_PER_PIXEL = 9525
"""English metric units, in which drawings are measured, at 96 dpi."""
POINTS_PER_PIXEL = 0.75


def load_picture(png: bytes, width: int, height: int) -> Image | None:
    """``png`` scaled down for display to ``width`` × ``height`` pixels with margins; None when it is no picture.

    The file keeps the full resolution, so that the picture can be enlarged on the screen.
    """
    try:
        image = Image(BytesIO(png))
    except (UnidentifiedImageError, OSError):
        return None
    scale = min(1.0, (width - 2 * _MARGIN) / image.width, (height - 2 * _MARGIN) / image.height)
    image.width = max(1, round(image.width * scale))
    image.height = max(1, round(image.height * scale))
    return image


def row_points(image: Image | None) -> float:
    """Height of a row that holds ``image``, in points."""
    return (image.height + 2 * _MARGIN) * POINTS_PER_PIXEL if image else 0


def place_picture(sheet: Worksheet, image: Image, row: int, column: int, description: str) -> None:
    """Put ``image`` into a cell of a row that is high enough, one a row.

    ``description`` is what a screen reader says.
    """
    height = sheet.row_dimensions[row].height or row_points(image)
    top = max(_MARGIN, round((height / POINTS_PER_PIXEL - image.height) / 2))
    image.anchor = TwoCellAnchor(
        editAs="twoCell",
        _from=_marker(row, column, _MARGIN, top),
        to=_marker(row, column, _MARGIN + image.width, top + image.height),
    )
    image.anchor.pic = _frame(row, description)
    sheet.add_image(image)


def place_over_rows(sheet: Worksheet, image: Image, row: int, column: int, description: str) -> None:
    """Put ``image`` with its upper left corner into a cell; it lies over as many rows and columns as it needs."""
    size = XDRPositiveSize2D(image.width * _EMU_PER_PIXEL, image.height * _EMU_PER_PIXEL)
    image.anchor = OneCellAnchor(_from=_marker(row, column, _MARGIN, _MARGIN), ext=size)
    image.anchor.pic = _frame(row, description)
    sheet.add_image(image)


def _marker(row: int, column: int, right: int, down: int) -> AnchorMarker:
    return AnchorMarker(col=column - 1, row=row - 1, colOff=right * _EMU_PER_PIXEL, rowOff=down * _EMU_PER_PIXEL)


def _frame(number: int, description: str) -> PictureFrame:
    """What openpyxl would write around the picture itself, with a description in place of the word Picture."""
    frame = PictureFrame()
    properties = frame.nvPicPr.cNvPr
    properties.id, properties.name, properties.descr = number, f"Image {number}", description
    frame.blipFill.blip = Blip(cstate="print")
    frame.spPr.prstGeom = PresetGeometry2D(prst="rect")
    return frame

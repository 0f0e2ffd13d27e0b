"""A certificate as a city has it: ruled and merged cells, a seal, an arrow, a button; and nothing that openpyxl wrote
about the shapes."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName

_SHAPE = """\
<xdr:twoCellAnchor><xdr:from><xdr:col>{left}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{top}</xdr:row>\
<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>{right}</xdr:col><xdr:colOff>0</xdr:colOff>\
<xdr:row>{bottom}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{shape}<xdr:clientData/></xdr:twoCellAnchor>"""
_SEAL = """\
<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="印影"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>\
<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="28575"><a:solidFill><a:srgbClr val="C00000"/>\
</a:solidFill></a:ln></xdr:spPr><xdr:txBody><a:bodyPr anchor="ctr"/><a:p><a:pPr algn="ctr"/><a:r>\
<a:rPr lang="ja-JP" sz="1100"><a:solidFill><a:srgbClr val="C00000"/></a:solidFill></a:rPr><a:t>見本市長印</a:t></a:r>\
</a:p></xdr:txBody></xdr:sp>"""
_ARROW = """\
<xdr:cxnSp macro=""><xdr:nvCxnSpPr><xdr:cNvPr id="3" name="矢印"/><xdr:cNvCxnSpPr/></xdr:nvCxnSpPr><xdr:spPr>\
<a:prstGeom prst="straightConnector1"><a:avLst/></a:prstGeom><a:ln w="19050"><a:solidFill><a:srgbClr val="1F3864"/>\
</a:solidFill><a:tailEnd type="triangle"/></a:ln></xdr:spPr></xdr:cxnSp>"""
DRAWING = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    + _SHAPE.format(left=7, top=1, right=9, bottom=5, shape=_SEAL)
    + _SHAPE.format(left=4, top=7, right=6, bottom=8, shape=_ARROW)
    + "</xdr:wsDr>"
).encode()
_RELATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
    b'Target="../drawings/drawing1.xml"/></Relationships>'
)
_CALCULATION = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    b'main"><c r="F13" i="1"/></calcChain>'
)
SHEET = "xl/worksheets/sheet1.xml"


def city_template(path: Path) -> Path:
    """支給決定通知書: 氏名 B4:E4, 受付番号 named, 決定日 B6 as a day, rows from A10, a total in F13."""
    plain = path.with_suffix(".plain.xlsx")
    _without_shapes(plain)
    _with_shapes(plain, path)
    plain.unlink()
    return path


def _without_shapes(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "通知書"
    thin = Side(style="thin")
    for row in sheet["A4:F6"] + sheet["A9:F13"]:
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    sheet["A1"] = "児童手当 支給決定通知書"
    sheet["A1"].font = Font(size=16, bold=True)
    for place, text in {"A4": "氏名", "A5": "受付番号", "A6": "決定日", "A8": "内訳 →"}.items():
        sheet[place] = text
        sheet[place].fill = PatternFill("solid", start_color="DDEBF7")
    for column, text in enumerate(["児童氏名", None, "続柄", "生年月日", "月数", "金額"], start=1):
        sheet.cell(9, column, text).alignment = Alignment(horizontal="center")
    for area in ("B4:E4", "B5:E5", "B6:E6", *(f"A{row}:B{row}" for row in range(9, 13))):
        sheet.merge_cells(area)
    sheet["B6"].number_format = '[$-411]ggge"年"m"月"d"日"'
    sheet["B6"] = date(2000, 1, 1)
    for row in range(10, 13):
        sheet.cell(row, 4).number_format = "[$-411]ge.m.d"
        sheet.cell(row, 6).number_format = '#,##0"円"'
    sheet["E13"], sheet["F13"] = "合計", "=SUM(F10:F12)"
    sheet["F13"].number_format = '#,##0"円"'
    book.defined_names["受付番号欄"] = DefinedName("受付番号欄", attr_text="'通知書'!$B$5")
    book.save(path)


def _with_shapes(plain: Path, path: Path) -> None:
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info).decode() if not info.filename.endswith(".png") else ""
            if info.filename == SHEET:
                content = _sheet_with_drawing(content)
            if info.filename == "xl/workbook.xml":
                content = re.sub("<calcPr[^>]*>", '<calcPr calcId="191029"/>', content)
            if info.filename == "[Content_Types].xml":
                content = content.replace(
                    "</Types>",
                    '<Override PartName="/xl/drawings/drawing1.xml" ContentType="application/vnd.openxmlformats-'
                    'officedocument.drawing+xml"/><Override PartName="/xl/calcChain.xml" ContentType="application/'
                    'vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>',
                )
            if info.filename == "xl/_rels/workbook.xml.rels":
                content = content.replace(
                    "</Relationships>",
                    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                    'relationships/calcChain" Target="calcChain.xml"/></Relationships>',
                )
            new.writestr(info.filename, content)
        new.writestr("xl/drawings/drawing1.xml", DRAWING)
        new.writestr("xl/worksheets/_rels/sheet1.xml.rels", _RELATION)
        new.writestr("xl/calcChain.xml", _CALCULATION)


def _sheet_with_drawing(xml: str) -> str:
    """As Excel writes it: with namespaces that only an attribute names."""
    root = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
        'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision">'
    )
    xml = re.sub(r"<worksheet[^>]*>", root, xml, count=1)
    xml = xml.replace('<row r="4"', '<row r="4" spans="1:6" x14ac:dyDescent="0.15"')
    return xml.replace("</worksheet>", '<drawing r:id="rId1"/></worksheet>')

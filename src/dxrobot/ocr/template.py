"""The OCR template of one form: where its fields stand on the blank page and what may be written in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, PositiveFloat, PositiveInt, field_validator, model_validator

from dxrobot.definition import Definition
from dxrobot.i18n import _
from dxrobot.masking import Sensitive
from dxrobot.ocr.template_rules import Rule, SumRule, fields_of

Box = tuple[float, float, PositiveFloat, PositiveFloat]
"""x, y, width, height in pixels of the blank page."""


class FieldType(StrEnum):
    """What a field holds; it decides how its picture is read, normalised and judged."""

    TEXT = "text"
    KANA = "kana"
    NAME = "name"
    ADDRESS = "address"
    POSTAL_CODE = "postal_code"
    PHONE = "phone"
    DATE = "date"
    NUMBER = "number"
    AMOUNT = "amount"
    DIGITS = "digits"
    MY_NUMBER = "my_number"
    CORPORATE_NUMBER = "corporate_number"
    BANK_ACCOUNT = "bank_account"
    BANK_KANA = "bank_kana"
    """Account holder as banks exchange it (全銀協 規定文字)."""
    CHECKBOX = "checkbox"
    CHOICE = "choice"
    TABLE = "table"
    """Rows alike, one below the other; its ``columns`` are fields of the first row."""


_SENSITIVE_BY_TYPE = {
    FieldType.NAME: Sensitive.NAME,
    FieldType.KANA: Sensitive.KANA,
    FieldType.ADDRESS: Sensitive.ADDRESS,
    FieldType.POSTAL_CODE: Sensitive.POSTAL_CODE,
    FieldType.PHONE: Sensitive.PHONE,
    FieldType.MY_NUMBER: Sensitive.MY_NUMBER,
    FieldType.BANK_ACCOUNT: Sensitive.ACCOUNT,
    FieldType.BANK_KANA: Sensitive.KANA,
}
_STRICT = frozenset(
    {
        *(FieldType.AMOUNT, FieldType.MY_NUMBER, FieldType.CORPORATE_NUMBER),
        *(FieldType.BANK_ACCOUNT, FieldType.BANK_KANA),
    }
)
"""Money, identity and accounts."""
_ERROR_LIMIT, _STRICT_ERROR_LIMIT = 0.005, 0.001
_CELL = re.compile(r"([a-z][a-z0-9_]*)\.(\d+)\.([a-z][a-z0-9_]*)")


class LexiconFile(Definition):
    """A table of the city's own: which words stand in a field, how they are read, how often they come up."""

    file: Annotated[str, Field(min_length=1)]
    """CSV or xlsx, beside the template file or by a way from there."""
    column: Annotated[str, Field(min_length=1)]
    """Heading of the column with the values."""
    reading: str = ""
    """Heading of the column with their readings in kana."""
    count: str = ""
    """Heading of the column that says how often a value comes up."""
    sheet: str = ""
    """Sheet of a workbook; empty means the first."""


class TemplateField(Definition):
    """One field of the form. It stands in one ``zone``, in ``boxes`` of one digit each, or in ``options`` to mark.

    A table stands in ``rows`` rows, ``pitch`` pixels apart, of the ``columns`` whose places are those of its first row.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: str
    type: FieldType
    page: PositiveInt = 1
    """Page of the form it stands on, from 1."""
    zone: Box | None = None
    boxes: tuple[Box, ...] = ()
    options: dict[str, Box] = Field(default_factory=dict)
    required: bool = False
    charset: str = ""
    """Characters that may stand here; empty means those of the type."""
    pattern: str = ""
    """Regular expression the value must match as a whole; empty means any."""
    length: PositiveInt | None = None
    """Number of characters when it is fixed."""
    minimum: int | None = None
    maximum: int | None = None
    lexicon: LexiconFile | None = None
    """Words that come up here; they propose and never override clear ink."""
    sensitive: Sensitive | Literal["no"] | None = None
    """Class of personal data; by default that of the type, and ``no`` says that it is none."""
    error_limit: float | None = Field(default=None, gt=0, le=0.1)
    """Share of wrong values among those accepted without a person that may not be exceeded."""
    columns: tuple[TemplateField, ...] = ()
    rows: PositiveInt | None = None
    pitch: PositiveFloat | None = None
    """Pixels from the top of one row of a table to that of the next."""

    @field_validator("pattern")
    @classmethod
    def _sound_pattern(cls, written: str) -> str:
        try:
            re.compile(written)
        except re.error:
            raise ValueError(_("正規表現として正しくありません。括弧などの対応を確かめてください。")) from None
        return written

    @model_validator(mode="after")
    def _one_place(self) -> TemplateField:
        places = [name for name in ("zone", "boxes", "options") if getattr(self, name)]
        if self.type is FieldType.TABLE:
            self._check_table(places)
        elif self.columns or self.rows or self.pitch:
            raise ValueError(_("columns, rows, pitch は table(表)の項目にだけ書けます。"))
        elif len(places) != 1:
            raise ValueError(_("zone, boxes, options のどれか1つだけで場所を書いてください。"))
        elif (self.type is FieldType.CHOICE) != (places == ["options"]):
            raise ValueError(_("options は choice(選択)の項目に、choice の項目には options を書いてください。"))
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(_("minimum が maximum より大きくなっています。"))
        return self

    def _check_table(self, places: list[str]) -> None:
        if places or not self.columns or self.rows is None or self.pitch is None:
            raise ValueError(
                _("table(表)の項目には、場所の代わりに columns と rows(行数)と pitch(行の間隔)を書いてください。")
            )
        if any(column.type is FieldType.TABLE or column.page != 1 for column in self.columns):
            raise ValueError(_("表の列を、表にはできません。page は表の項目に書いてください。"))
        names = [column.name for column in self.columns]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(_("同じ名前の列が2つあります: {names}").format(names=", ".join(twice)))

    @property
    def sensitivity(self) -> Sensitive | None:
        """The class of personal data this field holds, or None; of a table, that of its first column with one."""
        if self.sensitive == "no":
            return None
        if self.type is FieldType.TABLE and self.sensitive is None:
            return next((column.sensitivity for column in self.columns if column.sensitivity), None)
        return self.sensitive or _SENSITIVE_BY_TYPE.get(self.type)

    @property
    def allowed_error(self) -> float:
        """The share of wrong values that may be accepted without a person: 0.005; of money and identity 0.001."""
        return self.error_limit or (_STRICT_ERROR_LIMIT if self.type in _STRICT else _ERROR_LIMIT)

    @property
    def places(self) -> tuple[Box, ...]:
        """Every box that belongs to the field; of a table, those of all rows."""
        if self.type is FieldType.TABLE:
            return tuple(
                box for row in range(1, (self.rows or 0) + 1) for cell in self.cells(row) for box in cell.places
            )
        return (self.zone,) if self.zone else (*self.boxes, *self.options.values())

    def cells(self, row: int) -> tuple[TemplateField, ...]:
        """The columns of a table as fields of their own in ``row`` (from 1), named ``table.row.column``."""
        down = (row - 1) * (self.pitch or 0)
        return tuple(
            column.model_copy(
                update={
                    "name": f"{self.name}.{row}.{column.name}",
                    "label": _("{table} {row}行目 {column}").format(table=self.label, row=row, column=column.label),
                    "page": self.page,
                    "required": False,
                    "zone": _lower(column.zone, down) if column.zone else None,
                    "boxes": tuple(_lower(box, down) for box in column.boxes),
                    "options": {text: _lower(box, down) for text, box in column.options.items()},
                }
            )
            for column in self.columns
        )


def _lower(box: Box, down: float) -> Box:
    return box[0], box[1] + down, box[2], box[3]


class Template(Definition):
    """A form that can be recognised and read."""

    template: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: str
    blank: str = "blank.png"
    """Picture of the empty form, beside the template file; of its first page when it has several."""
    next_pages: tuple[str, ...] = ()
    """Pictures of the second and further pages."""
    dpi: PositiveInt = 200
    key: str
    """The field whose value names this form among all others (整理番号, 受付番号): never a row or page number."""
    fields: tuple[TemplateField, ...]
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Template:
        names = [field.name for field in self.fields]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(_("同じ名前の項目が2つあります: {names}").format(names=", ".join(twice)))
        known = {*names, *(f"{field.name}.{column.name}" for field in self.fields for column in field.columns)}
        unknown = sorted({self.key, *(name for rule in self.rules for name in fields_of(rule))} - known)
        if unknown:
            raise ValueError(_("fields にない項目が使われています: {names}").format(names=", ".join(unknown)))
        self._check_uses()
        return self

    def _check_uses(self) -> None:
        """A key is one value; only a sum speaks of columns; every page has a picture."""
        if "." in self.key or self.field(self.key).type is FieldType.TABLE:
            raise ValueError(_("key に表の項目は使えません。"))
        for rule in self.rules:
            columns = [name for name in fields_of(rule) if "." in name or self.field(name).type is FieldType.TABLE]
            if columns and not (isinstance(rule, SumRule) and set(columns) <= set(rule.parts)):
                raise ValueError(
                    _("表の列を書けるのは、rule: sum の parts だけです: {names}").format(names=", ".join(columns))
                )
        pages = len(self.pages)
        for field in self.fields:
            if field.page > pages:
                raise ValueError(
                    _(
                        "項目 {name} は {page} ページですが、白紙は {pages} ページ分です。next_pages に足してください。"
                    ).format(name=field.name, page=field.page, pages=pages)
                )

    @property
    def pages(self) -> tuple[str, ...]:
        """Pictures of all pages of the empty form, in order."""
        return (self.blank, *self.next_pages)

    @cached_property
    def plain_fields(self) -> tuple[TemplateField, ...]:
        """Every field that is read by itself, in order: tables are taken apart into their cells."""
        return tuple(_plain(self.fields))

    def sheet(self, page: int) -> Template:
        """This template as far as it stands on ``page``: plain fields, and the rules that need no other page."""
        fields = tuple(field for field in self.plain_fields if field.page == page)
        names = {name for field in fields for name in (field.name, _without_row(field.name))}
        rules = tuple(rule for rule in self.rules if names.issuperset(fields_of(rule)))
        return self.model_copy(update={"fields": fields, "rules": rules})

    def field(self, name: str) -> TemplateField:
        """The field called ``name``, also the cell ``table.row.column`` of a table; KeyError if there is none."""
        if cell := _CELL.fullmatch(name):
            table, row, _column = cell.groups()
            found = next((one for one in self.field(table).cells(int(row)) if one.name == name), None)
        else:
            found = next((field for field in self.fields if field.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


def _without_row(name: str) -> str:
    """``rows.2.amount`` → ``rows.amount``, as rules speak of a column; other names as they are."""
    cell = _CELL.fullmatch(name)
    return f"{cell[1]}.{cell[3]}" if cell else name


def _plain(fields: tuple[TemplateField, ...]) -> Iterator[TemplateField]:
    for field in fields:
        if field.type is FieldType.TABLE:
            yield from (cell for row in range(1, (field.rows or 0) + 1) for cell in field.cells(row))
        else:
            yield field

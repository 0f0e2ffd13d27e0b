"""The OCR template of one form: where its fields stand on the blank page and what may be written in them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, PositiveFloat, PositiveInt, model_validator

from dxrobot.definition import Definition
from dxrobot.i18n import _
from dxrobot.masking import Sensitive

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
    CHECKBOX = "checkbox"
    CHOICE = "choice"


_SENSITIVE_BY_TYPE = {
    FieldType.NAME: Sensitive.NAME,
    FieldType.KANA: Sensitive.KANA,
    FieldType.ADDRESS: Sensitive.ADDRESS,
    FieldType.POSTAL_CODE: Sensitive.POSTAL_CODE,
    FieldType.PHONE: Sensitive.PHONE,
    FieldType.MY_NUMBER: Sensitive.MY_NUMBER,
    FieldType.BANK_ACCOUNT: Sensitive.ACCOUNT,
}


class TemplateField(Definition):
    """One field of the form. It stands in one ``zone``, in ``boxes`` of one digit each, or in ``options`` to mark."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: str
    type: FieldType
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
    sensitive: Sensitive | Literal["no"] | None = None
    """Class of personal data; by default that of the type, and ``no`` says that it is none."""

    @model_validator(mode="after")
    def _one_place(self) -> TemplateField:
        places = [name for name in ("zone", "boxes", "options") if getattr(self, name)]
        if len(places) != 1:
            raise ValueError(_("zone, boxes, options のどれか1つだけで場所を書いてください。"))
        if (self.type is FieldType.CHOICE) != (places == ["options"]):
            raise ValueError(_("options は choice(選択)の項目に、choice の項目には options を書いてください。"))
        return self

    @property
    def sensitivity(self) -> Sensitive | None:
        """The class of personal data this field holds, or None."""
        if self.sensitive == "no":
            return None
        return self.sensitive or _SENSITIVE_BY_TYPE.get(self.type)


class DatePartsRule(Definition):
    """Era, year, month and day in fields of their own must together be a day that exists."""

    rule: Literal["date_parts"]
    era: str
    year: str
    month: str
    day: str


class PostalAddressRule(Definition):
    """A postal code and the address it should lead to."""

    rule: Literal["postal_address"]
    postal: str
    address: str


class KanaNameRule(Definition):
    """Furigana and the name it should be a reading of."""

    rule: Literal["kana_name"]
    kana: str
    name: str


Rule = Annotated[DatePartsRule | PostalAddressRule | KanaNameRule, Field(discriminator="rule")]


class Template(Definition):
    """A form that can be recognised and read."""

    template: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: str
    blank: str = "blank.png"
    """Picture of the empty form, beside the template file."""
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
        named = [self.key, *(value for rule in self.rules for key, value in rule if key != "rule")]
        unknown = sorted(set(named) - set(names))
        if unknown:
            raise ValueError(_("fields にない項目が使われています: {names}").format(names=", ".join(unknown)))
        return self

    def field(self, name: str) -> TemplateField:
        """The field called ``name``; KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

"""How one thing on a screen is found: by what people see first, by CSS or XPath last."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ValidationInfo, field_validator, model_validator

from dxrobot.definition import Definition
from dxrobot.i18n import _
from dxrobot.robot.selectors import lonely_in_css, lonely_in_xpath

Role = Literal[
    "alert",
    "button",
    "cell",
    "checkbox",
    "columnheader",
    "combobox",
    "dialog",
    "group",
    "heading",
    "img",
    "link",
    "listbox",
    "listitem",
    "menuitem",
    "option",
    "radio",
    "radiogroup",
    "row",
    "rowheader",
    "searchbox",
    "spinbutton",
    "status",
    "switch",
    "tab",
    "table",
    "textbox",
]
WAYS = ("label", "row", "role", "text", "placeholder", "css", "xpath")


EVALUATED = "evaluated"
"""The context of a validation whose values come from a record: its quotes are no mistake of the definition."""


class Target(Definition):
    """One thing on a screen, named in exactly one way (``role`` and ``name`` count as one)."""

    label: str = ""
    """Text of the label that belongs to an input; a colon or a mark for required fields need not be written."""
    row: str = ""
    """Text of the cell to the left: the row header of a table, or the term of a description list."""
    role: Role | None = None
    """ARIA role, together with ``name``."""
    name: str = ""
    """Accessible name of the thing with ``role``: what is written on a button or link."""
    text: str = ""
    placeholder: str = ""
    css: str = ""
    xpath: str = ""
    exact: bool = True
    """Whether the words must match as a whole; otherwise a part of them is enough."""
    frame: str = ""
    """Name of the frame the thing stands in, or a part of the frame's address; empty means the page itself."""

    @field_validator("css")
    @classmethod
    def _paired_in_css(cls, selector: str, info: ValidationInfo) -> str:
        return selector if info.context == EVALUATED else _paired(selector, lonely_in_css(selector))

    @field_validator("xpath")
    @classmethod
    def _paired_in_xpath(cls, path: str, info: ValidationInfo) -> str:
        return path if info.context == EVALUATED else _paired(path, lonely_in_xpath(path))

    @model_validator(mode="after")
    def _one_way(self) -> Target:
        ways = [way for way in WAYS if getattr(self, way)]
        if len(ways) != 1:
            raise ValueError(_("{ways} のどれか1つだけで探すものを書いてください。").format(ways=", ".join(WAYS)))
        if (self.role is None) != (not self.name):
            raise ValueError(_("role と name は組にして書いてください(例: role: button, name: 検索)。"))
        return self

    @property
    def words(self) -> str:
        """The words, selector or name looked for."""
        return self.label or self.row or self.name or self.text or self.placeholder or self.css or self.xpath

    def describe(self) -> str:
        """The target as people call it, e.g. 「氏名」の欄."""
        if self.role is not None:
            role = _role_names().get(self.role, self.role)
            return _("「{name}」の{role}").format(name=self.name, role=role)
        sentence = {
            "label": _("「{words}」の欄"),
            "row": _("「{words}」の行"),
            "text": _("「{words}」という文字"),
            "placeholder": _("「{words}」と薄く書かれた欄"),
            "css": _("CSS「{words}」の場所"),
            "xpath": _("XPath「{words}」の場所"),
        }[next(way for way in WAYS if getattr(self, way))]
        return sentence.format(words=self.words)


def _paired(written: str, lonely: str) -> str:
    if lonely and "{{" not in written:  # what comes of an expression is not known yet
        raise ValueError(
            _("「{sign}」の相手がありません。括弧や引用符を、開いた数だけ閉じてください。").format(sign=lonely)
        )
    return written


def _several(written: Any) -> Any:
    return [written] if isinstance(written, dict | Target) else written


Targets = Annotated[tuple[Target, ...], BeforeValidator(_several)]
"""Several things on a screen; a single one may stand there alone."""


def _role_names() -> dict[str, str]:
    return {
        "button": _("ボタン"),
        "link": _("リンク"),
        "textbox": _("入力欄"),
        "searchbox": _("検索欄"),
        "checkbox": _("チェックボックス"),
        "radio": _("ラジオボタン"),
        "combobox": _("選択欄"),
        "heading": _("見出し"),
        "table": _("表"),
        "tab": _("タブ"),
    }

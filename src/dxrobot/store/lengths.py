"""Texts that a column of the store cannot hold, told before anything is written: PostgreSQL refuses them."""

from __future__ import annotations

from django.db.models import CharField, Model

from dxrobot.errors import InputError
from dxrobot.i18n import _

_SHOWN = 40


def fitting(model: type[Model], name: str, text: str) -> str:
    """``text`` as the column ``name`` can hold it: cut, and without the character U+0000."""
    return text[: _most(model, name)].replace("\0", "\N{REPLACEMENT CHARACTER}")


def _most(model: type[Model], name: str) -> int | None:
    """Characters that the column has room for; None where there is no bound."""
    column = model._meta.get_field(name)
    return column.max_length if isinstance(column, CharField) else None


def must_fit(model: type[Model], words: str, **texts: str) -> None:
    """Check ``texts`` against the columns of their names; ``words`` says to people what they are.

    Raises :class:`InputError` for one that is too long or holds the character U+0000, which PostgreSQL never stores.
    """
    for name, text in texts.items():
        most = _most(model, name)
        if most is not None and len(text) > most:
            raise InputError(
                _("{words}「{text}…」が長すぎます({length} 文字)。").format(
                    words=words, text=text[:_SHOWN], length=len(text)
                ),
                _("{most} 文字までにしてください。").format(most=most),
            )
        if "\0" in text:
            raise InputError(
                _("{words}「{text}」に、保存できない文字(U+0000)が入っています。").format(
                    words=words, text=text[:_SHOWN].replace("\0", "\N{REPLACEMENT CHARACTER}")
                ),
                _("元のファイルから消してください。"),
            )

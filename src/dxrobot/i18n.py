"""The language people are spoken to in: Japanese as written in the code, English from a gettext catalogue.

The message ids are the Japanese sentences (docs/decisions/0003-japanese-message-ids.md). The words of click, whose ids
are English, have a Japanese catalogue of their own.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("ja", "en")
_LOCALE_DIR = Path(__file__).parent / "locale"
_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "ja"
_spoken: ContextVar[str] = ContextVar("spoken", default="")
"""The language of whoever is being answered just now, where one process answers many; empty: the process's own."""


def use_language(language: str) -> None:
    """Speak ``ja`` or ``en`` from now on; an unknown language falls back to Japanese."""
    global _translations, _language
    _language = language if language in LANGUAGES else LANGUAGES[0]
    _translations = _catalogue(_language)
    # click asks gettext's global domain, whose language only the environment can name.
    gettext.bindtextdomain("click", _LOCALE_DIR)
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = _language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak ``language`` in this thread until the block ends, whatever the process speaks otherwise."""
    before = _spoken.set(language if language in LANGUAGES else LANGUAGES[0])
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """The language in use, ``ja`` or ``en``."""
    return _spoken.get() or _language


def _(message: str) -> str:
    """Translate one sentence; fill its ``{placeholders}`` afterwards with ``str.format``."""
    spoken = _spoken.get()
    return (_catalogue(spoken) if spoken else _translations).gettext(message)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("dxrobot", _LOCALE_DIR, languages=[language], fallback=True)

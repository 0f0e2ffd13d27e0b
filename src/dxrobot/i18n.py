"""The language people are spoken to in: Japanese as written in the code, English from a gettext catalogue.

The message ids are the Japanese sentences (docs/decisions/0003-japanese-message-ids.md). The words of click, whose ids
are English, have a Japanese catalogue of their own.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LANGUAGES = ("ja", "en")
_LOCALE_DIR = Path(__file__).parent / "locale"
_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "ja"


def use_language(language: str) -> None:
    """Speak ``ja`` or ``en`` from now on; an unknown language falls back to Japanese."""
    global _translations, _language
    _language = language if language in LANGUAGES else LANGUAGES[0]
    _translations = gettext.translation("dxrobot", _LOCALE_DIR, languages=[_language], fallback=True)
    # click asks gettext's global domain, whose language only the environment can name.
    gettext.bindtextdomain("click", _LOCALE_DIR)
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = _language


def language() -> str:
    """The language in use, ``ja`` or ``en``."""
    return _language


def _(message: str) -> str:
    """Translate one sentence; fill its ``{placeholders}`` afterwards with ``str.format``."""
    return _translations.gettext(message)

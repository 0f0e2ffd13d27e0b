"""Text in cp932, the Shift_JIS of Windows: what has a code there only under another number, and what has none.

Unicode has two characters for several that Shift_JIS has once: text typed on a Mac, or converted by the table of JIS
X 0208, holds the one, Microsoft's table knows the other. They look the same, so that the one stands for the other.
Python's codec does so for 〜, −, ‖, ¢, £ and ¬; the table below adds what that leaves out. Nothing is ever written as
``?``.
"""

from __future__ import annotations

import re
import unicodedata

SAME_CHARACTERS = {
    "—": "―",  # U+2014 em dash → U+2015
    "¥": "￥",  # U+00A5 → U+FFE5: as a backslash it would be another character
    "¦": "￤",  # U+00A6 → U+FFE4
    "‾": "￣",  # U+203E → U+FFE3
    "\u00a0": " ",
}
"""A character that cp932 does not have → the one that it has for the same."""
_AS_CP932 = str.maketrans(SAME_CHARACTERS)
_VOICED_APART = re.compile("[\u3040-\u30ff][\u3099\u309a]")


def for_cp932(text: str) -> str:
    """``text`` in the characters that cp932 has for the same; a voice mark typed apart (Macintosh) joins its kana."""
    joined = _VOICED_APART.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return joined.translate(_AS_CP932)


def without_code(text: str, encoding: str) -> str:
    """The first character of ``text`` that ``encoding`` has no code for; nothing when it has all of them."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        return text[error.start]
    return ""

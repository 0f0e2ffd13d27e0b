"""Keep the gettext catalogues in step with the code: ``python -m tools.catalogues``.

Messages are collected, translations that stand in a ``.po`` file are kept, and the ``.mo`` beside it is compiled. Two
catalogues: ours in English (message ids are Japanese sentences), and click's own words in Japanese (its ids are
English). Exit status 1 while a message has no sound translation.
"""

from __future__ import annotations

import ast
import string
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src" / "dxrobot" / "locale"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the code: what to look up, its plural if it has one, and the files it stands in."""

    id: str
    plural: str
    files: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the compiled catalogue finds it by."""
        return f"{self.id}\0{self.plural}" if self.plural else self.id


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one package in one language."""

    domain: str
    language: str
    package: Path
    plural_forms: str
    left_out: tuple[str, ...] = ()
    """Folders of the package that speak for themselves."""
    literal_only: bool = True
    """Whether every message must be written out where it is looked up."""
    besides: tuple[str, ...] = ()
    """Messages that are looked up without being written out there."""

    @property
    def po(self) -> Path:
        """The file that people edit."""
        return LOCALE / self.language / "LC_MESSAGES" / f"{self.domain}.po"

    @property
    def mo(self) -> Path:
        """The file that gettext reads."""
        return self.po.with_suffix(".mo")

    @property
    def header(self) -> str:
        """The entry with the empty id: how the file is written and how plurals are counted."""
        return (
            f"Language: {self.language}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
            f"Content-Transfer-Encoding: 8bit\nPlural-Forms: {self.plural_forms}\n"
        )


def catalogues() -> tuple[Catalogue, ...]:
    """Every catalogue there is."""
    click = find_spec("click")
    assert click is not None and click.origin is not None
    return (
        Catalogue("dxrobot", "en", ROOT / "src" / "dxrobot", "nplurals=2; plural=(n != 1);", left_out=("sample_site",)),
        Catalogue(
            "click", "ja", Path(click.origin).parent, "nplurals=1; plural=0;", literal_only=False, besides=("required",)
        ),
    )


def main() -> int:
    """Bring every catalogue up to date and name what is left for a person to translate."""
    left = []
    for catalogue in catalogues():
        messages, translations = collect(catalogue), read_po(catalogue.po)
        catalogue.po.parent.mkdir(parents=True, exist_ok=True)
        catalogue.po.write_text(po_text(catalogue, messages, translations), encoding="utf-8", newline="\n")
        catalogue.mo.write_bytes(compiled(catalogue, messages, translations))
        left += [f"{catalogue.po.relative_to(ROOT)}: {line}" for line in unsound(messages, translations)]
        print(f"{catalogue.po.relative_to(ROOT)}: {len(messages)}")
    for line in left:
        print(line, file=sys.stderr)
    return 1 if left else 0


def collect(catalogue: Catalogue) -> list[Message]:
    """Every message of the package once, in the order of the files."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in sorted(catalogue.package.rglob("*")):
        name = path.relative_to(catalogue.package)
        if set(name.parts) & set(catalogue.left_out):
            continue
        for message in _messages_in(path, literal_only=catalogue.literal_only):
            files = found.setdefault(message, [])
            if name.as_posix() not in files:
                files.append(name.as_posix())
    for message_id in catalogue.besides:
        found.setdefault((message_id, ""), [])
    return [Message(*ids, tuple(files)) for ids, files in found.items()]


def _messages_in(path: Path, *, literal_only: bool) -> Iterator[tuple[str, str]]:
    """(id, plural) of each message of one file, in reading order."""
    if path.suffix == ".py":
        yield from _messages_of_code(path, literal_only=literal_only)
    elif path.suffix == ".j2":
        page = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        for _line, _function, message in extract_from_ast(page):
            yield str(message), ""


def _messages_of_code(path: Path, *, literal_only: bool) -> Iterator[tuple[str, str]]:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if not isinstance(call.func, ast.Name) or call.func.id not in ("_", "ngettext"):
            continue
        ids = [value.value for value in call.args if isinstance(value, ast.Constant) and isinstance(value.value, str)]
        if ids:
            yield ids[0], ids[1] if call.func.id == "ngettext" else ""
        elif literal_only:
            sys.exit(f"{path}:{call.lineno}: _() takes one literal sentence")


def unsound(messages: Iterable[Message], translations: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the translations: one is missing, or its placeholders are not those of the message."""
    for message in messages:
        translation = translations.get(message.key, "")
        if not translation:
            yield f"not translated: {message.id}"
        elif placeholders(translation) != placeholders(message.plural or message.id):
            yield f"other placeholders: {message.id}"


def placeholders(text: str) -> set[str]:
    """The names that ``str.format`` will fill, with their formats."""
    parts = [(name, form) for _text, name, form, _kind in string.Formatter().parse(text) if name is not None]
    return {f"{name}:{form}" for name, form in parts}


def po_text(catalogue: Catalogue, messages: Iterable[Message], translations: Mapping[str, str]) -> str:
    """The ``.po`` file: header, then every message with the translation it has so far."""
    entries = [f'msgid ""\nmsgstr {_quoted(catalogue.header)}\n']
    for message in messages:
        lines = [f"#: {file}" for file in message.files] + [f"msgid {_quoted(message.id)}"]
        if message.plural:
            lines.append(f"msgid_plural {_quoted(message.plural)}")
        lines.append(f"msgstr{'[0]' if message.plural else ''} {_quoted(translations.get(message.key, ''))}")
        entries.append("\n".join(lines) + "\n")
    return "\n".join(entries)


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def read_po(path: Path) -> dict[str, str]:
    """The translations of a ``.po`` file by key; none when there is no file yet."""
    entries: list[dict[str, str]] = []
    keyword = ""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        word, _blank, rest = line.partition(" ")
        if word == "msgid":
            entries.append({})
        if line.startswith("msg"):
            keyword = word.removesuffix("[0]")
            entries[-1][keyword] = ast.literal_eval(rest)
        elif line.startswith('"'):
            entries[-1][keyword] += ast.literal_eval(line)
    return {
        f"{entry['msgid']}\0{entry['msgid_plural']}" if "msgid_plural" in entry else entry["msgid"]: entry["msgstr"]
        for entry in entries
    }


def compiled(catalogue: Catalogue, messages: Iterable[Message], translations: Mapping[str, str]) -> bytes:
    """The ``.mo`` file (GNU gettext manual, "The Format of GNU MO Files"), without a hash table."""
    pairs = {message.key: translations.get(message.key, "") for message in messages} | {"": catalogue.header}
    rows = sorted((key.encode(), text.encode()) for key, text in pairs.items() if text)
    start = 28 + 16 * len(rows)
    tables = [b"", b""]
    strings = b""
    for column in (0, 1):
        for row in rows:
            tables[column] += struct.pack("<II", len(row[column]), start + len(strings))
            strings += row[column] + b"\0"
    size = 8 * len(rows)
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + size, 0, start)
    return head + tables[0] + tables[1] + strings


if __name__ == "__main__":
    sys.exit(main())

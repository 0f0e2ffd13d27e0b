"""An .xlsx or .xlsm file as what it is: a zip of parts. What nobody replaces is copied byte for byte."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from dxrobot.errors import InputError
from dxrobot.i18n import _

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DOCUMENT_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# The ISO "strict" flavour has namespaces of its own; Excel writes it only when told to.
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_LARGEST_PART = 1 << 30
"""Bytes that a part may unpack to: a sheet of a million full rows stays below, a zip bomb does not."""
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of a workbook: its name as shown, and where its XML lies."""

    name: str
    part: str
    shown: bool


class Package:
    """The parts of one workbook, held in memory; raises :class:`InputError` when the file is no .xlsx or .xlsm."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with zipfile.ZipFile(path) as archive:
                self._infos = archive.infolist()
                self._refuse_bombs()
                self._parts = {info.filename: archive.read(info) for info in self._infos}
            self.workbook_part = self._workbook_part()
        except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, NotImplementedError, RuntimeError) as error:
            raise not_a_workbook(path) from error
        if _STRICT in self._parts[self.workbook_part]:
            raise InputError(
                _("{path} は「Strict Open XML」形式のため扱えません。").format(path=path),
                _("Excel で開き、ふつうの「Excel ブック(.xlsx)」として保存し直してください。"),
            )

    def _refuse_bombs(self) -> None:
        if any(info.file_size > _LARGEST_PART for info in self._infos):
            raise InputError(_("{path} は大きすぎて扱えません。").format(path=self.path))

    def _workbook_part(self) -> str:
        for relation in self._relations(""):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
        raise KeyError("workbook")

    def names(self) -> list[str]:
        """The names of all parts, in the order of the file."""
        return list(self._parts)

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self._parts

    def read(self, part: str) -> bytes:
        """The bytes of ``part``; KeyError when there is none."""
        return self._parts[part]

    def tree(self, part: str) -> ElementTree.Element:
        """``part`` as a tree to look at; nothing is written back from it."""
        content = self._parts[part]
        if _DOCTYPE.search(content[:4096]):
            raise not_a_workbook(self.path)  # no spreadsheet writes one
        return ElementTree.fromstring(content)  # noqa: S314 - without a DOCTYPE there are no entities

    def replace(self, part: str, content: bytes) -> None:
        """Put other bytes in the place of ``part``."""
        self._parts[part] = content

    def remove(self, part: str) -> None:
        """Leave ``part`` out of what is written."""
        del self._parts[part]

    def relations_of(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Id → (the last word of the type, the part that is meant) of what ``part`` refers to inside the file."""
        found = {}
        for relation in self._relations(part):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(
                    posixpath.join("/", posixpath.dirname(part), relation.get("Target", ""))
                ).lstrip("/")
                found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """The existing parts of one kind that ``part`` refers to, such as its ``table``."""
        return [target for found, target in self.relations_of(part).values() if found == kind and target in self._parts]

    def _relations(self, part: str) -> list[ElementTree.Element]:
        name = relations_part(part)
        return self.tree(name).findall(f"{RELATIONS}Relationship") if name in self._parts else []

    def sheets(self) -> list[SheetPart]:
        """Every worksheet in its order; chart sheets are left out."""
        relations = self.relations_of(self.workbook_part)
        found = []
        for sheet in self.tree(self.workbook_part).iterfind(f"{MAIN}sheets/{MAIN}sheet"):
            kind, part = relations.get(sheet.get(f"{_DOCUMENT_RELATIONS}id", ""), ("", ""))
            if kind == "worksheet" and part in self._parts:
                found.append(SheetPart(sheet.get("name", ""), part, sheet.get("state", "visible") == "visible"))
        return found

    @property
    def from_1904(self) -> bool:
        """Whether its days are counted from 1904, as old Macintoshes did."""
        properties = self.tree(self.workbook_part).find(f"{MAIN}workbookPr")
        return properties is not None and properties.get("date1904", "0") in ("1", "true")

    def write(self, file: BinaryIO) -> None:
        """Write the workbook; parts keep their order, their dates and their compression."""
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for info in self._infos:
                if info.filename in self._parts:
                    archive.writestr(info, self._parts[info.filename])


def relations_part(part: str) -> str:
    """Where the relations of ``part`` stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def not_a_workbook(path: Path) -> InputError:
    """The error for a file that is not what its name says."""
    return InputError(
        _("{path} は Excel のファイルとして読めません。壊れているか、パスワードが付いています。").format(path=path),
        _("Excel で開けるか確かめ、開けるときはパスワードを外して保存し直してください。"),
    )

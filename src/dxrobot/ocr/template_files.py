"""Gate to the template folders of a workspace: ``ocr_templates/<name>/template.yaml`` with its blank form's picture."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap

from dxrobot.definition import did_you_mean, load_yaml, validate
from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _
from dxrobot.ocr.ink import grey
from dxrobot.ocr.pages import BadPage, Picture, read_pages
from dxrobot.ocr.register import Features, features
from dxrobot.ocr.template import Template, TemplateField
from dxrobot.yaml_places import position

TEMPLATE_FILE = "template.yaml"


@dataclass(frozen=True)
class LoadedTemplate:
    """A template and the grey picture of its blank form, whose features are computed once and kept."""

    template: Template
    blank: Picture

    @cached_property
    def features(self) -> Features:
        """What the blank form is recognised by."""
        return features(self.blank)


def load_templates(folder: Path, names: Sequence[str] | None = None) -> tuple[LoadedTemplate, ...]:
    """The templates of ``folder``, or those called ``names`` (folder names), sorted by name.

    Raises :class:`InputError` for an unknown name or no template at all, :class:`DefinitionError` for a wrong file.
    """
    known = sorted(path.parent.name for path in folder.glob(f"*/{TEMPLATE_FILE}"))
    if not known:
        raise InputError(_("帳票定義が1つもありません: {folder}").format(folder=folder))
    unknown = [name for name in names or () if name not in known]
    if unknown:
        message = _("帳票定義「{name}」がありません。").format(name=unknown[0])
        raise InputError(
            message, did_you_mean(unknown[0], known) or _("あるもの: {names}").format(names=", ".join(known))
        )
    return tuple(load_template(folder / name / TEMPLATE_FILE) for name in sorted(set(names or known)))


def load_template(path: Path) -> LoadedTemplate:
    """The template in ``path`` with its blank; :class:`DefinitionError` names every mistake with its place."""
    data = load_yaml(path)
    found: list[Problem] = []
    template: Template | None = None
    try:
        template = validate(data, Template, path)
    except DefinitionError as error:
        found += error.problems
    name = template.blank if template else data.get("blank", Template.model_fields["blank"].default)
    blank: Picture | None = None
    try:
        blank = _blank(path, str(name), position(data, ["blank"]))
    except DefinitionError as error:
        found += error.problems
    if blank is not None:
        fields = enumerate(template.fields) if template else _readable(data)
        found += _problems_of_places(path, data, fields, blank)
    if template is None or blank is None or found:
        raise DefinitionError(sorted(found, key=lambda problem: (problem.line, problem.column)))
    return LoadedTemplate(template, blank)


def _readable(data: CommentedMap) -> Iterator[tuple[int, TemplateField]]:
    """The sound fields of a template that has mistakes, each with its number."""
    written = data.get("fields")
    for index, field in enumerate(written if isinstance(written, list) else ()):
        with contextlib.suppress(ValidationError):
            yield index, TemplateField.model_validate(field)


def _problems_of_places(
    path: Path, data: CommentedMap, fields: Iterable[tuple[int, TemplateField]], blank: Picture
) -> list[Problem]:
    height, width = blank.shape
    return [
        Problem(str(path), *position(data, ["fields", index, place]), f"fields[{index}].{place}", message)
        for index, field in fields
        for place, message in _outside(field, width, height)
    ]


def _blank(path: Path, name: str, place: tuple[int, int]) -> Picture:
    try:
        page = next(iter(read_pages(path.parent / name)))
    except InputError as error:
        message = _("白紙の様式の画像「{name}」を開けません: {reason}").format(name=name, reason=error.message)
        raise DefinitionError([Problem(str(path), *place, "blank", message)]) from error
    if isinstance(page, BadPage):
        raise DefinitionError([Problem(str(path), *place, "blank", page.reason)])
    return grey(page.picture)


def _outside(field: TemplateField, width: int, height: int) -> Iterator[tuple[str, str]]:
    for place, boxes in (("zone", [field.zone]), ("boxes", field.boxes), ("options", field.options.values())):
        for x, y, w, h in (box for box in boxes if box):
            if x < 0 or y < 0 or x + w > width or y + h > height:
                message = _("場所が画像({width}×{height} 画素)の外に出ています。").format(width=width, height=height)
                yield place, message
                break

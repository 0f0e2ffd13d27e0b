"""Gate to the template folders of a workspace: ``ocr_templates/<name>/template.yaml`` with its blank form's picture."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap

from dxrobot.definition import did_you_mean, load_yaml, validate
from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _
from dxrobot.ocr.ink import grey
from dxrobot.ocr.kept_features import kept_features
from dxrobot.ocr.learned import LearnedVersion
from dxrobot.ocr.pages import BadPage, Picture, read_pages
from dxrobot.ocr.register import Features, features
from dxrobot.ocr.template import Box, Template, TemplateField
from dxrobot.ocr.word_lists import Lexicons, read_words
from dxrobot.yaml_places import Loc, dotted, position

TEMPLATE_FILE = "template.yaml"


_OVERLAP = 0.25
"""Share of the smaller of two places that may lie in the other: neighbours in a grid may touch."""


@dataclass(frozen=True)
class LoadedTemplate:
    """A template and the grey pictures of its blank form, whose features are computed once and kept."""

    template: Template
    blanks: tuple[Picture, ...]
    """One a page."""
    folder: Path = Path()
    """Where the template's file lies, and word lists beside it."""
    learned: LearnedVersion | None = None
    """What people's corrections taught."""
    kept: Path | None = None
    """Where features are kept between processes; None for nowhere."""

    @property
    def blank(self) -> Picture:
        """The blank of the first page."""
        return self.blanks[0]

    @cached_property
    def features(self) -> tuple[Features, ...]:
        """What each page of the blank form is recognised by."""
        if self.kept is None:
            return tuple(features(blank) for blank in self.blanks)
        name = self.template.template
        return tuple(
            kept_features(blank, self.kept / f"{name}_{page}.npz") for page, blank in enumerate(self.blanks, start=1)
        )

    @cached_property
    def lexicons(self) -> Lexicons:
        """The words that come up in its fields."""
        name = self.template.template
        return Lexicons(self.template, self.folder, self.learned.words(name) if self.learned else None)

    @cached_property
    def sheets(self) -> tuple[Template, ...]:
        """The template page by page, with plain fields alone."""
        return tuple(self.template.sheet(page) for page in range(1, len(self.blanks) + 1))


@dataclass(frozen=True)
class ExaminedTemplate:
    """A template file as far as it can be read, with every mistake in it."""

    template: Template | None
    fields: tuple[TemplateField, ...]
    """Those that are sound by themselves."""
    blanks: tuple[Picture | None, ...]
    problems: tuple[Problem, ...]


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
    """The template in ``path`` with its blanks; :class:`DefinitionError` names every mistake with its place."""
    examined = examine(path)
    blanks = tuple(blank for blank in examined.blanks if blank is not None)
    if examined.template is None or examined.problems:
        raise DefinitionError(examined.problems)
    return LoadedTemplate(examined.template, blanks, path.parent)


def examine(path: Path) -> ExaminedTemplate:
    """What can be read of the template in ``path``; raises :class:`DefinitionError` when it is no YAML mapping."""
    data = load_yaml(path)
    found: list[Problem] = []
    template: Template | None = None
    try:
        template = validate(data, Template, path)
    except DefinitionError as error:
        found += error.problems
    blanks: list[Picture | None] = []
    for name, place in _pictures(data, template):
        try:
            blanks.append(_blank(path, name, place, position(data, place)))
        except DefinitionError as error:
            blanks.append(None)
            found += error.problems
    fields = list(enumerate(template.fields)) if template else list(_readable(data))
    found += _problems_of_places(path, data, fields, blanks)
    found += _lexicon_problems(path, data, fields)
    found.sort(key=lambda problem: (problem.line, problem.column))
    return ExaminedTemplate(template, tuple(field for _index, field in fields), tuple(blanks), tuple(found))


def _pictures(data: CommentedMap, template: Template | None) -> Iterator[tuple[str, list[str | int]]]:
    """The blanks that a template names, each with where it is named."""
    first = template.blank if template else data.get("blank", Template.model_fields["blank"].default)
    further = template.next_pages if template else data.get("next_pages", ())
    yield str(first), ["blank"]
    for index, name in enumerate(further if isinstance(further, list | tuple) else ()):
        yield str(name), ["next_pages", index]


def _readable(data: CommentedMap) -> Iterator[tuple[int, TemplateField]]:
    """The sound fields of a template that has mistakes, each with its number."""
    written = data.get("fields")
    for index, field in enumerate(written if isinstance(written, list) else ()):
        with contextlib.suppress(ValidationError):
            yield index, TemplateField.model_validate(field)


def _problems_of_places(
    path: Path, data: CommentedMap, fields: Sequence[tuple[int, TemplateField]], blanks: Sequence[Picture | None]
) -> Iterator[Problem]:
    for index, field in fields:
        blank = blanks[field.page - 1] if field.page <= len(blanks) else None
        if blank is not None:
            height, width = blank.shape
            for place, message in _outside(field, width, height):
                yield Problem(str(path), *position(data, ["fields", index, place]), f"fields[{index}].{place}", message)
    for number, (index, field) in enumerate(fields):
        for _other, earlier in fields[:number]:
            if earlier.page == field.page and _overlap(earlier, field):
                message = _("場所が、項目 {name} の場所と重なっています。").format(name=earlier.name)
                place = _place_key(field)
                yield Problem(str(path), *position(data, ["fields", index, place]), f"fields[{index}].{place}", message)


def _place_key(field: TemplateField) -> str:
    return next(name for name in ("zone", "boxes", "options", "columns") if getattr(field, name))


def _lexicon_problems(path: Path, data: CommentedMap, fields: Sequence[tuple[int, TemplateField]]) -> Iterator[Problem]:
    for index, field in fields:
        own: Loc = ("fields", index)
        columns: list[tuple[Loc, TemplateField]] = [
            ((*own, "columns", number), column) for number, column in enumerate(field.columns)
        ]
        for loc, one in ((own, field), *columns):
            if one.lexicon is None:
                continue
            try:
                read_words(path.parent, one.lexicon)
            except InputError as error:
                yield Problem(str(path), *position(data, (*loc, "lexicon")), f"{dotted(data, loc)}.lexicon", str(error))


def _blank(path: Path, name: str, loc: list[str | int], place: tuple[int, int]) -> Picture:
    where = "blank" if loc == ["blank"] else f"next_pages[{loc[-1]}]"
    try:
        page = next(iter(read_pages(path.parent / name)))
    except InputError as error:
        message = _("白紙の様式の画像「{name}」を開けません: {reason}").format(name=name, reason=error.message)
        raise DefinitionError([Problem(str(path), *place, where, message)]) from error
    if isinstance(page, BadPage):
        raise DefinitionError([Problem(str(path), *place, where, page.reason)])
    return grey(page.picture)


def _outside(field: TemplateField, width: int, height: int) -> Iterator[tuple[str, str]]:
    if any(x < 0 or y < 0 or x + w > width or y + h > height for x, y, w, h in field.places):
        message = _("場所が画像({width}×{height} 画素)の外に出ています。").format(width=width, height=height)
        yield _place_key(field), message


def _overlap(first: TemplateField, second: TemplateField) -> bool:
    return any(_shared(one, other) > _OVERLAP for one in first.places for other in second.places)


def _shared(one: Box, other: Box) -> float:
    """How much of the smaller box lies in the other, 0 to 1."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height) / min(one[2] * one[3], other[2] * other[3])

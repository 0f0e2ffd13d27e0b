"""Proposal: the fields that a blank form most likely has, from its ruled cells and the words printed in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from dxrobot.i18n import _
from dxrobot.ocr.blank_cells import Cell, Grid, cells_of
from dxrobot.ocr.engine import Recogniser
from dxrobot.ocr.ink import Rect
from dxrobot.ocr.label_words import ERAS, for_the_office, is_unit, name_for, type_of
from dxrobot.ocr.pages import Picture
from dxrobot.ocr.print_runs import Run, find_runs
from dxrobot.ocr.ruling import Comb, find_ruling, holds
from dxrobot.ocr.template import FieldType

_INSET = 3
"""Pixels between a ruled line and the place to write."""
_BESIDE = 8
"""Pixels between printed words and the place to write."""
_NARROWEST, _LOWEST = 60, 28
_OPTION_HEIGHT, _OPTION_MARGIN = 50, 11
_NAMELESS = 150
"""Pixels; an empty cell without a label that is narrower is a corner of a table."""
_PARTS = {"年": ("y", 1, 64), "月": ("m", 1, 12), "日": ("d", 1, 31)}


@dataclass(frozen=True)
class Draft:
    """One field as it is proposed: where it stands, what it is, and what a person should look at."""

    label: str
    type: FieldType
    name: str = ""
    zone: Rect | None = None
    boxes: tuple[Rect, ...] = ()
    options: dict[str, Rect] = field(default_factory=dict)
    minimum: int | None = None
    maximum: int | None = None
    birth: bool = False
    part: str = ""
    """``era``, ``y``, ``m`` or ``d`` of a date whose parts stand apart."""
    columns: tuple[Draft, ...] = ()
    rows: int = 0
    pitch: int = 0
    heading: Rect | None = None
    """The label on top of the column, when that is what names it."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """The fields of one page, from the top, its title, and the labels of what was left to the city's own staff."""

    title: str
    drafts: tuple[Draft, ...]
    left_out: tuple[str, ...]


def propose(picture: Picture, recogniser: Recogniser) -> Proposal:
    """What stands on a grey, upright blank page at 200 dpi."""
    ruling = find_ruling(picture)
    runs = find_runs(picture, ruling, recogniser)
    cells = cells_of(picture, ruling, runs)
    grid = Grid(cells)
    left_out: list[str] = []
    drafts: list[Draft] = []
    for cell in cells:
        if cell.names_others or cell.rect[2] < _NARROWEST or cell.rect[3] < _LOWEST:
            continue
        label, heading, section = _naming(cell, grid)
        if (
            not label
            and not cell.runs
            and not cell.combs
            and not cell.ticks
            and (cell.shaded or cell.rect[2] < _NAMELESS)
        ):
            continue
        if for_the_office((label, heading.text if heading else "", section)):
            left_out.append(label)
            continue
        found = [replace(draft, heading=heading.rect if heading else None) for draft in _in_cell(cell, label)]
        drafts += [replace(draft, name=_name(draft, label, section)) for draft in found]
    drafts += _outside_cells(ruling.combs, cells)
    return Proposal(_title(runs, cells, picture.shape[0]), tuple(_tables(drafts)), tuple(dict.fromkeys(left_out)))


def _naming(cell: Cell, grid: Grid) -> tuple[str, Cell | None, str]:
    """The label of a cell, the heading of its column where that is what names it, and its section."""
    left, heading, section = grid.left_label(cell), grid.heading(cell), grid.section(cell)
    beside = left.text if left and not left.text.isdigit() else ""
    if heading and not beside:
        return heading.text, heading, section
    if heading and beside and heading.text != beside:
        return _("{row} {column}").format(row=beside, column=heading.text), None, section
    return beside, None, section


def _name(draft: Draft, label: str, section: str) -> str:
    base = name_for(draft.label if draft.type is FieldType.CHECKBOX else label or draft.label, section)
    base = base or {FieldType.CHECKBOX: "check", FieldType.CHOICE: "choice"}.get(draft.type, "")
    return f"{base or 'date'}_{draft.part}" if draft.part else base


def _in_cell(cell: Cell, label: str) -> Iterator[Draft]:
    if cell.ticks:
        yield from _checkboxes(cell)
        return
    for comb in cell.combs:
        kind = type_of(label or cell.text, boxes=len(comb.boxes), groups=comb.groups)
        yield Draft(label or cell.text, kind, boxes=comb.boxes, birth=_is_birth(label))
    for group in cell.choices:
        yield _choice(cell, group, label)
    if cell.date_units:
        yield from _date_parts(cell, label)
    elif not cell.combs and (not cell.choices or _room_behind(cell)):
        yield from _free(cell, label)


def _checkboxes(cell: Cell) -> Iterator[Draft]:
    for index, tick in enumerate(cell.ticks):
        same = [other for other in cell.ticks if abs(other[1] - tick[1]) < tick[3] and other[0] > tick[0]]
        end = min((other[0] for other in same), default=cell.rect[0] + cell.rect[2])
        words = "".join(
            run.text
            for run in cell.runs
            if tick[0] < run.rect[0] < end and abs(run.rect[1] + run.rect[3] / 2 - tick[1] - tick[3] / 2) < tick[3]
        )
        yield Draft(words or _("チェック {number}").format(number=index + 1), FieldType.CHECKBOX, zone=tick)


def _choice(cell: Cell, group: Sequence[Run], label: str) -> Draft:
    options = {run.text: _option(run.rect, cell.rect) for run in group}
    era = ERAS.issuperset(options)
    name = _("{label}(元号)").format(label=label) if era and cell.date_units else label
    notes = () if len(options) == len(group) else (_("同じ言葉の選択肢が2つありました。見てください。"),)
    return Draft(
        name or "・".join(options),
        FieldType.CHOICE,
        options=options,
        part="era" if era and cell.date_units else "",
        birth=_is_birth(label),
        notes=notes,
    )


def _option(word: Rect, cell: Rect) -> Rect:
    """A word to circle with room for the circle."""
    height = min(max(_OPTION_HEIGHT, word[3] + 12), cell[3] - 2 * _INSET)
    top = round(word[1] + word[3] / 2 - height / 2)
    top = min(max(top, cell[1] + _INSET), cell[1] + cell[3] - _INSET - height)
    return word[0] - _OPTION_MARGIN, top, word[2] + 2 * _OPTION_MARGIN, height


def _date_parts(cell: Cell, label: str) -> Iterator[Draft]:
    """The places before 年, 月 and 日; the first is no wider than the others, which nothing stands before."""
    ends = [run.rect[0] for run in cell.date_units]
    before = [max((run.right for run in cell.runs if run.right <= end), default=cell.rect[0]) for end in ends]
    widths = [end - start for start, end in zip(before, ends, strict=True)]
    usual = min(widths[1:])
    for run, end, width in zip(cell.date_units, ends, widths, strict=True):
        own = min(width, usual) - 2 * _BESIDE
        part, low, high = _PARTS[run.text]
        zone = (end - _BESIDE - own, cell.rect[1] + _INSET, own, cell.rect[3] - 2 * _INSET)
        name = _("{label}({unit})").format(label=label, unit=run.text)
        birth = _is_birth(label)
        yield Draft(name, FieldType.DIGITS, zone=zone, minimum=low, maximum=high, birth=birth, part=part)


def _room_behind(cell: Cell) -> bool:
    """Whether something can be written behind choices: only where a bracket or a colon asks for it."""
    return any(run.text.endswith(("(", ":", "その他(")) for run in cell.runs)


def _free(cell: Cell, label: str) -> Iterator[Draft]:
    """The widest place without print."""
    x, y, width, height = cell.rect
    taken = sorted((run.rect[0], run.right) for run in cell.runs)
    starts = [x + _INSET, *(end + _BESIDE for _start, end in taken)]
    ends = [*(start - _BESIDE for start, _end in taken), x + width - _INSET]
    rooms = list(zip(starts, ends, strict=True))
    units = {run.rect[0] - _BESIDE: run.text for run in cell.runs if is_unit(run.text)}
    measured = [room for room in rooms if room[1] in units and room[1] - room[0] >= _NARROWEST]
    start, end = max(measured or rooms, key=lambda room: room[1] - room[0])
    if end - start < max(_NARROWEST, 0 if measured else 0.2 * width):
        return
    unit = units.get(end, "")
    own = "".join(run.text for run in cell.runs if run.right <= start and run.text != unit)
    named = label or own
    notes = () if named else (_("見出しが見つかりません。label と type を書いてください。"),)
    kind = type_of(f"{named}{own}", unit)
    yield Draft(
        named or _("記入欄"),
        kind,
        zone=(start, y + _INSET, end - start, height - 2 * _INSET),
        birth=_is_birth(named),
        notes=notes,
    )


def _is_birth(label: str) -> bool:
    return "生年月日" in label.replace(" ", "")


def _outside_cells(combs: Iterable[Comb], cells: Sequence[Cell]) -> Iterator[Draft]:
    """Combs that stand in no ruled cell."""
    inside = {comb for cell in cells for comb in cell.combs}
    for comb in combs:
        if comb not in inside:
            boxes, groups = comb.boxes, comb.groups
            kind = type_of("", boxes=len(boxes), groups=groups)
            note = _("見出しが見つかりません。label と type を書いてください。")
            yield Draft(_("記入欄"), kind, boxes=boxes, notes=(note,))


def _tables(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Rows alike under the same headings as one table, everything else as it is."""
    rows: dict[tuple[int, int], list[Draft]] = {}
    for draft in drafts:
        if draft.heading:
            rows.setdefault((draft.heading[1], _top(draft)), []).append(draft)
    by_heading: dict[int, list[list[Draft]]] = {}
    for (heading, _row), found in sorted(rows.items()):
        by_heading.setdefault(heading, []).append(found)
    tables = {heading: found for heading, found in by_heading.items() if _alike(found)}
    for draft in drafts:
        heading = draft.heading[1] if draft.heading else -1
        if heading not in tables:
            yield draft
        elif draft is tables[heading][0][0]:
            yield _table(tables[heading])


def _top(draft: Draft) -> int:
    if draft.zone and draft.type is not FieldType.CHECKBOX:
        return draft.zone[1] // 4
    first = draft.zone or next(iter((*draft.boxes, *draft.options.values())))
    return first[1] // 4


def _alike(rows: Sequence[Sequence[Draft]]) -> bool:
    kinds = [[(draft.type, draft.heading, tuple(draft.options)) for draft in row] for row in rows]
    tops = [_top(row[0]) for row in rows]
    pitches = {second - first for first, second in pairwise(tops)}
    return len(rows) > 1 and all(kind == kinds[0] for kind in kinds) and max(pitches) - min(pitches) <= 2


def _table(rows: Sequence[Sequence[Draft]]) -> Draft:
    first, last = (_place(row[0]) for row in (rows[0], rows[-1]))
    pitch = round((last[1] - first[1]) / (len(rows) - 1))
    note = _("同じ行が {rows} 行あるので、1つの表にしました。列と行数を確かめてください。").format(rows=len(rows))
    columns = tuple(replace(draft, heading=None) for draft in rows[0])
    label = _("{first}などの表").format(first=columns[0].label)
    return Draft(label, FieldType.TABLE, name="rows", columns=columns, rows=len(rows), pitch=pitch, notes=(note,))


def _place(draft: Draft) -> Rect:
    return draft.zone or next(iter((*draft.boxes, *draft.options.values())))


def _title(runs: Sequence[Run], cells: Sequence[Cell], height: int) -> str:
    """The largest print of the upper third that stands in no cell."""
    free = [run for run in runs if run.rect[1] < height / 3 and not any(holds(cell.rect, run.rect) for cell in cells)]
    return max(free, key=lambda run: (run.rect[3], len(run.text))).text if free else ""

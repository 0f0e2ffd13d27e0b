"""Templates proposed for blanks that nothing was tuned to."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from dxrobot.ocr.blank_cells import cells_of
from dxrobot.ocr.engines import engines_of
from dxrobot.ocr.ink import Rect
from dxrobot.ocr.label_words import choices_in, for_the_office, type_of
from dxrobot.ocr.proposal import Draft, Proposal, propose
from dxrobot.ocr.ruling import Ruling, find_ruling, upright
from dxrobot.ocr.template import FieldType
from tools.forms.blank import draw_blank
from tools.forms.layout import Place
from tools.forms.other_forms import HOJOKIN, INU, PAGE, OtherForm


def blank(form: OtherForm) -> np.ndarray:
    return np.asarray(draw_blank(form.marks(), PAGE))


@pytest.fixture(scope="module")
def proposals() -> dict[str, Proposal]:
    recogniser = engines_of(threads=1).second
    return {form.name: propose(blank(form), recogniser) for form in (HOJOKIN, INU)}


def single(drafts: tuple[Draft, ...]) -> Iterator[tuple[FieldType, list[Rect]]]:
    for draft in drafts:
        rows = range(draft.rows) if draft.columns else [0]
        for row in rows:
            for one in draft.columns or (draft,):
                places = [one.zone] if one.zone else [*one.boxes, *one.options.values()]
                yield one.type, [(x, y + row * draft.pitch, w, h) for x, y, w, h in places]


def same(place: Place, found: list[Rect]) -> bool:
    wanted = [(rect.x, rect.y, rect.w, rect.h) for rect in place.rects()]
    if len(wanted) != len(found):
        return False
    return all(overlap(one, other) > 0.5 for one, other in zip(wanted, found, strict=True))


def overlap(one: Rect, other: Rect) -> float:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(0, across) * max(0, down)
    return shared / (one[2] * one[3] + other[2] * other[3] - shared)


@pytest.mark.parametrize("form", [HOJOKIN, INU], ids=lambda form: form.name)
def test_every_place_of_a_drawn_form_is_found_with_its_type(form: OtherForm, proposals: dict[str, Proposal]) -> None:
    found = list(single(proposals[form.name].drafts))
    missing = [
        name
        for name, place in form.places().items()
        if not any(kind is form.types[name] and same(place, rects) for kind, rects in found)
    ]
    assert missing == []
    assert len(found) == len(form.types)
    assert proposals[form.name].title == form.title


def test_rows_alike_are_one_table(proposals: dict[str, Proposal]) -> None:
    (table,) = (draft for draft in proposals[HOJOKIN.name].drafts if draft.columns)
    assert (table.rows, table.pitch) == (5, 70)
    assert [column.type for column in table.columns] == [FieldType.TEXT, FieldType.NUMBER, FieldType.AMOUNT]


def test_a_blank_that_lies_askew_is_turned() -> None:
    askew = Image.fromarray(blank(INU)).rotate(1.5, fillcolor=255, resample=Image.Resampling.BICUBIC)
    straight, angle = upright(np.asarray(askew))
    assert angle == pytest.approx(-1.5, abs=0.1)
    assert len(find_ruling(straight).cells) == len(find_ruling(blank(INU)).cells)


@pytest.mark.parametrize(
    ("label", "unit", "boxes", "groups", "kind"),
    [
        ("連絡先郵便番号", "", 0, (), FieldType.POSTAL_CODE),
        ("", "", 7, (3, 4), FieldType.POSTAL_CODE),
        ("申請者 氏 名", "", 0, (), FieldType.NAME),
        ("口座名義(カナ)", "", 0, (), FieldType.KANA),
        ("番号", "", 12, (4, 4, 4), FieldType.MY_NUMBER),
        ("番号", "", 13, (13,), FieldType.CORPORATE_NUMBER),
        ("利用料金", "", 0, (), FieldType.AMOUNT),
        ("参加", "人", 0, (), FieldType.NUMBER),
        ("生年月日", "", 6, (2, 2, 2), FieldType.DIGITS),
        ("使用目的", "", 0, (), FieldType.TEXT),
    ],
)
def test_type_of_a_field_by_what_is_printed(
    label: str, unit: str, boxes: int, groups: tuple[int, ...], kind: FieldType
) -> None:
    assert type_of(label, unit, boxes, groups) is kind


def test_choices_are_told_from_labels_that_look_like_them() -> None:
    assert choices_in("男・女", parted=False) == ("男", "女")
    assert choices_in("茶・白・その他", parted=False) == ("茶", "白", "その他")
    assert choices_in("同居・別居の別", parted=False) == ()
    assert choices_in("住所・氏名", parted=False) == ()
    assert choices_in("住民票", parted=False) == ()


def test_places_for_the_office_are_left_out() -> None:
    assert for_the_office(["職員記入欄", ""]) and for_the_office(["決 裁"])
    assert not for_the_office(["受付番号"])


def test_check_boxes_are_named_as_they_are_read_though_the_right_one_lies_a_pixel_higher() -> None:
    picture = np.full((100, 500), 255, np.uint8)
    boxes = ((200, 29, 20, 20), (30, 30, 20, 20), (200, 60, 20, 20), (30, 62, 20, 20))
    (cell,) = cells_of(picture, Ruling(((10, 10, 400, 80),), (), boxes, picture == 0), [])
    assert [box[:2] for box in cell.ticks] == [(30, 30), (200, 29), (30, 62), (200, 60)]

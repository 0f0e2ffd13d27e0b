"""Form reader: from a scanned page to a judged form, stage by stage."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import TypeVar

import cv2
from loguru import logger

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.masking import Secret
from dxrobot.ocr.assemble import assemble
from dxrobot.ocr.cross_check import cross_check
from dxrobot.ocr.evidence import Evidence
from dxrobot.ocr.identify import identify
from dxrobot.ocr.ink import Rect, Sheet, grey, ink_box, lay, plain
from dxrobot.ocr.lexicon import places_of_japan
from dxrobot.ocr.memory import hand_back, keep_little
from dxrobot.ocr.names import names_of_japan
from dxrobot.ocr.pages import BadPage, Page, read_pages
from dxrobot.ocr.prior import Knowledge
from dxrobot.ocr.read import Engines, read_fields
from dxrobot.ocr.reading import Form, Reading, Status
from dxrobot.ocr.register import Registration
from dxrobot.ocr.strips import crop_png, whole
from dxrobot.ocr.template import Box, Template, TemplateField
from dxrobot.ocr.template_files import LoadedTemplate
from dxrobot.ocr.together import together
from dxrobot.ocr.validate import Verdict, judge

_CROP_BORDER = 6
_HANDED_BACK = 4
"""After so many pages the memory that they needed is given back: each time costs what a twentieth of a page does."""
Loaded = TypeVar("Loaded")


class FormReader:
    """Reads pages of known forms; ``password`` opens the PDF files that have one."""

    def __init__(self, templates: Sequence[LoadedTemplate], engines: Engines, password: Secret | None = None) -> None:
        keep_little()
        self._templates = tuple(templates)
        self._engines = engines
        self._password = password
        self._begun = count(1)
        self._lists = _ahead(lambda: (places_of_japan(), names_of_japan()))
        _ahead(engines.load)

    def read_page(self, page: Page, file: str = "") -> Form:
        """The form on ``page`` with every field judged; :class:`InputError` when it is no form we know.

        Of a form of several pages, the fields of this page alone.
        """
        picture = plain(page.picture)
        found = identify(grey(picture), self._templates)
        template = found.loaded.sheets[found.sheet - 1]
        sheet = lay(picture, found.lie, found.blank)
        places, _names = self._lists.result()
        evidence = self._evidence(sheet, template, found.loaded)
        offsets = found.loaded.learned.offsets(template.template) if found.loaded.learned else {}
        verdicts = {
            field.name: judge(field, evidence[field.name], places, offsets.get(field.name, 0.0))
            for field in template.fields
        }
        verdicts = cross_check(template, verdicts, places)
        return Form(
            file=file,
            page=page.number,
            template=template.template,
            registered=True,
            registration_px=round(found.lie.distance_px, 2),
            readings=tuple(_reading(field, verdicts[field.name], sheet, found.lie, page) for field in template.fields),
            sheet=found.sheet,
        )

    def evidence(self, page: Page) -> tuple[Template, dict[str, Evidence]]:
        """What was seen of each field of the form on ``page``, before anybody judges it."""
        picture = plain(page.picture)
        found = identify(grey(picture), self._templates)
        template = found.loaded.sheets[found.sheet - 1]
        return template, self._evidence(lay(picture, found.lie, found.blank), template, found.loaded)

    def _evidence(self, sheet: Sheet, template: Template, loaded: LoadedTemplate) -> dict[str, Evidence]:
        knowledge = Knowledge(*self._lists.result(), loaded.lexicons.tree)
        return together(template, read_fields(sheet, template, self._engines, knowledge), knowledge)

    def read_files(self, paths: Iterable[Path]) -> Iterator[Form]:
        """Every page of every file in order; what cannot be read comes as a form with ``error`` and stops nothing."""
        templates = {loaded.template.template: loaded.template for loaded in self._templates}
        for path in paths:
            yield from assemble(self._read_file(path), templates)

    def _read_file(self, path: Path) -> Iterator[Form]:
        """The pages of one file in order; as many are worked on at once as there are threads, and no more are kept."""
        waiting: deque[Future[Form]] = deque()
        with ThreadPoolExecutor(self._engines.threads, "page") as pool:
            try:
                for page in read_pages(path, self._password):
                    waiting.append(pool.submit(self._read_or_explain, page, str(path)))
                    if len(waiting) > self._engines.threads:
                        yield waiting.popleft().result()
                    if next(self._begun) % _HANDED_BACK == 0:
                        hand_back()
            except InputError as error:
                waiting.append(_told(Form(file=str(path), page=1, error=str(error))))
            except OSError:
                # It was there when the batch began: taken away, or its share is gone.
                reason = _("ファイルを開けません。読み取りの権限を確かめてください。")
                waiting.append(_told(Form(file=str(path), page=1, error=reason)))
            while waiting:
                yield waiting.popleft().result()

    def _read_or_explain(self, page: Page | BadPage, file: str) -> Form:
        if isinstance(page, BadPage):
            return Form(file=file, page=page.number, error=page.reason)
        try:
            return self.read_page(page, file)
        except InputError as error:
            return Form(file=file, page=page.number, error=str(error))
        except (cv2.error, MemoryError) as error:
            logger.error("page {} could not be worked on: {}", page.number, type(error).__name__)
            reason = _("このページの画像は処理できません。もう一度スキャンしてください。")
            return Form(file=file, page=page.number, error=reason)


def _ahead(load: Callable[[], Loaded]) -> Future[Loaded]:
    """What ``load`` returns, in a thread of its own: it is there when the first page has been registered."""
    pool = ThreadPoolExecutor(1, "ahead")
    loaded = pool.submit(load)
    pool.shutdown(wait=False)
    return loaded


def _told(form: Form) -> Future[Form]:
    told: Future[Form] = Future()
    told.set_result(form)
    return told


def _reading(field: TemplateField, verdict: Verdict, sheet: Sheet, lie: Registration, page: Page) -> Reading:
    place = _place(field)
    x, y, width, height = lie.place(place)
    across, down = page.scale
    return Reading(
        field=field.name,
        value=verdict.value,
        text=verdict.text,
        confidence=verdict.confidence,
        status=verdict.status,
        reason=verdict.reason,
        box=(round(x / across), round(y / down), round(width / across), round(height / down)),
        candidates=verdict.candidates,
        crop=crop_png(sheet, _to_look_at(sheet, field, place)) if verdict.status is Status.REVIEW else b"",
        page=page.number,
        turn=lie.turn,
    )


def _to_look_at(sheet: Sheet, field: TemplateField, place: Box) -> Rect:
    """The part of a field to show a person: all of it, but for the empty end of a long line, so that writing is large.

    What stands far behind the writing that was seen stays in view: three line heights of it.
    """
    x, y, width, height = whole(place, _CROP_BORDER)
    written = ink_box(sheet.written(whole(field.zone))) if field.zone else None
    if written:
        width = min(width, written[0] + written[2] + _CROP_BORDER + 3 * height)
    return x, y, width, height


def _place(field: TemplateField) -> Box:
    """The box around all places of a field."""
    boxes = field.places
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top

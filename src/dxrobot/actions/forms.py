"""Actions on forms: read them, settle what is doubtful, write the register."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from dxrobot.actions.answer_file import AnswerFile, load_answers
from dxrobot.actions.base import RunContext, ScenarioAction, Tally
from dxrobot.actions.digests import digest_of
from dxrobot.actions.form_view import FormView, ScannedForm
from dxrobot.actions.scans import scans_in
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.masking import Secret, redactor
from dxrobot.ocr.reading import Form, Reading, Status
from dxrobot.ocr.template import Template
from dxrobot.store.answers import SettledField, answers_for, keep_answers, take_uncounted
from dxrobot.store.doubts import keep_doubts
from dxrobot.store.lessons import keep_lessons
from dxrobot.vault import Vault


class ReadForms(ScenarioAction):
    """Read every page of the scans; the output is the list of recognised forms."""

    name: ClassVar[str] = "帳票を読み取る"
    sentence: ClassVar[str] = "スキャンしたファイルの全ページについて、帳票の種類を見分け、項目を読み取ります。"
    main_argument: ClassVar[str] = "files"

    files: list[str]
    templates: list[str]
    password_from: str = ""
    """The entry of the vault whose password opens the PDF files."""

    def perform(self, context: RunContext) -> list[FormView]:
        """Read the files; a page that cannot be read is kept with its error and does not stop the others."""
        tally, started = context.tally, time.perf_counter()
        paths = scans_in(Path(file) for file in self.files)
        from dxrobot.ocr.pages import count_pages  # only here: most runs read no form (form_reading)

        password = self._password(context)
        reading = context.read_pages(context.workspace, self.templates, password)
        digests = {str(path): digest_of(path) for path in paths if path.is_file()}
        pages = sum(count_pages(path, password) for path in paths)
        for done, form in enumerate(reading.reader.read_files(paths), start=1):
            context.progress.report("pages", done, pages)
            tally.pages.append(form)
            if form.template is not None and form.error is None:
                template = reading.templates[form.template]
                _learn(form, template)
                tally.forms.append(ScannedForm(form, template, digests[form.file]))
        tally.files += paths
        tally.reading_seconds += time.perf_counter() - started
        return [FormView(scanned) for scanned in tally.forms]

    def _password(self, context: RunContext) -> Secret | None:
        if not self.password_from:
            return None
        vault = Vault.of_environment(context.workspace.vault)
        get = vault.get_for_production if context.mode is Mode.PRODUCTION else vault.get
        return get(self.password_from).password


def _learn(form: Form, template: Template) -> None:
    """Let the log know what it must never show."""
    for reading in form.plain_readings:
        sensitivity = template.field(reading.field).sensitivity
        if sensitivity is not None:
            for text in (reading.text, reading.value):
                if isinstance(text, str):
                    redactor.learn(text, sensitivity)


class SettleReviews(ScenarioAction):
    """Put people's answers in the place of doubtful readings, and of no others."""

    name: ClassVar[str] = "確認の答えを反映する"
    sentence: ClassVar[str] = (
        "読み取りに自信のない項目だけを、職員が確認した値に置き換えます。確認済みの項目は聞き直しません。"
    )
    main_argument: ClassVar[str] = "forms"

    forms: list[FormView]
    answers: str = ""
    """Path of an answer file; empty when the person has not answered yet."""

    model_config = ScenarioAction.model_config | {"arbitrary_types_allowed": True}

    def perform(self, context: RunContext) -> list[FormView]:
        """Settle what can be settled; what nobody answered stays doubtful."""
        templates = [view.scanned.template for view in self.forms]
        given = load_answers(Path(self.answers), templates) if self.answers else None
        refuse_ambiguous(given, [view.scanned for view in self.forms])
        settled = [self._settle(view.scanned, given, context) for view in self.forms]
        context.tally.forms[:] = settled
        return [FormView(scanned) for scanned in settled]

    def _settle(self, scanned: ScannedForm, given: AnswerFile | None, context: RunContext) -> ScannedForm:
        form = scanned.form
        uncounted = take_uncounted(context.journal.run, scanned.scan_digest, form.page)
        earlier = answers_for(scanned.scan_digest, form.page)
        new = [answer for answer in answers_to(scanned, given) if _is_new(answer, earlier.get(answer.field))]
        keep_answers(context.journal.run, new)
        answers = earlier | {answer.field: answer for answer in new}
        now = {reading.field: uncounted[reading.field] for reading in form.doubtful if reading.field in uncounted}
        _count(context.tally, form, answers, now | dict.fromkeys(answer.field for answer in new))
        evolved = ScannedForm(settled_form(form, answers), scanned.template, scanned.scan_digest)
        keep_lessons(context.journal.run, scanned.template.template, form.doubtful, answers)
        keep_doubts(context.journal.run, scanned.scan_digest, evolved.form, scanned.template)
        _learn(evolved.form, scanned.template)
        return evolved


def _is_new(answer: SettledField, earlier: SettledField | None) -> bool:
    """Whether a person had not settled the field, or settles it otherwise now."""
    return earlier is None or earlier.value != answer.value


def refuse_ambiguous(given: AnswerFile | None, forms: Iterable[ScannedForm]) -> None:
    """Raise :class:`InputError` when an answer could mean either of two scans: it would mix two persons up."""
    digests: dict[str, set[str]] = {}
    for scanned in forms:
        digests.setdefault(Path(scanned.form.file).name, set()).add(scanned.scan_digest)
    for answer in given.answers if given else ():
        if len(digests.get(answer.file, ())) > 1:
            raise InputError(
                _("同じ名前のスキャン「{file}」が2つあり、確認の答えがどちらのものか決められません。").format(
                    file=answer.file
                ),
                _("ファイル名を変えて、別々の名前にしてください。"),
            )


def answers_to(scanned: ScannedForm, given: AnswerFile | None) -> list[SettledField]:
    """What the answer file says about the doubtful fields of one form; its other answers are left aside."""
    if given is None:
        return []
    form, places = scanned.form, given.by_place()
    return [
        SettledField(
            scanned.scan_digest,
            form.page,
            reading.field,
            places[place].value,
            places[place].settled_by or given.settled_by,
        )
        for reading in form.doubtful
        if (place := (Path(form.file).name, form.page, reading.field)) in places
    ]


def _count(tally: Tally, form: Form, answers: Mapping[str, SettledField], now: Mapping[str, float | None]) -> None:
    """Count what people were asked and what they changed.

    ``now`` are the fields whose answers this run counts, with the seconds that they took where those were measured.
    """
    tally.asked += len(form.doubtful)
    tally.answered_now += len(now)
    for reading in form.doubtful:
        if reading.field in answers:
            corrected = answers[reading.field].value != reading.value
            tally.settled += 1
            tally.corrected += corrected
            tally.corrected_now += corrected and reading.field in now
            if (seconds := now.get(reading.field)) is not None:
                tally.measured_now += 1
                tally.measured_corrected_now += corrected
                tally.review_seconds += seconds


def settled_form(form: Form, answers: Mapping[str, SettledField]) -> Form:
    """``form`` with the answers in the place of its doubtful readings, and of no others."""
    return form.evolve(readings=tuple(_settled(reading, answers) for reading in form.readings))


def _settled(reading: Reading, answers: Mapping[str, SettledField]) -> Reading:
    if reading.cells:
        return reading.of_cells(tuple(_settled(cell, answers) for cell in reading.cells))
    answer = answers.get(reading.field)
    if reading.status is not Status.REVIEW or answer is None:
        return reading
    status = Status.BLANK if answer.value is None else Status.ACCEPTED
    return reading.evolve(value=answer.value, status=status, settled_by=answer.settled_by)


class WriteRegister(ScenarioAction):
    """Write the register workbook."""

    name: ClassVar[str] = "登録簿を書く"
    sentence: ClassVar[str] = "帳票1枚を1行にした Excel の登録簿を書き、自信のない項目に色と画像と理由を付けます。"
    main_argument: ClassVar[str] = "file"

    file: str

    def perform(self, context: RunContext) -> str:
        """Write the workbook of all forms read so far; the output is its path."""
        path = Path(self.file)
        if not path.is_absolute():
            path = context.evidence / path
        templates = {scanned.template.template: scanned.template for scanned in context.tally.forms}
        unread = [form for form in context.tally.pages if form.error is not None or form.template is None]
        forms = [scanned.form for scanned in context.tally.forms] + unread
        from dxrobot.sheets.register import write_register  # only here: most runs write no register

        write_register(path, forms, templates, context.tally.pages)
        context.tally.files_written.append(path)
        return str(path)

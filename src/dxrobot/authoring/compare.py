"""What a case expects held against what came of it: pure, each difference a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dxrobot.authoring.cases import Case, Expectation, ExpectedItem, Value
from dxrobot.i18n import _
from dxrobot.store.outcomes import ItemOutcome


@dataclass(frozen=True, slots=True)
class Actual:
    """What came of a case."""

    status: str
    message: str
    items: Sequence[ItemOutcome]
    records: Mapping[str, Sequence[Mapping[str, str]]]
    """What the target systems hold, by the places that the case names."""
    blocked: Sequence[str] = ()
    files: Mapping[str, Sequence[Mapping[str, str]] | None] = field(default_factory=dict)
    """The rows of each expected file; None when it is not there."""


def differences(case: Case, actual: Actual) -> list[str]:
    """Every difference, expected and actual; none when the case has come out as it should."""
    expect = case.expect
    return [
        *_run(expect, actual),
        *_items(expect, actual.items),
        *_records(expect, actual.records),
        *_blocked(expect, actual.blocked),
        *_files(expect, actual.files),
    ]


def _told(what: str, expected: object, actual: object) -> str:
    return _("{what}: 期待 {expected} / 実際 {actual}").format(what=what, expected=expected, actual=actual)


def _run(expect: Expectation, actual: Actual) -> Iterator[str]:
    if expect.status and expect.status != actual.status:
        yield _told(_("実行の終わり方"), expect.status, f"{actual.status} {actual.message}".strip())
    if expect.message and expect.message not in actual.message:
        yield _told(_("実行の文"), expect.message, actual.message or _("なし"))


def _items(expect: Expectation, items: Sequence[ItemOutcome]) -> Iterator[str]:
    if expect.items is None:
        return
    for key, expected in expect.items.items():
        found = [item for item in items if item.key == key]
        if not found:
            yield _told(_("件 {key}").format(key=key), expected.state, _("なし"))
        elif not any(item.state == expected.state for item in found):
            states = ", ".join(f"{item.state} {item.reason}".strip() for item in found)
            yield _told(_("件 {key}").format(key=key), expected.state, states)
        else:
            yield from _item(key, expected, next(item for item in found if item.state == expected.state))
    for item in items:
        if item.key not in expect.items:
            yield _told(_("件 {key}").format(key=item.key), _("なし"), f"{item.state} {item.reason}".strip())


def _item(key: str, expected: ExpectedItem, item: ItemOutcome) -> Iterator[str]:
    if expected.reason not in item.reason:
        yield _told(_("件 {key} の理由").format(key=key), expected.reason, item.reason or _("なし"))
    for name, value in expected.entered.items():
        entered = item.entered.get(name)
        if entered is None:
            yield _told(_("件 {key} の {name}").format(key=key, name=name), as_text(value), _("登録していません"))
        elif entered != as_text(value):
            yield _told(_("件 {key} の {name}").format(key=key, name=name), as_text(value), entered)


def _records(expect: Expectation, records: Mapping[str, Sequence[Mapping[str, str]]]) -> Iterator[str]:
    """Each expected record needs one of its own that holds its values; what is left over is a difference."""
    for place, expected in expect.records.items():
        left = list(records.get(place, ()))
        for wanted in expected:
            found = next((record for record in left if _holds(record, wanted)), None)
            if found is None:
                near = ", ".join(_shown({name: record.get(name, "") for name in wanted}) for record in left)
                yield _told(_("{place} への登録").format(place=place), _shown(wanted), near or _("なし"))
            else:
                left.remove(found)
        if len(left) > 0 and len(records.get(place, ())) > len(expected):
            count = len(records.get(place, ()))
            yield _told(_("{place} への登録の件数").format(place=place), len(expected), count)


def _holds(record: Mapping[str, str], wanted: Mapping[str, Value]) -> bool:
    return all(record.get(name) == as_text(value) for name, value in wanted.items())


def _blocked(expect: Expectation, blocked: Sequence[str]) -> Iterator[str]:
    if expect.blocked is not None and sorted(set(expect.blocked)) != sorted(set(blocked)):
        wanted, seen = ", ".join(sorted(set(expect.blocked))), ", ".join(sorted(set(blocked)))
        yield _told(_("止めた要求"), wanted or _("なし"), seen or _("なし"))


def _files(expect: Expectation, files: Mapping[str, Sequence[Mapping[str, str]] | None]) -> Iterator[str]:
    for expected in expect.files:
        rows = files.get(expected.file)
        if rows is None:
            yield _told(_("ファイル {file}").format(file=expected.file), _("ある"), _("なし"))
            continue
        for wanted in expected.rows:
            if not any(_holds(row, wanted) for row in rows):
                yield _told(_("ファイル {file} の行").format(file=expected.file), _shown(wanted), _("なし"))


def as_text(value: Value) -> str:
    """A value as the journal and the pages write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value or ""


def _shown(values: Mapping[str, Value] | Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {as_text(value)}" for name, value in values.items()) + "}"

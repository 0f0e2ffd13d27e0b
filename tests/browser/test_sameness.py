"""What counts as the value that was entered, and what does not."""

from __future__ import annotations

import pytest

from dxrobot.browser.sameness import same, shape_of
from dxrobot.browser.screen import fill
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import TargetError
from dxrobot.robot.target import Target

from .conftest import Show


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("1200", "1,200"),
        ("1200", "¥1,200"),
        ("1200", "￥1,200"),
        ("1200", "1,200円"),
        ("1,200", "1200"),
        ("8.5", "8.50"),
        ("8", "8.00"),
        ("2026-11-03", "2026/11/03"),
        ("2026-11-03", "2026年11月3日"),
        ("2026/11/3", "2026-11-03(火)"),
        ("2026-11-03", "令和8年11月3日"),
        ("2026/11/03 13:45", "2026/11/0313:45"),
        ("615-8252", "〒615-8252"),
        ("6158252", "〒615-8252"),
        ("615-8252", "6158252"),
    ],
)
def test_a_page_may_write_a_value_in_its_own_way(wanted: str, shown: str) -> None:
    assert same(shown, wanted)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("1200", "1,2000"),
        ("1200", "-1200"),
        ("0120", "120"),
        ("007", "7.0"),
        ("8.5", "8.05"),
        ("8.5", "85"),
        ("2026-11-03", "2026-03-11"),
        ("2026-11-03", "2026-11-13"),
        ("2026-11-03", ""),
        ("615-8252", "615-8253"),
        ("1-2-3", "123"),
        ("平田 花子", "平田花子"),
        ("90-1234-5678", "901234-5678"),
    ],
)
def test_another_value_is_another_value(wanted: str, shown: str) -> None:
    assert not same(shown, wanted)


def test_a_value_that_does_not_stay_is_told_by_its_shape(session: BrowserSession, show: Show) -> None:
    show(
        "<label>手数料 <input></label><script>document.querySelector('input').oninput = "
        "event => { event.target.value = '¥99,120 秘密'; };</script>"
    )
    with pytest.raises(TargetError, match="手数料」の欄\\(画面の形: ¥99,999 ○○\\)"):
        session.run(lambda page: fill(page, [(Target(label="手数料"), "1200")]))


def test_a_long_shape_is_cut() -> None:
    assert shape_of("1" * 40) == "9" * 30 + "…"

"""The bars of the ledger's charts: where they stand, and what they say."""

from __future__ import annotations

from decimal import Decimal

from dxrobot.console.charts import HEIGHT, WIDTH, month_chart, shares
from dxrobot.ledger.summary import Summary

MONTHS = [f"2026-{month:02}" for month in range(4, 10)]


def saved(hours: int) -> Summary:
    return Summary(runs=1, saved_minutes=Decimal(hours * 60))


def test_a_loss_hangs_under_the_line_and_nothing_leaves_the_drawing() -> None:
    chart = month_chart(MONTHS, {"2026-04": saved(30), "2026-06": saved(-10), "2026-07": saved(0)})
    gain, unknown, loss, nothing = chart.bars[:4]
    assert gain.y + gain.height == chart.line_y == loss.y
    assert gain.height == 3 * loss.height
    assert (loss.losing, loss.figure) == (True, "−10.0")
    assert (unknown.known, nothing.known, nothing.height) == (False, True, 0)
    for bar in chart.bars:
        assert 0 <= bar.x < bar.x + bar.width <= WIDTH
        assert min(bar.y, bar.figure_y) > 0 and max(bar.y + bar.height, bar.figure_y) < HEIGHT - 4


def test_a_year_of_nothing_but_losses_and_one_of_nothing_at_all_are_drawn() -> None:
    only_losses = month_chart(MONTHS, dict.fromkeys(MONTHS, saved(-5)))
    assert {bar.y for bar in only_losses.bars} == {only_losses.line_y}
    assert all(bar.height == 0 and not bar.known for bar in month_chart(MONTHS, {}).bars)


def test_shares_are_of_the_longest_whichever_its_sign() -> None:
    assert shares([saved(5), saved(-10), saved(0)]) == [50.0, 100.0, 0.0]
    assert shares([Summary()]) == [0.0]

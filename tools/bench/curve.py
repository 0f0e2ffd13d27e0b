"""Figures by a growing number as small curves in one SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_WIDTH, _HEIGHT, _MARGIN = 360, 200, 44
_COLOURS = {"procrastinate": "#1f5fa8", "embedded": "#b4511b"}
_PANELS = {
    "start_ms_by_idle_workers": "start p50 [ms] by idle workers",
    "jobs_per_second_by_workers": "orders a second by workers",
    "start_ms_by_past_orders": "start p50 [ms] by past orders",
}


def draw(figures: Mapping[str, Any], engines: Sequence[str]) -> str:
    """The figures of the queue bench for these engines, a panel each."""
    panels = [
        _panel(number, title, {name: figures[name][key] for name in engines})
        for number, (key, title) in enumerate(_PANELS.items())
    ]
    size = f'width="{_WIDTH * len(panels)}" height="{_HEIGHT}" font-family="sans-serif" font-size="11"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(panels)}</svg>\n'


def _panel(number: int, title: str, curves: Mapping[str, Mapping[Any, Any]]) -> str:
    values = {
        name: {str(by): float(value.get("p50", value.get("per_second"))) for by, value in curve.items()}
        for name, curve in curves.items()
    }
    steps = list(next(iter(values.values())))
    highest = max(max(curve.values()) for curve in values.values()) or 1.0
    left, wide, high = number * _WIDTH + _MARGIN, _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN

    def at(step: int, value: float) -> tuple[float, float]:
        return left + wide * step / max(1, len(steps) - 1), _HEIGHT - _MARGIN - high * value / highest

    drawn = [f'<text x="{left}" y="20">{title}</text>', f'<text x="{left - 40}" y="{_MARGIN}">{highest:g}</text>']
    drawn += [f'<text x="{at(index, 0)[0]:.0f}" y="{_HEIGHT - 20}">{step}</text>' for index, step in enumerate(steps)]
    for line, (name, curve) in enumerate(values.items()):
        points = " ".join("{:.0f},{:.0f}".format(*at(index, value)) for index, value in enumerate(curve.values()))
        drawn.append(f'<polyline points="{points}" fill="none" stroke="{_COLOURS[name]}" stroke-width="2"/>')
        drawn.append(f'<text x="{left + 90 * line}" y="{_HEIGHT - 4}" fill="{_COLOURS[name]}">{name}</text>')
    return "".join(drawn)

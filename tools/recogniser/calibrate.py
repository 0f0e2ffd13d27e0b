"""Fit the confidence of readings on drawn pages of the calibrate split, and write src/dxrobot/ocr/confidence.json.

usage: python -m tools.recogniser.calibrate FOLDER [FOLDER ...] [--out FILE] [--kept FILE]

A folder holds pages and truth.json (python -m tools.forms pages). All pages fit the weights; of readings that needed a
second look, how often they are wrong is counted on those written by hand alone, so that it holds for them too. What was
seen is kept in FILE (default build/calibration.json) and taken from there when it is newer than every truth.json.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dxrobot.ocr.confidence import BEST, GROUPS, PLAIN, WORST, features, group_of, is_plain
from dxrobot.ocr.engines import engines_of
from dxrobot.ocr.form_reader import FormReader
from dxrobot.ocr.pages import Page, read_pages
from dxrobot.ocr.template import FieldType
from dxrobot.ocr.template_files import load_templates
from dxrobot.ocr.validate import doubt_of_its_kind

TEMPLATES = Path(__file__).parents[2] / "ocr_templates"
OUT = Path(__file__).parents[2] / "src/dxrobot/ocr/confidence.json"
_RIDGE = 0.02
_NEAR = 1e-6
_ALIKE = {"amount": "digits"}
"""Of amounts too few are misread to learn from: they are fitted together with other digits."""
_SIGNS = np.array([1, 1, 1, -1, 1, -1, 1, 1, 1])
"""Whether more of a feature (dxrobot.ocr.confidence.features) makes a reading surer."""
_ENOUGH = 40
"""Readings of handwriting from which on they alone say how often one is wrong."""
_MARKS = (FieldType.CHECKBOX, FieldType.CHOICE)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One reading: what was seen of it, and whether it is right."""

    seen: tuple[float, ...]
    right: bool
    hard: bool
    """Whether a person wrote it."""


def main() -> None:
    """Read the pages, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--kept", type=Path, default=Path("build/calibration.json"))
    given = parser.parse_args()
    cases = _kept(given.kept, given.folders)
    groups = [group + plain for group in GROUPS for plain in ("", PLAIN)]
    fitted = {group: fit_group(group, _with_alike(group, cases)) for group in groups if cases[group]}
    given.out.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


def _with_alike(group: str, cases: dict[str, list[Case]]) -> list[Case]:
    alike = _ALIKE.get(group.removesuffix(PLAIN))
    return cases[group] + (cases[alike + PLAIN * (PLAIN in group)] if alike else [])


def _kept(kept: Path, folders: Sequence[Path]) -> dict[str, list[Case]]:
    newest = max((folder / "truth.json").stat().st_mtime for folder in folders)
    if not kept.is_file() or kept.stat().st_mtime < newest:
        cases = cases_of(folders)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps({group: [asdict(case) for case in of] for group, of in cases.items()}))
    read = json.loads(kept.read_text())
    return defaultdict(list, {group: [Case(**case) for case in of] for group, of in read.items()})


def cases_of(folders: Sequence[Path]) -> dict[str, list[Case]]:
    """Every reading that has a value, by kind of field."""
    reader = FormReader(load_templates(TEMPLATES), engines_of())
    cases: dict[str, list[Case]] = defaultdict(list)
    for folder in folders:
        for entry in json.loads((folder / "truth.json").read_text(encoding="utf-8")):
            page = next(iter(read_pages(folder / entry["file"])))
            assert isinstance(page, Page)
            template, evidence = reader.evidence(page)
            for field in template.fields:
                seen = evidence[field.name]
                if field.type in _MARKS or seen.best is None or seen.best.value is None:
                    continue
                if doubt_of_its_kind(field, seen):
                    continue  # a person looks at it anyway
                right = seen.best.value == entry["fields"][field.name]
                cases[group_of(field.type) + PLAIN * is_plain(seen)].append(
                    Case(features(seen), right, entry["kind"] == "real")
                )
    return cases


def fit_group(group: str, cases: Sequence[Case]) -> dict[str, object]:
    """Weights by ridge-penalised logistic regression (Newton), and the share of errors from each confidence on."""
    seen = np.array([case.seen for case in cases])
    right = np.array([case.right for case in cases], float)
    hard = np.array([case.hard for case in cases])
    weights = _sensible(seen, right)
    sure = np.clip(1 / (1 + np.exp(-(seen @ weights[:-1] + weights[-1]))), WORST, BEST)
    print(f"{group}: {len(cases)} readings, {right.mean():.3f} right, {(sure > 0.995).mean():.3f} surer than 0.995")
    counted = hard if hard.sum() >= _ENOUGH and PLAIN not in group else np.ones_like(hard)
    return {
        "weights": [round(float(one), 4) for one in weights[:-1]],
        "bias": round(float(weights[-1]), 4),
        "limits": _limits(sure[counted], right[counted]),
    }


def _sensible(seen: Floats, right: Floats) -> Floats:
    """Weights, the bias last, each of the sign it must have; where few readings are wrong, chance gives another."""
    used = np.ones(seen.shape[1], bool)
    while True:
        fitted = _newton(np.hstack([seen[:, used], np.ones((len(seen), 1))]), right)
        weights = np.zeros(seen.shape[1] + 1)
        weights[:-1][used], weights[-1] = fitted[:-1], fitted[-1]
        against = weights[:-1] * _SIGNS < 0
        if not against.any():
            return weights
        used &= ~against


def _newton(seen: Floats, right: Floats) -> Floats:
    weights = np.zeros(seen.shape[1])
    penalty = _RIDGE * len(seen) / 10 * np.diag([1.0] * (seen.shape[1] - 1) + [0.0]) / seen.shape[1]
    for _round in range(50):
        sure = 1 / (1 + np.exp(-np.clip(seen @ weights, -30, 30)))
        slope = seen.T @ (right - sure) - penalty @ weights
        curve = (seen * (sure * (1 - sure) + 1e-6)[:, None]).T @ seen + penalty + 1e-9 * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        before = _loss(weights, seen, right, penalty)
        while np.abs(step).max() > _NEAR and _loss(weights + step, seen, right, penalty) > before:
            step = step / 2  # the whole of it would lead away again
        weights = weights + step
    return weights


def _loss(weights: Floats, seen: Floats, right: Floats, penalty: Floats) -> float:
    likely = np.logaddexp(0, np.where(right > 0, -1, 1) * (seen @ weights)).sum()
    return float(likely + weights @ penalty @ weights / 2)


def _limits(sure: Floats, right: Floats) -> list[tuple[float, float]]:
    """For confidences, rising: how often readings from there on are wrong, the worse of observed and expected.

    Where fewer are wrong from a lower confidence on, that holds for the higher one too: it would be accepted with them.
    """
    order = np.argsort(-sure)
    wrong, expected = np.cumsum(1 - right[order]), np.cumsum(1 - sure[order])
    share = np.maximum(wrong, expected) / np.arange(1, len(order) + 1)
    least = np.minimum.accumulate(share[::-1])[::-1]
    picked = sorted({round(place) for place in np.linspace(0, len(order) - 1, 80)}, reverse=True)
    return [(round(float(sure[order[place]]), 6), round(float(least[place]), 5)) for place in picked]


if __name__ == "__main__":
    main()

"""What has changed between two versions of a scenario file, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dxrobot.app.compared import named, short, steps
from dxrobot.app.step_lines import step_lines
from dxrobot.i18n import _
from dxrobot.ledger.baseline import Baseline
from dxrobot.scenario.model import Input, Limits, Scenario


def scenario_changes(before: Scenario, after: Scenario) -> list[str]:
    """Every change, the steps first."""
    return [
        *steps(step_lines(before, {}, {}, with_parts=False), step_lines(after, {}, {}, with_parts=False)),
        *_inputs(before, after),
        *_baselines(before, after),
        *_limits(before.limits, after.limits),
        *_rest(before, after),
    ]


def baseline_words(baseline: Baseline) -> str:
    """The minutes by hand and how they are known, in one line."""
    return _("1件 {minutes:f} 分({source}、{day} から)").format(
        minutes=baseline.minutes_per_item.normalize(), source=baseline.source.label, day=baseline.valid_from.isoformat()
    )


def limit_words(limits: Limits) -> dict[str, str]:
    """Each limit in words, by its name."""
    return {
        "step_minutes": _("1つの手順は {minutes:g} 分まで").format(minutes=limits.step_minutes),
        "run_minutes": _("1回の実行は {minutes:g} 分まで").format(minutes=limits.run_minutes),
        "system_errors_in_a_row": _("続けて {count} 件失敗したら止める").format(count=limits.system_errors_in_a_row),
        "failed_share": _("{count} 件を過ぎて {share:.0%} が失敗していたら止める").format(
            count=limits.failed_share_after, share=limits.failed_share
        ),
    }


def _inputs(before: Scenario, after: Scenario) -> Iterator[str]:
    old = {name: _input(one) for name, one in before.inputs.items()}
    new = {name: _input(one) for name, one in after.inputs.items()}
    titles = {name: one.title for name, one in (*before.inputs.items(), *after.inputs.items())}
    yield from named(old, new, lambda name: _("入力「{title}」").format(title=titles[name]))


def _input(wanted: Input) -> str:
    need = _("必須") if wanted.required else _("任意")
    told = [wanted.title, wanted.type.value, need, wanted.default, "/".join(wanted.choices)]
    return _("、").join(part for part in told if part)


def _baselines(before: Scenario, after: Scenario) -> Iterator[str]:
    for baseline in after.baseline:
        if baseline not in before.baseline:
            yield _("基準時間を加えました: {baseline}").format(baseline=baseline_words(baseline))
    for baseline in before.baseline:
        if baseline not in after.baseline:
            yield _("前の基準時間がなくなったか、書き換えられました: {baseline}").format(
                baseline=baseline_words(baseline)
            )


def _limits(before: Limits, after: Limits) -> Iterator[str]:
    old, new = limit_words(before), limit_words(after)
    for name, words in new.items():
        if old[name] != words:
            yield _("止める条件を変えました: {old} → {new}").format(old=old[name], new=words)


def _rest(before: Scenario, after: Scenario) -> Iterator[str]:
    for label, old, new in _facts(before, after):
        if old != new:
            yield _("{what}を変えました: {old} → {new}").format(what=label, old=short(old), new=short(new))


def _facts(before: Scenario, after: Scenario) -> Iterator[tuple[str, Any, Any]]:
    yield _("題名"), before.title, after.title
    yield _("説明"), before.description, after.description
    for label, name in ((_("担当"), "owner"), (_("所属"), "department"), (_("業務の名前"), "name")):
        yield label, getattr(before.job, name, ""), getattr(after.job, name, "")
    phases = [job.phase.value if job else "" for job in (before.job, after.job)]
    yield _("段階"), phases[0], phases[1]
    yield _("保存日数"), getattr(before.job, "keep_days", ""), getattr(after.job, "keep_days", "")
    yield _("使うロボット"), _("、").join(before.robots), _("、").join(after.robots)
    yield _("読む帳票"), _("、").join(before.ocr_templates), _("、").join(after.ocr_templates)
    yield _("ロック"), _("、").join(before.locks), _("、").join(after.locks)
    yield _("人の手間の見積"), _basis(before), _basis(after)


def _basis(scenario: Scenario) -> str:
    if scenario.assumptions is None:
        return ""
    return _("、").join(f"{name} {value}" for name, value in scenario.assumptions.model_dump().items())

"""Approve the bundled scenarios as they stand now: run after any change to them, their robot or their templates.

python -m tools.approve_bundled
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dxrobot.app.delivered import APPROVALS_FILE
from dxrobot.app.versions import definition_hash
from dxrobot.config import load_workspace
from dxrobot.library import Library

ROOT = Path(__file__).parent.parent
HEADER = """\
# 同梱のシナリオの承認。版(definition_hash)は、シナリオ・ロボット・帳票定義の中身から計算した値です。
# どれかを直すと値が変わり、本番では実行できなくなります(試行はできます)。
approvals:
"""
APPROVAL = """\
  - scenario: {scenario}
    definition_hash: {version}
    author: 見本 太郎(ITリーダー)
    approved_by: 見本 次郎(所属長)
    approved_on: {day}
"""


def main() -> None:
    """Write approvals.yaml."""
    workspace = load_workspace(ROOT)
    library = Library(workspace)
    approvals = []
    for name in library.scenario_names():
        loaded = library.scenario(name)
        if loaded.model.part:  # approved with the scenarios that use it
            continue
        version = definition_hash(workspace, loaded)
        approvals.append(APPROVAL.format(scenario=name, version=version, day=date.today().isoformat()))
    (ROOT / APPROVALS_FILE).write_text(HEADER + "".join(approvals), encoding="utf-8")


if __name__ == "__main__":
    main()

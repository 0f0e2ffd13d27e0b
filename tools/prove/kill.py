"""Proof that no record is entered twice or lost: the runner is killed at random moments and started again.

The witness is the site's own database, which forbids no second entry.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import psutil

from dxrobot.app.sample_site import SampleSite, sample_site, site_records
from dxrobot.app.workspaces import make_workspace
from dxrobot.bundled import demo_samples
from dxrobot.vault import KEY_VARIABLE, Vault, make_key

SETTLE_S = 4.0
"""The robot's settle_s in this proof; the site saves up to SLOW_SAVE_S late, also after its client is gone."""
SLOW_SAVE_S = 2.0
TABLES = ("madoguchi_childallowanceclaim", "madoguchi_residentcertificaterequest")


@dataclass(frozen=True)
class Proof:
    """What a round of killing came to."""

    records: int
    kills: int
    twice: int
    missing: int
    unknown: int

    @property
    def held(self) -> bool:
        """Whether every record stands exactly once and none was given up."""
        return not (self.twice or self.missing or self.unknown)


def prove(folder: Path, *, records: int, kills: int, seed: int) -> Proof:
    """Enter ``records`` records while killing the runner ``kills`` times, then let it finish."""
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    workspace_root = folder / "workspace"
    with sample_site(folder / "site", slow_save_s=SLOW_SAVE_S / 2) as site:
        environment = _prepare(folder, workspace_root, site)
        batch = _records(folder / "records.json", records, chance)
        killed = 0
        while killed < kills:
            child = _start(workspace_root, batch, environment)
            if _finished_within(child, chance.uniform(1.0, 14.0)):
                break
            _kill(child, whole_tree=chance.random() < 0.5)
            killed += 1
        time.sleep(SLOW_SAVE_S)
        counts = _finish(workspace_root, batch, environment)
        stands = Counter(row["reference_no"] for table in TABLES for row in site_records(site.database, table))
    keys = [_key(record) for record in json.loads(batch.read_text(encoding="utf-8"))]
    return Proof(
        records=len(keys),
        kills=killed,
        twice=sum(count > 1 for count in stands.values()),
        missing=sum(stands[key] == 0 for key in keys),
        unknown=counts["unknown"],
    )


def _prepare(folder: Path, root: Path, site: SampleSite) -> dict[str, str]:
    workspace = make_workspace(root)
    robot = workspace.robots / "kosodate.yaml"
    robot.write_text(robot.read_text(encoding="utf-8").replace("settle_s: 10 ", f"settle_s: {SETTLE_S} "), "utf-8")
    config = root / "dxrobot.toml"
    lines = config.read_text(encoding="utf-8").splitlines()
    config.write_text(
        "\n".join(f'address = "{site.address}"' if line.startswith("address") else line for line in lines), "utf-8"
    )
    make_key(folder / "key")
    os.environ[KEY_VARIABLE] = str(folder / "key")
    Vault(workspace.vault, folder / "key").put("kosodate", site.credentials)
    return dict(os.environ)


def _records(path: Path, count: int, chance: random.Random) -> Path:
    """``count`` records with the demo's persons and numbers of their own."""
    truth = json.loads((demo_samples() / "truth.json").read_text(encoding="utf-8"))
    numbers = chance.sample(range(10_000_000, 99_999_999), count)
    records = []
    for index, number in enumerate(numbers):
        page = truth[index % len(truth)]
        key = "claim_no" if "claim_no" in page["fields"] else "digits_fw"
        records.append({"template": page["template"], "fields": {**page["fields"], key: str(number)}})
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    return path


def _key(record: dict[str, dict[str, str]]) -> str:
    return record["fields"].get("claim_no") or record["fields"]["digits_fw"]


def _start(root: Path, batch: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tools.prove.enter", str(root), str(batch)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)


def _finished_within(child: subprocess.Popen[str], seconds: float) -> bool:
    try:
        child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _kill(child: subprocess.Popen[str], *, whole_tree: bool) -> None:
    """SIGKILL the runner, with its browser or leaving that behind."""
    victims = psutil.Process(child.pid).children(recursive=True) if whole_tree else []
    for victim in [psutil.Process(child.pid), *victims]:
        try:
            victim.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    child.wait()


def _finish(root: Path, batch: Path, environment: dict[str, str]) -> dict[str, int]:
    """One run to the end, and another in which nothing is left to enter."""
    for _round in range(2):
        child = _start(root, batch, environment)
        output, _nothing = child.communicate(timeout=600)
    counts: dict[str, int] = json.loads(output.splitlines()[-1])
    return counts

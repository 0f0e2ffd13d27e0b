"""Make the pictures of the console in docs/ja/images/console/: ``python -m tools.console_pictures``, after a demo.

The workspace of the demo is copied and given people, schedules and tables of the sample ledger; two
of its scans wait for a person. The persons are invented.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from dxrobot.browser.find import find_browser
from dxrobot.config import Workspace, load_workspace
from dxrobot.console.configure import configure_console
from dxrobot.settings import ConsoleSettings

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "build" / "demo" / "workspace"
IMAGES = ROOT / "docs" / "ja" / "images" / "console"
SAMPLES = ROOT / "samples" / "demo" / "scans"
SCANS = ("shisho_1007_1.jpg", "shisho_1007_2.jpg")
PASSWORD = "gamen-no-utsushi-8"
DEPARTMENT = "子育て支援課"
PEOPLE = {
    "sato": ("staff", "佐藤 健", DEPARTMENT),
    "takahashi": ("manager", "高橋 恵", DEPARTMENT),
    "tanaka": ("office", "田中 実", ""),
}
SCHEDULES = (
    ("児童手当 朝の登録", "毎月第3開庁日 8:30"),
    ("児童手当 月末の登録", "毎月最終開庁日 16:00"),
    ("児童手当 週の登録", "毎週月曜 9:00"),
)
SCREENS = (
    ("today", "sato", "/"),
    ("review", "sato", "/review/"),
    ("review_work", "sato", "/review/work/"),
    ("runs", "sato", "/runs/"),
    ("run", "sato", "first /runs/"),
    ("scenarios", "sato", "/scenarios/"),
    ("scenario", "sato", "/scenarios/madoguchi_seikyu/"),
    ("versions", "takahashi", "/scenarios/madoguchi_seikyu/versions/"),
    ("schedules", "sato", "/schedules/"),
    ("schedule_new", "sato", "/schedules/new/"),
    ("schedule_month", "sato", "/schedules/month/"),
    ("ledger", "takahashi", "/ledger/"),
    ("admin", "tanaka", "/admin/"),
    ("admin_users", "tanaka", "/admin/users/"),
    ("admin_robots", "tanaka", "/admin/robots/"),
    ("admin_calendars", "tanaka", "/admin/calendars/"),
    ("admin_audit", "tanaka", "/admin/audit/"),
    ("admin_backups", "tanaka", "/admin/backups/"),
)
"""The name of the picture, who looks, and where; ``first`` follows the first line of a list."""


def main() -> None:
    """Write every picture."""
    # It opens the store, which the process that fills the example must have configured as the console does.
    from tools.bench.console import served

    if not DEMO.is_dir():
        sys.exit("Run make demo first.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    wide = (1366, 768)
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "city"
        shutil.copytree(DEMO, root)
        shutil.copytree(ROOT / "samples" / "ledger" / "ledger", root / "ledger", dirs_exist_ok=True)
        subprocess.run([sys.executable, "-m", "tools.console_pictures", str(root)], cwd=ROOT, check=True)
        with served(root) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(find_browser("")), args=["--no-sandbox"])
            for login in PEOPLE:
                page = browser.new_page(viewport={"width": wide[0], "height": wide[1]}, locale="ja-JP")
                _sign_in(page, address, login)
                for name, who, path in SCREENS:
                    if who == login:
                        keep(name, _look(page, address, path))
                page.close()
            browser.close()


def _sign_in(page: Page, address: str, login: str) -> None:
    page.goto(f"{address}/sign-in/")
    if login == next(iter(PEOPLE)):
        keep("sign_in", page.screenshot())
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("main h1")


def _look(page: Page, address: str, path: str) -> bytes:
    page.goto(address + path.removeprefix("first "))
    if path.startswith("first "):
        page.click("main tbody a")
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def keep(name: str, picture: bytes) -> None:
    """Write a picture with few colours, which keeps the repository small."""
    drawn = Image.open(BytesIO(picture)).convert("RGB").quantize(96)
    drawn.save(IMAGES / f"{name}.png", optimize=True)
    print(f"{name}.png: {(IMAGES / f'{name}.png').stat().st_size / 1000:.0f} kB")


def fill(root: Path) -> None:
    """People, schedules and open doubts, in a process of its own."""
    configure_console(ConsoleSettings(), ["localhost"], root / ".dxrobot" / "console_key")
    from dxrobot.app.ledger_import import import_file
    from dxrobot.app.schedules import NewSchedule, add_schedule
    from dxrobot.app.workspaces import open_workspace
    from dxrobot.console.models import User

    workspace = load_workspace(root)
    open_workspace(workspace)
    for login, (role, name, department) in PEOPLE.items():
        person = User(login=login, role=role, name=name, department=department)
        person.set_password(PASSWORD)
        person.save()
    _today()
    _waiting(workspace)
    for name, words in SCHEDULES:
        scans = {"scans": [str(SAMPLES / "denshi_1008_1.png")]}
        add_schedule(workspace, NewSchedule(name, "madoguchi_seikyu", words, inputs=scans, by="佐藤 健"))
    import_file(workspace, ROOT / "samples" / "ledger" / "other_tools.csv")


def _today() -> None:
    """The demo's runs as of today, whenever it was carried out."""
    from django.utils import timezone

    from dxrobot.store.models import Run

    for run in Run.objects.all():
        took = (run.finished_at - run.started_at) if run.finished_at else timedelta(0)
        started = timezone.now() - timedelta(minutes=20) - took
        Run.objects.filter(pk=run.pk).update(started_at=started, finished_at=started + took)


def _waiting(workspace: Workspace) -> None:
    """A run of two scans that waits for what people must look at."""
    from django.utils import timezone

    from dxrobot.actions.digests import digest_of
    from dxrobot.actions.form_reading import form_reading
    from dxrobot.store.doubts import keep_doubts
    from dxrobot.store.models import Answer, Doubt, Item, Run

    Answer.objects.all().delete()  # the demo has settled the same scans
    reading = form_reading(workspace, ())
    run = Run.objects.create(
        name="20261129-090000-1a2b",
        scenario="madoguchi_seikyu",
        job="窓口請求の入力",
        mode="trial",
        status="waiting",
        started_at=timezone.now() - timedelta(minutes=6),
        finished_at=timezone.now() - timedelta(minutes=4),
    )
    for number, form in enumerate(reading.reader.read_files([SAMPLES / name for name in SCANS]), start=1):
        Item.objects.create(run=run, ordinal=number, key=f"{form.template}:{number}", state="waiting_review")
        keep_doubts(run, digest_of(Path(form.file)), form, reading.templates[form.template])
    if not Doubt.objects.filter(run=run).exists():
        sys.exit("Nothing in SCANS is doubtful: the pictures of checking would be empty. Choose others.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        fill(Path(sys.argv[1]))
    else:
        main()

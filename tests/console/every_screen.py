"""Every screen of the console with something on it, and who sees it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from tests.console.conftest import Console
from tests.console.seed import DEPARTMENT
from tests.console.seed_ledger import JOB
from tests.console.seed_runs import AT_WORK, ENDED

FULL = (
    "tests.console.seed_runs:runs",
    "tests.console.seed_runs:every_kind_of_input",
    "tests.console.seed_runs:change_a_robot",
    "tests.console.seed_runs:order",
    "tests.console.seed_review:fill",
    "tests.console.seed_ledger:fill",
    "tests.console.seed_schedules:schedules",
)
DUTIES = ("manager", "office", "leader", "auditor", "staff", "contractor")
_SCENARIO = "jido_teate"
_OF_DEPARTMENT = f"?department={quote(DEPARTMENT)}"
ADDRESSES = {
    "scenario": (f"/scenarios/{_SCENARIO}/",),
    "start": (f"/scenarios/{_SCENARIO}/start/", "/scenarios/kinds/start/"),
    "scenario_versions": (f"/scenarios/{_SCENARIO}/versions/",),
    "robot_versions": ("/scenarios/of-robot/kosodate/",),
    "run": (f"/runs/{ENDED}/", f"/runs/{AT_WORK}/"),
    "item": (f"/runs/{ENDED}/items/1/", "/runs/doubtful/items/1/"),
    "run_log": (f"/runs/{ENDED}/log/",),
    "order": ("/runs/order/1/",),
    "schedule": ("/schedules/1/",),
    "schedule_change": ("/schedules/1/change/",),
    "review_work": ("/review/work/?run=review-trial", "/review/work/"),
    "ledger_department": (f"/ledger/department/{_OF_DEPARTMENT}",),
    "ledger_job": (f"/ledger/job/{_OF_DEPARTMENT}&job={quote(JOB)}",),
    "ledger_entry": ("/ledger/entries/1/",),
    "admin_user": ("/admin/users/1/", "/admin/users/4/"),
}
"""Of views with a name, a number or a question in their address."""
NO_SCREENS = {"review_fields", "review_page", "run_picture"}


def screens(console: Console) -> Iterator[tuple[str, str]]:
    """Who looks at which address: every duty at every screen that it may see."""
    for duty in DUTIES:
        for view in console.views:
            part = view["quiet"] or view["action"].endswith(".export") or view["name"] in NO_SCREENS
            if view["roles"] and duty in view["roles"] and "GET" in view["methods"] and not part:
                yield from ((duty, address) for address in ADDRESSES.get(view["name"], (view["pattern"],)))


def pages_of(console: Console) -> dict[tuple[str, str], str]:
    """Every screen as every duty sees it, by duty and address; of a contractor only what is theirs."""
    found = {}
    for duty, address in screens(console):
        answer = console.as_(duty).get(address)
        if answer.status_code == 404 and duty == "contractor":
            continue  # what others have started
        assert answer.status_code == 200, (duty, address)
        assert answer.text.startswith("<!DOCTYPE html>"), (duty, address)
        found[duty, address] = answer.text
    return found

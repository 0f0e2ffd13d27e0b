"""台帳: what was saved, by department and job, down to the run and the entry."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from dxrobot.console import definitions
from dxrobot.console.access import runs_of, whole_city
from dxrobot.console.allow import about, allow
from dxrobot.console.charts import HEIGHT, WIDTH, month_chart, shares
from dxrobot.console.confirming import confirmed_departments, month_lines
from dxrobot.console.ledger_figures import (
    Books,
    books_of,
    cost_of,
    department_months,
    months_of,
    of_departments,
    present_year,
)
from dxrobot.console.models import User
from dxrobot.console.pages import page
from dxrobot.console.proving import last_proof
from dxrobot.console.roles import EVERYBODY, Role
from dxrobot.console.run_lines import run_lines
from dxrobot.japanese.wareki import JAPAN
from dxrobot.ledger import entry_table, figures, notes
from dxrobot.ledger.entry_table import Numbered
from dxrobot.ledger.posting import By, standing_group, year_of
from dxrobot.ledger.summary import Summary, together
from dxrobot.store import ledger_rows
from dxrobot.store.models import LedgerFile, LedgerRow, Run

READERS = EVERYBODY - {Role.CONTRACTOR}
PROVERS = frozenset({Role.MANAGER, Role.OFFICE, Role.AUDITOR})
_RUNS = 25
_ENTRIES = 200
_YEARS = range(1990, 2200)
"""Fiscal years that a ledger can have."""
_STATEMENTS = 5000
_FILES = 200
_MOST_JOBS = 100


@allow(READERS, "ledger")
def ledger(request: HttpRequest) -> HttpResponse:
    """A fiscal year: of the whole city, or of the person's department."""
    person = cast(User, request.user)
    year = year_asked(request)
    books = books_of(year)
    department = None if whole_city(person) else person.department
    context = _year_page(person, books, year, department)
    city = books.overview.total if person.role == Role.MANAGER else None
    return page(request, "ledger.html.j2", {**context, "city_total": city, "proof": last_proof()})


@allow(READERS, "ledger.department")
def ledger_department(request: HttpRequest) -> HttpResponse:
    """A fiscal year of one department."""
    person = cast(User, request.user)
    department = _own_department(person, request.GET.get("department"))
    about(request, department)
    year = year_asked(request)
    books = books_of(year)
    if not books.overview.of_department(department):
        raise Http404
    context = _year_page(person, books, year, department)
    return page(request, "ledger.html.j2", {**context, "city_total": None, "proof": None})


@allow(READERS, "ledger.job")
def ledger_job(request: HttpRequest) -> HttpResponse:
    """A fiscal year of one job: its months, its runs, and what people stated of it."""
    person = cast(User, request.user)
    department, job = _own_department(person, request.GET.get("department")), request.GET.get("job", "")
    about(request, f"{department}/{job}")
    year = year_asked(request)
    line = next((one for one in books_of(year).overview.of_department(department) if one.job == job), None)
    if line is None:
        raise Http404
    months = ledger_rows.totals_of_job(department, job, year)
    start = _whole(request.GET.get("from", "0"))
    runs = _runs_of_job(person, department, job, year)
    shown = run_lines(runs.order_by("-finished_at", "-id")[start : start + _RUNS + 1])
    context = {
        "line": line,
        "notes": notes.total_notes(line.summary),
        "runs": shown[:_RUNS],
        "entries": _entries_of_runs([each.run for each in shown[:_RUNS]]),
        "statements": _statements(department, job, year),
        "before": max(0, start - _RUNS) if start else None,
        "after": start + _RUNS if len(shown) > _RUNS else None,
    }
    return page(request, "ledger/job.html.j2", {**_of_year(year), **_months(year, months), **context})


@allow(READERS, "ledger.entry")
def ledger_entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """One entry as it stands in the chain."""
    person = cast(User, request.user)
    found = ledger_rows.find_entry(sequence) if sequence < 2**63 else None
    if found is None:
        raise Http404
    link, entry = found
    numbered = Numbered(sequence, entry, ledger_rows.correction_of(sequence), link.hash)
    line = entry_table.row(numbered)
    department = standing_group(entry).department
    if not whole_city(person) and department != person.department:
        raise Http404
    run = Run.objects.filter(ledger_rows__sequence=sequence).first()
    context = {
        "sequence": sequence,
        "lines": [pair for pair in zip(entry_table.headings(), line, strict=True) if pair[1]],
        "link": link,
        "run": run if run is not None and runs_of(person).filter(pk=run.pk).exists() else None,
        "corrected_by": numbered.corrected_by,
        "corrects": getattr(entry, "corrects", None),
    }
    return page(request, "ledger/entry.html.j2", {**_of_year(year_of(entry)), **context})


def year_asked(request: HttpRequest) -> int:
    """The fiscal year that the address names; the present one where it names none."""
    year = _whole(request.GET.get("year", ""))
    return year if year in _YEARS else present_year()


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def _own_department(person: User, asked: str | None) -> str:
    if asked is None or (not whole_city(person) and asked != person.department):
        raise Http404
    return asked


def _of_year(year: int) -> dict[str, object]:
    return {"year": year, "figures": figures, "fiscal_year_text": figures.fiscal_year_text}


def _year_page(person: User, books: Books, year: int, department: str | None) -> dict[str, object]:
    found = books.overview
    jobs = found.jobs if department is None else found.of_department(department)
    total = found.total if department is None else together(line.summary for line in jobs) if jobs else Summary()
    cost = found.cost if department is None else cost_of(jobs)
    departments = of_departments(jobs) if department is None else []
    ordered = sorted(jobs, key=lambda line: -line.summary.saved_minutes)
    return {
        **_of_year(year),
        **_months(year, department_months(year, department)),
        "department": department,
        "whole": whole_city(person),
        "years": sorted({*books.years, year}, reverse=True),
        "problem": books.problem,
        "total": total,
        "cost": cost,
        "net": None if total.yen is None else total.yen - cost.total,
        "most_jobs": _MOST_JOBS,
        "jobs": list(zip(ordered, shares([line.summary for line in ordered]), strict=True)),
        "losing": [line for line in reversed(ordered) if line.summary.saved_minutes < 0],
        "departments": list(zip(departments, shares([line.summary for line in departments]), strict=True)),
        "kpis": found.kpis if whole_city(person) or person.role == Role.MANAGER else (),
        "notes": notes.total_notes(total),
        "years_of_city": found.by(By.YEAR),
        "months_to_confirm": month_lines(department, year) if department is not None else [],
        "confirmed": confirmed_departments(year),
        "may_confirm": person.role == Role.MANAGER and department == person.department,
        "may_prove": person.role in PROVERS,
        "may_take": person.role in PROVERS,
    }


def _months(year: int, totals: dict[str, Summary] | object) -> dict[str, object]:
    found = cast(dict[str, Summary], totals)
    months = months_of(year)
    return {
        "chart": month_chart(months, found),
        "chart_width": WIDTH,
        "chart_height": HEIGHT,
        "months": [(figures.month_text(month), found[month]) for month in found],
        "longer": {figures.month_text(month): found[month] for month in found if month not in months},
    }


def _runs_of_job(person: User, department: str, job: str, year: int) -> QuerySet[Run]:
    """The runs of the job that ended in the fiscal year; of a job that no scenario has any more by its name."""
    known = definitions.scenarios().values()
    jobs = ((one.name, one.scenario.job) for one in known if one.scenario is not None)
    names = [name for name, of in jobs if of is not None and (of.department, of.name) == (department, job)]
    begin, end = (datetime.combine(date(each, 4, 1), datetime.min.time(), JAPAN) for each in (year, year + 1))
    runs = runs_of(person).filter(job=job, finished_at__gte=begin, finished_at__lt=end)
    return runs.filter(scenario__in=names) if names else runs


def _entries_of_runs(runs: list[Run]) -> dict[int, list[tuple[int, Decimal | None]]]:
    """Place in the chain and minutes saved of the entries of ``runs``, by run; the newest of a run first."""
    # Put in order here: asked for an order, a database may go through the whole chain by it.
    rows = LedgerRow.objects.filter(run__in=runs).order_by().values_list("sequence", "run_id", "payload")
    found: dict[int, list[tuple[int, Decimal | None]]] = {}
    for sequence, run, payload in sorted(rows[:_STATEMENTS], reverse=True)[:_ENTRIES]:
        entry = ledger_rows.read_entry(sequence, payload)
        counts = getattr(entry, "counts", False)
        minutes = getattr(entry, "saved_minutes", None) if counts else None
        found.setdefault(run or 0, []).append((sequence, minutes))
    return found


def _statements(department: str, job: str, year: int) -> list[tuple[str, ...]]:
    """What people stated of the job, and corrections, as they stand in the chain; the newest first."""
    files = list(LedgerFile.objects.order_by("-id").values_list("id", flat=True)[:_FILES])
    rows = LedgerRow.objects.filter(file__in=files).order_by().values_list("sequence", "fiscal_year", "payload")
    of_year = ((sequence, payload) for sequence, counted_in, payload in rows[:_STATEMENTS] if counted_in == year)
    found = []
    for sequence, payload in sorted(of_year, reverse=True):
        entry = ledger_rows.read_entry(sequence, payload)
        group = standing_group(entry)
        if (group.department, group.job) == (department, job):
            found.append(entry_table.row(Numbered(sequence, entry)))
    return found[:_ENTRIES]

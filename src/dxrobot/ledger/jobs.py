"""What tells jobs apart: the department and the name, for two departments may call different work by one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ledger.posting import Totals


class JobKey(NamedTuple):
    """One job of one department."""

    department: str
    job: str

    @property
    def written(self) -> str:
        """How people's tables tell the job from another of its name: 課/業務."""
        return f"{self.department}/{self.job}"


@dataclass(frozen=True, slots=True)
class JobNames:
    """The jobs that stand in the ledger, to be found by the names that people write into tables."""

    by_year: Mapping[int, Set[JobKey]]

    @classmethod
    def of(cls, totals: Totals) -> JobNames:
        """The jobs of these totals."""
        found: dict[int, set[JobKey]] = defaultdict(set)
        for group in totals:
            found[group.year].add(JobKey(group.department, group.job))
        return cls(found)

    def matching(self, written: str, year: int) -> list[JobKey]:
        """The jobs that ``written`` (業務 or 課/業務) can mean: those of ``year``, or else those of any year."""
        wanted = written.replace("／", "/")
        every = {key for keys in self.by_year.values() for key in keys if _is_called(key, wanted)}
        return sorted(every & self.by_year.get(year, set()) or every)

    def find(self, written: str, year: int, where: str) -> JobKey:
        """The one job that ``written`` means; one without a department while it is not in the ledger.

        Raises :class:`InputError` where several departments have such a job; ``where`` tells which row it is about.
        """
        found = self.matching(written, year)
        if len(found) > 1:
            raise InputError(
                _("{where}の業務「{job}」は、{departments}にあり、どれのことか決まりません。").format(
                    where=where, job=written, departments=_("と").join(key.department for key in found)
                ),
                _("「{example}」のように、課と業務を / でつないで書いてください。").format(example=found[0].written),
            )
        return found[0] if found else JobKey("", written)


def _is_called(key: JobKey, wanted: str) -> bool:
    return wanted in (key.job.replace("／", "/"), key.written.replace("／", "/"))

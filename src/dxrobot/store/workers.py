"""The workers of all robot PCs, as they last told of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from django.db.models import QuerySet
from django.db.models.functions import Now

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.store.lengths import must_fit
from dxrobot.store.models import Worker
from dxrobot.store.processes import boot_id, host, is_process

SILENT_AFTER_S = 15.0
"""A worker that has told nothing for so long is taken for gone; it tells every three seconds."""


class WorkerState(StrEnum):
    """What a worker is about."""

    WORKING = "working"
    DRAINING = "draining"
    """It finishes what it has in hand and takes nothing new."""
    OUTDATED = "outdated"
    """It takes nothing new, since a newer version of dxrobot is at work elsewhere."""
    STOPPED = "stopped"


def sign_on(worker: Worker) -> None:
    """Write down that ``worker`` is at work, in place of an earlier one of its name.

    Raises :class:`InputError` while that one lives, while another machine has the same name as this one, or where other
    machines have another salt.
    """
    must_fit(Worker, _("ワーカーの名前"), name=worker.name)
    for other in Worker.objects.exclude(host=worker.host).exclude(salt_mark=worker.salt_mark)[:1]:
        raise InputError(
            _("この作業フォルダーの .dxrobot/salt が、{host} のものと違います。登録した内容を比べられません。").format(
                host=other.host
            ),
            _("{host} の .dxrobot/salt を、この機械の作業フォルダーの同じ場所にコピーしてください。").format(
                host=other.host
            ),
        )
    for other in Worker.objects.exclude(state=WorkerState.STOPPED).filter(heartbeat_at__gt=_long_ago()):
        if other.name == worker.name and not _gone(other):
            raise InputError(
                _("同じ名前のワーカー「{name}」が、{host} で動いています。").format(name=other.name, host=other.host),
                _("それを止めるか、--name で別の名前を付けてください。"),
            )
        if other.host == worker.host and other.boot_id != worker.boot_id and other.name != worker.name:
            raise InputError(
                _("この機械と同じコンピューター名({host})の別の機械で、ワーカーが動いています。").format(
                    host=other.host
                ),
                _(
                    "機械ごとに別のコンピューター名を付けてください。同じ名前では、相手が止まったことを確かめられません。"
                ),
            )
    now = {field.name: getattr(worker, field.name) for field in Worker._meta.concrete_fields if not field.primary_key}
    Worker.objects.update_or_create(name=worker.name, defaults={**now, "started_at": Now(), "heartbeat_at": Now()})


def _gone(worker: Worker) -> bool:
    """Whether a worker of this machine is known to have ended; of another machine nobody knows."""
    return worker.host == host() and (
        worker.boot_id != boot_id() or not is_process(worker.boot_id, worker.pid, worker.created)
    )


def _long_ago() -> Now:
    return Now() - timedelta(seconds=SILENT_AFTER_S)  # type: ignore[return-value]


def beat(name: str, pid: int, state: WorkerState) -> None:
    """Say that the worker called ``name`` is at work."""
    Worker.objects.filter(name=name, pid=pid).update(heartbeat_at=Now(), state=state)


def tell_error(name: str, sentence: str) -> None:
    """Write down the last thing that went wrong at the worker called ``name``."""
    Worker.objects.filter(name=name).update(error=sentence, error_at=Now())


def sign_off(name: str, pid: int) -> None:
    """Write down that the worker has ended."""
    Worker.objects.filter(name=name, pid=pid).update(state=WorkerState.STOPPED, heartbeat_at=Now())


def all_workers() -> list[Worker]:
    """Every worker there ever was, by name."""
    return list(Worker.objects.order_by("name"))


def is_alive(worker: Worker) -> bool:
    """Whether it told of itself a short while ago."""
    return living_workers().filter(id=worker.pk).exists()


def living_workers() -> QuerySet[Worker]:
    """The workers that told of themselves a short while ago."""
    return Worker.objects.filter(heartbeat_at__gt=_long_ago()).exclude(state=WorkerState.STOPPED)


def living_versions(but: str) -> Sequence[tuple[str, str]]:
    """Name and version of dxrobot of the workers that live, without the one called ``but``."""
    return list(living_workers().exclude(name=but).values_list("name", "version"))

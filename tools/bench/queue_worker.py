"""A worker of the queue bench: takes orders and settles them at once, starting no child.

python -m tools.bench.queue_worker URL ENGINE NAME AT_ONCE
"""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType

from dxrobot.items import OrderState
from dxrobot.queue.embedded import EmbeddedEngine
from dxrobot.queue.engine import DEFAULT_QUEUE, Engine
from dxrobot.queue.procrastinate_engine import ProcrastinateEngine
from dxrobot.store.orders import Lease, settle
from dxrobot.store.server import Server
from dxrobot.store.setup import connect
from dxrobot.store.taking import Taker


class NoWork:
    """A shift that has nothing to do for an order."""

    holding = False

    def __init__(self, name: str, at_once: int) -> None:
        self.taker = Taker(name, "bench", (DEFAULT_QUEUE,))
        self.at_once = at_once
        self._over = threading.Event()
        signal.signal(signal.SIGTERM, self._end)

    @property
    def taking(self) -> bool:
        """Until it is ended."""
        return not self._over.is_set()

    def wait(self, seconds: float) -> None:
        """Wait, or be ended."""
        self._over.wait(seconds)

    def lost_store(self, error: Exception) -> None:
        """A bench without its database is over."""
        raise error

    def carry_out(self, lease: Lease) -> None:
        """Nothing."""
        settle(lease, OrderState.ENDED)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=self._over.set).start()  # this one may be about to wait for it


def main() -> None:
    """Work until it is ended."""
    url, engine, name, at_once = sys.argv[1:]
    connect(Server(url))
    kinds: dict[str, Engine] = {"embedded": EmbeddedEngine(), "procrastinate": ProcrastinateEngine({})}
    shift = NoWork(name, int(at_once))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    kinds[engine].work(shift)


if __name__ == "__main__":
    main()

"""The settings and the files they name are changed by one person at a time, whichever page it is done on."""

from __future__ import annotations

import threading

one_at_a_time = threading.Lock()
"""Held while dxrobot.toml, the calendar or a table beside the ledger is read, changed and written as a whole."""

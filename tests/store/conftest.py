from tests.store.fixtures import empty_store, ledger_entry, start_run, store

__all__ = ["empty_store", "ledger_entry", "start_run", "store"]

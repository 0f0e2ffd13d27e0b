"""The order of the tests: processes that begin with the long ones end together."""

from __future__ import annotations

import pytest

LONG = ("tests/e2e/test_demo", "tests/docs/", "tests/e2e/", "tests/ocr/", "tests/forms/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((number for number, long in enumerate(LONG) if item.nodeid.startswith(long)), len(LONG))

    items.sort(key=place)

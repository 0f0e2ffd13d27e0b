import sys

import psutil
import pytest

from dxrobot.ocr.memory import hand_back

_BLOCK, _BLOCKS = 60_000, 3_000
"""Small enough that the C library takes them from its heap."""


@pytest.mark.skipif(sys.platform != "linux", reason="other C libraries hand back by themselves")
def test_what_was_needed_once_is_handed_back():
    blocks = [bytearray(_BLOCK) for _number in range(_BLOCKS)]
    last = bytearray(_BLOCK)
    del blocks
    before = psutil.Process().memory_info().rss
    hand_back()
    assert psutil.Process().memory_info().rss < before - _BLOCK * _BLOCKS // 2
    assert len(last) == _BLOCK

import subprocess
import sys

import psutil
import pytest

from dxrobot.ocr.memory import hand_back

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other C libraries hand back by themselves")
_BLOCK, _BLOCKS = 60_000, 3_000
"""Small enough that the C library takes them from its heap."""
_PICTURES = """
import sys, psutil
from dxrobot.ocr.memory import keep_little
if "keep" in sys.argv: keep_little()
del (first := [bytearray(24 << 20)])[:]  # from now on the C library keeps blocks up to this size by default
pictures, kept = [], []
for _number in range(20):
    pictures.append(bytearray(8 << 20))
    kept.append(bytearray(200_000))  # so that what is free does not lie at the end of the heap
del pictures
print(psutil.Process().memory_info().rss >> 20)
"""


def test_what_was_needed_once_is_handed_back():
    blocks = [bytearray(_BLOCK) for _number in range(_BLOCKS)]
    last = bytearray(_BLOCK)
    del blocks
    before = psutil.Process().memory_info().rss
    hand_back()
    assert psutil.Process().memory_info().rss < before - _BLOCK * _BLOCKS // 2
    assert len(last) == _BLOCK


def test_pictures_that_are_no_longer_used_take_no_memory():
    kept, given_back = (
        int(subprocess.run([sys.executable, "-c", _PICTURES, *option], capture_output=True, check=True).stdout)
        for option in ((), ("keep",))
    )
    assert kept > 160, "otherwise this test shows nothing"
    assert given_back < 80

import numpy as np
import pytest

from dxrobot.errors import InputError
from dxrobot.ocr import model_files
from dxrobot.ocr.engine import PaddleRecogniser


def test_a_model_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"inference\.onnx"):
        PaddleRecogniser(str(tmp_path)).recognise([np.zeros((48, 48), np.uint8)])


def test_the_bundled_model_is_laid_out_once_and_whole(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = model_files.model_folder()
    assert {path.name for path in folder.iterdir()} == {"inference.onnx", "inference.yml"}
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    written = (folder / "inference.yml").stat().st_mtime_ns
    assert model_files.model_folder() == folder
    assert (folder / "inference.yml").stat().st_mtime_ns == written


def test_lines_of_any_width_come_back_in_order(recogniser):
    widths = (600, 60, 300)
    read = recogniser.recognise([np.full((48, width), 255, np.uint8) for width in widths])
    assert [len(one) for one in read] == [-(-width // 8) for width in widths]
    assert all(one.shape[1] == len(recogniser.characters) + 1 for one in read)

import numpy as np
import pytest

from dxrobot.errors import InputError
from dxrobot.ocr import model_files
from dxrobot.ocr.decode import collapse
from dxrobot.ocr.engine import OnnxRecogniser
from dxrobot.ocr.paddle import PaddleRecogniser
from tests.ocr.drawing import line_picture


def test_a_model_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"inference\.onnx"):
        PaddleRecogniser(str(tmp_path)).recognise([np.zeros((48, 48), np.uint8)])


def test_a_file_that_is_no_model_is_refused(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(InputError, match="読み込めません"):
        OnnxRecogniser(tmp_path / "model.onnx").recognise([np.zeros((48, 48), np.uint8)])


def test_the_bundled_model_is_laid_out_once_and_whole(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = model_files.model_folder()
    assert {path.name for path in folder.iterdir()} == {"inference.onnx", "inference.yml"}
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    written = (folder / "inference.yml").stat().st_mtime_ns
    assert model_files.model_folder() == folder
    assert (folder / "inference.yml").stat().st_mtime_ns == written


def test_lines_of_any_width_come_back_in_order(engines):
    widths = (600, 60, 300)
    for recogniser in (engines.first, engines.second):
        read = recogniser.recognise([np.full((48, width), 255, np.uint8) for width in widths])
        assert [len(one) for one in read] == [-(-width // 8) for width in widths]
        assert all(one.shape[1] == len(recogniser.characters) + 1 for one in read)


def test_paddleocr_reads_the_same_model_as_we_do_without_it(engines):
    """Another PaddleOCR model is used by the folder; of the one inside rapidocr both ways must say the same."""
    picture = line_picture("0428-2025")
    ours, theirs = (reader.recognise([picture])[0] for reader in (engines.second, PaddleRecogniser(threads=1)))
    texts = [collapse(read.argmax(1), engines.second.characters) for read in (ours, theirs)]
    assert texts == ["0428-2025", "0428-2025"]
    assert engines.second.characters == PaddleRecogniser(threads=1).characters


def test_characters_of_names_that_others_lack_are_known(engines):
    assert set("﨑濵𠮷髙栁桒") <= set(engines.first.characters)
    assert not set("﨑濵𠮷") & set(engines.second.characters)

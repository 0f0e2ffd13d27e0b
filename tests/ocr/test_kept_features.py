import numpy as np
import pytest

from dxrobot.ocr import kept_features as module
from dxrobot.ocr.kept_features import kept_features
from dxrobot.ocr.register import features


@pytest.fixture
def blank():
    rows = np.random.default_rng(5).integers(0, 2, (20, 15)) * 255
    return np.kron(rows, np.ones((12, 12))).astype(np.uint8)


def same(one, other):
    return np.array_equal(one.points, other.points) and np.array_equal(one.descriptors, other.descriptors)


def test_features_are_worked_out_once_and_read_back(blank, tmp_path, monkeypatch):
    file = tmp_path / "features" / "form_1.npz"
    first = kept_features(blank, file)
    monkeypatch.setattr(module, "features", lambda _blank: pytest.fail("worked out again"))
    assert len(first.points) > 50
    assert same(kept_features(blank, file), first)


def test_another_version_of_the_form_has_its_own(blank, tmp_path):
    kept_features(blank, tmp_path / "form_1.npz")
    changed = np.ascontiguousarray(blank[::-1])
    assert same(kept_features(changed, tmp_path / "form_1.npz"), features(changed))


@pytest.mark.parametrize("left", [0, 7, 3000])
def test_a_file_that_was_cut_off_is_made_anew(blank, tmp_path, left):
    file = tmp_path / "form_1.npz"
    first = kept_features(blank, file)
    whole = file.stat().st_size
    file.write_bytes(file.read_bytes()[:left])
    assert same(kept_features(blank, file), first)
    assert file.stat().st_size == whole
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_cannot_be_made_only_costs_time(blank, tmp_path):
    (tmp_path / "features").write_text("a file")
    assert len(kept_features(blank, tmp_path / "features" / "form_1.npz").points) > 50

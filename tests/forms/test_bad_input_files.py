"""Each bad input is bad in the way its name says, and in no other."""

import pypdfium2
import pytest
from PIL import Image, UnidentifiedImageError

from tools.forms.bad_input import A4, HUGE, write_bad_inputs


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    return write_bad_inputs(tmp_path_factory.mktemp("bad"))


def test_broken_pdfs_do_not_open(bad):
    for kind in ("empty", "truncated_pdf", "locked_pdf"):
        with pytest.raises(pypdfium2.PdfiumError):
            pypdfium2.PdfDocument(bad[kind])


def test_the_locked_pdf_is_whole_behind_its_password(bad):
    with pypdfium2.PdfDocument(bad["locked_pdf"], password="mihon") as document:
        assert len(document) == 1


def test_the_huge_picture_is_a_small_file(bad, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    assert bad["huge_png"].stat().st_size < 100_000
    with Image.open(bad["huge_png"]) as picture:
        assert picture.size == (HUGE, HUGE)


def test_letter_and_blank_page_are_ordinary_pages(bad):
    for kind, darkest in (("letter", 30), ("blank_page", 255)):
        with Image.open(bad[kind]) as picture:
            assert picture.size == A4
            assert picture.getextrema()[0] == darkest


def test_text_under_a_pictures_name_is_no_picture(bad):
    with pytest.raises(UnidentifiedImageError):
        Image.open(bad["text_png"])

import io
import struct
import time
import warnings
import zlib

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from dxrobot.bundled import demo_samples
from dxrobot.errors import InputError
from dxrobot.masking import Secret
from dxrobot.ocr.pages import BadPage, Page, count_pages, read_page, read_pages
from tests.ocr.locked_pdf import locked_pdf
from tools.forms.bad_input import write_bad_inputs


def pages(path):
    return list(read_pages(path))


def sheet(shade=200, size=(400, 300)):
    return Image.new("RGB", size, (shade, shade, shade))


def pdf(path, count=3):
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(595, 842)
    document.save(path)
    return path


def test_a_pdf_is_rendered_at_200_dpi_page_by_page(tmp_path):
    found = pages(pdf(tmp_path / "a.pdf"))
    assert [page.number for page in found] == [1, 2, 3]
    assert found[0].picture.shape == (2339, 1653, 3)


def test_pages_are_opened_only_when_asked_for(tmp_path):
    started = time.perf_counter()
    first = next(iter(read_pages(pdf(tmp_path / "long.pdf", 500))))
    assert first.number == 1 and time.perf_counter() - started < 5


def test_the_kind_is_known_by_content_not_by_name(tmp_path):
    path = tmp_path / "scan.pdf"
    sheet().save(path, "PNG")
    assert pages(path)[0].picture.shape == (300, 400, 3)


def test_a_tiff_of_several_pages_gives_them_all(tmp_path):
    path = tmp_path / "fax.tif"
    sheet(10).save(path, save_all=True, append_images=[sheet(20), sheet(30)])
    assert [int(page.picture[0, 0, 0]) for page in pages(path)] == [10, 20, 30]


def test_one_page_is_opened_by_its_number_as_it_is_in_its_turn(tmp_path):
    path = tmp_path / "fax.tif"
    sheet(10).save(path, save_all=True, append_images=[sheet(20), sheet(30)])
    assert int(read_page(path, 3).picture[0, 0, 0]) == 30
    assert read_page(pdf(tmp_path / "a.pdf"), 2).picture.shape == (2339, 1653, 3)
    for missing in (read_page(path, 4), read_page(tmp_path / "a.pdf", 0)):
        assert isinstance(missing, BadPage) and missing.reason


def test_fax_pixels_are_squared_and_the_scale_is_told(tmp_path):
    path = tmp_path / "fax.tif"
    Image.new("1", (1728, 1145), 1).save(path, dpi=(204, 98), compression="group4")
    page = pages(path)[0]
    assert page.picture.shape[:2] == (2383, 1728)
    assert page.scale == pytest.approx((1.0, 2.081), abs=0.01)


def test_a_photo_stands_upright_by_its_exif(tmp_path):
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    sheet().save(path, exif=exif)
    assert pages(path)[0].picture.shape == (400, 300, 3)


def test_transparent_paper_is_white(tmp_path):
    path = tmp_path / "clear.png"
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(path)
    assert pages(path)[0].picture.min() == 255


def test_sixteen_bit_grey_keeps_its_range(tmp_path):
    path = tmp_path / "deep.png"
    Image.fromarray(np.full((10, 10), 32768, np.uint16)).save(path)
    assert pages(path)[0].picture[0, 0, 0] in (127, 128)


def test_a_cut_off_pdf_is_refused_before_pages_vanish(tmp_path):
    path = pdf(tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match="途中で切れています"):
        pages(path)


def test_a_cut_off_jpeg_is_a_bad_page(tmp_path):
    buffer = io.BytesIO()
    Image.effect_noise((600, 600), 90).convert("RGB").save(buffer, "JPEG")
    path = tmp_path / "cut.jpg"
    path.write_bytes(buffer.getvalue()[: len(buffer.getvalue()) // 2])
    assert isinstance(pages(path)[0], BadPage)


def test_a_broken_page_of_a_tiff_leaves_the_others(tmp_path):
    path = tmp_path / "three.tif"
    pictures = [Image.effect_noise((300, 300), 90) for _ in range(3)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], compression="tiff_lzw")
    content = bytearray(path.read_bytes())
    with Image.open(path) as image:
        image.seek(1)
        offset = image.tag_v2[273][0]
    content[offset : offset + 400] = b"\x00" * 400
    path.write_bytes(content)
    kinds = [type(page) for page in pages(path)]
    assert kinds[0] is Page and kinds[2] is Page and len(kinds) == 3


def test_an_enormous_picture_is_refused_at_once(tmp_path):
    path = tmp_path / "huge.png"
    header = struct.pack(">IIBBBBB", 20000, 20000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    )
    started = time.perf_counter()
    with pytest.raises(InputError, match="大きすぎます"):
        pages(path)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "空です"), ("ただの文章です。".encode(), "どれでもない"), (b"%PDF-1.7 %%EOF", "壊れています")],
)
def test_what_is_no_picture_is_refused_in_plain_words(tmp_path, content, message):
    path = tmp_path / "scan.png"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        pages(path)


def test_a_missing_file_and_a_folder_are_named_as_such(tmp_path):
    with pytest.raises(InputError, match="ありません"):
        pages(tmp_path / "none.pdf")
    with pytest.raises(InputError, match="フォルダー"):
        pages(tmp_path)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_a_tiff_cut_off_before_its_last_page_is_refused_and_not_read_as_a_shorter_one(tmp_path, share):
    path = tmp_path / "scan.tif"
    sheet().save(path, save_all=True, append_images=[sheet(100), sheet(50), sheet(25)])
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with warnings.catch_warnings(), pytest.raises(InputError, match="切れて"):
        warnings.simplefilter("ignore")
        pages(path)


def test_the_preview_in_a_photograph_is_no_page(tmp_path):
    path = tmp_path / "photo.jpg"
    sheet().save(path, "MPO", save_all=True, append_images=[sheet(100)])
    assert [page.number for page in pages(path)] == [1]


def test_pages_are_counted_before_they_are_read(tmp_path):
    bad = write_bad_inputs(tmp_path)
    scans = demo_samples() / "scans"
    assert [count_pages(scans / name) for name in ("madoguchi_1005.pdf", "fax_1006.tif", "denshi_1008_1.png")] == [
        5,
        3,
        1,
    ]
    assert {name: count_pages(path) for name, path in bad.items()} == dict.fromkeys(bad, 1)


def test_a_pdf_with_a_password_opens_with_it_and_with_no_other(tmp_path):
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked_pdf("himitsu-42"))
    (page,) = read_pages(path, Secret("himitsu-42"))
    assert isinstance(page, Page) and page.picture.shape == (2339, 1653, 3)
    assert count_pages(path, Secret("himitsu-42")) == 1
    with pytest.raises(InputError, match="かかっています"):
        pages(path)
    with pytest.raises(InputError, match="違います") as failure:
        list(read_pages(path, Secret("wrong-42")))
    assert "wrong-42" not in str(failure.value)


def test_a_small_pdf_whose_picture_unpacks_to_gigabytes_is_a_bad_page(tmp_path):
    width = height = 60_000
    stream = zlib.compress(b"\0" * 1_000_000)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /XObject << /I 4 0 R >> >> >>",
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (width, height, len(stream), stream),
        b"<< /Length 27 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    path = tmp_path / "bomb.pdf"
    path.write_bytes(body + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body))
    (page,) = pages(path)
    assert isinstance(page, BadPage) and "大きすぎます" in page.reason

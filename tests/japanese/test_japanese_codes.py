import pytest

from dxrobot.japanese import codes


@pytest.mark.parametrize("text", ["〒615-8252", "6158252", "６１５－８２５２", "〒 615 ー 8252"])
def test_postal_codes_get_one_form(text):
    assert codes.postal_code(text) == "615-8252"


@pytest.mark.parametrize(
    ("text", "value"),
    [("¥71,052,187", "71052187"), ("¥1,654-", "1654"), ("金４，７０７円也", "4707"), ("724,987円", "724987")],
)
def test_amounts_become_digits(text, value):
    assert codes.amount(text) == value


@pytest.mark.parametrize("text", ["¥71,05,187", "1,23", "", "円", "12a4"])
def test_an_amount_with_a_comma_out_of_place_is_refused(text):
    with pytest.raises(ValueError):
        codes.amount(text)


def test_phone_keeps_the_hyphens_as_written():
    assert codes.phone("０６－２６０９－２５０６") == "06-2609-2506"
    assert codes.phone("06(2609)2506") == "06-2609-2506"
    assert codes.phone("0626092506") == "0626092506"


@pytest.mark.parametrize("text", ["6-2609-2506", "06-2609-250", "090-1234-56789", ""])
def test_a_number_no_telephone_can_have_is_refused(text):
    with pytest.raises(ValueError):
        codes.phone(text)


def test_check_digits_tell_a_wrong_digit():
    assert codes.my_number("6214 9832 0257") == "621498320257"
    with pytest.raises(ValueError):
        codes.my_number("621498320258")
    with pytest.raises(ValueError):
        codes.corporate_number("5835678256245")


def test_leading_zeros_that_a_spreadsheet_dropped_come_back():
    assert codes.zero_fill("８８", 7) == "0000088"
    for wrong in ("12345678", "12a", "1.5"):
        with pytest.raises(ValueError, match="length"):
            codes.zero_fill(wrong, 7)

from dxrobot.japanese import text


def test_kana_of_any_kind_becomes_full_width_katakana_with_one_space():
    assert text.kana("ﾋﾗﾀ　ﾘｭｳｷﾁ") == "ヒラタ リュウキチ"
    assert text.kana(" ひらた  りゅうきち ") == "ヒラタ リュウキチ"


def test_a_name_keeps_its_variant_characters():
    assert text.name("濵田　太平") == "濵田 太平"
    assert text.name("髙木 﨑") == "髙木 﨑"


def test_an_address_gets_half_width_digits_and_hyphens_but_keeps_long_vowels_and_kanji_one():
    assert text.address("大阪市北区一番町３ー１８－２ ハイツ ローズ２０１") == "大阪市北区一番町3-18-2ハイツローズ201"
    assert text.address("福岡市塚\ufa10町1−2") == "福岡市塚\ufa10町1-2"


def test_widths_go_both_ways():
    assert text.hankaku("ＡＢＣ　アイ") == "ABC ｱｲ"
    assert text.zenkaku("ABC ｱｲ1") == "ＡＢＣ　アイ１"


def test_bank_kana_has_no_small_letters():
    assert text.zengin_kana("ヒラタ リュウキチ") == "ﾋﾗﾀ ﾘﾕｳｷﾁ"

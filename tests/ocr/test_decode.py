import numpy as np
import pytest

from dxrobot.ocr import decode


def steps(*columns, sure=0.9):
    narrow = np.full((len(columns), 4), (1 - sure) / 3, np.float32)
    narrow[np.arange(len(columns)), columns] = sure
    return narrow


def test_repeats_are_one_character_unless_a_blank_parts_them():
    assert decode.beam(steps(1, 1, 0, 1, 2), "abc")[0][0] == "aab"


def test_the_score_of_a_text_is_the_sum_over_all_its_alignments():
    narrow = np.array([[0.4, 0.6], [0.4, 0.6]], np.float32)
    assert np.exp(decode.log_probability(narrow, "a", "a")) == pytest.approx(0.6 * 0.6 + 2 * 0.4 * 0.6)


def test_beam_and_score_agree_where_nothing_is_pruned():
    narrow = np.random.default_rng(3).dirichlet(np.ones(4), 6).astype(np.float32)
    for text, score in decode.beam(narrow, "abc", width=2000)[:20]:
        assert score == pytest.approx(decode.log_probability(narrow, "abc", text), abs=1e-3) or text == ""


def test_texts_of_any_length_are_scored_together_as_alone():
    narrow = np.random.default_rng(4).dirichlet(np.ones(4), 9).astype(np.float32)
    texts = ["", "a", "abcab", "zz", "aab", "abcabcabcabc"]
    alone = [decode.log_probability(narrow, "abc", text) for text in texts]
    assert decode.log_probabilities(narrow, "abc", texts) == pytest.approx(alone)
    assert alone[0] == pytest.approx(np.log(narrow[:, 0].astype(float)).sum())


def test_a_text_outside_the_characters_is_impossible():
    assert decode.log_probability(steps(1, 2), "abc", "z") < -1e6


def test_the_weakest_character_is_found():
    narrow = steps(1, 0, 2)
    narrow[2] = (0.3, 0.1, 0.55, 0.05)
    assert decode.weakest(narrow, "abc", "ab") == pytest.approx(0.55)

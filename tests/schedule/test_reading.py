from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxrobot.errors import InputError
from dxrobot.schedule.reading import NotUnderstood, read_rule, read_span, read_time, read_window
from dxrobot.schedule.rules import AfterScenario, Folder, Rule
from dxrobot.schedule.written import in_words, span_in_words
from tools.prove.schedule_rules import drawn_rule

SENTENCES = {
    "毎月第3開庁日 8:30": "毎月第3開庁日 8:30",
    "毎月の第3開庁日 8:30、休みなら前の開庁日": "毎月第3開庁日 8:30",
    "毎月第三開庁日の午前八時半": "毎月第3開庁日 8:30",
    "月末の営業日 17時15分": "毎月最終開庁日 17:15",
    "毎月最後から2番目の開庁日 8:30": "毎月最後から2番目の開庁日 8:30",
    "月初の開庁日 9時": "毎月第1開庁日 9:00",
    "毎年4月・10月の第3開庁日 8:30": "毎年4月・10月の第3開庁日 8:30",
    "年度初めの開庁日 8:30": "年度初めの開庁日 8:30",
    "新年度の第1開庁日 8:30": "年度初めの開庁日 8:30",
    "年度末の開庁日 17:15": "年度末の開庁日 17:15",
    "年度末の3開庁日前 9:00": "毎年3月31日の3開庁日前 9:00",
    "平日 9:00": "平日 9:00",
    "月曜から金曜 9:00": "平日 9:00",
    "毎週月・水・金曜日 9時と13時30分": "毎週月曜・水曜・金曜 9:00・13:30",
    "土日の 22:00、休みでも動かす": "毎週土曜・日曜 22:00、休みでも動かす",
    "８：３０から１７：００まで１５分ごと": "開庁日 8:30から17:00まで15分ごと",
    "22:00〜翌5:00 30分おき 毎日": "毎日 22:00から翌5:00まで30分ごと",
    "平日の開庁時間に1時間ごと": "平日 開庁時間に60分ごと",
    "毎月25日の3開庁日前 9:00": "毎月25日の3開庁日前 9:00",
    "毎月25日の翌開庁日 9:00": "毎月25日の1開庁日後 9:00",
    "令和8年5月31日の3開庁日前 9:00": "令和8年5月31日の3開庁日前 9:00",
    "毎月5日と20日 9:00、休みの場合は前倒し": "毎月5日・20日 9:00、休みなら前の開庁日",
    "毎月25日(休みなら次の開庁日) 午後1時": "毎月25日 13:00、休みなら次の開庁日",
    "毎月末 17:00": "毎月末日 17:00",
    "毎月第2火曜日 正午": "毎月第2火曜 12:00",
    "令和8年4月1日 8:30に1回": "令和8年4月1日 8:30に1回",
    "2026-04-01 8:30": "令和8年4月1日 8:30に1回",
    "30 8 * * 1-5": "cron 30 8 * * 1-5",
    "cron 0 9 1 * 1、休みなら次の開庁日": "cron 0 9 1 * 1、休みなら次の開庁日",
    "フォルダー D:/受付 に置かれたら": "フォルダー D:/受付 に置かれたら",
    "シナリオ torikomi が正常に終わったら": "シナリオ torikomi が正常に終わったら",
}


@pytest.mark.parametrize(("said", "meant"), SENTENCES.items())
def test_sentence_is_understood(said: str, meant: str) -> None:
    rule = read_rule(said)
    assert in_words(rule) == meant
    assert read_rule(meant) == rule


@pytest.mark.parametrize(
    ("said", "part", "nearest"),
    [
        ("毎月第3回庁日 8:30", "毎月第3回庁日", "毎月第3開庁日 8:30"),
        ("隔週月曜 8:30", "隔週", "毎週月曜 8:30"),
        ("毎月最終開庁日", "何時に", "毎月最終開庁日 8:30"),
        ("8:30", "どの日に", "開庁日 8:30"),
        ("毎月25日 25:00", "25:00", ""),
        ("毎月第3開庁日 午後12時", "午後", "毎月第3開庁日 8:30"),
        ("平日 毎月25日 9:00", "平日・毎月25日", "平日 9:00"),
        ("毎日 8:30から17:00まで", "何分ごと", "毎日 8:30から17:00まで15分ごと"),
        ("毎月25日 1回 9:00", "日付", ""),
        ("毎日 8:30 15分ごと", "2通り", ""),
        ("あしたの朝", "あしたの朝", ""),
        ("フォルダー に置かれたら", "フォルダー", "フォルダー D:/受付 に"),
        ("毎月第1・第3月曜 9:00", "第1・第3月曜", ""),
    ],
)
def test_sentence_that_is_not_understood_says_which_part_and_what_is_near(said: str, part: str, nearest: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        read_rule(said)
    assert part in caught.value.message
    assert nearest in caught.value.nearest
    if caught.value.nearest:
        read_rule(caught.value.nearest)


@given(st.integers(0, 10**9))
def test_what_is_written_is_read_back_as_the_same_rule(seed: int) -> None:
    rule = drawn_rule(Random(seed))
    assert read_rule(in_words(rule)) == rule


@given(st.text(alphabet="毎月第三3開庁日週末曜土火年度初前後のに、 8:30時半分ごと休みなら~翌", max_size=24))
def test_whatever_is_said_is_a_rule_or_a_clear_answer(said: str) -> None:
    try:
        rule = read_rule(said)
    except InputError as error:
        assert str(error)
    else:
        assert read_rule(in_words(rule)) == rule


@pytest.mark.parametrize(
    "rule",
    [
        Folder(path=r"\\sv01\共有 フォルダ\受付", suffixes=("csv", "xlsx")),
        Folder(path="/srv/受付"),
        AfterScenario(scenario="entry", finished=True),
    ],
)
def test_rules_without_a_time_are_read_back(rule: Rule) -> None:
    assert read_rule(in_words(rule)) == rule


@pytest.mark.parametrize("line", ["0 0 30 2 *", "0 0 31 4,6 *", "99 * * * *", "0 0 * *", "0 0 * * mon-xyz"])
def test_cron_that_never_fires_or_is_none_is_refused(line: str) -> None:
    with pytest.raises(InputError, match="cron"):
        read_rule(f"cron {line}")


def test_parts_of_a_day_are_read() -> None:
    assert span_in_words(*read_span("8:30-17:15")) == "8:30から17:15まで"
    days, (start, end) = read_window("毎週水曜 22時から翌6時")
    assert (days.kind, start.hour, end.hour) == ("weekdays", 22, 6)
    assert read_time("17時15分").minute == 15
    for wrong in (read_span, read_window, read_time):
        with pytest.raises(NotUnderstood):
            wrong("そのうち")

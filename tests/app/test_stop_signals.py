from __future__ import annotations

import signal

import pytest

from dxrobot.app.stop_signals import StopSignals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_first_signal_is_answered_and_the_second_ends_at_once(
    capfd: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    before = signal.getsignal(number)
    with StopSignals() as signals:
        assert not signals.asked_to_stop
        signal.raise_signal(number)
        assert signals.asked_to_stop
        assert "処理中の件が終わったら止めます" in capfd.readouterr().err
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) == before


def test_signal_that_comes_while_output_is_being_written_breaks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """What writes for us may be half loaded or hold its lock at that moment."""
    from rich.console import Console

    class Struck:
        def __rich__(self) -> str:
            signal.raise_signal(signal.SIGINT)
            return "登録(件)"

    with StopSignals() as signals:
        Console(stderr=True).print(Struck())
    assert signals.asked_to_stop
    assert "登録(件)" in capsys.readouterr().err

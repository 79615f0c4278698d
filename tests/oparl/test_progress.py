import sys
from types import SimpleNamespace

import pytest

from ris.oparl.progress import Bar, Lines, shown_progress


def test_on_a_terminal_a_bar_shows_count_and_rate(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with shown_progress() as told:
        assert isinstance(told, Bar)
        told("Lesen", 7)
        told("Schreiben", 40, 80)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Lesen: 7 Objekte" in shown.err
    assert "40/80" in shown.err
    assert "Objekte/s" in shown.err


def test_elsewhere_a_line_is_written_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter([0.0, 4.0, 11.0, 12.0])
    monkeypatch.setattr("ris.oparl.progress.time", SimpleNamespace(monotonic=lambda: next(moments)))
    told = Lines()
    for count in (1, 2, 3):
        told("Schreiben", count, 9)
    assert capsys.readouterr().err == "Schreiben: 2 von 9 Objekte, seit 11 Sekunden\n"

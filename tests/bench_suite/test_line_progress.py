import io
import time

import pytest
from rich.console import Console

from clipo_bench.bench_suite import console
from clipo_bench.bench_suite.line_progress import LineProgress


def test_lines_come_now_and_then_and_at_the_end() -> None:
    out = io.StringIO()
    with LineProgress(Console(file=out), interval=0.02) as progress:
        task = progress.add_task("responses [b]", total=500)
        progress.update(task, completed=120)
        while "120/500" not in out.getvalue():
            time.sleep(0.01)
        progress.update(task, completed=500, description="done")
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("responses [b] 120/500, 0:00:0")
    assert lines[-1].startswith("done 500/500, 0:00:0")


def test_a_total_that_is_not_known_is_a_question_mark() -> None:
    out = io.StringIO()
    with LineProgress(Console(file=out)) as progress:
        progress.add_task("loading", total=None)
    assert out.getvalue().startswith("loading 0/?, 0:00:0")


def test_without_a_terminal_lines_stand_in_for_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "stderr", lambda: Console(file=io.StringIO()))
    assert isinstance(console.progress(), LineProgress)
    monkeypatch.setattr(console, "stderr", lambda: Console(force_terminal=True))
    assert not isinstance(console.progress(), LineProgress)

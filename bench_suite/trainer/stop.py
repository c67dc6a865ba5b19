"""StopRequest: Ctrl-C or SIGTERM ends a run after its step, so that nothing is lost."""

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
ECHO = 1.0  # seconds in which a launcher hands on the Ctrl-C that the terminal sent to all


class StopRequest:
    """While entered, the first Ctrl-C only asks; a later one interrupts at once.

    SIGTERM, by which a scheduler ends a job, is the same.

    Attributes:
        asked: whether Ctrl-C was pressed.
    """

    def __init__(self, note: Callable[[str], None]) -> None:
        self.asked = False
        self._since = 0.0
        self._note = note
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> "StopRequest":
        # Python hands signals to the main thread alone.
        if threading.current_thread() is threading.main_thread():
            self._before = {one: signal.signal(one, self._ask) for one in _SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for one, handler in self._before.items():
            signal.signal(one, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if self.asked and now - self._since > ECHO:
            raise KeyboardInterrupt
        if self.asked:
            return
        self.asked, self._since = True, now
        self._note("finishing and saving this step; press Ctrl-C again to stop at once")

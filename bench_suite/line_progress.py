"""LineProgress: progress as plain lines, for logs."""

import threading

from rich.console import Console
from rich.progress import Progress, Task

INTERVAL = 30.0


class LineProgress(Progress):
    """Prints a line for each task twice a minute, and at the end."""

    def __init__(self, console: Console, interval: float = INTERVAL) -> None:
        """Create the progress; `start` begins to print.

        Args:
            console: where to print.
            interval: seconds between two reports.
        """
        super().__init__(console=console, disable=True)
        self._interval = interval
        self._ended = threading.Event()
        self._printer: threading.Thread | None = None

    def start(self) -> None:
        """Begin to print."""
        self._ended.clear()
        self._printer = threading.Thread(target=self._print_now_and_then, daemon=True)
        self._printer.start()

    def stop(self) -> None:
        """Print the state of all tasks once more, then stop."""
        if self._printer is None:
            return
        self._ended.set()
        self._printer.join()
        self._printer = None
        self._print()

    def _print_now_and_then(self) -> None:
        while not self._ended.wait(self._interval):
            self._print()

    def _print(self) -> None:
        for task in self.tasks:
            self.console.print(_line(task), highlight=False, markup=False, soft_wrap=True)


def _line(task: Task) -> str:
    """Such as ``responses 120/500, 0:01:05``."""
    total = "?" if task.total is None else f"{task.total:.0f}"
    seconds = int(task.elapsed or 0)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{task.description} {task.completed:.0f}/{total}, {hours}:{minutes:02}:{seconds:02}"

"""SaveClock: when a run's last checkpoint is so old that it saves between two of `save_every`."""

import time


class SaveClock:
    """Runs from the last save on.

    Steps may take seconds or half an hour: counting them does not bound what a kill costs.
    """

    def __init__(self, minutes: float) -> None:
        """Start it.

        Args:
            minutes: after which the next save is due.
        """
        self._seconds = 60 * minutes
        self._saved = time.monotonic()

    @property
    def due(self) -> bool:
        """Whether it is time to save."""
        return time.monotonic() - self._saved >= self._seconds

    def restart(self) -> None:
        """Run again from now on: something was saved."""
        self._saved = time.monotonic()

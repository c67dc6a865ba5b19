"""NoValue: what computing a formula raises where there is nothing to compute."""


class NoValue(ValueError):
    """A formula has no value: a division by zero, a power that is too large."""

"""Does a reasoning model understand, or only remember?"""

__version__: str


def __getattr__(name: str) -> str:
    """The version, when it is asked for: looking it up would slow down every start."""
    if name == "__version__":
        from importlib.metadata import version

        return version("clipo-bench")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

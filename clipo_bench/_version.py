"""The version, in a module of its own since looking it up would slow down every start."""

from importlib.metadata import version

__version__ = version("clipo-bench")

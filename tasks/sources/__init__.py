"""Sources: a benchmark's problems from the hub, from a folder, or from a user's own file."""

from clipo_bench.tasks.sources.load import load
from clipo_bench.tasks.sources.loaded import Loaded
from clipo_bench.tasks.sources.named import load_problems
from clipo_bench.tasks.sources.own_file import load_file

__all__ = ["Loaded", "load", "load_file", "load_problems"]

"""Renaming a problem's symbols: which letters are symbols, and how they may be called instead."""

from clipo_bench.perturbations.rewrites.symbols import Symbols
from clipo_bench.perturbations.symbols.levels import GREEK, SAME, SUBSCRIPTED, WORDS

__all__ = ["GREEK", "SAME", "SUBSCRIPTED", "WORDS", "Symbols"]

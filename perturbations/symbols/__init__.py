"""Renaming a problem's symbols: which letters are symbols, and how they may be called instead."""

from perturbations.symbols.levels import GREEK, SAME, SUBSCRIPTED, WORDS
from perturbations.symbols.rename import Symbols

__all__ = ["GREEK", "SAME", "SUBSCRIPTED", "WORDS", "Symbols"]

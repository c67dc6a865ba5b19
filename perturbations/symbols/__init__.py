"""A problem's symbols: which letters they are, and how they may be called instead."""

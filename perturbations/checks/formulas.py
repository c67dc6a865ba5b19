"""Where formulas and diagrams stand, as the checks of the kinds that change text read them."""

import re

FORMULA = re.compile(
    r"\[asy\].*?\[/asy\]|\\\[.*?\\\]|\\\(.*?\\\)|(?<!\\)\$(?:[^$\\]|\\.)*\$", re.DOTALL
)

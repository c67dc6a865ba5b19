"""Where formulas and diagrams stand, as the checks of the kinds that change text read them."""

import re

# `$x$`, `\(x\)`, `\[x\]`, or a diagram; `\$5` is not.
FORMULA = re.compile(
    r"\[asy\].*?\[/asy\]|\\\[.*?\\\]|\\\(.*?\\\)|(?<!\\)\$(?:[^$\\]|\\.)*\$", re.DOTALL
)

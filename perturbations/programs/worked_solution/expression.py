"""Arithmetic of a worked step as a tree over its numbers, so that they can be exchanged."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import add, mul, sub, truediv

from clipo_bench.perturbations.text.digits import read_digits

MAX_LENGTH = 300
MAX_DEPTH = 40

# "1,200", "2.5", "2.", ".5", or a sign; the x of "3 x 4", not that of "box".
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d*)?|\.\d+)"
    r"|(?P<sign>[-+*/()%$×÷−–·]|(?<![A-Za-z])[xX](?![A-Za-z])|\[|\]))"
)
_SAME = {"×": "*", "·": "*", "x": "*", "X": "*", "÷": "/", "−": "-", "–": "-", "[": "(", "]": ")"}
_OPERATIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": truediv,
}


class NotArithmetic(ValueError):
    """The text is no arithmetic that can be read."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A number as it is written.

    Attributes:
        start: where it begins in the text; `end` likewise.
        role: the sign of the operation that it is part of; empty for a lone number and for what
            is divided.
        percent: whether a per cent sign follows.
    """

    start: int
    end: int
    text: str
    value: Fraction
    role: str = ""
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """An operation; its sides are nodes, numbers of leaves, or a constant of the notation."""

    sign: str
    left: "Node | int | Fraction"
    right: "Node | int | Fraction"


Tree = Node | int | Fraction


@dataclass(frozen=True, slots=True)
class Expression:
    """A tree over leaves, in the order in which they are written."""

    tree: Tree
    leaves: tuple[Leaf, ...]

    def evaluate(self, values: Sequence[Fraction]) -> Fraction:
        """Compute with these values in place of the leaves.

        Raises:
            ZeroDivisionError: something is divided by zero.
        """
        return _evaluate(self.tree, values)

    def trace(self, values: Sequence[Fraction]) -> list[Fraction]:
        """The value of every operation, innermost first; the last is the result."""
        # (3 + 4) * 2: 7, then 14
        found: list[Fraction] = []
        result = _evaluate(self.tree, values, found)
        return found or [result]


def parse(text: str) -> Expression:
    """Read ``+ - * /``, parentheses, per cent signs and the signs that people write for them.

    Raises:
        NotArithmetic: it is anything else.
    """
    if len(text) > MAX_LENGTH:
        raise NotArithmetic(f"longer than {MAX_LENGTH} characters")
    return _Parser(text).parse()


def _evaluate(
    tree: Tree, values: Sequence[Fraction], trace: list[Fraction] | None = None
) -> Fraction:
    if isinstance(tree, int):
        return values[tree]
    if isinstance(tree, Fraction):
        return tree
    left = _evaluate(tree.left, values, trace)
    right = _evaluate(tree.right, values, trace)
    result = _OPERATIONS[tree.sign](left, right)
    if trace is not None:
        trace.append(result)
    return result


class _Parser:
    """Recursive descent; a number or a parenthesis right before a parenthesis multiplies it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.place = 0
        self.depth = 0
        self.leaves: list[Leaf] = []

    def parse(self) -> Expression:
        tree = self.sum()
        if self.place < len(self.tokens):
            raise NotArithmetic(f"not arithmetic: {self.text!r}")
        roles = dict(_roles(tree))
        return Expression(
            tree, tuple(replace(leaf, role=roles[i]) for i, leaf in enumerate(self.leaves))
        )

    def peek(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def sum(self) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise NotArithmetic("nested too deeply")
        tree = self.product()
        while self.peek() in ("+", "-"):
            sign = self.next()
            tree = Node(sign, tree, self.product())
        self.depth -= 1
        return tree

    def product(self) -> Tree:
        tree = self.atom()
        while self.peek() in ("*", "/", "("):
            # "2(3 + 4)" multiplies
            sign = "*" if self.peek() == "(" else self.next()
            tree = Node(sign, tree, self.atom())
        return tree

    def atom(self) -> Tree:
        if self.place >= len(self.tokens):
            raise NotArithmetic(f"not arithmetic: {self.text!r}")
        kind, match = self.tokens[self.place]
        self.place += 1
        if kind == "(":
            tree = self.sum()
            if self.peek() != ")":
                raise NotArithmetic(f"an open parenthesis in {self.text!r}")
            self.place += 1
        elif kind == "number":
            tree = self.leaf(match)
        else:
            raise NotArithmetic(f"not arithmetic: {self.text!r}")
        # "20%" is 20/100
        if self.peek() == "%":
            self.place += 1
            tree = Node("/", tree, Fraction(100))
        return tree

    def leaf(self, match: re.Match[str]) -> int:
        # of "20%" only the 20 is the leaf
        start, end = match.span("number")
        percent = self.peek() == "%"
        text = match["number"]
        self.leaves.append(Leaf(start, end, text, read_digits(text), percent=percent))
        return len(self.leaves) - 1

    def next(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1][0]


def _roles(tree: Tree, role: str = "") -> Iterator[tuple[int, str]]:
    """What each leaf is to the operation around it."""
    if isinstance(tree, int):
        yield tree, role
    elif isinstance(tree, Node):
        same = role if isinstance(tree.right, Fraction) else tree.sign  # 20 % is one number
        # of 12 / 3, 12 is divided and has no role, 3 has "/"
        yield from _roles(tree.left, same if same != "/" else "")
        yield from _roles(tree.right, tree.sign)


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise NotArithmetic(f"not arithmetic: {text!r}")
        position = match.end()
        sign = match["sign"]
        # "$3 + $4" is 3 + 4
        if sign != "$":
            yield (_SAME.get(sign, sign) if sign else "number"), match

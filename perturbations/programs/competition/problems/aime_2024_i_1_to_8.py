"""AIME 2024 I, problems 1 to 8."""

import cmath
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import comb, gcd, isqrt, log, pi

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    proper_m_plus_n,
    require_at_most,
    require_counts,
    square_root,
)


def _walk(d: int, h1: int, h2: int, m2: int, k: int, p: int, q: int) -> Fraction:
    """Solve d/s + t = first, d/(s + k) + t = second for s; then walk at s + p/q."""
    first, second = Fraction(60 * h1), Fraction(60 * h2 + m2)
    # 60 d / s - 60 d / (s + k) = first - second, so s^2 + k s = 60 d k / (first - second)
    if first <= second:
        raise NoAnswer("the faster walk takes no less time")
    product = Fraction(60 * d * k) / (first - second)
    s = (square_root(k * k + 4 * product) - k) / 2
    t = first - 60 * d / s
    if t <= 0:
        raise NoAnswer("no time is spent in the shop")
    return 60 * d / (s + Fraction(p, q)) + t


def _walk_by_bisection(d: int, h1: int, h2: int, m2: int, k: int, p: int, q: int) -> float:
    """Find the speed at which both walks leave the same time for the shop, by halving."""
    first, second = 60.0 * h1, 60.0 * h2 + m2
    low, high = 1e-9, 1e9
    for _ in range(200):
        s = (low + high) / 2
        saved = 60 * d / s - 60 * d / (s + k)
        low, high = (s, high) if saved > first - second else (low, s)
    t = first - 60 * d / low
    return 60 * d / (low + p / q) + t


def _walk_cases() -> Iterator[tuple[int, ...]]:
    """Distances and speeds of a walk for which all three times are whole minutes."""
    for d in _WALKS["d"]:
        for twice_s in range(3, 13):
            s = Fraction(twice_s, 2)
            for k in _WALKS["k"]:
                slow, fast = 60 * d / s, 60 * d / (s + k)
                if slow.denominator > 1 or fast.denominator > 1:
                    continue
                t = int(-slow % 60)
                first, second = int(slow) + t, int(fast) + t
                for p, q in ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (3, 2), (4, 3), (5, 2)):
                    asked = 60 * d / (s + Fraction(p, q))
                    if t >= 5 and second % 60 > 1 and p < k * q and asked.denominator == 1:
                        yield d, first // 60, second // 60, second % 60, k, p, q


_WALKS = {
    "d": range(4, 20),
    "h1": range(3, 9),
    "h2": range(2, 8),
    "m2": range(2, 60),
    "k": range(1, 5),
    "p": range(1, 6),
    "q": range(2, 5),
}


def _logarithms(a: int, c: int) -> Fraction:
    """Multiply x log_x(y) = c and a y log_y(x) = c: a x y = c^2, as the logarithms cancel.

    Such x and y exist for every c^2 > a: with u = log_x(y), x = c/u and y = c u/a are above 1 for u
    between a/c and c, and log(y) - u log(x) changes its sign between these ends.
    """
    if a <= 0 or c <= 0:
        raise NoAnswer("the logarithms of numbers above 1 are positive")
    if c * c <= a:
        raise NoAnswer("x and y are not both above 1")
    return Fraction(c * c, a)


def _logarithms_by_bisection(a: int, c: int) -> float:
    """Find an x for which the y of the first equation fits the second, by halving."""

    def other(x: float) -> float:
        return float(x ** (c / x))  # the first equation's y

    low, high = 1.0, c * c / a
    for _ in range(200):
        x = (low + high) / 2
        y = other(x)
        too_small = y <= 1 or a * y * log(x) < c * log(y)
        low, high = (x, high) if too_small else (low, x)
    return low * other(low)


def _tokens(p: int, q: int, n: int) -> int:
    """Go up through the stacks: whoever moves wins if a move leads to a stack that loses."""
    require_counts(p, q, n)
    require_at_most(10**5, n)
    if 1 not in (p, q):
        raise NoAnswer("tokens may be left that nobody can remove")
    wins = [False]
    for stack in range(1, n + 1):
        wins.append(any(stack >= taken and not wins[stack - taken] for taken in (p, q)))
    return wins[1:].count(False)


def _tokens_by_remainder(p: int, q: int, n: int) -> int:
    """Count the stacks by their remainder.

    If 1 and an odd q are taken, the stack's parity changes with each move, so the even stacks lose.
    If q is even, 0, 2, ..., q - 2 modulo q + 1 lose: 1 and q lead out of them; from an odd
    remainder taking 1 leads back in, and from q taking q leads to 0.
    """
    q = max(p, q)
    if q % 2:
        return n // 2
    full, rest = divmod(n, q + 1)
    # the stack 0 is none
    return full * (q // 2) + sum(1 for left in range(rest + 1) if left < q and left % 2 == 0) - 1


def _lottery(k: int, n: int, w: int) -> Fraction:
    """One draw wins the grand prize; those that share at least w numbers with hers win a prize."""
    require_counts(k, n, w)
    require_at_most(500, k)
    if not w <= k <= n:
        raise NoAnswer("there are too few numbers")
    return Fraction(1, sum(comb(k, same) * comb(n - k, k - same) for same in range(w, k + 1)))


def _lottery_by_draws(k: int, n: int, w: int) -> Fraction:
    """Hold every draw against the ticket 0, 1, ..., k - 1."""
    prizes = sum(1 for draw in combinations(range(n), k) if draw[w - 1] < k)
    return Fraction(1, prizes)


def _lottery_prizes(k: int, n: int, w: int) -> bool:
    if not 0 < w < k < n:
        return False
    few = sum(comb(k, right) * comb(n - k, k - right) for right in range(w))
    return 5 * few >= comb(n, k)


def _rectangles(b: int, a: int, g: int, f: int) -> Fraction:
    """Find the circle's centre in coordinates: D = (0, 0), A = (0, -b), E = (e, 0), H = (e, g).

    The centre is level with the middle of AD, and of HG: (e + f/2, -b/2). Its distance from D is
    that from H, so (e + f/2)^2 + b^2/4 = f^2/4 + (g + b/2)^2.
    """
    if min(b, a, g, f) <= 0:
        raise NoAnswer("a rectangle has no sides")
    half = Fraction(f, 2)
    e = square_root(half * half + (g + Fraction(b, 2)) ** 2 - Fraction(b * b, 4)) - half
    if not e < a < e + f:
        raise NoAnswer("D, E, C, F are not in the order of the drawing")
    return a - e


def _rectangles_by_power(b: int, a: int, g: int, f: int) -> float:
    """Halve towards the E for which the meeting point of AD and GH has one power.

    That point is g above D and g + b above A, and e and e + f to the left of H and G.
    """
    low, high = 0.0, float(a)
    for _ in range(100):
        e = (low + high) / 2
        low, high = (e, high) if e * (e + f) < g * (g + b) else (low, e)
    return a - low


def _rectangles_cases() -> Iterator[tuple[int, ...]]:
    """Heights and lengths for which e is an integer; e divides g (g + b)."""
    for b in range(10, 31):
        for g in range(10, 31):
            power = g * (g + b)
            for e in range(2, 13):
                f = power // e - e
                if b != g and power % e == 0 and 100 <= f <= 300:
                    yield from ((b, a, g, f) for a in range(100, f, 7))


def _turns(w: int, h: int, t: int) -> int:
    """Go through the grid by diagonals, keeping the direction and the turns so far."""
    require_counts(w, h, t)
    require_at_most(50, w, h)
    ways = {(1, 0, "right", 0): 1, (0, 1, "up", 0): 1}
    for _ in range(w + h - 1):
        after: dict[tuple[int, int, str, int], int] = {}
        for (x, y, old, turned), number in ways.items():
            for new, place in (("right", (x + 1, y)), ("up", (x, y + 1))):
                turns = turned + (new != old)
                if place[0] <= w and place[1] <= h and turns <= t:
                    state = (*place, new, turns)
                    after[state] = after.get(state, 0) + number
        ways = after
    return sum(number for (_, _, _, turned), number in ways.items() if turned == t)


def _turns_by_pieces(w: int, h: int, t: int) -> int:
    """Cut both sides into the pieces of a path: t + 1 of them, by turns to the right and up."""
    first, second = (t + 2) // 2, (t + 1) // 2
    return sum(
        comb(along - 1, first - 1) * comb(across - 1, second - 1)
        for along, across in ((w, h), (h, w))
    )


def _turns_drawing(w: int, h: int, t: int) -> str:
    """Two grids, each with a path of t turns: one starts to the right, the other up."""

    def pieces(side: int, count: int) -> list[int]:
        return [side * (i + 1) // count - side * i // count for i in range(count)]

    def picture(first: int) -> str:
        sides = (w, h) if first == 0 else (h, w)
        steps = pieces(sides[0], (t + 2) // 2), pieces(sides[1], (t + 1) // 2)
        place, path = [0, 0], ["(0,0)"]
        for turn in range(t + 1):
            place[(first + turn) % 2] += steps[turn % 2][turn // 2]
            path.append(f"({place[0]},{place[1]})")
        line = rf"\draw[line width=2,red]{'--'.join(path)};"
        grid = rf"\draw(0,0)grid({w},{h});"
        return rf"\begin{{tikzpicture}}[scale=.5]{grid}{line}\end{{tikzpicture}}"

    right, up = (f'label("{picture(first)}",{at});' for first, at in ((0, "origin"), (1, "E")))
    return f'[asy] size(10cm); usepackage("tikz"); {right} {up} [/asy]'


def _turns_cases() -> Iterator[tuple[int, ...]]:
    return ((n, n, t) for n in range(5, 17) for t in range(3, 8))


def _real_part(a: int, b: int, c: int, d: int, r: int) -> Fraction:
    """For z = r (cos + i sin), the real part is (a r + c/r) cos + (d/r - b r) sin.

    Its largest value is the length of the vector of both factors.
    """
    if r <= 0:
        raise NoAnswer("the circle has no radius")
    along, across = a * r + Fraction(c) / r, Fraction(d) / r - b * r
    return square_root(along**2 + across**2)


def _real_part_by_search(a: int, b: int, c: int, d: int, r: int) -> float:
    """Go around the circle in steps that shrink, and take the largest value."""

    def real(angle: float) -> float:
        z = cmath.rect(r, angle)
        return float((complex(a, b) * z + complex(c, d) / z).real)

    best, step = 0.0, pi / 4
    while step > 1e-9:
        best = max((best + step * turn for turn in range(-4, 5)), key=real)
        step /= 3
    return real(best)


def _real_part_cases() -> Iterator[tuple[int, ...]]:
    """Pythagorean triples for a r + c/r and b r - d/r; c and d are round, as multiples of 12."""
    for longest in range(300, 1000, 5):
        for across in range(longest * 3 // 5, longest * 9 // 10):
            along = isqrt(longest**2 - across**2)
            if along**2 + across**2 == longest**2:
                for r in (2, 3, 4, 6):
                    yield from _with_legs(along, across, r)


def _with_legs(along: int, across: int, r: int) -> Iterator[tuple[int, ...]]:
    for c in range(48, 241, 48):
        for d in range(72, 289, 24):
            a, b = Fraction(along - c // r, r), Fraction(across + d // r, r)
            whole = a.denominator == b.denominator == 1 and len({a, b, c, d}) == 4
            if whole and 25 <= a <= 225 and 50 <= b <= 350:
                yield int(a), int(b), c, d, r


def _circles(n1: int, r1: int, n2: int, r2: int) -> Fraction:
    """Add up the side BC: cot(B/2) r + 2 (n - 1) r + cot(C/2) r, the same for both radii.

    That gives K = cot(B/2) + cot(C/2), and BC = K R for the inradius R. B + C < 180 degrees means
    that the product of the cotangents is over 1, so K > 2; and the circles lie inside for R > r.
    """
    require_counts(n1, n2)
    if min(r1, r2) <= 0 or r1 == r2:
        raise NoAnswer("the circles have no two radii")
    both = Fraction(2 * ((n2 - 1) * r2 - (n1 - 1) * r1), r1 - r2)
    if both <= 2:
        raise NoAnswer("there is no such triangle")
    return r1 * (both + 2 * (n1 - 1)) / both


def _circles_by_height(n1: int, r1: int, n2: int, r2: int) -> float:
    """Halve towards the R for which both rows of centres fit into one triangle IBC.

    Its height is R; at the height r over BC it is 2 (n - 1) r wide, which is BC (R - r)/R.
    """
    low, high = float(max(r1, r2)), 1e9
    wide1, wide2 = (n1 - 1) * r1, (n2 - 1) * r2
    for _ in range(200):
        inradius = (low + high) / 2
        smaller = (wide1 * (inradius - r2) < wide2 * (inradius - r1)) == (r1 > r2)
        low, high = (low, inradius) if smaller else (inradius, high)
    return low


def _circles_cases() -> Iterator[tuple[int, ...]]:
    """Radii and numbers for which the fraction is short enough."""
    for r1 in range(12, 100):
        for n2 in range(1000, 4000):
            top, bottom = (n2 - 1) * (r1 - 1), n2 - 1 - 7 * r1
            common = gcd(top, bottom)
            if bottom > r1 - 1 and bottom > common and (top + 2 * bottom) // common < 1000:
                yield 8, r1, n2, 1


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AIME 2024 I 1",
        texts=("60bfce96ad907528", "00acba854defc382"),
        numbers="d=9 h1=4 k=2 h2=2 m2=24 p=1 q=2",
        domains=_WALKS,
        solve=_walk,
        check=_walk_by_bisection,
        ways=("solves the quadratic of the speed exactly", "finds the speed by bisection"),
        requires={"the fraction is in lowest terms": lambda p, q, **_: gcd(p, q) == 1},
        cases=_walk_cases,
    ),
    CompetitionEntry(
        "AIME 2024 I 2",
        texts=("76beb366506f47a4", "660bc5aba4e2f429"),
        numbers="1 a=4 c=10",
        domains={"a": range(2, 20), "c": range(6, 31)},
        solve=_logarithms,
        check=_logarithms_by_bisection,
        ways=("multiplies the equations", "solves them for x by bisection"),
        requires={"the two numbers differ": lambda a, c: a != c},
    ),
    CompetitionEntry(
        "AIME 2024 I 3",
        texts=("24ab16fc534dff42", "b7d0fa47be371a01"),
        numbers="p=1 q=4 n=2024",
        # with an odd q the answer is n/2; "1 token"
        domains={"p": (1,), "q": range(4, 20, 2), "n": range(1000, 2100)},
        solve=_tokens,
        check=_tokens_by_remainder,
        ways=("solves the game for all stacks", "counts the stacks by a proven remainder rule"),
    ),
    CompetitionEntry(
        "AIME 2024 I 4",
        texts=("908b91cd41a0f3dc",),
        numbers="k=4 1 2 3 before=9 n=10 k=4 w=2 w=2 k=4",
        domains={"k": range(3, 7), "n": range(7, 23), "w": range(2, 6)},
        derived={"before": lambda k, n, w: n - 1},
        solve=_lottery,
        check=_lottery_by_draws,
        ways=("binomial coefficients", "tries all draws"),
        form=proper_m_plus_n,
        requires={
            "one draw in five wins no prize, and a prize is not always grand": _lottery_prizes
        },
    ),
    CompetitionEntry(
        "AIME 2024 I 5",
        texts=("a536914192cd6d79",),
        numbers="b=16 a=107 g=17 f=184",
        domains={
            "b": range(10, 31),
            "a": range(100, 300),
            "g": range(10, 31),
            "f": range(100, 301),
        },
        solve=_rectangles,
        check=_rectangles_by_power,
        ways=("the circle's centre in coordinates", "the power of a point, by bisection"),
        cases=_rectangles_cases,
    ),
    CompetitionEntry(
        "AIME 2024 I 6",
        texts=("fb587ebf5d462b21", "6a9be453da01d3a6"),
        numbers="length=16 w=8 h=8 t=4",
        domains={"w": range(5, 17), "h": range(5, 17), "t": range(3, 8)},
        derived={"length": lambda w, h, t: w + h},
        drawing=_turns_drawing,
        solve=_turns,
        check=_turns_by_pieces,
        ways=("walks through the grid by dynamic programming", "cuts the sides into pieces"),
        cases=_turns_cases,
    ),
    CompetitionEntry(
        "AIME 2024 I 7",
        texts=("ccd5242a5a32f043",),
        numbers="a=75 b=117 c=96 d=144 r=4",
        domains={
            "a": range(25, 226),
            "b": range(50, 351),
            "c": range(48, 241),
            "d": range(72, 289),
            "r": (2, 3, 4, 6),
        },
        solve=_real_part,
        check=_real_part_by_search,
        ways=("the length of a vector", "searches around the circle"),
        cases=_real_part_cases,
    ),
    CompetitionEntry(
        "AIME 2024 I 8",
        texts=("be93648dcad07be2",),
        other_wordings={
            "2b2abf7f7708db59": "n1=8 r1=34 n2=2024 r2=1",
        },
        # the drawing shows eight circles
        numbers="n1=8 r1=34 2 n2=2024 r2=1",
        domains={"n1": (8,), "r1": range(12, 100), "n2": range(1000, 4000), "r2": (1,)},
        solve=_circles,
        check=_circles_by_height,
        ways=("adds up the side by cotangents", "similar triangles, by bisection"),
        form=proper_m_plus_n,
        cases=_circles_cases,
    ),
)

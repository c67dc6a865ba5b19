"""NumberLevel: by how much new numbers may be harder than the old ones. `SAME` is not at all."""

from dataclasses import dataclass
from fractions import Fraction

MORE_DIGITS_OF_GOLD = 2


@dataclass(frozen=True, slots=True)
class NumberLevel:
    """How much harder new numbers are.

    Attributes:
        digits: how many more digits before the decimal point a number that changes has.
        places: how many decimal places a whole amount of a measure gets; of money always two.
    """

    digits: int = 0
    places: int = 0

    def fits_digits(self, old: Fraction, new: Fraction) -> bool:
        """Whether a number has as many digits before the point as it should have."""
        # 45 -> 452 with one digit more; 45 stays 45, or becomes 45.5
        return new == old or _digits(new) == _digits(old) + self.digits

    def fits_gold(self, old: Fraction, new: Fraction) -> bool:
        """Whether an answer has as many digits before the point as may come of such numbers."""
        more = _digits(new) - _digits(old)
        if self == SAME:
            return more == 0
        # 12 * 3 with one digit more each: 124 * 31 has two more
        return 0 <= more <= MORE_DIGITS_OF_GOLD * max(self.digits, 1)


SAME = NumberLevel()


def _digits(value: Fraction) -> int:
    return len(str(int(abs(value))))

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from perturbations.numbers.derive import derive
from perturbations.numbers.program import Program

QUESTION = "A crate holds 14 pears. Mia buys 3 crates and eats 5 pears. How many pears are left?"
SOLUTION = "She buys 14*3=<<14*3=42>>42 pears.\nThen 42-5=<<42-5=37>>37 are left.\n#### 37"


def test_a_program_gives_the_original_gold_and_that_of_other_values():
    program = derive(QUESTION, SOLUTION)
    assert isinstance(program, Program)
    values = {slot.name: slot.value for slot in program.slots}
    assert program.evaluate(values) == 37
    changed = {name: value + 1 for name, value in values.items()}
    assert program.evaluate(changed) == Fraction(15 * 4 - 6)


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="0123456789 +-*/=<>.,#%$abcxyz\n", max_size=80), st.text(max_size=80))
def test_derive_never_raises(question, solution):
    derive(question, solution)
    derive(solution, question)

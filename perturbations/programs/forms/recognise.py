"""The form of a question, if it is of one that is known."""

from functools import lru_cache

from clipo_bench.perturbations.programs.forms import (
    arithmetic,
    averages,
    bases,
    choices,
    complex_plane,
    compositions,
    conics,
    constrained,
    counts,
    dice,
    digits,
    draws,
    equations,
    everyday,
    excluded,
    figures,
    functions,
    geometry,
    inequalities,
    integers,
    lines,
    number_theory,
    numerals,
    operations,
    parameters,
    polar,
    polynomials,
    progressions,
    random_numbers,
    regions,
    residues,
    riddles,
    sequences,
    space,
    transformations,
    triangles,
    trigonometric_equations,
    trigonometry,
    two_numbers,
    unknown_vectors,
    unknowns,
    vectors,
    whole_numbers,
)
from clipo_bench.perturbations.programs.forms.form import Form
from clipo_bench.perturbations.programs.forms.form_program import FormProgram
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.text_form import text_form

FORMS: tuple[Form, ...] = (
    *arithmetic.FORMS,
    *bases.FORMS,
    *number_theory.FORMS,
    *integers.FORMS,
    *polynomials.FORMS,
    *equations.FORMS,
    *vectors.FORMS,
    *geometry.FORMS,
    *trigonometry.FORMS,
    *conics.FORMS,
    *polar.FORMS,
    *complex_plane.FORMS,
    *inequalities.FORMS,
    *functions.FORMS,
    *sequences.FORMS,
    *unknown_vectors.FORMS,
    *transformations.FORMS,
    *trigonometric_equations.FORMS,
    *space.FORMS,
    *triangles.FORMS,
    *figures.FORMS,
    *numerals.FORMS,
    *operations.FORMS,
    *choices.FORMS,
    *averages.FORMS,
    *riddles.FORMS,
    *random_numbers.FORMS,
    *whole_numbers.FORMS,
    *counts.FORMS,
    *regions.FORMS,
    *everyday.FORMS,
    *draws.FORMS,
    *dice.FORMS,
    *digits.FORMS,
    *residues.FORMS,
    *unknowns.FORMS,
    *two_numbers.FORMS,
    *progressions.FORMS,
    *parameters.FORMS,
    *lines.FORMS,
    *excluded.FORMS,
    *constrained.FORMS,
    *compositions.FORMS,
)


@lru_cache(256)
def recognise(question: str) -> FormProgram | None:
    """Find the form of a question that has an answer.

    None if it is of no form that is known, or of two that do not give one answer.
    """
    text = text_form(question)
    if text is None or not (text.formulas or text.written):
        return None
    found = None
    for form in FORMS:
        match = form.match(text)
        if match is None:
            continue
        program = FormProgram(question, form, match)
        try:
            answer = program.evaluate({})
        except NoValue:
            continue
        if found is not None and found.gold != answer:
            return None
        found = found or program
    return found

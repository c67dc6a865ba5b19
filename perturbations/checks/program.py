"""What holds if a program gives the gold: read back from the text, not from the claim."""

from collections.abc import Mapping
from fractions import Fraction

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.word_problems import Template, templates


def _template(original: Problem, variant: Variant) -> Template:
    name = variant.certificate.evidence["template"]
    if original.program is None or original.program["template"] != name:
        raise LookupError(f"the original was not made by the template {name!r}")
    return templates()[name]


def _values(problem: Problem, template: Template) -> Mapping[str, str]:
    values = template.read(problem.question)
    if values is None:
        raise ValueError(f"the text is not one of the template {template.name!r}")
    return values


def _original_gold(original: Problem, variant: Variant) -> bool:
    template = _template(original, variant)
    return template.evaluate(_values(original, template)) == Fraction(original.gold)


def _new_gold(original: Problem, variant: Variant) -> bool:
    template = _template(original, variant)
    return template.evaluate(_values(variant.problem, template)) == Fraction(variant.problem.gold)


def _steps_reach_the_gold(original: Problem, variant: Variant) -> bool:
    solution = variant.problem.solution or ""
    # "... 4 + 9 = 13" and a last line with \boxed{13}
    boxed = solution.rpartition("\\boxed{")[2].rstrip("}")
    steps, _, _ = solution.rpartition("\n")
    return boxed == variant.problem.gold and steps.rpartition("= ")[2] == variant.problem.gold


def _constraints(original: Problem, variant: Variant) -> bool:
    template = _template(original, variant)
    return not template.violations(_values(variant.problem, template))


def _only_numbers(original: Problem, variant: Variant) -> bool:
    template = _template(original, variant)
    before, after = _values(original, template), _values(variant.problem, template)
    return all(
        before[name] == after[name] or slot.kind == "number"
        for name, slot in template.slots.items()
    )


def _same_magnitude(original: Problem, variant: Variant) -> bool:
    template = _template(original, variant)
    before, after = _values(original, template), _values(variant.problem, template)
    # 45 -> 62, and not 45 -> 108
    lengths = all(len(before[name]) == len(after[name]) for name in before)
    return lengths and len(original.gold) == len(variant.problem.gold)


def _another_gold(original: Problem, variant: Variant) -> bool:
    return Fraction(variant.problem.gold) != Fraction(original.gold)


def _program_follows(original: Problem, variant: Variant) -> bool:
    template = _template(original, variant)
    return variant.problem.program == {
        "template": template.name,
        **_values(variant.problem, template),
    }


CHECKS: dict[str, Check] = {
    "program gives the original gold": _original_gold,
    "program gives the gold": _new_gold,
    "worked solution reaches the gold": _steps_reach_the_gold,
    "constraints hold": _constraints,
    "only numbers changed": _only_numbers,
    "magnitude kept": _same_magnitude,
    "gold differs": _another_gold,
    "program follows the text": _program_follows,
}

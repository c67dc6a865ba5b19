"""JUnit XML: a gate as test cases, which every CI system shows.

One test case per check, and per slice that is shown. A regression that decides the gate is a
``failure``. What is inconclusive is ``skipped`` with its reason, and so is a regression that is
advisory: CI systems list these apart from passes and failures, as they are neither; the command's
exit code 3 distinguishes inconclusive from a pass.
"""

import re
from xml.etree import ElementTree

from clipo_bench.reports.gate import Check, Decision, Gate
from clipo_bench.reports.gate_policy import Tier
from clipo_bench.reports.render import gate_words

# XML 1.0 has no way to write these, not even as entities.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(result: Gate) -> str:
    """Render a gate as a JUnit XML document."""
    cases = result.checks
    counts = {
        "tests": len(cases),
        "failures": sum(_regressed(case) for case in cases),
        "errors": 0,
        "skipped": sum(_skipped(case) for case in cases),
    }
    attributes = {key: str(value) for key, value in counts.items()} | {"time": "0"}
    root = ElementTree.Element("testsuites", {"name": "clipo-bench gate", **attributes})
    suite = ElementTree.SubElement(
        root, "testsuite", {"name": _legal(f"{result.new} against {result.base}"), **attributes}
    )
    properties = ElementTree.SubElement(suite, "properties")
    for key, value in (
        ("base", result.base),
        ("new", result.new),
        ("base_model", result.base_model),
        ("new_model", result.new_model),
        ("margin_points", f"{result.margin * 100:g}"),
        ("confidence", f"{result.confidence:g}"),
        ("decision", result.decision.value),
        ("rule", result.rule),
        ("policy", result.policy),
        ("regraded", str(result.regraded).lower()),
        *(("warning", warning) for warning in result.warnings),
    ):
        ElementTree.SubElement(properties, "property", {"name": key, "value": _legal(value)})
    for check in cases:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            {"classname": f"clipo-bench.{_legal(check.benchmark)}", "name": _name(check)}
            | {"time": "0"},
        )
        sentence = _legal(gate_words.check_sentence(check))
        if _regressed(check):
            element = ElementTree.SubElement(
                case, "failure", {"type": "regression", "message": sentence}
            )
            element.text = sentence
        elif _skipped(check):
            why = "advisory" if check.decision is Decision.FAIL else "inconclusive"
            ElementTree.SubElement(case, "skipped", {"message": f"{why}: {sentence}"})
        else:
            ElementTree.SubElement(case, "system-out").text = sentence
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _regressed(check: Check) -> bool:
    return check.tier == Tier.BLOCKING and check.decision is Decision.FAIL


def _skipped(check: Check) -> bool:
    """What a reader should see, and what is no failure: inconclusive, or an advisory regression."""
    if check.tier == Tier.BLOCKING:
        return check.decision is Decision.INCONCLUSIVE
    return check.tier == Tier.ADVISORY and check.decision is not Decision.PASS


def _name(check: Check) -> str:
    """A case's name: of a slice that is shown its kind, else with what is checked."""
    shown = check.tier == Tier.SHOWN
    return _legal(check.kind if shown else f"{check.kind}: {gate_words.what(check)}")


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)

"""JUnit XML: a gate as test cases, which every CI system shows.

One test case per benchmark and kind. A regression is a ``failure``. What is inconclusive
is ``skipped`` with its reason: CI systems list it apart from passes and failures, as it is
neither; the command's exit code 3 distinguishes it from a pass.
"""

import re
from xml.etree import ElementTree

from clipo_bench.reports.gate import Decision, Gate
from clipo_bench.reports.render import words

# XML 1.0 has no way to write these, not even as entities.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(result: Gate) -> str:
    """Render a gate as a JUnit XML document."""
    cases = result.checks
    counts = {
        "tests": len(cases),
        "failures": sum(case.decision is Decision.FAIL for case in cases),
        "errors": 0,
        "skipped": sum(case.decision is Decision.INCONCLUSIVE for case in cases),
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
        ("margin_points", f"{result.margin * 100:g}"),
        ("confidence", f"{result.confidence:g}"),
        ("decision", result.decision.value),
        ("rule", result.rule),
        *(("warning", warning) for warning in result.warnings),
    ):
        ElementTree.SubElement(properties, "property", {"name": key, "value": _legal(value)})
    for check in cases:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            {"classname": f"clipo-bench.{_legal(check.benchmark)}", "name": _legal(check.kind)}
            | {"time": "0"},
        )
        sentence = _legal(words.check_sentence(check))
        if check.decision is Decision.FAIL:
            element = ElementTree.SubElement(
                case, "failure", {"type": "regression", "message": sentence}
            )
            element.text = sentence
        elif check.decision is Decision.INCONCLUSIVE:
            ElementTree.SubElement(case, "skipped", {"message": f"inconclusive: {sentence}"})
        else:
            ElementTree.SubElement(case, "system-out").text = sentence
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)

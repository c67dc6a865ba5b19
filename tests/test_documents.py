"""What the documents say of the project is so: versions, links, what CI runs."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
import yaml

from clipo_bench.perturbations.variant import Reason
from clipo_bench.tasks.answers.verdict import Outcome
from clipo_bench.tasks.solution_steps.checker import Status

ROOT = Path(__file__).parents[1]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "examples/*.md")
    for path in ROOT.glob(pattern)
)
WORKFLOWS = ROOT / ".github" / "workflows"


def anchors(text: str) -> set[str]:
    """The places of a page that a link can name, as GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        linked = (path.parent / name) if name else path
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked.read_text(encoding="utf-8")), target


def test_every_page_of_the_docs_is_linked() -> None:
    texts = "".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
    assert [page.name for page in (ROOT / "docs").glob("*.md") if f"{page.name}" not in texts] == []


def test_the_glossary_explains_the_words_of_reports_and_files() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms = {term for row in re.findall(r"^\| ([^|]+) \|", text, re.M) for term in row.split(", ")}
    assert terms >= {
        "gold", "kind", "family", "slice", "variant", "certificate", "copied", "process",
        "rollout", "group", "policy", "reference", "pass@k", "maj@k", "avg@k", "refusal",
        "coverage", "slot", "program", "placebo", "could see",
    }  # fmt: skip
    for values in (Outcome, Reason, get_args(Status)):
        assert [value for value in values if value not in text] == []


def test_the_version_is_the_same_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == VERSION
    assert f"\n## {VERSION}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def steps(workflow: str) -> str:
    """All that a workflow's jobs run."""
    read = yaml.safe_load((WORKFLOWS / workflow).read_text(encoding="utf-8"))
    return "\n".join(step.get("run", "") for job in read["jobs"].values() for step in job["steps"])


def test_ci_runs_everything_and_says_when_there_is_no_real_data() -> None:
    assert ".ci/run" in steps("ci.yml")
    assert re.search(r"CLIPO_BENCH_NO_DATA=1.*GITHUB_ENV", steps("ci.yml"))
    assert re.search(r"Not tested on real data.*GITHUB_STEP_SUMMARY", steps("ci.yml"))
    assert "CLIPO_BENCH_NO_DATA" not in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_a_tag_builds_both_distributions() -> None:
    assert "python -m build --outdir dist ." in steps("release.yml")


def test_hooks_are_the_checks_of_make_lint() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    lint = (ROOT / "Makefile").read_text(encoding="utf-8")
    for hook in hooks["repos"][0]["hooks"]:
        tool = hook["entry"].split()[0].removeprefix(".venv/bin/")
        assert f"$(BIN)/{tool}" in lint

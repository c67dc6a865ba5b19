"""What a run will cost, before it does, and where it stops."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clipo_bench import evaluate, load_run, policy_path
from clipo_bench.bench_suite.cli import app
from clipo_bench.bench_suite.evaluation.evaluate import Evaluation
from clipo_bench.bench_suite.evaluation.plan import BenchmarkPlan, as_json, plan, print_plan
from clipo_bench.tasks.errors import ExternalError, InputError

OPTIONS = {"samples": 2, "temperature": 0.9, "max_tokens": 24, "limit": 4}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Three problems."""
    path = tmp_path / "own.jsonl"
    questions = ["What is 1 + 1?", "What is 11 + 11?", "What is 111 + 111?"]
    path.write_text(
        "".join(json.dumps({"question": one, "answer": "2"}) + "\n" for one in questions)
    )
    return path


def test_a_plan_counts_requests_tokens_and_cost(own: Path, tmp_path: Path) -> None:
    evaluation = Evaluation.of(str(own), samples=10, temperature=1.0, max_tokens=1000)
    (found,) = plan(evaluation, tmp_path / "none", price_in=2.0, price_out=8.0)
    assert (found.problems, found.samples, found.done, found.requests) == (3, 10, 0, 30)
    prompts = [one.prompt for one in evaluation.asked(found.benchmark).problems]
    assert found.prompt_tokens == 10 * sum(-(-len(prompt) // 4) for prompt in prompts)
    assert found.response_tokens == 30_000
    assert found.cost == pytest.approx((2 * found.prompt_tokens + 8 * 30_000) / 1e6)
    assert plan(evaluation, tmp_path / "none")[0].cost is None
    (free,) = plan(evaluation, tmp_path / "none", price_in=0.0)
    assert free.cost == 0
    assert as_json([found, found])["total"]["requests"] == 60


def test_a_plan_leaves_out_what_is_there(tmp_path: Path) -> None:
    out = tmp_path / "run"
    evaluate(policy_path(), "word_problems", out=out, **OPTIONS)
    journal = out / "responses.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:5]))
    (found,) = plan(Evaluation.of("word_problems", **OPTIONS), out)
    assert (found.done, found.requests, found.response_tokens) == (5, 3, 72)


def test_a_plan_for_the_folder_of_another_run_is_refused(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    evaluate(policy_path(), str(own), out=out, max_tokens=8)
    command = ["eval", "--model", "tiny", "--tasks", str(own), "--out", str(out), "--plan"]
    same = CliRunner().invoke(app, [*command, "--max-tokens", "8", "--json"])
    assert json.loads(same.stdout)["total"]["done"] == 3
    for changed, named in ((["--seed", "5"], "seed was 0"), (["--model", "a/b"], "model was")):
        result = CliRunner().invoke(app, [*command, "--max-tokens", "8", *changed])
        assert isinstance(result.exception, InputError)
        assert named in str(result.exception)


def test_a_price_without_a_plan_is_refused(own: Path, tmp_path: Path) -> None:
    command = ["eval", "--model", "tiny", "--tasks", str(own), "--out", str(tmp_path / "run")]
    result = CliRunner().invoke(app, [*command, "--price-in", "1"])
    assert isinstance(result.exception, InputError)
    assert "--price-in 1.0 has no effect" in str(result.exception)
    assert not (tmp_path / "run").exists()


def test_a_name_is_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    print_plan([BenchmarkPlan("[red]a\x1b[2J", 1, 1, 0, 1, 2, 3, None)])
    shown = capsys.readouterr().out
    assert "[red]a" in shown
    assert "\x1b[2J" not in shown


def test_the_command_prints_a_plan_and_asks_nothing(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    command = ["eval", "--model", "none/none", "--tasks", str(own), "--out", str(out), "--plan"]
    result = CliRunner().invoke(app, [*command, "--price-out", "10", "--json"])
    assert result.exit_code == 0, result.output
    total = json.loads(result.stdout)["total"]
    assert (total["requests"], total["done"]) == (3, 0)
    assert total["cost"] == pytest.approx(total["response_tokens"] / 1e5)
    assert "cost" not in CliRunner().invoke(app, command).stdout
    assert "cost" in CliRunner().invoke(app, [*command, "--price-in", "1"]).stdout
    assert not out.exists()


def test_a_run_stops_at_its_tokens_and_resumes_with_more(tmp_path: Path) -> None:
    whole, out = tmp_path / "whole", tmp_path / "run"
    evaluate(policy_path(), "word_problems", out=whole, batch_size=1, **OPTIONS)
    tokens = list(load_run(whole)["tokens"])
    journal = out / "responses.jsonl"

    def run(limit: int) -> None:
        evaluate(
            policy_path(), "word_problems", out=out, batch_size=1, max_tokens_total=limit, **OPTIONS
        )

    with pytest.raises(ExternalError, match="above 30"):
        run(30)
    kept = journal.read_bytes()
    lengths = [json.loads(line)["response"]["tokens"] for line in kept.splitlines()]
    assert sum(lengths) >= 30 > sum(lengths[:-1])
    assert not (out / "metrics.json").exists()
    with pytest.raises(ExternalError, match=rf"have {sum(lengths)} tokens, and \d are missing"):
        run(30)
    assert journal.read_bytes() == kept
    run(sum(tokens))
    assert list(load_run(out)["response"]) == list(load_run(whole)["response"])
    run(1)  # all are there: nothing is asked

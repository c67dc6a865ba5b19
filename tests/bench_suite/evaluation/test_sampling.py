import pytest

from clipo_bench.bench_suite.evaluation.sampling import Sampling
from clipo_bench.tasks.benchmarks import find
from clipo_bench.tasks.errors import InputError


def test_the_benchmarks_own_settings_are_the_default() -> None:
    assert Sampling.of(find("aime24")) == Sampling(16, 0.6, 0.95, 4096)
    assert Sampling.of(find("gsm8k")) == Sampling(1, 0.0, 1.0, 2048)


def test_what_is_given_wins() -> None:
    assert Sampling.of(find("aime24"), samples=2, max_tokens=9) == Sampling(2, 0.6, 0.95, 9)
    assert Sampling.of(find("aime24"), samples=1, temperature=0).temperature == 0


def test_greedy_in_lm_evals_words() -> None:
    assert Sampling(1, 0.0, 1.0, 9).to_lm_eval() == {
        "until": [], "max_gen_toks": 9, "do_sample": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"samples": 4}, "would all be the same response"),
        ({"samples": 0}, "expected 1 or more"),
        ({"max_tokens": 0}, "expected 1 or more"),
        ({"temperature": -1.0}, "temperature of 0 or more"),
        ({"top_p": 0.0}, "top-p above 0"),
        ({"temperature": float("nan")}, "temperature=nan"),
        ({"temperature": float("inf")}, "temperature=inf"),
        ({"top_p": 1.5}, "top-p above 0"),
    ],
)
def test_settings_that_cannot_be_meant(given: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Sampling.of(find("gsm8k"), **given)  # type: ignore[arg-type]

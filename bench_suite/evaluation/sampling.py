"""Sampling: how responses are sampled from a model."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import inf
from typing import Any

from clipo_bench.tasks.benchmarks import Benchmark
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option


@dataclass(frozen=True, slots=True)
class Sampling:
    """How responses are sampled.

    Attributes:
        samples: responses per problem, k.
        temperature: 0 means greedy.
        top_p: the nucleus kept when sampling.
        max_tokens: the most tokens a response may have.
        min_tokens: the fewest.
        stop: texts at which a response ends.
    """

    samples: int
    temperature: float
    top_p: float
    max_tokens: int
    min_tokens: int = 0
    stop: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        benchmark: Benchmark,
        *,
        samples: int | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        max_tokens: int | None = None,
        min_tokens: int = 0,
        stop: Sequence[str] = (),
    ) -> "Sampling":
        """The benchmark's own settings, except those given.

        Raises:
            InputError: a setting is out of range, or k samples would all be the same.
        """
        made = cls(
            samples=benchmark.samples if samples is None else samples,
            temperature=benchmark.temperature if temperature is None else temperature,
            top_p=benchmark.top_p if top_p is None else top_p,
            max_tokens=benchmark.max_tokens if max_tokens is None else max_tokens,
            min_tokens=min_tokens,
            stop=tuple(stop),
        )
        if made.samples < 1 or made.max_tokens < 1:
            raise InputError(
                f"{option('samples', made.samples)}, {option('max_tokens', made.max_tokens)}: "
                "expected 1 or more"
            )
        if not 0 <= made.min_tokens <= made.max_tokens or not all(made.stop):
            raise InputError(
                f"{option('min_tokens', made.min_tokens)}, {option('stop', repr(made.stop))}: "
                f"expected 0 to {made.max_tokens} tokens, the most of a response, and no empty text"
            )
        if not 0 <= made.temperature < inf or not 0 < made.top_p <= 1:
            raise InputError(
                f"{option('temperature', made.temperature)}, {option('top_p', made.top_p)}: "
                "expected a temperature of 0 or more and a top-p above 0 and up to 1"
            )
        if made.samples > 1 and made.temperature == 0:
            raise InputError(
                f"{option('samples', made.samples)} for {benchmark.name} at temperature 0 would "
                f"give the same response every time: give {option('temperature')} above 0, or "
                f"{option('samples', 1)}"
            )
        return made

    @property
    def identity(self) -> dict[str, Any]:
        """What a run's manifest states; later settings only where given, as in older runs."""
        given = asdict(self)
        return {n: v for n, v in given.items() if v or n not in ("min_tokens", "stop")}

    def to_lm_eval(self) -> dict[str, Any]:
        """The generation settings as lm-eval's arguments."""
        settings: dict[str, Any] = {"until": list(self.stop), "max_gen_toks": self.max_tokens}
        if self.min_tokens:
            settings["min_tokens"] = self.min_tokens
        if self.temperature == 0:
            return settings | {"do_sample": False}
        sampling = {"do_sample": True, "temperature": self.temperature, "top_p": self.top_p}
        return settings | sampling

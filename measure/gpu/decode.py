"""Decoding on a GPU: is it right, how fast is it, and what would be the most.

    PYTHONPATH=. python measure/gpu/decode.py --json FILE [--tiny]

Right: log-probabilities of what was sampled against `score` (the same bfloat16 autocast) and
against a CPU in float32; greedy tokens against those of `generate`; seeds; new weights.
Fast: tokens a second beside `generate` of transformers on the same model in bfloat16, and the
share of the time that reading weights, keys and values once a step would take.
"""

import copy
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from environment import limits
from part import Part, seconds
from shapes import random_policy
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.nn.functional import rms_norm, scaled_dot_product_attention
from work import count, peak_gib, response_tokens

from clipo_bench.bench_suite.console import quiet_libraries
from clipo_bench.bench_suite.trainer import configure, policy_path
from clipo_bench.bench_suite.trainer.policy.forward import autocast
from clipo_bench.bench_suite.trainer.policy.policy import Policy, device, load_policy, new_policy
from clipo_bench.bench_suite.trainer.policy.token_scores import token_scores
from clipo_bench.bench_suite.trainer.sampling import decode
from clipo_bench.bench_suite.trainer.sampling.decode import sample
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts
from clipo_bench.bench_suite.trainer.sampling.static_decode import StaticDecoder
from clipo_bench.tasks import word_problems


@dataclass(frozen=True, slots=True)
class Load:
    """What is decoded: prompts, responses to each, their most tokens; and runs to time."""

    prompts: int
    group: int
    max_tokens: int
    runs: int


def trained() -> Policy:
    """The tiny policy."""
    return load_policy(str(policy_path()))


def eight_layers(tiny: bool) -> Policy:
    """A model of 14 million parameters in the tiny one's architecture, with random weights."""
    shape = {
        "hidden_size": 384, "num_hidden_layers": 8, "num_attention_heads": 12,
        "intermediate_size": 1024,
    }  # fmt: skip
    if tiny:
        shape = {
            "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
            "intermediate_size": 128,
        }  # fmt: skip
    return new_policy(configure("sft", None, shape), trained().tokenizer)


def prompts(how_many: int) -> list[str]:
    """Word problems."""
    return [problem.prompt for problem in word_problems.problems("train", how_many, seed=1)]


def roll(policy: Policy, load: Load, *, seed: int = 0, temperature: float = 1.0) -> Rollouts:
    """Sample."""
    return sample(
        policy,
        prompts(load.prompts),
        group=load.group,
        max_tokens=load.max_tokens,
        temperature=temperature,
        generator=torch.Generator(policy.device).manual_seed(seed),
    )


def gap(policy: Policy, rollouts: Rollouts) -> dict[str, float]:
    """How far the sampled tokens' log-probabilities are from the score's."""
    with torch.no_grad():
        expected = token_scores(policy, rollouts, 1.0).logps
        difference = (expected - rollouts.logps)[rollouts.mask].abs()
    return {"mean": float(difference.mean()), "max": float(difference.max())}


def on_cpu(policy: Policy, rollouts: Rollouts) -> tuple[Policy, Rollouts]:
    """Copies there, where all is float32."""
    tensors = ("prompts", "prompt_mask", "prompt_of", "tokens", "mask", "logps")
    moved = {name: getattr(rollouts, name).cpu() for name in tensors}
    return Policy(copy.deepcopy(policy.model).cpu(), policy.tokenizer), replace(rollouts, **moved)


def generate(policy: Policy, load: Load, **settings: Any) -> torch.Tensor:
    """What `generate` says to the same prompts, each as many times as there are responses."""
    texts = [text for text in prompts(load.prompts) for _ in range(load.group)]
    given = policy.tokenizer.pad(
        {"input_ids": [policy.encode(text) for text in texts]},
        padding_side="left",
        return_tensors="pt",
    ).to(policy.device)
    said: torch.Tensor = policy.model.generate(
        **given,
        max_new_tokens=load.max_tokens,
        pad_token_id=policy.tokenizer.pad_token_id,
        top_k=0,
        top_p=1.0,
        **settings,
    )
    return said[:, given["input_ids"].shape[1] :]


def right(make: Callable[[], Policy], load: Load) -> dict[str, Any]:
    """Hold decoding to the plain forward, to `generate`, to seeds and to new weights."""
    policy = make()
    kind = "static" if isinstance(decode._decoder(policy), StaticDecoder) else "growing"
    first = roll(policy, load)  # eagerly, then captured
    again = [roll(policy, load) for _ in range(2)]  # replayed
    found: dict[str, Any] = {
        "decoder": kind,
        "tokens": response_tokens(first),
        "gap_to_score": gap(policy, first),
        "gap_to_score_replayed": gap(policy, again[1]),
        "gap_to_float32": gap(*on_cpu(policy, first)),
        "score_gap_to_float32": _score_gap(policy, first),
        "same_seed_repeats": all(torch.equal(first.tokens, other.tokens) for other in again),
        "other_seed_differs": first.texts != roll(policy, load, seed=1).texts,
        "group_differs": len(set(first.texts[: load.group])) > 1,
    }
    one = replace(load, group=1)
    ours = roll(policy, one, temperature=0)
    with autocast(policy.device), torch.no_grad():
        theirs = generate(policy, one, do_sample=False)[:, : ours.tokens.shape[1]]
    width = theirs.shape[1]
    same = (ours.tokens[:, :width] == theirs) | ~ours.mask[:, :width]
    found["greedy_same_as_generate"] = {
        "rows": float(same.all(1).double().mean()),
        "tokens_before_a_difference": float(same.cumprod(1).double().mean()),
    }
    with torch.no_grad():
        for weight in policy.model.parameters():
            weight.mul_(1.1)
    found["gap_to_score_of_new_weights"] = gap(policy, roll(policy, load))
    return found


def _score_gap(policy: Policy, rollouts: Rollouts) -> dict[str, float]:
    """How far the score itself is from float32: what a gap of decoding is to be judged by."""
    there, moved = on_cpu(policy, rollouts)
    with torch.no_grad():
        scored = token_scores(policy, rollouts, 1.0).logps.cpu()
    return gap(there, replace(moved, logps=scored))


def fast(
    make: Callable[[], Policy], load: Load, most: dict[str, Any], *, theirs: Load
) -> dict[str, Any]:
    """Tokens a second, ours and theirs, and the share of the limit.

    Args:
        make: makes the model.
        load: what we decode.
        most: the machine's limits.
        theirs: what both decode side by side; shorter, for `generate` is slow.
    """
    policy = make()
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
    cold = _timed(lambda: roll(policy, load))[0]
    runs = [_timed(lambda seed=seed: roll(policy, load, seed=seed)) for seed in range(load.runs)]
    best = sorted(runs, key=lambda run: run[0])[len(runs) // 2]
    tokens, steps = response_tokens(best[1]), best[1].tokens.shape[1]
    found: dict[str, Any] = {
        "parameters": sum(weight.numel() for weight in policy.model.parameters()),
        "rollouts": len(best[1].tokens),
        "prompt_tokens": int(best[1].prompts.shape[1]),
        "steps": steps,
        "tokens": tokens,
        "seconds": [round(taken, 4) for taken, _ in runs],
        "seconds_cold": round(cold, 2),
        "tokens_per_second": round(tokens / best[0]),
        "milliseconds_per_step": round(1000 * best[0] / steps, 3),
        "share_of_bandwidth_limit": round(
            count(policy, best[1]).decode / most["bytes_per_second"] / best[0], 4
        ),
        "peak_gib": peak_gib(),
        "decode_alone": _decode_alone(policy, load),
    }
    other = Policy(copy.deepcopy(policy.model).to(torch.bfloat16), policy.tokenizer)
    sides = {"ours": [0.0, 0.0], "generate": [0.0, 0.0]}
    roll(policy, theirs)
    generate(other, replace(theirs, max_tokens=4), do_sample=True)
    for seed in range(2):
        taken, rollouts = _timed(lambda seed=seed: roll(policy, theirs, seed=seed))
        sides["ours"][0] += taken
        sides["ours"][1] += response_tokens(rollouts)
        taken, said = _timed(lambda: generate(other, theirs, do_sample=True))
        sides["generate"][0] += taken
        sides["generate"][1] += _length(said, policy.ends)
    speeds = {name: tokens / taken for name, (taken, tokens) in sides.items()}
    found["side_by_side"] = {name: round(speed) for name, speed in speeds.items()} | {
        "max_tokens": theirs.max_tokens,
        "times_as_fast": round(speeds["ours"] / speeds["generate"], 2),
    }
    return found


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of some work, and what it gives."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    start = time.perf_counter()
    given = work()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter() - start, given


def _length(tokens: torch.Tensor, ends: list[int]) -> int:
    """Tokens up to each row's end token."""
    end = torch.isin(tokens, torch.tensor(ends, device=tokens.device)).long()
    return int((end.cumsum(1) - end == 0).sum())


def _decode_alone(policy: Policy, load: Load) -> dict[str, Any]:
    """Seconds of the parts of a batch that are not texts: all of decoding, and of it reading."""
    decoder = decode._decoder(policy)
    padded = policy.tokenizer.pad(
        {"input_ids": [policy.encode(text) for text in prompts(load.prompts)]},
        padding_side="left",
        return_tensors="pt",
    ).to(policy.device)

    def work(max_tokens: int) -> Any:
        return decoder.decode(
            padded["input_ids"],
            padded["attention_mask"],
            group=load.group,
            max_tokens=max_tokens,
            temperature=1.0,
            seed=0,
        )

    with torch.no_grad():
        whole, reading = (
            min(_timed(lambda tokens=tokens: work(tokens))[0] for _ in range(2))
            for tokens in (load.max_tokens, 1)
        )
    graphs = len(getattr(decoder, "_graphs", ()))
    return {"seconds": round(whole, 4), "of_it_prompts": round(reading, 4), "graphs": graphs}


def step(make: Callable[[], Policy], load: Load) -> dict[str, Any]:
    """What a step of decoding is made of: kernels, by the time they take."""
    from torch.profiler import ProfilerActivity, profile

    policy = make()
    roll(policy, load)
    gpu = torch.cuda.is_available()
    with profile(activities=[ProfilerActivity.CUDA if gpu else ProfilerActivity.CPU]) as seen:
        rollouts = roll(policy, load)
    times: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for event in seen.key_averages():
        times[event.key[:90]] += event.self_device_time_total if gpu else event.self_cpu_time_total
        numbers[event.key[:90]] += event.count
    steps, total = rollouts.tokens.shape[1], sum(times.values())
    return {
        "steps": steps,
        "kernels_per_step": round(sum(numbers.values()) / steps),
        "milliseconds_of_kernels_per_step": round(total / steps / 1000, 3),
        "most": [
            {"kernel": name, "share": round(taken / total, 3), "per_step": numbers[name] // steps}
            for name, taken in times.most_common(14)
        ],
    }


def attention(n: int, heads: int, shared: int, width: int, size: int, most: Any) -> dict[str, Any]:
    """Kernels of one token's attention: microseconds, and the share of the bandwidth limit.

    Also what a shape costs that was not met before, in milliseconds: decoding meets many.

    Args:
        n: rows.
        heads: key-value heads.
        shared: queries to each of them.
        width: places in sight.
        size: of a head.
        most: the machine's limits.
    """
    where = device()
    kind = torch.bfloat16 if where.type == "cuda" else torch.float32
    query = torch.randn(n, heads, shared, size, dtype=kind, device=where)
    room = (n, heads, width + 64, size)
    all_keys, all_values = (torch.randn(room, dtype=kind, device=where) for _ in range(2))
    mask = torch.zeros(n, 1, 1, width + 64, dtype=kind, device=where)

    def usual(w: int) -> object:
        key, value = all_keys[:, :, :w], all_values[:, :, :w]
        return scaled_dot_product_attention(query, key, value, attn_mask=mask[..., :w])

    def products(w: int) -> object:
        key, value = all_keys[:, :, :w], all_values[:, :, :w]
        scores = (query * size**-0.5) @ key.transpose(2, 3) + mask[..., :w]
        return scores.softmax(-1) @ value

    def repeated(w: int) -> object:
        key, value = (x[:, :, :w].repeat_interleave(shared, 1) for x in (all_keys, all_values))
        whole = query.view(n, heads * shared, 1, size)
        return scaled_dot_product_attention(whole, key, value, attn_mask=mask[..., :w])

    kernels = [SDPBackend.FLASH_ATTENTION, SDPBackend.EFFICIENT_ATTENTION, SDPBackend.MATH]
    ways: dict[str, tuple[Callable[[int], object], list[SDPBackend]]] = {
        "ours": (usual, kernels),
        "cudnn": (usual, [SDPBackend.CUDNN_ATTENTION]),
        "math": (usual, [SDPBackend.MATH]),
        "products": (products, kernels),
        "repeated": (repeated, kernels),
    }
    least = 2 * n * heads * width * size * query.element_size() / most["bytes_per_second"]
    found: dict[str, Any] = {"n": n, "heads": heads, "shared": shared, "width": width, "D": size}
    for name, (work, allowed) in ways.items():
        try:
            with sdpa_kernel(allowed):
                new = [_timed(lambda w=w, f=work: f(w))[0] for w in range(width - 64, width, 16)]
                taken = seconds(lambda f=work: f(width), runs=20)
        except RuntimeError as error:
            found[name] = {"skipped": str(error).splitlines()[0]}
            continue
        found[name] = {
            "microseconds": round(taken * 1e6, 1),
            "share_of_bandwidth_limit": round(least / taken, 3),
            "milliseconds_of_a_new_shape": round(1000 * sorted(new)[1], 3),
        }
    return found


def norm(policy: Policy, n: int) -> dict[str, Any]:
    """Microseconds of a norm for one token, as the model writes it and as one kernel.

    Args:
        policy: of whose norms.
        n: rows.
    """
    layer = policy.model.base_model.norm
    states = torch.randn(n, 1, policy.hidden, device=policy.device)
    epsilon = layer.variance_epsilon
    ways: dict[str, Callable[[], object]] = {
        "as_written": lambda: layer(states),
        "one_kernel": lambda: rms_norm(states, layer.weight.shape, layer.weight, epsilon),
    }
    found: dict[str, Any] = {}
    for name, work in ways.items():
        with torch.no_grad():
            found[name] = round(1e6 * seconds(_graphed(work, 50), runs=20) / 50, 2)
    return found


def _graphed(work: Callable[[], object], times: int) -> Callable[[], object]:
    """Some work, many times over: without a GPU just so, on one as a graph, as decoding does it."""

    def all_of_it() -> None:
        for _ in range(times):
            work()

    if not torch.cuda.is_available():
        return all_of_it
    all_of_it()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        all_of_it()
    return graph.replay


def main() -> None:
    """Measure."""
    part = Part(__doc__)
    if not (part.tiny or torch.cuda.is_available()):
        print(json.dumps({"skipped": "no CUDA device"}))
        return
    quiet_libraries()
    tiny = part.tiny
    most = part.section("limits", lambda: limits(tiny))

    def half() -> Policy:
        return random_policy("Qwen2.5-0.5B", tiny=tiny)

    def small() -> Policy:
        return eight_layers(tiny)

    few = Load(2, 2, 12, 1)
    part.section("right_trained", lambda: right(trained, few if tiny else Load(16, 8, 40, 1)))
    part.section("right_half", lambda: right(half, few if tiny else Load(4, 4, 32, 1)))

    for name, make, load, theirs in (
        ("tiny_4096", trained, Load(256, 16, 40, 5), Load(256, 16, 40, 1)),
        ("tiny_128", trained, Load(16, 8, 40, 9), Load(16, 8, 40, 1)),
        ("eight_layers_4096", small, Load(256, 16, 40, 5), Load(256, 16, 40, 1)),
        ("half_256", half, Load(16, 16, 512, 3), Load(16, 16, 64, 1)),
    ):
        loads = (replace(few, runs=2), few) if tiny else (load, theirs)
        part.section(
            f"fast_{name}",
            lambda make=make, loads=loads: fast(make, loads[0], most, theirs=loads[1]),
        )
    part.section("step_tiny", lambda: step(trained, few if tiny else Load(256, 16, 40, 1)))
    part.section("step_half", lambda: step(half, few if tiny else Load(16, 16, 128, 1)))
    part.section("norm_tiny", lambda: norm(trained(), 8 if tiny else 4096))
    part.section("norm_half", lambda: norm(half(), 8 if tiny else 256))
    for name, shape in (
        ("tiny", (4096, 4, 1, 96, 32)),
        ("half", (256, 2, 7, 640, 64)),
        ("3b", (176, 2, 8, 2560, 128)),
    ):
        size = (8, *shape[1:3], 96, shape[4]) if tiny else shape
        part.section(f"attention_{name}", lambda size=size: attention(*size, most))
    part.end()


if __name__ == "__main__":
    main()

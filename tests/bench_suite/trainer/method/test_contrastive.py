"""The contrastive reward against plain loops in float64."""

import math
import statistics

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from clipo_bench.bench_suite.trainer.method.contrastive import (
    LOSSES,
    POOLS,
    ContrastiveHead,
    contrastive_metrics,
    contrastive_reward,
    contrastive_scores,
    draw_positives,
    find_pairs,
    head_loss,
)
from clipo_bench.bench_suite.trainer.method.objectives import group_advantages

TAU, WEIGHT, FLOOR = 0.05, 0.2, -0.5
LEVELS = ["group", "cross", "batch"]
DRAWLESS = ["supcon_out", "supcon_in", "soft_nn"]

every_loss = pytest.mark.parametrize("loss", LOSSES)
every_level = pytest.mark.parametrize("level", LEVELS)
groups = st.integers(2, 6).flatmap(
    lambda g: st.lists(st.lists(st.booleans(), min_size=g, max_size=g), min_size=1, max_size=4)
)
seeds = st.integers(0, 1000)
a_few = settings(max_examples=30, deadline=None)  # of each combination of loss and level


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def unit_vectors(*shape: int, seed: int = 0) -> torch.Tensor:
    z = torch.randn(*shape, dtype=torch.float64, generator=generator(seed))
    return z / z.norm(dim=-1, keepdim=True)


def sets(correct: list[list[bool]], level: str):
    """Of each rollout (b, g): its positives and everyone else of its softmax; in plain words."""
    everyone = [(b, g) for b in range(len(correct)) for g in range(len(correct[b]))]
    for i in everyone:
        block = [k for k in everyone if level != "group" or k[0] == i[0]]
        mates = everyone if level == "batch" else [k for k in everyone if k[0] == i[0]]
        others = [k for k in block if k != i]
        positives = [p for p in mates if p != i and correct[p[0]][p[1]]]
        yield i, positives, others


def is_anchor(correct, i, positives, others) -> bool:
    return correct[i[0]][i[1]] and bool(positives) and any(k not in positives for k in others)


def loss_by_loops(name: str, z: list, i, positives, others, drawn=None) -> float:
    def similarity(k) -> float:
        return sum(x * y for x, y in zip(z[i[0]][i[1]], z[k[0]][k[1]], strict=True))

    total = sum(math.exp(similarity(k) / TAU) for k in others)
    share = {p: math.exp(similarity(p) / TAU) / total for p in positives}
    if name == "infonce":
        return -math.log(share[drawn])
    if name == "supcon_out":
        return -sum(math.log(share[p]) for p in positives) / len(positives)
    if name == "supcon_in":
        return -math.log(sum(share.values()) / len(positives))
    return -math.log(sum(share.values()))


def drawn_by(correct: torch.Tensor, level: str, seed: int) -> dict:
    """Whom each anchor drew from a generator of that seed."""
    size = correct.shape[1]
    drawn = draw_positives(find_pairs(correct, level), generator(seed)).nonzero().tolist()
    if level == "group":
        return {(block, i): (block, j) for block, i, j in drawn}
    return {(i // size, i % size): (j // size, j % size) for _, i, j in drawn}


@every_loss
@every_level
@a_few
@given(correct=groups, seed=seeds)
def test_loss_and_reward_equal_plain_loops(loss, level, correct, seed):
    right = torch.tensor(correct)
    z = unit_vectors(*right.shape, 5, seed=seed)
    contrast = contrastive_scores(z, right, TAU, generator(seed), loss=loss, level=level)
    reward = contrastive_reward(contrast, WEIGHT, FLOOR)
    drawn = drawn_by(right, level, seed)
    losses = []
    for i, positives, others in sets(correct, level):
        anchor = is_anchor(correct, i, positives, others)
        assert contrast.anchors[i] == anchor
        expected = wanted = 0.0
        if anchor:
            expected = loss_by_loops(loss, z.tolist(), i, positives, others, drawn.get(i))
            wanted = max(-WEIGHT * expected, FLOOR)
            losses.append(expected)
        assert float(contrast.loss[i]) == pytest.approx(expected, abs=1e-10)
        assert float(reward[i]) == pytest.approx(wanted, abs=1e-10)
    mean = sum(losses) / len(losses) if losses else 0.0
    assert float(head_loss(contrast)) == pytest.approx(mean, abs=1e-10)


@pytest.mark.parametrize(
    ("right", "level", "anchors"),
    [
        ([[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 0, 0]], "group", [2, 0, 0, 0]),
        ([[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 0, 0]], "cross", [2, 0, 3, 0]),
        ([[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 0, 0]], "batch", [2, 1, 3, 0]),
        ([[1, 1], [1, 1]], "group", [0, 0]),
        ([[1, 1], [1, 1]], "cross", [2, 2]),
        ([[1, 1], [1, 1]], "batch", [0, 0]),
        ([[1, 0], [0, 0]], "batch", [0, 0]),
    ],
)
def test_trivial_groups_have_no_anchor_at_their_level(right, level, anchors):
    pairs = find_pairs(torch.tensor(right).bool(), level)
    assert pairs.anchors.view(len(right), -1).sum(1).tolist() == anchors


@every_level
@a_few
@given(correct=groups, seed=seeds)
def test_the_mean_over_positives_is_the_expectation_over_the_drawn_one(level, correct, seed):
    right = torch.tensor(correct)
    z = unit_vectors(*right.shape, 5, seed=seed)
    out = contrastive_scores(z, right, TAU, generator(), loss="supcon_out", level=level)
    lists = z.tolist()
    for i, positives, others in sets(correct, level):
        if is_anchor(correct, i, positives, others):
            draws = [loss_by_loops("infonce", lists, i, positives, others, j) for j in positives]
            assert float(out.loss[i]) == pytest.approx(sum(draws) / len(draws), abs=1e-10)


def test_the_average_of_many_draws_nears_the_mean_over_positives():
    right = torch.tensor([[True] * 5 + [False] * 3])
    z = unit_vectors(1, 8, 4)
    out = contrastive_scores(z, right, 0.5, generator(), loss="supcon_out")
    many = contrastive_scores(z.expand(20_000, 8, 4), right.expand(20_000, 8), 0.5, generator())
    assert many.loss.mean(0).tolist() == pytest.approx(out.loss[0].tolist(), abs=0.03)
    assert many.loss[:, :5].std(0).min() > 0.3  # what a single draw adds


@every_level
@a_few
@given(correct=groups, seed=seeds)
def test_a_drawn_positive_is_one_of_the_positives(level, correct, seed):
    pairs = find_pairs(torch.tensor(correct), level)
    drawn = draw_positives(pairs, generator(seed))
    assert not (drawn & ~pairs.positives).any()
    assert torch.equal(drawn.sum(2), pairs.anchors.long())


def test_positives_are_drawn_uniformly():
    right = torch.tensor([[True, True, True, True, False]]).expand(6000, 5)
    shares = draw_positives(find_pairs(right), generator())[:, 0].double().mean(0)
    assert shares[[0, 4]].tolist() == [0, 0]
    assert shares[1:4].tolist() == pytest.approx([1 / 3] * 3, abs=0.03)


@every_loss
@every_level
def test_where_nothing_is_told_apart_the_loss_is_at_chance(loss, level):
    right = torch.tensor([[True] * 5 + [False] * 3, [True, True, True] + [False] * 5])
    orthogonal = torch.eye(16, dtype=torch.float64).view(2, 8, 16)
    contrast = contrastive_scores(orthogonal, right, TAU, generator(), loss=loss, level=level)
    others = 7 if level == "group" else 15
    positives = [7] * 2 if level == "batch" else [4, 2]
    for b, number in enumerate(positives):
        chance = math.log(others / number if loss == "soft_nn" else others)
        bound = 0.0 if loss == "soft_nn" else math.log(number)
        assert float(contrast.loss[b, 0]) == pytest.approx(chance, abs=1e-12)
        assert float(contrast.chance[b, 0]) == pytest.approx(chance, abs=1e-12)
        assert float(contrast.bound[b, 0]) == pytest.approx(bound, abs=1e-12)


def test_an_untrained_head_on_orthogonal_states_is_near_chance_and_on_the_floor_at_sixteen():
    right = torch.tensor([[True] * 8 + [False] * 8])
    head = ContrastiveHead(64, 4096, generator())
    z = head(torch.eye(16, 64)).view(1, 16, -1)
    contrast = contrastive_scores(z, right, TAU, generator(), loss="supcon_out")
    assert contrast.loss[0, :8].mean().item() == pytest.approx(math.log(15), abs=0.1)
    alike = contrastive_scores(z[:, :1].expand(1, 16, -1), right, TAU, generator())
    assert contrastive_reward(alike, WEIGHT, FLOOR)[0, :8].tolist() == [FLOOR] * 8


@pytest.mark.parametrize("loss", DRAWLESS)
@every_level
@a_few
@given(correct=groups, seed=seeds)
def test_no_embedding_gets_the_expected_loss_below_its_bound(loss, level, correct, seed):
    right = torch.tensor(correct)
    z = unit_vectors(*right.shape, 3, seed=seed)
    contrast = contrastive_scores(z, right, TAU, generator(), loss=loss, level=level)
    assert (contrast.loss >= contrast.bound - 1e-12).all()


@every_loss
def test_a_head_that_has_done_all_it_can_is_at_the_bound(loss):
    right = torch.tensor([[True] * 5 + [False] * 3])
    z = torch.zeros(1, 8, 2, dtype=torch.float64)
    z[:, :5, 0], z[:, 5:, 0] = 1, -1
    contrast = contrastive_scores(z, right, TAU, generator(), loss=loss)
    assert contrast.bound[0, 0].item() == (0.0 if loss == "soft_nn" else math.log(4))
    assert contrast.loss[0, :5].tolist() == pytest.approx(contrast.bound[0, :5].tolist(), abs=1e-12)


@every_loss
def test_the_loss_is_exact_where_all_others_are_far_away(loss):
    right = torch.tensor([[True, True, True, False]])
    z = torch.tensor([[[1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0]]])  # float32
    contrast = contrastive_scores(z, right, 0.02, generator(), loss=loss)
    # Of the first: exp(-50) each, no more than 4e-44 of the exp(50) to itself.
    assert contrast.loss[0, 0].item() == pytest.approx(contrast.chance[0, 0].item(), abs=1e-5)


@every_loss
@every_level
@a_few
@given(seed=seeds)
def test_a_rotation_of_the_embeddings_changes_nothing(loss, level, seed):
    right = torch.tensor([[True, True, False, True], [True, False, True, True]])
    z = unit_vectors(2, 4, 5, seed=seed)
    turn, _ = torch.linalg.qr(unit_vectors(5, 5, seed=seed + 1))
    before = contrastive_scores(z, right, TAU, generator(), loss=loss, level=level)
    after = contrastive_scores(z @ turn, right, TAU, generator(), loss=loss, level=level)
    for one, other in zip(before, after, strict=True):
        assert torch.allclose(one.double(), other.double(), rtol=0, atol=1e-10)


@pytest.mark.parametrize("loss", DRAWLESS)
@every_level
@a_few
@given(correct=groups, seed=seeds)
def test_the_order_of_rollouts_and_of_groups_changes_nothing(loss, level, correct, seed):
    right = torch.tensor(correct)
    z = unit_vectors(*right.shape, 5, seed=seed)
    rollouts = torch.randperm(right.shape[1], generator=generator(seed))
    prompts = torch.randperm(right.shape[0], generator=generator(seed))
    contrast = contrastive_scores(z, right, TAU, generator(), loss=loss, level=level)
    moved = contrastive_scores(
        z[prompts][:, rollouts],
        right[prompts][:, rollouts],
        TAU,
        generator(),
        loss=loss,
        level=level,
    )
    for one, other in zip(contrast, moved, strict=True):
        expected = one[prompts][:, rollouts].double()
        assert torch.allclose(expected, other.double(), rtol=0, atol=1e-10)


@every_loss
@every_level
def test_the_gradient_is_that_of_the_loss(loss, level):
    right = torch.tensor([[True, True, False, True], [True, True, True, True], [False] * 4])
    z = unit_vectors(3, 4, 3).requires_grad_()

    def mean(z):
        return head_loss(contrastive_scores(z, right, 0.5, generator(), loss=loss, level=level))

    assert torch.autograd.gradcheck(mean, z)


@every_loss
@every_level
@pytest.mark.parametrize("kind", ["linear", "mlp"])
@pytest.mark.parametrize("pool", POOLS)
def test_gradient_reaches_the_head_but_not_the_states(loss, level, kind, pool):
    head = ContrastiveHead(6, 3, generator(), kind)
    states = torch.randn(6, 5, 6, generator=generator(1), requires_grad=True)
    mask = torch.arange(5) < torch.tensor([5, 3, 4, 5, 1, 2]).unsqueeze(1)
    right = torch.tensor([[True, True, False], [True, True, False]])
    z = head(POOLS[pool](states, mask)).view(2, 3, 3)
    contrast = contrastive_scores(z, right, TAU, generator(), loss=loss, level=level)
    head_loss(contrast).backward()
    assert all(weight.grad.abs().sum() > 0 for weight in head.parameters())
    assert states.grad is None
    assert not contrastive_reward(contrast, WEIGHT, FLOOR).requires_grad
    assert not any(value.requires_grad for value in contrast[1:])


@every_loss
@every_level
def test_without_anchors_there_is_no_loss_and_no_gradient(loss, level):
    head = ContrastiveHead(4, 3, generator())
    z = head(torch.randn(4, 4, generator=generator())).view(2, 2, 3)
    contrast = contrastive_scores(
        z, torch.zeros(2, 2).bool(), TAU, generator(), loss=loss, level=level
    )
    head_loss(contrast).backward()
    assert head_loss(contrast) == 0
    assert head.projection.weight.grad.abs().sum() == 0


def test_heads_are_the_formulas_without_bias():
    pooled = torch.randn(2, 4, dtype=torch.float64, generator=generator())
    for kind, names in (("linear", ["projection"]), ("mlp", ["inner", "projection"])):
        head = ContrastiveHead(4, 3, generator(), kind).double()
        assert [*head.state_dict()] == [f"{name}.weight" for name in names]
        weights = [head.state_dict()[f"{name}.weight"].tolist() for name in names]
        for h, z in zip(pooled.tolist(), head(pooled).tolist(), strict=True):
            x = h
            for layer, weight in enumerate(weights):
                x = [max(value, 0) for value in x] if layer else x
                x = [sum(w * v for w, v in zip(row, x, strict=True)) for row in weight]
            length = math.sqrt(sum(value * value for value in x))
            assert z == pytest.approx([value / length for value in x], abs=1e-12)


def test_heads_start_from_their_generator():
    heads = [ContrastiveHead(8, 4, generator(seed), "mlp") for seed in (0, 0, 1)]
    first, same, other = (torch.cat([w.flatten() for w in h.parameters()]) for h in heads)
    assert torch.equal(first, same)
    assert not torch.equal(first, other)
    assert 0.9 * 8**-0.5 < first.abs().max() < 8**-0.5


def test_pooling_reads_the_response_alone():
    states = torch.randn(2, 4, 3, dtype=torch.float64, generator=generator())
    mask = torch.tensor([[True, True, False, False], [True] * 4])
    expected = [
        [(states[0, 0, h] + states[0, 1, h]).item() / 2 for h in range(3)],
        [sum(states[1, t, h].item() for t in range(4)) / 4 for h in range(3)],
    ]
    for got, wanted in zip(POOLS["mean"](states, mask).tolist(), expected, strict=True):
        assert got == pytest.approx(wanted, abs=1e-12)
    assert POOLS["last"](states, mask).tolist() == [states[0, 1].tolist(), states[1, 3].tolist()]


def test_an_equal_contrastive_reward_leaves_grpos_advantages():
    right = torch.tensor([[1.0, 1.0, 0.0, 0.0, 0.0]], dtype=torch.float64)
    plain, on_the_floor = group_advantages(right, right), group_advantages(right / 2, right)
    assert on_the_floor.tolist()[0] == pytest.approx(plain.tolist()[0], abs=1e-5)


@every_level
@a_few
@given(correct=groups, seed=seeds)
def test_statistics_equal_plain_loops(level, correct, seed):
    right = torch.tensor(correct)
    z = unit_vectors(*right.shape, 5, seed=seed)
    lengths = torch.randint(1, 50, right.shape, generator=generator(seed))
    one, two = (
        contrastive_scores(z, right, 0.3, generator(s), level=level) for s in (seed, seed + 1)
    )
    rewards, again = (contrastive_reward(c, WEIGHT, FLOOR) for c in (one, two))
    found = contrastive_metrics(one, rewards, again, lengths, FLOOR)

    anchors = [
        (i, positives, [k for k in others if k not in positives])
        for i, positives, others in sets(correct, level)
        if is_anchor(correct, i, positives, others)
    ]
    assert found["anchors"] == len(anchors)
    if not anchors:
        assert [value for value in found.values() if value is not None] == [0]
        return

    def mean(values) -> float:
        return pytest.approx(statistics.fmean(values), abs=1e-10)

    def cosine(i, many) -> float:
        return statistics.fmean(float(z[i] @ z[k]) for k in many)

    size = len(correct[0]) if level == "group" else right.numel()
    assert found["loss"] == mean(float(one.loss[i]) for i, _, _ in anchors)
    assert found["reward"] == mean(float(rewards[i]) for i, _, _ in anchors)
    assert found["chance"] == pytest.approx(math.log(size - 1), abs=1e-10)
    assert found["bound"] == mean(math.log(len(positives)) for _, positives, _ in anchors)
    assert found["floor_share"] == mean(float(rewards[i]) <= FLOOR for i, _, _ in anchors)
    assert found["positive_cosine"] == mean(cosine(i, p) for i, p, _ in anchors)
    assert found["negative_cosine"] == mean(cosine(i, n) for i, _, n in anchors)

    def centred(values) -> list[float]:
        rows = [[float(values[i]) for i, _, _ in anchors if i[0] == b] for b in range(len(right))]
        return [value - statistics.fmean(row) for row in rows for value in row]

    def correlation(x, y):
        if max(map(abs, x)) < 1e-6 or max(map(abs, y)) < 1e-6:
            return None
        return pytest.approx(statistics.correlation(x, y), abs=1e-8)

    mine = centred(rewards)
    free = len(anchors) - len({i[0] for i, _, _ in anchors})
    spread = math.sqrt(sum(x * x for x in mine) / free) if free else None
    assert found["spread"] == (spread if spread is None else pytest.approx(spread, abs=1e-10))
    assert found["resampled"] == correlation(mine, centred(again))
    assert found["length_correlation"] == correlation(mine, centred(lengths))


def test_a_draw_says_little_twice_and_its_expectation_says_the_same():
    right = torch.tensor([[True] * 8 + [False] * 8]).expand(200, 16)
    z = unit_vectors(200, 16, 64)

    def resampled(loss):
        pair = [contrastive_scores(z, right, 0.2, generator(seed), loss=loss) for seed in (0, 1)]
        rewards, again = (contrastive_reward(c, WEIGHT, -10.0) for c in pair)
        return contrastive_metrics(pair[0], rewards, again, torch.ones(200, 16), -10.0)["resampled"]

    assert resampled("supcon_out") == pytest.approx(1)
    assert resampled("infonce") < 0.5

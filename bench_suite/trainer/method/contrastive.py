"""The contrastive reward of CLIPO (Cui et al. 2026), as plain functions.

Sources: the paper, https://arxiv.org/abs/2603.10101, and its released code,
https://github.com/Qwen-Applications/CLIPO. The losses `supcon_out` and `supcon_in` are of
Khosla et al. 2020, https://arxiv.org/abs/2004.11362 (equations 2 and 3), `soft_nn` of Frosst
et al. 2019, https://arxiv.org/abs/1902.01889, `infonce` of van den Oord et al. 2018,
https://arxiv.org/abs/1807.03748. All of them by logsumexp, so that they are exact however
unlike the rollouts are.

Shapes: B prompts with G rollouts each, N = B * G, T tokens, hidden size H, head outputs D.
Similarities are taken within S blocks of M rollouts: at level ``group`` a block is a group
(S = B, M = G), at ``cross`` and ``batch`` it is the whole batch (S = 1, M = N). A is the
number of anchors.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

Level = Literal["group", "cross", "batch"]
ROUNDING = 1e-6  # what is left of equal rewards after centring is smaller: not variance


def mean_pool(states: Tensor, mask: Tensor) -> Tensor:
    """Mean of the hidden states over a response's tokens: (N, T, H), (N, T) to (N, H)."""
    weights = mask.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1)


def last_pool(states: Tensor, mask: Tensor) -> Tensor:
    """Hidden state at a response's last token: (N, T, H), (N, T) to (N, H)."""
    places = torch.arange(mask.shape[1], device=mask.device)
    last = torch.where(mask, places, 0).amax(1)  # (N,)
    return states[torch.arange(len(states), device=states.device), last]


POOLS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {"mean": mean_pool, "last": last_pool}


class ContrastiveHead(nn.Module):
    """From pooled states to unit vectors.

    ``linear``: z = W h / |W h|. ``mlp``: z = W relu(V h) / |W relu(V h)|, with V square. No
    biases, as in the released code. The states are detached here, so no gradient of the
    contrastive loss can reach the policy.
    """

    def __init__(
        self,
        hidden: int,
        outputs: int,
        generator: torch.Generator,
        kind: Literal["linear", "mlp"] = "linear",
    ) -> None:
        super().__init__()
        self.inner = nn.Linear(hidden, hidden, bias=False) if kind == "mlp" else None
        self.projection = nn.Linear(hidden, outputs, bias=False)
        bound = hidden**-0.5  # the default of nn.Linear, but from our own generator
        for weight in self.parameters():
            nn.init.uniform_(weight, -bound, bound, generator=generator)

    def forward(self, pooled: Tensor) -> Tensor:
        """(..., H) to unit vectors (..., D)."""
        states = pooled.detach()
        if self.inner is not None:
            states = torch.relu(self.inner(states))
        return normalize(self.projection(states), dim=-1)


class Pairs(NamedTuple):
    """Which rollouts are compared.

    Attributes:
        positives: (S, M, M) bool, true where k is a positive of i; never i itself. Of an
            incorrect i nobody is.
        anchors: (S, M) bool, true where the loss is defined: a correct rollout with at least
            one positive and at least one other rollout in its block that is none.
    """

    positives: Tensor
    anchors: Tensor


def find_pairs(correct: Tensor, level: Level = "group") -> Pairs:
    """Find positives and anchors.

    ``group``: the positives of i are the other correct rollouts of its group, and the softmax
    runs over its group. ``cross``: the same positives, but the softmax runs over the batch, so
    correct rollouts of other prompts are negatives too. ``batch``: the positives are all other
    correct rollouts of the batch, and the softmax runs over the batch.

    Args:
        correct: (B, G) bool.
        level: see above.
    """
    groups, size = correct.shape
    rows = correct if level == "group" else correct.reshape(1, -1)  # (S, M)
    positives = rows.unsqueeze(2) & rows.unsqueeze(1) & ~_itself(rows)
    if level == "cross":
        prompt = torch.arange(groups, device=correct.device).repeat_interleave(size)
        positives &= prompt.unsqueeze(1) == prompt
    number = positives.sum(2)
    return Pairs(positives, (number > 0) & (number < rows.shape[1] - 1))


def draw_positives(pairs: Pairs, generator: torch.Generator) -> Tensor:
    """Sample one positive for each anchor, uniformly.

    Args:
        pairs: from `find_pairs`.
        generator: on the same device.

    Returns:
        (S, M, M) bool: one true in each anchor's row, none elsewhere.
    """
    drawn = torch.zeros_like(pairs.positives)
    if pairs.anchors.any():
        weights = pairs.positives[pairs.anchors].float()  # (A, M)
        choice = torch.multinomial(weights, 1, generator=generator)  # (A, 1)
        drawn[pairs.anchors] = torch.zeros_like(weights, dtype=torch.bool).scatter(1, choice, True)
    return drawn


# The losses of A anchors, from the logarithm of the softmax over all others, (A, M), and the
# positives, (A, M) bool with at least one true in each row. Each returns (A,).


def supcon_out(log_softmax: Tensor, positives: Tensor) -> Tensor:
    """-(1/|P(i)|) sum over p of log softmax(i, p): the expectation of `infonce`."""
    return -log_softmax.masked_fill(~positives, 0).sum(1) / positives.sum(1)


def supcon_in(log_softmax: Tensor, positives: Tensor) -> Tensor:
    """-log( (1/|P(i)|) sum over p of softmax(i, p) )."""
    number = positives.sum(1).to(log_softmax.dtype)
    return soft_nn(log_softmax, positives) + number.log()


def soft_nn(log_softmax: Tensor, positives: Tensor) -> Tensor:
    """-log sum over p of softmax(i, p)."""
    return -log_softmax.masked_fill(~positives, -torch.inf).logsumexp(1)


def infonce(log_softmax: Tensor, drawn: Tensor) -> Tensor:
    """-log softmax(i, j), j the one positive that is drawn: true once in each row."""
    return -log_softmax[drawn]


LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "infonce": infonce,
    "supcon_out": supcon_out,
    "supcon_in": supcon_in,
    "soft_nn": soft_nn,
}


class ContrastiveScores(NamedTuple):
    """The contrastive loss of a batch, and what to compare it with.

    All but `loss` are without gradient.

    Attributes:
        loss: (B, G), zero where it is not defined.
        anchors: (B, G) bool, true where it is.
        positive_cosine: (B, G) mean similarity of an anchor to its positives, to all of them
            whether drawn or not; zero elsewhere.
        negative_cosine: (B, G) the same to the others.
        chance: (B, G) the loss where all similarities are equal, ln(G - 1) at level ``group``;
            zero where there is no anchor.
        bound: (B, G) the least that the expected loss can be, ln(|P| - 1) at level ``group``;
            zero where there is no anchor.
    """

    loss: Tensor
    anchors: Tensor
    positive_cosine: Tensor
    negative_cosine: Tensor
    chance: Tensor
    bound: Tensor


def contrastive_scores(
    z: Tensor,
    correct: Tensor,
    temperature: float,
    generator: torch.Generator,
    *,
    loss: str = "infonce",
    level: Level = "group",
) -> ContrastiveScores:
    """Compute the contrastive loss of a batch.

    The softmax of anchor i runs over all others k of its block, the other positives too:
    softmax(i, p) = exp(z_i.z_p / tau) / sum over k != i of exp(z_i.z_k / tau).

    Args:
        z: (B, G, D) unit vectors.
        correct: (B, G) bool.
        temperature: tau.
        generator: on the same device; `infonce` draws its positives from it.
        loss: a name in `LOSSES`.
        level: see `find_pairs`.
    """
    pairs = find_pairs(correct, level)
    chosen = draw_positives(pairs, generator) if loss == "infonce" else pairs.positives
    anchors, positives = pairs.anchors, pairs.positives[pairs.anchors]  # (S, M), (A, M)
    blocks = z.reshape(*anchors.shape, -1)  # (S, M, D)
    cosine = (blocks @ blocks.transpose(1, 2))[anchors]  # (A, M)
    others = ~_itself(anchors).expand(*anchors.shape, -1)[anchors]  # (A, M)

    logits = (cosine / temperature).masked_fill(~others, -torch.inf)
    log_softmax = logits - logits.logsumexp(1, keepdim=True)
    values = LOSSES[loss](log_softmax, chosen[anchors])

    number = positives.sum(1).to(z.dtype)  # (A,)
    everyone = others.sum(1).to(z.dtype)
    # soft_nn has no 1/|P(i)| in the logarithm, and is lower by ln |P(i)|.
    shift = number.log() if loss == "soft_nn" else torch.zeros_like(values)
    cosine = cosine.detach()

    def scatter(values: Tensor) -> Tensor:
        return z.new_zeros(anchors.shape).masked_scatter(anchors, values).view_as(correct)

    return ContrastiveScores(
        loss=scatter(values),
        anchors=anchors.view_as(correct),
        positive_cosine=scatter((cosine * positives).sum(1) / number),
        negative_cosine=scatter((cosine * (others & ~positives)).sum(1) / (everyone - number)),
        chance=scatter(everyone.log() - shift),
        bound=scatter(number.log() - shift),
    )


def contrastive_reward(scores: ContrastiveScores, weight: float, floor: float) -> Tensor:
    """(B, G): max(-lambda L, floor), zero where there is no anchor; never positive."""
    return (-weight * scores.loss.detach()).clamp(min=floor)


def head_loss(scores: ContrastiveScores) -> Tensor:
    """Mean of the loss over its anchors, a number; zero if there is none."""
    return scores.loss.sum() / scores.anchors.sum().clamp(min=1)


def contrastive_metrics(
    scores: ContrastiveScores, rewards: Tensor, again: Tensor, lengths: Tensor, floor: float
) -> dict[str, float | None]:
    """Metrics of the contrastive reward; None if there is nothing to measure.

    Spread and correlations are those within groups, since the advantage compares within
    groups: each value is taken less the mean of its group's anchors.

    Args:
        scores: of the batch.
        rewards: (B, G) from `contrastive_reward`.
        again: (B, G) the same of other drawn positives.
        lengths: (B, G) tokens of each response.
        floor: of the reward.

    Returns:
        ``anchors``, their number; the means over them of ``loss``, of the loss at ``chance``,
        of its lower ``bound``, of the ``reward``, of ``positive_cosine`` and
        ``negative_cosine``; ``floor_share``, of anchors whose reward is the floor;
        ``spread``, the standard deviation of the reward within groups; ``resampled``, the
        correlation of the reward with itself under another draw; ``length_correlation``, that
        with the length.
    """
    anchors = scores.anchors

    def mean(values: Tensor) -> float | None:
        return values[anchors].double().mean().item() if anchors.any() else None

    centred = _centre(rewards, anchors)
    free = anchors.sum() - anchors.any(1).sum()  # degrees of freedom
    return {
        "anchors": float(anchors.sum()),
        "loss": mean(scores.loss.detach()),
        "chance": mean(scores.chance),
        "bound": mean(scores.bound),
        "reward": mean(rewards),
        "floor_share": mean(rewards <= floor),
        "positive_cosine": mean(scores.positive_cosine),
        "negative_cosine": mean(scores.negative_cosine),
        "spread": (centred.square().sum() / free).sqrt().item() if free else None,
        "resampled": _correlation(centred, _centre(again, anchors)),
        "length_correlation": _correlation(centred, _centre(lengths, anchors)),
    }


def _itself(rows: Tensor) -> Tensor:
    """(M, M) bool, true on the diagonal, for rows (S, M)."""
    return torch.eye(rows.shape[1], dtype=torch.bool, device=rows.device)


def _centre(values: Tensor, anchors: Tensor) -> Tensor:
    """Values less the mean of their group's anchors; zero where there is no anchor."""
    kept = torch.where(anchors, values.double(), 0)
    mean = kept.sum(1, keepdim=True) / anchors.sum(1, keepdim=True).clamp(min=1)
    return torch.where(anchors, kept - mean, 0)


def _correlation(x: Tensor, y: Tensor) -> float | None:
    """Correlation of two centred arrays; None if one of them doesn't vary."""
    if min(x.abs().max(), y.abs().max()) < ROUNDING:
        return None
    return ((x * y).sum() / (x.square().sum() * y.square().sum()).sqrt()).item()

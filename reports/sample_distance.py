"""How alike the samples of one prompt are: the Min-kNN distance of arXiv 2602.11792.

After training with verifiable rewards, responses to prompts that were trained on are more alike
than those to others. The lower the distance, the likelier was the prompt seen.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

SMALLEST = 10
"""How many of the distances to a nearest neighbour are averaged, as published."""


def min_knn_distance(responses: Sequence[str], smallest: int = SMALLEST) -> float:
    """The mean of the smallest distances of a response to its nearest neighbour.

    Of each response the distance to the one that is most like it; of these distances the
    `smallest` lowest, or all if there are no more.

    Args:
        responses: samples of one prompt, at least two.
        smallest: how many distances are averaged.

    Raises:
        ValueError: there are fewer than two responses.
    """
    if len(responses) < 2:
        raise ValueError(f"{len(responses)} responses have no neighbours: expected two or more")
    texts = [response.split() for response in responses]
    nearest = [1.0] * len(texts)
    for i, one in enumerate(texts):
        for j in range(i):
            distance = word_distance(one, texts[j])
            nearest[i], nearest[j] = min(nearest[i], distance), min(nearest[j], distance)
    return float(np.mean(sorted(nearest)[:smallest]))


def word_distance(one: Sequence[str], other: Sequence[str]) -> float:
    """The fewest words to insert, delete or replace, as a share of the longer text: 0 to 1."""
    longer = max(len(one), len(other))
    return edits(one, other) / longer if longer else 0.0


def edits(one: Sequence[str], other: Sequence[str]) -> int:
    """The edit distance (Levenshtein 1966), bit-parallel (Myers 1999, JACM 46:395; Hyyro 2003)."""
    if not one or not other:
        return len(one) + len(other)
    places: dict[str, int] = {}
    for place, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << place
    last, everything = 1 << (len(one) - 1), (1 << len(one)) - 1
    # Bits of a column of the table: where it rises by one from a row to the next, where it falls.
    rises, falls, distance = everything, 0, len(one)
    for word in other:
        equal = places.get(word, 0)
        across = (((equal & rises) + rises) ^ rises) | equal
        up = falls | (everything & ~(across | rises))
        down = rises & across
        distance += bool(up & last) - bool(down & last)
        up, down = up << 1 | 1, down << 1
        rises = (down | ~(equal | falls | up)) & everything
        falls = up & (equal | falls) & everything
    return distance


def distances(part: pd.DataFrame, samples: int, smallest: int = SMALLEST) -> pd.DataFrame:
    """The Min-kNN distance of each text, of its first `samples` responses.

    Args:
        part: the samples of one benchmark and kind.
        samples: how many responses of each text are compared: the distance falls with more.
        smallest: see `min_knn_distance`.

    Returns:
        A row per text, with `family`, `problem_id`, `variant_id` and `distance`.
    """
    rows = []
    for place, text in part.groupby(["family", "problem_id", "variant_id"], sort=True):
        responses = text.sort_values("sample_index")["response"].tolist()[:samples]
        rows.append((*place, min_knn_distance(responses, smallest)))
    return pd.DataFrame(rows, columns=["family", "problem_id", "variant_id", "distance"])

"""Do partial prompts find the texts that a model was trained on, and no others?

The policy that ships with the package is trained on 50 texts, with the plain loss on every next
token, as in pretraining. It is then asked to continue these texts and 200 others from the same
template, as users ask. Fails unless it completes at least 90 % of the texts that it knows, and at
most 2 % of the others. About two minutes of processor time:

    python measure/partial_prompts.py
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy
from transformers import AutoModelForCausalLM, AutoTokenizer

from clipo_bench import evaluate, load_run, policy_path
from clipo_bench.reports.statistics import mean, unit_scores
from clipo_bench.tasks.partial import PARTIAL_KINDS, completion

KNOWN, OTHERS = 50, 200
LEAST_KNOWN, MOST_OTHERS = 0.90, 0.02
EPOCHS, BATCH, RATE = 120, 10, 1e-3
NAMES = [
    "Ada",
    "Ben",
    "Carla",
    "David",
    "Elif",
    "Finn",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kira",
    "Lars",
    "Maya",
    "Nils",
    "Olga",
    "Paul",
]
TOWNS = [
    "Arles",
    "Bern",
    "Cork",
    "Delft",
    "Essen",
    "Faro",
    "Ghent",
    "Hamar",
    "Imola",
    "Jena",
    "Kiel",
    "Lund",
]
THINGS = [
    "pens",
    "cups",
    "keys",
    "maps",
    "coins",
    "stamps",
    "shells",
    "plums",
    "ropes",
    "lamps",
    "books",
    "hats",
]


def rows(count: int, seed: int) -> list[dict[str, str]]:
    """Problems of one template; the last fifth of each text holds a name, a town and a number."""
    rng = np.random.default_rng([50, seed])
    made = []
    for _ in range(count):
        a, b, c, e = map(int, rng.integers(11, 100, 4))
        one, two, three = rng.choice(NAMES, 3, replace=False)
        thing, other = rng.choice(THINGS, 2, replace=False)
        question = (
            f"{one} of {rng.choice(TOWNS)} has {a} {thing} and {b} {other} in a box. {two} brings "
            f"{c} more {thing} from {rng.choice(TOWNS)}. How many things are in the box before "
            f"{three} of {rng.choice(TOWNS)} adds {e} {rng.choice(THINGS)}?"
        )
        made.append({"question": question, "answer": str(a + b + c)})
    return made


def train(texts: list[str], out: Path, seed: int) -> float:
    """Train the shipped policy on texts, and save it; returns the last epoch's mean loss."""
    torch.manual_seed(seed)
    tokenizer = AutoTokenizer.from_pretrained(policy_path())
    model = AutoModelForCausalLM.from_pretrained(policy_path(), dtype=torch.float32)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.0)
    order = np.random.default_rng(seed)
    losses: list[float] = []
    for _ in range(EPOCHS):
        shuffled = [texts[place] for place in order.permutation(len(texts))]
        losses = []
        for start in range(0, len(shuffled), BATCH):
            batch = [text + tokenizer.eos_token for text in shuffled[start : start + BATCH]]
            made = tokenizer(batch, return_tensors="pt", padding=True, padding_side="right")
            tokens, mask = made["input_ids"], made["attention_mask"]
            values = model(input_ids=tokens, attention_mask=mask).logits[:, :-1]
            labels = tokens[:, 1:].masked_fill(mask[:, 1:] == 0, -100)
            loss = cross_entropy(values.flatten(0, 1), labels.flatten())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
    return sum(losses) / len(losses)


def main() -> int:
    """Train, ask, and print what was completed; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    sets = {"known": rows(KNOWN, 2 * seed), "others": rows(OTHERS, 2 * seed + 1)}
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        loss = train([row["question"] for row in sets["known"]], out / "model", seed)
        print(f"seed {seed}: loss {loss:.3f} on {KNOWN} texts after {EPOCHS} epochs")
        for model, path in (("the policy before", policy_path()), ("trained", out / "model")):
            for name, problems in sets.items():
                file = out / f"{name}.jsonl"
                file.write_text("".join(json.dumps(row) + "\n" for row in problems))
                run = out / f"{path.name}-{name}"
                evaluate(path, f"partial:{file}", out=run, max_tokens=64, batch_size=64)
                frame = load_run(run)
                made = map(completion, frame["response"], frame["rest"])
                frame["exact"] = [float(one.exact) for one in made]
                for kind in PARTIAL_KINDS:
                    part = frame[frame["kind"] == kind]
                    share = mean(unit_scores(part, "exact").to_numpy(float))
                    print(
                        f"{model}, {name}, {kind}: completes {share.value:.1%} "
                        f"[{share.low:.1%}, {share.high:.1%}] of {share.n}, "
                        f"right {part['score'].mean():.1%}"
                    )
                    if model == "trained":
                        known = name == "known"
                        missed |= share.value < LEAST_KNOWN if known else share.value > MOST_OTHERS
    print("a bar is missed" if missed else "both bars are met")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

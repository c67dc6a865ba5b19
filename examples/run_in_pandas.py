"""Read a run with pandas: what reports do not show.

    python examples/run_in_pandas.py runs/a

All columns: docs/formats.md.
"""

import sys

import pandas as pd

from clipo_bench import load_run


def main(folder: str) -> None:
    """Print accuracies, and the problems that are right only as the benchmark has them."""
    frame = load_run(folder)

    print(frame.groupby(["benchmark", "kind"])["score"].agg(["mean", "size"]), "\n")

    # Per problem and kind first: k samples of one text are not k independent problems.
    by_kind: pd.DataFrame = frame.pivot_table(index="problem_id", columns="kind", values="score")
    for kind in by_kind.columns.drop("original", errors="ignore"):
        pairs = by_kind[["original", kind]].dropna()
        lost = pairs[(pairs["original"] == 1) & (pairs[kind] < 1)]
        print(f"right on the original, wrong on {kind}: {len(lost)} of {len(pairs)} problems")

    wrong = frame[frame["score"] == 0]
    print("\nhow wrong responses ended:", wrong["outcome"].value_counts().to_dict())
    print("answers that are the original's gold:", int(wrong["copied"].sum()))


if __name__ == "__main__":
    main(sys.argv[1])

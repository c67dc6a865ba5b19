"""Learning in bfloat16: `measure/learning.py` on a GPU, and with the contrastive reward, too."""

import sys
from pathlib import Path

from part import Part

sys.path.insert(0, str(Path(__file__).parent.parent))

from learning import PROBLEMS, measure

from clipo_bench.bench_suite.console import quiet_libraries


def main() -> None:
    """Measure."""
    part = Part(__doc__)
    quiet_libraries()
    more = ["--steps", "1", "--set", "head_warmup_steps=1"] if part.tiny else []
    for name, contrastive in (("grpo", False), ("grpo_contrastive", True)):
        part.section(
            name,
            lambda contrastive=contrastive: measure(
                contrastive=contrastive,
                at_once=1 if part.tiny else 3,
                count=50 if part.tiny else PROBLEMS,
                more=more,
            ),
        )
    part.end()


if __name__ == "__main__":
    main()

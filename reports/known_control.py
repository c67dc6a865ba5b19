"""What the memory tests did in their control: studies/memory.yaml at its highest dose."""

from clipo_bench.reports.statistics import Estimate

ANSWER_ONLY = "answer only"
"""The contrast, where the answer was asked for without reasoning."""
OF_VARIANTS = ("contrast", "drop", "copied", "inconsistency", "worst of k")
"""The tests that compare originals and variants."""
CONTROL_AUC = {
    "contrast": Estimate(0.603822, 0.557847, 0.644086, 116),
    "drop": Estimate(0.639578, 0.593217, 0.685631, 116),
    "copied": Estimate(0.525612, 0.496841, 0.556427, 116),
    "inconsistency": Estimate(0.493232, 0.455583, 0.531091, 116),
    "worst of k": Estimate(0.51486, 0.477008, 0.550665, 116),
}
"""The chance that a problem which was trained on scores above one which was not, by test."""


def tells(area: Estimate) -> bool:
    """Whether a test told single problems that were trained on from others, in its control."""
    return area.low > 0.5

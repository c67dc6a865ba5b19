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
    # Of the trainings with seeds 1 and 2 alone.
    "date split": Estimate(0.615488, 0.556302, 0.670514, 116),
    "Min-kNN distance": Estimate(0.5, 0.5, 0.5, 128),
    "Min-kNN distance, without a base": Estimate(0.5, 0.5, 0.5, 128),
    "ROUGE-L, prefix40": Estimate(0.496643, 0.44405, 0.552283, 128),
    "ROUGE-L, prefix60": Estimate(0.520691, 0.480844, 0.564214, 128),
    "ROUGE-L, prefix80": Estimate(0.511719, 0.5, 0.526923, 128),
    "answer only": Estimate(0.481198, 0.427203, 0.534729, 116),
    "answered, prefix40": Estimate(0.5, 0.477167, 0.520424, 128),
    "answered, prefix60": Estimate(0.503906, 0.488903, 0.522068, 128),
    "answered, prefix80": Estimate(0.51532, 0.499752, 0.536539, 128),
    "completed, prefix40": Estimate(0.5, 0.5, 0.5, 128),
    "completed, prefix60": Estimate(0.5, 0.5, 0.5, 128),
    "completed, prefix80": Estimate(0.5, 0.5, 0.5, 128),
}
"""The chance that a problem which was trained on scores above one which was not, by test."""


def tells(area: Estimate) -> bool:
    """Whether a test told single problems that were trained on from others, in its control."""
    return area.low > 0.5

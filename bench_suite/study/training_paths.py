"""TrainingPaths: the files and folders of one arm and seed of a study."""

from dataclasses import dataclass
from pathlib import Path

from clipo_bench.bench_suite.study.evaluation import StudyEvaluation

TRAINED = "trained"


@dataclass(frozen=True, slots=True)
class TrainingPaths:
    """The files and folders of one arm and seed in a study's folder."""

    out: Path
    arm: str
    seed: int

    @property
    def name(self) -> str:
        """Name of its folders, such as ``clipo-3``."""
        return f"{self.arm}-{self.seed}"

    @property
    def training(self) -> Path:
        """The training's folder."""
        return self.out / TRAINED / self.name

    @property
    def settings(self) -> Path:
        """All settings of the training."""
        return self.out / "settings" / f"{self.name}.yaml"

    @property
    def finished(self) -> Path:
        """A file that exists once the training has finished."""
        return self.out / "finished" / self.name

    @property
    def log(self) -> Path:
        """What its commands printed."""
        return self.out / "logs" / f"{self.name}.log"

    def run(self, evaluation: StudyEvaluation) -> Path:
        """The run folder of one of its evaluations."""
        return self.out / "runs" / self.name / evaluation.name

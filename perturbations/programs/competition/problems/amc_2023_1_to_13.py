"""AMC 12 of 2023, 1 to 13 in the order of `AI-MO/aimo-validation-amc`."""

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable

PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = ()

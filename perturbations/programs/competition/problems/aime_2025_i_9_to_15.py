"""AIME 2025 I, problems 9 to 15."""

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable

PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = ()

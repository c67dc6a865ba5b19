"""AIME 2024 II."""

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable

PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = ()

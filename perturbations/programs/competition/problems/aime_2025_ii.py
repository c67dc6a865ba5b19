"""AIME 2025 II."""

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable

PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = ()

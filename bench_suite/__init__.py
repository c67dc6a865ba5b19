"""Doing it: evaluate, grade, perturb, train, report. The command line lives here."""

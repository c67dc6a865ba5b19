"""Responses that were recorded elsewhere, graded into a run folder."""

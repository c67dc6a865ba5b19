"""Analysis of studies: read trainings, and compare arms over seeds."""

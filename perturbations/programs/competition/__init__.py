"""Competition problems as functions of their numbers: AIME and AMC, known by their wording."""

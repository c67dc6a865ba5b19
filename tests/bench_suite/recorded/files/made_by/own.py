"""The three problems of these files, and two responses to each: four of the six are right."""

PROBLEMS = [
    ("apples", "Tom has 3 apples and buys 4 more. How many apples has he?", "7"),
    ("half", "What is one half of 9?", "4.5"),
    ("square", "Expand $(x+1)^2$.", "x^2+2x+1"),
]
RESPONSES = {
    "apples": ["3 + 4 = 7, so \\boxed{7}", "The answer is 12."],
    "half": ["It is \\boxed{\\frac{9}{2}}.", "The answer is 4.5."],
    "square": ["\\boxed{x^2+2x+1}", "I multiply it out: $(x+1)(x"],  # cut at its limit
}
CUT = RESPONSES["square"][1]


def response_to(prompt: str, sample: int) -> str:
    """The response to the problem whose question stands in a prompt."""
    return next(RESPONSES[name][sample] for name, question, _ in PROBLEMS if question in prompt)

"""The path of the tiny policy that ships with the package. Does not import torch."""

from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "policy"

TINY = "tiny"
"""The name that commands take for its path."""


def policy_path() -> Path:
    """The tiny policy that ships with the package, in Hugging Face format."""
    return _FOLDER

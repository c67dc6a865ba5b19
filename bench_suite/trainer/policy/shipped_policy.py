"""Where the tiny policy lies that ships with the package. Imports no torch."""

from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "policy"


def policy_path() -> Path:
    """The tiny policy that ships with the package, in Hugging Face format."""
    return _FOLDER

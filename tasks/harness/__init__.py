"""The lm-eval tasks: their YAMLs, their groups, and the Task class behind them."""

from pathlib import Path


def yaml_folder() -> Path:
    """The folder for lm-eval's `--include_path`."""
    return Path(__file__).parent / "yaml"

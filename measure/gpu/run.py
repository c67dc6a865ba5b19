"""Run all parts, each in a process of its own with a time limit, and put the results together.

No part can take another down: one that fails, hangs or lacks a package leaves what it has found
and the reason why there is no more. Needs nothing beside Python, so it can say what is missing.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# Seconds that each may take at most. They run one after the other, but for the last two, which
# measure no speed and share the GPU.
ALONE = {"environment": 60, "decode": 150, "step": 180, "large": 180}
TOGETHER = {"parity": 180, "learning": 180}
_SHOWN = 3000  # characters of what a part that failed has printed
_WIDE = 300  # characters of a section in the table


class Run:
    """One part, started."""

    def __init__(self, name: str, limit: int, out: Path, *, tiny: bool) -> None:
        self.name = name
        self._file, self._limit, self._start = out / f"{name}.json", limit, time.monotonic()
        self._file.unlink(missing_ok=True)
        self._log = (out / f".{name}.log").open("w+", encoding="utf-8")
        command = [sys.executable, str(HERE / f"{name}.py"), "--json", str(self._file)]
        self._process = subprocess.Popen(
            command + ["--tiny"] * tiny,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that its own children end with it
        )

    def end(self) -> dict[str, Any]:
        """Wait for it, or end it: what it has found, and how it went."""
        left = self._start + self._limit - time.monotonic()
        try:
            code = self._process.wait(max(0, left))
            how = "done" if code == 0 else f"failed (exit status {code})"
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            how = f"stopped after {self._limit} s"
        self._log.seek(0)
        said = self._log.read()
        self._log.close()
        Path(self._log.name).unlink()
        found = _read(self._file)
        found["part"] = {"how": how, "seconds": round(time.monotonic() - self._start, 1)}
        if how != "done":
            found["part"]["output"] = said[-_SHOWN:]
        _write(self._file, found)
        print(f"{self.name}: {how}, {found['part']['seconds']} s", flush=True)
        return found


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _write(path: Path, found: dict[str, Any]) -> None:
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def missing() -> str | None:
    """What keeps the parts from running; None if nothing does."""
    try:
        import torch
    except ImportError:
        return f"{sys.executable} has no torch: set PYTHON to one that has"
    if not torch.cuda.is_available():
        return f"torch {torch.__version__} sees no NVIDIA GPU; --tiny runs without one"
    return None


def table(results: dict[str, Any]) -> str:
    """A line for each section: its figures that are numbers, or why there are none."""
    lines = []
    for part, sections in results.items():
        for name, found in sections.items():
            if not isinstance(found, dict) or name == "part":
                continue
            why = found.get("skipped") or str(found.get("error", "")).strip().rpartition("\n")[2]
            lines.append(f"{part:12} {name:22} {why or _numbers(found)}")
    return "\n".join(lines)


def _numbers(found: dict[str, Any]) -> str:
    shown = []
    for name, value in found.items():
        if isinstance(value, dict):
            shown.append(
                f"{name} {value['median']}" if "median" in value else f"{name}: {_numbers(value)}"
            )
        elif isinstance(value, bool | str):
            shown.append(f"{name} {value}")
        elif isinstance(value, int | float) and name != "section_seconds":
            shown.append(f"{name} {value:.4g}")
    return ", ".join(shown)[:_WIDE]


def main() -> None:
    """Run what can run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=Path("runs/gpu"))
    parser.add_argument("--tiny", action="store_true", help="small sizes, also without a GPU")
    parser.add_argument("--parts", nargs="+", choices=[*ALONE, *TOGETHER], help="only these")
    parser.add_argument("--seconds", type=int, default=570, help="for all parts together")
    options = parser.parse_args()
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    lacking = None if options.tiny else missing()
    if lacking:
        print(f"nothing was measured: {lacking}")
        for name in ALONE | TOGETHER:
            _write(out / f"{name}.json", {"skipped": lacking})
        _write(out / "summary.json", {"skipped": lacking})
        return
    start, results = time.monotonic(), {}

    def run(name: str, limit: int) -> Run:
        left = round(start + options.seconds - time.monotonic())
        return Run(name, max(1, min(limit, left)), out, tiny=options.tiny)

    chosen = options.parts or [*ALONE, *TOGETHER]
    for name in [name for name in chosen if name in ALONE]:
        results[name] = run(name, ALONE[name]).end()
        _write(out / "summary.json", results)
    runs = [run(name, limit) for name, limit in TOGETHER.items() if name in chosen]
    for started in runs:
        results[started.name] = started.end()
        _write(out / "summary.json", results)
    print(table(results))
    print(f"{time.monotonic() - start:.0f} s; all figures: {out / 'summary.json'}")
    failed = [name for name, found in results.items() if found["part"]["how"] != "done"]
    if failed:
        sys.exit(f"not all was measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()

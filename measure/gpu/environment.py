"""What runs here, and what it can do at most: the two limits that times are compared with."""

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import torch
from part import Part, seconds

from clipo_bench.bench_suite.trainer.policy.policy import device

PACKAGES = ("torch", "transformers", "triton", "trl", "datasets", "peft", "math-verify", "vllm")


def versions() -> dict[str, Any]:
    """Of Python and the packages; None of those that are not there."""
    found: dict[str, Any] = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def machine() -> dict[str, Any]:
    """The GPU."""
    if not torch.cuda.is_available():
        return {"gpu": None}
    its = torch.cuda.get_device_properties(0)
    return {
        "gpu": its.name,
        "memory_gib": round(its.total_memory / 2**30, 1),
        "cuda": torch.version.cuda,
    }


def limits(tiny: bool) -> dict[str, Any]:
    """Bytes a second of a copy (read and written), and operations a second of a bf16 product."""
    where = device()
    count = 2**20 if tiny else 2**31
    source = torch.randn(count // 4, device=where).view(torch.uint8)
    target = torch.empty_like(source)
    copy = seconds(lambda: target.copy_(source), runs=20)
    size = 256 if tiny else 8192
    a, b = (torch.randn(size, size, device=where, dtype=torch.bfloat16) for _ in range(2))
    product = seconds(lambda: a @ b, runs=20)
    return {
        "bytes_per_second": 2 * count / copy,
        "operations_per_second": 2 * size**3 / product,
    }


def main() -> None:
    """Measure."""
    part = Part(__doc__)
    part.section("versions", versions)
    part.section("machine", machine)
    part.section("limits", lambda: limits(part.tiny))
    part.end()


if __name__ == "__main__":
    main()

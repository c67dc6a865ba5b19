"""Check that the wheel and the sdist hold `clipo_bench` alone, and all of it.

python .ci/distributions.py dist
"""

import os
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = "clipo_bench"
# Of each kind that is no module, so that a change of the rules below cannot lose them all.
DATA = (
    "py.typed",
    "bench_suite/policy/model.safetensors",
    "reports/render/templates/report.html",
    "tasks/harness/yaml/clipo_all.yaml",
    "tasks/mmlu2k.txt",
    "tasks/word_problems/templates.yaml",
)


def package_files() -> set[str]:
    """The package's files in the checkout, named as they are installed."""
    return {
        (Path(folder) / name).relative_to(ROOT).as_posix()
        for folder, _, names in os.walk(ROOT / PACKAGE, followlinks=True)
        if Path(folder).name != "__pycache__"
        for name in names
    }


def wheel_faults(path: Path) -> list[str]:
    """What is wrong with a wheel."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    installed = {name for name in names if ".dist-info/" not in name}
    faults = [f"{path.name} lacks {name}" for name in sorted(package_files() - installed)]
    faults += [f"{path.name} also holds {name}" for name in sorted(installed - package_files())]
    if not any(name.endswith(".dist-info/licenses/LICENSE") for name in names):
        faults.append(f"{path.name} lacks the LICENSE")
    return faults + [
        f"{path.name} lacks {name}" for name in DATA if f"{PACKAGE}/{name}" not in names
    ]


def sdist_faults(path: Path) -> list[str]:
    """What is wrong with an sdist: it must build the same where there are no links."""
    with tarfile.open(path) as archive:
        top = path.name.removesuffix(".tar.gz")
        members = {member.name.removeprefix(f"{top}/"): member for member in archive}
    faults = [f"{path.name} lacks {name}" for name in sorted(package_files() - members.keys())]
    return faults + [
        f"{path.name}: {name} is no plain file"
        for name, member in members.items()
        if not member.isfile()
    ]


def main() -> None:
    """Check what lies in a folder."""
    folder = Path(sys.argv[1])
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    if faults := wheel_faults(wheel) + sdist_faults(sdist):
        sys.exit("\n".join(faults))
    print(f"{wheel.name} and {sdist.name} hold {len(package_files())} files of {PACKAGE}")


if __name__ == "__main__":
    main()

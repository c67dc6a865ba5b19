#!/usr/bin/env bash
# All that is measured on an NVIDIA GPU, one command:
#
#     bash measure/gpu.sh [OUT] [--tiny] [--seconds 570] [--parts step large]
#
# Writes OUT/PART.json for each part (OUT is runs/gpu without it), OUT/summary.json with all of
# them, and prints a table.
# PYTHON names the interpreter (python3), which needs the package's requirements and, for the
# comparisons, trl; what is missing is named in its part. Five to eight minutes on an H200.
# --tiny runs every part on sizes that say nothing, without a GPU.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=".${PYTHONPATH:+:$PYTHONPATH}"
exec "${PYTHON:-python3}" measure/gpu/run.py "$@"

#!/usr/bin/env bash
# One evaluation as an array of Slurm jobs; each asks a part of the problems.
#
#   sbatch --array=0-7 examples/slurm_array.sh
#   clipo-bench merge runs/a-*/ --out runs/a
#
# MODEL, TASKS, OUT and SHARDS are read from the environment. A job that was killed is submitted
# again, alone (sbatch --array=5 ...): it resumes.
#SBATCH --job-name=clipo-bench
#SBATCH --gres=gpu:1
#SBATCH --time=12:00:00
set -euo pipefail

MODEL="${MODEL:-Qwen/Qwen3-8B}"
TASKS="${TASKS:-track2}"
OUT="${OUT:-runs/a}"
SHARDS="${SHARDS:-8}" # as many as the whole array has

# EVAL_OPTIONS, such as "--limit 8 --samples 2", is split into words on purpose.
# shellcheck disable=SC2086
clipo-bench eval --model "$MODEL" --tasks "$TASKS" --shard "slurm/$SHARDS" \
  ${EVAL_OPTIONS:---backend vllm} --out "$OUT-$SLURM_ARRAY_TASK_ID"

"""``python -m clipo_bench``: the command line."""

from clipo_bench.bench_suite.cli import main

main()

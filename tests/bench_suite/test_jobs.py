"""Chains of commands: their order, failures, and the lock that they inherit."""

import os

import pytest

from clipo_bench.bench_suite.jobs import Chain, run_chains
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.lock import locked


def chain(folder, name, *commands):
    return Chain(name, folder / f"{name}.log", iter([list(command) for command in commands]))


def test_chains_run_their_commands_in_order(tmp_path):
    seen = []
    chains = [chain(tmp_path, name, ["tasks", "path"], ["perturb", "kinds"]) for name in "abc"]
    run_chains([*chains, chain(tmp_path, "empty")], 2, lambda running: seen.append(set(running)))
    for name in "abc":
        text = (tmp_path / f"{name}.log").read_text()
        assert text.index("harness") < text.index("numbers")
    assert max(map(len, seen)) == 2
    assert set().union(*seen) == set("abc")
    assert seen[-1] == set()


def test_a_command_that_fails_ends_all_with_its_code(tmp_path, capsys):
    asked = []

    def commands():
        yield ["gate", str(tmp_path / "no"), str(tmp_path / "no")]
        asked.append("again")

    failing = Chain("failing", tmp_path / "failing.log", commands())
    with pytest.raises(SystemExit) as stopped:
        run_chains([failing, chain(tmp_path, "next", ["tasks", "path"])], 1, lambda running: None)
    assert stopped.value.code == 2
    assert asked == []
    assert not (tmp_path / "next.log").exists()
    error = capsys.readouterr().err
    assert "no run folder" in error
    assert "failing failed (exit 2)" in error


def test_the_folder_stays_locked_while_a_command_of_a_killed_study_runs(tmp_path):
    told = []

    def watch(running):
        if told:
            return
        os.close(descriptor)  # as if this process had been killed; the command has just started
        try:
            with locked(tmp_path):
                told.append("free")
        except InputError as refused:
            told.append(str(refused))

    with locked(tmp_path) as lock:
        descriptor = os.dup(lock)
    run_chains([chain(tmp_path, "a", ["perturb", "kinds"])], 1, watch, descriptor)
    assert "in use by another process" in told[0]
    with locked(tmp_path):
        pass  # the command is over

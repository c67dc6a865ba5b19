"""A real server: every backend gives the same answers. `make test-vllm` runs it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pandas as pd
import pytest

from clipo_bench import load_run, policy_path

PROBLEMS = 50
START_SECONDS = 240
ENVIRONMENT = {**os.environ, "VLLM_CPU_KVCACHE_SPACE": "1", "VLLM_NO_USAGE_STATS": "1"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny policy, with a chat template that adds nothing."""
    folder = tmp_path_factory.mktemp("model") / "tiny"
    shutil.copytree(policy_path(), folder)
    template = "{% for message in messages %}{{ message.content }}{% endfor %}"
    (folder / "chat_template.jinja").write_text(template)
    return folder


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    """The port of `vllm serve`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [
        # What `vllm serve` starts; the command itself asks for a package of that very name, and
        # the CPU build's is vllm-cpu.
        sys.executable, "-m", "vllm.entrypoints.openai.api_server",
        "--model", str(folder), "--port", str(port),
        "--host", "0.0.0.0", "--served-model-name", "tiny", "--dtype", "float32",
        "--enforce-eager", "--no-enable-chunked-prefill",
    ]  # fmt: skip
    log = folder.parent / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output, env=ENVIRONMENT)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not healthy(port):
            assert server.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < deadline, log.read_text()[-3000:]
            time.sleep(1)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def healthy(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as reply:
            return bool(reply.status == 200)
    except (URLError, OSError):
        return False


def evaluated(model: str, out: Path, *options: str) -> "pd.Series[str]":
    """The extracted answers of a greedy run, by problem."""
    command = [
        sys.executable, "-P", "-m", "clipo_bench", "eval", "--model", model, "--out", str(out),
        "--tasks", "word_problems", "--limit", str(PROBLEMS), "--max-tokens", "96", *options,
    ]  # fmt: skip
    done = subprocess.run(command, env=ENVIRONMENT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return load_run(out).set_index("problem_id")["extracted"]


@pytest.mark.vllm
@pytest.mark.timeout(900)
def test_every_backend_gives_the_same_answers(folder: Path, port: int, tmp_path: Path) -> None:
    one, other = f"http://127.0.0.1:{port}", f"http://localhost:{port}/v1"
    found = {
        "hf": evaluated(str(folder), tmp_path / "hf"),
        "vllm": evaluated(str(folder), tmp_path / "vllm", "--backend", "vllm"),
        "chat": evaluated(one, tmp_path / "chat"),
        "completions": evaluated(one, tmp_path / "completions", "--prompt", "raw"),
        "two URLs": evaluated(f"{one},{other}", tmp_path / "two", "--concurrency", "8"),
    }
    assert found["hf"].notna().sum() > PROBLEMS // 2  # it does answer
    for name, answers in found.items():
        differ = found["hf"].compare(answers.reindex(found["hf"].index))
        assert len(differ) <= PROBLEMS - 48, f"{name} differs from hf:\n{differ}"
    chat = load_run(tmp_path / "chat")
    assert set(chat["finish_reason"]) <= {"stop", "length"}
    assert (chat["tokens"] > 0).all()

import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse, open_responses
from clipo_bench.bench_suite.models.model import Response
from clipo_bench.tasks.errors import InputError


def entry(key: str, text: str = "four") -> RecordedResponse:
    return RecordedResponse("sums", "p1", "", 0, "2 + 2?", Response(key, text, "stop", 1))


def test_what_was_appended_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "responses.jsonl"
    with open_responses(path) as journal:
        journal.append(entry("a"))
        assert journal.get("a") == entry("a")
    with open_responses(path) as journal:
        assert journal.get("a") == entry("a")
        assert journal.get("b") is None


@given(st.text(st.characters()))
def test_any_text_survives(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "responses.jsonl"
        with open_responses(path) as journal:
            journal.append(entry("a", text))
        with open_responses(path) as journal:
            assert journal.get("a") == entry("a", text)
        assert path.read_bytes().isascii()


def test_a_cut_last_line_is_dropped_and_the_next_response_starts_clean(tmp_path: Path) -> None:
    path = tmp_path / "responses.jsonl"
    with open_responses(path) as journal:
        journal.append(entry("a"))
        journal.append(entry("b"))
    path.write_bytes(path.read_bytes()[:-20])
    with open_responses(path) as journal:
        assert (journal.get("a"), journal.get("b")) == (entry("a"), None)
        journal.append(entry("c"))
    with open_responses(path) as journal:
        assert (journal.get("a"), journal.get("c")) == (entry("a"), entry("c"))


def test_damage_elsewhere_is_named(tmp_path: Path) -> None:
    path = tmp_path / "responses.jsonl"
    with open_responses(path) as journal:
        journal.append(entry("a"))
    path.write_bytes(b'{"half\n' + path.read_bytes())
    with pytest.raises(InputError, match="line 1 is damaged"), open_responses(path):
        pass


def test_each_response_is_on_disk_at_once(tmp_path: Path) -> None:
    path = tmp_path / "responses.jsonl"
    seen: list[bytes] = []
    with open_responses(path) as journal:
        journal.append(entry("a"))
        reader = threading.Thread(target=lambda: seen.append(path.read_bytes()))
        reader.start()
        reader.join()
    assert RecordedResponse.from_json(seen[0]) == entry("a")

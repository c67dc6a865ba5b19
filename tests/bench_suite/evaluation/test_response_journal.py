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


def test_a_damaged_line_is_set_aside_and_its_response_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "responses.jsonl"
    with open_responses(path) as journal:
        for key in ("a", "b", "c"):
            journal.append(entry(key, "it is 49"))
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"49", b"48")
    path.write_bytes(b"".join(lines))
    with open_responses(path) as journal:
        assert journal.get("b") is None
        journal.append(entry("b", "it is 47"))
    with open_responses(path) as journal:
        assert [journal.get(key) for key in ("a", "b", "c")] == [
            entry("a", "it is 49"), entry("b", "it is 47"), entry("c", "it is 49"),
        ]  # fmt: skip
    assert (tmp_path / "responses.jsonl.damaged").read_bytes() == lines[1]
    assert capsys.readouterr().err.count("1 damaged lines") == 1


def test_no_flipped_bit_of_a_journal_is_silent(tmp_path: Path) -> None:
    whole = {key: entry(key, f"it is {key}") for key in ("a", "b")}
    with open_responses(tmp_path / "whole") as journal:
        for recorded in whole.values():
            journal.append(recorded)
    content = (tmp_path / "whole").read_bytes()
    path = tmp_path / "responses.jsonl"
    for place in range(0, 8 * len(content), 3):
        flipped = bytearray(content)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        with open_responses(path) as journal:
            found = {key: journal.get(key) for key in whole}
        assert all(one is None or one == whole[key] for key, one in found.items())
        assert list(found.values()) != list(whole.values())


def test_two_responses_of_one_sample_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "responses.jsonl"
    with open_responses(path) as journal:
        journal.append(entry("a"))
    path.write_bytes(path.read_bytes() * 2)  # the same twice is no contradiction
    with open_responses(path) as journal:
        journal.append(entry("a", "five"))
    with (
        pytest.raises(InputError, match="line 3 holds another response for sums p1 sample 0"),
        open_responses(path),
    ):
        pass


def test_each_response_is_on_disk_at_once(tmp_path: Path) -> None:
    path = tmp_path / "responses.jsonl"
    seen: list[bytes] = []
    with open_responses(path) as journal:
        journal.append(entry("a"))
        reader = threading.Thread(target=lambda: seen.append(path.read_bytes()))
        reader.start()
        reader.join()
    assert RecordedResponse.from_json(seen[0].removesuffix(b"\n")) == entry("a")


def test_wherever_the_last_three_lines_are_cut_the_lines_before_are_there(tmp_path: Path) -> None:
    whole = [entry(key, f"it is {key}") for key in "abcde"]
    path = tmp_path / "responses.jsonl"
    with open_responses(path) as journal:
        for recorded in whole:
            journal.append(recorded)
    content = path.read_bytes()
    for cut in range(len(b"".join(content.splitlines(keepends=True)[:2])), len(content) + 1):
        path.write_bytes(content[:cut])
        kept = content[:cut].count(b"\n")
        with open_responses(path) as journal:
            assert list(journal) == whole[:kept]
            for recorded in whole[kept:]:
                journal.append(recorded)
        assert path.read_bytes() == content

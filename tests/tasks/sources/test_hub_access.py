import time
from types import SimpleNamespace

import huggingface_hub
import pytest
from huggingface_hub.utils import _http

from clipo_bench.tasks.errors import ExternalError
from clipo_bench.tasks.sources import hub_access
from clipo_bench.tasks.sources.hub_access import asking_hub, out_of_reach


class AnswerError(OSError):
    """As huggingface_hub tells of an answer with an HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status}")
        self.response = SimpleNamespace(status_code=status)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ConnectionResetError(), True),
        (TimeoutError(), True),
        (AnswerError(503), True),
        (AnswerError(429), True),
        (AnswerError(404), False),
        (AnswerError(401), False),
        (ValueError("no such split"), False),
        (FileNotFoundError("no such data set"), False),
    ],
)
def test_what_is_of_the_connection(error: Exception, expected: bool) -> None:
    assert out_of_reach(error) is expected
    wrapped = OSError("cannot load")
    wrapped.__context__ = error
    assert out_of_reach(wrapped) is expected


def test_what_takes_long_is_announced_while_it_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(hub_access, "PATIENCE", 0.01)
    with asking_hub("the model a/b", "give a folder"):
        deadline = time.monotonic() + 60
        while not (said := capsys.readouterr().err):
            assert time.monotonic() < deadline
            time.sleep(0.01)
    assert said == "waiting for the Hugging Face hub, for the model a/b; Ctrl-C stops\n"


def test_what_is_quick_is_not_announced(capsys: pytest.CaptureFixture[str]) -> None:
    with asking_hub("the model a/b", "give a folder"):
        pass
    with pytest.raises(ValueError, match="no such split"), asking_hub("this", "do that"):
        raise ValueError("no such split")
    assert capsys.readouterr().err == ""


def test_the_hubs_own_client_on_a_closed_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_http.time, "sleep", lambda _: None)
    wanted = r"cannot be reached for the model a/b: .*or give a folder; or, .*HF_HUB_OFFLINE=1"
    with (
        pytest.raises(ExternalError, match=wanted),
        asking_hub("the model a/b", "give a folder"),
    ):
        huggingface_hub.hf_hub_download("a/b", "config.json", endpoint="http://127.0.0.1:9")


def test_a_host_without_an_address_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(_http.time, "sleep", waited.append)  # of all that sleep
    monkeypatch.setattr(hub_access, "getproxies", dict)
    with (
        pytest.raises(ExternalError, match="cannot be reached for the model a/b"),
        asking_hub("the model a/b", "give a folder"),
    ):
        huggingface_hub.hf_hub_download("a/b", "config.json", endpoint="http://no-host.invalid")
    assert sum(waited) == hub_access.PAUSE
    assert not huggingface_hub.get_session().event_hooks["request"][1:]


def test_a_proxy_looks_names_up_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_access, "getproxies", lambda: {"https": "http://127.0.0.1:9"})
    with asking_hub("the model a/b", "give a folder"):
        assert len(huggingface_hub.get_session().event_hooks["request"]) == 1

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from clipo_bench.bench_suite.models.api.api_model import KEY, ApiModel
from clipo_bench.bench_suite.models.api.reply import Reply
from clipo_bench.bench_suite.models.model import Failure, Request, Response
from clipo_bench.bench_suite.models.prompts import PromptSettings
from clipo_bench.tasks.errors import ExternalError, InputError


def model_of(server: Any, **options: Any) -> ApiModel:
    return ApiModel(server.url, pause=0.01, **options)


def requests(count: int, temperature: float = 0.0) -> list[Request]:
    return [Request(f"key{i}", f"{i} + {i}?", i, temperature, 0.9, 50) for i in range(count)]


def answers(model: ApiModel, wanted: list[Request]) -> dict[str, Response | Failure]:
    found = list(model.generate(wanted))
    assert sorted(one.key for one in found) == sorted(one.key for one in wanted)
    return {one.key: one for one in found}


def test_chat_keeps_reasoning_apart_and_records_the_server(server: Any) -> None:
    found = answers(model_of(server), requests(3))
    assert found["key2"] == Response(
        "key2", "answer to 2 + 2?", "stop", 7, reasoning="hm, yes", served_by="tiny-0.1 fp_1"
    )
    body = server.bodies[0]
    assert body["path"] == "/v1/chat/completions"
    assert body["model"] == "tiny"
    assert {"seed", "top_p", "stop", "min_tokens"}.isdisjoint(body)


def test_every_setting_is_sent(server: Any) -> None:
    prompts = PromptSettings("chat", "Be brief.", {"enable_thinking": False})
    model = model_of(server, prompts=prompts, extra_body={"reasoning_effort": "low"})
    request = Request("k", "1 + 1?", 2**62 + 5, 0.6, 0.95, 50, min_tokens=3, stop=("\n\n",))
    answers(model, [request])
    body = server.bodies[0]
    assert body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "1 + 1?"},
    ]
    wanted = {
        "seed": 5, "top_p": 0.95, "temperature": 0.6, "max_tokens": 50, "min_tokens": 3,
        "stop": ["\n\n"], "reasoning_effort": "low",
        "chat_template_kwargs": {"enable_thinking": False},
    }  # fmt: skip
    assert wanted.items() <= body.items()
    assert model.settings == {
        "system": "Be brief.",
        "chat_template_kwargs": {"enable_thinking": False},
        "extra_body": {"reasoning_effort": "low"},
    }


def test_raw_prompts_use_the_completions_interface(server: Any) -> None:
    model = model_of(server, prompts=PromptSettings("raw"))
    assert not model.has_chat_template
    found = answers(model, requests(1))
    assert found["key0"] == Response("key0", "answer to 0 + 0?", "stop", 7, "", "tiny-0.1 fp_1")
    assert server.bodies[0]["path"] == "/v1/completions"
    assert server.bodies[0]["prompt"] == "0 + 0?"


@pytest.mark.parametrize("form", ["chat", "raw"])
def test_a_server_that_does_not_stream_is_read_too(server: Any, form: Any) -> None:
    server.behave = lambda n, body: "whole"
    found = answers(model_of(server, prompts=PromptSettings(form)), requests(1))
    assert found["key0"] == Response("key0", "answer to 0 + 0?", "length", None)


@pytest.mark.parametrize(
    "trouble",
    ["429", "500", "502", "503", "hang", "cut", "malformed", "empty", "truncated", "error"],
)
def test_what_fails_once_is_asked_again(server: Any, trouble: str) -> None:
    server.behave = lambda n, body: "ok" if n else trouble
    found = answers(model_of(server, timeout=0.5), requests(4))
    assert {one.text for one in found.values()} == {f"answer to {i} + {i}?" for i in range(4)}
    assert len(server.bodies) == 8


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ("429", "HTTP 429"), ("500", "HTTP 500"), ("malformed", "malformed reply"),
        ("cut", "disconnected|closed"), ("empty", "ended in the middle"),
        ("truncated", "ended in the middle"),
        ("error", "out of blocks"), ("hang", "Timeout|timed out"),
    ],
)  # fmt: skip
def test_what_always_fails_is_a_named_failure_beside_responses(
    server: Any, trouble: str, reason: str
) -> None:
    server.behave = lambda n, body: trouble if body["messages"][-1]["content"] == "1 + 1?" else "ok"
    found = answers(model_of(server, timeout=0.2), requests(3))
    failure = found["key1"]
    assert isinstance(failure, Failure)
    assert re.search(reason, failure.reason), failure.reason
    assert "8 attempts" in failure.reason
    assert isinstance(found["key0"], Response)
    assert isinstance(found["key2"], Response)


@pytest.mark.parametrize(("trouble", "reason"), [("400", "HTTP 400"), ("filter", "the server's")])
def test_a_refused_request_is_not_asked_again(server: Any, trouble: str, reason: str) -> None:
    server.behave = lambda n, body: trouble if body["messages"][-1]["content"] == "1 + 1?" else "ok"
    found = answers(model_of(server), requests(3))
    failure = found["key1"]
    assert isinstance(failure, Failure)
    assert failure.reason.startswith(reason)
    assert len(server.bodies) == 3


@pytest.mark.parametrize("status", ["401", "403", "404"])
def test_a_server_that_serves_nothing_ends_the_run(server: Any, status: str) -> None:
    server.behave = lambda n, body: status
    with pytest.raises(InputError, match=f"HTTP {status}"):
        list(model_of(server).generate(requests(100)))
    assert len(server.bodies) <= 64


def test_a_server_that_died_ends_the_run(server: Any) -> None:
    server.behave = lambda n, body: "500"
    with pytest.raises(ExternalError, match=r"32 requests in a row failed.*HTTP 500.*8 attempts"):
        list(model_of(server, concurrency=16).generate(requests(200)))


def test_a_server_that_refuses_everything_ends_the_run(server: Any) -> None:
    server.behave = lambda n, body: "400"
    with pytest.raises(ExternalError, match=r"32 requests in a row failed.*HTTP 400"):
        list(model_of(server, concurrency=16).generate(requests(200)))
    assert len(server.bodies) < 100


@pytest.mark.parametrize("key", ["sk-secret\n", " sk-secret\r\n"])
def test_a_key_from_a_file_ends_in_a_line_break(server: Any, monkeypatch: Any, key: str) -> None:
    monkeypatch.setenv(KEY, key)
    answers(model_of(server), requests(1))
    assert server.headers["Authorization"] == "Bearer sk-secret"


@pytest.mark.parametrize("key", ["sk-s\u00e9cret", "sk-\nsecret"])
def test_a_key_that_cannot_be_sent_is_not_printed(server: Any, monkeypatch: Any, key: str) -> None:
    monkeypatch.setenv(KEY, key)
    with pytest.raises(InputError, match="holds characters that no key has") as refused:
        model_of(server)
    assert "cret" not in str(refused.value)


@pytest.mark.parametrize("key", ["seed", "n", "model", "messages", "stream", "max_tokens"])
def test_further_keys_do_not_contradict_the_run(server: Any, key: str) -> None:
    with pytest.raises(InputError, match=f"extra_body: '{key}' is the run's own"):
        model_of(server, extra_body={key: 1})


def test_odd_replies_become_responses_that_files_can_hold() -> None:
    def response(**chunk: Any) -> Response:
        reply = Reply()
        reply.add(json.dumps({"choices": [{"delta": {"content": "4"}}]}))
        reply.add(json.dumps({"choices": [{"delta": {}, "finish_reason": "stop"}]} | chunk))
        return reply.response("k")

    assert response(usage={"completion_tokens": 99999999999}).tokens is None
    assert response(usage={"completion_tokens": None}).tokens is None
    assert response(usage={"prompt_tokens": 3}).tokens is None
    assert response(usage={"completion_tokens": 1}).tokens == 1
    two = [{"index": i, "delta": {"content": str(i)}, "finish_reason": "stop"} for i in (0, 1)]
    assert response(choices=two).text == "40"
    assert response(choices=[{"delta": {}, "finish_reason": ["x"]}]).finish_reason == "unknown"
    half = response(choices=[{"delta": {"content": "\ud800"}, "finish_reason": "stop"}])
    half.text.encode()
    assert half.text.startswith("4")


def test_the_key_is_sent_and_in_no_message(server: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv(KEY, "sk-secret")
    server.behave = lambda n, body: "400"
    model = model_of(server)
    (failure,) = model.generate(requests(1))
    assert isinstance(failure, Failure)
    assert failure.reason == "HTTP 400: no, with Bearer ***"
    assert server.headers["Authorization"] == "Bearer sk-secret"
    server.behave = lambda n, body: "401"
    with pytest.raises(InputError) as refused:
        list(model.generate(requests(1)))
    assert "sk-secret" not in str(refused.value)
    assert "OPENAI_API_KEY" in str(refused.value)


def test_two_servers_share_the_requests_and_one_may_die(new_server: Callable[[], Any]) -> None:
    one, other = new_server(), new_server()
    one.seconds = other.seconds = lambda n: 0.02
    model = ApiModel(f"{one.url}, {other.url}", pause=0.01, concurrency=8)
    answers(model, requests(80))
    assert min(len(one.bodies), len(other.bodies)) >= 25
    for trouble in ("cut", "500", "503", "429", "error"):
        other.behave = lambda n, body, trouble=trouble: trouble
        one.bodies.clear()
        found = answers(model, [replace(r, seed=len(trouble)) for r in requests(80)])
        assert all(isinstance(response, Response) for response in found.values()), trouble
        assert len(one.bodies) == 80


def test_an_overloaded_server_answers_everything_in_the_end(server: Any) -> None:
    server.seconds = lambda n: 0.02
    server.behave = lambda n, body: "429" if server.running > 8 else "ok"
    found = answers(model_of(server, concurrency=32), requests(150))
    assert all(isinstance(one, Response) for one in found.values())


def test_stopping_early_ends_the_requests(server: Any) -> None:
    server.seconds = lambda n: 0.05
    started = time.monotonic()
    stream = model_of(server, concurrency=4).generate(requests(1000))
    next(stream)
    stream.close()
    assert time.monotonic() - started < 10
    assert len(server.bodies) < 50


def test_the_only_model_needs_no_name(server: Any) -> None:
    assert model_of(server).name == "tiny"
    server.models = ["tiny", "large"]
    with pytest.raises(InputError, match=r"served_model is missing: .*serve large, tiny"):
        model_of(server)
    assert model_of(server, served_model="large").name == "large"
    with pytest.raises(InputError, match="does not serve 'small': it serves tiny, large"):
        model_of(server, served_model="small")
    server.models = []
    assert model_of(server, served_model="small").name == "small"


def test_addresses() -> None:
    with pytest.raises(ExternalError, match="cannot be reached"):
        ApiModel("http://127.0.0.1:9/v1")
    with pytest.raises(ExternalError, match=r":9/v1 cannot be reached .*:8/v1 cannot be reached "):
        ApiModel("http://127.0.0.1:9,http://127.0.0.1:8")
    with pytest.raises(InputError, match="holds a user, a password or a query"):
        ApiModel("http://me:secret@127.0.0.1:9/v1")
    with pytest.raises(InputError, match="is not a URL"):
        ApiModel("http://")

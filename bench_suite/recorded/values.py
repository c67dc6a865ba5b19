"""What stands in a row of a recording: at a path, and as texts, golds, options or finish reasons.

Every function raises `ValueError`, with what was found and expected, where a value is of no form
that it knows; the caller adds the file, the row and the column.
"""

import json
import math
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from typing import Any

from clipo_bench.bench_suite.models.model import FinishReason
from clipo_bench.tasks.answers.equal import letter
from clipo_bench.tasks.problem import LETTERS, normalise_text

ABSENT = object()
"""What `pick` finds where there is nothing; None is a value."""

ASSISTANTS = {"assistant", "ai", "model", "gpt", "bot"}
USERS = {"user", "human"}
CUT = {"length", "max_tokens", "max_length", "model_length", "max_output_tokens", "max_new_tokens"}
STOPPED = {"stop", "eos", "eos_token", "end_turn", "stop_sequence", "stop_str", "completed"}


def pick(value: Any, path: str) -> Any:
    """What stands at a path, or `ABSENT`.

    Args:
        value: a row, or what stands in one.
        path: ``a.b`` is field b of a, ``a.0`` the first and ``a.-1`` the last of a list a, and
            ``a.*.b`` the list of the fields b of all in a. A column whose name has dots comes
            first.
    """
    if type(value) is dict and path in value:  # nearly always, and the fastest to tell
        return value[path]
    if isinstance(value, Mapping) and path in value:
        return value[path]
    name, _, rest = path.partition(".")
    if name == "*" and isinstance(value, list):
        found = [pick(one, rest) if rest else one for one in value]
        return [None if one is ABSENT else one for one in found]
    if isinstance(value, Mapping) and name in value:
        return pick(value[name], rest) if rest else value[name]
    if isinstance(value, list) and name.removeprefix("-").isdecimal():
        with suppress(IndexError):
            return pick(value[int(name)], rest) if rest else value[int(name)]
    return ABSENT


def plain_text(value: Any) -> str:
    """Text or a number as text that can be stored: JSON may hold halves of characters.

    Raises:
        ValueError: it is neither.
    """
    if not isinstance(value, str | int | float) or _is_nan(value):
        raise ValueError(f"is {value!r:.80}, expected text or a number")
    return str(value).encode(errors="replace").decode()


def responses(value: Any) -> list[str]:
    """The responses in what a tool recorded as such; nothing, or none, is an empty text.

    Args:
        value: text, chat messages, OpenAI's choices, or a list of samples that are each one of
            these, in lists again or not.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(value, Mapping) and isinstance(value.get("choices"), list):
        value = value["choices"]
    if isinstance(value, list) and not (_is_chat(value) or _is_parts(value)):
        return [text for one in value for text in responses(one)] or [""]
    return [reply(value) or ""]


def reply(value: Any) -> str | None:
    """What a model said: of chat messages, its words after the last question; None if nothing.

    Raises:
        ValueError: it is of no known form.
    """
    if value is None or _is_nan(value):
        return None
    if _is_chat(value):
        return _last(value, ASSISTANTS, after=USERS)
    return _content(value)


def asked(value: Any) -> str:
    """What a model was asked: text, or of chat messages the last question.

    Raises:
        ValueError: it is of no known form.
    """
    if value is None:
        return ""
    return (_last(value, USERS) if _is_chat(value) else _content(value)) or ""


def _is_nan(value: Any) -> bool:
    """Whether a value is pandas' word for nothing."""
    return isinstance(value, float) and math.isnan(value)


def _is_chat(value: Any) -> bool:
    """Whether a value is a list of messages: ``[{"role": "user", "content": "1 + 1?"}, ...]``."""
    return bool(value) and isinstance(value, list) and all(_role(one) for one in value)


def _is_parts(value: list[Any]) -> bool:
    """Whether a list is the parts of one message: ``[{"type": "text", "text": "2"}]``."""
    return bool(value) and all(
        isinstance(one, Mapping) and "type" in one and "role" not in one for one in value
    )


def _role(message: Any) -> str:
    """Whose a message is, in the words of OpenAI (role) or ShareGPT (from); empty if nobody's."""
    if not isinstance(message, Mapping):
        return ""
    return str(message.get("role") or message.get("from") or "").lower()


def _last(messages: list[Any], roles: Container[str], after: Container[str] = ()) -> str | None:
    """The last message of a role, if it comes after those of others; thoughts are none."""
    for message in reversed(messages):
        if _role(message) in roles and message.get("type") not in ("cot", "tool_call"):
            return _content(message)
        if _role(message) in after:
            return None
    return None


def _content(value: Any) -> str | None:
    """The text of a message, a choice, or parts of a message."""
    if isinstance(value, list) and _is_parts(value):
        texts = [one["text"] for one in value if "text" in one and "text" in str(one["type"])]
        return "\n".join(map(plain_text, texts))
    if isinstance(value, Mapping):
        # a choice, a message, and a message in the words of Hugging Face, ShareGPT, OpenCompass
        for name in ("message", "content", "text", "generated_text", "value", "prompt"):
            if name in value:
                return _content(value[name])
    if value is None:
        return None
    try:
        return plain_text(value)
    except ValueError as error:
        raise ValueError(f"{error}, chat messages or choices, or a list of these") from None


def golds(value: Any) -> list[Any]:
    """The answers of which any is right: what a list holds, or the one value.

    Raises:
        ValueError: there is none.
    """
    found = value if isinstance(value, list) else [value]
    if not found:
        raise ValueError("is an empty list, expected a right answer")
    for one in found:
        if one is None or (isinstance(one, str) and not one.strip()):
            what = "null" if one is None else "empty"
            raise ValueError(f"is {what}: it is needed to tell what is right; fill it in")
    return found


def options(value: Any) -> tuple[list[str], list[str]]:
    """The options of a multiple choice: what the data calls them, and their texts.

    Args:
        value: a list of texts; one of objects, or an object, with ``label`` and ``text``; an
            object of texts by letters; or one of these as JSON, since csv has no lists.

    Raises:
        ValueError: it is something else, or has more options than there are letters.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise ValueError(f"is {value!r:.80}, expected a list, in csv as JSON") from None
    if isinstance(value, Mapping):
        columns = value if {"label", "text"} <= value.keys() else None
        labels, texts = (
            (columns["label"], columns["text"]) if columns else (list(value), list(value.values()))
        )
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        labels, texts = [one.get("label") for one in value], [one.get("text") for one in value]
    else:
        labels, texts = list(LETTERS), value or []
    if not isinstance(texts, list):
        raise ValueError(f"is {value!r:.80}, expected a list of options")
    if len(texts) > len(LETTERS):
        raise ValueError(f"has {len(texts)} options: at most {len(LETTERS)} can be lettered")
    return [str(label) for label in labels][: len(texts)], [plain_text(text) for text in texts]


def option_letter(gold: Any, labels: list[str], texts: list[str]) -> str:
    """The letter of the option that a gold means: by its label, text, or place counted from 0.

    Raises:
        ValueError: it means no option, or two different ones.
    """
    text = normalise_text(plain_text(gold))
    if labels[: len(texts)] != list(LETTERS[: len(texts)]) and text in labels:
        return LETTERS[labels.index(text)]
    places = {place for place, one in enumerate(texts) if normalise_text(one) == text}
    if isinstance(gold, int) and not isinstance(gold, bool) and 0 <= gold < len(texts):
        places.add(gold)
    named = letter(text) or (None if places else letter(f"({text})"))  # "B", else also "b"
    if named and LETTERS.index(named) < len(texts):
        places.add(LETTERS.index(named))
    if len(places) != 1:
        what = "means several of" if places else "is none of"
        raise ValueError(
            f"{what} the {len(texts)} options: {gold!r:.80}; expected a letter, an option's text, "
            "or its place counted from 0"
        )
    return LETTERS[min(places)]


def finish_reasons(value: Any, count: int) -> list[FinishReason]:
    """How responses ended, in our words.

    Args:
        value: text such as ``length`` or ``eos``; True for one that was cut; or a list of these.
        count: how many responses there are.

    Raises:
        ValueError: there are as many of neither one nor `count`.
    """
    found = value if isinstance(value, list) else [value] * count
    if len(found) != count:
        raise ValueError(f"has {len(found)} values for {count} responses")
    return [_finish(one) for one in found]


def _finish(value: Any) -> FinishReason:
    if isinstance(value, bool):
        return "length" if value else "stop"
    name = str(value).lower()
    return "length" if name in CUT else "stop" if name in STOPPED else "unknown"


def whole_number(value: Any) -> int | None:
    """A whole number, also where it was written as text; None stays None.

    Raises:
        ValueError: it is none.
    """
    if value is None or _is_nan(value):
        return None
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"is {value!r:.80}, expected a whole number") from None


def token_counts(value: Any, count: int) -> list[int | None]:
    """How long responses are: of several, what a list says of each, and nothing else.

    Raises:
        ValueError: it is neither a number nor a list of `count` of them.
    """
    found = value if isinstance(value, list) else [value if count == 1 else None] * count
    if len(found) != count:
        raise ValueError(f"has {len(found)} values for {count} responses")
    return [whole_number(one) for one in found]


def leaves(row: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """The paths of a row's values, two levels deep, for messages."""
    for name, value in row.items():
        if isinstance(value, Mapping) and value and not prefix:
            yield from leaves(value, f"{name}.")
        else:
            yield prefix + name

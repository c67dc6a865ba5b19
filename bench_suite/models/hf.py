"""The Hugging Face backend: any causal model that transformers loads, on CPU or GPU."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from clipo_bench.bench_suite.models.causal import require_causal
from clipo_bench.bench_suite.models.loading import model_loading
from clipo_bench.bench_suite.models.model import FinishReason, Request, Response
from clipo_bench.bench_suite.models.prompts import Prompts, PromptSettings
from clipo_bench.bench_suite.models.revision import weights_revision
from clipo_bench.tasks.errors import InputError

if TYPE_CHECKING:
    import torch


class HfModel:
    """Batched generation with transformers.

    Sampled responses have a seed each, so but for the rounding of other batch sizes a
    response does not depend on what else was in its batch, and a run that was killed goes
    on as if it had not been.
    """

    def __init__(
        self,
        name: str,
        *,
        weights: str | None = None,
        revision: str | None = None,
        dtype: str = "auto",
        device: str | None = None,
        batch_size: int = 32,
        prompts: PromptSettings | None = None,
    ) -> None:
        """Load the model.

        Args:
            name: a folder in Hugging Face format, or a hub id.
            weights: what `weights_revision` says of it, where that is known already.
            revision: of a hub id, the branch, tag or commit.
            dtype: such as ``float32``, ``bfloat16``; ``auto`` takes the checkpoint's on a GPU
                and float32 on a CPU.
            device: such as ``cuda`` or ``cpu``; by default a GPU if there is one.
            batch_size: prompts generated together.
            prompts: how questions become prompts.

        Raises:
            InputError: it is not a causal language model, or cannot be loaded.
        """
        self.name = name
        self.revision = weights or weights_revision(name, revision)
        self.batch_size = batch_size

        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig
        from transformers.utils import logging

        logging.disable_progress_bar()
        self.device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        if self.device.startswith("cuda") and not torch.cuda.is_available():
            raise InputError(f"--device {self.device}: PyTorch finds no GPU; leave the option out")
        if dtype == "auto" and self.device == "cpu":
            dtype = "float32"
        with model_loading(name):
            self.tokenizer = AutoTokenizer.from_pretrained(
                name, revision=revision, padding_side="left"
            )
            model = AutoModelForCausalLM.from_pretrained(name, revision=revision, dtype=dtype)
            self.model = model.to(self.device).eval()
        require_causal(name, model.config)
        self.ends = _end_tokens(model.generation_config, self.tokenizer)
        # The checkpoint's own sampling habits, such as a repetition penalty, are not the run's.
        self.model.generation_config = GenerationConfig(eos_token_id=sorted(self.ends))
        self.context: int | None = getattr(model.config, "max_position_embeddings", None)
        self.prompts = Prompts(self.tokenizer, name, self.context, prompts)
        if self.tokenizer.pad_token_id is None:
            self.tokenizer.pad_token = self.tokenizer.eos_token

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of the loaded model that its responses depend on."""
        dtype = str(self.model.dtype).removeprefix("torch.")
        return {"dtype": dtype, "context": self.context, **self.prompts.settings.identity}

    @property
    def window(self) -> int:
        """A batch: of more requests the longest come first."""
        return self.batch_size

    @property
    def has_chat_template(self) -> bool:
        """Whether the tokenizer has a chat template."""
        return self.prompts.has_chat_template

    def apply_chat_template(self, messages: list[dict[str, str]]) -> str:
        """Render chat messages to a prompt that ends at the assistant's turn."""
        return self.prompts.apply_chat_template(messages)

    def generate(self, requests: Sequence[Request]) -> Iterator[Response]:
        """Yield a response per request, batch by batch, the longest prompts first.

        Raises:
            InputError: a prompt leaves no room for a response in the model's context.
        """
        encoded = [self.prompts.encode(request) for request in requests]
        # Equal lengths together waste no padding; longest first shows early what fits.
        order = sorted(range(len(requests)), key=lambda i: -len(encoded[i]))
        alike: dict[tuple[Any, ...], list[int]] = {}
        for i in order:
            request = requests[i]
            room = self._room(len(encoded[i]), request.max_tokens)
            settings = (room, request.temperature, request.top_p, request.min_tokens, request.stop)
            alike.setdefault(settings, []).append(i)
        for (room, *_), members in alike.items():
            for start in range(0, len(members), self.batch_size):
                part = members[start : start + self.batch_size]
                yield from self._batch(
                    [requests[i] for i in part], [encoded[i] for i in part], room
                )

    def _room(self, prompt_length: int, max_tokens: int) -> int:
        # Of the prompt alone: a longer neighbour in the batch must not cut a response.
        return max_tokens if self.context is None else min(max_tokens, self.context - prompt_length)

    def _batch(
        self, requests: list[Request], encoded: list[list[int]], room: int
    ) -> Iterator[Response]:
        import torch
        from transformers import LogitsProcessorList

        batch = self.tokenizer.pad({"input_ids": encoded}, return_tensors="pt").to(self.device)
        width = batch["input_ids"].shape[1]
        processors: list[Any] = []
        if requests[0].temperature > 0:
            processors.append(_SeededSampler(requests))
        with torch.inference_mode():
            output = self.model.generate(
                **batch,
                max_new_tokens=room,
                min_new_tokens=min(requests[0].min_tokens, room) or None,
                stop_strings=list(requests[0].stop) or None,
                tokenizer=self.tokenizer,
                do_sample=False,
                logits_processor=LogitsProcessorList(processors),
                pad_token_id=self.tokenizer.pad_token_id,
            )
        for request, row in zip(requests, output[:, width:].tolist(), strict=True):
            length = next((i for i, token in enumerate(row) if token in self.ends), None)
            finish: FinishReason = "length" if length is None else "stop"
            ids = row if length is None else row[:length]
            text = self.tokenizer.decode(ids, skip_special_tokens=True)
            if (end := first_stop(text, request.stop)) is not None:
                finish, text = "stop", text[:end]
                while ids and ids[-1] == self.tokenizer.pad_token_id:  # of a longer neighbour
                    ids.pop()
            yield Response(request.key, text, finish, len(ids))


def first_stop(text: str, stop: tuple[str, ...]) -> int | None:
    """Where the first of the texts begins that end a response; None if none is in it."""
    return min((at for one in stop if (at := text.find(one)) >= 0), default=None)


def _end_tokens(generation_config: Any, tokenizer: Any) -> set[int]:
    ends = generation_config.eos_token_id
    if ends is None:
        ends = tokenizer.eos_token_id
    return set(ends) if isinstance(ends, list) else {ends}


class _SeededSampler:
    """Turns greedy decoding into sampling with a generator per row.

    The argmax of log-probabilities plus Gumbel noise is a draw from the distribution
    (Gumbel 1954), so transformers' greedy loop samples, and each row's noise is its own.
    """

    def __init__(self, requests: list[Request]) -> None:
        import torch

        self.temperature = requests[0].temperature
        self.top_p = requests[0].top_p
        # On the CPU, so that a seed means the same draw on every device.
        self.generators = [torch.Generator().manual_seed(r.seed) for r in requests]

    def __call__(self, input_ids: "torch.Tensor", scores: "torch.Tensor") -> "torch.Tensor":
        """Scores (rows, vocabulary) in, the noisy scores of the nucleus out."""
        import torch
        from transformers import TopPLogitsWarper

        logits = scores.float() / self.temperature
        if self.top_p < 1:
            logits = TopPLogitsWarper(self.top_p)(input_ids, logits)
        uniform = torch.stack(
            [
                torch.rand(logits.shape[-1], generator=g, dtype=torch.float64)
                for g in self.generators
            ]
        )
        tiny = torch.finfo(torch.float64).tiny
        gumbel = -torch.log(-torch.log(uniform.clamp_min(tiny)))
        noisy: torch.Tensor = logits + gumbel.to(logits.device, logits.dtype)
        return noisy

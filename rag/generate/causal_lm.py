"""A language model on this machine, through transformers: greedy, streamed, stopped at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache

from rag.errors import ModelError
from rag.generate.lookup import agreed, guess
from rag.generate.past import Past, croppable, steps
from rag.generate.prompts import shortened
from rag.generate.thoughts import ThoughtFilter, opens_thought
from rag.generate.token_text import TokenText, repeats
from rag.generate.weights import SHIPPED, model_folder, quiet_and_offline
from rag.precision import faster_precision

Messages = Sequence[dict[str, str]]

GUESSED = 6
"""Tokens that are guessed at most from the prompt; `benchmarks/generation.py` compares numbers of them."""
_HEAD = 12
"""Characters by which the beginning of a question's message is found in the prompt."""
_LONGEST_PROMPT = 4096
"""Tokens, also where a model could read more: on two cores that is already half a minute."""
_CUTS = 12
"""Tries to make a prompt fit; each leaves at most 0.8 of the passages, the last a twelfth."""
_THOUGHT_TOKENS = 1024
"""How long a model may think before its answer must begin."""
_MEASURABLE = 1_000_000_000
"""Parameters up to which both arithmetics are timed; a larger model in float32 fills the memory."""


class CausalLanguageModel:
    """A model named "default", or by the path of a transformers folder or a GGUF file.

    Loaded at the first question. One answer is written at a time; others wait their turn. The
    instruction of a prompt, and what equals the prompt before, is not read again. Up to `guessed`
    tokens are guessed from the prompt and read in one pass; 0 guesses none. `max_new_tokens` counts the
    answer and not the thoughts of a thinking model, which are never shown. `threads` 0 means one
    per core. Raises `ModelError`.
    """

    def __init__(
        self,
        name: str,
        precision: str = "auto",
        threads: int = 0,
        max_new_tokens: int = 96,
        timeout_s: float = 60.0,
        guessed: int = GUESSED,
    ) -> None:
        self._name, self._precision, self._threads = name, precision, threads
        self._max_new_tokens, self._timeout_s = max_new_tokens, timeout_s
        self._guessed = guessed
        self._load_lock, self._turn = Lock(), Lock()
        self._past = Past()

    @property
    def identity(self) -> str:
        """Name of the model and how long it may write; it is greedy, so nothing else decides."""
        name = SHIPPED if self._name == "default" else Path(self._name).name
        return f"{name}-t{self._max_new_tokens}"

    def load(self) -> None:
        """Load the weights now rather than at the first question. Raises `ModelError`."""
        with self._load_lock:
            _ = self._loaded

    def stream(self, messages: Messages, stop: Callable[[], bool]) -> Iterator[str]:
        """Pieces of the answer; see `rag.protocols.Generator`.

        Ends as well when the model repeats itself and when `timeout_s` is over. Raises
        `ModelError` when it has written nothing by then, or when the question alone is too long.
        """
        self.load()
        deadline = time.monotonic() + self._timeout_s
        while not self._turn.acquire(timeout=0.05):
            if stop():
                return
            if time.monotonic() > deadline:
                raise ModelError(_LATE.format(self._timeout_s))
        try:
            yield from self._answer(messages, stop, deadline)
        finally:
            self._turn.release()

    def _answer(
        self, messages: Messages, stop: Callable[[], bool], deadline: float
    ) -> Iterator[str]:
        prompt = self._fitted(messages)
        thoughts = ThoughtFilter(opens_thought(prompt))
        text, ids, answer_tokens, shown = TokenText(self._loaded.tokenizer), [], 0, False
        encoded = self._encoded(prompt)
        fixed = self._fixed_length(messages, prompt, encoded)
        for token in self._tokens(encoded, fixed, stop, deadline):
            ids.append(token)
            piece = thoughts.feed(text.feed(token))
            answer_tokens += not thoughts.thinking
            if piece:
                shown = True
                yield piece
            spent = len(ids) - answer_tokens >= _THOUGHT_TOKENS
            if spent or answer_tokens >= self._max_new_tokens or repeats(ids):
                break
        last = thoughts.feed(text.finish()) + thoughts.finish()
        if last and not stop():
            yield last
        if not (shown or last or stop()):
            self._explain_silence(thoughts.thinking, deadline)

    def _explain_silence(self, thinking: bool, deadline: float) -> None:
        """Raise the reason why there is no answer; an answer that the model left empty is none."""
        if time.monotonic() > deadline:
            raise ModelError(_LATE.format(self._timeout_s))
        if thinking:
            raise ModelError(
                f"The model {self._name} thought for {_THOUGHT_TOKENS} tokens and gave no answer; "
                "choose one that does not think aloud."
            )

    @torch.inference_mode()
    def _next(self, tokens: list[int], past: DynamicCache, keep: int = 1) -> list[int]:
        """The most probable token after each of the last `keep` of `tokens`, read into `past`."""
        tensor = torch.tensor([tokens])  # (1, n)
        try:
            output = self._loaded.model(
                input_ids=tensor, past_key_values=past, use_cache=True, logits_to_keep=keep
            )
        except (RuntimeError, MemoryError, IndexError, ValueError) as error:
            raise ModelError(
                f"The model {self._name} failed while writing ({type(error).__name__}); "
                "free some memory or choose a smaller one."
            ) from error
        scores = output.logits[0]  # (keep, vocabulary)
        if not torch.isfinite(scores).any():
            raise ModelError(
                f"The model {self._name} gave no numbers; its weights are damaged, restore them "
                "or set precision to float32."
            )
        return [int(token) for token in scores.argmax(-1)]

    def _tokens(
        self, prompt: list[int], fixed: int, stop: Callable[[], bool], deadline: float
    ) -> Iterator[int]:
        """The tokens that follow a prompt, until the end mark, `stop()` or the deadline."""
        if not prompt:  # a model without a template that was told nothing
            return

        def over() -> bool:
            return stop() or time.monotonic() > deadline

        past, at = self._past.take(prompt, fixed)
        try:
            token = -1
            for end in [end for end in steps(len(prompt), fixed) if end > at]:
                if over():
                    return
                token, at = self._next(prompt[at:end], past)[-1], end
                if end == fixed:
                    self._past.keep_fixed(prompt[:fixed], past)
            for following in self._continued(token, prompt, past):
                if following in self._loaded.ends or over():
                    return
                yield following
        finally:
            self._past.give_back(prompt, fixed, past)

    def _continued(self, token: int, prompt: list[int], past: DynamicCache) -> Iterator[int]:
        """Tokens without end, `token` first; several from one pass where a guess was right."""
        context = list(prompt)
        most = self._guessed if croppable(past) else 0
        while True:
            context.append(token)
            yield token
            guessed = guess(context, most)
            written = self._next([token, *guessed], past, len(guessed) + 1)
            right = agreed(guessed, written)
            if right < len(guessed):
                past.crop(right - len(guessed))  # negative: how many to forget
            for sure in guessed[:right]:
                context.append(sure)
                yield sure
            token = written[right]

    def _fitted(self, messages: Messages) -> str:
        """The prompt as text, its passages cut so far that it can be read; the question never."""
        context = min(self._loaded.context, _LONGEST_PROMPT + self._max_new_tokens)
        limit = max(1, context - self._max_new_tokens)
        keep = 1.0
        for _ in range(_CUTS):
            prompt = self._templated(shortened(messages, keep) if keep < 1.0 else messages)
            length = len(self._encoded(prompt))
            if length <= limit:
                return prompt
            # Not by the measured share alone: what else is in a prompt cannot be cut.
            keep *= min(0.8, limit / length)
        raise ModelError(
            f"The question takes {length} tokens and the model {self._name} reads {limit}; "
            "shorten it or choose a model that reads more."
        )

    def _templated(self, messages: Messages) -> str:
        """The prompt in the form that the model was trained on; a plain one when it has none."""
        tokenizer = self._loaded.tokenizer
        # A special token inside a message would be read as the end of it.
        marks = [mark for mark in tokenizer.all_special_tokens if len(mark) > 1]
        clean = [
            {**message, "content": _without(message["content"], marks)} for message in messages
        ]
        if not tokenizer.chat_template:
            return "\n\n".join(message["content"] for message in clean) + "\n\n"
        options: dict[str, Any] = {"tokenize": False, "add_generation_prompt": True}
        try:
            return str(tokenizer.apply_chat_template(clean, enable_thinking=False, **options))
        except Exception as first:
            # Some templates know no system role; what it says then opens the first question.
            joined = _without_system(clean)
            try:
                return str(tokenizer.apply_chat_template(joined, enable_thinking=False, **options))
            except Exception:
                raise ModelError(
                    f"The chat template of the model {self._name} is damaged ({first}); "
                    "choose another model."
                ) from first

    def _fixed_length(self, messages: Messages, prompt: str, encoded: list[int]) -> int:
        """How many tokens of a prompt are the same for every question with its instruction."""
        asked = next((item["content"] for item in messages if item["role"] == "user"), "")
        at = prompt.find(asked[:_HEAD]) if asked and len(messages) > 1 else 0
        beginning = self._encoded(prompt[:at]) if at > 0 else []
        same = [ours == theirs for ours, theirs in zip(beginning, encoded[:-1], strict=False)]
        return same.index(False) if False in same else len(same)

    def _encoded(self, prompt: str) -> list[int]:
        plain = not self._loaded.tokenizer.chat_template  # templates write their own first token
        return list(self._loaded.tokenizer.encode(prompt, add_special_tokens=plain))

    @cached_property
    def _loaded(self) -> _Loaded:
        if self._threads:
            torch.set_num_threads(self._threads)
        folder = model_folder(self._name)
        quiet_and_offline()
        where: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        try:
            tokenizer = AutoTokenizer.from_pretrained(str(folder), **where)
            model = AutoModelForCausalLM.from_pretrained(
                str(folder), dtype="auto", use_safetensors=True, **where
            ).eval()
        except Exception as error:  # the library raises many kinds for files it cannot read
            reason = (str(error).strip().splitlines() or [""])[0][:200]
            raise ModelError(
                f"The model in {folder} cannot be loaded ({type(error).__name__}: {reason}); "
                "restore its files or choose another."
            ) from error
        return _Loaded(tokenizer, self._cast(model, folder.name), _ends(model, tokenizer))

    def _cast(self, model: Any, name: str) -> Any:
        """The model in the arithmetic that was asked for or is faster here."""
        wanted = self._precision
        if wanted == "auto" and model.num_parameters() > _MEASURABLE:
            wanted = "bfloat16"
        if wanted == "auto":
            wanted = faster_precision(f"generator-{name}", model, lambda: _trial(model))
        return model.to(torch.bfloat16 if wanted == "bfloat16" else torch.float32)


_LATE = "The model gave no answer within {:g} seconds; raise timeout_s or choose a smaller model."


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A model ready to run."""

    tokenizer: Any
    model: Any
    ends: frozenset[int]
    """Ids of the tokens that end an answer."""

    @property
    def context(self) -> int:
        """Tokens that the model can read and write together."""
        config = self.model.config.get_text_config()
        return int(getattr(config, "max_position_embeddings", 0) or 2048)


@torch.inference_mode()
def _trial(model: Any) -> None:
    """What an answer costs, in small: a prompt and then one token after another."""
    past = DynamicCache()
    vocabulary = int(model.get_input_embeddings().weight.shape[0])
    tokens = torch.arange(96)[None] % vocabulary  # (1, 96)
    for step in (tokens, *[tokens[:, :1]] * 12):
        model(input_ids=step, past_key_values=past, use_cache=True, logits_to_keep=1)


def _ends(model: Any, tokenizer: Any) -> frozenset[int]:
    """Every token that ends an answer, from the model's settings and the tokenizer's."""
    found: set[int] = set()
    for value in (model.generation_config.eos_token_id, tokenizer.eos_token_id):
        found.update(value if isinstance(value, list) else [] if value is None else [value])
    return frozenset(found)


def _without(text: str, marks: list[str]) -> str:
    """The text with every special token made harmless by a changed first character."""
    for mark in marks:
        text = text.replace(mark, "‹" + mark[1:])
    return text


def _without_system(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    """The messages with what the system says put before the first question."""
    said = "\n\n".join(item["content"] for item in messages if item["role"] == "system")
    rest = [dict(item) for item in messages if item["role"] != "system"]
    if said and rest:
        rest[0]["content"] = f"{said}\n\n{rest[0]['content']}"
    return rest

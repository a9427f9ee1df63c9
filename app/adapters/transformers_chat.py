"""A chat model from a folder on this machine, run by Transformers on the processor. Nothing is downloaded."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import structlog

from app.domain.errors import Invalid, Unavailable
from app.ports import Message

LONGEST_REPLY = 400
"""Tokens. A checked answer has two or three sentences; small models ramble beyond that."""

WINDOW = 4096
"""Tokens a model can read and write where its configuration does not say."""

REPLY_SHARE = 4
"""At most the fourth part of a small window is kept for the reply; the passages need the rest."""

log = structlog.get_logger(__name__)


class TransformersChat:
    """Implements the ChatModel port over a folder (or GGUF file) that `AutoModelForCausalLM` can load. One reply at a time."""

    def __init__(self, path: Path) -> None:
        """`path` is the model's folder or a .gguf file, loaded with the first question. Raises Invalid without Transformers."""
        if find_spec("transformers") is None or find_spec("torch") is None:
            message = "A local chat model needs Transformers and PyTorch: pip install 'liaison[transformers]'."
            raise Invalid(message)
        self.name = f"transformers:{path.name}"
        self._path = path
        self._loaded: tuple[Any, Any] | None = None
        self._busy = Lock()

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        with self._busy:
            try:
                tokenizer, model = self._load()
                options = _options(tokenizer, model, messages)
            except Exception as error:
                # A damaged folder fails in as many ways as it has files, a chat template in its own language.
                log.warning("local chat model cannot be used", model=self.name, error=type(error).__name__)
                message = f"{self.name} cannot be used; LIAISON_CHAT_MODEL needs the folder of a causal language model."
                raise Unavailable(message) from error
            yield from self._generated(tokenizer, model, options)

    def ping(self) -> None:
        if not self._path.exists():
            message = f"The chat model {self.name} is gone from its folder; correct LIAISON_CHAT_MODEL."
            raise Unavailable(message)

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            self._loaded = _open(self._path)
        return self._loaded

    def _generated(self, tokenizer: Any, model: Any, options: Mapping[str, Any]) -> Iterator[str]:
        """The reply as it is generated in a thread, which is stopped when nobody reads on."""
        # Transformers and torch take seconds to import; only homes with a local chat model pay for them.
        from transformers import TextIteratorStreamer

        streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
        unread, failures = Event(), list[Exception]()
        thread = Thread(target=_generate, args=(model, options, streamer, unread, failures), daemon=True)
        thread.start()
        try:
            yield from (piece for piece in streamer if piece)
        finally:
            unread.set()
            thread.join()
        if failures:
            log.warning("local chat model failed", model=self.name, error=type(failures[0]).__name__)
            message = f"The chat model {self.name} could not finish its reply."
            raise Unavailable(message) from failures[0]


def _open(path: Path) -> tuple[Any, Any]:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    source = {"gguf_file": path.name} if path.suffix == ".gguf" else {}
    folder = path.parent if source else path
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, **source)
    tokenizer.truncation_side = "left"  # the question stands at the end
    model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True, **source)
    return tokenizer, model.eval()


def _options(tokenizer: Any, model: Any, messages: Sequence[Message]) -> dict[str, Any]:
    """What `generate` is given: the latest tokens of the prompt that the model can read, and room for the reply."""
    window = int(getattr(model.config, "max_position_embeddings", None) or WINDOW)
    reply = max(1, min(LONGEST_REPLY, window // REPLY_SHARE))
    templated = bool(tokenizer.chat_template)
    if templated:
        turns = [{"role": message.role, "content": message.text} for message in messages]
        prompt = tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
    else:
        prompt = "\n\n".join(message.text for message in messages) + "\n\nAnswer:"
    # A template writes the special tokens itself; a second beginning of the text confuses small models.
    inputs = tokenizer(
        prompt, return_tensors="pt", truncation=True, max_length=max(1, window - reply), add_special_tokens=not templated
    )
    inputs.pop("token_type_ids", None)
    return {**inputs, "max_new_tokens": reply, "do_sample": False}


def _generate(model: Any, options: Mapping[str, Any], streamer: Any, unread: Event, failures: list[Exception]) -> None:
    """Run in a thread; a failure is handed over, and the streamer closed so that nobody waits for ever."""
    from transformers import StoppingCriteriaList

    try:
        model.generate(**options, streamer=streamer, stopping_criteria=StoppingCriteriaList([_until(unread)]))
    except Exception as error:  # noqa: BLE001  # whatever it is, the waiting side raises it as Unavailable
        failures.append(error)
        streamer.end()


def _until(unread: Event) -> Callable[..., Any]:
    """A stopping criterion for `generate`: nobody reads on."""
    import torch

    def stop(input_ids: Any, *_scores: Any, **_more: Any) -> Any:
        return torch.full((input_ids.shape[0],), unread.is_set(), dtype=torch.bool, device=input_ids.device)

    return stop

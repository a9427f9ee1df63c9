"""A chat model from a folder on this machine, run by Transformers on the processor. Nothing is downloaded."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import structlog

from app.domain.errors import Invalid, Unavailable
from app.ports import Message

LONGEST_REPLY = 400
"""Tokens. A checked answer has two or three sentences; small models ramble beyond that."""

WINDOW = 4096
"""Tokens of prompt kept, the latest ones, where a model does not say how many it can read."""

log = structlog.get_logger(__name__)


class TransformersChat:
    """Implements the ChatModel port over a folder (or GGUF file) that `AutoModelForCausalLM` can load. One reply at a time."""

    def __init__(self, path: Path) -> None:
        """`path` is the model's folder or a .gguf file; it is loaded with the first question."""
        self.name = f"transformers:{path.name}"
        self._path = path
        self._loaded: tuple[Any, Any] | None = None
        self._busy = Lock()

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        with self._busy:
            tokenizer, model = self._load()
            # Transformers and torch take seconds to import; only homes with a local chat model pay for them.
            from transformers import TextIteratorStreamer

            streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
            inputs = tokenizer(_prompt(tokenizer, messages), return_tensors="pt", truncation=True, max_length=_window(model))
            failures: list[Exception] = []
            options = {**inputs, "streamer": streamer, "max_new_tokens": LONGEST_REPLY, "do_sample": False}
            thread = Thread(target=_generate, args=(model, options, streamer, failures), daemon=True)
            thread.start()
            yield from (piece for piece in streamer if piece)
            thread.join()
            if failures:
                log.warning("local chat model failed", model=self.name, error=type(failures[0]).__name__)
                message = f"The chat model {self.name} could not finish its reply."
                raise Unavailable(message) from failures[0]

    def ping(self) -> None:
        if not self._path.exists():
            message = f"The chat model's folder {self._path} is gone; correct LIAISON_CHAT_MODEL."
            raise Unavailable(message)

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            self._loaded = _open(self._path)
        return self._loaded


def _open(path: Path) -> tuple[Any, Any]:
    try:
        from transformers import AutoModelForCausalLM, AutoTokenizer
    except ImportError as error:
        message = "A local chat model needs Transformers and PyTorch; install them with pip install 'liaison[transformers]'."
        raise Invalid(message) from error
    source = {"gguf_file": path.name} if path.suffix == ".gguf" else {}
    folder = path.parent if source else path
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, **source)
        model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True, **source)
    except (OSError, ValueError, ImportError) as error:
        message = f"{path} is not a model that Transformers can load; point LIAISON_CHAT_MODEL at a causal language model's folder."
        raise Unavailable(message) from error
    return tokenizer, model.eval()


def _prompt(tokenizer: Any, messages: Sequence[Message]) -> str:
    if tokenizer.chat_template:
        turns = [{"role": message.role, "content": message.text} for message in messages]
        return str(tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))
    return "\n\n".join(message.text for message in messages) + "\n\nAnswer:"


def _window(model: Any) -> int:
    return int(getattr(model.config, "max_position_embeddings", WINDOW + LONGEST_REPLY)) - LONGEST_REPLY


def _generate(model: Any, options: dict[str, Any], streamer: Any, failures: list[Exception]) -> None:
    """Run in a thread; a failure is handed over, and the streamer closed so that nobody waits for ever."""
    try:
        model.generate(**options)
    except Exception as error:  # noqa: BLE001  # whatever it is, the waiting side raises it as Unavailable
        failures.append(error)
        streamer.end()

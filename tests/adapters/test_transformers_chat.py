"""A local model reads what fits its window, stops when nobody reads on, and fails with one sentence."""

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from app.adapters import transformers_chat
from app.adapters.transformers_chat import TransformersChat
from app.domain.errors import Invalid, Unavailable
from app.ports import Message
from tests.fakes.tiny_model import WINDOW, needs_transformers, save_tiny_model

QUESTION = [Message("user", "How much notice?")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model's folder, written once for all tests."""
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


def test_without_transformers_the_start_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(transformers_chat, "find_spec", lambda name: None)
    with pytest.raises(Invalid, match=r"pip install 'liaison\[transformers\]'"):
        TransformersChat(tmp_path)


def test_nothing_is_loaded_before_the_first_question(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(transformers_chat, "find_spec", lambda name: ModuleSpec(name, None))
    monkeypatch.setitem(sys.modules, "transformers", None)
    TransformersChat(tmp_path).ping()


def test_a_folder_that_is_gone_cannot_be_pinged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(transformers_chat, "find_spec", lambda name: ModuleSpec(name, None))
    with pytest.raises(Unavailable, match="transformers:gone is gone from its folder"):
        TransformersChat(tmp_path / "gone").ping()


@needs_transformers
class TestWithTransformers:
    def test_the_end_of_a_long_prompt_is_read_and_room_for_the_reply_is_kept(self, folder: Path) -> None:
        tokenizer, model = transformers_chat._open(folder)
        long = [Message("user", f"{'passages ' * 200}Question: how much notice?")]
        options = transformers_chat._options(tokenizer, model, long)
        read = options["input_ids"].shape[1]
        assert read + options["max_new_tokens"] == WINDOW
        assert tokenizer.decode(options["input_ids"][0]).endswith("Question: how much notice?\n<s>")

    def test_a_template_brings_its_own_special_tokens(self, folder: Path) -> None:
        tokenizer, model = transformers_chat._open(folder)
        options = transformers_chat._options(tokenizer, model, QUESTION)
        assert tokenizer.decode(options["input_ids"][0]) == "<s>user: How much notice?\n<s>"

    def test_a_long_prompt_is_answered(self, folder: Path) -> None:
        assert "".join(TransformersChat(folder).stream([Message("user", "word " * 5000)]))

    def test_a_model_without_a_template_is_given_plain_text(self, tmp_path: Path) -> None:
        tokenizer, model = transformers_chat._open(save_tiny_model(tmp_path, template=None))
        options = transformers_chat._options(tokenizer, model, [Message("system", "Be brief."), *QUESTION])
        assert tokenizer.decode(options["input_ids"][0]) == "Be brief.\n\nHow much notice?\n\nAnswer:"

    def test_generation_stops_at_the_next_token_once_nobody_reads_on(self, folder: Path) -> None:
        tokenizer, model = transformers_chat._open(folder)
        options, left = transformers_chat._options(tokenizer, model, QUESTION), Event()
        left.set()
        written, failures = Tokens(), list[Exception]()
        transformers_chat._generate(model, options, written, left, failures)
        assert failures == []
        assert written.count == options["input_ids"].shape[1] + 1

    def test_whoever_leaves_midway_stops_the_generation(self, folder: Path) -> None:
        chat, stopped = TransformersChat(folder), Event()
        tokenizer, model = chat._load()
        two_words = tokenizer("two words", return_tensors="pt").input_ids

        def generate(*, streamer: Any, stopping_criteria: Any, input_ids: Any, **_options: Any) -> None:
            streamer.put(input_ids)
            for token in two_words[0]:
                streamer.put(token.reshape(1))
            while not stopping_criteria(input_ids, None).all():
                pass
            stopped.set()
            streamer.end()

        model.generate = generate
        left = chat.stream(QUESTION)
        assert next(left) == "two "
        assert not stopped.is_set()
        left.close()  # type: ignore[attr-defined]  # a generator, which the port does not promise
        assert stopped.is_set()

    def test_a_failure_while_writing_is_told_in_one_sentence(self, folder: Path) -> None:
        chat = TransformersChat(folder)
        _, model = chat._load()
        model.generate = _fail
        with pytest.raises(Unavailable, match="could not finish its reply"):
            list(chat.stream(QUESTION))
        del model.generate
        assert list(chat.stream(QUESTION))

    @pytest.mark.parametrize("damage", ["config.json", "tokenizer.json", "model.safetensors"])
    def test_a_damaged_folder_is_told_in_one_sentence(self, tmp_path: Path, damage: str) -> None:
        (save_tiny_model(tmp_path) / damage).write_bytes(b"{ torn")
        with pytest.raises(Unavailable, match="cannot be used; LIAISON_CHAT_MODEL needs the folder"):
            list(TransformersChat(tmp_path).stream(QUESTION))

    def test_a_template_that_refuses_the_conversation_is_told_in_one_sentence(self, tmp_path: Path) -> None:
        save_tiny_model(tmp_path, template="{{ raise_exception('no system role') }}")
        with pytest.raises(Unavailable, match="cannot be used"):
            list(TransformersChat(tmp_path).stream(QUESTION))


class Tokens:
    """A streamer that counts what it is given, the prompt's tokens among them."""

    def __init__(self) -> None:
        self.count = 0

    def put(self, tokens: Any) -> None:
        self.count += tokens.numel()

    def end(self) -> None:
        """Nothing waits for the end."""


def _fail(**_options: object) -> None:
    message = "secret detail"
    raise RuntimeError(message)

"""What every ChatModel must do."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.adapters.langchain_chat import LangChainChat
from app.adapters.transformers_chat import TransformersChat
from app.domain.errors import Unavailable
from app.ports import ChatModel, Message
from tests.fakes.chat_model import ScriptedChat
from tests.fakes.chat_server import ChatServer, Turn, serving
from tests.fakes.tiny_model import needs_transformers, save_tiny_model

QUESTION = [Message("user", "How much notice do we need?")]
EVERY_ROLE = [
    Message("system", "You answer from passages."),
    Message("user", "How much notice do we need?"),
    Message("assistant", "60 days. [1]"),
    Message("user", "And Corvus? {braces} <tags> 東京"),
]
PIECES = ("Sixty", " days", "' notice.", " [", "1", "]\n", "東京 {x} <b>")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model's folder, written once for all tests."""
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


class ChatModelContract:
    """Each implementation's class inherits these tests and gives the fixtures `chat` and `unusable`."""

    def test_a_reply_comes_in_pieces_of_text(self, chat: ChatModel) -> None:
        pieces = list(chat.stream(QUESTION))
        assert pieces
        assert all(type(piece) is str and piece for piece in pieces)

    def test_the_same_question_gets_the_same_reply(self, chat: ChatModel) -> None:
        assert "".join(chat.stream(QUESTION)) == "".join(chat.stream(QUESTION))

    def test_every_role_is_taken(self, chat: ChatModel) -> None:
        assert "".join(chat.stream(EVERY_ROLE))

    def test_a_reader_may_leave_midway_and_ask_again(self, chat: ChatModel) -> None:
        left = chat.stream(QUESTION)
        first = next(left)
        del left
        assert "".join(chat.stream(QUESTION)).startswith(first)

    def test_a_model_that_cannot_be_used_says_so_in_one_sentence(self, unusable: ChatModel) -> None:
        with pytest.raises(Unavailable) as failure:
            list(unusable.stream(QUESTION))
        assert unusable.name in failure.value.sentence
        assert failure.value.sentence.endswith(".")
        assert "secret" not in failure.value.sentence

    def test_it_has_a_name_and_can_be_pinged(self, chat: ChatModel) -> None:
        chat.ping()
        assert ":" in chat.name


class ScriptedContract(ChatModelContract):
    """For models that can be told what to say, PIECES; they give `breaking` too, which fails after them."""

    def test_the_pieces_spell_the_reply(self, chat: ChatModel) -> None:
        assert list(chat.stream(QUESTION)) == list(PIECES)

    def test_what_came_before_a_failure_is_not_lost(self, breaking: ChatModel) -> None:
        stream = breaking.stream(QUESTION)
        assert [next(stream) for _ in PIECES] == list(PIECES)
        with pytest.raises(Unavailable):
            next(stream)


class TestScriptedChat(ScriptedContract):
    @pytest.fixture
    def chat(self) -> ChatModel:
        return ScriptedChat(*PIECES)

    @pytest.fixture
    def unusable(self) -> ChatModel:
        return ScriptedChat(broken=True)

    @pytest.fixture
    def breaking(self) -> ChatModel:
        return ScriptedChat(*PIECES, broken=True)


class OverTheWire(ScriptedContract):
    """A LangChain model whose service is a server of the test's own."""

    model = ""
    path = ""

    @pytest.fixture
    def servers(self) -> Iterator[ExitStack]:
        with ExitStack() as stack:
            yield stack

    def connected(self, servers: ExitStack, *turns: Turn) -> ChatModel:
        server = servers.enter_context(serving(ChatServer(list(turns))))
        return LangChainChat(self.model, "key", server.url + self.path, timeout=10)

    @pytest.fixture
    def chat(self, servers: ExitStack) -> ChatModel:
        return self.connected(servers, Turn(PIECES))

    @pytest.fixture
    def unusable(self, servers: ExitStack) -> ChatModel:
        return self.connected(servers, Turn(status=401))

    @pytest.fixture
    def breaking(self, servers: ExitStack) -> ChatModel:
        return self.connected(servers, Turn(PIECES, end="cut"))


class TestOpenAI(OverTheWire):
    model = "openai:tiny"
    path = "/v1"


class TestAnthropic(OverTheWire):
    model = "anthropic:tiny"


class TestOllama(OverTheWire):
    model = "ollama:tiny"

    def connected(self, servers: ExitStack, *turns: Turn) -> ChatModel:
        chat = super().connected(servers, *turns)
        # Ollama's client, unlike the others, leaves its sockets open when it is collected; a service keeps it for good.
        servers.callback(chat._model._client._client.close)  # type: ignore[attr-defined]  # deep inside LangChain
        return chat


@needs_transformers
class TestTransformersChat(ChatModelContract):
    """A model of two layers with random weights: it talks nonsense, always the same."""

    @pytest.fixture
    def chat(self, folder: Path) -> ChatModel:
        return TransformersChat(folder)

    @pytest.fixture
    def unusable(self, folder: Path, tmp_path: Path) -> ChatModel:
        (tmp_path / "config.json").write_text('{"model_type": "secret"}', encoding="utf-8")
        return TransformersChat(tmp_path)

"""Hosted models fail in many ways; each becomes one sentence, and what a second try cures is tried again."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from app.adapters import langchain_chat
from app.adapters.langchain_chat import LangChainChat
from app.domain.errors import Invalid, Unavailable
from app.ports import Message
from tests.fakes.chat_server import ChatServer, Turn, serving

QUESTION = [Message("system", "Be brief."), Message("user", "How much notice?")]
HOSTED = ["openai:tiny", "anthropic:tiny"]
PATHS = {"openai": "/v1", "anthropic": "", "ollama": ""}
TRY_LATER = "did not answer; try again later."

Connect = Callable[..., tuple[LangChainChat, ChatServer]]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """A model and its server: connect(model, *turns, timeout=10)."""
    with ExitStack() as stack:

        def connected(model: str, *turns: Turn, timeout: float = 10) -> tuple[LangChainChat, ChatServer]:
            server = stack.enter_context(serving(ChatServer(list(turns))))
            provider = model.partition(":")[0]
            chat = LangChainChat(model, "the-key", server.url + PATHS[provider], timeout)
            if provider == "ollama":
                # Ollama's client leaves its sockets open when it is collected; a service keeps it for good.
                stack.callback(chat._model._client._client.close)  # type: ignore[attr-defined]  # deep inside LangChain
            return chat, server

        yield connected


def refusal(chat: LangChainChat) -> str:
    with pytest.raises(Unavailable) as failure:
        list(chat.stream(QUESTION))
    return failure.value.sentence


@pytest.mark.parametrize("model", [*HOSTED, "ollama:tiny"])
def test_the_request_names_the_model_and_brings_the_key(connect: Connect, model: str) -> None:
    chat, server = connect(model, Turn(("Sixty",)))
    assert list(chat.stream(QUESTION)) == ["Sixty"]
    [(_, headers, body)] = server.requests
    assert headers["authorization"] == "Bearer the-key"
    assert (body["model"], body["stream"]) == ("tiny", True)
    assert "How much notice?" in str(body["messages"])
    assert "Be brief." in str(body)


@pytest.mark.parametrize("model", HOSTED)
@pytest.mark.parametrize("status", [429, 500, 529])
def test_a_crowded_service_is_asked_again(connect: Connect, model: str, status: int) -> None:
    chat, server = connect(model, Turn(status=status), Turn(status=status), Turn(("Sixty",)))
    assert list(chat.stream(QUESTION)) == ["Sixty"]
    assert len(server.requests) == 3


@pytest.mark.parametrize("model", HOSTED)
def test_a_service_that_stays_crowded_is_left_alone(connect: Connect, model: str) -> None:
    chat, server = connect(model, Turn(status=429))
    assert refusal(chat) == f"The chat model {model} {TRY_LATER}"
    assert len(server.requests) == 3


@pytest.mark.parametrize("model", [*HOSTED, "ollama:tiny"])
@pytest.mark.parametrize(
    ("status", "says"), [(401, "refused the key"), (403, "refused the key"), (404, "is not known"), (500, TRY_LATER)]
)
def test_a_refusal_says_what_to_look_at(connect: Connect, model: str, status: int, says: str) -> None:
    chat, _ = connect(model, Turn(status=status))
    sentence = refusal(chat)
    assert sentence.startswith(f"The chat model {model} {says}")
    assert "secret detail" not in sentence


@pytest.mark.parametrize("model", [*HOSTED, "ollama:tiny"])
@pytest.mark.parametrize("pieces", [(), ("Sixty",)])
def test_a_service_that_falls_silent_is_given_up(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, model: str, pieces: tuple[str, ...]
) -> None:
    monkeypatch.setattr(langchain_chat, "RETRIES", 0)
    chat, _ = connect(model, Turn(pieces, end="silent"), timeout=0.3)
    stream = chat.stream(QUESTION)
    assert tuple(next(stream) for _ in pieces) == pieces
    with pytest.raises(Unavailable, match="did not answer"):
        next(stream)


@pytest.mark.parametrize("model", [*HOSTED, "ollama:tiny"])
def test_a_service_that_is_not_there_is_unavailable(connect: Connect, monkeypatch: pytest.MonkeyPatch, model: str) -> None:
    monkeypatch.setattr(langchain_chat, "RETRIES", 0)
    provider = model.partition(":")[0]
    chat = LangChainChat(model, "k", f"http://127.0.0.1:9{PATHS[provider]}", 5)
    assert refusal(chat) == f"The chat model {model} {TRY_LATER}"


@pytest.mark.parametrize("model", ["", "tiny", "openai", "openai:", ":tiny", "../models:tiny", "/models/tiny"])
def test_another_form_is_refused_with_the_right_one(model: str) -> None:
    with pytest.raises(Invalid, match=r"LIAISON_CHAT_MODEL '.*' is not usable: write PROVIDER:NAME"):
        LangChainChat(model, None, None, 5)


def test_a_missing_key_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(Invalid, match="could not be set up; check LIAISON_CHAT_MODEL, LIAISON_CHAT_API_KEY"):
        LangChainChat("openai:tiny", None, None, 5)


@pytest.mark.parametrize("provider", ["openai", "anthropic", "ollama"])
def test_a_missing_package_is_named_by_its_extra(monkeypatch: pytest.MonkeyPatch, provider: str) -> None:
    monkeypatch.setitem(sys.modules, f"langchain_{provider}", None)
    with pytest.raises(Invalid, match=rf"pip install 'liaison\[{provider}\]'"):
        LangChainChat(f"{provider}:tiny", "k", None, 5)


def test_any_other_provider_needs_langchain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain", None)
    monkeypatch.setitem(sys.modules, "langchain.chat_models", None)
    with pytest.raises(Invalid, match=r"mistralai:tiny needs a package that is not there: pip install 'liaison\[langchain\]'"):
        LangChainChat("mistralai:tiny", "k", None, 5)


class TestThroughLangChain:
    """With the package `langchain`, whatever provider it knows."""

    @pytest.fixture(autouse=True)
    def _installed(self) -> None:
        pytest.importorskip("langchain", reason="needs LangChain: pip install 'liaison[langchain]'")

    def test_a_providers_own_package_is_named(self) -> None:
        with pytest.raises(Invalid, match="pip install langchain-mistralai"):
            LangChainChat("mistralai:tiny", "k", None, 5)

    def test_an_unknown_provider_is_refused(self) -> None:
        with pytest.raises(Invalid, match="nobody:tiny could not be set up; check LIAISON_CHAT_MODEL"):
            LangChainChat("nobody:tiny", "k", None, 5)

    def test_another_provider_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_VERSION", "2024-10-21")
        with serving(ChatServer([Turn(("Sixty", " days"))])) as server:
            chat = LangChainChat("azure_openai:tiny", "the-key", f"{server.url}/openai/deployments/tiny", 10)
            assert list(chat.stream(QUESTION)) == ["Sixty", " days"]
        [(_, headers, _)] = server.requests
        assert headers["api-key"] == "the-key"

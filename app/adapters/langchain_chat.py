"""Chat models through LangChain: hosted ones by `provider:name`, anything LangChain knows."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import structlog

from app.domain.errors import Invalid, Unavailable
from app.ports import Message

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PACKAGES = {"openai": "langchain-openai", "anthropic": "langchain-anthropic", "ollama": "langchain-ollama"}
"""The extra package each provider needs; installed with `pip install 'liaison[PROVIDER]'`."""

log = structlog.get_logger(__name__)


class LangChainChat:
    """Implements the ChatModel port over a LangChain chat model. Nothing is connected before the first question."""

    def __init__(self, model: str, api_key: str | None, base_url: str | None, timeout: float) -> None:
        """`model` is `provider:name`; `timeout` in seconds. Raises Invalid for another form or a missing package."""
        provider, _, name = model.partition(":")
        if provider not in PACKAGES or not name:
            message = f"LIAISON_CHAT_MODEL '{model}' is not usable: write openai:NAME, anthropic:NAME, ollama:NAME or the path of a model folder."
            raise Invalid(message)
        self.name = model
        self._model = _open(provider, name, api_key, base_url, timeout)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

        kinds: dict[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
        try:
            for chunk in self._model.stream([kinds[message.role](content=message.text) for message in messages]):
                if text := str(chunk.text):
                    yield text
        except Exception as error:
            # Each provider raises its own family of errors; all of them mean that there is no answer from this model now.
            log.warning("chat model failed", model=self.name, error=type(error).__name__)
            sentence = f"The chat model {self.name} did not answer; try again later."
            raise Unavailable(sentence) from error

    def ping(self) -> None:
        """Hosted models are not called to see whether they are there: that would cost money at every health check."""


def _open(provider: str, name: str, api_key: str | None, base_url: str | None, timeout: float) -> "BaseChatModel":
    options: dict[str, Any] = {"model": name, "temperature": 0}
    options |= {"base_url": base_url} if base_url else {}
    try:
        if provider == "openai":
            from langchain_openai import ChatOpenAI

            return ChatOpenAI(timeout=timeout, max_retries=2, **options, **({"api_key": api_key} if api_key else {}))
        if provider == "anthropic":
            from langchain_anthropic import ChatAnthropic

            return ChatAnthropic(timeout=timeout, max_retries=2, **options, **({"api_key": api_key} if api_key else {}))
        from langchain_ollama import ChatOllama

        return ChatOllama(client_kwargs={"timeout": timeout}, **options)
    except ImportError as error:
        message = f"The chat model {provider}:{name} needs the package {PACKAGES[provider]}; install it with pip install 'liaison[{provider}]'."
        raise Invalid(message) from error
    except Exception as error:
        # Constructors check keys and addresses in their own ways; the sentence says what to look at.
        message = f"The chat model {provider}:{name} could not be set up; check LIAISON_CHAT_API_KEY and LIAISON_CHAT_BASE_URL."
        raise Invalid(message) from error

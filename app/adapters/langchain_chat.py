"""Chat models through LangChain: hosted ones by `provider:name`, any that LangChain can reach."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import structlog

from app.domain.errors import Invalid, Unavailable
from app.ports import Message

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

OWN_EXTRAS = frozenset({"openai", "anthropic", "ollama"})
"""Providers that Liaison has an extra for; any other is opened by the package `langchain`."""

RETRIES = 2
"""A crowded or restarting service is asked so many times more; whoever waits for an answer gives up after that."""

REFUSED = {401: "refused the key; check LIAISON_CHAT_API_KEY", 403: "refused the key; check LIAISON_CHAT_API_KEY"} | {
    404: "is not known at its address; check LIAISON_CHAT_MODEL and LIAISON_CHAT_BASE_URL"
}
"""HTTP statuses that trying again does not cure, as the person who runs Liaison is told."""

log = structlog.get_logger(__name__)


class LangChainChat:
    """Implements the ChatModel port over a LangChain chat model. Nothing is connected before the first question."""

    def __init__(self, model: str, api_key: str | None, base_url: str | None, timeout: float) -> None:
        """`model` is `provider:name`; `timeout` in seconds. Raises Invalid for another form or a missing package."""
        provider, _, name = model.partition(":")
        if not provider.replace("_", "").isalnum() or not name:
            message = f"LIAISON_CHAT_MODEL '{model}' is not usable: write PROVIDER:NAME (openai, anthropic, ollama or another"
            message += " that LangChain knows) or the path of a model folder."
            raise Invalid(message)
        self.name = model
        self._model = _open(provider, name, _options(provider, api_key, base_url, timeout))

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        # LangChain takes most of a second to import, which the first question can bear better than every start.
        from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

        kinds: dict[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
        try:
            for chunk in self._model.stream([kinds[message.role](content=message.text) for message in messages]):
                if text := str(chunk.text):
                    yield text
        except Exception as error:
            # Each provider raises its own family of errors; all of them mean that there is no answer from this model now.
            status = getattr(error, "status_code", None)
            log.warning("chat model failed", model=self.name, error=type(error).__name__, status=status)
            sentence = f"The chat model {self.name} {REFUSED.get(status or 0, 'did not answer; try again later')}."
            raise Unavailable(sentence) from error

    def ping(self) -> None:
        """Hosted models are not called to see whether they are there: that would cost money at every health check."""


def _options(provider: str, api_key: str | None, base_url: str | None, timeout: float) -> dict[str, Any]:
    """The settings in each provider's own words."""
    options: dict[str, Any] = {"temperature": 0} | ({"base_url": base_url} if base_url else {})
    if provider == "ollama":
        headers = {"headers": {"Authorization": f"Bearer {api_key}"}} if api_key else {}
        return options | {"client_kwargs": {"timeout": timeout, **headers}}
    return options | {"timeout": timeout, "max_retries": RETRIES} | ({"api_key": api_key} if api_key else {})


def _open(provider: str, name: str, options: dict[str, Any]) -> "BaseChatModel":
    try:
        return _client(provider, name, options)
    except ImportError as error:
        message = (
            f"The chat model {provider}:{name} needs a package that is not there: pip install {_missing(provider, error)}."
        )
        raise Invalid(message) from error
    except Exception as error:
        # Constructors check keys, addresses and names in their own ways; the sentence says what to look at.
        variables = "LIAISON_CHAT_MODEL, LIAISON_CHAT_API_KEY and LIAISON_CHAT_BASE_URL"
        message = f"The chat model {provider}:{name} could not be set up; check {variables}."
        raise Invalid(message) from error


def _client(provider: str, name: str, options: dict[str, Any]) -> "BaseChatModel":
    # A home has the client of one provider at most, and each takes a second or more to import.
    model: BaseChatModel
    if provider == "openai":
        from langchain_openai import ChatOpenAI

        model = ChatOpenAI(model=name, **options)
    elif provider == "anthropic":
        from langchain_anthropic import ChatAnthropic

        model = ChatAnthropic(model_name=name, **options)
    elif provider == "ollama":
        from langchain_ollama import ChatOllama

        model = ChatOllama(model=name, **options)
    else:
        from langchain.chat_models import init_chat_model

        model = init_chat_model(name, model_provider=provider, **options)
    return model


def _missing(provider: str, error: ImportError) -> str:
    """What to install: our extra, or the provider's own package as LangChain names it."""
    if provider in OWN_EXTRAS:
        return f"'liaison[{provider}]'"
    module = error.name or getattr(error.__cause__, "name", None) or f"langchain_{provider}"
    package = str(module).split(".")[0].replace("_", "-")
    return "'liaison[langchain]'" if package == "langchain" else package

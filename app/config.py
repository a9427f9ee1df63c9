"""Settings: the only place that reads the environment. Every variable begins with `LIAISON_`.

A bad value stops the start with one sentence that names the variable.
"""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain.errors import Invalid


class Settings(BaseSettings):
    """All that can be configured. The defaults are a complete embedded system without network."""

    model_config = SettingsConfigDict(env_prefix="LIAISON_", frozen=True, extra="ignore")

    home: Path = Field(Path(".liaison"), description="Where records, indexes, kept files and the compiled model live.")
    threads: Annotated[int, Field(ge=0, le=256)] = Field(0, description="Threads for the embedding model; 0: one per core.")
    precision: Literal["int8", "float32"] = Field(
        "int8", description="Of the embedding model; float32 takes twice the time, and documents are read again."
    )
    chat_model: str | None = Field(
        None,
        description="openai:NAME or another provider LangChain knows, or a model folder; unset: answers from the passages.",
    )
    chat_api_key: SecretStr | None = Field(None, description="The key for the chat model, where it needs one.")
    chat_base_url: str | None = Field(None, description="Another address that speaks the chat model's protocol.")
    chat_timeout: Annotated[float, Field(gt=0, le=600)] = Field(60, description="Seconds to wait for the chat model.")
    max_file_mb: Annotated[float, Field(gt=0, le=4096)] = Field(50, description="Larger files are refused, in megabytes.")
    max_pages: Annotated[int, Field(gt=0)] = Field(3000, description="PDFs with more pages are refused.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(8321, description="Port to listen on.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least level that is logged.")
    log_format: Literal["console", "json"] = Field("console", description="Logs for people or for machines.")
    log_text: bool = Field(default=False, description="Whether logs may carry the text of questions.")
    token_days: Annotated[int, Field(gt=0, le=3650)] = Field(30, description="How long a new bearer token is valid, in days.")


def load_settings(**overrides: object) -> Settings:
    """Read the environment, with `overrides` on top; raises Invalid with a sentence naming the first bad variable."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks the values
    except ValidationError as error:
        first = error.errors()[0]
        name = "LIAISON_" + "_".join(str(part) for part in first["loc"]).upper()
        message = f"{name} is not usable: {first['msg'][:1].lower()}{first['msg'][1:]} (found {first['input']!r})."
        raise Invalid(message) from None


def keep_models_offline() -> None:
    """Tell model libraries never to download; called once at start, before any of them is imported."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

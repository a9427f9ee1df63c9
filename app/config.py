"""Settings: the only place that reads the environment. Every variable begins with `LIAISON_`.

A bad value stops the start with one sentence that names the variable.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from app.domain.errors import Invalid

ORIGIN = re.compile(r"https?://[^\s/*,;'\"]+")
"""A page's origin as browsers send it: scheme, host and perhaps port, without a path."""
REDIS_SCHEMES = ("redis://", "rediss://")


class WidgetSite(BaseModel):
    """A site that signs tokens for its users: with which secret, on which origins, for which partners (unset: all)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: Annotated[SecretStr, Field(min_length=32)]
    origins: list[str]
    partners: list[str] | None = None


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
    max_unpacked_mb: Annotated[float, Field(gt=0, le=65536)] = Field(
        500, description="DOCX and XLSX files that unpack to more are refused, in megabytes."
    )
    max_characters: Annotated[int, Field(gt=0)] = Field(50_000_000, description="Files with more text are refused.")
    max_cells: Annotated[int, Field(gt=0)] = Field(2_000_000, description="Files with more cells in tables are refused.")
    load_seconds: Annotated[float, Field(gt=0, le=86400)] = Field(
        120, description="A file that takes longer to read is given up, in seconds."
    )
    load_memory_mb: Annotated[float, Field(ge=64)] = Field(
        2000, description="A file that takes more memory to read is given up, in megabytes (on Linux)."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(8321, description="Port to listen on.")
    https: bool = Field(default=False, description="Whether browsers come over HTTPS only; they are told to keep to it.")
    trusted_proxies: str = Field(
        "127.0.0.1", description="Proxies whose word on a client's address and scheme counts, separated by commas."
    )
    cors_origins: str | None = Field(
        None, description="Origins whose pages may call the service, beside those of widget sites, separated by commas."
    )
    questions_per_minute: Annotated[int, Field(gt=0)] = Field(30, description="Questions of one caller in a minute.")
    questions_per_day: Annotated[int, Field(gt=0)] = Field(1000, description="Questions of one caller in a day.")
    requests_per_minute: Annotated[int, Field(gt=0)] = Field(300, description="Other requests of one caller in a minute.")
    failed_sign_ins_per_minute: Annotated[int, Field(gt=0)] = Field(
        60, description="Requests without a valid token from one address in a minute."
    )
    redis_url: SecretStr | None = Field(
        None, description="Redis in which replicas count requests together; unset: each process counts for itself."
    )
    request_seconds: Annotated[float, Field(gt=0, le=3600)] = Field(
        30, description="A request's body must be there after so many seconds."
    )
    answer_seconds: Annotated[float, Field(gt=0, le=3600)] = Field(
        120, description="A connection waits no longer than this for an answer, in seconds."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least level that is logged.")
    log_format: Literal["console", "json"] = Field("console", description="Logs for people or for machines.")
    log_text: bool = Field(default=False, description="Whether logs may carry the text of questions.")
    token_days: Annotated[int, Field(gt=0, le=3650)] = Field(30, description="How long a new token is valid, in days.")
    keep_conversations_days: Annotated[int, Field(ge=0, le=36500)] = Field(
        0, description="Conversations in which nothing was asked for so many days are erased; 0: none are."
    )
    oidc_issuer: str | None = Field(None, description="The OpenID Connect provider whose tokens sign people in; unset: none.")
    oidc_audience: str | None = Field(None, description="What those tokens must be meant for; needed with the issuer.")
    oidc_keys: str | None = Field(None, description="The provider's key set (JWKS): a URL or a file; needed with the issuer.")
    oidc_algorithms: str = Field("RS256", description="The signature algorithms that are accepted, separated by commas.")
    widget_sites: dict[str, WidgetSite] = Field(
        {},
        description="Sites that sign tokens for the widget's users, as JSON: see *Who has access*.",
    )
    widget_seconds: Annotated[int, Field(ge=30, le=3600)] = Field(900, description="How long a widget's token may be valid.")

    @model_validator(mode="after")
    def _oidc_is_whole(self) -> Self:
        if self.oidc_issuer and not (self.oidc_audience and self.oidc_keys):
            message = "LIAISON_OIDC_ISSUER needs LIAISON_OIDC_AUDIENCE and LIAISON_OIDC_KEYS beside it."
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _edges_are_usable(self) -> Self:
        if not all(ORIGIN.fullmatch(origin) for origin in self.page_origins | self.widget_origins):
            message = (
                "LIAISON_CORS_ORIGINS and the origins in LIAISON_WIDGET_SITES must each be like https://host or"
                " https://host:8443, without a path or a star."
            )
            raise ValueError(message)
        if self.redis_url and not self.redis_url.get_secret_value().startswith(REDIS_SCHEMES):
            message = "LIAISON_REDIS_URL is not usable: write it like redis://host:6379/0, or rediss:// for TLS."
            raise ValueError(message)
        return self

    @property
    def widget_origins(self) -> frozenset[str]:
        """Where the widget runs."""
        return frozenset(origin for site in self.widget_sites.values() for origin in site.origins)

    @property
    def page_origins(self) -> frozenset[str]:
        """Other origins whose pages may call the service."""
        return frozenset(filter(None, map(str.strip, (self.cors_origins or "").split(","))))


def load_settings(**overrides: object) -> Settings:
    """Read the environment, with `overrides` on top; raises Invalid with a sentence naming the first bad variable."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks the values
    except SettingsError as error:  # its message names the field
        field = re.search(r'field "(\w+)"', str(error))
        message = f"LIAISON_{field[1].upper() if field else '…'} is not usable: it is not valid JSON."
        raise Invalid(message) from None
    except ValidationError as error:
        first = error.errors()[0]
        if not first["loc"]:  # several variables together, which the message names
            raise Invalid(first["msg"].removeprefix("Value error, ")) from None
        variable, *inside = map(str, first["loc"])
        place = f", '{'.'.join(inside)}'" if inside else ""
        found = "" if holds_secret(Settings.model_fields[variable].annotation) else f" (found {first['input']!r})"
        message = f"LIAISON_{variable.upper()} is not usable{place}: {first['msg'][:1].lower()}{first['msg'][1:]}{found}."
        raise Invalid(message) from None


def holds_secret(annotation: Any) -> bool:
    """Whether a value of this type is or contains a secret, so that it must not be repeated anywhere."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return any(holds_secret(field.annotation) for field in annotation.model_fields.values())
    return annotation is SecretStr or any(map(holds_secret, get_args(annotation)))


def keep_models_offline() -> None:
    """Tell model libraries never to download; called once at start, before any of them is imported."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

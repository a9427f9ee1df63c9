"""Settings that cannot be used are named in a sentence, and secrets never are."""

import json
from typing import Any

import pytest
from pydantic import SecretStr

from app.config import WidgetSite, holds_secret, load_settings
from app.domain.errors import Invalid

HIDDEN = "hunter2"


def refused(**values: object) -> str:
    with pytest.raises(Invalid) as error:
        load_settings(**values)
    return error.value.sentence


def test_a_bad_value_is_named_and_repeated() -> None:
    assert refused(port="many") == (
        "LIAISON_PORT is not usable: input should be a valid integer, unable to parse string as an integer (found 'many')."
    )


@pytest.mark.parametrize(
    "site",
    [
        {"secret": HIDDEN, "origins": []},
        {"secret": HIDDEN},
        {"sercet": HIDDEN * 9, "origins": []},
        {"secret": [HIDDEN], "origins": []},
        {"secret": HIDDEN * 9, "origins": HIDDEN},
        HIDDEN,
    ],
)
def test_a_widget_s_secret_is_not_repeated_whatever_is_wrong_with_it(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_WIDGET_SITES", json.dumps({"portal": site}))
    sentence = refused()
    assert sentence.startswith("LIAISON_WIDGET_SITES is not usable, 'portal")
    assert HIDDEN not in sentence


def test_widget_sites_that_are_not_json_are_a_sentence_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_WIDGET_SITES", HIDDEN)
    assert refused() == "LIAISON_WIDGET_SITES is not usable: it is not valid JSON."


@pytest.mark.parametrize("name", ["redis_url", "chat_api_key"])
@pytest.mark.parametrize("value", [HIDDEN, [HIDDEN], {"a": HIDDEN}])
def test_neither_a_key_nor_an_address_with_a_password_is_repeated(name: str, value: object) -> None:
    if (name, value) == ("chat_api_key", HIDDEN):
        assert HIDDEN not in repr(load_settings(chat_api_key=HIDDEN))
        return
    sentence = refused(**{name: value})
    assert sentence.startswith(f"LIAISON_{name.upper()} is not usable")
    assert HIDDEN not in sentence


def test_a_secret_is_found_however_deep_it_lies() -> None:
    assert all(map(holds_secret, (SecretStr, SecretStr | None, dict[str, WidgetSite], list[tuple[int, SecretStr]])))
    assert not any(map(holds_secret, (str, int | None, dict[str, list[str]])))


@pytest.mark.parametrize("origins", ["*", "https://*.example", "portal.example", "https://portal.example/path", "null"])
def test_origins_are_written_out_one_by_one(origins: str) -> None:
    assert "LIAISON_CORS_ORIGINS" in refused(cors_origins=origins)
    assert "LIAISON_WIDGET_SITES" in refused(widget_sites={"portal": {"secret": "x" * 32, "origins": [origins]}})


def test_origins_of_pages_and_of_widgets_are_kept_apart() -> None:
    sites = {"portal": {"secret": "x" * 32, "origins": ["https://portal.example"]}}
    settings = load_settings(cors_origins="https://a.example, http://localhost:3000", widget_sites=sites)
    assert settings.page_origins == {"https://a.example", "http://localhost:3000"}
    assert settings.widget_origins == {"https://portal.example"}

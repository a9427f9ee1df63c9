"""What every Tokens must do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.adapters.sql_schema import open_engine
from app.adapters.sql_tokens import SqlTokens
from app.domain.access import Caller
from app.ports import Token, Tokens
from tests.fakes.tokens import MemoryTokens

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class TokensContract:
    """Each implementation's class inherits these tests and gives the fixture `tokens`."""

    def test_a_token_is_found_by_its_digest(self, tokens: Tokens) -> None:
        for role in ("partner:acme", "manager", "admin"):
            token = Token(f"digest of {role}", Caller.parse(role), NOON, NOON + timedelta(days=30, microseconds=1), "laptop")
            tokens.save(token)
            assert tokens.find(token.digest) == token

    def test_an_unknown_digest_is_none(self, tokens: Tokens) -> None:
        assert tokens.find("nothing") is None

    def test_saving_a_digest_again_replaces_it(self, tokens: Tokens) -> None:
        tokens.save(Token("d", Caller.parse("manager"), NOON, NOON))
        later = Token("d", Caller.parse("manager"), NOON, NOON + timedelta(days=1))
        tokens.save(later)
        assert tokens.find("d") == later

    def test_an_instant_is_the_same_instant_whatever_its_timezone(self, tokens: Tokens) -> None:
        elsewhere = NOON.astimezone(timezone(timedelta(hours=-5)))
        tokens.save(Token("d", Caller.parse("manager"), elsewhere, elsewhere))
        found = tokens.find("d")
        assert found is not None
        assert found.expires_at == NOON


class TestMemoryTokens(TokensContract):
    @pytest.fixture
    def tokens(self) -> Tokens:
        return MemoryTokens()


class TestSqlTokens(TokensContract):
    @pytest.fixture
    def tokens(self, tmp_path: Path) -> Iterator[Tokens]:
        engine = open_engine(tmp_path)
        yield SqlTokens(engine)
        engine.dispose()

"""Bearer tokens in SQL, by the digest of their secret. The secret itself never comes here."""

from sqlalchemy import Engine, delete, insert, select

from app.adapters import sql_tables as t
from app.adapters.sql_transactions import reading, writing
from app.domain.access import Caller
from app.ports import Token


class SqlTokens:
    """Implements the Tokens port over an engine from `open_engine`. Every method may raise Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, token: Token) -> None:
        """Store a token, in place of one with the same digest."""
        with writing(self._engine) as connection:
            connection.execute(delete(t.tokens).where(t.tokens.c.digest == token.digest))
            connection.execute(
                insert(t.tokens).values(
                    digest=token.digest,
                    caller=str(token.caller),
                    created_at=token.created_at,
                    expires_at=token.expires_at,
                    note=token.note,
                )
            )

    def find(self, digest: str) -> Token | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(t.tokens).where(t.tokens.c.digest == digest)).one_or_none()
        return None if row is None else Token(row.digest, Caller.parse(row.caller), row.created_at, row.expires_at, row.note)

"""Bearer tokens in memory."""

from app.ports import Token


class MemoryTokens:
    """The Tokens port on a dictionary."""

    def __init__(self) -> None:
        self._tokens: dict[str, Token] = {}

    def save(self, token: Token) -> None:
        self._tokens[token.digest] = token

    def find(self, digest: str) -> Token | None:
        return self._tokens.get(digest)

"""Bold text for the terminal while it streams: answers mark it with `**`, and the two stars may come in different pieces."""

from rich.text import Text

from app.commands import screen

MARK = "**"


class Emphasis:
    """Turns the pieces of one answer into styled text. A star at a piece's end is held back until the next one is here."""

    def __init__(self) -> None:
        self._held = ""
        self._bold = False

    def styled(self, piece: str) -> Text:
        """What can be shown after `piece`."""
        piece = self._held + piece
        stars = len(piece) - len(piece.rstrip("*"))
        self._held = "*" * (stars % len(MARK))
        return self._parted(piece[: len(piece) - len(self._held)])

    def rest(self) -> Text:
        """What was held back, at the end."""
        held, self._held = self._held, ""
        return self._parted(held)

    def _parted(self, piece: str) -> Text:
        shown = Text()
        for number, part in enumerate(piece.split(MARK)):
            self._bold = self._bold ^ (number > 0)
            shown.append(screen.plain(part).plain, "bold" if self._bold else None)
        return shown

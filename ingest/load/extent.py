"""How much a file holds: what few bytes can claim to hold is bounded before it goes on to be split and embedded."""

from ingest.extracted import Extracted
from ingest.load.source import Source
from ingest.load.unreadable import Reason, Unreadable


class Cells:
    """Counts the cells of the file called `name` as they are read."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self._most = source.limits.max_cells
        self._seen = 0

    def count(self, cells: int) -> None:
        """Take in so many more; raises Unreadable when they are too many."""
        self._seen += cells
        if self._seen > self._most:
            what = f"has more than {self._most:,} cells in its tables"
            raise Unreadable(Reason.TOO_LARGE, f"{self.name} {what}; split it into parts or raise LIAISON_MAX_CELLS.")


def check_extent(source: Source, extracted: Extracted) -> None:
    """Raise Unreadable where a file has more text or more cells than its limits allow."""
    characters, most = len(extracted.text), source.limits.max_characters
    if characters > most:
        what = f"holds {characters:,} characters of text, over the limit of {most:,}"
        raise Unreadable(Reason.TOO_LARGE, f"{source.name} {what}; split it into parts or raise LIAISON_MAX_CHARACTERS.")
    Cells(source).count(sum(len(block.cells) for block in extracted.blocks))

"""Plain text, exactly as decoded: offsets in it are offsets in the file's own characters."""

from ingest.extracted import Extracted
from ingest.load.decoding import decode
from ingest.load.source import Source
from ingest.load.unreadable import Reason, Unreadable


def decoded(source: Source) -> str:
    """The file as characters; raises Unreadable if its bytes are no text."""
    text = decode(source.content)
    if text is None:
        raise Unreadable(Reason.WRONG_TYPE, f"{source.name} holds binary data, not text.")
    return text


def load_text(source: Source) -> Extracted:
    """The whole file as one text without blocks."""
    return Extracted(decoded(source), "text/plain")

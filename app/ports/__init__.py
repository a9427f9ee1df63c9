"""What the assistant needs from the outside, as Protocols. Adapters implement them; tests run one suite per port.

Every port that reaches a store or a model has `ping`, which returns None when it can be used and raises Unavailable
with a sentence when it cannot. An index has `discard`, for repair: it deletes everything, also what cannot be read.
"""

from app.ports.library import (
    ChatModel,
    Clock,
    Embedder,
    FileStore,
    Hit,
    IndexedPassage,
    LexicalIndex,
    Message,
    Records,
    Stored,
    Units,
    VectorIndex,
    Vectors,
)
from app.ports.people import AuditLog, Conversations, Keys, People, Receipts

__all__ = [
    "AuditLog",
    "ChatModel",
    "Clock",
    "Conversations",
    "Embedder",
    "FileStore",
    "Hit",
    "IndexedPassage",
    "Keys",
    "LexicalIndex",
    "Message",
    "People",
    "Receipts",
    "Records",
    "Stored",
    "Units",
    "VectorIndex",
    "Vectors",
]

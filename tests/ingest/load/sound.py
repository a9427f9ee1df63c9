"""The loaders as they are, for a worker that ends at once where one breaks its promises about blocks and pages."""

from ingest.extracted import Extracted
from ingest.load import registry
from ingest.load.source import Limits
from tests.ingest.load.files import assert_sound


def load(name: str, content: bytes, limits: Limits) -> Extracted:
    """The text of a file."""
    extracted = registry.load(name, content, limits)
    assert_sound(extracted)
    return extracted

"""The door to all loaders: any file in, its text out, or one sentence that says why not.

Promises that nothing but Unreadable is raised, whatever the bytes are.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import structlog

from ingest.extracted import Extracted
from ingest.load.csv_table import load_csv
from ingest.load.docx import load_docx
from ingest.load.eml import load_eml
from ingest.load.extent import check_extent
from ingest.load.html_page import load_html
from ingest.load.markdown import load_markdown
from ingest.load.pdf import load_pdf
from ingest.load.signatures import Format, recognise
from ingest.load.source import Limits, Source
from ingest.load.text import load_text
from ingest.load.unreadable import Reason, Unreadable, damaged, too_much_memory, without_text
from ingest.load.xlsx import load_xlsx

__all__ = ["Limits", "Reason", "Unreadable", "load"]

BYTES_PER_MEGABYTE = 1 << 20
_LOADERS: Mapping[Format, Callable[[Source], Extracted]] = MappingProxyType(
    {
        Format.PDF: load_pdf,
        Format.DOCX: load_docx,
        Format.XLSX: load_xlsx,
        Format.MARKDOWN: load_markdown,
        Format.HTML: load_html,
        Format.TEXT: load_text,
        Format.CSV: load_csv,
        Format.EML: load_eml,
    }
)
_log = structlog.get_logger(__name__)


def load(name: str, content: bytes, limits: Limits) -> Extracted:
    """The text of a file called `name`, read by what its content is; raises Unreadable with a sentence and a code."""
    source = Source(name, content, limits)
    _check_size(source)
    try:
        extracted = _LOADERS[recognise(source)](source)
    except Unreadable:
        raise
    except MemoryError:
        raise too_much_memory(name, limits.memory) from None
    except Exception as error:  # parsers raise nearly anything on damaged files; this is the one place that says so
        _log.warning("file_unreadable", name=name, error=type(error).__name__)
        raise damaged(name) from error
    if not extracted.text.strip():
        raise without_text(name)
    check_extent(source, extracted)
    return extracted


def _check_size(source: Source) -> None:
    size, most = len(source.content), source.limits.max_bytes
    if size > most:
        sentence = f"{source.name} has {_megabytes(size)}; Liaison reads files up to {_megabytes(most)}."
        raise Unreadable(Reason.TOO_LARGE, sentence)
    if not source.content.strip():
        raise without_text(source.name)


def _megabytes(size: int) -> str:
    """A size for people: one decimal, and never nothing for something."""
    return f"{max(size / BYTES_PER_MEGABYTE, 0.1):,.1f}".removesuffix(".0") + " MB"

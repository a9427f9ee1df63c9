"""Office files are ZIP archives: what can be told of one from its table of contents, before anything is unpacked.

The sizes that the table states can be relied on: reading an entry stops at its stated size, whatever is packed there.
"""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePath

from ingest.load.source import Source
from ingest.load.unreadable import Reason, Unreadable, damaged, locked, with_macros

# A report with a picture on every page has about two thousand entries; a hostile archive has one for every fifty bytes.
MOST_ENTRIES = 10_000
_ENCRYPTED = 0x1
_MACRO_SUFFIXES = frozenset({".docm", ".dotm", ".xlsm", ".xltm", ".xlam"})
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_MACRO_SHEETS = "xl/macrosheets/"


def entries_of(source: Source) -> Sequence[zipfile.ZipInfo]:
    """The table of contents of an archive; raises Unreadable where there is none."""
    try:
        with zipfile.ZipFile(BytesIO(source.content)) as archive:
            return archive.infolist()
    except zipfile.BadZipFile:
        raise damaged(source.name) from None


def check_package(source: Source, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Raise Unreadable for an office file that is locked, holds macros, or would unpack beyond the limits."""
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise locked(source.name)
    if PurePath(source.name).suffix.lower() in _MACRO_SUFFIXES or any(_is_macro(entry.filename) for entry in entries):
        raise with_macros(source.name)
    if len(entries) > MOST_ENTRIES:
        what = f"is an archive of {len(entries):,} files, and a document has at most {MOST_ENTRIES:,}"
        raise Unreadable(Reason.TOO_LARGE, f"{source.name} {what}; export it again from its own program.")
    unpacked, most = sum(entry.file_size for entry in entries), source.limits.max_unpacked
    if unpacked > most:
        what = f"unpacks to {unpacked / 1e6:,.1f} MB, over the limit of {most / 1e6:,.10g} MB"
        raise Unreadable(Reason.TOO_LARGE, f"{source.name} {what}; split it into parts or raise LIAISON_MAX_UNPACKED_MB.")


def _is_macro(entry: str) -> bool:
    name = entry.lower()
    return name.endswith(_MACRO_PARTS) or name.startswith(_MACRO_SHEETS)

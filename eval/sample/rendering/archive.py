"""Rewrite an Office file so that the same source always gives the same bytes."""

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def fixed_archive(office_file: bytes, written: datetime) -> bytes:
    """The same archive with every date in it set to `written`."""
    stamp = written.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    buffer = BytesIO()
    with ZipFile(BytesIO(office_file)) as old, ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", old.read(name))
            entry = ZipInfo(name, date_time=written.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, content)
    return buffer.getvalue()

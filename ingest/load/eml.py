"""E-mail files: who wrote to whom and when, the message, and the earlier messages it quotes, marked as such."""

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parsedate_to_datetime

from ingest.extracted import BlockKind, Extracted, TextBuilder
from ingest.load.characters import one_line, visible
from ingest.load.decoding import decode
from ingest.load.eml_quotes import add_body
from ingest.load.html_page import add_html
from ingest.load.source import Source
from ingest.load.text import load_text
from ingest.load.titles import meaningful_title

MEDIA_TYPE = "message/rfc822"
_SHOWN = ("From", "To", "Cc", "Date", "Subject")


def load_eml(source: Source) -> Extracted:
    """One message with its header, body and the names of its attachments; a file without mail headers is read as text."""
    message = message_from_bytes(source.content, policy=default)
    if not any(name in message for name in _SHOWN):
        return load_text(source)
    builder = TextBuilder()
    builder.add(header_line(message), BlockKind.PARAGRAPH)
    _add_message(builder, message)
    names = _attachment_names(message)
    if names:
        builder.add(f"Attachments: {', '.join(names)}", BlockKind.PARAGRAPH)
    subject = meaningful_title(_header(message, "Subject"))
    # Headings of an e-mail are those of its quotes and pages; none of them is its title.
    return replace(builder.build(MEDIA_TYPE), title=subject)


def header_line(message: EmailMessage) -> str:
    """`From: …; To: …; Date: 3 March 2026; Subject: …`, with the fields that are there."""
    values = ((name, _header(message, name)) for name in _SHOWN)
    return "; ".join(f"{name}: {_day(value) if name == 'Date' else value}" for name, value in values if value)


def _header(message: EmailMessage, name: str) -> str:
    """A header decoded; as it stands in the file where it is too broken for that."""
    try:
        value = message.get(name)
    except (ValueError, IndexError, AttributeError, LookupError):  # the standard library's parser trips over broken headers
        value = next((raw for key, raw in message.raw_items() if key.lower() == name.lower()), None)
    return one_line(str(value)) if value is not None else ""


def _day(value: str) -> str:
    """The date of a message as people write it; as it stands where it is not a date."""
    try:
        sent: datetime = parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError, OverflowError):
        return value
    return f"{sent.day} {sent:%B %Y}"


def _add_message(builder: TextBuilder, message: EmailMessage) -> None:
    plain = message.get_body(preferencelist=("plain",))
    page = message.get_body(preferencelist=("html",))
    text = visible(_part_text(plain)) if plain is not None else ""
    if text.strip() or page is None:
        add_body(builder, text)
    else:
        add_html(builder, _part_text(page))


def _part_text(part: MIMEPart) -> str:
    """The text of a part; guessed from its bytes where the part names no usable character set."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset()
    try:
        return payload.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError, ValueError):
        return decode(payload) or ""


def _attachment_names(message: EmailMessage) -> list[str]:
    attached = (part for part in message.walk() if part.get_content_disposition() == "attachment" or _is_message(part))
    names = (one_line(part.get_filename() or _inner_subject(part)) for part in attached)
    return [name for name in names if name]


def _is_message(part: MIMEPart) -> bool:
    return part.get_content_type() == MEDIA_TYPE


def _inner_subject(part: MIMEPart) -> str:
    """A forwarded message has no file name; it is known by its subject."""
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
        return _header(inner[0], "Subject")
    return ""

"""E-mails as real MIME messages, built from a header block and a plain text.

A source may carry ``Html: yes``: the message then has a plain and an HTML part, as most mail programs send.
"""

from email.message import EmailMessage
from email.policy import SMTP
from html import escape

_BOUNDARY = "=_fjellvik_{name}"


def message(source: str, name: str) -> bytes:
    """The message written in `source`; `name` makes its boundary and identifier."""
    head, _, body = source.partition("\n\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines())
    with_html = headers.pop("Html", "no") == "yes"
    mail = EmailMessage(policy=SMTP)
    for key, value in headers.items():
        mail[key] = value
    if "Message-ID" not in headers:
        mail["Message-ID"] = f"<{name}@fjellvik.example>"
    mail.set_content(body, cte="quoted-printable" if not body.isascii() else None)
    if with_html:
        mail.add_alternative(_html(body), subtype="html", cte="quoted-printable")
        mail.set_boundary(_BOUNDARY.format(name=name))
    return mail.as_bytes()


def _html(body: str) -> str:
    paragraphs = (escape(part.strip()).replace("\n", "<br>\n") for part in body.split("\n\n") if part.strip())
    inside = "\n".join(f"<p>{part}</p>" for part in paragraphs)
    return f'<html><body style="font-family: Calibri, sans-serif">\n{inside}\n</body></html>\n'

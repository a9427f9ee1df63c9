"""Render the sample programme: every file that `manifest.json` names, from the sources in `source/`.

Run `python -m eval.sample.build` from the repository root. The result is the same each time for the same sources.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from eval.sample.rendering.clause_text import ClauseText, read_clause_text
from eval.sample.rendering.mail import message
from eval.sample.rendering.pdf import agreement_pdf
from eval.sample.rendering.scan import scanned_pdf
from eval.sample.rendering.word import agreement_docx
from eval.sample.rendering.workbook import workbook

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
DOCUMENTS = HERE / "documents"
WRITTEN = datetime(2026, 1, 2, 9, 0, 0)  # noqa: DTZ001 - Office files carry a date without a zone
SCAN_SEED = 7
COPIED = ("guides", "playbooks", "policies", "records", "notes")


def _scan(source: ClauseText) -> bytes:
    return scanned_pdf(agreement_pdf(source), SCAN_SEED)


def _word(source: ClauseText) -> bytes:
    return agreement_docx(source, WRITTEN)


MAKERS: dict[str, tuple[str, Callable[[ClauseText], bytes]]] = {
    "pdf": (".pdf", agreement_pdf),
    "scan": (".pdf", _scan),
    "docx": (".docx", _word),
}


def _write(folder: str, name: str, content: bytes) -> None:
    target = DOCUMENTS / folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _build_clause_texts(folder: str) -> None:
    for path in sorted((SOURCE / folder).glob("*.clauses")):
        source = read_clause_text(path, SOURCE / "includes")
        suffix, make = MAKERS[source.meta["format"]]
        _write(folder, path.stem + suffix, make(source))


def _build_mail() -> None:
    for path in sorted((SOURCE / "mail").glob("*.txt")):
        _write("mail", f"{path.stem}.eml", message(path.read_text(encoding="utf-8"), path.stem))


def _build_prices() -> None:
    sheets = {"Products": SOURCE / "prices" / "products.csv", "Discounts": SOURCE / "prices" / "discounts.csv"}
    _write("prices", "price-list-2026.xlsx", workbook(sheets, WRITTEN))


def _copy(folder: str) -> None:
    for path in sorted((SOURCE / folder).iterdir()):
        if path.is_file() and path.suffix != ".clauses":
            _write(folder, path.name, path.read_bytes())


def main() -> None:
    """Write every document of the sample."""
    _build_clause_texts("agreements")
    _build_clause_texts("policies")
    _build_mail()
    _build_prices()
    for folder in COPIED:
        _copy(folder)


if __name__ == "__main__":
    main()

"""Receipts are kept as they were written, and what was erased is gone from the file itself."""

from datetime import UTC, datetime
from pathlib import Path

from app.adapters.sql_privacy import SqlReceipts
from app.adapters.sql_records import SqlRecords
from app.adapters.sql_schema import open_engine
from app.domain.documents import Partner
from app.domain.privacy import Receipt

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_receipts_come_back_in_order(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    receipts = SqlReceipts(engine)
    kept = [
        Receipt("b", NOON, "person ada", {"conversations": 2}),
        Receipt("a", NOON.replace(hour=13), "partner acme", {"documents": 1}, 3, ("/files/acme.pdf",)),
    ]
    for receipt in reversed(kept):
        receipts.save(receipt)
    assert receipts.everything() == kept
    engine.dispose()


def test_when_the_receipt_is_kept_the_files_hold_nothing_of_what_was_removed_before(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    records = SqlRecords(engine)
    records.save_partners([Partner("acme", "Zanzibarian Trading")])
    records.delete_partner("acme")
    SqlReceipts(engine).save(Receipt("r", NOON, "partner acme"))
    assert [path.name for path in tmp_path.iterdir() if b"Zanzibarian" in path.read_bytes()] == []
    engine.dispose()

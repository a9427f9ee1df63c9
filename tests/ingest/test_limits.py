from app.config import load_settings
from ingest.limits import limits_of
from ingest.load.source import Limits


def test_the_settings_say_how_much_is_read() -> None:
    settings = load_settings(
        max_file_mb=2, max_pages=3, max_unpacked_mb=4, max_characters=5, max_cells=6, load_seconds=7, load_memory_mb=80
    )
    assert limits_of(settings) == Limits(2_000_000, 3, 4_000_000, 5, 6, 7, 80_000_000)


def test_without_settings_the_same_limits_hold() -> None:
    assert limits_of(load_settings()) == Limits(max_bytes=50_000_000, max_pages=3000)

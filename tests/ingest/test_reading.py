"""Reading a file's bytes."""

import hashlib
from pathlib import Path

import pytest

from ingest.load.source import Limits
from ingest.load.unreadable import Reason, Unreadable
from ingest.reading import digest_of, read_bytes

LIMITS = Limits(max_bytes=2_000_000, max_pages=1)


def test_a_file_within_the_limit_comes_whole(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(bytes(2_000_000))
    assert read_bytes(tmp_path / "a.bin", LIMITS) == bytes(2_000_000)


def test_a_file_over_the_limit_is_named_with_its_size(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(bytes(2_600_000))
    with pytest.raises(Unreadable) as caught:
        read_bytes(tmp_path / "a.bin", LIMITS)
    assert caught.value.code is Reason.TOO_LARGE
    assert caught.value.sentence == "a.bin is 2.6 MB, over the limit of 2 MB; split it or raise LIAISON_MAX_FILE_MB."


def test_a_file_that_does_not_open_is_named_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"^gone\.txt cannot be opened: No such file or directory\.$"):
        read_bytes(tmp_path / "gone.txt", LIMITS)
    with pytest.raises(Unreadable, match="cannot be opened"):
        read_bytes(tmp_path, LIMITS)


def test_the_digest_is_the_sha_256_of_the_bytes() -> None:
    assert digest_of(b"abc") == hashlib.sha256(b"abc").hexdigest()

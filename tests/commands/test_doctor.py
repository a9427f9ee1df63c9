"""`liaison doctor --fix` keeps the promise that other commands make in its name: damaged indexes are made again."""

import json
from pathlib import Path

import pytest

from app.domain.errors import Unavailable
from tests.commands.conftest import Liaison

DAMAGE = [
    ("chroma", "public.*.vectors", None),
    ("chroma", "*.vectors", b"x"),
    ("chroma", "catalogue.sqlite3", b"no database " * 1000),
    ("tantivy", "meta.json", b"x"),
    ("tantivy", "*.store", b"x"),
    ("tantivy", "*.term", b"x"),
    ("tantivy", "*.idx", b"x"),
]


@pytest.mark.parametrize(("folder", "pattern", "content"), DAMAGE)
def test_an_index_whose_files_are_damaged_is_found_and_made_again(
    liaison: Liaison, home: Path, folder: str, pattern: str, content: bytes | None
) -> None:
    whole = json.loads(liaison("search", "certified engineers", "--json").stdout)
    paths = list((home / folder).glob(pattern))
    assert paths
    for path in paths:
        path.unlink() if content is None else path.write_bytes(content)
    assert isinstance(liaison("search", "certified engineers", "--json").exception, Unavailable)
    ill = liaison("doctor", "--json")
    assert ill.exit_code == 1
    assert [finding["check"] for finding in json.loads(ill.stdout)["findings"] if not finding["ok"]] == [
        {"chroma": "vectors", "tantivy": "words"}[folder]
    ]
    assert liaison("doctor", "--fix", "--json").exit_code == 0
    assert json.loads(liaison("search", "certified engineers", "--json").stdout) == whole

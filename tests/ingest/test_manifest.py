"""What people say about their files."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.domain.access import PUBLIC, Audience
from app.domain.documents import Partner
from app.domain.errors import Invalid
from ingest.manifest import Described, Manifest, find_manifest, read_manifest

CONTENT = {
    "partners": [{"id": "acme", "name": "Acme Ltd", "aliases": ["Acme"], "legal_names": ["Acme Limited"], "tier": "gold"}],
    "documents": [
        {
            "file": "agreements/acme.pdf",
            "kind": "agreement",
            "partner": "acme",
            "audience": "partner:acme",
            "effective": "2025-03-01",
        },
        {"file": "guide.md", "audience": "public", "version": 4.2, "title": "", "amends": None},
    ],
}
YAML = """
partners:
  - {id: acme, name: Acme Ltd, aliases: Acme, legal_names: [Acme Limited], tier: gold}
documents:
  - file: agreements/acme.pdf
    kind: agreement
    partner: acme
    audience: partner:acme
    effective: 2025-03-01
  - {file: guide.md, audience: public, version: 4.2}
"""
CSV = """file,kind,partner,audience,effective,version
agreements/acme.pdf,agreement,acme,partner:acme,2025-03-01,
guide.md,,,public,,4.2
"""
PARTNER = Partner("acme", "Acme Ltd", ("Acme Ltd", "Acme", "Acme Limited"), tier="gold")


def written(folder: Path, text: str, name: str = "manifest.json") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "partners"),
    [
        ("manifest.json", json.dumps(CONTENT), (PARTNER,)),
        ("manifest.json", "\ufeff" + json.dumps(CONTENT), (PARTNER,)),
        ("manifest.yaml", YAML, (PARTNER,)),
        ("manifest.yml", YAML, (PARTNER,)),
        ("LIST.JSON", json.dumps(CONTENT), (PARTNER,)),
        ("manifest.csv", CSV, ()),
        ("LIST.CSV", CSV, ()),
    ],
)
def test_a_manifest_says_the_same_in_every_format(tmp_path: Path, name: str, text: str, partners: tuple[Partner, ...]) -> None:
    folder = tmp_path.resolve()
    assert read_manifest(written(tmp_path, text, name)) == Manifest(
        partners,
        {
            folder / "agreements/acme.pdf": Described(
                "agreement", None, "acme", Audience("partner", "acme"), effective=date(2025, 3, 1)
            ),
            folder / "guide.md": Described(audience=PUBLIC, version="4.2"),
        },
    )


def test_a_bare_list_is_a_list_of_documents(tmp_path: Path) -> None:
    assert list(read_manifest(written(tmp_path, '[{"path": "a.txt"}]')).documents.values()) == [Described()]


def test_a_part_left_blank_is_empty(tmp_path: Path) -> None:
    assert read_manifest(written(tmp_path, "partners:\ndocuments:\n", "manifest.yaml")) == Manifest()


def test_a_partner_goes_by_its_id_where_it_has_no_name(tmp_path: Path) -> None:
    manifest = read_manifest(written(tmp_path, '{"partners": [{"id": "acme"}]}'))
    assert manifest.partners == (Partner("acme", "acme", ("acme",)),)


WRONG_FILE = "needs a list 'documents' with one entry a file."
WRONG_PARTNER = "needs a list 'partners' with one entry a partner."


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("m.json", "{", "The manifest m.json is not valid: Expecting property name"),
        ("m.yaml", "a: [", "The manifest m.yaml is not valid: while parsing a flow"),
        ("m.yaml", "documents: [{file: a, effective: 2025-13-01}]", "The manifest m.yaml is not valid: month must be in 1..12"),
        ("m.json", '"text"', f"The manifest m.json {WRONG_FILE}"),
        ("m.yaml", "", f"The manifest m.yaml {WRONG_FILE}"),
        ("m.json", '{"documents": {"file": "a"}}', f"The manifest m.json {WRONG_FILE}"),
        ("m.json", '["a.pdf"]', f"The manifest m.json {WRONG_FILE}"),
        ("m.json", '{"partners": {"acme": {}}}', f"The manifest m.json {WRONG_PARTNER}"),
        ("m.json", '{"partners": ["acme"]}', f"The manifest m.json {WRONG_PARTNER}"),
        (
            "m.json",
            '{"partners": [{"id": "Acme Ltd"}]}',
            "In m.json, a partner needs an id of lower-case letters, digits, - and _, not 'Acme Ltd'.",
        ),
        (
            "m.json",
            '{"partners": [{"name": "Acme"}]}',
            "In m.json, a partner needs an id of lower-case letters, digits, - and _, not ''.",
        ),
        ("m.json", '[{"kind": "guide"}]', "An entry of m.json has no 'file': {'kind': 'guide'}."),
        ("m.csv", "kind\nguide\n", "An entry of m.csv has no 'file': {'kind': 'guide'}."),
        (
            "m.json",
            '[{"file": "a.txt", "audience": "all"}]',
            "In m.json, a.txt: 'all' is not an audience: use public, internal, internal:ID, group:ID or partner:ID",
        ),
        (
            "m.json",
            '[{"file": "a.txt", "effective": "1 May 2025"}]',
            "In m.json, a.txt: '1 May 2025' is not a date; write it as 2025-03-01.",
        ),
        (
            "m.json",
            '[{"file": "a.txt", "partner": "Acme Ltd"}]',
            "In m.json, a.txt: 'Acme Ltd' is not a partner's id: use lower-case letters, digits, - and _.",
        ),
    ],
)
def test_a_mistake_is_named_with_file_and_entry(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_manifest(written(tmp_path, text, name))
    assert caught.value.sentence.startswith(sentence)
    assert caught.value.sentence.endswith(".")


def test_a_manifest_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"^The manifest gone\.json cannot be read: no such file or directory\.$"):
        read_manifest(tmp_path / "gone.json")
    latin = tmp_path / "latin.csv"
    latin.write_bytes(b"file\ncaf\xe9.txt\n")
    with pytest.raises(Invalid, match=r"^The manifest latin\.csv is not text in UTF-8\.$"):
        read_manifest(latin)


def test_the_manifest_of_a_folder_is_found_by_its_name(tmp_path: Path) -> None:
    assert find_manifest(tmp_path) is None
    written(tmp_path, "", "list.json")
    assert find_manifest(tmp_path) is None
    csv = written(tmp_path, "", "manifest.csv")
    assert find_manifest(tmp_path) == csv
    assert find_manifest(tmp_path) != written(tmp_path, "", "manifest.json")
    assert find_manifest(tmp_path) == tmp_path / "manifest.json"

"""One file, from its text to the documents it becomes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.access import INTERNAL, PUBLIC, Audience
from app.domain.documents import DocumentState, Partner
from app.ports import Stored
from ingest import prepare as module
from ingest.extracted import Extracted
from ingest.manifest import Described
from ingest.parts import Wanted, parts_of
from ingest.prepare import Candidate, Defaults, complete, document_id, prepare, revision, unreadable, wanted_of
from tests.ingest.extracts import plain, table

ACME, BOREALIS = Partner("acme", "Acme Ltd", ("Acme Ltd",)), Partner("borealis", "Borealis", ("Borealis",))
PATH = Path("/files/acme.txt")
OWN = Audience("partner", "acme")
ABOUT = Audience("internal", "acme")
SHARED = Described(audience=INTERNAL, partner_column="Partner")


def prepared(extracted: Extracted, described: Described) -> list[Stored]:
    parts = parts_of(extracted, PATH.name, wanted_of(described, [ACME, BOREALIS]))
    return prepare(Candidate(PATH, "0" * 64, described), parts, "r")


@pytest.mark.parametrize(
    ("described", "defaults", "expected"),
    [
        (Described(), Defaults(), Described(audience=INTERNAL)),
        (Described(), Defaults("guide", None, PUBLIC), Described("guide", audience=PUBLIC)),
        (Described("note", audience=INTERNAL), Defaults("guide", None, PUBLIC), Described("note", audience=INTERNAL)),
        (Described(partner="acme"), Defaults(), Described(partner="acme", audience=OWN)),
        (Described(audience=OWN), Defaults(), Described(partner="acme", audience=OWN)),
        (Described(), Defaults(partner="acme"), Described(partner="acme", audience=OWN)),
        (Described(partner="acme"), Defaults(audience=PUBLIC), Described(partner="acme", audience=PUBLIC)),
        (Described(partner="acme", audience=INTERNAL), Defaults(), Described(partner="acme", audience=ABOUT)),
        (Described(audience=INTERNAL), Defaults(partner="acme"), Described(partner="acme", audience=ABOUT)),
        (Described(audience=ABOUT), Defaults(), Described(partner="acme", audience=ABOUT)),
    ],
)
def test_the_manifest_goes_before_the_command_line_and_silence_means_internal(
    described: Described, defaults: Defaults, expected: Described
) -> None:
    assert complete(described, defaults) == expected


def test_an_id_follows_from_the_path_and_the_part_alone() -> None:
    ids = {document_id(PATH), document_id(PATH, "acme"), document_id(PATH, "borealis"), document_id(Path("/b.txt"))}
    assert len(ids) == 4
    assert document_id(PATH) == Candidate(PATH, "1", Described()).id == Candidate(PATH, "2", Described("guide")).id


FACTS = Described(audience=INTERNAL)


@pytest.mark.parametrize(
    "changed",
    [
        replace(FACTS, audience=PUBLIC),
        replace(FACTS, title="Another"),
        replace(FACTS, kind="guide"),
        replace(FACTS, effective=date(2025, 3, 1)),
        replace(FACTS, partner_column="Partner"),
    ],
)
def test_a_revision_changes_with_what_is_said_of_the_file(changed: Described) -> None:
    assert revision("digest", changed, "model", []) != revision("digest", FACTS, "model", [])


def test_a_revision_changes_with_content_model_and_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    first = revision("digest", FACTS, "model", [])
    assert first == revision("digest", FACTS, "model", [])
    assert first.startswith("digest/")
    others = {revision("other", FACTS, "model", []), revision("digest", FACTS, "other", [])}
    monkeypatch.setattr(module, "PIPELINE", "another")
    assert len({first, *others, revision("digest", FACTS, "model", [])}) == 4


def test_a_shared_table_changes_with_the_partners_and_other_files_do_not() -> None:
    renamed, moved = replace(ACME, names=("Acme Ltd", "Acme")), replace(ACME, id="acme-uk")
    revisions = {revision("digest", SHARED, "model", [partner, BOREALIS]) for partner in (ACME, renamed, moved)}
    assert len(revisions) == 3
    assert revision("digest", SHARED, "model", [ACME, BOREALIS]) == revision("digest", SHARED, "model", [BOREALIS, ACME])
    assert revision("digest", FACTS, "model", [ACME]) == revision("digest", FACTS, "model", [renamed])


def test_who_reads_a_file_learns_of_partners_only_where_it_has_to_tell_their_rows_apart() -> None:
    assert wanted_of(Described("note", partner="acme", audience=OWN), [ACME, BOREALIS]) == Wanted("note")
    assert wanted_of(SHARED, [ACME, BOREALIS]) == Wanted(None, "Partner", (ACME, BOREALIS))


def test_a_file_becomes_one_document_with_its_passages() -> None:
    text = "Reseller Agreement\n\nEffective 1 March 2025 the parties agree on sixty days' notice."
    (stored,) = prepared(plain(text), Described(partner="acme", audience=OWN, version="1.0", amends="../old/base.pdf"))
    document = stored.document
    assert (document.id, document.name, document.source) == (document_id(PATH), "acme.txt", str(PATH))
    assert (document.title, document.kind, document.effective) == ("Reseller Agreement", "agreement", date(2025, 3, 1))
    assert (document.audience, document.partner, document.version, document.amends) == (OWN, "acme", "1.0", "base.pdf")
    assert (document.characters, document.pages, document.state) == (len(text), 0, DocumentState.READY)
    assert stored.text.text == text
    assert [passage.document_id for passage in stored.passages] == [document.id]


def test_what_the_manifest_says_goes_before_what_the_text_says() -> None:
    said = Described("guide", "Another title", audience=PUBLIC, effective=date(2020, 1, 1))
    (stored,) = prepared(plain("Reseller Agreement\nEffective 1 March 2025."), said)
    document = stored.document
    assert (document.kind, document.title, document.effective) == ("guide", "Another title", date(2020, 1, 1))


def test_a_shared_table_becomes_a_document_for_each_partner_behind_its_own_wall() -> None:
    documents = {
        stored.document.partner: stored for stored in prepared(table("acme", "Borealis", "Corvus", "Acme Ltd"), SHARED)
    }
    assert {partner: str(stored.document.audience) for partner, stored in documents.items()} == {
        "acme": "partner:acme",
        "borealis": "partner:borealis",
        None: "internal",
    }
    assert [len(stored.passages) for stored in documents.values()] == [2, 1, 1]
    assert len({stored.document.id for stored in documents.values()}) == 3


def test_a_file_without_rows_stays_whole_though_a_column_is_named() -> None:
    (stored,) = prepared(plain("Minutes of the meeting"), SHARED)
    assert (stored.document.id, stored.document.audience) == (document_id(PATH), INTERNAL)


@pytest.mark.parametrize(("is_pdf", "media_type"), [(True, "application/pdf"), (False, "application/octet-stream")])
def test_of_an_unreadable_file_its_name_and_the_reason_are_kept(*, is_pdf: bool, media_type: str) -> None:
    stored = unreadable(Candidate(PATH, "0", Described(audience=OWN, partner="acme")), "r", "acme.txt is empty.", is_pdf=is_pdf)
    document = stored.document
    assert (document.state, document.reason, document.media_type) == (
        DocumentState.UNREADABLE,
        "acme.txt is empty.",
        media_type,
    )
    assert (document.title, document.audience, document.revision) == ("acme", OWN, "r")
    assert (stored.text.text, stored.passages) == ("", ())

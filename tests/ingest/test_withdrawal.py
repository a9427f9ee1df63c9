"""An earlier version stays in force only for the readers it was for, also while its file cannot be read."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.access import INTERNAL, PUBLIC, Audience
from app.domain.documents import Document, DocumentState
from ingest.manifest import Described
from ingest.prepare import Defaults, document_id
from ingest.withdrawal import WITHDRAWN, outdated
from tests.conversation.sentences import document
from tests.ingest.home import Home

TEXT = "Acme Reseller Agreement\n\nEither party may leave upon sixty days' notice."
BROKEN = "\x00\x01\x02\x03" * 20
TOO_LARGE = "x" * 100_001
TABLE = "partner,deal\nacme,Atlas\nborealis,Boreas\n"
ACME = Audience("partner", "acme")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.mark.parametrize("content", [BROKEN, "", TOO_LARGE])
@pytest.mark.parametrize(
    ("said", "now"),
    [
        ({"audience": "public"}, {"audience": "internal"}),
        ({"partner": "acme"}, {"partner": "borealis"}),
        ({"partner": "acme", "audience": "public"}, {"partner": "borealis", "audience": "public"}),
    ],
)
def test_what_was_for_other_readers_is_withdrawn_while_the_file_cannot_be_read(
    home: Home, content: str, said: Mapping[str, str], now: Mapping[str, str]
) -> None:
    home.describe({"file": "acme.txt", **said})
    home.write({"acme.txt": TEXT})
    home.read()
    home.describe({"file": "acme.txt", **now})
    home.write({"acme.txt": content})
    (failure,) = home.read().failed
    closed = home.document("acme.txt")
    assert (closed.state, closed.partner) == (DocumentState.UNREADABLE, now.get("partner"))
    assert str(closed.audience) == now.get("audience", "partner:borealis")
    assert failure.reason == f"{closed.reason} {WITHDRAWN}"
    assert not home.vectors.ids()
    assert not home.lexical.ids()
    assert TEXT.encode() not in [home.files.load(digest) for digest in home.files.digests()]
    assert home.faults() == []
    assert home.read().failed[0].reason == closed.reason


@pytest.mark.parametrize("content", [BROKEN, TOO_LARGE])
def test_what_is_for_the_same_readers_stays_whatever_else_is_said_of_it(home: Home, content: str) -> None:
    home.write({"acme.txt": TEXT})
    home.read(defaults=Defaults(audience=PUBLIC))
    good = home.kept()
    home.describe({"file": "acme.txt", "title": "Another title", "version": "2.0"})
    home.write({"acme.txt": content})
    (failure,) = home.read(defaults=Defaults(audience=PUBLIC)).failed
    assert WITHDRAWN not in failure.reason
    assert home.kept() == good


def test_the_mended_file_is_read_for_its_new_readers(home: Home) -> None:
    home.write({"acme.txt": TEXT})
    home.read(defaults=Defaults(audience=PUBLIC))
    home.write({"acme.txt": TOO_LARGE})
    home.read()
    home.write({"acme.txt": TEXT})
    assert home.read().failed == []
    assert (home.document("acme.txt").state, home.document("acme.txt").audience) == (DocumentState.READY, INTERNAL)
    assert home.faults() == []


def test_the_parts_of_a_table_stay_until_it_is_no_longer_parted(home: Home) -> None:
    home.describe({"file": "deals.csv", "partner_column": "partner"}, partners=["acme", "borealis"])
    home.write({"deals.csv": TABLE})
    home.read()
    good = home.kept()
    home.write({"deals.csv": BROKEN})
    home.read()
    assert home.kept() == good
    home.describe({"file": "deals.csv", "audience": "internal"}, partners=["acme", "borealis"])
    home.read()
    assert (home.document("deals.csv").audience, home.document("deals.csv").state) == (INTERNAL, DocumentState.UNREADABLE)
    assert home.faults() == []


def table(audience: Audience, part: str | None = None) -> Document:
    whole = document("deals", "deals", audience)
    return replace(whole, id=document_id(Path(whole.source), part), partner=part)


@pytest.mark.parametrize(
    ("known", "stale"),
    [
        ([], False),
        ([table(PUBLIC)], True),
        ([table(PUBLIC), table(ACME, "acme")], False),
        ([replace(table(PUBLIC), state=DocumentState.UNREADABLE)], False),
        ([table(INTERNAL)], True),
    ],
)
def test_a_whole_table_that_is_parted_from_now_on_is_outdated_where_partners_see_it(
    known: list[Document],
    stale: bool,  # noqa: FBT001  # the expected value
) -> None:
    assert outdated(known, Described(audience=PUBLIC, partner_column="partner")) is stale


def test_a_whole_table_for_the_vendors_own_people_may_be_parted_later() -> None:
    assert not outdated([table(INTERNAL)], Described(audience=INTERNAL, partner_column="partner"))

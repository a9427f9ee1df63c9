"""The later text wins: an amendment over what it amends, a newer edition over an older one, never another partner's."""

from dataclasses import replace
from datetime import date

import pytest

from app.conversation.precedence import ON_THE_SAME, governing, supersedes
from app.domain.access import INTERNAL, PUBLIC, Audience
from app.domain.documents import Document
from tests.conversation.sentences import AGREEMENT, AMENDMENT, GUIDE, document, evidence

SECOND = document("second", "amendment", effective=date(2026, 9, 1), amends="agreement.pdf")
OLD, NEW = (document(name, "guide", PUBLIC, day, title="Programme Guide") for name, day in
            (("old", date(2025, 1, 1)), ("new", date(2026, 1, 1))))  # fmt: skip


@pytest.mark.parametrize(("later", "earlier"), [(AMENDMENT, AGREEMENT), (SECOND, AMENDMENT), (SECOND, AGREEMENT), (NEW, OLD)])
def test_what_comes_later_overrules_and_never_the_other_way(later: Document, earlier: Document) -> None:
    assert supersedes(later, earlier)
    assert not supersedes(earlier, later)


def test_an_amendment_overrules_its_agreement_even_without_dates() -> None:
    assert supersedes(document("x", "amendment", effective=None, amends="agreement.pdf"), AGREEMENT)


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        (AGREEMENT, AGREEMENT),
        (document("other", "amendment", Audience("partner", "borealis"), date(2026, 9, 1)), AGREEMENT),
        (NEW, GUIDE),
        (GUIDE, AGREEMENT),
    ],
)
def test_another_partners_text_another_title_or_itself_overrules_nothing(later: Document, earlier: Document) -> None:
    assert not supersedes(later, earlier)


LOOSE = document("loose", audience=INTERNAL)
CHANGE = document("change", "amendment", INTERNAL, date(2026, 5, 1))


def between(of: Document, *parties: str) -> Document:
    return replace(of, parties=parties)


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        (CHANGE, LOOSE),
        (between(CHANGE, "Zenith Ltd", "Corvus Inc."), between(LOOSE, "Zenith Ltd", "Diversinet Corp.")),
        (between(CHANGE, "Zenith Software Ltd", "Zenith"), between(LOOSE, "Zenith Software Ltd", "Zenith", "Diversinet")),
        (between(CHANGE, "Zenith Ltd"), between(LOOSE, "Zenith Ltd", "Diversinet Corp.")),
        (replace(CHANGE, amends="other.pdf"), LOOSE),
        (document("new", audience=INTERNAL, effective=date(2026, 5, 1), title=LOOSE.title), LOOSE),
    ],
)
def test_on_no_partners_record_a_contract_with_others_overrules_nothing(later: Document, earlier: Document) -> None:
    assert not supersedes(later, earlier)
    assert not supersedes(earlier, later)


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        (replace(CHANGE, amends="loose.pdf"), LOOSE),
        (between(CHANGE, "ZENITH", "Diversinet  Corporation"), between(LOOSE, "Zenith Ltd", "Diversinet Corp.", "Diversinet")),
        (replace(CHANGE, amends="x.pdf"), replace(CHANGE, id="first", amends="x.pdf", effective=date(2026, 1, 1))),
    ],
)
def test_on_no_partners_record_the_file_that_is_named_or_the_parties_tell_what_overrules(
    later: Document, earlier: Document
) -> None:
    assert supersedes(later, earlier)
    assert not supersedes(earlier, later)


def test_the_text_that_governs_leads_and_the_one_it_overrules_follows() -> None:
    best, side = evidence("Pay in 45 days.", score=2.0), evidence("See the guide.", GUIDE, score=1.9)
    rival = evidence("Pay in 15 days.", AMENDMENT, score=2.0 - ON_THE_SAME / 2)
    assert governing([best, side, rival]) == (rival, best, side)


def test_of_two_amendments_the_later_leads() -> None:
    best = evidence("Pay in 45 days.", score=2.0)
    first, second = evidence("In 30 days.", AMENDMENT, score=1.9), evidence("In 15 days.", SECOND, score=1.8)
    assert governing([best, first, second])[:2] == (second, best)


def test_an_amendment_on_another_matter_changes_no_order() -> None:
    best, far = evidence("Pay in 45 days.", score=2.0), evidence("Norway.", AMENDMENT, score=2.0 - ON_THE_SAME - 0.1)
    assert governing([best, far]) == (best, far)
    assert governing([]) == ()

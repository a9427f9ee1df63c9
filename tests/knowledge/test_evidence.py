"""Sentences are taken whole from their passages, weighed with all signs, and the one that answers comes first."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.access import Caller
from app.knowledge.directory import Directory
from app.knowledge.evidence import COMPARED, Evidence, margin
from app.knowledge.question import Understood, understand
from app.ports import Stored
from tests.knowledge.library import ACME, BOREALIS, PARTNERS, Library, document, stored

MANAGER = Caller.parse("manager")
AGREEMENT = (
    "12 Term\n\n12.2 Either party may terminate this Agreement upon sixty (60) days' prior written notice. Sec. 3 limits it.",
    "Invoices are paid within thirty (30) days. Late payment bears interest of two per cent.",
    "The Reseller keeps stock in Oslo. It reports every quarter.",
)
ROW = "ticket: T-20638; partner: Delta; status: open. Waiting for parts."


def read(question: str) -> Understood:
    return understand(question, Directory(PARTNERS, ()), MANAGER)


def weighed(question: str, *content: Stored) -> list[Evidence]:
    library = Library(content)
    about = read(question)
    return library.weigher.weigh(about, library.finder.find(about.topic, MANAGER, ()))


def agreement() -> Stored:
    return stored(document("a", ACME, "agreement"), *AGREEMENT)


def test_the_sentence_that_answers_comes_first_and_is_exact() -> None:
    best = weighed("How many days' notice must either party give to terminate?", agreement())[0]
    assert best.text == "12.2 Either party may terminate this Agreement upon sixty (60) days' prior written notice."
    assert agreement().text.text[best.start : best.end] == best.text
    assert best.signs.fits == 1.0
    assert best.missing == ()
    assert 0 < best.sure < 1


def test_scores_fall_and_a_heading_is_never_a_sentence() -> None:
    found = weighed("What is the term of the agreement?", agreement())
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.text != "12 Term" for one in found)
    assert len(found) <= COMPARED


def test_a_clause_that_is_its_own_heading_is_a_sentence() -> None:
    law = "13.1 This Agreement is governed by the laws of Norway."
    library = Library([stored(document("a", ACME, "agreement"), law, "Term.", section=(law[:-1], "Term"))])
    found = library.weigher.weigh(read("Which laws govern?"), library.finder.find("Which laws govern?", MANAGER, ()))
    assert [one.text for one in found] == [law]


def test_a_row_is_one_sentence_whatever_stands_in_it() -> None:
    (row,) = weighed("What is the status of ticket T-20638?", stored(document("t"), ROW, kind="row"))
    assert (row.text, row.signs.row, row.signs.named) == (ROW, 1.0, 1.0)


def test_a_mail_header_is_found_but_is_no_answer() -> None:
    mail = stored(
        document("m", ACME, "email"), "From: Ingrid Dahl; To: Gareth Lowe; Date: 2026-11-10", "The hold ends in March."
    )
    assert {one.text for one in weighed("When does the hold end?", mail)} == {"The hold ends in March."}


def test_a_name_the_passage_does_not_bear_is_told() -> None:
    found = weighed("What does the contract say on stock in Bergen?", agreement())
    assert found
    assert all(one.signs.named == 0.0 for one in found)
    assert weighed("What does the contract say on stock in Oslo?", agreement())[0].signs.named == 1.0


def test_a_word_no_passage_holds_is_unheard_and_one_of_another_passage_is_only_missing() -> None:
    found = weighed("Is interest due on zeppelins?", agreement())
    assert all("zeppelin" in one.unheard for one in found)
    far = next(one for one in found if "stock" in one.text)
    assert "interest" in far.missing
    assert "interest" not in far.unheard


def test_a_word_that_only_others_passages_hold_is_as_unknown_as_one_that_none_holds() -> None:
    question, own = "Is the Quillon notice sixty days?", agreement()
    hidden = stored(document("hidden", BOREALIS), "Quillon, Quillon and Quillon.")
    alone, beside = Library([own]), Library([own, hidden])
    seen = [
        library.weigher.weigh(read(question), library.finder.find(question, Caller.parse("partner:acme"), ()))
        for library in (alone, beside)
    ]
    assert seen[0]
    told = [[(one.start, one.unheard, one.signs.exact, one.signs.unknown, one.signs.lacking) for one in each] for each in seen]
    assert sorted(told[0]) == sorted(told[1])


def test_nothing_found_is_nothing_weighed() -> None:
    assert weighed("anything at all?") == []


def test_the_lead_is_over_other_passages_only_and_bounded() -> None:
    found = weighed("How many days' notice to terminate?", agreement())
    best = found[0]
    sibling = replace(best, start=best.start + 1, score=best.score)
    rival = next(one for one in found if one.ranked.passage.id != best.ranked.passage.id)
    assert margin(best, [best, sibling]) == 1.0
    assert margin(replace(best, score=3.0), [replace(rival, score=2.75)]) == 0.25
    assert margin(replace(best, score=0.0), [replace(rival, score=9.0)]) == -1.0


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.sampled_from("Acme notice pays. Oslo 60 days; The price is\n\n- (a) Sec. 4.2 €5".split(" ")), max_size=30).map(
        " ".join
    )
)
def test_evidence_is_always_an_exact_stretch_of_its_document(text: str) -> None:
    library = [stored(document("a", ACME), text)] if text.strip() else []
    for one in weighed("How many days' notice does Acme give?", *library):
        assert text[one.start : one.end] == one.text
        assert one.text.strip() == one.text != ""
        assert 0 <= one.sure <= 1


def test_a_possessive_is_heard_where_its_word_stands() -> None:
    rows = [stored(document(name, ACME, "agreement"), f"{name} holds a certificate.") for name in ("Jonas", "Farah")]
    found = {one.text: one for one in weighed("Is Jonas's certificate like Desmond's?", *rows)}
    assert found["Farah holds a certificate."].unheard == {"desmond"}

"""A question's names lead to the documents that go by them, and never to certainty about one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.access import PUBLIC
from app.domain.documents import Document
from app.knowledge.routing import MOST_MEANT, Names, Route

ASKING = frozenset("agreement contract deal notice term notice leave party exclusive reseller law governing our".split())


def document(identity: str, title: str, parties: tuple[str, ...] = (), names: tuple[str, ...] = (), file: str = "") -> Document:
    plain = Document(identity, file or f"{identity}.pdf", title, "agreement", PUBLIC, identity, "application/pdf", "r1")
    return replace(plain, parties=parties, names=names)


DOCUMENTS = (
    document("d1", "Reseller Agreement between Diversinet Corp. and Galaxy Telecom", ("Diversinet Corp.", "Galaxy Telecom")),
    document("d2", "Reseller Agreement between Borealis AS and Northwind Traders", ("Borealis AS", "Northwind Traders")),
    document("d3", "Hosting Agreement", ("Women.com Networks",), ("eDiets", "Lifestyle Channel")),
    document("d4", "Endorsement Agreement", names=("David Duval",), file="MOSSIMOINC_04_14_2000-EX-10.14.txt"),
    document("d5", "Supply Agreement between Acme, Inc. and Fathom Labs", ("Acme, Inc.", "Fathom Labs")),
    document("d6", "Licence Agreement between Acme, Inc. and Juniper Data", ("Acme, Inc.", "Juniper Data")),
    document("d7", "Bank of Norway Services Agreement", ("Bank of Norway",)),
    *(document(f"o{at}", f"Services Agreement {at}", (name,)) for at, name in enumerate(("Corvus", "Elmwood", "Hespera"))),
)
NAMES = Names(DOCUMENTS, ASKING)


def first(question: str) -> str | None:
    route = NAMES.route(question)
    return route.documents[0][0] if route.documents else None


def named(question: str) -> list[str]:
    return [question[start:end] for start, end in NAMES.route(question).spans]


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Consider the Reseller Agreement between Diversinet Corp. and Galaxy Telecom; what is the notice period?", "d1"),
        ("Is the Northwind deal exclusive?", "d2"),
        ("Can Borealis leave early?", "d2"),
        ("What is Diversinet's notice period?", "d1"),
        ("What is Diversinet’s notice period?", "d1"),
        ("What does the Diversnet contract say on notice?", "d1"),
        ("which law governs the mossimo contract", "d4"),
        ("is the galaxy telecom deal exclusive", "d1"),
        ("Which law governs the David Duval deal?", "d4"),
        ("may ediets leave", "d3"),
    ],
)
def test_a_document_is_found_by_what_people_call_it(question: str, meant: str) -> None:
    assert first(question) == meant


def test_a_full_title_is_believed_more_than_a_single_name() -> None:
    full = NAMES.route("Consider the Reseller Agreement between Diversinet Corp. and Galaxy Telecom; what is the term?")
    resembling = NAMES.route("What is the term with Diversonett?")
    assert full.confidence > 0.9
    assert full.confidence >= resembling.confidence > 0


def test_two_documents_of_one_party_are_both_meant_and_share_the_belief() -> None:
    route = NAMES.route("When does our Acme deal end?")
    assert [identity for identity, _ in route.documents] == ["d5", "d6"]
    assert [share for _, share in route.documents] == pytest.approx([0.5, 0.5])
    assert route.confidence > 0.5


def test_what_tells_two_documents_of_one_party_apart_decides() -> None:
    assert first("When does the agreement between Acme and Juniper end?") == "d6"
    assert first("When does the agreement between Acme and Fathom end?") == "d5"


def test_a_question_without_a_name_has_an_empty_route() -> None:
    assert NAMES.route("What is the notice period of the agreement?") == Route()
    assert NAMES.route("") == Route()
    assert NAMES.route("?!") == Route()
    assert Names([], ASKING).route("What does the Diversinet deal say?") == Route()


def test_a_word_to_ask_with_routes_nowhere_even_if_a_document_goes_by_it() -> None:
    party = Names([document("p", "Exclusive Party Notice"), *DOCUMENTS], ASKING)
    assert party.route("is there an exclusive notice for a party").documents == ()


def test_a_name_stands_where_it_was_written_with_its_joiners_and_its_legal_form() -> None:
    assert named("What does Bank of Norway owe?") == ["Bank of Norway"]
    assert named("Does the Acme, Inc. / Fathom Labs deal renew?") == ["Acme, Inc. / Fathom Labs"]
    assert named("What is Diversinet Corp.'s notice period?") == ["Diversinet Corp"]
    assert named("Does the deal of Women.com with eDiets renew?") == ["Women.com", "eDiets"]


def test_a_name_does_not_end_in_a_joiner() -> None:
    assert named("Do Diversinet and we share costs?") == ["Diversinet"]
    assert named("Is Borealis by any chance exclusive?") == ["Borealis"]


def test_a_small_word_counts_less_in_a_question_that_writes_names_with_capitals() -> None:
    lone = NAMES.route("is the fathom deal exclusive")
    beside = NAMES.route("Is the Diversinet deal to fathom?")
    assert lone.documents[0][0] == "d5"
    assert [identity for identity, _ in beside.documents] == ["d1"]


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from("Acme Inc. Diversinet deal borealis of and 's the Galaxy 14 mossimo ,".split()), max_size=12
        ).map(" ".join),
    )
)
def test_whatever_is_asked_the_shares_add_up_and_the_spans_lie_in_order(question: str) -> None:
    route = NAMES.route(question)
    total = sum(share for _, share in route.documents)
    assert total == pytest.approx(1.0 if route.documents else 0.0)
    assert 0.0 <= route.confidence <= float(bool(route.documents))
    assert len({identity for identity, _ in route.documents}) == len(route.documents)
    shares = [share for _, share in route.documents]
    assert shares == sorted(shares, reverse=True)
    edges = [edge for span in route.spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(question) for start, end in route.spans)


def test_names_are_found_with_and_without_their_accents_and_in_other_scripts() -> None:
    names = Names(
        [
            document("m", "Agreement", ("Müller GmbH",)),
            document("b", "Agreement", ("Bærum AS",)),
            document("r", "Agreement", ("Ромашка",)),
        ],
        ASKING,
    )
    for question, meant, name in (
        ("May Müller leave?", "m", "Müller"),
        ("may muller leave?", "m", "muller"),
        ("May Bærum leave?", "b", "Bærum"),
        ("May Ромашка leave?", "r", "Ромашка"),
    ):
        route = names.route(question)
        assert route.documents[0][0] == meant
        assert [question[start:end] for start, end in route.spans] == [name]


def test_a_name_that_many_documents_go_by_leads_to_a_few_and_is_believed_less() -> None:
    many = Names(
        [document(f"d{at}", f"Order {at}", ("Orion",)) for at in range(60)] + [document("x", "Other", ("Vega",))] * 900, ASKING
    )
    route = many.route("What does Orion owe?")
    assert len(route.documents) == MOST_MEANT
    assert route.confidence <= MOST_MEANT / 60


def test_of_two_contracts_of_one_party_the_date_tells_which_is_meant() -> None:
    dated = [
        replace(document(f"d{year}", f"Services Agreement {at}", ("Acme, Inc.",)), effective=date(year, 5, 3))
        for at, year in enumerate((2004, 2019))
    ]
    names = Names([*dated, *(document(f"o{at}", "Other", (party,)) for at, party in enumerate(("Vega", "Corvus")))], ASKING)
    assert names.route("What does the 2019 agreement with Acme say on notice?").documents[0][0] == "d2019"
    assert names.route("What did we promise Acme in May 2004?").documents[0][0] == "d2004"

"""A name is believed as far as it is theirs, or where searching without it leads to the same documents."""

from dataclasses import replace

from app.domain.access import INTERNAL, PUBLIC, Audience, Caller
from app.knowledge.naming import KEPT, Naming
from app.ports import Stored
from tests.knowledge.library import Library, document, stored

MANAGER, PARTNER = Caller.parse("manager"), Caller.parse("partner:acme")


def contract(identity: str, party: str, *texts: str, audience: Audience = PUBLIC) -> Stored:
    return stored(replace(document(identity, audience, "agreement", f"Agreement {identity}"), parties=(party,)), *texts)


def price_lists(word: str, count: int) -> list[Stored]:
    return [stored(document(f"list{at}"), f"{word} {at} costs {at}.") for at in range(count)]


def library(*more: Stored, audience: Audience = PUBLIC) -> Library:
    contracts = [
        contract(f"d{at}", party, f"{party} shall pay.", f"{party} may leave.", audience=audience)
        for at, party in enumerate(("Atlas", "Borealis", "Corvus", "Diversinet"))
    ]
    return Library([*contracts, *more])


def confidence(content: Library, question: str, caller: Caller = MANAGER, first: str | None = None) -> float:
    """What is left of the confidence that the names alone would give, 0 to 1."""
    whole = content.naming.known(caller).names.route(question).confidence
    return content.naming.route(question, caller, first).confidence / whole


def test_a_name_that_stands_in_one_contract_alone_is_believed() -> None:
    assert confidence(library(), "What does Atlas pay?") == 1.0


def test_a_word_that_others_say_more_often_is_believed_less_and_stays_in_the_question() -> None:
    few, many = library(*price_lists("Atlas", 4)), library(*price_lists("Atlas", 30))
    question = "What does Atlas cost?"
    assert 1.0 > confidence(few, question) > confidence(many, question) > 0.0
    assert few.naming.route(question, MANAGER).spans == ()
    assert library().naming.route(question, MANAGER).spans == ((10, 15),)


def test_one_name_of_their_own_is_enough() -> None:
    content = library(*price_lists("Atlas", 30))
    content.put(contract("both", "Atlas Hespera", "Hespera shall pay."))
    assert confidence(content, "What do Atlas and Hespera pay?") == 1.0


def test_where_the_search_leads_to_the_same_document_the_name_is_believed() -> None:
    content = library(*price_lists("Atlas", 30))
    assert confidence(content, "What does Atlas cost?", first="d0") == 1.0
    assert confidence(content, "What does Atlas cost?", first="list0") < 0.5


def test_a_name_that_no_passage_holds_is_the_titles_own() -> None:
    content = library()
    content.put(contract("quiet", "Iolite", "The parties agree."))
    assert confidence(content, "What does Iolite pay?") == 1.0


def test_what_the_caller_may_not_see_neither_names_nor_counts() -> None:
    hidden = library(audience=INTERNAL)
    assert hidden.naming.route("What does Atlas pay?", PARTNER).documents == ()
    seen = library(*(stored(document(f"note{at}", INTERNAL), f"Atlas {at}.") for at in range(30)))
    assert confidence(seen, "What does Atlas pay?", PARTNER) == 1.0
    assert confidence(seen, "What does Atlas pay?") < 0.5


def test_several_ordinary_words_are_together_somebodys_name() -> None:
    content = library(*price_lists("First", 10), *price_lists("data", 10), *price_lists("services", 10))
    content.put(contract("whole", "First Data Services", "First Data Services shall pay."))
    assert confidence(content, "What does First Data Services pay?") == 1.0


def test_callers_of_the_same_reach_share_what_they_know_and_few_are_kept() -> None:
    naming = library().naming
    assert naming.known(Caller.parse("auditor")) is naming.known(Caller.parse("admin"))
    first = naming.known(PARTNER)
    for number in range(KEPT):
        naming.known(Caller.parse(f"partner:p{number}"))
    assert naming.known(PARTNER) is not first


def test_a_partner_knows_of_no_other_partner() -> None:
    assert set(library().naming.known(PARTNER).directory.partners) == {"acme"}
    assert set(library().naming.known(MANAGER).directory.partners) == {"acme", "borealis"}


def test_nothing_named_is_no_route() -> None:
    assert library().naming.route("What is due?", MANAGER).confidence == 0.0
    assert Naming(Library([]).records, Library([]).lexical, frozenset()).route("Atlas?", MANAGER).documents == ()

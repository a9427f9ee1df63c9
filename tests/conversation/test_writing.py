"""A stream is cut into sentences; however it comes in, the same sentences come out, and never half a marker."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conversation.writing import Writing, sentence_end
from app.domain.answers import CitationFound, TextDelta
from tests.conversation.programme import OFFERED, evidence, question

QUESTION = question("How much notice do we need to leave the Acme agreement, and where may we sell?")
NOTICE = "You need 60 days' written notice to terminate."
TERM = "No notice may take effect during the Initial Term of 12 months."
PLACE = "Zenith appoints Acme Inc. as a non-exclusive reseller in Norway and Sweden."
REPLY = (
    f"{NOTICE} [1] {TERM}[1] The moon is made of cheese. [2]\nAcme sells in Finland. [2]\n\n- {PLACE} [2][1]\n"
    "- Gold partners receive a discount of 20%. [3, 1] Invented without a marker. Gold partners get 20% [7]."
)
WRITTEN = f"{NOTICE} [1] {TERM} [2]\n\n- {PLACE} [3][1]\n- Gold partners receive a discount of 20%. [4][1]"


def written(pieces: Sequence[str]) -> tuple[str, list[TextDelta | CitationFound], Writing]:
    """The text that got out, the events in which it did, and the writing itself."""
    writing = Writing(QUESTION, {n: evidence(one) for n, one in OFFERED.items()})
    events = [piece for piece in writing.follow(iter(pieces)) if isinstance(piece, TextDelta | CitationFound)]
    return "".join(event.text for event in events if isinstance(event, TextDelta)), events, writing


def cut(text: str, at: Sequence[int]) -> list[str]:
    places = [0, *sorted(at), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


def test_what_is_carried_comes_out_and_nothing_else() -> None:
    text, _, writing = written([REPLY])
    assert text == WRITTEN
    assert "".join(writing.lines) == text
    assert writing.dropped == 4
    assert not writing.declined


def test_one_character_at_a_time_gives_the_same_text() -> None:
    assert written(list(REPLY))[0] == WRITTEN


@given(st.lists(st.integers(0, len(REPLY)), max_size=30))
def test_however_the_stream_is_cut_the_same_events_come_out(at: list[int]) -> None:
    pieces = cut(REPLY, at)
    assert written(pieces)[1] == written([REPLY])[1]


@given(st.lists(st.integers(0, len(REPLY)), max_size=30))
def test_no_delta_holds_half_a_marker(at: list[int]) -> None:
    for event in written(cut(REPLY, at))[1]:
        if isinstance(event, TextDelta):
            assert re.search(r"\[\d+\]$", event.text)
            assert "[" not in re.sub(r"\[\d+\]", "", event.text)


ODD = st.lists(
    st.sampled_from(["[", "]", "1", "[1]", ".", " ", "\n", "A", "b", "No", "60 days", "Acme Inc.", "**", "NOT_FOUND"])
)


@given(ODD.map("".join), st.data())
def test_odd_text_gives_the_same_events_however_it_is_cut(text: str, data: st.DataObject) -> None:
    at = data.draw(st.lists(st.integers(0, len(text)), max_size=10))
    assert written(cut(text, at))[1] == written([text])[1]


@given(st.integers(0, len(REPLY)))
def test_a_stream_that_ends_anywhere_lets_out_no_half_marker(end: int) -> None:
    text = written([REPLY[:end]])[0]
    assert "[" not in re.sub(r"\[\d+\]", "", text)


def test_citations_follow_the_delta_that_uses_them_first_and_are_numbered_in_order_of_use() -> None:
    events = written([f"{PLACE} [2] {NOTICE} [1] {PLACE[:-1]} and no more. [2]"])[1]
    numbers = [re.findall(r"\[(\d+)\]", one.text) if isinstance(one, TextDelta) else one.citation.n for one in events]
    assert numbers == [["1"], 1, ["2"], 2, ["1"]]


def test_every_quote_is_the_documents_own_text() -> None:
    for event in written([REPLY])[1]:
        if isinstance(event, CitationFound):
            citation = event.citation
            passage = next(one.passage for one in OFFERED.values() if one.passage.id == citation.passage_id)
            assert passage.text[citation.start - passage.start : citation.end - passage.start] == citation.quote
            assert citation.quote


def test_two_markers_for_the_same_sentence_are_one_citation() -> None:
    twice = {n: evidence(OFFERED[1]) for n in (1, 2)}
    writing = Writing(QUESTION, twice)
    assert [piece.text for piece in writing.follow(iter([f"{NOTICE} [1][2]"])) if isinstance(piece, TextDelta)] == [
        f"{NOTICE} [1]"
    ]


def test_a_sentence_said_again_is_said_once() -> None:
    assert written([f"{NOTICE} [1] " * 5])[0] == f"{NOTICE} [1]"


def test_a_sentence_is_out_before_the_next_one_is_written() -> None:
    def stream() -> Iterator[str]:
        yield f"{NOTICE} [1] The"
        yield " end never comes"
        pytest.fail("the first sentence waits for the end of the stream")

    writing = Writing(QUESTION, {1: evidence(OFFERED[1])})
    assert next(writing.follow(stream())) == TextDelta(f"{NOTICE} [1]")


def test_not_found_declines_and_says_nothing() -> None:
    text, _, writing = written(list("NOT_FOUND."))
    assert (text, writing.declined, writing.dropped) == ("", True, 0)


def test_a_bare_no_is_proven_by_its_reason() -> None:
    assert written(["No. Acme may not sell in Denmark without consent. [2]"])[0] == (
        "No. Acme may not sell in Denmark without consent. [1]"
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Acme Inc. Norway sells. [1] More", "Acme Inc. Norway sells. [1]"),
        ("See No. 7 of the list. [1] More", "See No. 7 of the list. [1]"),
        ("The U.S. Government pays. [1] More", "The U.S. Government pays. [1]"),
        ("1. Write to us. [1]\n2. Wait. [1]", "1. Write to us. [1]"),
        ("Sixty days [1]. More", "Sixty days [1]."),
        ("Sixty days.[1][2] More", "Sixty days.[1][2]"),
        ("Sold by Acme Inc. [1] More", "Sold by Acme Inc. [1]"),
        ("“Sixty days.” [1] More", "“Sixty days.” [1]"),
        ("**Sixty days.** [1] More", "**Sixty days.** [1]"),
        ("Sixty days\n\nMore", "Sixty days"),
        ("Is it sixty? Yes", "Is it sixty?"),
        ("Sixty days.\n[1]\nMore", "Sixty days.\n[1]"),
    ],
)
def test_a_sentence_ends_where_a_reader_says_it_does(text: str, first: str) -> None:
    end = sentence_end(text)
    assert end is not None
    assert text[:end] == first


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sixty",
        "Sixty days.",
        "Sixty days. ",
        "Sixty days. [",
        "Sixty days. [1",
        "Sixty days. [1]",
        "\n\n",
        "Acme Inc. Nor",
        "No. B",
    ],
)
def test_while_a_sentence_may_go_on_it_has_no_end(text: str) -> None:
    assert sentence_end(text) is None

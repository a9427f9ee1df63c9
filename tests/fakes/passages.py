"""Passages for index tests, and who may be given which of them."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from app.domain.access import INTERNAL, PUBLIC, Audience, Reach
from app.ports import IndexedPassage

ACME = Audience("partner", "acme")
BOREALIS = Audience("partner", "borealis")
TWO_MORE = (Audience("partner", "p-2"), Audience("partner", "p-9"))
"""Two partners besides."""
LEGAL, NORDIC = Audience("group", "legal"), Audience("group", "nordic")
ABOUT_ACME, ABOUT_BOREALIS = Audience("internal", "acme"), Audience("internal", "borealis")
AUDIENCES = (PUBLIC, INTERNAL, ABOUT_ACME, ABOUT_BOREALIS, ACME, BOREALIS, *TWO_MORE, LEGAL, NORDIC)

WORDS = ("notice", "termination", "Oslo", "discount", "wörld", "東京", "60 days")


def passage(passage_id: str, text: str, audience: Audience = PUBLIC, document: str = "d", identity: str = "") -> IndexedPassage:
    return IndexedPassage(passage_id, document, audience, text, identity)


@st.composite
def collections_of_passages(draw: st.DrawFn) -> list[IndexedPassage]:
    """A few passages for mixed audiences with the words of WORDS; an id may come twice, as in a replacement."""
    return draw(
        st.lists(
            st.builds(
                passage,
                st.sampled_from([f"p{n}" for n in range(12)]),
                st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
                st.sampled_from(AUDIENCES),
                st.sampled_from(["d1", "d2", "d3"]),
            ),
            max_size=25,
        )
    )


def reaches() -> st.SearchStrategy[Reach]:
    """Anybody: some audiences by name, perhaps all partners, perhaps all groups."""
    return st.builds(Reach, st.frozensets(st.sampled_from(AUDIENCES)), st.booleans(), st.booleans())


def of(*audiences: Audience) -> Reach:
    """Somebody who belongs to these audiences and no others."""
    return Reach(frozenset(audiences))


def readable(passages: Sequence[IndexedPassage], reach: Reach) -> Mapping[str, IndexedPassage]:
    """The latest version of each passage that `reach` covers."""
    latest = {one.passage_id: one for one in passages}
    return {key: one for key, one in latest.items() if reach.covers(one.audience)}

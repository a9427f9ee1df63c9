"""Words as the finder compares them: lower case, stemmed, without the ones that carry no meaning."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer
from rapidfuzz.distance import DamerauLevenshtein

WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")

STOP_WORDS = frozenset(
    "a about above after again all also am an and any anybody anyone anything are as at be because been before being below"
    " between both but by can cannot could did do does doing don done down during each either else ever every few for from"
    " further get gets getting give given go goes going got had has have having he her here hers him his how i if in into is"
    " it its itself just know let like long many may me might mine more most much must my need needs no nor not now of off on"
    " once one only or other our ours out over own per please put really s same say says shall she should so some somebody"
    " someone something still such t take tell than that the their theirs them then there these they thing things this those"
    " through to too under until up us use very want was way we were what whats when where whether which while who whom whose"
    " why will with would yet you your yours exactly currently actually today right okay ok hi hello hey thanks thank im ive"
    " id were theyre dont doesnt isnt whos show find look explain happen happens happened apply applies mean means stand"
    " stands work works kind sort".split()
)
"""English function words, and the words with which people dress a question."""

COMPANY_FORMS = frozenset("inc incorporated corp corporation ltd limited llc lp llp plc gmbh ag sa nv bv pty".split())
"""What companies' names end in."""

SHORTEST_FUZZY = 5
"""Below five letters one typing error makes another word ("fee", "see")."""

ERRORS = {range(5, 8): 1, range(8, 100): 2}
"""Typing errors forgiven by word length."""

_stemmer = snowballstemmer.stemmer("english")


def folded(word: str) -> str:
    """`word` in small letters without accents, as people type names: "Müller" is "muller", "BÆRUM" is "bærum"."""
    return "".join(one for one in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(one))


def bare(word: str) -> str:
    """`word` in small letters, not possessive: "Jonas’s" is "jonas"."""
    return word.lower().replace("’", "'").removesuffix("'s")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one word, lower case; possessives and dots are dropped."""
    return str(_stemmer.stemWord(bare(word).replace(".", "").replace("'", "")))


def words(text: str) -> list[str]:
    """The words of `text` as written, hyphenated ones in their parts as well ("co-sell": co-sell, co, sell)."""
    found = []
    for match in WORD.finditer(text):
        word = match.group()
        found.append(word)
        if "-" in word:
            found.extend(part for part in word.split("-") if len(part) > 1)
    return found


def stems(text: str) -> list[str]:
    """All stems of `text`, in order."""
    return [stem(word) for word in words(text)]


def content_stems(text: str) -> list[str]:
    """The distinct stems that carry meaning, in order."""
    kept = (stem(word) for word in words(text) if word.lower().replace("’", "'").replace("'", "") not in STOP_WORDS)
    return [one for one in dict.fromkeys(kept) if len(one) > 1 or one.isdigit()]


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Whether two stems are the same but for a typing error or two."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < SHORTEST_FUZZY or abs(len(one) - len(other)) > 2 or one[0] != other[0] or one.isdigit() or other.isdigit():  # noqa: PLR2004  # the most errors forgiven
        return False
    allowed = next((errors for lengths, errors in ERRORS.items() if shorter in lengths), 0)
    return bool(DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed)

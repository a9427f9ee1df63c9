"""Understanding a question: whom and what it is about, what it asks, what shape of answer would do."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.access import Caller
from app.domain.documents import Document
from app.knowledge.directory import Directory, Mention
from app.knowledge.expectation import Expects, expectation
from app.knowledge.routing import CONTRACTS, Route
from app.knowledge.topic import topic_of
from app.knowledge.words import content_stems, words

ACROSS = re.compile(
    r"\b(?:which|what|any|all|every|each|how many|list|show|compare|whose)\b[^.?]{0,30}\b(?:partners|agreements|contracts"
    r"|resellers|distributors)\b|\b(?:any|every|each|which) (?:partner|agreement|contract|reseller|distributor)\b"
    r"|\bacross\b[^.?]{0,20}\b(?:partners|agreements|contracts|programme)\b",
    re.IGNORECASE,
)
"""Questions over many partners at once: "which agreements …", "any contract with …"."""

PERHAPS_ACROSS = re.compile(
    r"^\W*(?:and )?who(?:se)? (?:\w+ )?(?:can|may|could|has|have|is|are|must|needs?|contains?)\b"
    r"|\b(?:anyone|anybody|everyone)\b",
    re.IGNORECASE,
)
"""Questions that ask for partners or for people: "who can walk away?", "who can approve this?"."""

NAME_LIKE = re.compile(
    r"(?<![.?!]\s)(?<!^)\b[A-Z][\w&'’-]*[a-z\d][\w&'’-]*\b|\b[A-Z]{2,}[\w-]*\d[\w-]*\b|\b[A-Z]{1,6}-\d[\w-]*\b"
)
"""A capital inside a sentence, or a code: a name that an answer has to be about."""

CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday"
    " friday saturday sunday".split()
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as read.

    `text` is the whole question with follow-ups resolved; `topic` is `text` without the names in it: what is asked.
    `partners` and `documents` are the ids it is about, `names` the other names an answer must be about; `within` tells that
    nothing but `documents` can answer.
    `across` tells that many partners are meant, `perhaps_across` that "who" may mean partners; `stems` are the words that
    matter.
    """

    text: str
    topic: str
    expects: Expects
    partners: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    across: bool = False
    perhaps_across: bool = False
    own: bool = False
    followed: bool = False
    within: bool = False

    @property
    def stems(self) -> list[str]:
        """The stems of the topic that carry meaning."""
        return content_stems(self.topic)


def understand(question: str, directory: Directory, caller: Caller) -> Understood:
    """Read `question` on its own. `directory` holds what the caller may see, and nothing else is looked at.

    Any other name is one the evidence must hold, whether or not it is that of a partner whom the caller may not see: so nothing
    about another partner is answered with the caller's own terms, and nothing tells who is a partner.
    """
    mentions = directory.mentions(question)
    partners = _distinct(mention.partners for mention in mentions)
    named = _distinct(mention.documents for mention in mentions if not mention.partners)
    named_by = [mention for mention in mentions if mention.partners or _is_party(mention, directory)]
    topic = _without(question, named_by)
    own = caller.partner is not None and not partners
    unbound = caller.of_vendor and not partners
    return Understood(
        text=question,
        topic=topic,
        expects=expectation(question),
        partners=(caller.partner,) if own and caller.partner else partners,
        documents=named,
        names=tuple(dict.fromkeys(_names(topic, question))),
        across=len(partners) > 1 or (unbound and ACROSS.search(question) is not None),
        perhaps_across=unbound and PERHAPS_ACROSS.search(question) is not None,
        own=own,
    )


NAMED = 0.6
"""Confidence from which the contracts that a question names are the ones it is about."""


def pointed(question: Understood, route: Route, documents: Mapping[str, Document]) -> Understood:
    """`question` about the contracts that `route` leads to, their names out of its topic; unchanged where that is in doubt.

    Only contracts on no partner's record are reached so: the others are found by their partner, with all that belongs to it.
    A question over all contracts stays one: "Delaware" in it is what is asked, and not whose contract is meant.
    """
    meant = tuple(one for one, _ in route.documents if one in documents)
    if question.across or route.confidence < NAMED or not meant or any(_known_otherwise(documents[one]) for one in meant):
        return question
    topic = topic_of(question.text, route.spans)
    names = tuple(name for name in question.names if name in topic)
    return replace(question, documents=meant, topic=topic, names=names, across=False, perhaps_across=False, within=True)


def _known_otherwise(document: Document) -> bool:
    return document.partner is not None or document.kind not in CONTRACTS


FOLLOW_UP = re.compile(
    r"^\W*(?:and|what about|how about|what of|same (?:for|question)|also|but|then|ok(?:ay)?,? (?:and|so)|so)\b"
    r"|\b(?:it|its|that|this|they|them|their|those|these|there|he|she|him|her|his|one|ones|the same|instead|else)\b",
    re.IGNORECASE,
)
"""Signs that a question leans on the one before."""

REPLACES = re.compile(
    r"^\W*(?:and|what about|how about|what of|same (?:for|question)|also|but|then|ok(?:ay)?)\b", re.IGNORECASE
)

KIND_OF_AGREEMENT = re.compile(
    r"\b(?:(?:value[- ]added|managed|strategic|master|framework|systems?|technology|service|services) )*(?:reseller"
    r"|distribution|distributor|referral|services?|integrator|partner|alliance|agency) (?=agreements?\b|contracts?\b)",
    re.IGNORECASE,
)
"""What one partner's agreement is called and the next one's is not: "the reseller agreement" - "And Corvus?"."""

ASKS = re.compile(
    r"\b(?:how|what|when|where|who|whom|whose|which|why|is|are|can|could|do|does|did|may|must|will|would|should|has|have)\b",
    re.IGNORECASE,
)
"""A part that asks nothing ("Consider the agreement; …") is no question of its own."""

MOST_PARTS = 3
FEWEST_STEMS = 2
"""A part with fewer meaningful words ("and where?") means nothing without the one before it."""

FEW_WORDS = 2
"""With so few words of its own, a follow-up ("And Corvus?") takes over what was asked before."""


def follow_up(now: Understood, before: Understood) -> Understood:
    """`now` with what it leaves to `before` filled in; unchanged when it stands on its own."""
    leans = FOLLOW_UP.search(now.text) is not None or len(words(now.text)) <= FEW_WORDS + 1
    if not leans:
        same_thread = not now.partners and not now.across and before.partners and not now.documents and not now.own
        return replace(now, partners=before.partners) if same_thread and len(before.partners) == 1 else now
    own_words = [stem for stem in now.stems if stem not in content_stems("and about same")]
    changes_whom = bool(now.partners or now.documents) and len(own_words) == 0
    if changes_whom:
        topic = KIND_OF_AGREEMENT.sub("", before.topic)
        return replace(
            before,
            text=_join(topic, now.text),
            topic=topic,
            partners=now.partners,
            documents=now.documents,
            within=now.within,
            across=False,
            followed=True,
        )
    topic = f"{now.topic} ({before.topic})" if len(own_words) <= FEW_WORDS or _only_refers(now.text) else now.topic
    inherits = not now.partners and not now.within
    return replace(
        now,
        text=_join(now.text, before.topic) if topic != now.topic else now.text,
        topic=topic,
        expects=now.expects if now.expects is not Expects.ANYTHING else before.expects,
        partners=before.partners if inherits else now.partners,
        documents=now.documents or (before.documents if inherits else ()),
        within=now.within if now.documents else inherits and before.within,
        names=now.names,
        across=now.across and not (inherits and before.partners),
        followed=True,
    )


JOINT = re.compile(
    r"[?;]\s+(?:and\s+)?(?=\w)|,?\s+(?:and|or|but)\s+(?=(?:by |until |since |for |in |to |from )?(?:how|what|when|where|who"
    r"|whom|whose|which|why|is|are|can|could|do|does|did|may|must|will|would|should)\b)",
    re.IGNORECASE,
)
"""Where one question ends and the next begins: "how often may we audit and how much notice do they get?"."""


def parts(question: Understood) -> list[Understood]:
    """The questions within a question, each with the names of the whole; the question itself where it is only one."""
    topics = _cut(question.topic)
    if question.followed or not 1 < len(topics) <= MOST_PARTS or not all(map(ASKS.search, topics)):
        return [question]
    found: list[Understood] = []
    for topic in topics:
        if len(content_stems(topic)) < FEWEST_STEMS:
            before = found[-1] if found else None
            if before is None:
                return [question]
            topic = f"{topic} ({before.topic})"  # noqa: PLW2901  # a part that leans on the one before
        found.append(replace(question, text=topic, topic=topic, expects=expectation(topic)))
    return found


def _cut(text: str) -> list[str]:
    return [piece for part in JOINT.split(text) if (piece := part.strip(" ?.;,-"))]


def _only_refers(text: str) -> bool:
    return re.search(r"\b(?:it|that|this|they|them|those|these)\b", text, re.IGNORECASE) is not None


def _join(one: str, other: str) -> str:
    return f"{one.rstrip(' ?.')} - {other.strip()}"


def _names(topic: str, question: str) -> list[str]:
    """Name-like words of the topic; one that merely opens the sentence is not a name."""
    first = words(question)[:1]
    found = [match.group().removesuffix("'s").removesuffix("’s") for match in NAME_LIKE.finditer(topic)]
    return [name for name in found if name.lower() not in CALENDAR and [name] != first]


def _is_party(mention: Mention, directory: Directory) -> bool:
    """Whether a mention of documents came from a party's name rather than from a title people use to say what they want."""
    return len(mention.documents) > 0 and all(directory.documents[one].parties for one in mention.documents)


def _without(question: str, mentions: Sequence[Mention]) -> str:
    kept, position = [], 0
    for mention in mentions:
        kept.append(question[position : mention.start])
        position = mention.end
        if question[position : position + 2] in ("'s", "’s"):
            position += 2
    topic = " ".join("".join([*kept, question[position:]]).split())
    return topic or question


def _distinct(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))

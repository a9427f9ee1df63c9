"""Checking what a chat model wrote: every sentence has to be carried by the passages it cites, or it does not get out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.conversation.figures import Stated, stated, without_figures
from app.domain.dates import in_words
from app.domain.documents import Passage
from app.domain.sentences import sentence_spans
from app.knowledge.field_terms import synonyms
from app.knowledge.finder import Ranked
from app.knowledge.question import Understood
from app.knowledge.words import STOP_WORDS, content_stems, stem, stems, words

MARKER = re.compile(r"[ \t]*\[(\d{1,3}(?:[,;][ \t]*\d{1,3})*)\]")
"""A citation as models write it: [1], [2][3], and now and then [2, 3]."""

TORN = re.compile(r"\s*\[[\d,; ]*$")
"""The beginning of a marker that the end of the stream cut off."""

ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
"""The number of a list item counts nothing."""

NAME = re.compile(r"[^\W_][\w&]*(?:[.'’-][\w&]+)*")

PLAIN = frozenset(
    "according accordingly additionally alternatively although article clause consequently finally first furthermore generally"
    " hence however instead likewise moreover neither nevertheless next otherwise schedule second secondly section similarly"
    " since specifically therefore third though thus unless upon via within without yes".split()
)
"""Words that open a sentence or refer to a place. Any other capitalised word may be a name, and names are never made up."""

LEVELS = frozenset("bronze silver gold platinum diamond".split())
"""Field terms count as ways to say "tier" when a question is asked; in an answer one is never said for another."""

DENIES = re.compile(
    r"\b(?:no|not|never|none|nor|neither|nothing|without|cannot|only|unless|except|until|before|after|non|forbidden|prohibited"
    r"|excluded|barred|refus\w+|lacks?)\b|n['’]t\b",
    re.IGNORECASE,
)
NEGATED = re.compile(
    r"\b(?:not|never|cannot|non)\b(?:,[^,]{1,60},)?[\s-]+(?:(?:be|been|have|an?|the|to)\s+)*(?P<word>[^\W\d_]+)", re.IGNORECASE
)
"""A word and what denies it: "may not sell", "non-exclusive", "shall not, without consent, assign"."""

PART = re.compile(
    r"[;:]\s|\b(?:but|provided|except|unless|however)\b|,?\s(?:and|or)\s(?=(?:\w+\s){0,3}(?:may|shall|must|will|can)\b)",
    re.IGNORECASE,
)
"""Where a clause turns: "may be ended on 60 days' notice, but not in the first year" says two things."""

DECIDED = re.compile(
    r"\b(?:approv|authori[sz]|grant|accept|confirm|waiv|reject|genehmig|bewillig|freigegeben|approuv|accordé|validé|aprobad"
    r"|autorizad|aprovad|approvat|autorizzat|godkjen|innvilg|zatwierdz|zaakceptow|одобр|утвержд|разреш)\w*"
    r"|(?:批准|核准|承認|許可|승인|허가|مواف|اعتماد|אושר|मंज़ूर|मंजूर|स्वीकृत)\w*",
    re.IGNORECASE,
)
"""Words that tell of a decision. Nothing is approved because a model says so: such a word is proven like a name."""

ORDERS = frozenset("approve authorise authorize grant accept confirm waive reject".split())
"""The same as somebody would be told to do them: "approve this deal" in a passage does not prove that it is approved."""

SPEAKS_OF_ITSELF = re.compile(r"\bI\b(?!\.)")
"""A model has done nothing: what "I" did is told by the passages or not at all."""

CARRIED = 0.5
"""Share of a sentence's meaningful words that its passages must hold. Below half, a model is telling its own story; paraphrase
of contract language keeps well above it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence a model wrote, without markers and on one line, and the numbers it cites."""

    text: str
    cites: tuple[int, ...]


def read_claim(sentence: str) -> Claim:
    """Part a sentence from its citation markers."""
    cites = [int(number) for marker in MARKER.findall(sentence) for number in re.findall(r"\d+", marker)]
    return Claim(" ".join(TORN.sub("", MARKER.sub("", sentence)).split()), tuple(dict.fromkeys(cites)))


def is_carried(claim: Claim, offered: Mapping[int, Ranked], question: Understood) -> bool:
    """Whether the passages a claim cites hold it: its figures, dates, names and decisions all, half of its words, its denials.

    `offered` are all passages the model was given, by number. Partners named in the question need no proof, the rest of its
    names do; its figures need none where the claim denies them or sets figures of the passages beside them.
    """
    body = ITEM.sub("", claim.text)
    if not content_stems(body) or not claim.cites or any(number not in offered for number in claim.cites):
        return False
    cited = "\n".join(_whole(offered[number]) for number in claim.cites)
    said = set(stems(cited))
    wanted = content_stems(without_figures(body))
    return (
        _figures_stand(body, stated(cited), stated(question.text))
        and _names_stand(without_figures(body), cited, question)
        and _decisions_stand(body, [offered[number].passage for number in claim.cites])
        and sum(bool(synonyms(one) & said) for one in wanted) >= CARRIED * len(wanted)
        and not any(_is_denied(body, offered[number].passage) for number in claim.cites)
    )


def proof(claim: Claim, passage: Passage) -> tuple[int, int]:
    """The sentence of `passage` that carries most of the claim: offsets in the document's text."""
    spans = _spans(passage)
    start, end = max(spans, key=lambda span: _weight(claim.text, passage.text[span[0] : span[1]]))
    return passage.start + start, passage.start + end


def _whole(ranked: Ranked) -> str:
    """All that a passage says for itself: its words, headings, the title and date of its document, its partner's names."""
    document, passage = ranked.document, ranked.passage
    since = in_words(document.effective) if document.effective else ""
    version = f"version {document.version}" if document.version else ""
    return "\n".join((document.title, version, since, *ranked.partner_names, *passage.section, passage.text))


def _figures_stand(text: str, cited: Stated, question: Stated) -> bool:
    """Whether all dates and figures of a claim are stated by what it cites, or taken from the question with good reason."""
    said = stated(text)
    proven = {one for one in said.figures if cited.holds(one)}
    dates, figures = said.dates - cited.dates, said.figures - proven
    if not dates and not figures:
        return True
    # "Is it 90%?" may get "not 90%" for an answer and "Who signs 250,000?" "250,000 is above 100,000", but never "yes, 90%".
    excused = bool(DENIES.search(text) or proven or said.dates & cited.dates)
    return excused and dates <= question.dates and all(question.holds(one) for one in figures)


def _names_stand(text: str, cited: str, question: Understood) -> bool:
    """Whether the names in a claim, its words with capitals, stand in what it cites or are partners that were asked about.

    The word a claim opens with has its capital from its place: it may be said in other words, as any plain word may.
    """
    unknown = {_as_name(one) for name in question.names for one in words(name)}
    said = {_as_name(one) for one in words(cited)} | ({_as_name(one) for one in words(question.text)} - unknown)
    meant = set(stems(cited))
    for match in NAME.finditer(text):
        parts = words(match.group())
        level = match.group().lower() in LEVELS
        if (
            not (level or any(one.isupper() for one in match.group()))
            or _is_plain(match.group())
            or all(_as_name(one) in said for one in parts)
        ):
            continue
        opens = not any(one.isalnum() for one in text[: match.start()])
        if level or not opens or not all(synonyms(stem(one)) & meant for one in parts):
            return False
    return True


def _decisions_stand(text: str, cited: Sequence[Passage]) -> bool:
    """Whether what a claim tells as decided is told as decided by a passage it cites, of what the claim is about.

    One passage must say half of the rest as well, and the sentence that tells of the decision a word of it: else "discounts are
    approved by the desk" in a deal desk's playbook would make a deal approved.
    """
    if SPEAKS_OF_ITSELF.search(text) and not any(SPEAKS_OF_ITSELF.search(passage.text) for passage in cited):
        return False
    decided = _decided(text)
    stems_decided = {stem(one) for one in decided}
    wanted = [one for one in content_stems(without_figures(text)) if one not in stems_decided]
    told: set[str] = set()
    for passage in cited:
        said = set(stems("\n".join((*passage.section, passage.text))))
        if sum(bool(synonyms(one) & said) for one in wanted) < CARRIED * len(wanted):
            continue
        for sentence in (passage.text[start:end] for start, end in _spans(passage)):
            here = set(stems(sentence))
            if not wanted or any(synonyms(one) & here for one in wanted):
                told |= {stem(one) for one in _decided(sentence) - ORDERS}
    return told.issuperset(stems_decided)


def _decided(text: str) -> set[str]:
    return {match.group().casefold() for match in DECIDED.finditer(text)}


def _is_plain(word: str) -> bool:
    plain = word.lower().replace("’", "'")
    return plain.replace("'", "") in STOP_WORDS or plain in PLAIN


def _as_name(word: str) -> str:
    """A word in the form in which names are compared: lower case, without a genitive's or plural's s."""
    return word.lower().replace("’", "'").removesuffix("'s").removesuffix("s")


def _is_denied(text: str, passage: Passage) -> bool:
    """Whether the clause that speaks of the claim denies what the claim says: "may not sell" told as "may sell"."""
    if DENIES.search(text):
        return False
    clauses = [clause for start, end in _spans(passage) for clause in PART.split(passage.text[start:end])]
    closest = max(clauses, key=lambda clause: _weight(text, clause))
    denied = {stem(match["word"]) for match in NEGATED.finditer(closest)} - set(stems(NEGATED.sub(" ", closest)))
    return not denied.isdisjoint(content_stems(text))


def _weight(text: str, evidence: str) -> int:
    """How much of a claim a stretch of a passage holds: meaningful words and figures."""
    said = set(stems(evidence))
    here, claimed = stated(evidence), stated(text)
    words_held = sum(bool(synonyms(one) & said) for one in content_stems(text))
    return words_held + sum(here.holds(one) for one in claimed.figures) + len(here.dates & claimed.dates)


def _spans(passage: Passage) -> list[tuple[int, int]]:
    whole = [(0, len(passage.text))]
    return whole if passage.kind == "row" else sentence_spans(passage.text) or whole

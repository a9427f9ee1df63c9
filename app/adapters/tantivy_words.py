"""How the lexical index cuts text into words: the same way for passages and for questions.

Lower case, English stems (Snowball), and letters without accents, so that "résiliation" is found by "resiliation".
"""

import tantivy

ANALYZER = "liaison_en"
LONGEST_WORD = 60  # characters: longer "words" are encoded data or broken extraction, and only swell the index

STOP_WORDS = frozenset(
    """a about an and any are as at be been but by can could did do does for from had has have how i if in into is it its me my
    of on or our shall should so that the their them then there these they this those to under up us was we were what when where
    which who whom why will with would you your d ll re s t ve""".split()
)
"""Words that ask or join and carry no matter. Left out of questions only: in a passage they cost little and keep BM25's lengths
true. `not`, `no`, `all`, `only`, `may` and `must` stay, for in an agreement they carry the matter."""


def passage_analyzer() -> tantivy.TextAnalyzer:
    """The analyzer of the fields."""
    return _builder().filter(tantivy.Filter.stemmer("english")).build()


def question_analyzer() -> tantivy.TextAnalyzer:
    """The analyzer of questions: the same, without the words of STOP_WORDS."""
    builder = _builder().filter(tantivy.Filter.custom_stopword(sorted(STOP_WORDS)))
    return builder.filter(tantivy.Filter.stemmer("english")).build()


def _builder() -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.remove_long(LONGEST_WORD))
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())

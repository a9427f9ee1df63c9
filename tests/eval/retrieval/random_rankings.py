"""Random questions with random rankings over two documents, long enough for every budget to cut them."""

from hypothesis import strategies as st

from eval.retrieval.systems import Located
from eval.retrieval.tests import Gold

STEP = 150
"""Characters between the places where spans may start and end: seven of them cross the smallest budget."""

SPANS = st.tuples(st.sampled_from(["a.txt", "b.txt"]), st.integers(0, 60), st.integers(0, 20))
HITS = SPANS.map(lambda span: Located(span[0], span[1] * STEP, (span[1] + span[2]) * STEP, 0.5))
GOLD = SPANS.map(lambda span: Gold(span[0], span[1] * STEP + 7, (span[1] + span[2]) * STEP + 11))

Asked = list[tuple[list[Gold], list[Located] | None]]
ASKED = st.lists(
    st.tuples(st.lists(GOLD, min_size=1, max_size=3), st.none() | st.lists(HITS, max_size=12)), min_size=1, max_size=5
)

"""A trace is read back as it was written."""

import json

from hypothesis import given
from hypothesis import strategies as st

from app.adapters.trace_json import from_json, to_json
from app.domain.conversations import Considered, Trace

TEXT = st.text(max_size=8)
CONSIDERED = st.builds(
    Considered, TEXT, TEXT, TEXT, st.integers(0, 99), st.integers(0, 99), st.floats(0, 1, allow_nan=False), st.booleans()
)
TRACES = st.builds(
    Trace,
    TEXT,
    st.lists(TEXT, max_size=3).map(tuple),
    st.lists(CONSIDERED, max_size=3).map(tuple),
    st.integers(0, 99),
    st.integers(0, 99),
    st.dictionaries(TEXT, TEXT, max_size=2),
)


@given(TRACES)
def test_what_was_stored_reads_back_equal(trace: Trace) -> None:
    assert from_json(json.loads(json.dumps(to_json(trace)))) == trace

"""Answers as JSON."""

import json
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.answer_json import from_json, to_json
from app.domain.answers import Answer, Citation

# With dates, optional fields, cards and timings as the types allow; NaN is no timing.
ANSWERS = st.builds(Answer, timings_ms=st.dictionaries(st.text(), st.floats(allow_nan=False, allow_infinity=False)))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answer=ANSWERS)
def test_any_answer_reads_back_equal_after_being_json(answer: Answer) -> None:
    assert from_json(json.loads(json.dumps(to_json(answer)))) == answer


def test_an_answer_stored_before_a_field_existed_still_reads() -> None:
    citation = Citation(1, "p", "d", "a.pdf", "A", None, "", 0, 1, "x", effective=date(2025, 3, 1))
    stored = to_json(
        Answer("x [1]", abstained=False, citations=(citation,), conversation_id="c", turn_id="t", mode="extractive")
    )
    del stored["timings_ms"]
    del stored["citations"][0]["version"]
    assert from_json(stored).citations == (citation,)

"""The task `answers` and the task `speed`, on an assistant that says what it was told to."""

import pytest

from app.domain.access import Caller
from app.domain.answers import Failed
from app.domain.errors import Invalid, Unavailable
from eval.answers import predict, report
from eval.questions import Question
from eval.speed import measure, peak_memory_mb
from tests.eval.scripted import ScriptedAssistant
from tests.fakes.embedder import FakeEmbedder

MANAGER = Caller.parse("manager")


def quiet(_done: int, _total: int, _name: str) -> None:
    return


def test_the_turns_before_a_question_are_asked_in_its_conversation() -> None:
    assistant = ScriptedAssistant({"Acme?": "60 days", "And Corvus?": "30 days", "Other?": "yes"})
    asked = [
        Question("1", "And Corvus?", Caller.parse("partner:corvus"), answerable=True, turns=("Acme?",)),
        Question("2", "Other?", MANAGER, answerable=True),
    ]
    given = predict(assistant, asked, quiet)
    assert assistant.asked == [
        ("Acme?", "partner:corvus", None),
        ("And Corvus?", "partner:corvus", "c1"),
        ("Other?", "manager", None),
    ]
    assert [one.answer for one in given] == ["30 days", "yes"]


@pytest.mark.parametrize("trouble", [Failed("unavailable", "The index is away."), Invalid("The index is away.")])
def test_a_question_that_fails_is_a_wrong_answer_and_not_an_abstention(trouble: Failed | Invalid) -> None:
    asked = [Question("1", "?", MANAGER, answerable=False)]
    given = predict(ScriptedAssistant({"?": trouble}), asked, quiet)
    assert (given[0].answer, given[0].abstained) == ("The index is away.", False)
    assert report(asked, given)["wrong"] == ["1"]


def test_the_report_has_times_and_leaves_out_the_first_text_where_none_came() -> None:
    asked = [Question("1", "?", MANAGER, answerable=False)]
    silent = report(asked, predict(ScriptedAssistant({"?": ""}), asked, quiet))
    assert silent["latency_ms"]["p50"] >= 0
    assert "first_token_ms" not in silent
    assert "first_token_ms" in report(asked, predict(ScriptedAssistant({"?": "yes"}), asked, quiet))


def test_the_assistants_own_timings_are_kept_beside_ours() -> None:
    (given,) = predict(ScriptedAssistant({"?": "yes"}), [Question("1", "?", MANAGER, answerable=True)], quiet)
    assert given.timings_ms["found"] == 1.2
    assert set(given.timings_ms) == {"found", "first_token", "total"}


def test_speed_asks_once_to_warm_up_and_then_times_every_question_as_often_as_wanted() -> None:
    assistant = ScriptedAssistant({"a": "yes", "b": "no"})
    times = measure(assistant, FakeEmbedder(), ["a", "b"], MANAGER, 2, quiet)
    assert [question for question, _, _ in assistant.asked] == ["a", "a", "b", "a", "b"]
    assert len(times.answer) == len(times.embedding) == len(times.first_token) == 4
    assert times.as_json()["answer_to_embedding"] >= 0


def test_speed_refuses_to_time_refusals() -> None:
    assistant = ScriptedAssistant({"a": Failed("unavailable", "The index is away.")})
    with pytest.raises(Unavailable, match="nothing to time: The index is away"):
        measure(assistant, FakeEmbedder(), ["a"], MANAGER, 1, quiet)


def test_peak_memory_is_in_megabytes() -> None:
    assert 10 < peak_memory_mb() < 100_000

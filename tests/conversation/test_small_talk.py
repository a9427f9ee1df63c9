"""Greetings and thanks get a human sentence; questions never do."""

import pytest

from app.conversation.small_talk import small_talk
from app.domain.access import Caller

MANAGER = Caller.parse("manager")

TALK = [
    ("Hello", "Hello."),
    ("hi there!", "Hello."),
    ("Good morning, ", "Hello."),
    ("Thanks a lot", "You're welcome."),
    ("ok, thank you", "You're welcome."),
    ("Great, thanks Liaison :)", "You're welcome."),
    ("Bye for now", "Goodbye."),
    ("That’s all", "Goodbye."),
    ("What can you do for me?", "I read"),
    ("help", "I read"),
    ("how does this work?", "I read"),
]


@pytest.mark.parametrize(("said", "reply"), TALK)
def test_small_talk_gets_a_human_sentence(said: str, reply: str) -> None:
    answer = small_talk(said, MANAGER)
    assert answer is not None
    assert answer.startswith(reply)
    assert "!" not in answer


@pytest.mark.parametrize(
    "question",
    [
        "Hello, how much notice does Acme need?",
        "Thanks. And Corvus?",
        "Help me with the Acme renewal",
        "What can you do about a late payment?",
        "How do deal registrations work?",
        "Is there a good morning discount?",
        "",
    ],
)
def test_a_question_is_not_small_talk(question: str) -> None:
    assert small_talk(question, MANAGER) is None


def test_a_partner_is_told_of_their_own_agreement_only() -> None:
    mine, all_of_them = small_talk("help", Caller.parse("partner:acme")), small_talk("help", MANAGER)
    assert mine is not None
    assert all_of_them is not None
    assert "your agreement" in mine
    assert "your partners' agreements" in all_of_them

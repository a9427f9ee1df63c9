"""`liaison export` and `liaison erase` on real stores: everything there is of somebody, and then nothing."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import Result

from app.bootstrap import build
from app.config import load_settings
from app.domain.access import Caller
from app.domain.conversations import Feedback
from app.domain.errors import Invalid, LiaisonError, NotFound
from app.domain.people import guest_id
from app.privacy.erase import MARK
from tests.commands.conftest import Liaison, liaison_in, refused, said

SECRET = "Zanzibarian"
"""A word that only Acme's agreement and Ada's question hold."""
AGREEMENT = f"""# Acme Reseller Agreement

## 12. Term and termination

12.2 Either party may terminate this Agreement for convenience upon sixty (60) days' prior written {SECRET} notice.
"""
GUIDE = "# Partner Programme Guide\n\n## Tiers\n\nA Gold partner needs two certified engineers.\n"
MANIFEST = {
    "partners": [{"id": "acme", "name": "Acme"}, {"id": "borealis", "name": "Borealis"}],
    "documents": [
        {"file": "acme.md", "kind": "agreement", "partner": "acme", "audience": "partner:acme"},
        {"file": "guide.md", "kind": "guide", "audience": "public"},
    ],
}
QUESTION = f"How much {SECRET} notice do we need to terminate for convenience?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def own(tmp_path: Path, home: Path) -> Liaison:
    """A home of its own with two people who asked, and a manager."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in (("acme.md", AGREEMENT), ("guide.md", GUIDE), ("manifest.json", json.dumps(MANIFEST))):
        (corpus / name).write_text(text, encoding="utf-8")
    run = liaison_in(home)
    assert run("ingest", str(corpus)).exit_code == 0
    for person, role in (("ada", "partner:acme"), ("bo", "partner:borealis"), ("ingrid", "manager")):
        assert run("users", "add", person, "--role", role, "--name", f"{person} {SECRET}").exit_code == 0
        assert run("keys", "create", "--for", person).exit_code == 0
        assert run("ask", QUESTION, "--as", f"person:{person}").exit_code == 0
    assert run("ask", QUESTION, "--as", "partner:acme").exit_code == 0
    return run


def files_with(home: Path, word: str) -> set[str]:
    """The files below the home that hold a word, as it is or as the word index stems it."""
    needles = [word.encode(), word.lower().encode(), word.lower()[:-3].encode()]
    return {
        str(path.relative_to(home))
        for path in home.rglob("*")
        if path.is_file() and "models" not in path.parts and any(needle in path.read_bytes() for needle in needles)
    }


def content_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_a_person_s_export_holds_what_is_theirs_and_nothing_of_others(own: Liaison, tmp_path: Path) -> None:
    out = tmp_path / "ada.zip"
    assert said(own, "export", "--person", "ada", "--out", str(out))["of"] == "person ada"
    assert out.stat().st_mode & 0o077 == 0
    content = content_of(out)
    assert json.loads(content["people.json"])[0]["id"] == "ada"
    assert len(json.loads(content["keys.json"])) == 1
    (conversation,) = json.loads(content["conversations.json"])
    assert conversation["turns"][0]["question"] == QUESTION
    assert "sixty (60) days" in conversation["turns"][0]["answer"]
    events = [json.loads(line)["event"] for line in content["audit.jsonl"].splitlines()]
    assert events == ["person.added", "key.created", "question"]
    assert "bo" not in {person["id"] for person in json.loads(content["people.json"])}
    assert "digest" not in content["keys.json"]
    assert "person:bo" not in "".join(content.values())


def test_a_partner_s_export_holds_its_documents_and_its_people(own: Liaison, tmp_path: Path) -> None:
    out = tmp_path / "acme.zip"
    said(own, "export", "--partner", "acme", "--out", str(out))
    content = content_of(out)
    assert [person["id"] for person in json.loads(content["people.json"])] == ["ada"]
    assert {one["owner"] for one in json.loads(content["conversations.json"])} == {"person:ada", "partner:acme"}
    assert [text for name, text in content.items() if name.endswith("/acme.md")] == [AGREEMENT]
    assert any(SECRET in text for name, text in content.items() if name.endswith("/text.txt"))
    assert json.loads(content["partner.json"])["name"] == "Acme"


def test_an_erased_person_leaves_ids_in_the_log_and_nothing_else(own: Liaison, home: Path) -> None:
    receipt = said(own, "erase", "--person", "ada", "--yes")
    purged = receipt["purged"]
    assert (purged["people"], purged["keys"], purged["conversations"], purged["answers"]) == (1, 1, 1, 1)
    assert {one["id"] for one in said(own, "users", "list")["people"]} == {"bo", "ingrid"}
    assert {key["for"] for key in said(own, "keys", "list")["keys"]} == {"person:bo", "person:ingrid"}
    assert said(own, "audit", "verify")["fault"] is None
    container = build(load_settings(home=home))
    assert [one.id for one in container.receipts.everything()] == [receipt["id"]]
    assert container.conversations.of(["person:ada"]) == ()
    assert "Nothing is kept of a person 'ada'" in refused(own, NotFound, "erase", "--person", "ada", "--yes")


def test_after_a_partner_is_erased_no_file_holds_a_word_of_it(own: Liaison, home: Path) -> None:
    assert files_with(home, SECRET)
    for person in ("bo", "ingrid"):  # whose questions and names hold the word, too
        said(own, "erase", "--person", person, "--yes")
    receipt = said(own, "erase", "--partner", "acme", "--yes")
    purged = receipt["purged"]
    assert (purged["documents"], purged["partners"], purged["people"], purged["conversations"]) == (1, 1, 1, 2)
    assert purged["passages"] == purged["vectors"] == purged["word entries"] >= 1
    assert (purged["kept files"], purged["page images"]) == (1, 0)
    assert [Path(source).name for source in receipt["sources"]] == ["acme.md"]
    assert files_with(home, SECRET) == set()
    assert said(own, "doctor")["ok"] is True
    assert "two certified engineers" in said(own, "ask", "What does a Gold partner need?", "--as", "partner:borealis")["answer"]


def test_answers_of_others_that_quoted_an_erased_document_say_so(own: Liaison, home: Path) -> None:
    receipt = said(own, "erase", "--document", "acme.md", "--yes")
    assert receipt["marked"] == 3
    container = build(load_settings(home=home))
    (conversation,) = container.conversations.of(["person:ingrid"])
    answer = conversation.turns[0].answer
    assert (answer.text, [one.quote for one in answer.citations]) == (MARK, [""] * len(answer.citations))
    assert conversation.turns[0].question == QUESTION
    (bos,) = container.conversations.of(["person:bo"])
    assert bos.turns[0].answer.text != MARK


def test_somebody_known_by_a_site_only_can_be_exported_and_erased(own: Liaison, home: Path, tmp_path: Path) -> None:
    container = build(load_settings(home=home))
    guest = Caller.parse("partner:acme")
    guest = replace(guest, person=guest_id("portal", "new@acme.example"))
    list(container.assistant.ask(QUESTION, guest))
    (conversation,) = container.conversations.of([guest.owner])
    opinion = Feedback(conversation.turns[0].id, "up", f"{SECRET}!", container.clock.now(), guest.owner)
    container.conversations.give_feedback(opinion)
    out = tmp_path / "guest.zip"
    said(own, "export", "--person", "portal/new@acme.example", "--out", str(out))
    assert json.loads(content_of(out)["feedback.json"])[0]["comment"] == f"{SECRET}!"
    purged = said(own, "erase", "--person", "portal/new@acme.example", "--yes")["purged"]
    assert (purged["people"], purged["conversations"], purged["opinions"]) == (0, 1, 1)


def test_conversations_past_their_time_go(own: Liaison, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Conversations are kept without end" in refused(own, Invalid, "erase", "--expired")
    monkeypatch.setenv("LIAISON_KEEP_CONVERSATIONS_DAYS", "30")
    assert said(own, "erase", "--expired") is None
    container = build(load_settings(home=home))
    later = container.clock.now() + timedelta(days=31)
    monkeypatch.setattr("app.adapters.system_clock.SystemClock.now", lambda _: later)
    assert said(own, "erase", "--expired")["purged"] == {"conversations": 4, "answers": 4, "opinions": 0}
    assert said(own, "audit", "verify")["fault"] is None


def test_it_is_asked_before_and_mistakes_are_named(own: Liaison, tmp_path: Path) -> None:
    asked: Callable[..., Result] = own
    declined = asked("erase", "--person", "ada", input="n\n")
    assert declined.exit_code == 1
    assert "Erase person ada: 1 people, 1 conversations? This cannot be undone." in declined.output
    assert len(said(own, "users", "list")["people"]) == 3
    assert "Say what to erase" in refused(own, Invalid, "erase")
    assert "Say what to erase" in refused(own, Invalid, "erase", "--person", "ada", "--partner", "acme")
    assert "Nothing is kept of a partner 'zenith'" in refused(own, NotFound, "erase", "--partner", "zenith")
    assert "There is no document 'x.md'" in refused(own, NotFound, "erase", "--document", "x.md")
    assert "Say whose data to export" in refused(own, Invalid, "export", "--out", str(tmp_path / "x.zip"))
    assert "cannot be written" in refused(
        own, LiaisonError, "export", "--person", "ada", "--out", str(tmp_path / "no" / "x.zip")
    )

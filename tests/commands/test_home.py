"""The commands over a real home: what they say to people, and what to machines."""

import json
from pathlib import Path

import pytest
from filelock import FileLock

from app.domain.errors import Conflict, Invalid, LiaisonError, NotFound
from tests.commands.conftest import Liaison


def test_reading_the_same_files_again_changes_nothing(liaison: Liaison, corpus: Path) -> None:
    report = json.loads(liaison("ingest", str(corpus), "--json").stdout)
    assert report["seconds"] >= 0
    assert {name: report[name] for name in ("added", "changed", "unchanged", "removed", "failed", "passages", "embedded")} == {
        "added": 0,
        "changed": 0,
        "unchanged": 2,
        "removed": 0,
        "failed": [],
        "passages": 0,
        "embedded": 0,
    }


def test_a_file_that_cannot_be_read_is_named_with_its_reason_and_the_exit_status_says_so(
    liaison: Liaison, tmp_path: Path
) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    result = liaison("ingest", str(tmp_path), "--json")
    (failure,) = json.loads(result.stdout)["failed"]
    assert result.exit_code == 1
    assert failure["document"] == "empty.pdf"
    assert failure["reason"].endswith(".")
    (tmp_path / "empty.pdf").unlink()
    assert json.loads(liaison("ingest", str(tmp_path), "--prune", "--json").stdout)["removed"] == 1


def test_failures_are_shown_to_people_in_a_table(liaison: Liaison, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    result = liaison("ingest", str(tmp_path))
    assert "Could not be read" in result.stdout
    assert "empty.pdf" in result.stdout
    (tmp_path / "empty.pdf").unlink()
    assert liaison("ingest", str(tmp_path), "--prune").exit_code == 0


def test_an_answer_comes_as_one_json_document(liaison: Liaison) -> None:
    result = liaison("ask", "How much notice is needed to terminate the Acme agreement?", "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(answer) >= {"answer", "abstained", "citations", "conversation_id", "turn_id", "mode", "timings_ms"}
    assert all(citation["document"] in {"acme.md", "guide.md"} for citation in answer["citations"])


def test_an_answer_that_cannot_be_found_is_no_failure(liaison: Liaison) -> None:
    result = liaison("ask", "What is the colour of the managing director's bicycle?", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["abstained"] is True


def test_people_see_the_sources_below_the_answer(liaison: Liaison) -> None:
    said = liaison("ask", "How much notice is needed to terminate the Acme agreement?").stdout
    assert "Sources" in said
    assert "in force since 1 March 2025" in " ".join(said.split())


def test_a_question_goes_on_in_the_conversation_named(liaison: Liaison) -> None:
    first = json.loads(liaison("ask", "Which law governs the Acme agreement?", "--json").stdout)
    second = json.loads(liaison("ask", "And the notice?", "--conversation", first["conversation_id"], "--json").stdout)
    assert second["conversation_id"] == first["conversation_id"]
    assert isinstance(liaison("ask", "And?", "--conversation", "nobody's").exception, NotFound)


def test_passages_come_best_first_with_their_place(liaison: Liaison) -> None:
    found = json.loads(liaison("search", "notice to terminate", "-k", "3", "--json").stdout)["passages"]
    assert set(found[0]) == {"document", "start", "end", "page", "section", "score", "text"}
    assert "sixty (60) days" in found[0]["text"]
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def test_a_partner_finds_and_lists_only_what_is_for_them(liaison: Liaison) -> None:
    found = json.loads(liaison("search", "notice to terminate", "--as", "partner:borealis", "--json").stdout)["passages"]
    assert {one["document"] for one in found} == {"guide.md"}
    listed = json.loads(liaison("documents", "--as", "partner:borealis", "--json").stdout)["documents"]
    assert [one["name"] for one in listed] == ["guide.md"]
    assert "acme.md" not in liaison("documents", "--as", "partner:borealis").stdout


def test_a_search_for_nothing_is_refused(liaison: Liaison) -> None:
    assert isinstance(liaison("search", "  ").exception, Invalid)


def test_a_forgotten_document_is_gone_until_it_is_read_again(liaison: Liaison, corpus: Path) -> None:
    assert liaison("forget", "guide.md", input="n\n").exit_code == 1
    assert json.loads(liaison("forget", "guide.md", "--yes", "--json").stdout)["forgotten"][0]["document"] == "guide.md"
    assert isinstance(liaison("forget", "guide.md", "--yes").exception, NotFound)
    assert json.loads(liaison("ingest", str(corpus), "--json").stdout)["added"] == 1
    assert "guide.md is forgotten" in liaison("forget", "guide.md", input="y\n").stdout
    liaison("ingest", str(corpus))


def test_a_token_is_made_for_a_known_partner_only(liaison: Liaison) -> None:
    made = json.loads(liaison("token", "--as", "partner:acme", "--days", "3", "--json").stdout)
    assert made["token"].startswith("lia_")
    assert made["as"] == "partner:acme"
    refused = liaison("token", "--as", "partner:zeta").exception
    assert isinstance(refused, LiaisonError)
    assert "acme, borealis" in refused.sentence


def test_standard_output_holds_the_token_alone(liaison: Liaison) -> None:
    result = liaison("token", "--as", "manager")
    assert result.stdout.strip().startswith("lia_")
    assert len(result.stdout.split()) == 1
    assert "valid until" in result.stderr


def test_the_doctor_finds_a_good_home_well(liaison: Liaison) -> None:
    result = liaison("doctor", "--json")
    said = json.loads(result.stdout)
    assert (result.exit_code, said["ok"]) == (0, True)
    assert all(set(finding) == {"check", "ok", "detail", "count"} for finding in said["findings"])
    assert "All is well" in liaison("doctor", "--fix").stdout


def test_a_home_is_not_mended_while_documents_are_being_changed(liaison: Liaison, home: Path) -> None:
    with FileLock(home / "ingest.lock"):
        assert isinstance(liaison("doctor", "--fix").exception, Conflict)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    lines = [
        {"id": "q1", "question": "What notice?", "answerable": True, "facts": [["60"]], "documents": ["acme.md"]},
        {"id": "q2", "question": "How many wheels has the director's bicycle?", "answerable": False},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_questions_are_asked_over_a_corpus_in_a_throwaway_home(liaison: Liaison, questions: Path, corpus: Path) -> None:
    written = questions.with_name("predictions.jsonl")
    result = liaison(
        "eval", "answers", "--questions", str(questions), "--corpus", str(corpus), "--predictions", str(written), "--json"
    )
    scores = json.loads(result.stdout)
    assert (scores["answerable"], scores["unanswerable"], scores["abstained_rightly"]) == (1, 1, 1)
    lines = [json.loads(line) for line in written.read_text().splitlines()]
    assert [set(line) for line in lines] == [{"id", "answer", "abstained", "citations", "timings_ms"}] * 2


def test_people_see_scores_as_a_table(liaison: Liaison, questions: Path) -> None:
    said = liaison("eval", "answers", "--questions", str(questions)).stdout
    assert "right and cited" in said
    assert "whole answer" in said


def test_speed_is_told_beside_that_of_embedding_alone(liaison: Liaison, questions: Path) -> None:
    figures = json.loads(liaison("eval", "speed", "--questions", str(questions), "--json").stdout)
    assert (figures["questions"], figures["documents"]) == (2, 2)
    assert figures["answer_to_embedding"] > 0
    assert "peak_memory_mb" in liaison("eval", "speed", "--questions", str(questions)).stdout

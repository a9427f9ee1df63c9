"""Which files a run reads."""

import json
from pathlib import Path

import pytest

from app.domain.errors import Invalid
from ingest.discover import discover, manifest_for
from ingest.manifest import Described, Manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as people have them."""
    for name in (
        *("b.txt", "a.md", "deep/er/c.pdf", "manifest.json", "deep/manifest.csv"),
        *(".hidden.txt", ".git/config", "deep/.cache/d.txt", "~$a.docx", ".DS_Store", "Thumbs.db", "deep/desktop.ini"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[]" if name.endswith(".json") else "file\n", encoding="utf-8")
    return tmp_path


def names(*paths: Path) -> list[str]:
    return [source.path.name for source in discover(paths, Manifest())]


def test_files_are_found_in_order_without_junk_hidden_ones_and_manifests(folder: Path) -> None:
    assert names(folder) == ["a.md", "b.txt", "c.pdf"]


def test_a_file_given_by_name_is_read_even_if_it_is_hidden(folder: Path) -> None:
    assert names(folder / ".hidden.txt") == [".hidden.txt"]
    assert names(folder / "deep/.cache") == ["d.txt"]


def test_a_file_is_read_once_however_often_it_is_given(folder: Path) -> None:
    assert names(folder / "b.txt", folder, folder / "deep/../b.txt") == ["b.txt", "a.md", "c.pdf"]


def test_a_link_is_the_file_it_leads_to(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "b.txt")
    (folder / "broken.txt").symlink_to(folder / "nowhere.txt")
    assert names(folder) == ["a.md", "b.txt", "c.pdf"]


def test_a_path_that_does_not_exist_is_named(folder: Path) -> None:
    with pytest.raises(Invalid) as caught:
        names(folder, folder / "nowhere")
    assert caught.value.sentence == f"There is no file or folder {folder / 'nowhere'}."


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert names(tmp_path) == []


def test_each_file_comes_with_what_the_manifest_says_of_it(folder: Path) -> None:
    said = Described(kind="guide")
    sources = discover([folder], Manifest(documents={(folder / "b.txt").resolve(): said}))
    assert [source.described for source in sources] == [Described(), said, Described()]


def test_the_manifests_of_all_given_folders_count(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        content = {"partners": [{"id": name}], "documents": [{"file": "a.txt", "title": name}]}
        (tmp_path / name / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    manifest = manifest_for([tmp_path / "one", tmp_path / "two"], None)
    assert [partner.id for partner in manifest.partners] == ["one", "two"]
    assert [said.title for said in manifest.documents.values()] == ["one", "two"]


def test_a_manifest_given_by_name_goes_before_those_in_the_folders(folder: Path) -> None:
    given = folder / "deep/list.json"
    given.write_text('[{"file": "er/c.pdf", "kind": "guide"}]', encoding="utf-8")
    manifest = manifest_for([folder], given)
    assert manifest.documents == {(folder / "deep/er/c.pdf").resolve(): Described(kind="guide")}
    assert [source.path.name for source in discover([folder], manifest)] == ["a.md", "b.txt", "c.pdf"]


def test_where_there_is_no_manifest_nothing_is_said(tmp_path: Path) -> None:
    assert manifest_for([tmp_path], None) == Manifest()

"""Files that nothing refers to any more."""

from pathlib import Path

from app.adapters.vector_remains import remove_file, remove_remains

IN_USE = (
    "catalogue.sqlite3",
    "writing.lock",
    "public.12.vectors",
    "public.12.short",
    "partner-state.3.vectors",
    "chroma-public-0123456789ab/data",
)
REMAINS = (
    "public.11.vectors",
    "public.11.short",
    "internal.12.short",
    "partner-gone.3.vectors",
    "state",
    "generation",
    "vectors.sqlite3",
    "vectors.sqlite3-journal",
    "chroma.sqlite3",
    "chroma-0123456789abcdef0123456789abcdef/chroma.sqlite3",
    "c56a4180-65aa-42ec-a945-5fd21dec0538/data_level0.bin",
)


def test_what_nothing_refers_to_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (*IN_USE, *REMAINS):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"vectors")
    remove_remains(tmp_path, {tmp_path / "public.12.vectors", tmp_path / "partner-state.3.vectors"})
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()} == set(IN_USE)
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {"chroma-public-0123456789ab"}


def test_a_file_goes_with_its_copy_whether_or_not_there_is_one(tmp_path: Path) -> None:
    for name in ("public.12.vectors", "public.12.short", "internal.3.vectors", "public.13.short"):
        (tmp_path / name).touch()
    for name in ("public.12.vectors", "internal.3.vectors", "gone.1.vectors"):
        remove_file(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["public.13.short"]

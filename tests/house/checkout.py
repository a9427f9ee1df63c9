"""The checkout these tests are about, read as files."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE_FOLDERS = ("app", "connectors", "eval", "ingest", "prompts")


def text(name: str) -> str:
    """A file of the checkout."""
    return (ROOT / name).read_text(encoding="utf-8")


def modules(*folders: str) -> list[Path]:
    """Every Python file below `folders` of the checkout."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def table(document: str, heading: str) -> list[list[str]]:
    """The cells of the first Markdown table below `heading`, header and rule left out."""
    lines = document.split(f"\n## {heading}\n", 1)[1].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows

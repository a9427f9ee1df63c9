"""The README says what is true: settings, commands, links, and the manifest it shows."""

import json
import re
from pathlib import Path

import typer

from app.cli import app
from app.config import Settings
from ingest.manifest import read_manifest
from tests.house.checkout import ROOT, table, text

LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def test_the_settings_table_has_every_setting_with_its_default_and_meaning() -> None:
    expected = []
    for name, field in Settings.model_fields.items():
        default = str(field.default).lower() if isinstance(field.default, bool) else field.default
        expected.append([f"`LIAISON_{name.upper()}`", "" if default is None else f"`{default}`", field.description])
    assert table(text("README.md"), "Settings") == expected


def test_the_table_of_commands_has_every_command() -> None:
    group = typer.main.get_group(app)
    commands = {
        f"{name} {inner}" if inner else name
        for name, command in group.commands.items()
        for inner in getattr(command, "commands", {"": None})
    }
    named = [
        re.match(r"`liaison ((?:(?:eval|train|users|keys|audit) )?\w+)", row[0]) for row in table(text("README.md"), "Commands")
    ]
    assert {found[1] for found in named if found} == commands


def test_every_link_in_the_documents_leads_to_a_file() -> None:
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents
        for target in LINK.findall(document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert missing == []


def test_the_manifest_shown_is_one_that_liaison_reads(tmp_path: Path) -> None:
    shown = next(block for block in re.findall(r"```json\n(.*?)```", text("README.md"), re.DOTALL) if '"partners"' in block)
    path = tmp_path / "manifest.json"
    path.write_text(shown, encoding="utf-8")
    manifest = read_manifest(path)
    assert len(manifest.documents) == len(json.loads(shown)["documents"])
    assert [partner.id for partner in manifest.partners] == ["acme"]
    assert any(described.partner_column for described in manifest.documents.values())


def test_every_decision_is_listed_in_the_architecture_and_numbered_without_gaps() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    assert [path.name for path in decisions if path.name not in text("docs/architecture.md")] == []

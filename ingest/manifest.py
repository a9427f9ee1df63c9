"""The manifest: what people say about their files. JSON, YAML or CSV; what it leaves out is read off the files.

    {"partners": [{"id": "acme", "name": "Acme Ltd", "aliases": ["Acme"], "kind": "reseller", ...}],
     "documents": [{"file": "agreements/acme.pdf", "kind": "agreement", "partner": "acme", "audience": "partner:acme",
                    "version": "1.0", "effective": "2025-03-01", "title": "...", "amends": "...", "partner_column": "..."}]}

`file` is relative to the manifest. A CSV manifest has the document fields as columns and no partners.
"""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app.domain.access import PARTNER_ID, Audience
from app.domain.documents import Partner
from app.domain.errors import Invalid

NAMES = ("manifest.json", "manifest.yaml", "manifest.yml", "manifest.csv")
"""What a manifest is called when it lies in the folder it describes."""


@dataclass(frozen=True, slots=True)
class Described:
    """What is said about one file; None where nothing is said. `partner_column` parts a shared table by partner."""

    kind: str | None = None
    title: str | None = None
    partner: str | None = None
    audience: Audience | None = None
    version: str | None = None
    effective: date | None = None
    amends: str | None = None
    partner_column: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """Partners, and descriptions by resolved path. `files` are the manifests themselves: they describe, and are not read."""

    partners: tuple[Partner, ...] = ()
    documents: Mapping[Path, Described] = field(default_factory=dict)
    files: frozenset[Path] = frozenset()


def find_manifest(folder: Path) -> Path | None:
    """The manifest that lies in `folder`, if there is one."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; raises Invalid with a sentence that names the file and the entry at fault."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = f"The manifest {path.name} cannot be read: {(error.strerror or 'unknown reason').lower()}."
        raise Invalid(message) from error
    except UnicodeDecodeError as error:
        message = f"The manifest {path.name} is not text in UTF-8."
        raise Invalid(message) from error
    content = _parse(path, text)
    partners = tuple(_partner(entry, path) for entry in _entries(content, "partners", "partner", path))
    documents = _entries(content, "documents", "file", path)
    return Manifest(partners, {_file(entry, path): _described(entry, path) for entry in documents})


def _entries(content: Mapping[str, Any], name: str, what: str, path: Path) -> list[Mapping[str, Any]]:
    """The list called `name`; missing or left blank, it is empty."""
    entries = content.get(name) or []
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        message = f"The manifest {path.name} needs a list '{name}' with one entry a {what}."
        raise Invalid(message)
    return entries


def _parse(path: Path, text: str) -> Mapping[str, Any]:
    try:
        if path.suffix.lower() == ".csv":
            return {"documents": list(csv.DictReader(io.StringIO(text)))}
        content = json.loads(text) if path.suffix.lower() == ".json" else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError, csv.Error) as error:  # YAML raises ValueError for a date that does not exist
        message = f"The manifest {path.name} is not valid: {str(error).splitlines()[0]}."
        raise Invalid(message) from error
    content = {"documents": content} if isinstance(content, list) else content
    if not isinstance(content, Mapping):
        message = f"The manifest {path.name} needs a list 'documents' with one entry a file."
        raise Invalid(message)
    return content


def _file(entry: Mapping[str, Any], path: Path) -> Path:
    name = entry.get("file") or entry.get("path") or entry.get("document")
    if not isinstance(name, str):
        message = f"An entry of {path.name} has no 'file': {dict(entry)}."
        raise Invalid(message)
    return (path.parent / name).resolve()


def _described(entry: Mapping[str, Any], path: Path) -> Described:
    values = {key: str(value).strip() for key, value in entry.items() if value not in (None, "")}
    where = f"In {path.name}, {_file(entry, path).name}"
    try:
        audience = Audience.parse(values["audience"]) if "audience" in values else None
        effective = date.fromisoformat(values["effective"]) if "effective" in values else None
    except Invalid as error:
        message = f"{where}: {error.sentence}"
        raise Invalid(message) from error
    except ValueError as error:
        message = f"{where}: '{values['effective']}' is not a date; write it as 2025-03-01."
        raise Invalid(message) from error
    if "partner" in values and not PARTNER_ID.fullmatch(values["partner"]):
        message = f"{where}: '{values['partner']}' is not a partner's id: use lower-case letters, digits, - and _."
        raise Invalid(message)
    plain = {key: values.get(key) for key in ("kind", "title", "partner", "version", "amends", "partner_column")}
    return Described(audience=audience, effective=effective, **plain)


def _partner(entry: Mapping[str, Any], path: Path) -> Partner:
    identity = str(entry.get("id", ""))
    if not PARTNER_ID.fullmatch(identity):
        message = f"In {path.name}, a partner needs an id of lower-case letters, digits, - and _, not '{identity}'."
        raise Invalid(message)
    name = str(entry.get("name") or identity)
    names = tuple(dict.fromkeys([name, *_names(entry.get("aliases")), *_names(entry.get("legal_names"))]))
    text = {key: str(entry[key]) if entry.get(key) else None for key in ("kind", "tier", "status", "region", "manager")}
    return Partner(id=identity, name=name, names=names, **text)


def _names(value: Any) -> list[str]:
    """A list of names, or the one name that stands where a list is expected."""
    values = value if isinstance(value, list) else [value]
    return [str(name) for name in values if name]

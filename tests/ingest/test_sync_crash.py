"""A run that dies at any step is put right by the next one."""

from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.access import EVERYTHING
from ingest.sync import Request
from tests.ingest.home import Home

WRITES = frozenset("save_partners begin replace delete finish add remove drop save embed embed_parts".split())
"""The calls that change something, or come between two that do."""

INDEX_WRITES = frozenset({"add", "remove", "drop"})
"""Calls that may have done half their work when the process goes; the others are one transaction, or one file."""


class Crash(BaseException):
    """The process is gone. No `except Exception` may stand in its way."""


class Dying:
    """Hands calls on to the stores and dies at write number `last`: before it, after it, or half-way through it."""

    def __init__(self, last: int, moment: str) -> None:
        self.left = last
        self.moment = moment

    def wrap(self, store: Any) -> Any:
        """`store` with this death before it."""
        return Mortal(store, self)

    def call(self, name: str, action: Callable[..., Any], *arguments: Any) -> Any:
        self.left -= 1
        if self.left:
            return action(*arguments)
        if self.moment == "after":
            action(*arguments)
        if self.moment == "half-way" and name in INDEX_WRITES:
            action(*map(half, arguments))
        raise Crash


class Mortal:
    """A store whose writes go through `Dying`."""

    def __init__(self, store: Any, dying: Dying) -> None:
        self._store = store
        self._dying = dying

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._store, name)
        return partial(self._dying.call, name, attribute) if name in WRITES else attribute


def half(argument: Any) -> Any:
    """The first half of what a call was given; a name is given whole."""
    if isinstance(argument, str):
        return argument
    if isinstance(argument, dict):
        return dict(islice(argument.items(), len(argument) // 2))
    return argument[: len(argument) // 2] if isinstance(argument, list | np.ndarray) else list(argument)[: len(argument) // 2]


def first_state(home: Home) -> None:
    """Files as they lie there before the first run."""
    (home.folder / "new.txt").unlink(missing_ok=True)
    home.describe(
        {"file": "deals.csv", "partner_column": "partner"},
        {"file": "guide.txt", "audience": "public"},
        partners=["acme", "borealis"],
    )
    home.write(
        {
            "acme.txt": "Acme Reseller Agreement\n\nEither party may leave upon sixty days' notice.",
            "broken.txt": "Minutes of Monday",
            "deals.csv": "partner,deal\nacme,Atlas\nborealis,Boreas\nnobody,Corvus\n",
            "empty.txt": "",
            "gone.txt": "Fund guide for last year",
            "guide.txt": "Partner Guide\n\nA Gold partner needs two certified engineers.",
        }
    )


def second_state(home: Home) -> None:
    """One file of each fate: changed, broken, a partner less, mended, gone, another audience, new."""
    home.describe(
        {"file": "deals.csv", "partner_column": "partner"},
        {"file": "guide.txt", "audience": "internal"},
        partners=["acme", "borealis"],
    )
    home.write(
        {
            "acme.txt": "Acme Reseller Agreement\n\nEither party may leave upon ninety days' notice.",
            "broken.txt": "\x00\x01\x02" * 30,
            "deals.csv": "partner,deal\nacme,Atlas\n",
            "empty.txt": "No longer empty",
            "new.txt": "Price list\n\nAtlas is 60 euros.",
        }
    )
    (home.folder / "gone.txt").unlink(missing_ok=True)


def run(home: Home, dying: Dying | None = None) -> None:
    home.sync(dying.wrap if dying else lambda store: store).run(Request([home.folder], prune=True))


def forget(home: Home, dying: Dying | None = None) -> None:
    documents = [document for document in home.records.documents(EVERYTHING) if document.name in ("acme.txt", "deals.csv")]
    home.sync(dying.wrap if dying else lambda store: store).forget(documents)


def before_a_first_run(folder: Path) -> Home:
    home = Home(folder)
    first_state(home)
    return home


def before_changes_are_read(folder: Path) -> Home:
    home = before_a_first_run(folder)
    run(home)
    second_state(home)
    return home


def before_forgetting(folder: Path) -> Home:
    home = before_a_first_run(folder)
    run(home)
    return home


@pytest.mark.parametrize("moment", ["before", "after", "half-way"])
@pytest.mark.parametrize(
    ("scene", "act"), [(before_a_first_run, run), (before_changes_are_read, run), (before_forgetting, forget)]
)
def test_whatever_step_it_dies_at_the_next_run_repairs(
    tmp_path: Path, scene: Callable[[Path], Home], act: Callable[..., None], moment: str
) -> None:
    undisturbed = scene(tmp_path)
    act(undisturbed)
    assert undisturbed.faults() == []
    deaths = 0
    while True:
        home = scene(tmp_path)
        try:
            act(home, Dying(deaths + 1, moment))
        except Crash:
            deaths += 1
        else:
            break
        act(home)
        assert home.faults() == [], f"after dying {moment} step {deaths}"
        assert home.kept() == undisturbed.kept(), f"after dying {moment} step {deaths}"
    assert deaths >= len("begin delete remove remove remove finish".split())


@pytest.mark.parametrize("moment", ["before", "after", "half-way"])
@pytest.mark.parametrize(("scene", "act"), [(before_changes_are_read, run), (before_forgetting, forget)])
def test_until_it_is_repaired_readers_see_whole_documents_old_or_new(
    tmp_path: Path, scene: Callable[[Path], Home], act: Callable[..., None], moment: str
) -> None:
    undisturbed = scene(tmp_path)
    old = undisturbed.kept()
    act(undisturbed)
    deaths = 0
    while True:
        home = scene(tmp_path)
        try:
            act(home, Dying(deaths + 1, moment))
        except Crash:
            deaths += 1
        else:
            break
        assert home.kept()["documents"] <= old["documents"] | undisturbed.kept()["documents"]
        passages = set(home.records.passage_audiences())
        assert passages <= set(home.vectors.ids()) & home.lexical.ids(), f"dying {moment} step {deaths} left a gap"
    assert deaths > 0


def test_repairing_alone_finishes_what_is_unfinished(tmp_path: Path) -> None:
    home = before_forgetting(tmp_path)
    digest = home.document("acme.txt").revision.split("/")[0]
    steps = ["begin", "delete", "remove vectors", "remove words", "remove the original"]
    with pytest.raises(Crash):
        forget(home, Dying(len(steps), "before"))
    assert digest in home.files.digests()
    assert home.sync().repair() > 0
    assert digest not in home.files.digests()
    assert home.faults() == []
    assert home.sync().repair() == 0

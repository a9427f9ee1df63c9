"""What one caller was shown must not be kept for the next: same questions and pages by one, then by another, and by nobody."""

from collections.abc import Iterator
from functools import partial

from eval.attack.attempt import CONVERSATION, HTTP, Attempt, Seen
from eval.attack.programme import AGREEMENTS, NOBODY, STATEMENTS, hidden_from
from eval.attack.stage import Stage

QUESTIONS = (
    "How much notice does Borealis need to terminate the agreement for convenience?",
    "What is the price code of Borealis?",
    "In which territory is Borealis exclusive?",
)
HEADERS = (
    ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Scheme", "nothttps"), ("X-Original-URL", "/static/app.js"),
    ("X-Host", "evil.example"), ("Host", "evil.example"), ("If-None-Match", '"x"'), ("If-Modified-Since",
    "Wed, 21 Oct 2015 07:28:00 GMT"),
    ("Accept-Language", "nb"), ("Vary", "Authorization"), ("Cache-Control", "only-if-cached"), ("Pragma", "x"), ("Range",
    "bytes=0-10"),
)  # fmt: skip
DECEIVING = ("?x.css", "/x.css", "%2Fx.css", ";x.css", "?utm=1&cb=2", "%3Fx.js", "%23x.js")


def attempts(stage: Stage) -> Iterator[Attempt]:
    """The owner first and the thief after, and the other way round."""
    yield from _questions(stage)
    word = AGREEMENTS["borealis"].words[-1]
    paths = {
        "text": (f"/v1/documents/{stage.document(AGREEMENTS['borealis']).id}?text=true", word),
        "excerpt": (f"/v1/documents/{stage.document(AGREEMENTS['borealis']).id}/pages/1", word),
        "page image": (f"/v1/documents/{stage.document(STATEMENTS['borealis']).id}/pages/1", "imagepng"),
    }
    for what, (path, due) in paths.items():
        rightful = partial(stage.http.get, path, stage.keys["bo"])
        for header in HEADERS:
            attack = partial(_after, stage, path, header)
            said = f"{what} with {header[0]}"
            yield Attempt(HTTP, "a poisoned cache", said, stage.hidden("ada"), attack, rightful, due, (404,), checks=(_kept,))
        nobody = partial(stage.http.get, path)
        yield Attempt(HTTP, "a poisoned cache", f"{what} by nobody", hidden_from(NOBODY), nobody, rightful, due, (401,))
    path, due = paths["text"]
    for end in DECEIVING:
        deceiving = path.removesuffix("?text=true") + end
        rightful = partial(stage.http.get, path, stage.keys["bo"])
        attack = partial(_after, stage, deceiving)
        yield Attempt(
            HTTP, "a poisoned cache", f"ends in {end}", stage.hidden("ada"), attack, rightful, due, (404,), checks=(_kept,)
        )


def _questions(stage: Stage) -> Iterator[Attempt]:
    due = {"magnus": AGREEMENTS["borealis"].words[4], "bo": AGREEMENTS["borealis"].words[3]}
    for question in QUESTIONS:
        for thief in ("ada", "ingrid"):
            ask = stage.http.ask

            def after(question: str = question, thief: str = thief) -> Seen:
                stage.http.ask(question, stage.keys["magnus"])
                return stage.http.ask(question, stage.keys[thief])

            before = partial(ask, QUESTIONS[0], stage.keys["magnus"])
            said = f"{question}, a manager first and then {thief}"
            yield Attempt(CONVERSATION, "a poisoned cache", said, stage.hidden(thief), after, before, due["magnus"])
            attack = partial(ask, question, stage.keys[thief])
            said = f"{question}, {thief} first and then a manager"
            yield Attempt(CONVERSATION, "a poisoned cache", said, stage.hidden(thief), attack, before, due["magnus"])


def _after(stage: Stage, path: str, header: tuple[str, str] = ("Accept", "*/*")) -> Seen:
    """The thief right after the owner, with the same request."""
    stage.http.get(path, stage.keys["bo"], header)
    return stage.http.get(path, stage.keys["ada"], header)


def _kept(seen: Seen) -> str | None:
    """Whether anything between may keep the reply."""
    return None if "cache-control: no-store" in seen.got.lower() else "the reply may be kept by a cache"

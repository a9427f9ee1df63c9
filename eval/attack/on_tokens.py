"""Tokens: expired, revoked, forged, meant for others, of other sites and from other pages, and keys that lack what is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import jwt

from app.domain.access import Caller
from app.domain.people import Person, Scope
from eval.attack.attempt import HTTP, Attempt, Seen
from eval.attack.programme import AGREEMENTS, NOBODY, hidden_from
from eval.attack.signing import MINUTE, PORTAL_ORIGIN, WORLD_ORIGIN, forged, jwk_of
from eval.attack.stage import OPERATOR, Stage

MAGNUS, BO, ADA = "magnus@fjellvik.example", "bo@borealis.example", "ada@acme.example"
LONG_AGO = 1_600_000_000
FAR = 4_000_000_000


def attempts(stage: Stage) -> Iterator[Attempt]:
    """Every token at the door of the documents."""
    word = AGREEMENTS["borealis"].words[1]

    def listed(token: str, origin: str | None = None) -> Seen:
        return stage.http.get("/v1/documents", token, *([("Origin", origin)] if origin else []))

    by_provider = partial(listed, stage.provider.of_person(BO))
    by_site = partial(listed, stage.provider.of_site("world", "new@borealis.example", "borealis"), WORLD_ORIGIN)
    by_key = partial(listed, stage.keys["bo"])
    for what, token in _of_provider(stage).items():
        yield Attempt(HTTP, "a provider's token", what, hidden_from(NOBODY), partial(listed, token), by_provider, word, (401,))
    for what, (token, origin) in _of_sites(stage).items():
        attack = partial(listed, token, origin)
        yield Attempt(HTTP, "a widget's token", what, hidden_from(NOBODY), attack, by_site, word, (401, 403))
    for what, token in _keys(stage).items():
        yield Attempt(HTTP, "a key", what, hidden_from(NOBODY), partial(listed, token), by_key, word, (401, 403))
    yield from _narrow(stage)


def _of_provider(stage: Stage) -> Mapping[str, str]:
    make, provider = stage.provider.of_person, stage.provider
    pem, jwk = provider.public_pem, jwk_of(provider.foreign, "mine")
    head, body, signature = make(MAGNUS).split(".")
    return {
        "expired": make(MAGNUS, exp=LONG_AGO),
        "without an end": make(MAGNUS, exp=None),
        "without a beginning": make(MAGNUS, iat=None),
        "not yet valid": make(MAGNUS, nbf=FAR, exp=FAR + MINUTE),
        "issued in the future": make(MAGNUS, iat=FAR, exp=FAR + MINUTE),
        "for another audience": make(MAGNUS, aud="another-client"),
        "without an audience": make(MAGNUS, aud=None),
        "of another issuer": make(MAGNUS, iss="https://evil.example"),
        "of an issuer like ours": make(MAGNUS, iss="https://login.fjellvik.example/"),
        "without an issuer": make(MAGNUS, iss=None),
        "without a subject": make(MAGNUS, sub=None),
        "an address nobody verified": make(MAGNUS, sub="eve", email_verified=False),
        "an address verified in words": make(MAGNUS, sub="eve", email_verified="true"),
        "somebody nobody knows": make("eve@evil.example"),
        "an address with more around it": make("eve@evil.example", email=f"{MAGNUS},eve@evil.example"),
        "an address as a list": make("eve", email=[MAGNUS]),
        "alg none": forged({"alg": "none", "kid": "one"}, MAGNUS),
        "alg None": forged({"alg": "None", "kid": "one"}, MAGNUS),
        "alg nOnE with a signature": forged({"alg": "nOnE", "kid": "one"}, MAGNUS) + signature,
        "HMAC with the public key": forged({"alg": "HS256", "kid": "one"}, MAGNUS, pem),
        "HMAC with the public key, trimmed": forged({"alg": "HS256", "kid": "one"}, MAGNUS, pem.strip()),
        "HMAC with nothing": forged({"alg": "HS256", "kid": "one"}, MAGNUS, b"\0"),
        "another key, the right name": make(MAGNUS, provider.foreign),
        "another key, its own name": make(MAGNUS, provider.foreign, header={"kid": "mine"}),
        "another key in the header": make(MAGNUS, provider.foreign, header={"kid": "one", "jwk": jwk}),
        "another key set in the header": make(MAGNUS, provider.foreign, header={"kid": "mine", "jku": "https://evil.example"}),
        "certificates in the header": make(MAGNUS, provider.foreign, header={"kid": "one", "x5u": "https://evil.example"}),
        "a key named by a path": make(MAGNUS, provider.foreign, header={"kid": "../../../../dev/null"}),
        "a key named by SQL": make(MAGNUS, provider.foreign, header={"kid": "x' UNION SELECT 'a"}),
        "another algorithm of the same key": make(MAGNUS, algorithm="RS512"),
        "a body put in": f"{head}.{make(MAGNUS, admin=True).split('.')[1]}.{signature}",
        "the signature gone": f"{head}.{body}.",
        "the signature cut": f"{head}.{body}.{signature[:-8]}",
        "two bodies": f"{head}.{body}.{body}.{signature}",
    }


def _of_sites(stage: Stage) -> Mapping[str, tuple[str, str | None]]:
    make, shared = stage.provider.of_site, stage.provider.shared
    person: dict[str, Any] = {"sub": MAGNUS, "email": MAGNUS, "partner": "borealis", "aud": "liaison", "iss": "world"}
    return {
        "for a partner the site may not speak for": (make("portal", "new@borealis.example", "borealis"), PORTAL_ORIGIN),
        "signed by one site as another": (make("world", BO, "borealis", shared["portal"]), WORLD_ORIGIN),
        "for somebody of another partner": (make("world", ADA, "borealis"), WORLD_ORIGIN),
        "for a manager": (make("world", MAGNUS, "borealis"), WORLD_ORIGIN),
        "for no partner": (make("world", BO, None), WORLD_ORIGIN),
        "for all partners": (make("world", "new@borealis.example", "*"), WORLD_ORIGIN),
        "for a partner in other letters": (make("world", "new@borealis.example", "Borealis"), WORLD_ORIGIN),
        "for a partner with a space": (make("world", "new@borealis.example", "borealis "), WORLD_ORIGIN),
        "for a partner nobody knows": (make("world", "new@x.example", "zenith"), WORLD_ORIGIN),
        "for nobody": (make("world", "not an address", "borealis"), WORLD_ORIGIN),
        "from another page": (make("world", BO, "borealis"), "https://evil.example"),
        "from a page of the other site": (make("world", BO, "borealis"), PORTAL_ORIGIN),
        "from no page at all": (make("world", BO, "borealis"), "null"),
        "from a page like ours": (make("world", BO, "borealis"), f"{WORLD_ORIGIN}.evil.example"),
        "from a page without TLS": (make("world", BO, "borealis"), WORLD_ORIGIN.replace("https", "http")),
        "valid for too long": (make("world", BO, "borealis", exp=FAR), WORLD_ORIGIN),
        "expired": (make("world", BO, "borealis", iat=LONG_AGO, exp=LONG_AGO + MINUTE), WORLD_ORIGIN),
        "without an end": (make("world", BO, "borealis", exp=None), WORLD_ORIGIN),
        "without a beginning": (make("world", BO, "borealis", iat=None), WORLD_ORIGIN),
        "for another audience": (make("world", BO, "borealis", aud="another"), WORLD_ORIGIN),
        "alg none": (forged({"alg": "none"}, BO, None, **person), WORLD_ORIGIN),
        "with the provider's key": (
            jwt.encode(person | {"iat": LONG_AGO, "exp": FAR}, stage.provider.own, "RS256"),
            WORLD_ORIGIN,
        ),
        "of a site nobody knows": (make("world", BO, "borealis", iss="nowhere"), WORLD_ORIGIN),
    }


def _keys(stage: Stage) -> Mapping[str, str]:
    """Keys that were good once, and such as never were."""
    container, bo = stage.container, stage.caller("bo")
    revoked, key = container.keys.issue(bo, actor=OPERATOR)
    container.keys.revoke(key.id, actor=OPERATOR)
    gone = _holder(stage, "gone")
    container.people.remove("gone")
    off = _holder(stage, "off")
    container.people.change(replace(Person.of("off", "partner:borealis"), active=False))
    asking, _ = container.keys.issue(bo, actor=OPERATOR, scopes=frozenset({Scope.ASK}))
    good = stage.keys["bo"]
    return {
        "revoked": revoked,
        "of a person who was removed": gone,
        "of an account that is switched off": off,
        "without the scope": asking,
        "its id in place of the secret": key.id,
        "its digest in place of the secret": key.digest,
        "in capitals": good.upper(),
        "without its last letter": good[:-1],
        "with a letter more": f"{good}x",
        "without its beginning": good.removeprefix("lia_"),
        "with a null after it": f"{good}\0",
        "two in one": f"{stage.keys['ada']},{good}",
        "a wildcard": "lia_%",
        "SQL": "lia_' OR '1'='1",
        "far too long": "lia_" + "x" * 9000,
    }


def _holder(stage: Stage, name: str) -> str:
    person = Person.of(name, "partner:borealis")
    stage.container.people.add(person)
    return stage.container.keys.issue(person.caller(), actor=OPERATOR)[0]


def _narrow(stage: Stage) -> Iterator[Attempt]:
    """Keys with one scope, at the doors of the others."""
    issue, word = stage.container.keys.issue, AGREEMENTS["borealis"].words
    held = {scope: issue(stage.caller("bo"), actor=OPERATOR, scopes=frozenset({scope}))[0] for scope in Scope}
    reading, _ = issue(Caller.parse("manager"), actor=OPERATOR, scopes=frozenset({Scope.READ}))
    text = f"/v1/documents/{stage.document(AGREEMENTS['borealis']).id}?text=true"
    question = "How much notice do we need to terminate the agreement for convenience?"
    shown = partial(stage.http.get, text, stage.keys["bo"])
    asked = partial(stage.http.ask, question, stage.keys["bo"])
    for scope in (Scope.ASK, Scope.AUDIT):
        attack = partial(stage.http.get, text, held[scope])
        yield Attempt(HTTP, "a scope too few", f"reading with {scope}", hidden_from(NOBODY), attack, shown, word[-1], (403,))
    for scope in (Scope.READ, Scope.AUDIT):
        attack = partial(stage.http.ask, question, held[scope])
        yield Attempt(HTTP, "a scope too few", f"asking with {scope}", hidden_from(NOBODY), attack, asked, word[4], (403,))
    for path in ("/v1/conversations", "/v1/turns/0/replay"):
        attack = partial(stage.http.get, path, reading)
        yield Attempt(HTTP, "a scope too few", f"{path} with read", hidden_from(NOBODY), attack, shown, word[-1], (403,))

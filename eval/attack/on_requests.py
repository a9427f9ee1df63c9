"""Requests that no client of ours would send: crafted filters, climbing paths, other methods, headers that claim a name."""

from collections.abc import Iterator
from functools import partial

from eval.attack.attempt import HTTP, Attempt, Try
from eval.attack.programme import AGREEMENTS, NOBODY, hidden_from
from eval.attack.stage import Stage

FILTERS = (
    "partner=borealis", "partner=Borealis", "partner=BOREALIS", "partner=partner:borealis", "partner=*", "partner=%25",
    "partner=",
    "partner=null", "partner=None", "partner=borealis&partner=acme", "partner=acme&partner=borealis", "partner[]=borealis",
    "partner[$ne]=acme", "partner[$exists]=true", "partner=acme'%20OR%20'1'='1", "partner=acme%22%20OR%201=1--",
    "partner=x';DROP%20TABLE%20documents;--", "partner=acme%00borealis", "partner=acme%0Aborealis", "partner=acme,borealis",
    "partner=acme|borealis", "partner=%7B%22$ne%22:null%7D", "partner=acme)%20OR%20(audience:*", "q=*", "q=*:*", "q=%25", "q=_",
    "q=audience:internal", "q=audience:%22partner:borealis%22%20OR%20*", "q=.*", "q=%5B*%20TO%20*%5D", "q=borealis%20OR%20acme",
    "q=+borealis%20-acme", "q=borealis~2", "q=/.*/", "q=title:borealis%5E10", "kind=agreement%20OR%20kind=note", "kind[]=note",
    "kind=*", "kind=agreement&kind=note", "audience=internal", "audience=partner:borealis", "reach=partner:*", "as=admin",
    "as_=manager", "caller=manager", "role=admin", "person=magnus", "all=true", "include_hidden=1",
    "text=true&partner=borealis",
    "limit=1000000&offset=-1", "filter=%7B%22or%22:[]%7D", "where=1=1", "order_by=(select%20text%20from%20texts)", "debug=1",
)  # fmt: skip
CLIMBING = (
    "/v1/documents/{mine}/../{theirs}", "/v1/documents/{mine}/%2e%2e/{theirs}", "/v1/documents/{mine}%2F..%2F{theirs}",
    "/v1/documents/{mine}/pages/1/../../../{theirs}", "/v1/documents/./{theirs}", "/v1//documents/{theirs}",
    "//v1/documents/{theirs}", "/v1/documents/{theirs}/", "/v1/documents/{theirs}//pages/1", "/v1/documents/{theirs};a=b",
    "/V1/Documents/{theirs}", "/v1/documents/{mine}/pages/{theirs}", "/v1/documents/{theirs}/pages/0",
    "/v1/documents/{theirs}/pages/-1", "/v1/documents/{theirs}/pages/99999999999999999999",
    "/v1/documents/{theirs}/pages/1%2F..",
    "/v1/documents/{theirs}/text", "/v1/documents/{theirs}.json", "/static/../papers/manifest.json",
    "/static/%2e%2e/%2e%2e/papers/manifest.json", "/static/..%2f..%2fliaison.db", "/static/%252e%252e/liaison.db",
    "/static//etc/passwd", "/static/%5c..%5c..%5cliaison.db", "/files/{theirs}", "/papers/{file}", "/{file}", "/docs", "/redoc",
)  # fmt: skip
METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get", "GET2", "SEARCH")
CLAIMING = (
    ("X-Forwarded-User", "magnus"), ("X-Remote-User", "root"), ("Remote-User", "root"), ("X-User", "person:magnus"),
    ("X-Role", "admin"), ("X-Liaison-As", "manager"), ("X-Partner", "borealis"), ("X-Original-URL", "/v1/documents/{theirs}"),
    ("X-Rewrite-URL", "/v1/documents/{theirs}"), ("X-HTTP-Method-Override", "GET"), ("Forwarded", "for=127.0.0.1;by=admin"),
    ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Host", "admin.fjellvik.example"), ("X-Forwarded-Prefix", "/v1/documents"),
    ("Cookie", "session=magnus; role=admin"), ("X-Api-Key", "lia_admin"), ("If-None-Match", "*"), ("If-Match", "*"),
    ("Range", "bytes=0-99999"), ("Accept", "application/json;q=9, */*"), ("Origin", "null"), ("Referer",
    "https://liaison.example/admin"),
    ("X-Request-ID", "{theirs}"), ("Via", "1.1 admin"),
)  # fmt: skip
CREDENTIALS = (
    "Basic cm9vdDpyb290",
    "bearer ",
    "Bearer",
    "Bearer null",
    "Bearer undefined",
    "Bearer person:magnus",
    "Bearer admin",
    "Token lia_x",
    "Bearer lia_",
    "Digest username=root",
)
UNSIGNED = ("/metrics", "/readyz", "/healthz", "/openapi.json", "/", "/v1/me", "/v1/documents", "/v1/conversations")


def attempts(stage: Stage) -> Iterator[Attempt]:
    """All of them, by somebody of another partner, or by nobody."""
    theirs, word = stage.document(AGREEMENTS["borealis"]), AGREEMENTS["borealis"].words[-1]
    places = {"mine": stage.document(AGREEMENTS["acme"]).id, "theirs": theirs.id, "file": AGREEMENTS["borealis"].file}
    ada, door = stage.keys["ada"], stage.http
    shown = partial(door.get, f"/v1/documents/{theirs.id}?text=true", stage.keys["bo"])
    listed = partial(door.get, "/v1/documents?partner=borealis", stage.keys["bo"])

    def attempt(kind: str, what: str, attack: Try, refused: tuple[int, ...] = ()) -> Attempt:
        return Attempt(HTTP, kind, what, stage.hidden("ada"), attack, shown, word, refused)

    for query in FILTERS:
        attack = partial(door.get, f"/v1/documents?{query}", ada)
        yield Attempt(HTTP, "a crafted filter", query, stage.hidden("ada"), attack, listed, AGREEMENTS["borealis"].words[1])
    for path in CLIMBING:
        yield attempt("a path that climbs", path, partial(door.get, path.format(**places), ada), (307, 404, 405, 422))
    for method in METHODS:
        for path in ("/v1/documents/{theirs}?text=true", "/v1/documents/{theirs}/pages/1"):
            attack = partial(door.send, method, path.format(**places), ada)
            yield attempt("another method", f"{method} {path}", attack, (404, 405))
    for name, value in CLAIMING:
        header = (name, value.format(**places))
        yield attempt(
            "a claiming header", f"{name}: {value}", partial(door.get, f"/v1/documents/{theirs.id}", ada, header), (404,)
        )
        nameless = partial(door.get, "/v1/documents", None, header)
        yield Attempt(
            HTTP, "a claiming header", f"{name}: {value}, not signed in", hidden_from(NOBODY), nameless, shown, word, (401,)
        )
    for value in CREDENTIALS:
        attack = partial(door.get, f"/v1/documents/{theirs.id}?text=true", None, ("Authorization", value))
        yield Attempt(HTTP, "no credentials", value, hidden_from(NOBODY), attack, shown, word, (401,))
    for path in UNSIGNED:
        yield Attempt(HTTP, "no credentials", path, hidden_from(NOBODY), partial(door.get, path), shown, word)
    for name in ("token", "access_token", "key", "authorization", "api_key"):
        attack = partial(door.get, f"/v1/documents/{theirs.id}?{name}={stage.keys['bo']}")
        yield Attempt(HTTP, "a key in the address", name, hidden_from(NOBODY), attack, shown, word, (401,))

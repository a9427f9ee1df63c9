"""A stand-in for the service: the page's files with the real security policy, and a scripted API on a loopback port."""

import json
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio.to_thread
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.e2e.page_picture import page_picture
from tests.e2e.scripted import EVIL, HOLD, SCRIPTS, Script

STATIC = Path(__file__).parents[2] / "connectors" / "web" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PEOPLE: dict[str, dict[str, Any]] = {
    "lia_acme": {"as": "partner:acme", "role": "partner", "partner": "acme", "partner_name": "Acme Systems"},
    "lia_manager": {"as": "manager", "role": "manager", "partner": None, "partner_name": None},
}
PAGES = 12
HOLD_SECONDS = 30  # far beyond any test; only keeps a failed test from hanging the server


def refused(status: int, kind: str, sentence: str) -> JSONResponse:
    """An error in the service's shape."""
    return JSONResponse({"error": kind, "detail": sentence}, status)


class StandIn:
    """The service's state: what was asked and said, and whether held answers may go on."""

    def __init__(self) -> None:
        self.url = ""
        self.go_on = threading.Event()
        self.accepts_tokens = True
        self.asked: list[dict[str, Any]] = []
        self.feedback: list[dict[str, Any]] = []
        self.turns: dict[str, list[dict[str, Any]]] = {}

    def app(self) -> Starlette:
        """The routes."""
        return Starlette(
            routes=[
                Route("/", self.index),
                Route("/static/{name}", self.static),
                Route("/v1/me", self.me),
                Route("/v1/chat", self.chat, methods=["POST"]),
                Route("/v1/feedback", self.rate, methods=["POST"]),
                Route("/v1/conversations", self.conversations),
                Route("/v1/conversations/{id}", self.conversation),
                Route("/v1/documents/{id}", self.document),
                Route("/v1/documents/{id}/pages/{number:int}", self.page),
            ]
        )

    async def index(self, _request: Request) -> Response:
        return FileResponse(STATIC / "index.html", headers={"Content-Security-Policy": POLICY})

    async def static(self, request: Request) -> Response:
        return FileResponse(STATIC / request.path_params["name"], headers={"X-Content-Type-Options": "nosniff"})

    def _person(self, request: Request) -> dict[str, Any] | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return PEOPLE.get(token) if self.accepts_tokens else None

    async def me(self, request: Request) -> Response:
        person = self._person(request)
        return JSONResponse(person) if person else refused(401, "unauthenticated", "This token has expired.")

    async def chat(self, request: Request) -> Response:
        if self._person(request) is None:
            return refused(401, "unauthenticated", "This token has expired.")
        body = await request.json()
        script = SCRIPTS[body["message"]]
        first_time = all(earlier["message"] != body["message"] for earlier in self.asked)
        self.asked.append(body)
        trouble = script.trouble if first_time else None
        if trouble == "unavailable":
            return refused(503, "unavailable", "The index cannot be reached at the moment.")
        return StreamingResponse(self._answer(body, script, trouble), media_type="text/event-stream")

    async def _answer(self, body: dict[str, Any], script: Script, trouble: str | None) -> AsyncIterator[str]:
        if trouble:
            yield event("delta", {"text": "It began well"})
            yield event("failed", {"error": "unavailable", "detail": "The chat model stopped answering."})
            return
        for piece in script.pieces:
            if piece == HOLD:
                await anyio.to_thread.run_sync(self.go_on.wait, HOLD_SECONDS)
            else:
                yield event("delta", {"text": piece})
        for found in script.citations:
            yield event("citation", found)
        for card in script.cards:
            yield event("card", card)
        yield event("done", self._stored(body, script))

    def _stored(self, body: dict[str, Any], script: Script) -> dict[str, Any]:
        conversation = body["conversation_id"] or f"c{len(self.turns) + 1}"
        turns = self.turns.setdefault(conversation, [])
        answer: dict[str, Any] = {
            "answer": script.text,
            "abstained": script.abstained,
            "citations": list(script.citations),
            "cards": list(script.cards),
            "conversation_id": conversation,
            "turn_id": f"{conversation}-t{len(turns) + 1}",
            "mode": "abstained" if script.abstained else "extractive",
            "timings_ms": {},
        }
        turns.append(answer | {"id": answer["turn_id"], "asked_at": "2026-03-14T09:00:00Z", "question": body["message"]})
        return answer

    async def rate(self, request: Request) -> Response:
        self.feedback.append(await request.json())
        return Response(status_code=204)

    async def conversations(self, _request: Request) -> Response:
        entries = [
            {"id": name, "title": turns[0]["question"], "started_at": turns[0]["asked_at"]}
            for name, turns in self.turns.items()
        ]
        return JSONResponse({"conversations": entries[::-1]})

    async def conversation(self, request: Request) -> Response:
        turns = self.turns.get(request.path_params["id"])
        if turns is None:
            return refused(404, "not_found", "There is no such conversation.")
        return JSONResponse({"id": request.path_params["id"], "title": turns[0]["question"], "turns": turns})

    async def document(self, request: Request) -> Response:
        return JSONResponse({"id": request.path_params["id"], "pages": PAGES})

    async def page(self, request: Request) -> Response:
        if self._person(request) is None:
            return refused(401, "unauthenticated", "This token has expired.")
        document, number = request.path_params["id"], request.path_params["number"]
        if document == "acme-agreement":
            return Response(page_picture(number, marked=number == 9), media_type="image/png")
        span = EVIL if document == "hostile" else "No such notice may take effect during the Initial Term."
        around = "The programme year begins in April.\n\n" * 60
        return JSONResponse({"before": around, "span": span, "after": "\n\n" + around})


def event(name: str, data: dict[str, Any]) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


@contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    """Serve `stand_in` on a free loopback port until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # The socket listens from here on, so a browser that comes before the server thread just waits its turn.
        stand_in.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(stand_in.app(), lifespan="off", log_config=None, ws="none", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield stand_in
        finally:
            stand_in.go_on.set()
            server.should_exit = True
            thread.join()

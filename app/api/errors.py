"""Errors as HTTP: every refusal is `{"error": kind, "detail": sentence}`, and no exception text reaches a person.

Unexpected exceptions are logged in full under a reference; the person sees only the reference.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.domain.errors import LiaisonError, Limited

log = structlog.get_logger(__name__)

STATUS = {
    "invalid": 422,
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "limited": 429,
    "unavailable": 503,
}
UNEXPECTED = 500
TOO_SLOW = 408
TOO_LARGE = 413
URI_TOO_LONG = 414
HEADERS_TOO_LARGE = 431
SENT_BEARER = {"WWW-Authenticate": 'Bearer realm="liaison"'}

# What the framework refuses by itself: its status -> our status, kind and sentence.
_FRAMEWORK = {
    400: (422, "invalid", "The body cannot be read as JSON."),
    404: (404, "not_found", "There is nothing at this address."),
    405: (405, "method_not_allowed", "This address does not take that method."),
    TOO_SLOW: (TOO_SLOW, "too_slow", "The request did not arrive in time: send it again."),
    TOO_LARGE: (TOO_LARGE, "too_large", "The request is too large."),
    URI_TOO_LONG: (URI_TOO_LONG, "too_large", "The address of the request is too long: shorten what it asks for."),
    HEADERS_TOO_LARGE: (HEADERS_TOO_LARGE, "too_large", "The headers of the request are too large: send fewer."),
}


def problem(kind: str, sentence: str) -> JSONResponse:
    """The response for an error `kind`; kinds that are not known count as unexpected (500)."""
    headers = SENT_BEARER if kind == "unauthenticated" else None
    return JSONResponse({"error": kind, "detail": sentence}, STATUS.get(kind, UNEXPECTED), headers)


def framework_problem(status: int, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The response for what the framework refuses with `status`, in our shape."""
    status, kind, sentence = _FRAMEWORK.get(status, (status, "invalid", "This request cannot be served."))
    return JSONResponse({"error": kind, "detail": sentence}, status, headers)


def unexpected(error: BaseException) -> str:
    """Log an exception nobody planned for and return the sentence that people see, with a reference to the log."""
    reference = secrets.token_hex(3)
    log.error("unexpected error", reference=reference, exc_info=error)
    return f"Something went wrong (ref {reference})."


def validation_sentence(errors: Sequence[Any]) -> str:
    """One sentence about the first thing pydantic found wrong, naming the field as the client wrote it."""
    first = errors[0]
    if first["type"] == "json_invalid":
        return "The body is not valid JSON."
    place = [str(part) for part in first["loc"] if part not in {"body", "query", "path", "header"}]
    if not place:
        return "The body is missing or is not a JSON object."
    if first["type"] == "missing":
        return f"The field '{'.'.join(place)}' is missing."
    reason = str(first["msg"]).removeprefix("Value error, ")
    return f"The field '{'.'.join(place)}' is not usable: {reason[:1].lower()}{reason[1:]}."


def _known(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, LiaisonError)  # noqa: S101 - registered for this class only; tells the type checker
    response = problem(error.kind, error.sentence)
    if isinstance(error, Limited):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _malformed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    return problem("invalid", validation_sentence(error.errors()))


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    return framework_problem(error.status_code, error.headers)


def add_error_handlers(app: FastAPI) -> None:
    """Give every refusal of `app` the one shape. What is left over is caught by `app.api.requests`."""
    app.add_exception_handler(LiaisonError, _known)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _refused)

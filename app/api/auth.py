"""Who is asking: the bearer token of a request, turned into a Caller.

Every route under /v1 depends on `CallerHere`, so a route without it does not know anybody and can show nothing private.
"""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.api.services import ServicesHere
from app.domain.access import Caller
from app.domain.errors import Unauthenticated

# auto_error is off because FastAPI's own refusal would not have our shape.
_bearer = HTTPBearer(auto_error=False, description="A token made with `liaison token`.", scheme_name="token")


def _caller(
    request: Request,
    services: ServicesHere,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Caller:
    if credentials is None:
        message = "Sign in first: send your access token as 'Authorization: Bearer lia_…'."
        raise Unauthenticated(message)
    caller = services.tokens.caller_of(credentials.credentials)
    request.state.caller = str(caller)  # for the request's log line
    return caller


CallerHere = Annotated[Caller, Depends(_caller)]

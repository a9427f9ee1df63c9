"""Who is asking: the bearer token of a request, turned into a Caller.

Every route under /v1 depends on one of the callers below, each with the scope that the route needs; a route without them does
not know anybody and can show nothing private.
"""

from typing import Annotated

from fastapi import Depends, Header, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from app.api.quotas import QuotasHere, address_of, is_question
from app.api.services import ServicesHere
from app.domain.access import Caller
from app.domain.errors import Forbidden, Unauthenticated
from app.domain.people import Scope

# auto_error is off because FastAPI's own refusal would not have our shape.
_bearer = HTTPBearer(
    auto_error=False,
    description="A token made with `liaison token` or `liaison keys create`, one of the sign-in provider, or a widget's.",
    scheme_name="token",
)


def _caller(
    scopes: SecurityScopes,
    request: Request,
    services: ServicesHere,
    quotas: QuotasHere,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    origin: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Caller:
    with quotas.admitting(address_of(request), credentials.credentials if credentials else None):
        if credentials is None:
            message = "Sign in first: send your access token as 'Authorization: Bearer lia_…'."
            raise Unauthenticated(message)
        signed_in = services.identities.sign_in(credentials.credentials, origin)
    request.state.caller = signed_in.caller.owner  # for the request's log line
    quotas.spend(signed_in.caller, question=is_question(request))
    lacking = [scope for scope in scopes.scopes if scope not in signed_in.scopes]
    if lacking:
        message = f"This token is not for that: it lacks the scope {' and '.join(lacking)}."
        raise Forbidden(message)
    return signed_in.caller


CallerHere = Annotated[Caller, Security(_caller)]
"""Whoever is signed in."""
AskerHere = Annotated[Caller, Security(_caller, scopes=[Scope.ASK.value])]
"""Somebody who may ask."""
ReaderHere = Annotated[Caller, Security(_caller, scopes=[Scope.READ.value])]
"""Somebody who may open documents."""
AuditorHere = Annotated[Caller, Security(_caller, scopes=[Scope.AUDIT.value])]
"""Somebody whose token is good for looking at what happened; what of it, their role says."""

"""GET /v1/me: who the token belongs to, so that a page can say it."""

from fastapi import APIRouter

from app.api.auth import CallerHere
from app.api.schemas import PROBLEMS, Me
from app.api.services import ServicesHere

router = APIRouter(prefix="/v1", tags=["access"])


@router.get("/me", responses=PROBLEMS, summary="Who am I")
def me(caller: CallerHere, services: ServicesHere) -> Me:
    """The caller's role, and for partners the partner's usual name."""
    partners = services.records.partners() if caller.partner else []
    name = next((partner.name for partner in partners if partner.id == caller.partner), None)
    return Me(as_=str(caller), role=caller.role.value, partner=caller.partner, partner_name=name)

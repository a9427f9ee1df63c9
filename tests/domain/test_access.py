"""Who may see what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.access import INTERNAL, PARTNER_ID, PUBLIC, Audience, Caller, Role
from app.domain.errors import Forbidden, Invalid

PARTNER_IDS = st.from_regex(PARTNER_ID, fullmatch=True)
AUDIENCES = st.sampled_from([PUBLIC, INTERNAL]) | st.builds(Audience, st.just("partner"), PARTNER_IDS)
CALLERS = st.sampled_from([Caller(Role.MANAGER), Caller(Role.ADMIN)]) | st.builds(Caller, st.just(Role.PARTNER), PARTNER_IDS)


@given(CALLERS, AUDIENCES)
def test_a_partner_sees_the_public_and_its_own_and_nothing_else(caller: Caller, audience: Audience) -> None:
    own = audience == PUBLIC or (audience.kind == "partner" and audience.partner == caller.partner)
    assert caller.may_see(audience) is (caller.role is not Role.PARTNER or own)


@given(CALLERS)
def test_no_partner_sees_what_is_internal(caller: Caller) -> None:
    assert caller.may_see(INTERNAL) is caller.sees_everything


def test_a_partner_whose_id_begins_like_another_s_is_somebody_else() -> None:
    assert not Caller.parse("partner:acme").may_see(Audience.parse("partner:acme-2"))


def test_audiences_are_none_for_those_who_see_everything() -> None:
    assert Caller.parse("manager").audiences is None
    assert Caller.parse("admin").audiences is None
    assert Caller.parse("partner:acme").audiences == (PUBLIC, Audience("partner", "acme"))


@given(AUDIENCES)
def test_an_audience_is_read_back_as_it_is_written(audience: Audience) -> None:
    assert Audience.parse(str(audience)) == audience


@given(CALLERS)
def test_a_caller_is_read_back_as_it_is_written(caller: Caller) -> None:
    assert Caller.parse(str(caller)) == caller


WRONG_PARTNERS = [
    "partner",
    "partner:",
    "partner:Acme",
    "partner:a b",
    "partner:-a",
    "partner:ac\u0301me",
    f"partner:{'a' * 64}",
    "partner:a\n:b",
]


@pytest.mark.parametrize("text", ["", "everyone", "Public", "public:acme", "internal:acme", "manager", *WRONG_PARTNERS])
def test_what_is_no_audience_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        Audience.parse(text)
    assert caught.value.sentence.startswith(f"'{text}' is not an audience: use public, internal or partner:ID")


@pytest.mark.parametrize("text", ["", "root", "Manager", "manager:acme", "admin:acme", "public", *WRONG_PARTNERS])
def test_what_is_no_caller_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        Caller.parse(text)
    assert caught.value.sentence.startswith(f"'{text}' is nobody Liaison knows: use manager, admin or partner:ID")


def test_a_caller_without_the_role_is_told_which_it_takes() -> None:
    Caller.parse("admin").require(Role.MANAGER, Role.ADMIN)
    with pytest.raises(Forbidden) as caught:
        Caller.parse("partner:acme").require(Role.MANAGER, Role.ADMIN)
    assert caught.value.sentence == "This needs the role manager or admin."

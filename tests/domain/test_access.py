"""Who may see what."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.access import (
    EVERYTHING,
    INTERNAL,
    KINDS_WITH_ID,
    MOST_LISTED,
    PARTNER_ID,
    PUBLIC,
    Audience,
    Caller,
    Reach,
    Role,
    in_common,
)
from app.domain.errors import Forbidden, Invalid
from tests.fakes.passages import ABOUT_ACME, ACME, AUDIENCES, LEGAL, NORDIC, reaches

IDS = st.from_regex(PARTNER_ID, fullmatch=True)
NAMED = st.builds(Audience, st.sampled_from(KINDS_WITH_ID), IDS)
ANY_AUDIENCE = st.sampled_from(AUDIENCES) | NAMED
VENDORS_ROLES = [Role.MANAGER, Role.ADMIN, Role.AUDITOR]
PARTNERS_ROLES = [Role.PARTNER, Role.PARTNER_ADMIN]
OF_PARTNERS = st.builds(
    Caller, st.sampled_from(PARTNERS_ROLES), st.sampled_from(["acme", "borealis"]), groups=st.frozensets(st.just("nordic"))
)
OF_VENDOR = st.builds(Caller, st.sampled_from(VENDORS_ROLES))


@given(OF_PARTNERS, ANY_AUDIENCE)
def test_a_partner_sees_the_public_its_own_and_its_groups_and_nothing_else(caller: Caller, audience: Audience) -> None:
    own = audience == PUBLIC or audience.partner == caller.partner or audience.group in caller.groups
    assert caller.may_see(audience) is (own and audience != INTERNAL)


@given(OF_VENDOR, ANY_AUDIENCE)
def test_a_manager_sees_all_partners_and_not_what_is_for_a_group(caller: Caller, audience: Audience) -> None:
    assert caller.may_see(audience) is (audience.group is None or caller.role is not Role.MANAGER)


def test_a_manager_sees_the_groups_they_belong_to() -> None:
    manager = Caller(Role.MANAGER, groups=frozenset({"legal"}))
    assert [audience for audience in AUDIENCES if not manager.may_see(audience)] == [NORDIC]


def test_a_manager_with_a_portfolio_sees_those_partners_only() -> None:
    manager = Caller(Role.MANAGER, portfolio=frozenset({"acme"}), groups=frozenset({"legal"}))
    assert {audience for audience in AUDIENCES if manager.may_see(audience)} == {PUBLIC, INTERNAL, ABOUT_ACME, ACME, LEGAL}
    assert (manager.reach.knows("acme"), manager.reach.knows("borealis")) == (True, False)
    assert not Caller(Role.MANAGER, portfolio=frozenset()).may_see(ACME)
    assert not Caller(Role.MANAGER, portfolio=frozenset()).may_see(ABOUT_ACME)


def test_a_partner_whose_id_begins_like_another_s_is_somebody_else() -> None:
    assert not Caller.parse("partner:acme").may_see(Audience.parse("partner:acme-2"))
    assert not Caller.parse("partner:legal").may_see(LEGAL)
    assert not Caller(Role.PARTNER, "x", groups=frozenset({"acme"})).may_see(ACME)


def test_other_readers_narrow_what_an_answer_may_use() -> None:
    guest = Caller.parse("partner:acme").reach
    manager = Caller(Role.MANAGER, readers=guest)
    assert {audience for audience in AUDIENCES if manager.may_see(audience)} == {PUBLIC, ACME}


@given(st.lists(reaches(), min_size=1, max_size=4), ANY_AUDIENCE)
def test_a_set_of_readers_sees_what_each_of_them_sees(readers: list[Reach], audience: Audience) -> None:
    assert in_common(readers).covers(audience) is all(reader.covers(audience) for reader in readers)


def test_a_set_of_readers_needs_somebody() -> None:
    with pytest.raises(Invalid, match="nobody to show this to"):
        in_common([])


@given(reaches())
def test_everything_is_what_leaves_nothing_out(reach: Reach) -> None:
    new = [PUBLIC, INTERNAL, *(Audience(kind, "new") for kind in KINDS_WITH_ID)]
    assert reach.everything is all(reach.covers(audience) for audience in new)
    assert (reach & EVERYTHING).everything is reach.everything


@given(reaches(), ANY_AUDIENCE)
def test_a_reach_is_what_it_names_and_the_kinds_it_covers_whole(reach: Reach, audience: Audience) -> None:
    whole = audience.name is not None and audience.kind in reach.whole
    assert reach.covers(audience) is (audience in reach.named or whole)


def test_a_list_of_permissions_that_is_too_long_is_refused_not_cut() -> None:
    partners = frozenset(f"p-{n}" for n in range(MOST_LISTED))
    with pytest.raises(Invalid) as caught:
        Caller(Role.MANAGER, portfolio=partners).may_see(PUBLIC)
    assert caught.value.sentence.startswith("This list of permissions has 502 entries, and at most 500 can be checked")
    assert Caller(Role.MANAGER, portfolio=frozenset(sorted(partners)[:-2])).may_see(INTERNAL)


@given(ANY_AUDIENCE)
def test_an_audience_is_read_back_as_it_is_written(audience: Audience) -> None:
    assert Audience.parse(str(audience)) == audience


@given(st.builds(Caller, st.sampled_from(PARTNERS_ROLES), IDS) | OF_VENDOR)
def test_a_caller_is_read_back_as_it_is_written(caller: Caller) -> None:
    assert Caller.parse(str(caller)) == caller


def test_conversations_are_a_person_s_own_or_those_of_a_role() -> None:
    people = [Caller(Role.PARTNER, "acme", person) for person in ("ada", "bo", None)]
    assert [caller.owner for caller in people] == ["person:ada", "person:bo", "partner:acme"]
    assert all(one.owner != str(other) for one, other in product(people[:2], people))


WRONG_IDS = ["", "Acme", "a b", "-a", "ac\u0301me", "a" * 64, "a\n:b"]
WRONG_PARTNERS = ["partner", "group", *(f"{kind}:{name}" for kind in KINDS_WITH_ID for name in WRONG_IDS)]


@pytest.mark.parametrize("text", ["", "everyone", "Public", "public:", "public:acme", "manager", *WRONG_PARTNERS])
def test_what_is_no_audience_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        Audience.parse(text)
    assert caught.value.sentence.startswith(
        f"'{text}' is not an audience: use public, internal, internal:ID, group:ID or partner:ID"
    )


@pytest.mark.parametrize(
    "text",
    ["", "root", "Manager", "admin:", "manager:acme", "admin:acme", "auditor:x", "partner-admin", "public", *WRONG_PARTNERS],
)
def test_what_is_no_caller_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        Caller.parse(text)
    assert caught.value.sentence.startswith(f"'{text}' is nobody Liaison knows: use manager, admin, auditor, partner:ID")


def test_a_caller_without_the_role_is_told_which_it_takes() -> None:
    Caller.parse("admin").require(Role.MANAGER, Role.ADMIN)
    with pytest.raises(Forbidden) as caught:
        Caller.parse("partner:acme").require(Role.MANAGER, Role.ADMIN)
    assert caught.value.sentence == "This needs the role manager or admin."

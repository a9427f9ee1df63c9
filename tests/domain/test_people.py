"""Who can be a person, and what becomes of them."""

from dataclasses import replace

import pytest

from app.domain.access import PUBLIC, Caller, Reach, Role
from app.domain.errors import Invalid
from app.domain.people import Person


def test_a_person_asks_as_what_they_are() -> None:
    ada = Person.of("ada", "partner-admin:acme", name=" Ada ", email=" ADA@Acme.example ", groups=["nordic"])
    assert (ada.name, ada.email) == ("Ada", "ada@acme.example")
    assert ada.caller() == Caller(Role.PARTNER_ADMIN, "acme", "ada", frozenset({"nordic"}))
    assert ada.caller(Reach(frozenset({PUBLIC}))).reach.listed == {PUBLIC}
    manager = Person.of("ingrid", "manager", portfolio=["acme"])
    assert (manager.caller().portfolio, manager.name) == (frozenset({"acme"}), "ingrid")


@pytest.mark.parametrize(
    ("identity", "role", "more", "sentence"),
    [
        ("Ada", "manager", {}, "'Ada' cannot be a person's id"),
        ("a/b", "manager", {}, "cannot be a person's id"),
        ("ada", "boss", {}, "'boss' is nobody Liaison knows"),
        ("ada", "partner", {}, "is nobody Liaison knows"),
        ("ada", "manager", {"email": "ada"}, "'ada' is not an e-mail address"),
        ("ada", "manager", {"email": "a@b.cc, c@d.ee"}, "is not an e-mail address"),
        ("ada", "manager", {"name": " "}, "A person's name has 1 to 200 characters"),
        ("ada", "admin", {"portfolio": ["acme"]}, "Only a manager has a portfolio"),
        ("ada", "partner:acme", {"portfolio": []}, "Only a manager has a portfolio"),
        ("ada", "manager", {"groups": ["Legal"]}, "'Legal' cannot be the id of a group or a partner"),
        ("ada", "manager", {"portfolio": ["../x"]}, "cannot be the id of a group or a partner"),
        ("ada", "manager", {"portfolio": [f"p-{n}" for n in range(499)]}, "more than 500 audiences: use groups"),
    ],
)
def test_what_does_not_go_together_is_refused_in_a_sentence(
    identity: str, role: str, more: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        Person.of(identity, role, **more)  # type: ignore[arg-type]  # what was typed


def test_a_role_and_a_partner_go_together() -> None:
    with pytest.raises(Invalid, match="The role partner needs a partner"):
        Person("ada", "Ada", Role.PARTNER)
    with pytest.raises(Invalid, match="The role manager has no partner"):
        replace(Person.of("ada", "manager"), partner="acme")

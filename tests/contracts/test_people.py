"""What every People and every Keys must do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.adapters.sql_people import SqlKeys, SqlPeople
from app.adapters.sql_schema import open_engine
from app.domain.errors import Conflict, NotFound
from app.domain.people import Key, Link, Person, Scope
from app.ports import Keys, People
from tests.fakes.people import MemoryKeys, MemoryPeople

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADA = Person.of("ada", "partner:acme", name="Ada Holm", email="Ada@Acme.example", groups=["nordic"])
INGRID = Person.of("ingrid", "manager", email="ingrid@vendor.example", portfolio=["acme", "borealis"], groups=["legal"])


class PeopleContract:
    """Each implementation's class inherits these tests and gives the fixture `people`."""

    def test_a_person_comes_back_as_they_were_put(self, people: People) -> None:
        everybody = [ADA, INGRID, Person.of("root", "admin"), Person.of("none", "manager", portfolio=[])]
        for person in everybody:
            people.add(person)
        assert people.everyone() == sorted(everybody, key=lambda person: person.id)
        assert [people.person(person.id) for person in everybody] == everybody
        assert people.person("nobody") is None

    def test_an_address_finds_its_person_whatever_its_case(self, people: People) -> None:
        people.add(ADA)
        people.add(Person.of("x", "admin"))
        assert people.by_email(" ADA@acme.EXAMPLE ") == ADA
        assert people.by_email("") is None
        assert people.by_email("bo@acme.example") is None

    def test_ids_and_addresses_are_taken_once(self, people: People) -> None:
        people.add(ADA)
        with pytest.raises(Conflict, match="There is a person 'ada' already"):
            people.add(replace(ADA, email=None))
        with pytest.raises(Conflict, match=r"The address ada@acme\.example is somebody else's already"):
            people.add(replace(ADA, id="ada2"))
        people.add(INGRID)
        with pytest.raises(Conflict, match="somebody else's already"):
            people.change(replace(INGRID, email=ADA.email))
        assert people.everyone() == [ADA, INGRID]

    def test_a_change_replaces_the_person_and_keeps_links(self, people: People) -> None:
        people.add(ADA)
        people.link(Link("slack", "T1:U1", "ada"))
        off = replace(ADA, active=False, groups=frozenset(), email=None)
        people.change(off)
        assert people.linked("slack", "T1:U1") == off
        with pytest.raises(NotFound, match="no person 'bo'"):
            people.change(replace(ADA, id="bo"))

    def test_a_link_belongs_to_one_person(self, people: People) -> None:
        people.add(ADA)
        people.add(INGRID)
        people.link(Link("slack", "T1:U1", "ada"))
        people.link(Link("oidc", "T1:U1", "ada"))
        people.link(Link("slack", "T1:U1", "ingrid"))
        assert people.linked("slack", "T1:U1") == INGRID
        assert people.links("ada") == [Link("oidc", "T1:U1", "ada")]
        people.unlink("slack", "T1:U1")
        people.unlink("slack", "unknown")
        assert people.linked("slack", "T1:U1") is None
        with pytest.raises(NotFound, match="no person 'bo'"):
            people.link(Link("slack", "T1:U2", "bo"))

    def test_a_removed_person_leaves_no_link(self, people: People) -> None:
        people.add(ADA)
        people.link(Link("slack", "T1:U1", "ada"))
        people.remove("ada")
        assert people.linked("slack", "T1:U1") is None
        assert people.everyone() == []
        with pytest.raises(NotFound, match="no person 'ada'"):
            people.remove("ada")


class KeysContract:
    """Each implementation's class inherits these tests and gives the fixture `keys`."""

    def test_a_key_is_found_by_its_digest(self, keys: Keys) -> None:
        for number, role in enumerate(("partner:acme", "manager", "admin")):
            scopes = frozenset(list(Scope)[: number + 1])
            end = NOON + timedelta(days=30, microseconds=1)
            key = Key(f"k{number}", f"digest of {role}", NOON, end, None, role, scopes, "laptop")
            keys.save(key)
            assert keys.find(key.digest) == key
        assert [key.id for key in keys.everything()] == ["k0", "k1", "k2"]
        assert keys.find("nothing") is None

    def test_a_revoked_key_says_since_when_and_the_first_time_counts(self, keys: Keys) -> None:
        keys.save(Key("k", "d", NOON, NOON + timedelta(days=1), role="manager"))
        for hours in (1, 2):
            keys.revoke("k", NOON + timedelta(hours=hours))
        found = keys.find("d")
        assert found is not None
        assert found.revoked_at == NOON + timedelta(hours=1)
        with pytest.raises(NotFound, match="no key 'other'"):
            keys.revoke("other", NOON)

    def test_a_removed_key_is_gone(self, keys: Keys) -> None:
        keys.save(Key("k", "d", NOON, NOON, role="manager"))
        for _ in range(2):
            keys.remove("k")
        assert keys.everything() == []

    def test_an_instant_is_the_same_instant_whatever_its_timezone(self, keys: Keys) -> None:
        elsewhere = NOON.astimezone(timezone(timedelta(hours=-5)))
        keys.save(Key("k", "d", elsewhere, elsewhere, role="manager"))
        found = keys.find("d")
        assert found is not None
        assert found.expires_at == NOON


class TestMemoryPeople(PeopleContract):
    @pytest.fixture
    def people(self) -> People:
        return MemoryPeople()


class TestSqlPeople(PeopleContract):
    @pytest.fixture
    def people(self, tmp_path: Path) -> Iterator[People]:
        engine = open_engine(tmp_path)
        yield SqlPeople(engine)
        engine.dispose()


class TestMemoryKeys(KeysContract):
    @pytest.fixture
    def keys(self) -> Keys:
        return MemoryKeys()


class TestSqlKeys(KeysContract):
    @pytest.fixture
    def keys(self, tmp_path: Path) -> Iterator[Keys]:
        engine = open_engine(tmp_path)
        yield SqlKeys(engine)
        engine.dispose()


def test_a_removed_person_s_keys_are_gone_and_nobody_gets_one_for_a_stranger(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    people, keys = SqlPeople(engine), SqlKeys(engine)
    people.add(ADA)
    keys.save(Key("k", "d", NOON, NOON, person="ada"))
    people.remove("ada")
    assert keys.everything() == []
    with pytest.raises(NotFound, match="no person 'ada'"):
        keys.save(Key("k", "d", NOON, NOON, person="ada"))
    engine.dispose()

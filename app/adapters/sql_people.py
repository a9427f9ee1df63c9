"""People, the links that others vouch for them by, and their keys, in SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.adapters import sql_tables as t
from app.adapters.sql_transactions import reading, writing
from app.domain.access import Role
from app.domain.errors import Conflict, NotFound
from app.domain.people import Key, Link, Person, Scope


class SqlPeople:
    """Implements the People port over an engine from `open_engine`. Every method may raise Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, person: Person) -> None:
        try:
            with writing(self._engine) as connection:
                if _person(connection, person.id) is not None:
                    message = f"There is a person '{person.id}' already: change them, or choose another id."
                    raise Conflict(message)
                connection.execute(insert(t.people).values(_values(person)))
        except IntegrityError:
            raise _address_taken(person) from None

    def change(self, person: Person) -> None:
        try:
            with writing(self._engine) as connection:
                changed = connection.execute(update(t.people).where(t.people.c.id == person.id).values(_values(person)))
                if not changed.rowcount:
                    raise _nobody(person.id)
        except IntegrityError:
            raise _address_taken(person) from None

    def remove(self, person_id: str) -> None:
        with writing(self._engine) as connection:
            if not connection.execute(delete(t.people).where(t.people.c.id == person_id)).rowcount:
                raise _nobody(person_id)

    def person(self, person_id: str) -> Person | None:
        with reading(self._engine) as connection:
            return _person(connection, person_id)

    def by_email(self, email: str) -> Person | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(t.people).where(t.people.c.email == email.strip().lower())).one_or_none()
        return None if row is None else _person_of(row)

    def everyone(self) -> list[Person]:
        with reading(self._engine) as connection:
            return [_person_of(row) for row in connection.execute(select(t.people).order_by(t.people.c.id))]

    def link(self, link: Link) -> None:
        with writing(self._engine) as connection:
            if _person(connection, link.person) is None:
                raise _nobody(link.person)
            connection.execute(delete(t.links).where(_is(link.provider, link.subject)))
            connection.execute(insert(t.links).values(provider=link.provider, subject=link.subject, person=link.person))

    def unlink(self, provider: str, subject: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(t.links).where(_is(provider, subject)))

    def linked(self, provider: str, subject: str) -> Person | None:
        wanted = select(t.people).join_from(t.people, t.links).where(_is(provider, subject))
        with reading(self._engine) as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else _person_of(row)

    def links(self, person_id: str) -> list[Link]:
        wanted = select(t.links).where(t.links.c.person == person_id).order_by(t.links.c.provider, t.links.c.subject)
        with reading(self._engine) as connection:
            return [Link(row.provider, row.subject, row.person) for row in connection.execute(wanted)]


class SqlKeys:
    """Implements the Keys port over an engine from `open_engine`. Every method may raise Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, key: Key) -> None:
        with writing(self._engine) as connection:
            if key.person is not None and _person(connection, key.person) is None:
                raise _nobody(key.person)
            connection.execute(
                insert(t.keys).values(
                    id=key.id,
                    digest=key.digest,
                    person=key.person,
                    role=key.role,
                    scopes=sorted(key.scopes),
                    created_at=key.created_at,
                    expires_at=key.expires_at,
                    revoked_at=key.revoked_at,
                    note=key.note,
                )
            )

    def find(self, digest: str) -> Key | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(t.keys).where(t.keys.c.digest == digest)).one_or_none()
        return None if row is None else _key_of(row)

    def everything(self) -> list[Key]:
        with reading(self._engine) as connection:
            return [_key_of(row) for row in connection.execute(select(t.keys).order_by(t.keys.c.created_at, t.keys.c.id))]

    def revoke(self, key_id: str, at: datetime) -> None:
        """The first time counts; raises NotFound."""
        this = t.keys.c.id == key_id
        with writing(self._engine) as connection:
            if connection.execute(select(t.keys.c.id).where(this)).first() is None:
                message = f"There is no key '{key_id}'; 'liaison keys list' shows those there are."
                raise NotFound(message)
            connection.execute(update(t.keys).where(this, t.keys.c.revoked_at.is_(None)).values(revoked_at=at))

    def remove(self, key_id: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(t.keys).where(t.keys.c.id == key_id))


def _is(provider: str, subject: str) -> Any:
    return (t.links.c.provider == provider) & (t.links.c.subject == subject)


def _person(connection: Connection, person_id: str) -> Person | None:
    row = connection.execute(select(t.people).where(t.people.c.id == person_id)).one_or_none()
    return None if row is None else _person_of(row)


def _values(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role.value,
        "email": person.email,
        "partner": person.partner,
        "groups": sorted(person.groups),
        "portfolio": None if person.portfolio is None else sorted(person.portfolio),
        "active": person.active,
    }


def _person_of(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        email=row.email,
        partner=row.partner,
        groups=frozenset(row.groups),
        portfolio=None if row.portfolio is None else frozenset(row.portfolio),
        active=row.active,
    )


def _key_of(row: Row[Any]) -> Key:
    scopes = frozenset(Scope(scope) for scope in row.scopes)
    return Key(row.id, row.digest, row.created_at, row.expires_at, row.person, row.role, scopes, row.note, row.revoked_at)


def _nobody(person_id: str) -> NotFound:
    return NotFound(f"There is no person '{person_id}'; 'liaison users list' shows those there are.")


def _address_taken(person: Person) -> Conflict:
    return Conflict(f"The address {person.email} is somebody else's already.")

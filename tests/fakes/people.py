"""People and keys in memory."""

from dataclasses import replace
from datetime import datetime

from app.domain.errors import Conflict, NotFound
from app.domain.people import Key, Link, Person


class MemoryPeople:
    """The People port on dictionaries."""

    def __init__(self) -> None:
        self._people: dict[str, Person] = {}
        self._links: dict[tuple[str, str], Link] = {}

    def add(self, person: Person) -> None:
        if person.id in self._people:
            message = f"There is a person '{person.id}' already: change them, or choose another id."
            raise Conflict(message)
        self._keep(person)

    def change(self, person: Person) -> None:
        self._require(person.id)
        self._keep(person)

    def remove(self, person_id: str) -> None:
        self._require(person_id)
        del self._people[person_id]
        self._links = {key: link for key, link in self._links.items() if link.person != person_id}

    def person(self, person_id: str) -> Person | None:
        return self._people.get(person_id)

    def by_email(self, email: str) -> Person | None:
        return next((one for one in self._people.values() if one.email == email.strip().lower()), None)

    def everyone(self) -> list[Person]:
        return sorted(self._people.values(), key=lambda person: person.id)

    def link(self, link: Link) -> None:
        self._require(link.person)
        self._links[link.provider, link.subject] = link

    def unlink(self, provider: str, subject: str) -> None:
        self._links.pop((provider, subject), None)

    def linked(self, provider: str, subject: str) -> Person | None:
        link = self._links.get((provider, subject))
        return self._people[link.person] if link else None

    def links(self, person_id: str) -> list[Link]:
        own = [link for link in self._links.values() if link.person == person_id]
        return sorted(own, key=lambda link: (link.provider, link.subject))

    def _keep(self, person: Person) -> None:
        if person.email and any(one.email == person.email and one.id != person.id for one in self._people.values()):
            message = f"The address {person.email} is somebody else's already."
            raise Conflict(message)
        self._people[person.id] = person

    def _require(self, person_id: str) -> None:
        if person_id not in self._people:
            message = f"There is no person '{person_id}'; 'liaison users list' shows those there are."
            raise NotFound(message)


class MemoryKeys:
    """The Keys port on a dictionary."""

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}

    def save(self, key: Key) -> None:
        self._keys[key.id] = key

    def find(self, digest: str) -> Key | None:
        return next((key for key in self._keys.values() if key.digest == digest), None)

    def everything(self) -> list[Key]:
        return sorted(self._keys.values(), key=lambda key: (key.created_at, key.id))

    def revoke(self, key_id: str, at: datetime) -> None:
        if key_id not in self._keys:
            message = f"There is no key '{key_id}'; 'liaison keys list' shows those there are."
            raise NotFound(message)
        key = self._keys[key_id]
        self._keys[key_id] = replace(key, revoked_at=key.revoked_at or at)

    def remove(self, key_id: str) -> None:
        self._keys.pop(key_id, None)

"""PURE. From one JSON object to what it says: flat records with their references, and problems by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ris.oparl.said import Said
from ris.oparl.values import Unfit, clean, german_type, kept, shortened
from ris.oparl.vocabulary import BY_TABLE, DELIVERED_LATER, Kind, Relation, kind_of, type_name

LONGEST_URL: Final = 800
"""Bytes of an object's address; two of them and a bit fit into an index of PostgreSQL."""
KNOWN_TO_ALL: Final = frozenset({"id", "type", "deleted", "@context"})
CLOSED_WHEN_UNREADABLE: Final = frozenset({"public"})
"""Columns about who may read: a word nobody understands may mean "closed"."""


@dataclass(frozen=True)
class Problem:
    """Something could not be used; the rest was."""

    place: str
    """``file:line`` or address."""
    message: str
    incomplete: bool = False
    """Something could not even be read, so the next run must ask for it again."""


class Reading:
    """Reads one object with all it embeds; gathers what it finds and what is wrong."""

    def __init__(self, place: str, *, omits_internal: bool = False) -> None:
        self.place = place
        self.found: list[Said] = []
        self.problems: list[Problem] = []
        self._omits_internal = omits_internal

    def read(self, value: object) -> None:
        """Read an object that stands for itself."""
        if not isinstance(value, dict):
            self._problem(f"Objekt erwartet, nicht {german_type(value)}")
            return
        kind = kind_of(value.get("type"))
        if type_name(value.get("type")) == "System":
            return  # the other installation itself; ours has its own
        if kind is None:
            self._problem(f"unbekannter Typ „{shortened(value.get('type'))}“")
            return
        url = self._address(value.get("id"))
        if url is None:
            self._problem(f"{kind.oparl} ohne brauchbare id")
            return
        self._object(kind, url, value, whole=True)

    def _object(self, kind: Kind, url: str, value: dict[str, Any], *, whole: bool) -> Said:
        said = Said(kind.table, url, self.place, whole=whole)
        self.found.append(said)
        if value.get("deleted") is True:
            said.deleted = True
            return said
        if self._omits_internal:
            said.silent = frozenset(name for table, name in DELIVERED_LATER if table == kind.table)
        for name, content in value.items():
            if content is None or name in KNOWN_TO_ALL or name in kind.ignored:
                continue
            if name in kind.columns:
                self._column(kind, said, name, content)
            elif name in kind.relations:
                self._relation(said, name, kind.relations[name], content)
            else:
                self._extra(said, name, content)
        return said

    def _column(self, kind: Kind, said: Said, name: str, content: object) -> None:
        column, read = kind.columns[name]
        try:
            value = read(content)
        except Unfit as error:
            self._problem(f"{said.url} {name}: {error}")
            if column in CLOSED_WHEN_UNREADABLE:
                said.values[column] = False
        else:
            if value is not None:
                said.values[column] = value

    def _relation(self, said: Said, name: str, relation: Relation, content: Any) -> None:  # noqa: ANN401 - any JSON
        targets = content if isinstance(content, list) else [content]
        if not relation.many and len(targets) > 1:
            self._problem(f"{said.url} {name}: ein Wert erwartet, nicht {len(targets)}; der erste gilt")
            targets = targets[:1]
        urls = [
            url
            for place, target in enumerate(targets)
            if (url := self._target(said, name, relation, target, place)) is not None
        ]
        if urls or relation.many:
            said.references[name] = list(dict.fromkeys(urls))

    def _target(self, parent: Said, name: str, relation: Relation, target: object, place: int) -> str | None:
        if target is None or target == "":
            return None
        if isinstance(target, str):
            url = self._address(target)
            if url is None:
                self._problem(f"{parent.url} {name}: „{shortened(target)}“ ist keine Adresse")
            return url
        if not isinstance(target, dict):
            self._problem(f"{parent.url} {name}: Objekt oder Adresse erwartet, nicht {german_type(target)}")
            return None
        return self._embedded(parent, name, relation, target, place)

    def _embedded(
        self,
        parent: Said,
        name: str,
        relation: Relation,
        target: dict[str, Any],
        place: int,
    ) -> str | None:
        kind = BY_TABLE[relation.target]
        given = kind_of(target.get("type")) if "type" in target else kind
        url = self._address(target.get("id"))
        if url is None and relation.target == "location":
            url = f"{parent.url}#{name}"  # a place is often written without an id of its own
        if url is None or given is not kind:
            what = "ohne brauchbare id" if given is kind else f"vom Typ „{shortened(target.get('type'))}“"
            self._problem(f"{parent.url} {name}: {kind.oparl} {what}")
            return None
        child = self._object(kind, url, target, whole=False)
        if child.deleted:
            return None
        if relation.back is not None:
            child.references.setdefault(relation.back, [parent.url])
        if child.table == "agenda_item":
            child.values["position"] = place  # the array is the agenda; what vendors write as "order" is kept in extra
        return url

    def _extra(self, said: Said, name: str, content: object) -> None:
        try:
            said.extra[clean(name)] = kept(content)
        except Unfit as error:
            self._problem(f"{said.url} {shortened(name)}: {error}")

    def _address(self, value: object) -> str | None:
        if not isinstance(value, str):
            return None
        url = clean(value[: LONGEST_URL + 1]).strip()
        return url if 0 < len(url.encode()) <= LONGEST_URL else None

    def _problem(self, message: str) -> None:
        self.problems.append(Problem(self.place, message))


def objects_in(value: object) -> Iterator[object]:
    """The objects of a document: itself, the elements of an array, the ``data`` of a list's page."""
    if isinstance(value, list):
        yield from value
    elif isinstance(value, dict) and "type" not in value and isinstance(value.get("data"), list):
        yield from value["data"]
    else:
        yield value

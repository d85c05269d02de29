"""A walk over all that a PDF's catalog reaches; what may not stay is taken from each object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pikepdf import Array, Dictionary, Name, Object, Stream

from tipline.errors import FileTooComplexError
from tipline.evidence.cleaning.documents import pdf_annotations, pdf_streams
from tipline.evidence.cleaning.documents.pdf_roles import (
    KEPT,
    LEADING,
    NEVER,
    NEVER_OF_STREAMS,
    QUIET,
    TOLD,
    TYPES,
    Role,
)
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.tips.evidence import Found

ICC_LENGTH = 2  # of a colour space with a profile (ISO 32000-2, 8.6.5.5)
STEPS_MAX = 3_000_000  # containers looked at, some two microseconds each

Step: TypeAlias = tuple[Object, Role]


class Walk:
    """One walk from the catalog, without recursion: a file may nest, or circle, as it likes."""

    def __init__(self, findings: Findings) -> None:
        """Tell what is taken to ``findings``."""
        self._findings = findings
        self._streams = pdf_streams.Streams(findings)
        self._names = 0  # of form fields, which are numbers now
        self._seen: set[tuple[tuple[int, int], Role]] = set()

    def clean(self, catalog: Object) -> None:
        """Clean all that is reached. Raises FileTooComplexError."""
        waiting: list[Step] = [(catalog, Role.CATALOG)]
        for _ in range(STEPS_MAX):
            if not waiting:
                return
            thing, role = waiting.pop()
            if isinstance(thing, Array):
                waiting += self._items(thing, role)
            elif isinstance(thing, Dictionary | Stream):
                waiting += self._entries(thing, role)
        raise FileTooComplexError

    def _known(self, thing: Object, role: Role) -> bool:
        if not thing.is_indirect:
            return False
        key = (thing.objgen, role)
        known = key in self._seen
        self._seen.add(key)
        return known

    def _items(self, array: Array, role: Role) -> Iterator[Step]:
        if self._known(array, role):
            return
        if role is Role.ANNOTATIONS:
            pdf_annotations.drop(array, self._findings)
            role = Role.ANNOTATION
        elif role is Role.INTENTS:
            role = Role.INTENT
        if len(array) == ICC_LENGTH and array[0] == Name.ICCBased:
            self._streams.colours(array)
        for item in array:
            if isinstance(item, Array | Dictionary | Stream):
                yield item, role

    def _entries(self, thing: Object, role: Role) -> Iterator[Step]:
        role = _role(thing, role)
        if self._known(thing, role):
            return
        if role in KEPT:
            yield from self._kept(thing, role)
        else:
            yield from self._all_but(thing, role)

    def _kept(self, thing: Object, role: Role) -> Iterator[Step]:
        self._told_by_keys(thing, KEPT[role].keys)
        if role in {Role.ANNOTATION, Role.OUTLINE}:
            pdf_annotations.still(thing, self._findings)
        if role in {Role.ANNOTATION, Role.FIELDS}:
            self._names += pdf_annotations.silence(thing, self._names, self._findings)
        for key in list(thing.keys()):
            if key not in KEPT[role].keys:
                del thing[key]
        profile = thing.get("/DestOutputProfile")
        if isinstance(profile, Stream) and not self._streams.profile(profile):
            del thing["/DestOutputProfile"]
        if role is Role.CATALOG and thing.get("/PageMode") == Name.UseAttachments:
            del thing["/PageMode"]
        yield from self._values(thing, KEPT[role].roles)

    def _told_by_keys(self, thing: Object, kept: frozenset[str]) -> None:
        for key in set(thing.keys()) - kept - QUIET:
            if key == "/Metadata":
                self._streams.read_metadata(thing[key])
            else:
                self._findings.add(TOLD.get(key, Found.REST))

    def _all_but(self, thing: Object, role: Role) -> Iterator[Step]:
        if role is not Role.NAMED:
            self._take_away(thing)
        if isinstance(thing, Stream):
            self._streams.clean(thing)
        yield from self._values(thing, LEADING.get(role, LEADING[Role.ANY]))

    def _take_away(self, thing: Object) -> None:
        never = NEVER_OF_STREAMS if isinstance(thing, Stream) else NEVER
        for key in never.keys() & set(thing.keys()):
            self._findings.add(never[key])
            del thing[key]
        if "/Metadata" in thing:
            self._streams.read_metadata(thing["/Metadata"])
            del thing["/Metadata"]

    def _values(self, thing: Object, roles: Mapping[str, Role]) -> Iterator[Step]:
        for key, value in thing.items():
            if isinstance(value, Array | Dictionary | Stream):
                yield value, roles.get(key, Role.ANY)


def _role(thing: Object, role: Role) -> Role:
    """Return the role of a dictionary: what it says of itself, if it is not known better."""
    if role is Role.PAGES:
        return Role.PAGES if "/Kids" in thing else Role.PAGE
    if isinstance(thing, Stream):
        return Role.ANY
    if role is Role.FIELDS and "/Subtype" in thing:
        return Role.ANNOTATION
    if role is Role.ANY and "/Rect" in thing and "/Subtype" in thing:
        return Role.ANNOTATION
    if role in {Role.ANY, Role.STRUCTURE} and "/Type" in thing:
        return TYPES.get(str(thing["/Type"]), role)
    return role

"""Reading ``config/``: one file for each thing that it says."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from tipline.configuration import assessing, calling, channels, keeping, routing
from tipline.configuration.model import (
    NOT_SURE,
    Ask,
    Category,
    Configuration,
    DeskKind,
    DeskName,
    Door,
    Emergency,
    Hazard,
    Identifier,
    Phone,
    ReplyTemplate,
    Site,
)
from tipline.configuration.table import Languages, Table
from tipline.errors import ConfigurationError, ConfigurationFileError
from tipline.tips.content.assessing import FACTS_MAX
from tipline.tips.priority import Priority
from tipline.tips.suspicious import Activity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

CODE = re.compile(r"[A-Z]{1,8}(-[A-Z]{2,8})?")  # of a desk or a category
PART = re.compile(r"[A-Z]{2,12}")  # of a category's part, after its point
MACHINE = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
SECURITY = (Hazard.SECURITY,)  # what an alert is about where its category does not say
NUMBER = re.compile(r"\+?[0-9]{2,15}")  # ITU-T E.164, or a short number

DESKS, SITE, CATEGORIES, REPLIES = "desks.toml", "site.toml", "categories.toml", "replies.toml"
PRIORITIES, HANDLING, ROUTING = "priorities.toml", "handling.toml", "routing.toml"
RETENTION = "retention.toml"
HOTLINE = "hotline.toml"
CHANNELS = "channels.toml"
Wrong: TypeAlias = ConfigurationError | ConfigurationFileError


def load(config: Path, languages: Sequence[str]) -> Configuration:
    """Read the deployment from a folder, every text for every one of ``languages``.

    A text that lacks one of them is shown in English, else in the first that it has.
    Raises ConfigurationFileError for a file that cannot be read, ConfigurationError for a value
    that is wrong, missing or not known, each with its file and place.
    """
    speech = Languages(languages)
    desks, intake, oversight, cameras = _desks(Table.of_file(config / DESKS, speech))
    site = _site(Table.of_file(config / SITE, speech))
    categories = _categories(Table.of_file(config / CATEGORIES, speech), desks)
    codes = {each.code for each in categories}
    return Configuration(
        site=site,
        intake=intake,
        oversight=oversight,
        categories=categories,
        desks=desks,
        cameras=cameras,
        replies=_replies(Table.of_file(config / REPLIES, speech)),
        levels=assessing.levels(Table.of_file(config / PRIORITIES, speech)),
        retention=keeping.retention(Table.of_file(config / RETENTION, speech), codes),
        conditions=assessing.conditions(Table.of_file(config / HANDLING, speech)),
        routing=routing.routing(Table.of_file(config / ROUTING, speech), desks, codes),
        script=calling.script(Table.of_file(config / HOTLINE, speech)),
        channels=channels.channels(
            Table.of_file(config / CHANNELS, speech), [desk.code for desk in desks]
        ),
        lacking=tuple(speech.lacking),
    )


def troubles(config: Path, languages: Sequence[str]) -> list[Wrong]:
    """Return the first trouble of each file, where ``load`` raises the first of all."""
    speech = Languages(languages)
    found: list[Wrong] = []
    desks: tuple[DeskName, ...] = ()
    categories: tuple[Category, ...] = ()
    with _kept(found):
        desks, *_ = _desks(Table.of_file(config / DESKS, speech))
    with _kept(found):
        _site(Table.of_file(config / SITE, speech))
    with _kept(found):
        table = Table.of_file(config / CATEGORIES, speech)
        if desks:  # else which codes are right is not known
            categories = _categories(table, desks)
    with _kept(found):
        table = Table.of_file(config / ROUTING, speech)
        if desks and categories:
            routing.routing(table, desks, [each.code for each in categories])
    with _kept(found):
        table = Table.of_file(config / CHANNELS, speech)
        if desks:
            channels.channels(table, [desk.code for desk in desks])
    for name, read in (
        (REPLIES, _replies),
        (PRIORITIES, assessing.levels),
        (HANDLING, assessing.conditions),
        (HOTLINE, calling.script),
        (RETENTION, lambda table: keeping.retention(table, [each.code for each in categories])),
    ):
        with _kept(found):
            read(Table.of_file(config / name, speech))
    return found


@contextmanager
def _kept(found: list[Wrong]) -> Iterator[None]:
    try:
        yield
    except (ConfigurationError, ConfigurationFileError) as error:
        found.append(error)


def _desks(table: Table) -> tuple[tuple[DeskName, ...], str, str, tuple[str, ...]]:
    """Return the desks, the codes of intake and oversight, and of those that see the cameras."""
    desks = tuple(_desk(it) for it in table.tables("desk"))
    intake, oversight = table.line("intake"), table.line("oversight")
    table.once_each("desk", (desk.code for desk in desks))
    for name, code in (("intake", intake), ("oversight", oversight)):
        if code not in {desk.code for desk in desks}:
            raise table.refuse(name, "the code of a desk in this file")
    cameras = _seeing_cameras(table, desks)
    table.end()
    return desks, intake, oversight, cameras


def _seeing_cameras(table: Table, desks: tuple[DeskName, ...]) -> tuple[str, ...]:
    """Return the codes of the desks that see the register of cameras; none if it is left out."""
    given = set(table.lines("cameras"))
    found = [desk for desk in desks if {desk.code, desk.group} & given]
    named = {name for desk in found for name in (desk.code, desk.group)}
    if not (given <= named and all(desk.kind.holds_tips for desk in found)):
        raise table.refuse("cameras", "codes of desks or groups in this file that open tips")
    return tuple(desk.code for desk in found)


def _site(table: Table) -> Site:
    site = Site(
        name=table.text("name"),
        title=table.text("title"),
        organisation=table.text("organisation"),
        emergency=_phone(table.table("emergency")),
        hotline=_phone(table.table("hotline")),
        hotline_hours=table.text("hotline_hours"),
        oversight=_door(table.table("oversight")),
        false_reports=table.text("false_reports"),
        timezone=_timezone(table),
        answer_days=table.days("answer_days"),
        published_areas=frozenset(table.lines("published_areas")),
        leave_to=_address(table, "leave_to"),
        sender=_sender(table),
        identifiers=tuple(_identifier(it) for it in table.tables("identifier")),
    )
    table.end()
    return site


def _phone(table: Table) -> Phone:
    phone = Phone(number=table.line("number"), shown=table.line("shown"))
    if not NUMBER.fullmatch(phone.number):
        raise table.refuse("number", "a telephone number: digits, after a + or not")
    table.end()
    return phone


def _door(table: Table) -> Door:
    door = Door(
        name=table.text("name"),
        text=table.text("text"),
        url=_address(table, "url"),
        phone=_phone(table.table("phone")) if table.has("phone") else None,
    )
    table.end()
    return door


def _address(table: Table, name: str) -> str:
    address = table.line(name)
    if not address.startswith("https://"):
        raise table.refuse(name, "an address that begins with https://")
    return address


def _sender(table: Table) -> str:
    sender = table.line("sender")
    if not MACHINE.fullmatch(sender):
        raise table.refuse("sender", "a name of the internet, like tipline.example.org")
    return sender


def _timezone(table: Table) -> ZoneInfo:
    try:
        return ZoneInfo(table.line("timezone"))
    except (KeyError, ValueError, OSError):
        wanted = "a time zone of the IANA database, like Europe/London"
        raise table.refuse("timezone", wanted) from None


def _identifier(table: Table) -> Identifier:
    try:
        pattern = re.compile(table.line("pattern"), re.IGNORECASE)
    except re.error:
        raise table.refuse("pattern", "a regular expression") from None
    identifier = Identifier(kind=table.line("kind"), pattern=pattern)
    table.end()
    return identifier


def _desk(table: Table) -> DeskName:
    desk = DeskName(
        code=table.code(CODE),
        name=table.text("name"),
        kind=table.choice("kind", DeskKind),
        group=table.line("group", ""),
        areas=frozenset(table.lines("areas")),
    )
    table.end()
    return desk


def _categories(table: Table, desks: Sequence[DeskName]) -> tuple[Category, ...]:
    known = {desk.code for desk in desks} | {desk.group for desk in desks}
    categories = tuple(_category(it, known) for it in table.tables("category"))
    table.once_each("category", (it.code for it in categories))
    if NOT_SURE not in {it.code for it in categories}:
        raise table.refuse("category", f"a list of categories, and {NOT_SURE} one of them")
    table.end()
    return categories


def _category(table: Table, known: set[str]) -> Category:
    code = table.code(CODE)
    parts = table.tables("part")
    category = Category(
        code=code,
        parent="",
        label=table.text("label"),
        plain=table.text("plain"),
        caution=table.text("caution"),
        officer_check=table.text("officer_check"),
        facts=table.count("facts", 0, FACTS_MAX),
        priority=table.choice("priority", Priority),
        emergency=table.choice("emergency", Emergency),
        desks=table.lines("desks"),
        asks=table.choices("asks", Ask),
        reporting=table.chosen("reporting", Activity),
        hazards=table.chosen("alert", Hazard) or SECURITY,
        files=table.flag("files", default=True),
        door=table.flag("door", default=False),
        shown=table.flag("shown", default=False),
        children=(),
    )
    if not category.desks or not known.issuperset(category.desks):
        raise table.refuse("desks", "codes of desks, or groups, of desks.toml")
    table.end()
    children = tuple(_part(it, category) for it in parts)
    table.once_each("part", (it.code for it in children))
    return replace(category, children=children)


def _part(table: Table, parent: Category) -> Category:
    """Read a part of a category: what it does not say is as in its parent."""
    part = replace(
        parent,
        code=f"{parent.code}.{table.code(PART)}",
        parent=parent.code,
        label=table.text("label"),
        plain=table.text("plain") if table.has("plain") else parent.plain,
        caution=table.text("caution") if table.has("caution") else parent.caution,
        officer_check=(
            table.text("officer_check") if table.has("officer_check") else parent.officer_check
        ),
        facts=table.count("facts", parent.facts, FACTS_MAX),
        priority=table.choice("priority", Priority, parent.priority),
        emergency=table.choice("emergency", Emergency, parent.emergency),
        files=table.flag("files", default=parent.files),
        shown=False,
    )
    table.end()
    return part


def _replies(table: Table) -> tuple[ReplyTemplate, ...]:
    replies = tuple(_reply(it) for it in table.tables("reply"))
    table.once_each("reply", (it.code for it in replies))
    table.end()
    return replies


def _reply(table: Table) -> ReplyTemplate:
    reply = ReplyTemplate(
        code=table.line("code"),
        label=table.text("label"),
        body=table.text("body"),
        question=table.flag("question", default=False),
    )
    table.end()
    return reply

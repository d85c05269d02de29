"""How an agency answers, as files of the sealed package: for people and for machines.

They lie within what is sealed to the agency and nowhere else: whoever has the address of a link
answers in the agency's name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.tips.shape import write_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tipline.configuration import Text

FOR_PEOPLE, FOR_MACHINES = "answer.txt", "answer.json"


@dataclass(frozen=True)
class Answering:
    """The addresses of a link, and until when it holds; ``mail`` is empty where none is taken."""

    page: str = field(repr=False)
    hook: str = field(repr=False)
    mail: str = field(repr=False)
    until: datetime


def files(link: Answering, text: Text) -> Mapping[str, bytes]:
    """Return the files by the endings of their names; ``text`` says in words what they are for."""
    addresses = "\n".join(filter(None, [link.page, link.mail]))
    told = "\n\n".join([*(each.strip() for each in text.values()), addresses])
    read = {"page": link.page, "hook": link.hook, "until": write_time(link.until)}
    if link.mail:
        read["mail"] = link.mail
    return {
        FOR_PEOPLE: f"{told}\n".encode(),
        FOR_MACHINES: json.dumps(read, indent=1).encode() + b"\n",
    }

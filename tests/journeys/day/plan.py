"""The reports of a day, what is to become of each, and what was answered to whom."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tipline.tips.report import Answers, Knows, Now, Place, Vehicle

SCENES = (
    "رأيت رجلين ينزلان صناديق من قارب صغير قرب الميناء القديم.",
    "A van stops behind the closed shop every night and people carry bags into it.",
    "سمعت صراخًا من الشقة المجاورة ثم صوت زجاج ينكسر.",
    "Somebody sells pills to pupils beside the school gate after the last lesson.",
    "شاحنة تفرغ براميل في الوادي قبل الفجر وتغادر من الطريق الترابي.",
    "The same three cars race along the corniche after midnight.",
    "رجل يعرض جوازات سفر للبيع في المقهى قرب السوق.",
    "Workers told me that their passports are kept in a locked room.",
)


class Fate(StrEnum):
    """What is to become of a report."""

    LEFT = "left"  # nobody opens it
    SPAM = "spam"
    CLOSED = "closed"
    GIVEN = "given"  # to a desk that finishes it
    DECLINED = "declined"  # by its desk; then it waits for a date
    SLOW = "slow"  # its desk accepts it and is not done
    ASKED = "asked"
    WAITS = "waits"  # for a date
    TASKED = "tasked"
    JOINED = "joined"
    HELD = "held"  # classified, and no more


SHARES = {
    Fate.LEFT: 12, Fate.SPAM: 8, Fate.CLOSED: 22, Fate.GIVEN: 20, Fate.DECLINED: 5, Fate.SLOW: 5,
    Fate.ASKED: 8, Fate.WAITS: 6, Fate.TASKED: 4, Fate.JOINED: 7, Fate.HELD: 3,
}  # fmt: skip
KINDS: Mapping[Fate, Sequence[str]] = {
    Fate.GIVEN: ("SEAC", "DRUG", "DRUG", "VIOL", "FIRE"),
    Fate.DECLINED: ("SEAC", "DRUG"),
    Fate.SLOW: ("DRUG", "VIOL"),
    Fate.CLOSED: ("DRUG", "PROP", "FRAU", "CYBR", "ROAD", "OTHR", "SEAC"),
}
ANY_KIND = ("DRUG", "PROP", "FRAU", "CYBR", "ROAD", "OTHR", "SEAC", "BORD", "EXPL")
COMES_BACK = 0.4  # of the reporters
REPLIED = 0.3  # of the reports that are worked on
BY_TWO = 0.1  # of the reports: two analysts take it up at once


@dataclass(frozen=True)
class Deed:
    """Something that was answered as done: its mark, and when it was asked for and answered."""

    mark: str
    asked: int
    told: int


@dataclass
class Tip:
    """One report of the day. ``host`` is the number of the report that it is to join."""

    number: int
    word: str
    fate: Fate
    answers: Answers = field(repr=False)
    language: str
    comes_back: bool
    replied: bool
    by_two: bool
    host: int | None = None
    id: bytes = b""
    code: str = field(default="", repr=False)
    added: list[str] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    declined: bool = False

    def mark(self, kind: str) -> str:
        """Return the word that stands for one thing that is written about it."""
        return f"{self.word}-{self.number}-{kind}"

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/en/tips/{self.id.hex()}"

    def done(self, kind: str) -> bool:
        """Tell whether something was answered as done."""
        return any(deed.mark == self.mark(kind) for deed in self.deeds)


@dataclass
class Day:
    """All reports, and a clock that counts what was asked and answered.

    ``refused``: marks of what was refused, and the words of the page; ``overtaken``: how often
    others were first; ``cut``: how often no answer came.
    """

    seed: int
    tips: list[Tip]
    word: str
    arabic: str
    refused: list[tuple[str, str]] = field(default_factory=list)
    overtaken: int = 0
    cut: int = 0
    ticks: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def draw(cls, seed: int, count: int) -> Day:
        """Draw the reports of a day."""
        whim = random.Random(seed)  # noqa: S311 (a plan, not a secret)
        word = f"qirsh{seed:08x}"
        arabic = "".join(whim.choice("بتثجحخدذرزسشصضطظعغفقكلمنهوي") for _ in range(14))
        tips = [_tip(whim, number, word, arabic) for number in range(count)]
        _let_join(whim, tips)
        return cls(seed, tips, word, arabic)

    def tick(self) -> int:
        """Count a request that begins, or one that was answered, and return its number."""
        with self._lock:
            self.ticks += 1
            return self.ticks

    def numbers_in(self, words: str) -> set[int]:
        """Return the numbers of the reports whose marks stand in a text."""
        return {int(number) for number in re.findall(rf"{self.word}-(\d+)-", words)}

    def of(self, fates: Sequence[Fate]) -> list[Tip]:
        """Return the reports of some fates."""
        return [tip for tip in self.tips if tip.fate in fates]


def _tip(whim: random.Random, number: int, word: str, arabic: str) -> Tip:
    fate = whim.choices(list(SHARES), list(SHARES.values()))[0]
    now = whim.choices([Now.NO, Now.UNSURE, Now.YES, None], [70, 8, 4, 18])[0]
    given: dict[str, Any] = {
        "what": f"{whim.choice(SCENES)} {arabic} {word}-{number}-own",
        "category": whim.choice(KINDS.get(fate, ANY_KIND)),
        "now": now,
        "place": Place(block=str(whim.randrange(100, 1200))),
        "knows": whim.choice([None, Knows.SAW, Knows.TOLD, Knows.ONLINE]),
    }
    return Tip(
        number=number,
        word=word,
        fate=fate,
        answers=Answers(**given),
        language=whim.choice(("ar", "ar", "en")),
        comes_back=whim.random() < COMES_BACK,
        replied=whim.random() < REPLIED,
        by_two=whim.random() < BY_TWO,
    )


def _let_join(whim: random.Random, tips: list[Tip]) -> None:
    """Let reports of one matter name one vehicle: some wait for a date, the others join them."""
    hosts = [tip for tip in tips if tip.fate is Fate.WAITS]  # it is never finished
    for guest in (tip for tip in tips if tip.fate is Fate.JOINED):
        if not hosts:
            guest.fate = Fate.CLOSED
            continue
        host = whim.choice(hosts)
        guest.host = host.number
        plate = Vehicle(plate=str(400_000 + host.number))
        for tip in (guest, host):
            answers = {**vars(tip.answers), "vehicles": (plate,)}
            tip.answers = Answers(**answers)

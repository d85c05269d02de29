"""What an officer says of a case: what it is about, how soon, where, how far to trust it."""

from dataclasses import dataclass

from tipline.tips.content.base import ID_BYTES, Content
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.grade import Grade, Handling, Information, Source
from tipline.tips.point import Point
from tipline.tips.priority import GRAVE, Priority
from tipline.tips.report import CATEGORY_MAX, SUBCATEGORY_MAX
from tipline.tips.shape import bounded, hidden, perhaps, required, several

FACTS_MAX, FACT_MAX = 10, 300  # of behaviour: how many, and code points of one
CONDITIONS_MAX, CONDITION_MAX = 20, 20  # of handling: how many, and code points of a code


@dataclass(frozen=True, kw_only=True)
class Classified(Content):
    """What the case is about by an officer's word, and how soon somebody must act.

    ``life``: somebody's life is threatened, a mark apart from the priority.
    ``facts``: how many stated facts of behaviour the deployment asks of such a case, before it is
    passed on.
    """

    kind = Kind.CLASSIFIED
    category: str = required(CATEGORY_MAX)
    subcategory: str = bounded(SUBCATEGORY_MAX)
    priority: Priority
    life: bool = False
    facts: int = 0
    text: str = hidden(REASON_MAX)

    @property
    def grave(self) -> bool:
        """Whether it takes two officers to end such a case."""
        return self.life or self.priority in GRAVE


@dataclass(frozen=True, kw_only=True)
class Graded(Content):
    """How far the information is trusted and how it is handled: 3x5x2, and conditions.

    ``beside`` is the id of the tip that bears it out, where it is said to be corroborated.
    """

    kind = Kind.GRADED
    source: Source
    information: Information
    handling: Handling
    conditions: tuple[str, ...] = several(CONDITIONS_MAX, each=CONDITION_MAX)
    beside: bytes = perhaps(ID_BYTES)
    text: str = hidden(REASON_MAX)

    @property
    def grade(self) -> Grade:
        """The grade without its conditions."""
        return Grade(self.source, self.information, self.handling)


@dataclass(frozen=True, kw_only=True, repr=False)  # all of it is about somebody
class Indication(Content):
    """Whether what is told reasonably indicates a crime: the form that an officer fills.

    ``behaviour``: the listed one, a code of the configuration; ``facts``: what was stated to be
    done; ``innocent``: how else it may be read; ``identity``: whether who somebody is, or what they
    believe, does the work; ``harm``: what follows if this is wrong; ``reasonable``: the decision.
    """

    kind = Kind.INDICATION
    behaviour: str = required(SUBCATEGORY_MAX)
    facts: tuple[str, ...] = several(FACTS_MAX, each=FACT_MAX)
    innocent: str = required(REASON_MAX)
    identity: bool = False
    harm: str = required(REASON_MAX)
    reasonable: bool = False
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)  # all of it tells where
class Placed(Content):
    """Where it happens by an officer's word, for all who have the case; ``text``: in words.

    Without a ``point`` no place is known.
    """

    kind = Kind.PLACED
    point: Point | None = None
    text: str = hidden(REASON_MAX)

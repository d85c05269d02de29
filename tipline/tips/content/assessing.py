"""What an officer says of a case: what it is about, how soon, how far to trust it."""

from dataclasses import dataclass

from tipline.tips.content.base import Content
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.grade import Grade, Handling, Information, Source
from tipline.tips.priority import GRAVE, Priority
from tipline.tips.report import CATEGORY_MAX, SUBCATEGORY_MAX
from tipline.tips.shape import bounded, hidden, required, several

CONDITIONS_MAX, CONDITION_MAX = 20, 20  # of handling: how many, and code points of a code


@dataclass(frozen=True, kw_only=True)
class Classified(Content):
    """What the case is about by an officer's word, and how soon somebody must act.

    ``life``: somebody's life is threatened, a mark apart from the priority.
    """

    kind = Kind.CLASSIFIED
    category: str = required(CATEGORY_MAX)
    subcategory: str = bounded(SUBCATEGORY_MAX)
    priority: Priority
    life: bool = False
    text: str = hidden(REASON_MAX)

    @property
    def grave(self) -> bool:
        """Whether it takes two officers to end such a case."""
        return self.life or self.priority in GRAVE


@dataclass(frozen=True, kw_only=True)
class Graded(Content):
    """How far the information is trusted and how it is handled: 3x5x2, and conditions."""

    kind = Kind.GRADED
    source: Source
    information: Information
    handling: Handling
    conditions: tuple[str, ...] = several(CONDITIONS_MAX, each=CONDITION_MAX)
    text: str = hidden(REASON_MAX)

    @property
    def grade(self) -> Grade:
        """The grade without its conditions."""
        return Grade(self.source, self.information, self.handling)

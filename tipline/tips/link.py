"""What two cases have to do with each other."""

from enum import StrEnum


class Sort(StrEnum):
    """How a case is linked to another. A later version adds sorts; it never changes one."""

    INCIDENT = "same-incident"
    SUBJECT = "same-subject"
    RELATED = "related"
    CONTRADICTS = "contradicts"

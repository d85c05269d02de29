"""What an event says besides who did what and when: one record for each kind.

Source: docs/format.md, 6. An event keeps its content as it was signed. ``content_of`` reads it,
strictly: what does not read is a broken event, which stands in its case and changes nothing.
"""

from collections.abc import Mapping

from tipline.errors import RecordMalformedError
from tipline.tips.content.assessing import (
    CONDITION_MAX as CONDITION_MAX,
)
from tipline.tips.content.assessing import (
    CONDITIONS_MAX as CONDITIONS_MAX,
)
from tipline.tips.content.assessing import (
    Classified as Classified,
)
from tipline.tips.content.assessing import (
    Graded as Graded,
)
from tipline.tips.content.assessing import (
    Indication as Indication,
)
from tipline.tips.content.assessing import (
    Placed as Placed,
)
from tipline.tips.content.assigning import (
    Accepted as Accepted,
)
from tipline.tips.content.assigning import (
    Assigned as Assigned,
)
from tipline.tips.content.assigning import (
    CameBack as CameBack,
)
from tipline.tips.content.assigning import (
    Conflict as Conflict,
)
from tipline.tips.content.assigning import (
    DeskDone as DeskDone,
)
from tipline.tips.content.assigning import (
    GaveBack as GaveBack,
)
from tipline.tips.content.assigning import (
    Given as Given,
)
from tipline.tips.content.assigning import (
    Granted as Granted,
)
from tipline.tips.content.assigning import (
    Named as Named,
)
from tipline.tips.content.assigning import (
    Referred as Referred,
)
from tipline.tips.content.assigning import (
    SentBack as SentBack,
)
from tipline.tips.content.assigning import (
    Started as Started,
)
from tipline.tips.content.assigning import (
    TakenBack as TakenBack,
)
from tipline.tips.content.assigning import (
    TurnedDown as TurnedDown,
)
from tipline.tips.content.assigning import (
    WishDeclined as WishDeclined,
)
from tipline.tips.content.assigning import (
    Wished as Wished,
)
from tipline.tips.content.base import (
    ID_BYTES as ID_BYTES,
)
from tipline.tips.content.base import (
    Answering as Answering,
)
from tipline.tips.content.base import (
    Content as Content,
)
from tipline.tips.content.base import (
    Telling as Telling,
)
from tipline.tips.content.dispatched import (
    AgencySaid as AgencySaid,
)
from tipline.tips.content.dispatched import (
    Dispatched as Dispatched,
)
from tipline.tips.content.dispatched import (
    LinkEnded as LinkEnded,
)
from tipline.tips.content.dispatched import (
    Sent as Sent,
)
from tipline.tips.content.dispatched import (
    Settled as Settled,
)
from tipline.tips.content.following import (
    Resumed as Resumed,
)
from tipline.tips.content.following import (
    TaskDone as TaskDone,
)
from tipline.tips.content.following import (
    TaskDropped as TaskDropped,
)
from tipline.tips.content.following import (
    TaskMoved as TaskMoved,
)
from tipline.tips.content.following import (
    TaskSet as TaskSet,
)
from tipline.tips.content.following import (
    Waiting as Waiting,
)
from tipline.tips.content.footage import (
    Footage as Footage,
)
from tipline.tips.content.handing import (
    HandedOff as HandedOff,
)
from tipline.tips.content.handing import (
    HandOffStep as HandOffStep,
)
from tipline.tips.content.joining import (
    TOLD_MAX as TOLD_MAX,
)
from tipline.tips.content.joining import (
    Addressee as Addressee,
)
from tipline.tips.content.joining import (
    AskedAll as AskedAll,
)
from tipline.tips.content.joining import (
    Joined as Joined,
)
from tipline.tips.content.joining import (
    Left as Left,
)
from tipline.tips.content.joining import (
    Linked as Linked,
)
from tipline.tips.content.joining import (
    RepliedAll as RepliedAll,
)
from tipline.tips.content.joining import (
    Returned as Returned,
)
from tipline.tips.content.joining import (
    ToAll as ToAll,
)
from tipline.tips.content.joining import (
    Unlinked as Unlinked,
)
from tipline.tips.content.keeping import (
    GONE_MAX as GONE_MAX,
)
from tipline.tips.content.keeping import (
    Destroyed as Destroyed,
)
from tipline.tips.content.keeping import (
    GoneTip as GoneTip,
)
from tipline.tips.content.keeping import (
    Kept as Kept,
)
from tipline.tips.content.keeping import (
    OriginalEnded as OriginalEnded,
)
from tipline.tips.content.keeping import (
    OriginalGone as OriginalGone,
)
from tipline.tips.content.keeping import (
    OriginalKept as OriginalKept,
)
from tipline.tips.content.pictured import (
    CAMERA_MAX as CAMERA_MAX,
)
from tipline.tips.content.pictured import (
    Pictured as Pictured,
)
from tipline.tips.content.pictured import (
    Still as Still,
)
from tipline.tips.content.second import (
    Answered as Answered,
)
from tipline.tips.content.second import (
    Approved as Approved,
)
from tipline.tips.content.second import (
    Asked as Asked,
)
from tipline.tips.content.second import (
    Declined as Declined,
)
from tipline.tips.content.second import (
    Hold as Hold,
)
from tipline.tips.content.told import (
    Acknowledged as Acknowledged,
)
from tipline.tips.content.told import (
    Box as Box,
)
from tipline.tips.content.told import (
    Downloaded as Downloaded,
)
from tipline.tips.content.told import (
    Exported as Exported,
)
from tipline.tips.content.told import (
    Leaving as Leaving,
)
from tipline.tips.content.told import (
    Opened as Opened,
)
from tipline.tips.content.told import (
    Original as Original,
)
from tipline.tips.content.told import (
    Question as Question,
)
from tipline.tips.content.told import (
    Reply as Reply,
)
from tipline.tips.content.told import (
    Reviewed as Reviewed,
)
from tipline.tips.content.told import (
    Seen as Seen,
)
from tipline.tips.content.told import (
    Taking as Taking,
)
from tipline.tips.content.told import (
    Viewed as Viewed,
)
from tipline.tips.content.written import (
    Closed as Closed,
)
from tipline.tips.content.written import (
    Note as Note,
)
from tipline.tips.content.written import (
    Read as Read,
)
from tipline.tips.content.written import (
    Reopened as Reopened,
)
from tipline.tips.content.written import (
    SetAside as SetAside,
)
from tipline.tips.content.written import (
    Summary as Summary,
)
from tipline.tips.event import Event, Kind
from tipline.tips.shape import from_json

CONTENTS: Mapping[Kind, type[Content]] = {
    each.kind: each
    for each in (
        Opened, Viewed, Seen, Note, Summary, Reply, Question, SetAside, Closed, Reopened, Exported,
        Downloaded, Classified, Graded, Asked, Approved, Declined, Assigned, Accepted, TurnedDown,
        Started, Referred, CameBack, DeskDone, SentBack, GaveBack, TakenBack, Named, Granted, Given,
        Wished, WishDeclined, Conflict, Joined, Left, Returned, Linked, Unlinked, RepliedAll,
        AskedAll, Acknowledged, Reviewed, Read, Indication, Original, Placed,
        TaskSet, TaskDone, TaskMoved, TaskDropped, Waiting, Resumed, HandedOff, HandOffStep, Kept,
        Destroyed, Dispatched, AgencySaid, OriginalKept, OriginalEnded, OriginalGone, Footage,
        Still, Pictured, LinkEnded, Settled,
    )
}  # fmt: skip


def content_of(event: Event) -> Content:
    """Return what an event says; RecordMalformedError where that does not belong to its kind."""
    if event.kind not in CONTENTS:
        raise RecordMalformedError
    return from_json(CONTENTS[event.kind], event.content)

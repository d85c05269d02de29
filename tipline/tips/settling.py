"""What a body outside asks or declines, until somebody here has dealt with it.

Source: the domain guide, 5, "Outside hand-off"; docs/format.md, 6. Whoever takes it in has read it,
and has not answered it yet. Once a link is ended, all is as if nothing had come by it.
"""

from collections.abc import Iterable
from dataclasses import replace

from tipline.errors import SettledError
from tipline.tips.assessing import Changes, check_reason
from tipline.tips.content import AgencySaid, Leaving, Sent, Settled
from tipline.tips.event import Event
from tipline.tips.said import IN_WORDS, Said, Unsettled
from tipline.tips.standing import CaseState, Given


def after(given: Given, event: Event, content: AgencySaid) -> Given:
    """Return something that was sent once they have said this of it, with what of that waits."""
    waits, spoken = given.unsettled, given.unsettled_spoken
    if given.counts(content):
        waits = _after(waits, event, content)
    if not content.heard:
        spoken = _after(spoken, event, content)
    return replace(given, unsettled=waits, unsettled_spoken=spoken)


def without_link(given: Given) -> Given:
    """Return something that was sent with what waits if nothing came by its link."""
    return replace(given, unsettled=given.unsettled_spoken)


def by_sending(given: Iterable[Given], event: Event, content: Leaving) -> tuple[Given, ...]:
    """Return what left before, once something leaves: to send to the same body again answers it.

    Not what they said after that was asked for: its author cannot have known it.
    """
    known = content.request or event.number

    def left(waits: Unsettled | None) -> Unsettled | None:
        if waits is None or waits.number < known:
            return None
        return replace(waits, beneath=left(waits.beneath))

    return tuple(
        replace(
            each,
            unsettled=left(each.unsettled),
            unsettled_spoken=left(each.unsettled_spoken),
        )
        if isinstance(content, Sent) and each.content.to.casefold() == content.to.casefold()
        else each
        for each in given
    )


def settled(case: CaseState, _event: Event, content: Settled) -> Changes:
    """Note what was done about what they asked or declined.

    Whoever asks once more meanwhile waits on: it is another event. So does what they declined
    before, and what came by a link since hides until that is ended. In a finished case nothing
    waits. Raises SettledError, ReasonMissingError.
    """
    found = [it for it in case.given if it.unsettled and it.unsettled.number == content.of]
    if not found or case.finished:
        raise SettledError
    check_reason(content.text)
    return {
        "given": tuple(
            replace(it, unsettled=None, unsettled_spoken=_but(it.unsettled_spoken, content.of))
            if it in found
            else it
            for it in case.given
        )
    }


def _but(waits: Unsettled | None, number: int) -> Unsettled | None:
    """Return what waits, unless it is what the event of this number said."""
    return None if waits is None or waits.number == number else waits


def _after(waits: Unsettled | None, event: Event, content: AgencySaid) -> Unsettled | None:
    """Return what waits once they have said something more.

    1. What they ask or decline waits, in place of what they asked or declined before; what they
       asked before they declined waits beneath.
    2. What an officer has heard of them since ends it: they were spoken with.
    3. What they say by their link ends what they declined, where they do it after all, and where
       they are done, all of it. Whoever asks and sets out all the same still has no answer.
    """
    if content.said in IN_WORDS:  # 1
        return Unsettled(
            number=event.number,
            said=content.said,
            told_at=content.told_at,
            beneath=_question(waits) if content.said is Said.DECLINED else None,
        )
    if waits is None or content.told_at < waits.told_at:
        return waits
    if not content.heard or content.said is Said.DONE:  # 2, 3
        return None
    return waits.beneath if waits.said is Said.DECLINED else waits  # 3


def _question(waits: Unsettled | None) -> Unsettled | None:
    """Return what was asked, of what waits, or of what waits beneath."""
    return waits if waits is None or waits.said is Said.ASKS else waits.beneath

"""What must hold when the day is over. Each check returns what it found amiss, in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.journeys.day.house import House
from tests.journeys.day.people import Clerk, Officer
from tests.journeys.day.plan import Day, Fate, Tip
from tests.journeys.day.reporters import mailbox
from tests.journeys.day.triage import rows, view_of
from tests.journeys.deployment import TRIAGE, Deployment
from tipline.keyring import bundle
from tipline.keyring.bundle import Archive, Bundle, BundledCard, BundledTip, Verdict, check
from tipline.sealing.body import open_body
from tipline.sealing.deployment import Deployment as Keys
from tipline.sealing.envelope import open_identities
from tipline.store.casebook.cases import Cases
from tipline.store.casebook.staff import Staff
from tipline.store.engine import open_casebook
from tipline.tips.event import Event, SignedEvent
from tipline.tips.report import Message

NO_REPORT = "There is no report with this code"
MORE = re.compile(r"(\d+) more, late for less long")
BEING_MADE = "The index of your desk is being made"
LEVEL = re.compile(r'level-card P\d.*?class="big">(\d+)', re.DOTALL)


@dataclass(frozen=True)
class Kept:
    """A case as it lies in the database: its tips, and its events, opened."""

    case: bytes
    tips: Sequence[bytes]
    events: Sequence[Event]
    wrong: Sequence[str] = field(default=())


def forgotten(clerk: Clerk, day: Day) -> Iterator[str]:
    """Yield each report that is not finished, not waiting for a date, and not late on the wall.

    What the pages say is what counts: the views of the work list, what is late, and the wall.
    """
    while BEING_MADE in clerk.get("/en/queue").words:  # each look goes on with the index
        pass
    finished, waiting, overdue, still_open = (
        view_of(clerk, view) for view in ("finished", "waiting", "overdue", "open")
    )
    page = clerk.get("/en/late")
    late = set(rows(page))
    more = MORE.search(page.words)
    if late - overdue or len(late) + int(more[1] if more else 0) != len(overdue):
        yield f"{len(overdue)} are overdue, and {len(late)} late: {page.words[:500]}"
    for tip in day.tips:
        if tip.id not in finished | waiting | overdue:
            yield (
                f"report {tip.number} is forgotten: open {tip.id in still_open}, {tip.fate},"
                f" {tip.answers.category}, now {tip.answers.now}, {tip.id.hex()}"
            )
        if tip.id in finished & still_open:
            yield f"report {tip.number} is finished and open"
    on_the_wall = sum(map(int, LEVEL.findall(clerk.get("/en/wall").html)))
    known = {tip.id for tip in day.tips}
    if finished | still_open != known or on_the_wall != len(still_open):
        yield (
            f"{len(known)} reports: {len(finished)} finished, {len(still_open)} open,"
            f" {on_the_wall} on the wall"
        )


def cases(deployment: Deployment, day: Day, officer: Officer) -> list[Kept]:
    """Return all cases of the day, opened and checked as ``tipline verify`` checks an export."""
    engine = open_casebook(deployment.settings.casebook_database)
    there, ids = Cases(engine), [tip.id for tip in day.tips]
    rows, of_case = there.for_tips(ids, [TRIAGE]), defaultdict(list)
    for tip, row in rows.items():
        of_case[row.id].append(tip)
    cards = [BundledCard(row.desk, row.analyst_id, row.card)
             for row in Staff(engine).members_of([TRIAGE])]  # fmt: skip
    public, shelf = Keys.read(deployment.settings.keys), deployment.shelf()
    desk = deployment.desks[TRIAGE]
    found = []
    for case, tips in of_case.items():
        row, kept = rows[tips[0]], shelf.tips(tips, [TRIAGE])
        sealed = there.events(case)
        keys = open_identities(row.envelope, [desk.identity])
        signed = [SignedEvent.from_json(open_body(each, keys)) for each in sealed]
        issuers = {TRIAGE, *(each.event.desk for each in signed)}
        made = Bundle(
            desk=TRIAGE,
            made=datetime.now(UTC),
            by=officer.row.id,
            case=case,
            case_envelope=row.envelope,
            events=sealed,
            tips=[
                BundledTip(tip, kept[tip].envelope, {it.id: it.sealed for it in kept[tip].parts})
                for tip in tips
            ],
            desks=[public.desk(code) for code in issuers],
            cards=cards,
        )
        archive = Archive.read("case.zip", bundle.write(made, officer.identity))
        believed = {code: public.desk(code) for code in issuers}
        told = check(archive, [desk.identity], believed)
        wrong = [each.sentence for each in told if each.verdict is not Verdict.WHOLE]
        found.append(Kept(case, tips, [each.event for each in signed], wrong))
    engine.dispose()
    return found


def broken(kept: Sequence[Kept]) -> Iterator[str]:
    """Yield what the offline check says of cases, and times that go back."""
    for case in kept:
        yield from (f"case {case.case.hex()}: {sentence}" for sentence in case.wrong)
        times = [event.at for event in case.events]
        if times != sorted(times):
            yield f"case {case.case.hex()}: times go back"


def lost(kept: Sequence[Kept], day: Day) -> Iterator[str]:
    """Yield what was answered as done and is not there, is there twice, or in another order."""
    places = marks(kept, day)
    for tip in day.tips:
        at: list[tuple[bytes, int, int, int]] = []
        for deed in tip.deeds:
            found = places.get(deed.mark, [])
            if not found:
                yield f"report {tip.number}: {deed.mark} is lost"
            elif len({(stands.case, stands.desk) for stands in found}) != len(found):
                yield f"report {tip.number}: {deed.mark} is there {len(found)} times"
            at += [(stands.case, stands.number, deed.asked, deed.told) for stands in found]
        for case, number, asked, _ in at:
            if any(other == case and told < asked and after > number
                   for other, after, _, told in at):  # fmt: skip
                yield f"report {tip.number}: event {number} is out of order"


def refused(kept: Sequence[Kept], day: Day) -> Iterator[str]:
    """Yield what was refused, unless it is there: then it was a second press that was."""
    there = marks(kept, day)
    yield from (told for mark, told in day.refused if mark not in there)


@dataclass(frozen=True)
class Stands:
    """The event in which a mark stands. ``desk``: which desk it gives the case to, if it does."""

    case: bytes
    number: int
    desk: str


def marks(kept: Sequence[Kept], day: Day) -> Mapping[str, list[Stands]]:
    """Return where each mark stands."""
    places: dict[str, list[Stands]] = defaultdict(list)
    for case in kept:
        for event in case.events:
            text = str(event.content.get("text", ""))
            for mark in re.findall(rf"{day.word}-\S+", text):
                desk = str(event.content.get("desk", ""))
                places[mark].append(Stands(case.case, event.number, desk))
    return places


def unheard(deployment: Deployment, tip: Tip) -> Iterator[str]:
    """Yield what a reporter added and is not with the tip."""
    texts = [part.text for part in deployment.parts(tip.id) if isinstance(part, Message)]
    for added in set(tip.added):
        if texts.count(added) != 1:
            yield f"report {tip.number}: what was added is there {texts.count(added)} times"


def estranged(house: House, day: Day, tip: Tip, said: Container[str]) -> Iterator[str]:
    """Yield what is amiss in a mailbox: it opens, shows what was said to it, and nothing else.

    ``said``: the marks that stand in cases; who pressed and got no answer may have said it.
    """
    page = mailbox(house, tip)
    if tip.fate is Fate.SPAM:
        if NO_REPORT not in page.words:
            yield f"report {tip.number}: spam, and its mailbox opens: {page.words[:300]}"
        return
    if not any("text" in form.names for form in page.forms):
        yield f"report {tip.number}: its mailbox does not open: {page.words[:300]}"
    for kind in ("reply", "question"):
        if (tip.mark(kind) in said) is not (tip.mark(kind) in page.words.split()):
            yield f"report {tip.number}: {kind} and mailbox differ"
    if strangers := day.numbers_in(page.words) - {tip.number}:
        yield f"report {tip.number}: words of {strangers} are in its mailbox"
    if day.word not in page.words and tip.deeds and tip.done("reply"):
        yield f"report {tip.number}: nothing in its mailbox"

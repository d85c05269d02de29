"""``tipline sweep``: what is due goes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from tipline.cli.deployed import Deployed, now
from tipline.errors import StoreError
from tipline.sealing.audit import Action
from tipline.sealing.draft import REST_HOURS
from tipline.store import belonging
from tipline.store.casebook.broadcasts import Broadcasts
from tipline.store.casebook.screens import Screens
from tipline.store.engine import scrub
from tipline.store.inbox.hearing import Hearing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@click.command()
def sweep() -> None:
    """Remove what has expired or is due.

    Run this from a timer, once an hour.

    Links of agencies that have ended, sessions and screens over their limits and invitations that
    were not taken up are deleted. A tip whose day has come loses its key envelopes, which makes
    every other copy of it in the live database unreadable, and then its rows; its case goes with
    the last of its tips. A mailbox goes with its answers on a day of its own. Files go with their
    tip; those that came and were not sent go a day after, and pictures of cameras each on a day of
    its own, or with their case. A desk's index goes if nobody worked with it for a day since tips
    went. Deleted bytes are overwritten in the file and its journal. Backups keep what they had: let
    them expire as soon. What was given up of the disk's reserve is taken again.

    Next: `tipline check`, if it says that the disk is too full.
    """
    deployed = Deployed.here()
    counts = clear(deployed)
    deployed.record(Action.SWEEP, counts)
    click.echo(f"Removed {', '.join(f'{name}: {count}' for name, count in counts.items())}.")
    if not (scrub(deployed.shelf.engine) and scrub(deployed.staff.engine)):
        click.echo("Somebody was reading: deleted bytes may stand in a journal until the next run.")
    if not deployed.keep_reserve():
        click.echo("The disk is too full to keep its reserve: make room.", err=True)


def clear(deployed: Deployed) -> dict[str, int]:
    """Remove everything that is over or due; return how much of each.

    Nothing, where the files' folder is not this deployment's: a StoreError says so.
    """
    belonging.require(deployed.blobs.folder)
    moment = now()
    tips, cases, files = end_tips(deployed, moment.date())
    return {
        "sessions": deployed.sessions.sweep(moment),
        "invitations": deployed.invitations.sweep(moment),
        "screens": Screens(deployed.staff.engine).sweep(moment),
        "tips": tips,
        "cases": cases,
        "mailboxes": deployed.sweeper.end_mailboxes(moment.date()),
        "stray parts": deployed.sweeper.end_strays(),
        "hand-overs": deployed.handovers.sweep(moment.date()),
        "messages to all desks": Broadcasts(deployed.cases.engine).sweep(moment.date()),
        "delivered": deployed.outbox.sweep(moment),
        "links of agencies": Hearing(deployed.shelf.engine).sweep(moment),
        "files": files + end_files(deployed, moment),
        "stills": remove(deployed, deployed.stills.end(moment.date())),
        "indexes": end_indexes(deployed, moment),
    }


def end_tips(deployed: Deployed, day: date) -> tuple[int, int, int]:
    """Destroy the tips that are due; return how many tips, cases and files went.

    The case goes first: a run that is cut short between the two finds the tip again. One that
    somebody who was just opening the tip began anew between them goes after it. An index
    that came up to date between the two is told once more that tips have gone. The files go last:
    their key is gone by then, and ``end_files`` finds what a run that is cut short leaves.
    """
    due = deployed.sweeper.due(day)
    cases, blobs = 0, list[bytes]()
    try:
        for tip_id in due:
            cases += deployed.case_sweeper.end_tip(tip_id)
            blobs += deployed.shelf.destroy(tip_id)
            cases += deployed.case_sweeper.end_tip(tip_id)
    finally:
        if due:  # an index that was asked for between the two still found the last one there
            deployed.changes.note_removal()
    return len(due), cases, remove(deployed, blobs)


def end_files(deployed: Deployed, moment: datetime) -> int:
    """Remove the files of no tip that no draft can still have; return how many.

    A blob's time is its hour, so it is let rest one more than a draft may on any site; and another,
    in which whoever came at the last moment has sent it, though this list was made before.
    """
    rested = moment - timedelta(hours=REST_HOURS + 2)
    strays = deployed.sweeper.end_stray_evidence()
    old = list(deployed.blobs.older_than(rested))
    unnamed = set(deployed.sweeper.unnamed(old)) - deployed.stills.named()
    return remove(deployed, {*strays, *unnamed})


def end_indexes(deployed: Deployed, moment: datetime) -> int:
    """Remove the desks' indexes that nobody brought up to date since tips were destroyed.

    They may still know those tips. One that somebody works with is written anew within the day.
    """
    removed = deployed.changes.tally().removed
    if removed is None:
        return 0
    end_of_day = datetime.combine(removed, time.max, UTC)
    return deployed.index_files.remove_before(min(end_of_day, moment - timedelta(days=1)))


def remove(deployed: Deployed, blobs: Iterable[bytes]) -> int:
    """Remove blobs and return how many went; those that stay are told, and found by a later run.

    Keys were destroyed before: a disk that can only be read must not keep the other tips' keys.
    """
    troubles, count = list[StoreError](), 0
    for blob in blobs:
        try:
            deployed.blobs.remove(blob)
        except StoreError as trouble:
            troubles.append(trouble)
        else:
            count += 1
    if troubles:
        told = f"Files that stay until a later run: {len(troubles)}. {troubles[0].sentence}"
        click.echo(told, err=True)
    return count

"""``tipline agencies mail``: what an agency writes back, handed over by the mail server."""

from __future__ import annotations

import logging.config
import sys
from datetime import UTC, datetime

import click

from tipline.agencies import letters
from tipline.agencies.ways import Ways
from tipline.errors import LinkEndedError, TiplineError
from tipline.serving.log import configuration as logging_of
from tipline.serving.process import be_discreet
from tipline.settings import from_environment
from tipline.store.engine import open_for_agencies
from tipline.store.inbox.doorstep import Doorstep
from tipline.tips.heard import Heard
from tipline.tips.said import Way

LATER = 75  # sysexits.h, EX_TEMPFAIL: the mail server keeps the mail, and comes again
log = logging.getLogger(__name__)


@click.group()
def agencies() -> None:
    """Take in what outside agencies say about what was sent to them.

    Next: `tipline agencies mail`, which a mail server calls.
    """


@agencies.command()
@click.option("--to", multiple=True, help="Whom the mail was for, as its envelope says.")
def mail(to: tuple[str, ...]) -> None:
    """Take a mail from standard input, as a mail server hands it over.

    Runs as the user of the agencies' site and needs no key. What the mail says is sealed to its
    case, and waits for the desk. A mail that no link stands in is let go: nothing is ever sent
    back, since its sender may be forged. While the database does not answer, and whatever else goes
    wrong, this ends with 75, and the mail server comes again.

    Example: tipline agencies mail --to answers+TOKEN@example.org < mail
    """
    be_discreet()
    try:
        settings = from_environment()
        logging.config.dictConfig(logging_of("agencies", settings.log_level))
        ways = Ways(Doorstep(open_for_agencies(settings.inbox_database, connections=1)))
        take(ways, sys.stdin.buffer.read(letters.MAIL_BYTES_MAX), to)
    except TiplineError as trouble:
        click.echo(trouble.sentence, err=True)
        sys.exit(LATER)
    except Exception:
        log.exception("A mail could not be taken.")
        sys.exit(LATER)


def take(ways: Ways, raw: bytes, to: tuple[str, ...]) -> bool:
    """Keep what a mail says, by the first of its tokens that holds; tell whether there was one.

    Raises StoreError.
    """
    letter = letters.read(raw, to)
    for token in letter.tokens[: letters.TOKENS_MAX]:
        heard = Heard(
            token=token,
            said=letter.said,
            way=Way.MAILED,
            at=datetime.now(UTC).replace(microsecond=0),
            who=letter.who,
            text=letter.text,
        )
        try:
            ways.leave(heard, f"mail {letter.digest}")
        except LinkEndedError:
            continue
        return True
    log.warning("A mail was let go: no link that holds stands in it.")
    return False

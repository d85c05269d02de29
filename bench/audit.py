"""The audit trail on the review site: reading 100,000 entries, and its pages once they are read."""

from __future__ import annotations

import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import insert

from bench.asking import SLOWEST, limited
from bench.memory import mebibytes
from bench.result import Result
from tests.review.world import World, build
from tipline.casework.audit.auditing import READ_SECONDS
from tipline.casework.audit.opened_trail import Trail
from tipline.keyring.card import Role
from tipline.sealing.audit import NOTHING_BEFORE, Action, entry, seal_entry
from tipline.sealing.deployment import AUDIT_DESK
from tipline.store.casebook.tables import audit
from tipline.store.transactions import writing

SIZE, AT_ONCE, ROUNDS = 100_000, 5_000, 30
PEOPLE = [(secrets.token_bytes(16), f"Analyst {number}") for number in range(30)]
TIPS = [secrets.token_bytes(16).hex() for _ in range(SIZE // 5)]
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def fill(world: World, size: int) -> None:
    """Add so many entries, one every five minutes: tips opened, lists shown, sign-ins."""
    sealed = _sealed(world, size)
    while rows := list(islice(sealed, AT_ONCE)):
        with writing(world.house.cases.engine) as connection:
            connection.execute(insert(audit), rows)


def _sealed(world: World, size: int) -> Iterator[dict[str, object]]:
    recipient, before = world.house.deployment.audit, NOTHING_BEFORE
    for number in range(1, size + 1):
        who, name = secrets.choice(PEOPLE)
        action, facts = secrets.choice((
            (Action.OPEN, {"tip": secrets.choice(TIPS), "desk": "TRIAGE"}),
            (Action.LIST, {"tips": [secrets.choice(TIPS) for _ in range(5)]}),
            (Action.SIGN_IN, {"refused_before": 0}),
        ))  # fmt: skip
        at = FIRST + timedelta(minutes=5 * number)
        made = entry(action, facts, at=at, analyst=who, name=name)
        body, before = seal_entry(made, number, before, recipient)
        yield {"number": number, "sealed": body, "chain": before}


def asked(client: FlaskClient, path: str) -> Result:
    """Return the processor time of a page whose trail was read before."""
    client.get(path)
    taken = []
    for _ in range(ROUNDS):
        start = time.thread_time()
        client.get(path)
        taken.append((time.thread_time() - start) * 1000)
    name = f"audit: {path.removeprefix('/en/')[:20]}, {SIZE:,} entries, processor time"
    return limited(name, statistics.median(taken), "ms", SLOWEST)


def run() -> list[Result]:
    """Measure; nothing is wanted of the reading, which pages do a part at a time."""
    with tempfile.TemporaryDirectory() as folder:
        world = build(Path(folder))
        fill(world, SIZE)
        auditor = world.analyst("Auditor", role=Role.AUDITOR, desks=(AUDIT_DESK,))
        first, key = Trail(), world.desks[AUDIT_DESK].identity
        first.read_on(world.house.audit, key, time.monotonic() + READ_SECONDS)
        seen = len(first.entries)
        trail, before, start = Trail(), mebibytes(os.getpid()), time.thread_time()
        trail.read_on(world.house.audit, key, float("inf"))
        taken, more = time.thread_time() - start, mebibytes(os.getpid()) - before
        assert trail.whole
        world.house.trails.put(AUDIT_DESK, trail)
        month = f"month={FIRST.date().isoformat()}"
        pages = ("audit", f"audit?about={TIPS[0]}", "audit?name=Analyst+7&action=open",
                 f"audit/people?{month}", f"audit/sample?{month}")  # fmt: skip
        return [
            Result(name="audit: entries that the first page opens", value=seen, unit=""),
            Result(name=f"audit: reading {SIZE:,} entries", value=round(taken, 1), unit="s"),
            Result(name="audit: memory that they take", value=round(more), unit="MiB"),
            *(asked(auditor, f"/en/{page}") for page in pages),
        ]

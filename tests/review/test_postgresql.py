"""The review site on PostgreSQL, with the roles and grants of docs/how-to/postgresql.md.

The tests are those of the site on SQLite, from each of its rooms: what they say holds there too.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.review import (
    test_actions,
    test_broadcasts,
    test_charting,
    test_desks,
    test_dispatching,
    test_following,
    test_handing_off,
    test_hotline,
    test_leaving,
    test_original,
    test_saved_searches,
    test_search,
    test_shift,
    test_wall,
)
from tests.review.world import World, build
from tests.store.cluster import Cluster, installed, running, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NUMBERS = count()

clock, maryam = test_following.clock, test_hotline.maryam
muharraq, sitra = test_charting.muharraq, test_charting.sitra

test_a_reply = test_actions.test_a_reply_is_read_with_the_receipt_code_after_a_while
test_spam = test_actions.test_spam_leaves_the_queue_hides_the_mailbox_and_is_due_in_thirty_days
test_a_broadcast = test_broadcasts.test_it_stands_on_every_page_until_it_was_seen
test_the_map = test_charting.test_what_has_a_point_stands_on_the_map_and_in_the_list
test_a_desk = test_desks.test_a_desk_accepts_acts_and_is_done_and_triage_closes
test_taking_back = test_desks.test_triage_takes_back_and_sends_back
test_a_dispatch = test_dispatching.test_it_is_asked_approved_sent_once_and_told_of
test_waiting = test_following.test_a_case_waits_for_a_date_and_comes_back
test_a_hand_off = test_handing_off.test_one_press_makes_it_a_p1_and_begins_the_checklist
test_a_call = test_hotline.test_a_call_becomes_a_tip_of_the_intake_desk
test_a_hail = (
    test_hotline.test_a_supervisor_is_called_without_a_sound_and_the_operator_reads_who_comes
)
test_two_officers = test_leaving.test_an_export_is_asked_approved_and_taken_once
test_an_original = test_original.test_two_open_it_to_the_one_who_asked_for_a_day
test_a_kept_search = test_saved_searches.test_what_is_kept_is_found_again_with_all_that_was_asked
test_a_search = test_search.test_a_tip_is_found_by_its_words_whoever_opened_it
test_a_shift = test_shift.test_a_shift_is_handed_over_and_read_by_the_next
test_a_screen = test_wall.test_the_wall_of_a_screen_is_renewed_by_whoever_is_at_work


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running(installed()) as cluster:
        for which in ("inbox", "casebook"):
            upgrade(cluster, which)
        yield cluster


@pytest.fixture
def world(cluster: Cluster, tmp_path: Path) -> Iterator[World]:
    """Have a deployment whose databases are copies of those that the migrations made."""
    number = next(NUMBERS)
    inbox, casebook = f"inbox_{number}", f"casebook_{number}"
    cluster.run(
        f"CREATE DATABASE {inbox} TEMPLATE inbox; CREATE DATABASE {casebook} TEMPLATE casebook"
    )
    made = build(
        tmp_path,
        public_inbox=cluster.url("tipline_public", inbox),
        inbox_url=cluster.url("tipline_review", inbox),
        casebook_url=cluster.url("tipline_review", casebook),
    )
    yield made
    made.house.viewer.close()
    for engine in (made.drop.engine, made.house.shelf.engine, made.house.cases.engine):
        engine.dispose()

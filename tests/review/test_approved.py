"""Who asked for a deed learns on the work list that it was approved, while it may be done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.review.test_actions import answered, done
from tests.review.test_leaving import exporting, taken
from tests.review.test_views import counts, page_of, rows
from tipline.tips.second import LASTS

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.review.world import World

MARK = "Approved for you until"
WAITS = "1 tip waits for you: what you asked for was approved, and lapses."
FINISHED = "Finished, and approved for you"


def test_it_stands_in_the_row_of_who_asked_until_it_is_done(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    world.send()
    exporting(noor, sent)
    assert MARK not in page_of(noor).words
    answered(sami, sent)
    page = page_of(noor)
    assert (WAITS in page.words, counts(page)["Waiting"]) == (True, 1)
    assert f"{MARK} " in page.words
    assert ": Export tip and case" in page.words
    assert rows(page_of(noor, mark="approved")) == [sent.path]
    assert rows(page_of(noor, view="waiting")) == [sent.path]
    others = page_of(sami)
    assert (MARK in others.words, WAITS in others.words) == (False, False)
    assert rows(page_of(sami, mark="approved")) == []
    assert taken(noor, sent).status_code == 200
    page = page_of(noor)
    assert (MARK in page.words, WAITS in page.words) == (False, False)


def test_it_goes_with_the_day(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = world.send()
    exporting(noor, sent)
    answered(sami, sent)
    with world.at_work(noor) as present:
        me = present.member.analyst
        index = present.office.indexes.get("TRIAGE")
        now = present.now
    page_of(noor)
    assert index is not None
    assert index.allowed(me, now + LASTS - timedelta(minutes=1)).keys() == {sent.id}
    assert index.allowed(me, now + LASTS + timedelta(minutes=1)) == {}


def test_it_goes_where_the_case_allows_it_no_more(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    exporting(noor, sent)
    answered(sami, sent)
    assert MARK in page_of(noor).words
    done(noor, sent, "assessment", information="E", grounds="It contradicts itself.")
    assert MARK not in page_of(noor).words


def test_a_finished_tip_stands_above_the_list(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    exporting(noor, sent)
    done(noor, sent, "closing", outcome="OUT_INTEL")
    assert FINISHED not in page_of(noor).words
    answered(sami, sent)
    page = page_of(noor)
    assert (FINISHED in page.words, MARK in page.words) == (True, True)
    assert rows(page) == [sent.path]
    assert FINISHED not in page_of(sami).words
    assert taken(noor, sent).status_code == 200
    assert FINISHED not in page_of(noor).words

"""Reasonable indication: by two, of this category, on facts; and what it opens."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.refusing import changes_nothing
from tests.tips.test_assessing import NOOR, SAMI, WHY, Act, approved, asked, classified, events
from tests.tips.test_ending import ANYTHING, aside, closed, steps
from tests.tips.test_leaving import PLAIN, exporting
from tipline.errors import (
    CaseFinishedError,
    FactsMissingError,
    IdentityError,
    IndicationElsewhereError,
    IndicationMissingError,
    IndicationTwoError,
    OwnRequestError,
    ReasonMissingError,
    RecordMalformedError,
    RequestEndedError,
)
from tipline.tips.event import Kind
from tipline.tips.fold import fold
from tipline.tips.state import Outcome, State

FACTS = ["He cut the fence.", "He came at night."]
STATED = {
    "behaviour": "SITE.DRONE",
    "facts": FACTS,
    "innocent": "He mends it.",
    "harm": "He loses his work.",
    "reasonable": True,
}
SITE = classified("P3", facts=2)
NAMELESS = {Outcome.UNFOUNDED, Outcome.PROTECTED, Outcome.SCOPE, Outcome.MALICIOUS}


def stating(author: bytes = NOOR, **would: Any) -> Act:
    return asked(author, deed="indicate", would=STATED | would, text=WHY)


def denied(**changed: Any) -> Act:
    content = {name: value for name, value in STATED.items() if name != "reasonable"} | changed
    return Act(Kind.INDICATION, content)


LIKELY = st.sampled_from(
    [SITE, classified("P3", category="FIRE"), stating(), stating(SAMI), approved(3), approved(4),
     approved(3, NOOR), denied(), closed(), closed(outcome="OUT_UNFOUNDED"), aside(),
     Act(Kind.REOPENED, {}), PLAIN]
)  # fmt: skip
ACTS = st.lists(st.one_of(LIKELY, LIKELY, ANYTHING), max_size=10).map(
    lambda acts: [SITE, *sorted(acts, key=lambda act: act.hours)]
)


@given(ACTS)
def test_a_person_is_found_only_where_two_officers_stated_why(acts: list[Act]) -> None:
    written = events(*acts)
    for before, after, event in steps(written):
        if after.indication is not None:
            assert after.classified is not None
            assert after.indication.behaviour.startswith(after.classified.category)
            assert after.indication.reasonable
            assert not after.indication.identity
            assert after.state is not State.SPAM
            assert after.outcome not in NAMELESS
            stood = written[after.indicated_by - 1]
            assert stood.kind is Kind.APPROVED
            assert written[stood.content["request"] - 1].author != stood.author
        if after.indication != before.indication:
            assert event.number not in after.refused


@given(ACTS)
def test_what_asks_for_facts_leaves_with_them_alone(acts: list[Act]) -> None:
    for before, after, _ in steps(events(*acts)):
        if len(after.given) > len(before.given) and not before.life_saving:
            assert before.classified is None or before.classified.facts <= len(
                before.indication.facts if before.indication else ()
            )


@pytest.mark.parametrize(
    ("acts", "stands"),
    [
        ([SITE, stating(), approved(3)], True),
        ([SITE, stating(), approved(3), classified("P4", facts=2)], True),
        ([SITE, stating(), approved(3), closed()], True),
        ([SITE, stating(), approved(3), classified("P3", category="FIRE")], False),
        ([SITE, stating(), approved(3), denied()], False),
        ([SITE, stating(), approved(3), aside()], False),
        ([SITE, stating(), approved(3), closed(outcome="OUT_PROTECTED")], False),
        (
            [SITE, stating(), approved(3), closed(outcome="OUT_SCOPE"), Act(Kind.REOPENED, {})],
            False,
        ),
        ([SITE], False),
        ([SITE, denied(facts=[], identity=True)], False),
    ],
)
def test_how_long_it_holds(acts: Sequence[Act], stands: bool) -> None:  # noqa: FBT001 (a case of many)
    case = fold(events(*acts))
    assert case.refused == ()
    assert case.people_searchable == stands
    assert case.may_pass_on == stands or case.classified is None or not case.classified.facts


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ([SITE, Act(Kind.INDICATION, STATED)], IndicationTwoError),
        ([SITE, stating(), approved(3, NOOR)], OwnRequestError),
        ([SITE, stating(facts=FACTS[:1])], FactsMissingError),
        ([classified("P3"), stating(facts=[])], FactsMissingError),
        ([SITE, stating(identity=True)], IdentityError),
        ([SITE, stating(behaviour="FIRE.GAS")], IndicationElsewhereError),
        ([SITE, stating(behaviour="SITES")], IndicationElsewhereError),
        ([stating()], IndicationElsewhereError),
        ([SITE, stating(reasonable=False)], RecordMalformedError),
        ([SITE, stating(innocent=" ")], RecordMalformedError),
        ([SITE, stating(facts=["", "He came."])], RecordMalformedError),
        ([SITE, asked(deed="indicate", would=STATED, text="short")], ReasonMissingError),
        ([SITE, closed(), stating()], CaseFinishedError),
        ([SITE, stating(), closed(), approved(3)], RequestEndedError),
        ([SITE, stating(), denied(), approved(3)], RequestEndedError),
        ([SITE, stating(), classified("P3", category="FIRE"), approved(3)], RequestEndedError),
        ([SITE, PLAIN, exporting()], IndicationMissingError),
        ([classified("P3", facts=11)], RecordMalformedError),
    ],
)
def test_what_may_not_be_stated_changes_nothing(
    acts: Sequence[Act], error: type[Exception]
) -> None:
    changes_nothing(events(*acts), error)


def test_to_save_a_life_it_may_be_passed_on() -> None:
    assert fold(events(classified("P1", facts=2))).may_pass_on
    assert not fold(events(classified("P2", facts=2))).may_pass_on
    assert fold(events(classified("P2"))).may_pass_on

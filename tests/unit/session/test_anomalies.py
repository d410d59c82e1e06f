"""An anomaly, alone: whom it touches, and whether another proposal stands in its place."""

from dataclasses import replace

import pytest

from laureat.records.facts import DecisionProposed, DeliberationOpened
from laureat.session.framework import Round
from laureat.session.state import Anomaly, DeliberationState, SessionState

ANOMALY = Anomaly("aa", 4, "DecisionProposed", "c1", "avant la clôture", ("faux",))
FACT = {"log": "l", "author": "a", "at": "2026-06-01T08:00:00Z", "key": "k"}


def deliberation(number: int, *proposed: str) -> DeliberationState:
    opened = DeliberationOpened(
        **FACT, deliberation=number, round="premier", main=True, edition="1", rules="r", engine="e"
    )
    found = DeliberationState(number, Round.PREMIER, True, opened)
    for one in proposed:
        found.proposals[one] = DecisionProposed(
            **FACT,
            candidate=one,
            deliberation=number,
            decision="admis",
            mention="",
            average="12",
            blocs=(),
            certificat=False,
            depends_on=(),
        )
    return found


@pytest.mark.parametrize(
    ("made", "first", "second", "superseded"),
    [
        (0, ("c1",), (), True),
        (1, ("c1",), (), False),
        (1, ("c1",), ("c2",), False),
        (1, ("c1",), ("c1",), True),
        (2, ("c1",), ("c1",), False),
    ],
)
def test_a_proposal_is_superseded_by_a_later_one_for_the_same_candidate(
    made: int, first: tuple[str, ...], second: tuple[str, ...], superseded: bool
) -> None:
    state = SessionState(deliberations=[deliberation(1, *first), deliberation(2, *second)])
    assert state.has_superseded(replace(ANOMALY, deliberation=made)) is superseded
    assert state.has_superseded(ANOMALY)  # it is of no deliberation
    if made:
        state.deliberations[made - 1].abandoned = True
        assert state.has_superseded(replace(ANOMALY, deliberation=made))


def test_what_touches_a_candidate_is_what_touches_the_whole_log_and_what_is_of_that_candidate() -> None:
    whole, other = replace(ANOMALY, leaf="bb", subject=""), replace(ANOMALY, leaf="cc", subject="c2")
    state = SessionState(anomalies={one.leaf: one for one in (ANOMALY, other, whole)})
    assert state.anomalies_of("".join(("c", "1"))) == [whole, ANOMALY]
    assert state.anomalies_of("c3") == [whole]

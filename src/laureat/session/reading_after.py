"""Read into the state of a session what follows its results: publication, what strikes a decision, requests."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from laureat.records import Fact
from laureat.records import facts as f
from laureat.session.after import FollowUp
from laureat.session.framework import Phase
from laureat.session.state import Asked, SessionState, Struck


def _result_published(state: SessionState, fact: f.ResultPublished) -> None:
    deliberation = state.deliberations[fact.deliberation - 1]
    deliberation.published_on = fact.at[:10]
    if deliberation.main:
        state.phase = Phase.PUBLIEE
    for one in deliberation.proposals:
        candidate, result = state.candidates[one], deliberation.result(one)
        if result is not None:
            before = state.result_in_force(one)
            if before is not None and not deliberation.main and before.told != result.told:
                candidate.ended[before.deliberation] = deliberation.published_on
            candidate.in_force, candidate.struck = deliberation.number, None


def _decisions_withdrawn(state: SessionState, fact: f.DecisionsWithdrawn) -> None:
    for candidate in (state.candidates[one] for one in fact.candidates if one in state.candidates):
        if (former := candidate.struck) is not None:
            candidate.struck = replace(former, by=fact, before=(former.by, *former.before))
            candidate.followed.pop((former.deliberation, FollowUp.NOTIFICATION), None)  # of this act too
        else:
            candidate.struck = Struck(fact, candidate.in_force, candidate.to_redeliberate)
            candidate.ended[candidate.in_force] = fact.at[:10]
            candidate.in_force = 0
        candidate.to_redeliberate = candidate.to_redeliberate or fact.again


def _decisions_restored(state: SessionState, fact: f.DecisionsRestored) -> None:
    for candidate in (state.candidates[one] for one in fact.candidates if one in state.candidates):
        struck = candidate.struck
        assert struck is not None
        candidate.in_force, candidate.struck = struck.deliberation, None
        candidate.ended.pop(struck.deliberation)
        for done in [done for done in candidate.followed if done[0] == struck.deliberation]:
            del candidate.followed[done]  # struck again, all of it is due again
        candidate.to_redeliberate = struck.otherwise_again


def _paper_issued(state: SessionState, fact: f.PaperIssued) -> None:
    candidate = state.candidates[fact.candidate]
    candidate.papers.append((candidate.in_force, fact))


def _follow_up_done(state: SessionState, fact: f.FollowUpDone) -> None:
    state.candidates[fact.candidate].followed[fact.deliberation, fact.what] = fact


def _request_received(state: SessionState, fact: f.RequestReceived) -> None:
    state.candidates[fact.candidate].requests.append(Asked(fact, fact.due))


def _request_prolonged(state: SessionState, fact: f.RequestProlonged) -> None:
    requests = state.candidates[fact.candidate].requests
    requests[fact.request - 1] = replace(requests[fact.request - 1], due=fact.due, prolonged=fact)


def _request_answered(state: SessionState, fact: f.RequestAnswered) -> None:
    requests = state.candidates[fact.candidate].requests
    requests[fact.request - 1] = replace(requests[fact.request - 1], answered=fact)


def _public_list_chosen(state: SessionState, fact: f.PublicListChosen) -> None:
    state.candidates[fact.candidate].listing = fact


HANDLERS: dict[type[Fact], Callable[[SessionState, Any], None]] = {
    f.ResultPublished: _result_published,
    f.DecisionsWithdrawn: _decisions_withdrawn,
    f.DecisionsRestored: _decisions_restored,
    f.PaperIssued: _paper_issued,
    f.FollowUpDone: _follow_up_done,
    f.RequestReceived: _request_received,
    f.RequestProlonged: _request_prolonged,
    f.RequestAnswered: _request_answered,
    f.PublicListChosen: _public_list_chosen,
}

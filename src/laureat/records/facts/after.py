"""Facts after publication: what becomes of a decision, what candidates ask, what they let be said of them in public.

The reference of a judgment or of a decision of the authority (who, number, day) is public, and stands in the facts as
the minutes of a certifier do; the reasons are committed to.
"""

from dataclasses import dataclass

from laureat.records.commitments import UNSAID, Commitment
from laureat.records.facts.base import CandidateFact, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsWithdrawn(Fact):
    """The published decisions on some candidates were quashed, suspended or withdrawn, all by one act."""

    ground: str
    """``jugement``, ``suspension``, ``autorite`` or ``centre`` (``laureat.session.after.Ground``)."""
    authority: str
    """Who decided: « tribunal administratif de Rennes »."""
    number: str
    """The number of the judgment or of the decision."""
    decided_on: str
    notified_on: str
    """The day from which the delay runs; empty where there is none."""
    candidates: tuple[str, ...]
    establishment: str
    """The centre whose session is cancelled; empty for another ground."""
    again: bool
    """The jury deliberates again on them."""
    due: str
    """The last day for the new deliberation; empty where nobody sets any."""
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsRestored(Fact):
    """What quashed, suspended or withdrew the decisions on some candidates fell: these stand again."""

    authority: str
    number: str
    decided_on: str
    candidates: tuple[str, ...]
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDone(CandidateFact):
    """What followed elsewhere from a decision that stands no more was done."""

    deliberation: int
    """That of the decision."""
    what: str
    """``notification``, ``titres``, ``papiers`` or ``declarations`` (``laureat.session.after.FollowUp``)."""
    done_on: str
    reference: Commitment
    """What proves it: a letter, the receipt of a declaration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReceived(CandidateFact):
    """A candidate asked for something after the results."""

    request: int
    """Its rank among those of the candidate, from 1."""
    nature: str
    """``copies``, ``recours_gracieux``, ``erreur_materielle`` or ``donnees`` (``laureat.session.after.Nature``)."""
    received_on: str
    due: str
    """The last day to answer."""
    text: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestProlonged(CandidateFact):
    """The delay to answer a request was prolonged, and the candidate told why, where the text allows it."""

    request: int
    due: str
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswered(CandidateFact):
    """A request was answered."""

    request: int
    answer: str
    """``acceptee``, ``acceptee_en_partie``, ``rejetee`` or ``sans_objet`` (``laureat.session.after.Answer``)."""
    answered_on: str
    text: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicListChosen(CandidateFact):
    """The candidate agreed to stand on the public list of those admitted, or opposed it."""

    listed: bool
    told_on: str
    proof: Commitment = UNSAID
    """How it was told: a form, a letter."""

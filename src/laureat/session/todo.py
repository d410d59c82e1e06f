"""What is missing, for whom, by when: values for a dashboard."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from laureat.session.framework import HABILITATION, LIVRET, Framework, Phase, Round
from laureat.session.milestones import Milestone
from laureat.session.state import CandidateState, SessionState
from laureat.vocabulary import Decision, Forme, UnitStatus


class Matter(StrEnum):
    """What kind of thing is missing."""

    VOIE = "voie"
    PIECE = "piece"
    HABILITATION = "habilitation"
    NOTE = "note"
    COEFFICIENT = "coefficient"
    """A number of the law that nobody has confirmed."""
    JURY = "jury"
    LIVRET = "livret"
    VERIFICATION = "verification"
    FRAUDE = "fraude"
    DELIBERATION = "deliberation"
    CHOIX_CONTROLE = "choix_controle"
    NOTE_CONTROLE = "note_controle"
    AUTORISATION = "autorisation"
    RESERVE = "reserve"
    """What keeps a decision from being fixed."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing missing."""

    matter: Matter
    what: str
    """The unit, the piece, the coefficient…"""
    candidate: str = ""
    establishment: str = ""
    due: str = ""
    """The day, ``AAAA-MM-JJ``; empty where none was set."""

    def is_late(self, today: str) -> bool:
        """True when the day is past."""
        return bool(self.due) and today > self.due


def everything_missing(state: SessionState, framework: Framework) -> Iterator[Missing]:
    """All that is missing now, in the order of a session. Needs the whole session."""
    if state.phase in (Phase.NON_OUVERTE, Phase.ABANDONNEE):
        return
    if not state.blank:
        for name in sorted(framework.to_confirm.keys() - state.confirmed.keys()):
            yield Missing(Matter.COEFFICIENT, name, due=_due(state, Milestone.DELIBERATION))
    if state.jury is None:
        yield Missing(Matter.JURY, "", due=_due(state, Milestone.DELIBERATION))
    yield from missing_pieces(state, framework)
    yield from missing_marks(state, framework)
    yield from awaited_by_jury(state)


def unread(state: SessionState, framework: Framework) -> list[str]:
    """The numbers of the law that nobody has confirmed, in words; a rehearsal does without."""
    if state.blank:
        return []
    asked = sorted(framework.to_confirm.items())
    return [parameter.words for name, parameter in asked if name not in state.confirmed]


def missing_pieces(state: SessionState, framework: Framework) -> Iterator[Missing]:
    """Routes, pieces and habilitations missing."""
    due = _due(state, Milestone.PIECES)
    for candidate in state.participants(Round.PREMIER):
        route = candidate.route
        if route is None:
            yield Missing(Matter.VOIE, "", candidate.id, due=_due(state, Milestone.INSCRIPTIONS_FIN))
            continue
        for piece in required_pieces(framework, route.voie):
            if piece not in candidate.pieces:
                yield Missing(Matter.PIECE, piece, candidate.id, route.establishment, due)
        if not is_habilitated(state, framework, route.voie, route.establishment, route.at[:10]):
            yield Missing(Matter.HABILITATION, route.voie, candidate.id, route.establishment, due)


def required_pieces(framework: Framework, voie: str) -> tuple[str, ...]:
    """The pieces that a file must hold for a route."""
    return framework.conduite.pieces.get(voie, ())


def lacking(state: SessionState, framework: Framework, candidate: CandidateState) -> tuple[str, ...]:
    """The pieces that a file lacks, and ``habilitation`` where its establishment's is not recorded."""
    route = candidate.route
    if route is None:
        return ()
    pieces = [piece for piece in required_pieces(framework, route.voie) if piece not in candidate.pieces]
    habilitated = is_habilitated(state, framework, route.voie, route.establishment, route.at[:10])
    return (*pieces, *(() if habilitated else (HABILITATION,)))


def undecided(state: SessionState, framework: Framework, candidate: CandidateState) -> tuple[str, ...]:
    """Those of which nothing was decided yet."""
    return tuple(piece for piece in lacking(state, framework, candidate) if piece not in candidate.incomplete)


PARTIAL = "partielle"
"""The least habilitation: whoever has it and any other has no candidate of the routes that suppose none."""


def is_habilitated(state: SessionState, framework: Framework, voie: str, establishment: str, day: str) -> bool:
    """True when the route supposes no habilitation, or the establishment has it on that day."""
    scopes = framework.conduite.habilitations.get(voie)
    return scopes is None or any(
        habilitation.establishment == establishment
        and habilitation.certification == framework.certification
        and habilitation.scope in scopes
        and habilitation.since <= day
        and (not habilitation.until or day <= habilitation.until)
        for habilitation in state.habilitations
    )


def is_unheard(state: SessionState, framework: Framework, voie: str, establishment: str, day: str) -> bool:
    """True where a route is that of an establishment without habilitation, and this one has it, for the same access."""
    scopes, famille = framework.conduite.habilitations, framework.famille
    if not voie or voie in scopes:
        return False
    own = famille.voie(voie)
    return any(
        PARTIAL in scopes[other.code]
        and set(other.natures) & set(own.natures)
        and set(other.acces) & set(own.acces)
        and is_habilitated(state, framework, other.code, establishment, day)
        for other in famille.voies
        if other.code in scopes
    )


def missing_marks(state: SessionState, framework: Framework) -> Iterator[Missing]:
    """Marks missing in the current round; in the control round, choices too; nothing once it is sealed."""
    if state.phase not in (Phase.SAISIE, Phase.CLOSE):
        return
    for candidate in state.participants():
        if candidate.route is None:
            continue
        place = (candidate.id, candidate.route.establishment)
        if state.round is Round.CONTROLE:
            if not candidate.control_units and choosable_by_group(candidate, framework):
                yield Missing(Matter.CHOIX_CONTROLE, "", *place, _due(state, Milestone.CHOIX_CONTROLE))
            for unit in candidate.control_units:
                if unit not in candidate.control:
                    yield Missing(Matter.NOTE_CONTROLE, unit, *place, _due(state, Milestone.NOTES_CONTROLE))
            continue
        expected = candidate.presented if state.round is Round.PREMIER else candidate.replacement
        for unit in expected:
            empty = candidate.cell(unit).status is UnitStatus.VIDE
            if empty or (state.round is Round.REMPLACEMENT and unit not in candidate.replaced):
                yield Missing(Matter.NOTE, unit, *place, _due(state, Milestone.NOTES))


def awaited_by_jury(state: SessionState) -> Iterator[Missing]:
    """Livrets to examine, checks, fraud files, reserves, decisions to take again, authorisations to decide."""
    for candidate in state.participants(Round.PREMIER):
        place = (candidate.id, candidate.route.establishment if candidate.route else "")
        if candidate.livret_awaited:
            yield Missing(Matter.LIVRET, LIVRET, *place, _due(state, Milestone.LIVRETS))
        for unit in sorted(candidate.checks):
            yield Missing(Matter.VERIFICATION, unit, *place, _due(state, Milestone.DELIBERATION))
        if candidate.fraud_open:
            yield Missing(Matter.FRAUDE, "", *place)
        elif candidate.to_redeliberate:
            yield Missing(Matter.DELIBERATION, "", *place)
        for reserve in state.reserves(candidate.id):
            yield Missing(Matter.RESERVE, reserve, *place, _due(state, Milestone.DELIBERATION))
        result = state.decided(candidate.id)
        if result and result.decision is Decision.REMPLACEMENT and not candidate.replacement:
            yield Missing(Matter.AUTORISATION, "", *place)


def choosable_by_group(candidate: CandidateState, framework: Framework) -> dict[int, tuple[str, ...]]:
    """By group of the épreuve de contrôle, the units that may be chosen: those with a mark to improve."""
    groups: dict[int, tuple[str, ...]] = {}
    if not framework.has_round(Round.CONTROLE):
        return groups
    for unit in framework.units.values():
        improvable = candidate.cell(unit.code).status in (UnitStatus.NOTE, UnitStatus.BENEFICE)
        if unit.control_group is not None and improvable:
            groups[unit.control_group] = (*groups.get(unit.control_group, ()), unit.code)
    return groups


def units_left(candidate: CandidateState, framework: Framework) -> tuple[str, ...]:
    """What a candidate still has to present to have presented everything (progressive form)."""
    if candidate.route is None or candidate.route.forme != Forme.PROGRESSIVE:
        return ()
    held = {unit for unit in candidate.presented if candidate.cell(unit).status is not UnitStatus.VIDE}
    return tuple(unit.code for unit in framework.units.values() if unit.mandatory and unit.code not in held)


def _due(state: SessionState, milestone: Milestone) -> str:
    return state.deadlines.get(milestone, "")

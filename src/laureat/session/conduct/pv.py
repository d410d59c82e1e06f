"""The procès-verbal: what it says, what it still lacks, its approval by two persons, its seal; then publication."""

import hashlib
from collections.abc import Iterator

from laureat.jury import Presence
from laureat.records import facts as f
from laureat.session.conduct.common import candidate_of, check_coefficients, command, unconfirmed
from laureat.session.conduct.deliberation import PRESIDING, jury_of
from laureat.session.framework import PV_APPROVALS, Accepted, Act, Framework, Phase, Refused, Round, Sanction
from laureat.session.state import DeliberationState, Result, SessionState
from laureat.vocabulary import Decision, Mention
from laureat.vocabulary.french import plural

SETTLED_BY = {Round.CONTROLE: Decision.CONTROLE, Round.REMPLACEMENT: Decision.REMPLACEMENT}
"""The decision that a round exists to settle: none may be left after it."""


def pv_decisions(state: SessionState, deliberation: DeliberationState) -> Iterator[tuple[str, Result]]:
    """The decisions a procès-verbal holds, by candidate; those under a fraud file are left out."""
    for candidate in deliberation.proposals:
        if not state.candidates[candidate].fraud_open or deliberation.sealed:
            result = deliberation.result(candidate)
            if result is not None:
                yield candidate, result


def pv_content(state: SessionState, deliberation: DeliberationState) -> str:
    """Hash of what the procès-verbal says: rules, attendance, each decision and motive. Needs the whole session."""
    opened = deliberation.opened
    lines = [
        f"{state.log}\t{deliberation.number}\t{deliberation.round}\t{opened.edition}\t{opened.rules}\t{opened.engine}"
    ]
    lines += sorted(
        f"{seat.juror}\t{seat.presence}"
        for (number, _), seat in state.attendance.items()
        if number == deliberation.number
    )
    lines += sorted(
        f"{candidate}\t{result.decision}\t{result.mention}\t{result.proposal.average}"
        f"\t{' '.join(result.proposal.blocs)}\t{result.certificat}\t{result.fixed.motive if result.fixed else ''}"
        for candidate, result in pv_decisions(state, deliberation)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def pv_obstacles(state: SessionState, framework: Framework) -> tuple[str, ...]:
    """Why the procès-verbal under way cannot be approved yet, in French; empty when it can. Needs the whole session."""
    current = state.current
    if current is None:
        return ("Aucune délibération n'est en cours.",)
    if current.main and state.phase is not Phase.CLOSE:
        return ("La saisie est ouverte.",)
    return tuple(_obstacles(state, framework, current))


def _obstacles(state: SessionState, framework: Framework, current: DeliberationState) -> Iterator[str]:
    if names := unconfirmed(state, framework):
        yield f"Coefficients non confirmés : {', '.join(names)}."
    yield from _attendance_obstacles(state, current)
    livrets = checks = incomplete = left = mentions = stale = 0
    for candidate, result in pv_decisions(state, current):
        standing = state.candidates[candidate]
        livrets += result.decision is Decision.AJOURNE and standing.livret_awaited
        checks += bool(standing.checks)
        incomplete += result.decision is Decision.INCOMPLET
        left += current.main and result.decision is SETTLED_BY.get(current.round)
        mentions += standing.sanction is Sanction.PRIVATION_MENTION and result.mention is not Mention.SANS
        stale += standing.stale
    if livrets:
        yield f"{plural(livrets, 'candidat ajourné a', 'candidats ajournés ont')} un livret non examiné (D337-85)."
    if checks:
        yield f"{plural(checks, 'candidat attend', 'candidats attendent')} une vérification demandée par le jury."
    if incomplete:
        yield f"{plural(incomplete, 'candidat est incomplet', 'candidats sont incomplets')} : il manque une note."
    if left:
        yield f"{plural(left, 'candidat reste', 'candidats restent')} sans décision définitive : le jury la fixe."
    if mentions:
        told = plural(mentions, "candidat privé de mention en a une", "candidats privés de mention en ont une")
        yield f"{told} : le jury fixe la décision."
    if stale or _missing_from(state, current):
        yield "Des candidats sont à délibérer de nouveau : proposer les décisions qui manquent."


def _missing_from(state: SessionState, current: DeliberationState) -> bool:
    """True when someone of the round, free of any fraud file, has no proposal."""
    return current.main and any(
        not candidate.fraud_open and candidate.id not in current.proposals for candidate in state.participants()
    )


def _attendance_obstacles(state: SessionState, current: DeliberationState) -> Iterator[str]:
    seats = {juror: seat for (number, juror), seat in state.attendance.items() if number == current.number}
    unknown = [juror for juror in jury_of(state).jurors if juror not in seats]
    if unknown:
        yield f"La présence de {plural(len(unknown), 'membre', 'membres')} du jury n'est pas relevée."
    in_the_room = (state.jurors[juror] for juror, seat in seats.items() if seat.presence == Presence.PRESENT)
    if not any(juror.fonction in PRESIDING for juror in in_the_room):
        yield "Ni le président ni un président adjoint ne siège dans la salle."


@command(f.PvApproved)
def approve_pv(state: SessionState, act: Act, *, framework: Framework) -> Accepted:
    """Approve the procès-verbal as it stands. Needs the whole session; a later change of its content voids it."""
    if obstacles := pv_obstacles(state, framework):
        raise Refused(*obstacles)
    current = state.current
    assert current is not None
    content = pv_content(state, current)
    if current.approvals.get(act.author) == content:
        raise Refused("Vous avez déjà approuvé ce procès-verbal ; une autre personne doit l'approuver.")
    return Accepted((f.PvApproved(**act.on(state.log), deliberation=current.number, content=content),))


@command(f.PvSealed)
def seal_pv(state: SessionState, act: Act, *, framework: Framework) -> Accepted:
    """Seal the procès-verbal that two persons approved, one of whom presides. Needs the whole session."""
    obstacles = list(pv_obstacles(state, framework))
    current = state.current
    if current is None:
        raise Refused(*obstacles)
    content = pv_content(state, current)
    approvers = {author for author, approved in current.approvals.items() if approved == content}
    if len(approvers) < PV_APPROVALS:
        obstacles.append(
            f"Le procès-verbal, tel qu'il est, porte {plural(len(approvers), 'approbation', 'approbations')} "
            f"sur {PV_APPROVALS}."
        )
    elif not approvers & {juror.account for juror in state.jurors.values() if juror.fonction in PRESIDING}:
        obstacles.append("Le président du jury, ou un président adjoint, doit approuver le procès-verbal.")
    if obstacles:
        raise Refused(*obstacles)
    return Accepted((f.PvSealed(**act.on(state.log), deliberation=current.number, content=content),))


@command(f.ResultPublished)
def publish_results(state: SessionState, act: Act, *, framework: Framework) -> Accepted:
    """Publish every sealed deliberation that is not yet."""
    check_coefficients(state, framework)
    ready = [deliberation for deliberation in state.deliberations if deliberation.sealed and not deliberation.published]
    if not ready:
        raise Refused("Aucun procès-verbal scellé n'attend de publication.")
    return Accepted(
        tuple(f.ResultPublished(**act.on(state.log), deliberation=deliberation.number) for deliberation in ready)
    )


@command(f.PaperIssued)
def issue_paper(state: SessionState, act: Act, *, candidate: str, paper: str, digest: str) -> Accepted:
    """Record that a paper or a credential is issued: never before publication, nor while the result is withheld."""
    candidate_of(state, candidate)
    if reason := state.why_withheld(candidate):
        raise Refused(reason)
    return Accepted((f.PaperIssued(**act.on(state.log), candidate=candidate, paper=paper, digest=digest),))

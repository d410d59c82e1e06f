"""The procès-verbal: what it says, what it still lacks, its approval by two persons, its seal; then publication."""

import hashlib
from collections.abc import Iterator, Mapping

from laureat.jury import Presence
from laureat.records import facts as f
from laureat.reglements.jury.parametres import COLLEGIALITE
from laureat.session.approvals import Assertion, Keys, challenge, signed
from laureat.session.conduct.common import candidate_of, check_numbers, command, unconfirmed
from laureat.session.conduct.deliberation import OPEN, fixed_aside
from laureat.session.conduct.jury import PRESIDING, SAME_JURY, accounts_of, deliberating, jury_of, same_jury
from laureat.session.framework import (
    PV_APPROVALS,
    SIGNED,
    Accepted,
    Act,
    Framework,
    Phase,
    Refused,
    Round,
    Sanction,
    cited,
    is_digest,
)
from laureat.session.state import CertificateDue, DeliberationState, LogState, Result, SessionState
from laureat.session.todo import undecided
from laureat.vocabulary import Decision, Mention
from laureat.vocabulary.french import plural

NAMED_BY_BYTES = 6
"""The first edition of the conduct that looks at the digest of a paper that went out."""
PIECES = 4
"""The first edition of the conduct that asks for a decision on what each file lacks."""
NOT_SEATED = "Seul un membre du jury qui a siégé approuve le procès-verbal, avec le compte de son siège."
SETTLED_BY = {Round.CONTROLE: Decision.CONTROLE, Round.REMPLACEMENT: Decision.REMPLACEMENT}
"""The decision that a round exists to settle: none may be left after it."""


def pv_decisions(state: SessionState, deliberation: DeliberationState) -> Iterator[tuple[str, Result]]:
    """The decisions a procès-verbal holds, by candidate; a fraud file or a reserve leaves a candidate out."""
    for candidate in deliberation.proposals:
        if deliberation.sealed or not state.is_left_out(deliberation, candidate):
            result = deliberation.result(candidate)
            if result is not None:
                yield candidate, result


def pv_content(state: SessionState, deliberation: DeliberationState, due: CertificateDue | None = None) -> str:
    """Hash of what the procès-verbal says: rules, attendance, each decision and motive. Needs the whole session.

    ``due``: what the règlement says of the certificat, for the facts that do not. Raises RulesUnknown without it.
    """
    opened = deliberation.opened
    lines = [
        f"{state.log}\t{deliberation.number}\t{deliberation.round}\t{opened.edition}\t{opened.rules}\t{opened.engine}"
    ]
    lines += ["\t".join((opened.sources, *opened.versions))] if opened.sources else []
    lines += sorted(
        f"{seat.juror}\t{seat.presence}"
        for (number, _), seat in state.attendance.items()
        if number == deliberation.number
    )
    lines += jury_lines(state.jury, state.jurors) if state.jury and state.conduct >= SIGNED else []
    lines += sorted(
        f"{candidate}\t{result.decision}\t{result.mention}\t{result.proposal.average}"
        f"\t{' '.join(result.proposal.blocs)}\t{result.certificat(due)}\t{result.fixed.motive if result.fixed else ''}"
        for candidate, result in pv_decisions(state, deliberation)
    )
    lines += sorted(
        f"{candidate}\t{fact.piece}\t{fact.accepted}\t{fact.reason}"
        for candidate in deliberation.proposals
        for fact in state.candidates[candidate].incomplete.values()
    )
    lines += sorted(
        f"{candidate}\t{fact.juror}\t{fact.reason}"
        for candidate in deliberation.proposals
        for fact in state.candidates[candidate].recused.values()
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def jury_lines(jury: f.JuryAppointed, jurors: Mapping[str, f.JurorAppointed]) -> Iterator[str]:
    """The jury as it was appointed: its order, and what each member is."""
    yield f"{jury.president}\t{jury.arrete}\t{jury.arrete_date}\t{jury.impossibilite}"
    for juror in sorted(jury.jurors):
        seat = jurors[juror]
        yield f"{juror}\t{seat.fonction}\t{seat.qualite}\t{seat.account}\t{seat.identity}"


def pv_obstacles(state: SessionState, framework: Framework) -> tuple[str, ...]:
    """Why the procès-verbal under way cannot be approved yet, in French; empty when it can. Needs the whole session."""
    current = state.current
    if current is None:
        return ("Aucune délibération n'est en cours.",)
    if current.main and state.phase is not Phase.CLOSE:
        return ("La saisie est ouverte.",)
    return tuple(_obstacles(state, framework, current))


def _obstacles(state: SessionState, framework: Framework, current: DeliberationState) -> Iterator[str]:
    if state.conduct >= 2 and state.refused_of_all:
        yield f"{_refused_facts(state)} : avant le sceau, deux personnes doivent l'examiner et l'écarter."
    if names := unconfirmed(state, framework):
        yield f"Nombres non confirmés : {', '.join(names)}."
    yield from _attendance_obstacles(state, framework, current)
    if same_jury(state, (state.candidates[one] for one, _ in pv_decisions(state, current))):
        yield SAME_JURY
    yield from _awaited_of_jury(state, framework, current)
    examined = framework.forbids("livret")
    livrets = checks = incomplete = left = mentions = stale = lacks = alone = aside = 0
    seats = _seats(state, current)
    unread: dict[str, int] = {}
    for candidate, result in pv_decisions(state, current):
        standing = state.candidates[candidate]
        livrets += examined and result.decision is Decision.AJOURNE and standing.livret_awaited
        checks += bool(standing.checks)
        lacks += state.conduct >= PIECES and bool(undecided(state, framework, standing))
        incomplete += result.decision in OPEN
        for name in () if state.blank else result.proposal.depends_on:
            if name in framework.to_confirm and name not in state.confirmed:
                unread[name] = unread.get(name, 0) + 1
        left += current.main and result.decision is SETTLED_BY.get(current.round)
        mentions += standing.sanction is Sanction.PRIVATION_MENTION and result.mention is not Mention.SANS
        stale += standing.stale
        aside += fixed_aside(state, standing, result)
        alone += bool(standing.recused) and len(seats - standing.recused.keys()) < PV_APPROVALS
    if lacks:
        told = plural(lacks, "dossier est incomplet", "dossiers sont incomplets")
        yield f"{told} (pièce ou habilitation) : décider de chacun, accepté ou refusé, avec un motif."
    if alone:
        floor = framework.cites("deport") or f" ({cited(COLLEGIALITE)})"
        told = plural(alone, "candidat a", "candidats ont")
        yield (
            f"{told} moins de {PV_APPROVALS} membres du jury pour délibérer, une fois comptés ceux qui se déportent : "
            f"en faire siéger, ou en nommer d'autres{floor}."
        )
    if aside:
        told = plural(aside, "décision est fixée", "décisions sont fixées")
        yield f"{told} par un membre qui s'est déporté depuis : un autre membre la fixe."
    if livrets:
        told = plural(livrets, "candidat ajourné a", "candidats ajournés ont")
        yield f"{told} un livret non examiné{framework.cites('livret')}."
    if checks:
        yield f"{plural(checks, 'candidat attend', 'candidats attendent')} une vérification demandée par le jury."
    if incomplete:
        told = plural(incomplete, "candidat est incomplet", "candidats sont incomplets")
        yield f"{told} : il manque une note, une preuve, ou la parole du jury."
    for name, count in unread.items():
        label = framework.to_confirm[name].label or name
        yield f"{plural(count, 'décision dépend', 'décisions dépendent')} d'un nombre non confirmé : {label}."
    if left:
        yield f"{plural(left, 'candidat reste', 'candidats restent')} sans décision définitive : le jury la fixe."
    if mentions:
        told = plural(mentions, "candidat privé de mention en a une", "candidats privés de mention en ont une")
        yield f"{told} : le jury fixe la décision."
    if stale or _missing_from(state, current):
        yield "Des candidats sont à délibérer de nouveau : proposer les décisions qui manquent."


def _refused_facts(state: SessionState) -> str:
    """How many facts are refused that touch everyone, in words."""
    count = plural(len(state.refused_of_all), "fait de la session", "faits de la session")
    return f"Anomalie ({count})"


def _missing_from(state: SessionState, current: DeliberationState) -> bool:
    """True when someone of the round, free of any fraud file, has no proposal."""
    return current.main and any(
        not candidate.fraud_open and candidate.id not in current.proposals for candidate in state.participants()
    )


def _awaited_of_jury(state: SessionState, framework: Framework, current: DeliberationState) -> Iterator[str]:
    """What the jury must say before anything is sealed."""
    waiting: dict[str, int] = {}
    for candidate, proposed in current.proposals.items():
        if not state.candidates[candidate].fraud_open:
            for reserve in proposed.reserves:
                if framework.jury_says(reserve):
                    waiting[reserve] = waiting.get(reserve, 0) + 1
    for reserve, count in waiting.items():
        yield f"Le jury a à se prononcer sur {plural(count, 'candidat')} : {reserve}."


def pv_reserves(state: SessionState, deliberation: DeliberationState) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Whom a procès-verbal leaves out for a reserve or an incomplete file, and what is missing."""
    for candidate, proposed in deliberation.proposals.items():
        standing = state.candidates[candidate]
        without = ("dossier incomplet, non accepté",) if standing.refused_without else ()
        if (proposed.reserves or without) and not standing.fraud_open:
            yield candidate, (*without, *proposed.reserves)


def _attendance_obstacles(state: SessionState, framework: Framework, current: DeliberationState) -> Iterator[str]:
    seats = {juror: seat for (number, juror), seat in state.attendance.items() if number == current.number}
    unknown = [juror for juror in jury_of(state).jurors if juror not in seats]
    if unknown:
        yield f"La présence de {plural(len(unknown), 'membre', 'membres')} du jury n'est pas relevée."
    sitting = len(_seats(state, current))
    if state.conduct >= 3 and not unknown and sitting < PV_APPROVALS:
        yield (
            f"{plural(sitting, 'membre du jury siège', 'membres du jury siègent')} : il en faut {PV_APPROVALS} au "
            f"moins ({cited(COLLEGIALITE)})."
        )
    in_the_room = (state.jurors[juror] for juror, seat in seats.items() if seat.presence == Presence.PRESENT)
    if framework.conduite.preside and not any(juror.fonction in PRESIDING for juror in in_the_room):
        yield "Ni le président ni un président adjoint ne siège dans la salle."


@command(f.PvApproved)
def approve_pv(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    told: str = "",
    assertion: Assertion | None = None,
    keys: Keys | None = None,
) -> Accepted:
    """Approve the procès-verbal as it stands. Needs the whole session; a later change of its content voids it.

    ``told`` is the hash of its content, for a reading of some candidates, which cannot work it out. ``assertion``: what
    the approval key of that person signed; ``keys``: those of the house, None where they are not known.
    """
    if obstacles := pv_obstacles(state, framework):
        raise Refused(*obstacles)
    current = state.current
    assert current is not None
    content = told or pv_content(state, current, framework.certificate_due)
    if state.conduct >= 2 and act.author not in _who_sat(state, current):
        raise Refused(NOT_SEATED)
    if act.author in current.approvers(content):
        raise Refused("Vous avez déjà approuvé ce procès-verbal ; une autre personne doit l'approuver.")
    signed = {} if state.conduct < SIGNED else _signed(state, current, act, content, assertion, keys)
    return Accepted((f.PvApproved(**act.on(state.log), deliberation=current.number, content=content, **signed),))


def _signed(
    state: SessionState,
    current: DeliberationState,
    act: Act,
    content: str,
    assertion: Assertion | None,
    keys: Keys | None,
) -> dict[str, str]:
    """What an approval says of the person: the seat and, where a key signed, what it signed. Raises Refused."""
    seat = {"juror": seat_of(state, current, act.author)}
    if assertion is None:
        if state.keys_required:
            raise Refused(
                "Cette session exige une clé d'approbation : inscrivez la vôtre (Mon compte), faites-la confirmer par "
                "le service des examens, puis approuvez avec elle."
            )
        return seat
    made = [approval for one in state.deliberations for approval in one.approvals.values()]
    asked = pv_challenge(state, current, act.author, content)
    return seat | signed(asked, act, assertion, keys, made, state.counters)


def seat_of(state: SessionState, current: DeliberationState, account: str) -> str:
    """The seat from which an account takes part in a deliberation; empty for none."""
    return next((one for one in sorted(_seats(state, current)) if state.jurors[one].account == account), "")


def pv_challenge(state: SessionState, current: DeliberationState, account: str, content: str) -> bytes:
    """What the approval key of that account signs to approve this content."""
    return challenge(state.log, current.number, current.round, seat_of(state, current, account), content)


@command(f.PvSealed)
def seal_pv(state: SessionState, act: Act, *, framework: Framework, told: str = "") -> Accepted:
    """Seal the procès-verbal that two persons approved, one of whom presides. Needs the whole session (``told``: as for
    ``approve_pv``)."""
    obstacles = list(pv_obstacles(state, framework))
    current = state.current
    if current is None:
        raise Refused(*obstacles)
    content = told or pv_content(state, current, framework.certificate_due)
    obstacles += pv_unapproved(state, framework, current, content)
    if obstacles:
        raise Refused(*obstacles)
    left_out = sum(1 for _ in pv_reserves(state, current))
    warnings = (f"{plural(left_out, 'candidat réservé reste', 'candidats réservés restent')} hors du procès-verbal.",)
    fact = f.PvSealed(**act.on(state.log), deliberation=current.number, content=content)
    return Accepted((fact,), warnings if left_out else ())


def pv_unapproved(
    state: SessionState, framework: Framework, current: DeliberationState, content: str
) -> tuple[str, ...]:
    """Who still has to approve this content before it is sealed, in French; empty when enough have."""
    approvers = current.approvers(content)
    if state.conduct >= SIGNED:
        approvers &= _who_sat(state, current)
    if len(approvers) < PV_APPROVALS:
        told = plural(len(approvers), "approbation", "approbations")
        return (f"Le procès-verbal, tel qu'il est, porte {told} sur {PV_APPROVALS}.",)
    if not approvers & _who_approves(state, framework, current):
        chair = "Le président du jury, ou un président adjoint,"
        if state.conduct >= 3:
            chair = "Qui a présidé la séance, le président ou, en son absence, un président adjoint,"
        who = chair if framework.conduite.preside else "Un membre du jury"
        return (f"{who} doit approuver le procès-verbal.",)
    recused = [state.candidates[one].recused for one, _result in pv_decisions(state, current)]
    short = sum(len(approvers - accounts_of(state.jurors, those)) < PV_APPROVALS for those in recused if those)
    if not short:
        return ()
    told = plural(short, "décision", "décisions")
    return (
        f"{told} : qui s'est déporté ne l'approuve pas ; {PV_APPROVALS} autres membres qui ont siégé l'approuvent.",
    )


def _who_sat(state: SessionState, current: DeliberationState) -> set[str]:
    """The accounts of the members who attend this deliberation."""
    return accounts_of(state.jurors, _seats(state, current))


def _seats(state: SessionState, current: DeliberationState) -> set[str]:
    """The members who attend this deliberation; those of a jury appointed since then, no more."""
    seats = (seat for (number, _), seat in state.attendance.items() if number == current.number)
    present = {seat.juror for seat in seats if seat.presence != Presence.ABSENT and seat.juror in state.jurors}
    return set(deliberating(state, present & set(jury_of(state).jurors))) if state.conduct >= 3 else present


def may_approve(state: SessionState, current: DeliberationState, account: str) -> bool:
    """That account is that of a member who sits in this deliberation."""
    return state.jury is not None and account in _who_sat(state, current)


def _who_approves(state: SessionState, framework: Framework, current: DeliberationState) -> set[str]:
    """The accounts of those of whom one at least must approve: who presided, where the jury is presided."""
    seated = state.jury.jurors if state.jury else ()
    if framework.conduite.preside and state.conduct >= 3:
        seated = tuple(chairing(state, current))
    members = (state.jurors[juror] for juror in seated)
    wanted = {m.account for m in members if not framework.conduite.preside or m.fonction in PRESIDING}
    return wanted - {""}


def chairing(state: SessionState, current: DeliberationState) -> Iterator[str]:
    """Who presides a deliberation: the president where in the room, else the deputies who are."""
    jury = jury_of(state)
    seats = (state.attendance.get((current.number, juror)) for juror in jury.jurors)
    there = [seat.juror for seat in seats if seat is not None and seat.presence == Presence.PRESENT]
    if jury.president in there:
        yield jury.president
        return
    yield from (juror for juror in there if state.jurors[juror].fonction in PRESIDING)


@command(f.ResultPublished)
def publish_results(state: SessionState, act: Act, *, framework: Framework) -> Accepted:
    """Publish every sealed deliberation that is not yet."""
    check_numbers(state, framework)
    if state.conduct >= 2 and state.refused_of_all:
        raise Refused(
            f"{_refused_facts(state)} : rien ne se publie avant que deux personnes l'aient examiné et écarté."
        )
    ready = [deliberation for deliberation in state.deliberations if deliberation.sealed and not deliberation.published]
    if not ready:
        raise Refused("Aucun procès-verbal scellé n'attend de publication.")
    return Accepted(
        tuple(f.ResultPublished(**act.on(state.log), deliberation=deliberation.number) for deliberation in ready)
    )


def paper_key(candidate: str, paper: str, name: str) -> str:
    """The key under which a paper goes out once: ``name`` is its code, or what stands for one."""
    return f"papier-{candidate}-{paper}-{name}"


@command(f.PaperIssued)
def issue_paper(state: SessionState, act: Act, *, candidate: str, paper: str, digest: str) -> Accepted:
    """Record that a paper or a credential is issued: never before publication, nor while the result is withheld."""
    candidate_of(state, candidate)
    if reason := state.why_withheld(candidate):
        raise Refused(reason)
    check_paper(state, digest)
    return Accepted((f.PaperIssued(**act.on(state.log), candidate=candidate, paper=paper, digest=digest),))


def check_paper(state: LogState, digest: str) -> None:
    """Refuse a paper that its bytes do not name."""
    if state.conduct >= NAMED_BY_BYTES and not is_digest(digest):
        raise Refused("Un document délivré se désigne par l'empreinte de ses octets (SHA-256).")

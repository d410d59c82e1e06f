"""What the jury decides, beside the computed results."""

from collections.abc import Iterator

from laureat.records import UNSAID, Commitment, Fact
from laureat.records import facts as f
from laureat.session.conduct.common import (
    candidate_of,
    check_mark,
    check_numbers,
    command,
    known_cell,
    not_frozen,
)
from laureat.session.conduct.jury import SAME_JURY, accounts_of, jury_of, same_jury, seated
from laureat.session.framework import (
    Accepted,
    Act,
    Framework,
    Phase,
    Refused,
    Round,
    Sanction,
    require,
)
from laureat.session.state import CandidateState, Decide, DeliberationState, Result, SessionState, mention_named
from laureat.vocabulary import Cell, Decision, Mention, UnitStatus
from laureat.vocabulary.french import enumeration, oui_non, plural

OPEN = (Decision.A_DECIDER, Decision.INCOMPLET, Decision.NON_DECIDABLE)
"""What no procès-verbal decides: the jury has not spoken, or has not seen what it must have seen."""


# ------------------------------------------------------------------------------------------------------- proposals
@command(f.DeliberationOpened, f.DecisionProposed)
def propose_decisions(state: SessionState, act: Act, *, framework: Framework, decide: Decide) -> Accepted:
    """Compute the decisions and open a deliberation, or add to the one under way whoever is missing from it.

    Needs the whole session. Once marks are closed everyone in the round is decided; otherwise, those on whom the jury
    must deliberate again (end of a fraud file, correction). Candidates under a fraud file are left out; those whom a
    rule refuses are proposed with the reason for a reserve (``laureat.session.deciding``).
    """
    main = may_propose(state, framework)
    concerned = to_decide(state)
    if same_jury(state, concerned):
        raise Refused(SAME_JURY)
    if not concerned and (state.everyone or state.current):
        raise Refused("Les décisions sont déjà proposées." if state.current else "Aucun candidat n'est à délibérer.")
    facts: list[Fact] = [] if state.current else [deliberation_opened(state, act, framework, main=main)]
    facts += [proposal(act, state.log, state.next_deliberation, candidate, decide) for candidate in concerned]
    reserved = sum(1 for fact in facts if isinstance(fact, f.DecisionProposed) and fact.reserves)
    return Accepted(tuple(facts), told_of_reserves(reserved))


def told_of_reserves(count: int) -> tuple[str, ...]:
    """What to tell whoever proposes of the candidates whose decision is reserved; nothing where there are none."""
    if not count:
        return ()
    told = plural(count, "candidat est réservé", "candidats sont réservés")
    return (f"{told}, sans arrêter les autres : la raison et ce qui la règle sont au dossier de chacun.",)


def may_propose(state: SessionState, framework: Framework) -> bool:
    """Whether proposing now opens the main deliberation of the round; refused where no deliberation may be held."""
    jury_of(state)
    check_numbers(state, framework)
    main = state.phase is Phase.CLOSE
    first_entry = state.phase is Phase.SAISIE and state.round is Round.PREMIER
    if first_entry or (state.current and state.current.main and not main):
        raise Refused("La saisie est ouverte : la clore avant de délibérer.")
    return main


def to_decide(state: SessionState) -> list[CandidateState]:
    """Those whose decision is to be proposed now. Needs the whole session.

    Someone cleared or corrected while a later round is being decided waits for its end: a complementary deliberation
    may still send that candidate to the tests of the round.
    """
    main, current = state.phase is Phase.CLOSE, state.current
    return [
        candidate
        for candidate in state.participants(state.round if main else Round.PREMIER)
        if not candidate.fraud_open
        and (main or candidate.to_redeliberate)
        and (current is None or candidate.id not in current.proposals or candidate.stale)
    ]


def deliberation_opened(state: SessionState, act: Act, framework: Framework, *, main: bool) -> f.DeliberationOpened:
    """The fact that opens a deliberation."""
    return f.DeliberationOpened(
        **act.on(state.log),
        deliberation=state.next_deliberation,
        round=state.round,
        main=main,
        edition=framework.edition,
        rules=framework.rules,
        engine=framework.engine,
        sources=framework.ran,
        versions=framework.versions,
    )


def proposal(act: Act, log: str, number: int, candidate: CandidateState, decide: Decide) -> f.DecisionProposed:
    """What the rules give for a candidate as it stands."""
    outcome = decide(candidate)
    return f.DecisionProposed(
        **act.on(log),
        candidate=candidate.id,
        deliberation=number,
        decision=str(outcome.decision),
        mention=str(outcome.mention),
        average="" if outcome.average is None else str(outcome.average),
        blocs=tuple(outcome.blocs),
        certificat=outcome.certificat,
        depends_on=tuple(outcome.depends_on),
        reserves=tuple(outcome.reserves),
    )


def _under_deliberation(state: SessionState, candidate: str) -> tuple[DeliberationState, CandidateState, Result]:
    standing = candidate_of(state, candidate, with_route=True)
    current = state.current
    result = current.result(candidate) if current else None
    if current is None or result is None:
        raise Refused("Le jury ne délibère pas sur ce candidat.")
    if standing.fraud_open:
        raise Refused("Une procédure pour fraude est ouverte : le jury délibérera à sa fin.")
    return current, standing, result


# -------------------------------------------------------------------------------------------------- acts of the jury
@command(f.LivretExamined)
def examine_livret(state: SessionState, act: Act, *, candidate: str) -> Accepted:
    """Record that the jury examined the livret."""
    seated(state, act, candidate)
    standing = candidate_of(state, candidate)
    not_frozen(state, standing)
    if not standing.livret_awaited:
        raise Refused("Le livret est déjà examiné." if standing.livret_examined else "Aucun livret n'a été fourni.")
    return Accepted((f.LivretExamined(**act.on(state.log), candidate=candidate),))


@command(f.MarkRaised)
def raise_mark(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    decide: Decide,
    candidate: str,
    unit: str,
    cell: Cell,
    motive: Commitment,
    control: bool = False,
) -> Accepted:
    """Raise a mark, with a motive; the new proposal stands beside the computed one."""
    seated(state, act, candidate)
    current, standing, _ = _under_deliberation(state, candidate)
    require(motive)
    known_cell(framework, standing, unit)
    present = standing.cell(unit, control=control)
    if (present.status, cell.status) == (UnitStatus.NOTE, UnitStatus.NOTE):
        check_mark(framework, cell.mark)
        if cell.mark <= present.mark:
            raise Refused(f"La note relevée dépasse {present} : attendu {framework.grammar.marks}, plus haute.")
    elif (present.status, cell.status) != (UnitStatus.NON_VALIDE, UnitStatus.VALIDE):
        raise Refused("Le jury relève une note de cette session par une note, ou valide un bloc qui ne l'était pas.")
    raised = f.MarkRaised(
        **act.on(state.log),
        deliberation=current.number,
        candidate=candidate,
        unit=unit,
        cell=str(cell),
        control=control,
        motive=motive,
    )
    with_raise = standing.with_raised(unit, control, current.number, cell)
    return Accepted((raised, proposal(act, state.log, current.number, with_raise, decide)))


@command(f.DecisionFixed)
def fix_decision(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    decision: Decision,
    mention: Mention = Mention.SANS,
    motive: Commitment,
    exception: Commitment = UNSAID,
) -> Accepted:
    """Fix a decision other than the proposal, with a motive, where the law leaves the jury free.

    ``exception``: the text on which the jury founds what the marks do not give.
    """
    seated(state, act, candidate)
    current, standing, result = _under_deliberation(state, candidate)
    require(motive)
    if result.proposal.reserves:
        raise Refused(
            *(f"La décision de ce candidat est réservée : {reserve}." for reserve in result.proposal.reserves)
        )
    proposed = Decision[result.proposal.decision.upper()]
    fixable = framework.conduite.decisions
    if decision not in fixable:
        labels = enumeration([f"« {choice.label} »" for choice in fixable], "ou")
        raise Refused(f"Le jury décide {labels}.")
    if proposed not in fixable and proposed is not Decision.A_DECIDER:
        raise Refused(
            f"La décision « {proposed} » tient à une épreuve non présentée : le jury ne peut pas la remplacer."
        )
    if decision is Decision.CONTROLE and current.round is Round.CONTROLE:
        raise Refused("L'épreuve de contrôle n'a lieu qu'une fois.")
    if decision is not Decision.ADMIS and mention is not Mention.SANS:
        raise Refused("Une mention ne va qu'avec l'admission.")
    if mention is not Mention.SANS and mention not in framework.conduite.mentions:
        raise Refused(framework.without_meaning(f"la mention {mention.label} n'existe pas"))
    if mention is not Mention.SANS and (standing.control or standing.sanction is Sanction.PRIVATION_MENTION):
        article = framework.cites("mention")
        raise Refused(f"Aucune mention après l'épreuve de contrôle, ni en cas de privation{article}.")
    if decision is Decision.AJOURNE and standing.livret_awaited and framework.forbids("livret"):
        article = framework.cites("livret")
        raise Refused(f"Le jury ne peut pas ajourner avant d'avoir examiné le livret{article}.")
    if (result.decision, result.mention) == (decision, mention) and not fixed_aside(state, standing, result):
        raise Refused("C'est déjà la décision proposée.")
    against = tuple(_against_the_marks(framework, standing, result.proposal, decision, mention))
    if against and exception == UNSAID and state.conduct >= EXCEPTIONS:
        raise Refused(
            *against,
            "Relever une note, avec un motif ; ou fonder cette exception sur un texte, que le procès-verbal cite.",
        )
    fact = f.DecisionFixed(
        **act.on(state.log),
        candidate=candidate,
        deliberation=current.number,
        decision=str(decision),
        mention=str(mention),
        motive=motive,
        certificat=oui_non(framework.certificate_due(decision, result.proposal.average)),
        exception=exception if against else UNSAID,
    )
    return Accepted((fact,))


def fixed_aside(state: SessionState, standing: CandidateState, result: Result) -> bool:
    """Whoever fixed that decision has stood aside for the candidate since."""
    return result.fixed is not None and result.fixed.author in accounts_of(state.jurors, standing.recused)


EXCEPTIONS = 3
"""The first edition of the conduct that asks on what text a decision against the marks is founded."""


def _against_the_marks(
    framework: Framework,
    standing: CandidateState,
    proposal: f.DecisionProposed,
    decision: Decision,
    mention: Mention,
) -> Iterator[str]:
    """What a decision has against what the marks give, in a family that has a text for it."""
    admitted = proposal.decision == str(Decision.ADMIS)
    if admitted and decision is not Decision.ADMIS and framework.forbids("admission"):
        yield f"Les notes donnent droit à l'admission{framework.cites('admission')}."
    deprived = standing.sanction is Sanction.PRIVATION_MENTION
    given = Mention.SANS if deprived else mention_named(proposal.mention)
    if decision is Decision.ADMIS and mention is not given and framework.forbids("mention"):
        told = "ne donnent aucune mention" if given is Mention.SANS else f"donnent la mention « {given.label} »"
        yield f"Les notes {told}{framework.cites('mention')}."


@command(f.CheckRequested)
def request_check(
    state: SessionState, act: Act, *, framework: Framework, candidate: str, unit: str, motive: Commitment
) -> Accepted:
    """Ask that a mark be checked; the procès-verbal waits for the answer."""
    seated(state, act, candidate)
    _, standing, _ = _under_deliberation(state, candidate)
    known_cell(framework, standing, unit)
    if unit in standing.checks:
        raise Refused("Cette vérification est déjà demandée.")
    fact = f.CheckRequested(**act.on(state.log), candidate=candidate, unit=unit, motive=require(motive))
    return Accepted((fact,))


@command(f.CheckAnswered)
def answer_check(
    state: SessionState, act: Act, *, candidate: str, unit: str, upheld: bool, answer: Commitment
) -> Accepted:
    """Answer a check: the mark is upheld, or is to be rectified after re-opening."""
    standing = candidate_of(state, candidate)
    not_frozen(state, standing)
    if unit not in standing.checks:
        raise Refused("Aucune vérification n'est demandée ici.")
    fact = f.CheckAnswered(
        **act.on(state.log), candidate=candidate, unit=unit, upheld=upheld, answer=require(answer, "une réponse")
    )
    warnings = () if upheld else ("Rouvrir la saisie, avec un motif, pour rectifier la note.",)
    return Accepted((fact,), warnings)

"""Register candidates; their pieces, accommodations, dispenses, kept marks and VAE units."""

from collections.abc import Iterable
from datetime import date

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.records.facts.candidates import EXTERNAL
from laureat.session.carried import Validation, Validations
from laureat.session.conduct.common import candidate_of, check_mark, command, in_registration, known_unit, not_frozen
from laureat.session.conduct.days import plausible_day
from laureat.session.conduct.marks import check_ground
from laureat.session.conduct.opening import outside_dates
from laureat.session.framework import (
    Accepted,
    Accommodation,
    Act,
    Framework,
    Refused,
    cited,
    is_digest,
    require,
)
from laureat.session.milestones import Milestone
from laureat.session.state import LogState, SessionState
from laureat.vocabulary import Cell, Forme, Motif, UnitStatus
from laureat.vocabulary.french import enumeration, points, written_date


@command(f.CandidateRegistered)
def register_candidate(
    state: SessionState, act: Act, *, framework: Framework, candidate: str, person: str, identity: Commitment
) -> Accepted:
    """Register a person. The caller makes sure that the whole session knows neither the person nor the identifier."""
    in_registration(state)
    if candidate in state.candidates:
        raise Refused("Ce numéro de dossier est déjà pris.")
    if person in state.persons:
        raise Refused(f"Cette personne est déjà inscrite à cette session{framework.cites('inscription_unique')}.")
    warning = outside_dates(framework, act.day, blank=state.blank)
    warnings = [warning] if warning else []
    start, end = (state.deadlines.get(day, "") for day in (Milestone.INSCRIPTIONS_DEBUT, Milestone.INSCRIPTIONS_FIN))
    if (start and act.day < start) or (end and act.day > end):
        warnings.append(
            "Inscription hors du calendrier de la session"
            f" ({written_date(start) if start else '…'} – {written_date(end) if end else '…'})."
        )
    fact = f.CandidateRegistered(
        **act.on(state.log),
        candidate=candidate,
        person=person,
        identity=require(identity, "l'identité du candidat"),
        outside_dates=bool(warning),
    )
    return Accepted((fact,), tuple(warnings))


@command(f.IdentityCorrected)
def correct_identity(
    state: SessionState, act: Act, *, candidate: str, identity: Commitment, reason: Commitment
) -> Accepted:
    """Replace the identity, at any time, with a reason."""
    candidate_of(state, candidate)
    fact = f.IdentityCorrected(
        **act.on(state.log),
        candidate=candidate,
        identity=require(identity, "l'identité du candidat"),
        reason=require(reason),
    )
    return Accepted((fact,))


@command(f.PersonRecognised)
def recognise_person(state: SessionState, act: Act, *, candidate: str, person: str, reason: Commitment) -> Accepted:
    """Say whose registration this is, at any time, with a reason. The caller makes the session know that person's own.

    Joining two registrations of one session is refused: a person is registered once.
    """
    standing = candidate_of(state, candidate)
    if not person:
        raise Refused("Il faut dire de quelle personne est cette inscription.")
    if person == standing.person:
        raise Refused("Cette inscription est déjà celle de cette personne.")
    if person in state.persons:
        raise Refused("Cette personne a déjà une inscription à cette session : retirer d'abord l'une des deux.")
    fact = f.PersonRecognised(**act.on(state.log), candidate=candidate, person=person, reason=require(reason))
    return Accepted((fact,))


@command(f.CandidateWithdrawn)
def withdraw_candidate(state: SessionState, act: Act, *, candidate: str, reason: Commitment) -> Accepted:
    """Take a candidate out of the session while registrations are open."""
    in_registration(state)
    if candidate_of(state, candidate).fraud_open:
        raise Refused("Une procédure pour fraude est ouverte : le candidat reste dans la session jusqu'à sa fin.")
    return Accepted((f.CandidateWithdrawn(**act.on(state.log), candidate=candidate, reason=require(reason)),))


@command(f.PieceReceived)
def receive_piece(state: SessionState, act: Act, *, framework: Framework, candidate: str, piece: str) -> Accepted:
    """Record a piece of the file."""
    standing = candidate_of(state, candidate)
    if piece not in standing.refused_without:
        not_frozen(state, standing)
    if piece not in framework.pieces:
        known = enumeration(map(framework.piece_label, framework.pieces)) if framework.pieces else "aucune"
        raise Refused(framework.without_meaning(f"la pièce « {piece} » n'est pas demandée ; pièces connues : {known}"))
    if piece in standing.pieces:
        return Accepted(warnings=(f"Déjà reçu : {framework.piece_label(piece)}.",))
    return Accepted((f.PieceReceived(**act.on(state.log), candidate=candidate, piece=piece),))


@command(f.AccommodationDecided)
def decide_accommodation(
    state: SessionState, act: Act, *, candidate: str, kinds: Iterable[Accommodation], cause: Commitment
) -> Accepted:
    """Record what is granted; the cause is committed to, and shown to nobody who marks or deliberates."""
    not_frozen(state, candidate_of(state, candidate))
    chosen = tuple(sorted({Accommodation(kind).value for kind in kinds}))
    if not chosen:
        raise Refused("Il faut au moins un aménagement.")
    fact = f.AccommodationDecided(
        **act.on(state.log), candidate=candidate, kinds=chosen, cause=require(cause, "la décision de l'autorité")
    )
    return Accepted((fact,))


@command(f.DispenseGranted)
def grant_dispense(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    unit: str,
    ground: Commitment,
    basis: Motif = Motif.SANS,
) -> Accepted:
    """Dispense of a unit, on a ground that the law knows, with its article; ``ground`` tells it in words.

    Without a ground it is recorded all the same: the decision is then reserved until someone says it.
    """
    _check_grant(state, framework, candidate, unit)
    standing = candidate_of(state, candidate, with_route=True)
    if UnitStatus.DISPENSE not in framework.grammar.codes:
        raise Refused(framework.without_meaning("aucune dispense"))
    article = ""
    if basis is not Motif.SANS:
        article = cited(check_ground(framework, standing, unit, UnitStatus.DISPENSE, basis))
    fact = f.DispenseGranted(
        **act.on(state.log),
        candidate=candidate,
        unit=unit,
        ground=require(ground, "le fondement de la dispense"),
        basis=str(basis),
        article=article,
    )
    return Accepted((fact,))


@command(f.KeptMarkRequested)
def request_kept_mark(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    unit: str,
    mark: int,
    session: int,
    basis: Motif = Motif.SANS,
) -> Accepted:
    """Keep a mark (hundredths) of an earlier session, for as long and from as much as the law says."""
    _check_grant(state, framework, candidate, unit)
    standing = candidate_of(state, candidate, with_route=True)
    if not framework.grammar.keeps:
        what = (
            "elle s'acquiert par blocs : un bloc se conserve, pas une note"
            if framework.by_blocks
            else "aucune note conservée"
        )
        raise Refused(framework.without_meaning(what))
    years = framework.number("duree_conservation")
    if session >= state.year or (years is not None and session < state.year - years):
        most = f"{framework.said('duree_conservation')} au plus" if years is not None else "d'une session antérieure"
        raise Refused(
            f"Une note de la session {session} ne se conserve pas pour la session {state.year} ({most})"
            f"{framework.cites('conservation')}."
        )
    least = framework.number("note_conservee")
    spread = standing.route is not None and standing.route.forme == Forme.PROGRESSIVE
    spread = spread or Accommodation.ETALEMENT in standing.accommodations
    if least is not None and mark < least and not spread:
        raise Refused(
            f"Une note inférieure à {points(least)} ne se conserve qu'en forme progressive ou en cas d'étalement"
            f"{framework.cites('conservation')}."
        )
    check_mark(framework, mark)
    if basis is not Motif.SANS:
        check_ground(framework, standing, unit, UnitStatus.BENEFICE, basis)
    cell = str(Cell(UnitStatus.BENEFICE, mark, session))
    fact = f.KeptMarkRequested(**act.on(state.log), candidate=candidate, unit=unit, cell=cell, basis=str(basis))
    return Accepted((fact,))


@command(f.KeptMarkRequested)
def request_held_block(
    state: SessionState, act: Act, *, framework: Framework, candidate: str, unit: str, session: int
) -> Accepted:
    """Keep a block validated in an earlier session, where a certification is obtained block by block."""
    _check_grant(state, framework, candidate, unit)
    if not framework.grammar.holds:
        raise Refused("Cette certification garde des notes : demander la conservation de la note.")
    if session >= state.year:
        raise Refused(f"Un bloc conservé vient d'une session antérieure à {state.year}.")
    cell = str(Cell(UnitStatus.VALIDE, session=session))
    return Accepted((f.KeptMarkRequested(**act.on(state.log), candidate=candidate, unit=unit, cell=cell),))


@command(f.VaeUnitCarried)
def carry_vae_unit(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    unit: str,
    source_log: str,
    source_leaf: str,
    vae: Validations | None = None,
) -> Accepted:
    """Carry into the session a unit that a VAE jury validated, naming the fact that says so (its leaf hash).

    ``vae``: what the VAE logs of the house say, each judged; None where they are not at hand.
    """
    _check_grant(state, framework, candidate, unit)
    if not is_digest(source_leaf):
        raise Refused("La décision du jury de VAE est à désigner par l'empreinte du fait qui la porte.")
    if source_log == EXTERNAL and state.conduct >= 2:
        raise Refused("La décision d'un jury d'ailleurs se désigne par son procès-verbal, ou le document qui la porte.")
    if source_log != EXTERNAL and vae is not None:
        _check_validated(state, act, candidate, unit, vae(source_log, source_leaf))
    fact = f.VaeUnitCarried(
        **act.on(state.log), candidate=candidate, unit=unit, source_log=source_log, source_leaf=source_leaf
    )
    return Accepted((fact,))


def _check_validated(state: SessionState, act: Act, candidate: str, unit: str, said: Validation | None) -> None:
    """Refuse a decision that is none, is of another person or of another unit, or did not stand then."""
    here = state.opened.certification if state.opened else ""
    if said is None or (said.certification, said.unit) != (here, unit):
        raise Refused(f"Aucune décision de VAE ne valide {unit}.")
    if said.person != candidate_of(state, candidate).person:
        raise Refused(f"La décision de VAE qui valide {unit} est celle d'une autre personne.")
    if not said.stood(act.at):
        raise Refused(f"La décision de VAE qui valide {unit} n'était pas notifiée, ou ne valait plus.")


@command(f.VaeUnitCarried)
def carry_outside_vae_unit(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    unit: str,
    certifier: str = "",
    minutes: str = "",
    decided_on: str = "",
    document: str = "",
) -> Accepted:
    """Carry into the session a unit that the jury of another house validated.

    Its minutes say so (``certifier``, their number, their day ``AAAA-MM-JJ``), or a document handed over (its SHA-256).
    """
    _check_grant(state, framework, candidate, unit)
    told = (certifier.strip(), minutes.strip(), decided_on)
    if any(told) and not all(told):
        raise Refused("Le procès-verbal du certificateur se désigne par son numéro, sa date et le certificateur.")
    if not any(told) and not is_digest(document):
        raise Refused("La validation est à prouver : le procès-verbal du certificateur, ou le document qui la porte.")
    if decided_on and not _is_past_day(decided_on, act.today):
        raise Refused(f"Le procès-verbal du certificateur est d'un jour passé, écrit AAAA-MM-JJ : « {decided_on} ».")
    if decided_on:
        plausible_day(state, decided_on)
    return Accepted(
        (
            f.VaeUnitCarried(
                **act.on(state.log),
                candidate=candidate,
                unit=unit,
                certifier=told[0],
                minutes=told[1],
                decided_on=decided_on,
                document=document,
            ),
        )
    )


def _is_past_day(text: str, today: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text and text <= today
    except ValueError:
        return False


def _check_grant(state: SessionState, framework: Framework, candidate: str, unit: str) -> None:
    """Refuse what would stand over a mark already there."""
    in_registration(state)
    standing = candidate_of(state, candidate, with_route=True)
    known_unit(framework, standing, unit)
    present = standing.entered(unit)
    if present.status is not UnitStatus.VIDE:
        raise Refused(f"{framework.unit_label(unit)} porte déjà « {present} ».")


@command(f.TextErased)
def erase_text(state: LogState, act: Act, *, commitment: Commitment, retention: str) -> Accepted:
    """Record that the text behind a commitment is erased with its salt; the log does not change for it."""
    return Accepted((f.TextErased(**act.on(state.log), commitment=require(commitment), retention=retention),))

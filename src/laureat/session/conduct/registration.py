"""Register candidates; establish their route; their pieces, accommodations, dispenses, kept marks and VAE units."""

import re
from collections.abc import Iterable

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import candidate_of, command, in_registration, known_unit
from laureat.session.conduct.opening import outside_dates
from laureat.session.framework import (
    KEPT_MARK_YEARS,
    MAX_OPTIONAL_UNITS,
    Accepted,
    Accommodation,
    Act,
    Framework,
    Milestone,
    Piece,
    Refused,
    require,
)
from laureat.session.state import SessionState
from laureat.session.todo import is_habilitated
from laureat.vocabulary import CATEGORIE_OF, MARK_MAX, Cell, Forme, UnitStatus, Voie, VoieAcces
from laureat.vocabulary.french import written_date

KEPT_THRESHOLD = 1000
"""A mark is kept from 10 on (CE D337-69), save in the progressive form and in spread examinations."""


@command(f.CandidateRegistered)
def register_candidate(
    state: SessionState, act: Act, *, framework: Framework, candidate: str, person: str, identity: Commitment
) -> Accepted:
    """Register a person. The caller makes sure that the whole session knows neither the person nor the identifier."""
    in_registration(state)
    if candidate in state.candidates:
        raise Refused("Ce numéro de dossier est déjà pris.")
    if person in state.persons:
        raise Refused("Cette personne est déjà inscrite à cette session (code de l'éducation, D337-90).")
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


@command(f.CandidateWithdrawn)
def withdraw_candidate(state: SessionState, act: Act, *, candidate: str, reason: Commitment) -> Accepted:
    """Take a candidate out of the session while registrations are open."""
    in_registration(state)
    if candidate_of(state, candidate).fraud_open:
        raise Refused("Une procédure pour fraude est ouverte : le candidat reste dans la session jusqu'à sa fin.")
    return Accepted((f.CandidateWithdrawn(**act.on(state.log), candidate=candidate, reason=require(reason)),))


@command(f.RouteEstablished)
def establish_route(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    voie: Voie | None,
    establishment: str = "",
    forme: Forme = Forme.GLOBALE,
    option: str = "",
    voie_acces: VoieAcces | None = None,
    derogation: bool = False,
    optional_units: Iterable[str] = (),
    only_units: Iterable[str] | None = None,
) -> Accepted:
    """Establish route, form and units; the category follows from the route (CE D337-74, D337-77).

    Only a certification obtained block by block may do without a route. ``only_units`` are the compulsory units
    presented or held in the progressive form; all of them otherwise.
    """
    in_registration(state)
    standing = candidate_of(state, candidate)
    if voie is None and not framework.by_blocks:
        raise Refused("La voie du candidat est à établir.")
    categorie = CATEGORIE_OF[voie] if voie else None
    pupil = voie is not None and voie.est_scolaire_ou_apprenti
    problems: list[str] = []
    warnings: list[str] = []
    if establishment and establishment not in state.establishments:
        problems.append(f"L'établissement {establishment} n'est pas enregistré dans la session.")
    if option and option not in framework.options:
        problems.append(f"L'option {option} n'existe pas ; connues : {', '.join(framework.options) or 'aucune'}.")
    if voie and voie_acces and voie_acces not in voie.acces:
        problems.append(f"La voie d'accès {voie_acces} ne va pas avec la voie « {voie.label} ».")
    if voie and voie_acces is None and len(voie.acces) == 1:
        voie_acces = voie.acces[0]
    mandatory = [unit.code for unit in framework.units.values() if unit.mandatory]
    chosen, optional = set(mandatory if only_units is None else only_units), set(optional_units)
    if only_units is not None and forme is Forme.GLOBALE and chosen != set(mandatory):
        problems.append("En forme globale, toutes les unités obligatoires sont présentées ou tenues.")
    for code in sorted(chosen | optional):
        unit = framework.units.get(code)
        if unit is None or unit.mandatory != (code in chosen):
            problems.append(f"L'unité {code} n'est pas une unité {'obligatoire' if code in chosen else 'facultative'}.")
        elif unit.modes and categorie and unit.modes.get(categorie) is None:
            problems.append(f"L'unité {framework.unit_label(code)} n'est pas ouverte à cette voie.")
    if len(optional) > MAX_OPTIONAL_UNITS and not framework.by_blocks:
        problems.append(f"Au plus {MAX_OPTIONAL_UNITS} unités facultatives (code de l'éducation, D337-69).")
    previous = standing.route
    if forme is Forme.PROGRESSIVE and pupil and not derogation:
        if Accommodation.ETALEMENT not in standing.accommodations:
            warnings.append("Forme progressive pour un élève ou un apprenti : elle demande une dérogation (D337-78).")
    elif previous and previous.forme != forme and previous.voie == voie and not pupil:
        problems.append(
            "Le choix entre forme globale et forme progressive est définitif (code de l'éducation, D337-79)."
        )
    if problems:
        raise Refused(*problems)
    units = tuple(code for code in framework.units if code in chosen | optional)
    dropped = [unit for unit in standing.cells if unit not in units and unit != f.PROJET]
    if dropped:
        raise Refused(f"Le candidat a déjà une note ou une dispense pour : {', '.join(dropped)}.")
    fact = f.RouteEstablished(
        **act.on(state.log),
        candidate=candidate,
        voie=voie or "",
        categorie=categorie or "",
        forme=forme,
        option=option,
        voie_acces=voie_acces or "",
        derogation=derogation,
        establishment=establishment,
        units=units,
    )
    if not is_habilitated(state, framework, voie, establishment, act.day):
        warnings.append("L'habilitation au CCF que cette voie suppose n'est pas enregistrée pour cet établissement.")
    return Accepted((fact,), tuple(warnings))


@command(f.PieceReceived)
def receive_piece(state: SessionState, act: Act, *, candidate: str, piece: Piece) -> Accepted:
    """Record a piece of the file."""
    if piece in candidate_of(state, candidate).pieces:
        return Accepted(warnings=(f"Déjà reçu : {piece.label}.",))
    return Accepted((f.PieceReceived(**act.on(state.log), candidate=candidate, piece=piece),))


@command(f.AccommodationDecided)
def decide_accommodation(
    state: SessionState, act: Act, *, candidate: str, kinds: Iterable[Accommodation], cause: Commitment
) -> Accepted:
    """Record what is granted; the cause is committed to, and shown to nobody who marks or deliberates (CE D351-27)."""
    candidate_of(state, candidate)
    chosen = tuple(sorted({Accommodation(kind).value for kind in kinds}))
    if not chosen:
        raise Refused("Il faut au moins un aménagement.")
    fact = f.AccommodationDecided(
        **act.on(state.log), candidate=candidate, kinds=chosen, cause=require(cause, "la décision de l'autorité")
    )
    return Accepted((fact,))


@command(f.DispenseGranted)
def grant_dispense(
    state: SessionState, act: Act, *, framework: Framework, candidate: str, unit: str, ground: Commitment
) -> Accepted:
    """Dispense of a unit, on a ground (CE D337-71, D337-83, D337-84)."""
    _check_grant(state, framework, candidate, unit)
    fact = f.DispenseGranted(
        **act.on(state.log), candidate=candidate, unit=unit, ground=require(ground, "le fondement de la dispense")
    )
    return Accepted((fact,))


@command(f.KeptMarkRequested)
def request_kept_mark(
    state: SessionState, act: Act, *, framework: Framework, candidate: str, unit: str, mark: int, session: int
) -> Accepted:
    """Keep a mark (hundredths) of an earlier session: at most five years old, 10 or more (CE D337-69, D337-79)."""
    _check_grant(state, framework, candidate, unit)
    standing = candidate_of(state, candidate, with_route=True)
    if framework.by_blocks:
        raise Refused("Cette certification s'acquiert par blocs : un bloc se conserve, pas une note.")
    if not state.year - KEPT_MARK_YEARS <= session < state.year:
        raise Refused(
            f"Une note de la session {session} ne se conserve pas pour la session {state.year} "
            f"({KEPT_MARK_YEARS} ans au plus ; code de l'éducation, D337-69)."
        )
    progressive = standing.route is not None and standing.route.forme == Forme.PROGRESSIVE
    if mark < KEPT_THRESHOLD and not progressive and Accommodation.ETALEMENT not in standing.accommodations:
        raise Refused("Une note inférieure à 10 ne se conserve qu'en forme progressive ou en cas d'étalement.")
    if not 0 <= mark <= MARK_MAX or mark % framework.mark_step:
        raise Refused("Une note est entre 0 et 20, en points ou demi-points.")
    cell = str(Cell(UnitStatus.BENEFICE, mark, session))
    return Accepted((f.KeptMarkRequested(**act.on(state.log), candidate=candidate, unit=unit, cell=cell),))


@command(f.KeptMarkRequested)
def request_held_block(
    state: SessionState, act: Act, *, framework: Framework, candidate: str, unit: str, session: int
) -> Accepted:
    """Keep a block validated in an earlier session, where a certification is obtained block by block."""
    _check_grant(state, framework, candidate, unit)
    if not framework.by_blocks:
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
) -> Accepted:
    """Carry into the session a unit that a VAE jury validated, naming the fact that says so (CE D337-71, D337-72)."""
    _check_grant(state, framework, candidate, unit)
    if not re.fullmatch("[0-9a-f]{64}", source_leaf):
        raise Refused("La décision du jury de VAE est à désigner par l'empreinte du fait qui la porte.")
    fact = f.VaeUnitCarried(
        **act.on(state.log), candidate=candidate, unit=unit, source_log=source_log, source_leaf=source_leaf
    )
    return Accepted((fact,))


def _check_grant(state: SessionState, framework: Framework, candidate: str, unit: str) -> None:
    """Refuse what would stand over a mark already there."""
    in_registration(state)
    standing = candidate_of(state, candidate, with_route=True)
    known_unit(framework, standing, unit)
    present = standing.entered(unit)
    if present.status is not UnitStatus.VIDE:
        raise Refused(f"L'unité {framework.unit_label(unit)} porte déjà « {present} ».")


@command(f.TextErased)
def erase_text(state: SessionState, act: Act, *, commitment: Commitment, retention: str) -> Accepted:
    """Record that the text behind a commitment is erased with its salt; the log does not change for it."""
    return Accepted((f.TextErased(**act.on(state.log), commitment=require(commitment), retention=retention),))

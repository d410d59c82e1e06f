"""Register candidates; establish their route; their pieces, accommodations, dispenses, kept marks and VAE units."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from laureat.deliberation.famille import Voie
from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import candidate_of, check_mark, command, in_registration, known_unit, not_frozen
from laureat.session.conduct.marks import check_ground
from laureat.session.conduct.opening import outside_dates
from laureat.session.framework import (
    Accepted,
    Accommodation,
    Act,
    Framework,
    Milestone,
    Refused,
    cited,
    require,
)
from laureat.session.state import CandidateState, SessionState
from laureat.session.todo import is_habilitated
from laureat.vocabulary import Cell, Forme, Motif, UnitStatus, VoieAcces
from laureat.vocabulary.french import enumeration, plural, points, written_date


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
    """Establish route, form and units; the category follows from the route.

    Only a family that knows no routes does without one. ``only_units`` are the compulsory units presented or held in
    the progressive form; all those of the candidate's option otherwise.
    """
    in_registration(state)
    standing = candidate_of(state, candidate)
    fields, warnings = route_fields(
        state,
        act,
        framework,
        standing,
        voie=voie,
        establishment=establishment,
        forme=forme,
        option=option,
        voie_acces=voie_acces,
        derogation=derogation,
        optional_units=optional_units,
        only_units=only_units,
    )
    if dropped := dropped_units(framework, standing, fields["units"]):
        raise Refused(f"Le candidat a déjà une note ou une dispense pour : {', '.join(dropped)}.")
    return Accepted((f.RouteEstablished(**fields),), tuple(warnings))


def dropped_units(framework: Framework, standing: CandidateState, units: Iterable[str]) -> list[str]:
    """The units that hold something and that these would no longer present."""
    kept = {*units, *framework.famille.annexes}
    return [unit for unit, cell in standing.cells.items() if unit not in kept and cell.status is not UnitStatus.VIDE]


def route_fields(
    state: SessionState,
    act: Act,
    framework: Framework,
    standing: CandidateState,
    *,
    voie: Voie | None,
    establishment: str,
    forme: Forme,
    option: str,
    voie_acces: VoieAcces | None,
    derogation: bool,
    optional_units: Iterable[str],
    only_units: Iterable[str] | None,
    mending: bool = False,
) -> tuple[dict[str, Any], list[str]]:
    """What a fact says of a route that the law knows, and warnings; refused otherwise. ``mending``: an error is put
    right, and what the law holds to be definitive was never chosen."""
    known = framework.famille.voies
    if voie is None and known:
        raise Refused("La voie du candidat est à établir.")
    if voie is not None and voie not in known:
        raise Refused(framework.without_meaning(f"la voie « {voie.label} » n'y existe pas"))
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
    mandatory = [unit.code for unit in framework.units.values() if unit.mandatory and unit.concerns(option)]
    chosen, optional = set(mandatory if only_units is None else only_units), set(optional_units)
    if only_units is not None and forme is Forme.GLOBALE and chosen != set(mandatory):
        problems.append("En forme globale, toutes les unités obligatoires sont présentées ou tenues.")
    for code in sorted(chosen | optional):
        unit = framework.units.get(code)
        if unit is None or unit.mandatory != (code in chosen):
            problems.append(f"L'unité {code} n'est pas une unité {'obligatoire' if code in chosen else 'facultative'}.")
        elif voie and unit.modes and voie.categorie and unit.modes.get(voie.categorie) is None:
            problems.append(f"L'unité {framework.unit_label(code)} n'est pas ouverte à cette voie.")
        elif option and not unit.concerns(option):
            problems.append(f"L'unité {framework.unit_label(code)} n'est pas de l'option {option}.")
    most = framework.number("facultatives")
    if most is not None and len(optional) > most:
        problems.append(
            f"Au plus {plural(most, 'unité facultative', 'unités facultatives')}{framework.cites('facultatives')}."
        )
    problems += _form_problems(framework, standing, voie, forme, derogation, warnings, mending)
    if problems:
        raise Refused(*problems)
    units = tuple(code for code in framework.units if code in chosen | optional)
    fields: dict[str, Any] = {
        **act.on(state.log),
        "candidate": standing.id,
        "voie": voie.code if voie else "",
        "categorie": voie.categorie if voie else "",
        "forme": forme,
        "option": option,
        "voie_acces": voie_acces or "",
        "derogation": derogation,
        "establishment": establishment,
        "units": units,
    }
    if not is_habilitated(state, framework, voie.code if voie else "", establishment, act.day):
        warnings.append("L'habilitation que cette voie suppose n'est pas enregistrée pour cet établissement.")
    return fields, warnings


def _form_problems(
    framework: Framework,
    standing: CandidateState,
    voie: Voie | None,
    forme: Forme,
    derogation: bool,
    warnings: list[str],
    mending: bool,
) -> Iterator[str]:
    """What the law has against a form for that route; what it only asks for is a warning."""
    if forme is Forme.GLOBALE and standing.route is None:
        return
    if not framework.famille.formes:
        if forme is Forme.PROGRESSIVE:
            yield framework.without_meaning("il n'y a ni forme globale ni forme progressive")
        return
    previous = standing.route
    whole = voie is not None and "forme_globale" in voie.traits
    if forme is Forme.PROGRESSIVE and whole and not derogation:
        if Accommodation.ETALEMENT not in standing.accommodations:
            warnings.append(
                f"Forme progressive pour cette voie : elle demande une dérogation{framework.cites('forme_globale')}."
            )
    elif (
        framework.forbids("forme_definitive")
        and not mending
        and previous
        and previous.forme != forme
        and previous.voie == (voie.code if voie else "")
        and not whole
    ):
        yield f"Le choix entre forme globale et forme progressive est définitif{framework.cites('forme_definitive')}."


@command(f.PieceReceived)
def receive_piece(state: SessionState, act: Act, *, framework: Framework, candidate: str, piece: str) -> Accepted:
    """Record a piece of the file."""
    standing = candidate_of(state, candidate)
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
        raise Refused(framework.without_meaning("aucune dispense d'unité"))
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
) -> Accepted:
    """Carry into the session a unit that a VAE jury validated, naming the fact that says so (its leaf hash)."""
    _check_grant(state, framework, candidate, unit)
    if not re.fullmatch("[0-9a-f]{64}", source_leaf):
        raise Refused("La décision du jury de VAE est à désigner par l'empreinte du fait qui la porte.")
    fact = f.VaeUnitCarried(
        **act.on(state.log), candidate=candidate, unit=unit, source_log=source_log, source_leaf=source_leaf
    )
    return Accepted((fact,))


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
    if not any(told) and not re.fullmatch("[0-9a-f]{64}", document):
        raise Refused("La validation est à prouver : le procès-verbal du certificateur, ou le document qui la porte.")
    if decided_on and not _is_past_day(decided_on, act.day):
        raise Refused(f"Le procès-verbal du certificateur est d'un jour passé, écrit AAAA-MM-JJ : « {decided_on} ».")
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
        raise Refused(f"L'unité {framework.unit_label(unit)} porte déjà « {present} ».")


@command(f.TextErased)
def erase_text(state: SessionState, act: Act, *, commitment: Commitment, retention: str) -> Accepted:
    """Record that the text behind a commitment is erased with its salt; the log does not change for it."""
    return Accepted((f.TextErased(**act.on(state.log), commitment=require(commitment), retention=retention),))

"""The route of a candidate, with its form and its units: established while registrations are open, put right later."""

from collections.abc import Iterable, Iterator
from typing import Any

from laureat.deliberation.famille import Voie
from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import candidate_of, command, in_registration
from laureat.session.framework import Accepted, Accommodation, Act, Framework, Refused, require
from laureat.session.state import CandidateState, SessionState
from laureat.session.todo import is_habilitated
from laureat.vocabulary import Forme, UnitStatus, VoieAcces
from laureat.vocabulary.french import enumeration, plural


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
    fields, warnings = _route_fields(
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
    if dropped := _dropped_units(framework, standing, fields["units"]):
        raise Refused(f"Le candidat a déjà une note ou une dispense pour : {', '.join(dropped)}.")
    return Accepted((f.RouteEstablished(**fields),), tuple(warnings))


@command(f.RouteCorrected)
def correct_route(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    voie: Voie | None,
    reason: Commitment,
    establishment: str = "",
    forme: Forme = Forme.GLOBALE,
    option: str = "",
    voie_acces: VoieAcces | None = None,
    derogation: bool = False,
    optional_units: Iterable[str] = (),
    only_units: Iterable[str] | None = None,
) -> Accepted:
    """Put right the route, option, form, school or units of a candidate, before or after the seal.

    What was entered for a unit no longer presented is kept, and no longer counts. A sealed decision is suspended until
    the jury has deliberated again.
    """
    standing = candidate_of(state, candidate, with_route=True)
    require(reason, "un motif pour corriger la voie")
    if state.current and candidate in state.current.proposals:
        raise Refused("Le jury délibère sur ce candidat : rouvrir la saisie, avec un motif, pour corriger.")
    fields, warnings = _route_fields(
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
        mending=True,
    )
    present = standing.route
    same = all(getattr(present, name) == value for name, value in fields.items() if name not in act.on(state.log))
    if same and standing.option == option:
        raise Refused("C'est déjà ce qui est établi.")
    if dropped := _dropped_units(framework, standing, fields["units"]):
        told = "ce qui est saisi pour {} ne compte plus, et reste au journal."
        warnings.append(told.format(enumeration(dropped)).capitalize())
    if state.last_result(candidate) is not None:
        warnings.append("Le résultat est suspendu jusqu'à la nouvelle délibération du jury.")
    return Accepted((f.RouteCorrected(**fields, reason=reason),), tuple(warnings))


def _dropped_units(framework: Framework, standing: CandidateState, units: Iterable[str]) -> list[str]:
    """The units that hold something and that these would no longer present."""
    kept = {*units, *framework.famille.annexes}
    return [unit for unit, cell in standing.cells.items() if unit not in kept and cell.status is not UnitStatus.VIDE]


def _route_fields(
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
    named = framework.famille.papiers.unite
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
        problems.append(
            f"En forme globale, {named.tous} les {named.plusieurs} obligatoires se présentent ou se tiennent."
        )
    optionals = named.accord("facultatif", pluriel=True)
    for code in sorted(chosen | optional):
        unit = framework.units.get(code)
        if unit is None or unit.mandatory != (code in chosen):
            which = "obligatoires" if code in chosen else optionals
            problems.append(f"{framework.unit_label(code)} n'est pas des {named.plusieurs} {which}.")
        elif voie and unit.modes and voie.categorie and unit.modes.get(voie.categorie) is None:
            problems.append(f"{framework.unit_label(code)} ne se présente pas par cette voie.")
        elif option and not unit.concerns(option):
            problems.append(f"{framework.unit_label(code)} n'est pas de l'option {option}.")
    most = framework.number("facultatives")
    if most is not None and len(optional) > most:
        told = plural(most, f"{named.un} {named.accord('facultatif')}", f"{named.plusieurs} {optionals}")
        problems.append(f"Au plus {told}{framework.cites('facultatives')}.")
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

"""Schools, and what they may assess in course: recorded once, put right with a reason."""

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import command
from laureat.session.conduct.days import check_day
from laureat.session.framework import SCOPES, Accepted, Act, Refused, require
from laureat.session.house.common import by_office, known_establishment
from laureat.session.house.state import HOUSE, Habilitation, HouseState
from laureat.vocabulary.french import enumeration


@command(f.EstablishmentAdded)
def add_establishment(
    state: HouseState, act: Act, *, establishment: str, name: str, nature: str, town: str = ""
) -> Accepted:
    """Add a school to those of the house (its UAI is checked by the caller)."""
    by_office(state, act)
    if establishment in state.establishments:
        raise Refused(f"L'établissement {establishment} est déjà de ceux de la maison.")
    if state.taken_up is not None:
        _check(establishment, name, nature)
    fact = f.EstablishmentAdded(**act.on(state.log), establishment=establishment, name=name, nature=nature, town=town)
    return Accepted((fact,))


@command(f.EstablishmentChanged)
def change_establishment(
    state: HouseState, act: Act, *, establishment: str, name: str, nature: str, town: str = "", reason: Commitment
) -> Accepted:
    """Put right the name, the nature or the town of a school, with the reason."""
    by_office(state, act)
    known = known_establishment(state, establishment)
    _check(establishment, name, nature)
    if (known.name, known.nature, known.town) == (name, nature, town):
        raise Refused("L'établissement est déjà ainsi : il n'y a rien à changer.")
    fact = f.EstablishmentChanged(
        **act.on(state.log), establishment=establishment, name=name, nature=nature, town=town, reason=require(reason)
    )
    return Accepted((fact,))


@command(f.EstablishmentRenumbered)
def renumber_establishment(
    state: HouseState, act: Act, *, establishment: str, uai: str, reason: Commitment
) -> Accepted:
    """Put right the UAI number of a school that no session names yet (the caller knows); its accounts follow."""
    by_office(state, act)
    known_establishment(state, establishment)
    if uai in state.establishments:
        raise Refused(f"L'établissement {uai} est déjà de ceux de la maison.")
    if not uai:
        raise Refused("Un établissement a un numéro UAI.")
    return Accepted(
        (f.EstablishmentRenumbered(**act.on(state.log), establishment=establishment, uai=uai, reason=require(reason)),)
    )


def _check(establishment: str, name: str, nature: str) -> None:
    if not establishment or not name.strip() or not nature:
        raise Refused("Un établissement a un numéro UAI, un nom et une nature.")


@command(f.HabilitationRecorded)
def record_habilitation(
    state: HouseState,
    act: Act,
    *,
    establishment: str,
    habilitation: str,
    certification: str,
    scope: str,
    since: str,
    until: str = "",
    by_right: bool = False,
) -> Accepted:
    """Record that a school may assess in course, by decision or by right. ``habilitation`` names it."""
    by_office(state, act)
    known_establishment(state, establishment)
    if habilitation in state.habilitations:
        raise Refused("Cette habilitation est déjà inscrite.")
    if act.author != HOUSE:
        if certification not in state.sheets:
            raise Refused(f"{certification} n'est pas une certification de la maison : ajouter sa fiche d'abord.")
        since, until = _checked(scope, since, until)
    fact = f.HabilitationRecorded(
        **act.on(state.log),
        establishment=establishment,
        habilitation=habilitation,
        certification=certification,
        scope=scope,
        since=since,
        until=until,
        by_right=by_right,
    )
    return Accepted((fact,))


@command(f.HabilitationChanged)
def change_habilitation(
    state: HouseState,
    act: Act,
    *,
    habilitation: str,
    scope: str,
    since: str,
    until: str = "",
    by_right: bool = False,
    reason: Commitment,
) -> Accepted:
    """Put right a habilitation: its scope, its first or its last day, with the reason."""
    by_office(state, act)
    known = _known(state, habilitation)
    since, until = _checked(scope, since, until)
    if (known.scope, known.since, known.until, known.by_right) == (scope, since, until, by_right):
        raise Refused("L'habilitation est déjà ainsi : il n'y a rien à changer.")
    fact = f.HabilitationChanged(
        **act.on(state.log),
        establishment=known.establishment,
        habilitation=habilitation,
        certification=known.certification,
        scope=scope,
        since=since,
        until=until,
        by_right=by_right,
        reason=require(reason),
    )
    return Accepted((fact,))


@command(f.HabilitationWithdrawn)
def withdraw_habilitation(state: HouseState, act: Act, *, habilitation: str, reason: Commitment) -> Accepted:
    """Take back a habilitation that should not have been recorded; one that ends gets its last day instead."""
    by_office(state, act)
    known = _known(state, habilitation)
    fact = f.HabilitationWithdrawn(
        **act.on(state.log), establishment=known.establishment, habilitation=habilitation, reason=require(reason)
    )
    return Accepted((fact,))


def _known(state: HouseState, habilitation: str) -> Habilitation:
    known = state.habilitations.get(habilitation)
    if known is None:
        raise Refused("Cette habilitation n'est pas de celles de la maison.")
    return known


def _checked(scope: str, since: str, until: str) -> tuple[str, str]:
    """The days of a habilitation; refuse an unknown scope, and an end before the beginning."""
    if scope not in SCOPES:
        raise Refused(f"« {scope} » n'est pas une habilitation ; attendu : {enumeration(SCOPES, 'ou')}.")
    since, until = check_day(since), check_day(until) if until else ""
    if until and until < since:
        raise Refused("Une habilitation ne prend pas fin avant de commencer.")
    return since, until

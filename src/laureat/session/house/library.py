"""The règlements of the house: the sheet that each applies to, and the numbers read in texts, by two persons.

A number confirmed here is carried into every session that has not been deliberated
(``conduct.confirm_coefficient``).
"""

from laureat.deliberation.reglement import Reglement
from laureat.records import Commitment
from laureat.records import facts as f
from laureat.register import Fiche
from laureat.reglements.droit_applicable import tenus_ensemble
from laureat.session.conduct.common import command
from laureat.session.conduct.days import check_text_day
from laureat.session.conduct.opening import check_number
from laureat.session.framework import Accepted, Act, Framework, Refused, require
from laureat.session.house.common import by_office_if_known
from laureat.session.house.state import HouseState
from laureat.vocabulary import InvalidInput


@command(f.SheetBound)
def bind_sheet(state: HouseState, act: Act, *, reglement: Reglement, fiche: Fiche, reason: Commitment) -> Accepted:
    """Bind to a sheet a règlement that bears no number: its family must be the sheet's."""
    by_office_if_known(state, act)
    require(reason, "pourquoi ce règlement est celui de la fiche")
    try:
        tenus_ensemble(reglement, fiche, lie="acte du service")
    except InvalidInput as invalid:
        raise Refused(*(problem.message for problem in invalid.problems)) from None
    if reglement.numero:
        raise Refused(f"Le règlement {reglement.id} porte déjà le numéro de sa fiche : il n'y a rien à lier.")
    fact = f.SheetBound(**act.on(state.log), reglement=reglement.id, certification=fiche.numero, reason=reason)
    return Accepted((fact,))


@command(f.NumberRead)
def read_number(
    state: HouseState,
    act: Act,
    *,
    framework: Framework,
    name: str,
    value: int,
    text: Commitment,
    text_date: str,
) -> Accepted:
    """Record a number (as its parameter counts it) read in a text; a second person is to read the same."""
    by_office_if_known(state, act)
    check_number(framework, name, value)
    reglement = framework.law.reglement.id
    waiting = state.readings.get((reglement, name))
    if waiting is not None and waiting.author != act.author:
        raise Refused("Une première lecture attend d'être confirmée : la confirmer, ou la contester.")
    known = state.confirmed.get((reglement, name))
    if known is not None and known.value == value:
        raise Refused("Ce nombre est déjà confirmé, à cette valeur.")
    fact = f.NumberRead(
        **act.on(state.log),
        reglement=reglement,
        name=name,
        value=value,
        text=require(text, "la référence du texte lu"),
        text_date=check_text_day(text_date, act),
    )
    return Accepted((fact,), ("Une autre personne doit lire le même nombre pour qu'il vaille.",))


@command(f.NumberConfirmed)
def confirm_number(state: HouseState, act: Act, *, framework: Framework, name: str, value: int) -> Accepted:
    """Confirm a number that someone else read, having read it too: the same value."""
    by_office_if_known(state, act)
    waiting = _waiting(state, framework, name)
    if waiting.author == act.author:
        raise Refused("Vous avez fait la première lecture : une autre personne doit la confirmer.")
    if waiting.value != value:
        raise Refused("Ce n'est pas la valeur de la première lecture : relire le texte, ou contester la lecture.")
    fact = f.NumberConfirmed(
        **act.on(state.log),
        reglement=waiting.reglement,
        name=name,
        value=value,
        text=waiting.text,
        text_date=waiting.text_date,
        read_by=waiting.author,
    )
    return Accepted((fact,))


@command(f.NumberContested)
def contest_number(state: HouseState, act: Act, *, framework: Framework, name: str, reason: Commitment) -> Accepted:
    """Drop a reading that waits, with the reason; whoever made it may drop it too."""
    by_office_if_known(state, act)
    waiting = _waiting(state, framework, name)
    fact = f.NumberContested(
        **act.on(state.log), reglement=waiting.reglement, name=name, reason=require(reason, "ce qui ne va pas")
    )
    return Accepted((fact,))


def _waiting(state: HouseState, framework: Framework, name: str) -> f.NumberRead:
    waiting = state.readings.get((framework.law.reglement.id, name))
    if waiting is None:
        raise Refused("Aucune lecture de ce nombre n'attend d'être confirmée.")
    return waiting

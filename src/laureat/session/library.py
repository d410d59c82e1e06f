"""The règlements of the house: the sheet that each applies to, and the numbers read in texts, by two persons.

One log for the house, beside those of the sessions, read and commanded as they are. A number confirmed here is carried
into every session that has not been deliberated (``conduct.confirm_coefficient``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from laureat.deliberation.reglement import Reglement
from laureat.records import Commitment, Fact
from laureat.records import facts as f
from laureat.register import Fiche
from laureat.reglements.droit_applicable import tenus_ensemble
from laureat.session.conduct.common import command
from laureat.session.conduct.opening import check_number, check_text_day
from laureat.session.framework import Accepted, Act, Framework, Refused, require
from laureat.session.state import LogState
from laureat.vocabulary import InvalidInput


@dataclass(slots=True)
class LibraryState(LogState):
    """The state of the log; numbers by name of the règlement and of the parameter."""

    log: str
    readings: dict[tuple[str, str], f.NumberRead] = field(default_factory=dict)
    """What one person read, and a second one is to read too."""
    confirmed: dict[tuple[str, str], f.NumberConfirmed] = field(default_factory=dict)
    bound: dict[str, f.SheetBound] = field(default_factory=dict)
    """By sheet, the règlement bound to it."""

    def numbers_of(self, reglement: str) -> dict[str, f.NumberConfirmed]:
        """The numbers confirmed for a règlement, by name."""
        return {name: fact for (which, name), fact in self.confirmed.items() if which == reglement}


def read_library(facts: Iterable[Fact], state: LibraryState) -> LibraryState:
    """Read facts, in the order of the log, on top of a state (which is changed)."""
    for fact in facts:
        if "#" not in fact.key:
            state.commands[fact.key] = fact
        match fact:
            case f.SheetBound():
                state.bound[fact.certification] = fact
            case f.NumberRead():
                state.readings[fact.reglement, fact.name] = fact
            case f.NumberConfirmed():
                state.readings.pop((fact.reglement, fact.name), None)
                state.confirmed[fact.reglement, fact.name] = fact
            case f.NumberContested():
                state.readings.pop((fact.reglement, fact.name), None)
    return state


@command(f.SheetBound)
def bind_sheet(state: LibraryState, act: Act, *, reglement: Reglement, fiche: Fiche, reason: Commitment) -> Accepted:
    """Bind to a sheet a règlement that bears no number: its family must be the sheet's."""
    require(reason, "pourquoi ce règlement est celui de la fiche")
    try:
        tenus_ensemble(reglement, fiche, lie="acte du service")
    except InvalidInput as invalid:
        raise Refused(*(problem.message for problem in invalid.problems)) from None
    if reglement.numero:
        raise Refused(f"Le règlement {reglement.id} porte déjà le numéro de sa fiche : il n'y a rien à lier.")
    fact = f.SheetBound(**act.on(state.log), reglement=reglement.id, certification=fiche.numero, reason=reason)
    return Accepted((fact,))


@command(f.SheetRevised)
def revise_sheet(
    state: LibraryState, act: Act, *, certification: str, before: str, after: str, reason: Commitment
) -> Accepted:
    """Put another edition of a sheet in the place of the one that sessions were opened on, with a reason."""
    if before == after:
        raise Refused("C'est déjà cette édition de la fiche.")
    reason = require(reason, "un motif pour changer la fiche sur laquelle des sessions sont ouvertes")
    fact = f.SheetRevised(**act.on(state.log), certification=certification, before=before, after=after, reason=reason)
    return Accepted((fact,))


@command(f.NumberRead)
def read_number(
    state: LibraryState,
    act: Act,
    *,
    framework: Framework,
    name: str,
    value: int,
    text: Commitment,
    text_date: str,
) -> Accepted:
    """Record a number (as its parameter counts it) read in a text; a second person is to read the same."""
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
def confirm_number(state: LibraryState, act: Act, *, framework: Framework, name: str, value: int) -> Accepted:
    """Confirm a number that someone else read, having read it too: the same value."""
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
def contest_number(state: LibraryState, act: Act, *, framework: Framework, name: str, reason: Commitment) -> Accepted:
    """Drop a reading that waits, with the reason; whoever made it may drop it too."""
    waiting = _waiting(state, framework, name)
    fact = f.NumberContested(
        **act.on(state.log), reglement=waiting.reglement, name=name, reason=require(reason, "ce qui ne va pas")
    )
    return Accepted((fact,))


def _waiting(state: LibraryState, framework: Framework, name: str) -> f.NumberRead:
    waiting = state.readings.get((framework.law.reglement.id, name))
    if waiting is None:
        raise Refused("Aucune lecture de ce nombre n'attend d'être confirmée.")
    return waiting

"""Which law a command applies: a règlement of the library, a data file, or the blocks of a sheet."""

import datetime
from pathlib import Path

from laureat.deliberation.reglement import Reglement, SessionRules
from laureat.exchange.readings import with_readings
from laureat.register import Fiche, bundled, bundled_numbers, read_fiche
from laureat.reglements import charger
from laureat.reglements.capitalisation import GENRE as CAPITALISATION
from laureat.reglements.donnees import remplacer
from laureat.reglements.droit_applicable import droit_de_la_fiche, par_blocs, tenus_ensemble
from laureat.reglements.reconnaissance import SansFamille
from laureat.reglements.specialites import bibliotheque, lire_fichier
from laureat.vocabulary import InvalidInput


def is_data_file(name: str) -> bool:
    """A règlement is named by its data file, rather than by its name in the library."""
    return Path(name).suffix.lower() in (".yaml", ".yml", ".json")


def read_reglement(name: str) -> Reglement:
    """A règlement by its name in the library, or by its data file. Raises InvalidInput."""
    path = Path(name)
    if is_data_file(name):
        if not path.is_file():
            raise InvalidInput([f"règlement introuvable : {name} ; attendu : un fichier de données, ou un nom"])
        return lire_fichier(path.read_bytes(), path.name, datetime.date.today())
    return bibliotheque()[name] if name in bibliotheque() else charger(name.upper())


def rules_and_sheet(
    reglement: str | None,
    session: int | None,
    parametres: Path | None,
    fiche: Path | None,
    numero: str | None,
    *,
    lier: str = "",
    imposer: str = "",
    textes: Path | None = None,
) -> tuple[SessionRules, Fiche | None]:
    """The rules in force for the options given, and the register sheet they go with.

    ``lier`` is the reason for which a règlement without register number is that of the sheet, ``imposer`` that for
    which a sheet is decided under another law than its own; ``textes`` the folder of the numbers that two persons read,
    which those of a file of ``parametres`` replace. Raises InvalidInput.
    """
    sheet = read_fiche(fiche, numero) if fiche is not None else None
    if sheet is None and (lier or imposer):
        raise InvalidInput(["--lier et --malgre-la-fiche parlent d'une fiche : ajouter --fiche FICHE"])
    year = session or datetime.date.today().year
    try:
        law = _law(reglement, sheet, year, imposer)
        if sheet is not None:
            law = tenus_ensemble(law, sheet, lie=lier, impose=imposer)
    except SansFamille as refused:
        raise InvalidInput([f"{refused} (--reglement RÈGLEMENT --malgre-la-fiche MOTIF)"]) from None
    if sheet is None and law.numero in bundled_numbers():
        sheet = bundled(law.numero)
    rules = law.at(session)
    if textes is not None:
        rules = with_readings(rules, textes)
    if parametres is not None:
        rules = remplacer(rules, parametres, datetime.date.today())
    return rules, sheet


def _law(reglement: str | None, sheet: Fiche | None, year: int, imposer: str) -> Reglement:
    if reglement is None:
        if sheet is None:
            raise InvalidInput(["indiquer le règlement (--reglement RNCP35697), ou la fiche (--fiche)"])
        return droit_de_la_fiche(sheet, year)
    if reglement.casefold() == CAPITALISATION:
        if sheet is None:
            raise InvalidInput(["la capitalisation se lit sur une fiche : ajouter --fiche FICHE [--numero RNCP37674]"])
        return par_blocs(sheet, year, imposer)
    return read_reglement(reglement)

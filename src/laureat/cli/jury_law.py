"""The law of a jury, from the options of the command line that ``verifier`` and ``proposer`` share."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from laureat.cli.common import SHEET, distinct
from laureat.cli.days import day as read_day
from laureat.cli.law import is_data_file, read_reglement
from laureat.deliberation.reglement import Reglement
from laureat.jury.law import JuryLaw
from laureat.register import Fiche, bundled, bundled_numbers, read_fiche
from laureat.reglements.chargement import MAISON
from laureat.reglements.jury import LoiDuJury, TexteDeFiche
from laureat.reglements.jury.commun import TEXTE_NON_TENU
from laureat.reglements.jurys import CAPITALISATION, ecrits, famille_du_reglement, loi_du_jury, loi_du_reglement
from laureat.reglements.reconnaissance import famille_de_la_fiche
from laureat.vocabulary import InvalidInput, VoieAcces
from laureat.vocabulary.french import capital

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

DEFAULT_REGLEMENT = "RNCP35697"
FILE = click.Path(dir_okay=False, path_type=Path)
ROUTE = click.Choice([route.value for route in VoieAcces], case_sensitive=False)


def law_options(command: Decorated) -> Decorated:
    """``--reglement``, ``--fiche``, ``--numero``, ``--voie``, ``--date``, ``--impossibilite``, ``--derogation``,
    ``--parametre``."""
    for option in (
        click.option(
            "--parametre", "parameters", metavar="NOM=VALEUR", multiple=True, help="Autre valeur d'un nombre."
        ),
        click.option(
            "--derogation",
            "waived",
            metavar="RÈGLE=TEXTE",
            multiple=True,
            help="Règle à laquelle un texte de la spécialité déroge.",
        ),
        click.option("--impossibilite", metavar="TEXTE", default="", help="Pourquoi aucun enseignant privé ni de CFA."),
        click.option(
            "--date",
            "day",
            type=read_day,
            metavar="JOUR",
            help="Jour de la nomination ; pour la VAE, du début du parcours. Par défaut, aujourd'hui.",
        ),
        click.option("--voie", type=ROUTE, help="Voie d'accès, au sens de la fiche [la première que la fiche ouvre]."),
        click.option("--numero", metavar="NUMÉRO", help="La fiche à prendre dans un export qui en contient plusieurs."),
        click.option("--fiche", type=SHEET, metavar="FICHE", help="Fiche du registre, dont le jury fait le droit."),
        click.option(
            "--reglement",
            metavar="RÈGLEMENT",
            help=f"Famille ({', '.join(code for code in MAISON if code != CAPITALISATION)} ; {CAPITALISATION}, avec "
            f"--fiche), numéro ou fichier de données dont le droit s'applique [{DEFAULT_REGLEMENT}].",
        ),
    ):
        command = option(command)
    return command


def find_law(
    reglement: str | None,
    fiche: Path | None,
    numero: str | None,
    voie: str | None,
    day: dt.date | None,
    parameters: tuple[str, ...],
    waived: tuple[str, ...] = (),
) -> JuryLaw:
    """The law asked for: that of the family of the règlement or of the sheet, compared with what the sheet says.

    Raises InvalidInput for a règlement, a sheet, a route, a rule or a parameter that nobody knows, and for a sheet that
    belongs to another family than the règlement asked.
    """
    own = read_reglement(reglement) if reglement and is_data_file(reglement) else None
    asked = own.famille.code if own else _number(reglement) if reglement else ""
    sheet = read_fiche(fiche, numero) if fiche is not None else None
    if own and own.numero:
        if sheet is not None and sheet.numero != own.numero:
            raise InvalidInput([f"{reglement} est le règlement de {own.numero}, non de la fiche {sheet.numero}"])
        if sheet is None and own.numero in bundled_numbers():
            sheet = bundled(own.numero)
    notes: list[str] = []
    held = True
    if sheet is not None:
        code, held = _family_of(sheet, asked, reglement or "", notes)
        loi: LoiDuJury | None = loi_du_jury(code)
    else:
        name = asked or DEFAULT_REGLEMENT
        loi = loi_du_reglement(name)
        sheet = bundled(name) if name in bundled_numbers() else None
    if loi is None and (own is not None or asked == CAPITALISATION):
        raise InvalidInput([f"{reglement} : le jury d'un certificateur est celui que dit sa fiche ; ajouter --fiche"])
    if loi is None:
        known = ", ".join((*(family for family in ecrits() if family != CAPITALISATION), *bundled_numbers()))
        message = f"le droit du jury de {reglement} n'est pas écrit ; connus : {known}. Pour un autre : --fiche FICHE"
        raise InvalidInput([message])
    route = VoieAcces(voie.upper()) if voie else _first_route(sheet)
    law = loi.droit(
        route,
        day or dt.date.today(),
        _words(sheet, route) if sheet is not None and route is not None else None,
        ecartees=_pairs(waived, "--derogation", "RÈGLE=TEXTE"),
    )
    rules = law.rules if held else (TEXTE_NON_TENU, *law.rules)
    return _with_parameters(replace(law, rules=rules, notes=(*notes, *law.notes)), parameters)


def law_of_session(reglement: Reglement, fiche: Path, day: dt.date) -> JuryLaw:
    """The law of the jury of a deliberated session: that of its règlement, beside the sheet that its folder keeps."""
    sheet = read_fiche(fiche) if fiche.exists() else None
    route = _first_route(sheet)
    words = _words(sheet, route) if sheet is not None and route is not None else None
    loi: LoiDuJury = loi_du_jury(reglement.famille.code)
    return loi.droit(route, day, words)


def _family_of(sheet: Fiche, asked: str, typed: str, notes: list[str]) -> tuple[str, bool]:
    """The family whose law applies to a sheet, and whether the text that rules its jury is held here; what is chosen
    against the sheet is said, the wrong law is refused."""
    try:
        own: str | None = famille_de_la_fiche(sheet).code
    except InvalidInput as refused:
        own, why = None, str(refused)
    if asked.startswith(("RNCP", "RS")) and asked != sheet.numero:
        raise InvalidInput([f"--reglement {typed} : ce n'est pas le numéro de la fiche {sheet.numero}"])
    named = famille_du_reglement(asked) if asked and asked != sheet.numero else None
    chosen = named.code if named is not None else own
    if asked and asked != sheet.numero and named is None:
        raise InvalidInput([f"le droit du jury de {typed} n'est pas écrit ; connus : {', '.join(ecrits())}"])
    alone = own is None and chosen in (None, CAPITALISATION)
    if alone:
        notes.append(
            f"{capital(why)}. Le texte qui règle ce jury n'est pas écrit ici ; seul ce que dit la fiche "
            f"{sheet.numero} est vérifié."
        )
    elif chosen != own:
        if chosen != CAPITALISATION:
            kind = "d'une famille non prise en charge" if own is None else f"du {loi_du_jury(own).titre}"
            kind = "d'un certificateur privé" if own == CAPITALISATION else kind
            told = f"la fiche {sheet.numero} est celle {kind} : le droit de « {typed} » n'est pas celui de son jury"
            raise InvalidInput([told])
        notes.append(f"Droit choisi contre la fiche {sheet.numero} : seul ce qu'elle dit du jury est vérifié.")
    return chosen or CAPITALISATION, not alone


def _first_route(sheet: Fiche | None) -> VoieAcces | None:
    """The first route that a sheet opens and speaks of; without a sheet, none: the composition is the family's."""
    if sheet is None:
        return None
    opened = [route for route in VoieAcces if getattr(sheet.voies_acces, route.value).ouverte is not False]
    told = [route for route in opened if getattr(sheet.voies_acces, route.value).jury]
    return (told or opened or [VoieAcces.FI])[0]


def _number(text: str) -> str:
    name = text.strip()
    return f"RNCP{name}" if name.isdecimal() else name.upper() if name.upper().startswith(("RNCP", "RS")) else name


def _words(sheet: Fiche, route: VoieAcces) -> TexteDeFiche:
    access = getattr(sheet.voies_acces, route.value)
    return TexteDeFiche(sheet.numero, access.jury or "", access.ouverte)


def _pairs(typed: tuple[str, ...], option: str, form: str) -> dict[str, str]:
    distinct(option, ((text.partition("=")[0].strip(), text) for text in typed))
    pairs = {}
    for text in typed:
        name, _, value = text.partition("=")
        if not name.strip() or not value.strip():
            raise InvalidInput([f"{option} {text} : attendu {form}"])
        pairs[name.strip()] = value.strip()
    return pairs


def _with_parameters(law: JuryLaw, parameters: tuple[str, ...]) -> JuryLaw:
    distinct("--parametre", ((text.partition("=")[0].strip(), text) for text in parameters))
    values = {}
    for text in parameters:
        name, _, value = text.partition("=")
        if not value.strip().isdecimal():
            raise InvalidInput([f"--parametre {text} : attendu NOM=VALEUR, avec une valeur entière"])
        values[name.strip()] = int(value)
    try:
        return law.with_values(values)
    except ValueError as error:
        raise InvalidInput([str(error)]) from None

"""One ``FICHE`` element of the export: each of its elements by name, the unknown ones kept aside."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

from lxml import etree

from laureat.register import xml_names as names
from laureat.register.assembly import ABSENT, block, summary
from laureat.register.model import Fiche
from laureat.register.parts import (
    AutreFiche,
    BaseLegale,
    Certificateur,
    CodeLibelle,
    Correspondance,
    Dates,
    NonReconnu,
    Partenaire,
    Statistique,
    TexteOfficiel,
    ValiditeOutreMer,
    VoieAccesFiche,
    VoiesAcces,
)
from laureat.register.text import paragraphs, prose
from laureat.register.values import Reading, first_session, options_of
from laureat.vocabulary import InputProblem, InvalidInput

Element = etree._Element
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()«»\"]+", re.IGNORECASE)
_PREFIXED = re.compile(r"\S+\s*:\s*")
_jury = lru_cache(maxsize=64)(prose)
"""The routes of a sheet nearly always have one jury, told six times."""


class _Sheet(Reading):
    """One FICHE element being read: values by name, what is unknown, what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.dates: dict[str, str | None] = {}
        self.routes: dict[str, VoieAccesFiche] = {}
        self.decrees: dict[str, tuple[TexteOfficiel, ...]] = {}
        self.unknown: list[NonReconnu] = []
        self.blocks: list[dict[str, str]] = []

    def keep(self, element: Element, path: str) -> None:
        """An element that is not known: its whole text is kept."""
        words = " ".join(" ".join(map(str, element.itertext())).split())
        self.unknown.append(NonReconnu(path, words))

    def fields(self, element: Element, known: frozenset[str], path: str) -> dict[str, str]:
        """The texts of the children of an element, by name; unknown children are kept aside."""
        found: dict[str, str] = {}
        for child in element:
            tag = child.tag
            if tag in known and tag not in found:
                text = child.text
                found[tag] = text.strip() if text else ""
            else:
                self.keep(child, f"{path}/{tag}")
        return found

    def several(self, element: Element, tag: str) -> Iterator[Element]:
        """The children of a container; a child with another name is kept aside."""
        for child in element:
            if child.tag == tag:
                yield child
            else:
                self.keep(child, f"{element.tag}/{child.tag}")


def _code(sheet: _Sheet, element: Element, tag: str, name: str) -> None:
    codes = []
    for child in sheet.several(element, tag):
        fields = sheet.fields(child, names.CODE, f"{element.tag}/{tag}")
        codes.append(_code_label(fields.get("CODE", ""), fields.get("LIBELLE")))
    sheet.values[name] = (*sheet.values.get(name, ()), *codes)


def _code_label(code: str, label: str | None) -> CodeLibelle:
    """Some labels of the register begin with their own code (« 251 : Mécanique générale »)."""
    if label and label.startswith(code) and (prefix := _PREFIXED.match(label)):
        label = label[prefix.end() :]
    return CodeLibelle(code, label)


def _certifiers(sheet: _Sheet, element: Element) -> None:
    certifiers = []
    for child in sheet.several(element, "CERTIFICATEUR"):
        fields = sheet.fields(child, names.CERTIFIER, "CERTIFICATEURS/CERTIFICATEUR")
        siret, valid = sheet.siret(
            fields.get("SIRET_CERTIFICATEUR"), "CERTIFICATEURS/CERTIFICATEUR/SIRET_CERTIFICATEUR"
        )
        certifiers.append(
            Certificateur(
                fields.get("NOM_CERTIFICATEUR", ""),
                siret,
                valid,
                fields.get("NOM_COMMERCIAL"),
                fields.get("SITE_INTERNET"),
                fields.get("ETAT_CERTIFICATEUR"),
                sheet.date(fields.get("DATE_DERNIERE_MODIFICATION_ETAT"), "CERTIFICATEURS/CERTIFICATEUR/DATE"),
            )
        )
    sheet.values["certificateurs"] = tuple(certifiers)


def _partners(sheet: _Sheet, element: Element) -> None:
    partners = []
    for child in sheet.several(element, "PARTENAIRE"):
        fields = sheet.fields(child, names.PARTNER, "PARTENAIRES/PARTENAIRE").get
        siret, valid = sheet.siret(fields("SIRET_PARTENAIRE"), "PARTENAIRES/PARTENAIRE/SIRET_PARTENAIRE")
        partners.append(
            Partenaire(
                fields("NOM_PARTENAIRE", ""),
                siret,
                valid,
                fields("HABILITATION_PARTENAIRE"),
                fields("ETAT_HABILITATION"),
                sheet.date(fields("DATE_ACTIF"), "PARTENAIRES/PARTENAIRE/DATE_ACTIF"),
                sheet.date(fields("DATE_DERNIERE_MODIFICATION_ETAT"), "PARTENAIRES/PARTENAIRE/DATE_ETAT"),
            )
        )
    sheet.values["partenaires"] = tuple(partners)


def _route(sheet: _Sheet, element: Element, route: str) -> None:
    fields = sheet.fields(element, names.ROUTE, element.tag)
    sheet.routes[route] = VoieAccesFiche(
        sheet.yes(fields.get("ACTIF"), f"{element.tag}/ACTIF"),
        _jury(fields.get("COMPOSITION")),
        sheet.date(fields.get("DATE_DERNIERE_MODIFICATION"), f"{element.tag}/DATE_DERNIERE_MODIFICATION"),
    )


def _decree(sheet: _Sheet, element: Element, name: str) -> None:
    texts = []
    for child in sheet.several(element, "PUBLICATION_JO"):
        fields = sheet.fields(child, names.DECREE, f"{element.tag}/PUBLICATION_JO")
        day = sheet.date(fields.get("DATE_PUBLICATION_JO"), f"{element.tag}/PUBLICATION_JO/DATE_PUBLICATION_JO")
        texts.append(TexteOfficiel(" ".join(fields.get("TITRE", "").split()), day))
    sheet.decrees[name] = tuple(texts)


def _figures(sheet: _Sheet, element: Element) -> None:
    found = []
    for child in sheet.several(element, "STATISTIQUES_PROMOTION"):
        path = "STATISTIQUES_PROMOTIONS/STATISTIQUES_PROMOTION"
        fields = sheet.fields(child, names.PROMOTION, path)
        figures = {name: sheet.integer(fields.get(tag), f"{path}/{tag}") for tag, name in names.FIGURES.items()}
        found.append(Statistique(sheet.integer(fields.get("ANNEE"), f"{path}/ANNEE"), **figures))
    sheet.values["statistiques"] = tuple(found)


def _other_sheets(sheet: _Sheet, element: Element, tag: str, leaf: str, name: str) -> None:
    numbers = []
    for child in sheet.several(element, tag):
        fields = sheet.fields(child, frozenset({leaf}), f"{element.tag}/{tag}")
        numbers.append(AutreFiche(fields.get(leaf, "")))
    sheet.values[name] = (*sheet.values.get(name, ()), *numbers)


def _correspondences(sheet: _Sheet, element: Element) -> None:
    found = []
    for child in sheet.several(element, "CORRESPONDANCE"):
        number: str | None = None
        ours: list[str] = []
        theirs: list[str] = []
        for part in child:
            for leaf in part:
                if leaf.tag == "BLOC_COMPETENCES":
                    (ours if part.tag == "SOURCE" else theirs).append((leaf.findtext("CODE") or "").strip())
                elif leaf.tag == "NUMERO_FICHE" and part.tag == "DESTINATION":
                    number = (leaf.text or "").strip()
                else:
                    sheet.keep(leaf, f"CORRESPONDANCES/CORRESPONDANCE/{part.tag}/{leaf.tag}")
            if part.tag not in ("SOURCE", "DESTINATION"):
                sheet.keep(part, f"CORRESPONDANCES/CORRESPONDANCE/{part.tag}")
        found.append(Correspondance(number, tuple(ours), tuple(theirs)))
    sheet.values["correspondances"] = tuple(found)


def _blocks(sheet: _Sheet, element: Element) -> None:
    for child in sheet.several(element, "BLOC_COMPETENCES"):
        sheet.blocks.append(sheet.fields(child, names.BLOCK, "BLOCS_COMPETENCES/BLOC_COMPETENCES"))


def _abbreviation(sheet: _Sheet, element: Element) -> None:
    fields = sheet.fields(element, names.CODE, "ABREGE")
    sheet.values["abrege"] = CodeLibelle(fields.get("CODE", ""), fields.get("LIBELLE"))


def _level(sheet: _Sheet, element: Element) -> None:
    fields = sheet.fields(element, names.LEVEL, "NOMENCLATURE_EUROPE")
    level = fields.get("NIVEAU", "")
    sheet.values["niveau_libelle"] = fields.get("LIBELLE")
    if level.removeprefix("NIV").isdigit():
        sheet.values["niveau"] = int(level.removeprefix("NIV"))
    elif level != "AUCUN":
        sheet.unknown.append(NonReconnu("NOMENCLATURE_EUROPE/NIVEAU", level))


def _agreements(sheet: _Sheet, element: Element) -> None:
    fields = sheet.fields(element, names.CCN, element.tag)
    agreement = CodeLibelle(fields.get("NUMERO", ""), fields.get("LIBELLE"))
    sheet.values["conventions_collectives"] = (*sheet.values.get("conventions_collectives", ()), agreement)


def _promotions(sheet: _Sheet, element: Element) -> None:
    years = [sheet.integer((child.text or "").strip(), "ANNEE") for child in sheet.several(element, "ANNEE")]
    sheet.values["annees_promotions"] = tuple(year for year in years if year is not None)


def _summary(sheet: _Sheet, element: Element) -> None:
    sheet.values["competences_attestees"] = paragraphs(element.text or "")


def _prose(sheet: _Sheet, element: Element, name: str) -> None:
    sheet.values[name] = prose(element.text or "")


def _words(sheet: _Sheet, element: Element, name: str) -> None:
    sheet.values[name] = " ".join((element.text or "").split())


def _boolean(sheet: _Sheet, element: Element, name: str) -> None:
    sheet.values[name] = sheet.yes(element.text, element.tag)


def _integer(sheet: _Sheet, element: Element, name: str) -> None:
    sheet.values[name] = sheet.integer((element.text or "").strip(), element.tag)


def _date(sheet: _Sheet, element: Element, name: str) -> None:
    sheet.dates[name] = sheet.date((element.text or "").strip(), element.tag)


_HANDLERS: dict[str, Callable[[_Sheet, Element], None]] = {
    **{tag: partial(_words, name=name) for tag, name in names.WORDS.items()},
    **{tag: partial(_prose, name=name) for tag, name in names.TEXTS.items()},
    **{tag: partial(_boolean, name=name) for tag, name in names.BOOLEANS.items()},
    **{tag: partial(_integer, name=name) for tag, name in names.INTEGERS.items()},
    **{tag: partial(_date, name=name) for tag, name in names.DATES.items()},
    **{tag: partial(_code, tag=child, name=name) for tag, (child, name) in names.CODES.items()},
    **{tag: partial(_route, route=route) for tag, route in names.ROUTES.items()},
    **{tag: partial(_decree, name=name) for tag, name in names.DECREES.items()},
    **{tag: partial(_other_sheets, tag=t, leaf=leaf, name=name) for tag, (t, leaf, name) in names.OTHERS.items()},
    **{f"CCN_{rank}": _agreements for rank in (1, 2, 3)},
    "ABREGE": _abbreviation,
    "NOMENCLATURE_EUROPE": _level,
    "CERTIFICATEURS": _certifiers,
    "PARTENAIRES": _partners,
    "STATISTIQUES_PROMOTIONS": _figures,
    "CORRESPONDANCES": _correspondences,
    "BLOCS_COMPETENCES": _blocks,
    "ANNEES_PROMOTIONS_NIVEAU": _promotions,
    "CAPACITES_ATTESTEES": _summary,
}


def open_element(element: Element, version: str) -> Fiche:
    """The sheet of a ``FICHE`` element, which reads itself when more than its number, title and state is asked.

    Raises InvalidInput when it has no number or no title.
    """
    number, title = (" ".join((element.findtext(tag) or "").split()) for tag in ("NUMERO_FICHE", "INTITULE"))
    missing = [tag for tag, text in (("NUMERO_FICHE", number), ("INTITULE", title)) if not text]
    if missing:
        raise InvalidInput(InputProblem(f"une fiche n'a pas de {tag}", column=tag) for tag in missing)
    active = {"Oui": True, "Non": False}.get((element.findtext("ACTIF") or "").strip())
    return Fiche.deferred(partial(_read, element, version), numero=number, intitule=title, actif=active)


def _read(element: Element, version: str) -> dict[str, Any]:
    sheet = _Sheet()
    for child in element:
        handler = _HANDLERS.get(child.tag)
        if handler is None:
            sheet.keep(child, child.tag)
        else:
            handler(sheet, child)
    values = sheet.values
    blocs = []
    for fields in sheet.blocks:
        bloc, strange = block(
            values["numero"],
            fields.get("CODE", ""),
            " ".join(fields.get("LIBELLE", "").split()),
            paragraphs(fields.get("LISTE_COMPETENCES", "")),
            prose(fields.get("MODALITES_EVALUATION")),
            prose(fields.get("PREREQUIS_ENTREE_FORMATION_BLOC")),
            prose(fields.get("PREREQUIS_VALIDATION_BLOC")),
        )
        blocs.append(bloc)
        sheet.unknown += strange
    values["competences_attestees"] = summary(values.get("competences_attestees"), [b.intitule for b in blocs])
    overseas = {name: values.pop(name, None) for name in _OVERSEAS}
    creation = sheet.decrees.get("creation") or ()
    return dict(
        {**ABSENT, **values},
        source=f"export XML {version}".rstrip(),
        dates=Dates(**sheet.dates),
        validite_outre_mer=ValiditeOutreMer(**overseas),
        voies_acces=VoiesAcces(**sheet.routes),
        base_legale=BaseLegale(**sheet.decrees),
        blocs=tuple(blocs),
        options=options_of(values["intitule"], creation),
        premiere_session=first_session(creation),
        liens=tuple(dict.fromkeys(_URL.findall(values.get("lien_description") or ""))),
        non_reconnu=tuple(sheet.unknown),
        anomalies=tuple(sheet.anomalies),
    )


_OVERSEAS = ("nouvelle_caledonie", "polynesie_francaise")

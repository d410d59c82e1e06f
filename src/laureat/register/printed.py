"""The printed sheet of the register, as text: folded lines, page breaks, tables whose cells hold remains of HTML."""

import re

from laureat.register.columns import dated_rows, figure_rows, siret_rows
from laureat.register.comparison import title_key
from laureat.register.headings import Section, folded_length, is_heading, sections
from laureat.register.links import correspondences, other_sheets
from laureat.register.model import Fiche
from laureat.register.pages import folding_of, is_navigation, sheet_lines
from laureat.register.parts import (
    Anomalie,
    Certificateur,
    CodeLibelle,
    Lien,
    NonReconnu,
    Partenaire,
    Statistique,
    TexteOfficiel,
    ValiditeOutreMer,
    VoieAccesFiche,
    VoiesAcces,
)
from laureat.register.printed_sheet import PrintedSheet, Reader
from laureat.register.tables import block_tables, block_titles, checkbox_rows, rows
from laureat.register.text import BULLETS, join_lines, listing
from laureat.register.ticks import Doubts, is_tick_head
from laureat.register.values import iso_date
from laureat.vocabulary import InputProblem, InvalidInput, VoieAcces
from laureat.vocabulary.french import fold

_NUMBER = re.compile(r"\b(RNCP|RS)\s?(\d{1,6})\b")
_CODE = re.compile(rf"^[{re.escape(BULLETS)}\s]*(\d{{2,5}}[a-z]?|[A-Z]\d{{4}})\s*[:–-]\s*(.*)$")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()«»\"]+", re.IGNORECASE)
_FIGURES_LINE = re.compile(r"\s*(?:\d{4}\t.*|(?:\d+\s?%?|-)(?:\s+(?:\d+\s?%?|-))*\s*)")
_LONG = 40
_ABBREVIATION = re.compile(r"^([^-–]{2,40}?)\s+[-–]\s+(.+)$")
_REGISTERS = {"repertoire national des certifications professionnelles", "repertoire specifique"}
_STATES = {"active": True, "inactive": False, "actif": True, "inactif": False}
_ROUTES = {fold(route.label): route.value for route in VoieAcces}
_OVERSEAS = {
    "inscrite au cadre de la nouvelle caledonie": "nouvelle_caledonie",
    "inscrite au cadre de la nouvelle-caledonie": "nouvelle_caledonie",
    "inscrite au cadre de la polynesie francaise": "polynesie_francaise",
}
_CERTIFIERS = ("nom legal", "siret", "nom commercial", "site internet")
_DECREES = ("date du jo / bo", "reference au jo / bo")
_STATISTICS = (
    "annee d'obtention de la certification",
    "nombre de certifies",
    "nombre de certifies a la suite d'un parcours vae",
    "taux d'insertion global a 6 mois (en %)",
    "taux d'insertion dans le metier vise a 6 mois (en %)",
    "taux d'insertion dans le metier vise a 2 ans (en %)",
)
_PARTNERS = ("nom legal", "partenaire", "siret", "habilitation", "role", "etat", "etat de l'habilitation")
_TABLE_ENDS = ("site internet", "composition des jurys", "date de derniere modification", "en correspondance")
_FIGURES = (
    ("annee", "annee"),
    ("vae", "certifies_vae"),
    ("nombre de certifies", "certifies"),
    ("global a 6 mois", "insertion_globale_6_mois"),
    ("vise a 6 mois", "insertion_metier_6_mois"),
    ("vise a 2 ans", "insertion_metier_2_ans"),
)


def read_printed(text: str, source: str = "") -> Fiche:
    """The model of a printed sheet. Raises InvalidInput, in French, when the text is no sheet of the register."""
    lines = sheet_lines(text)
    parts = sections(lines)
    if len(parts) < 2 or not any(part.key == "numero" for part in parts):
        message = "le texte n'est pas une fiche imprimée du répertoire : la rubrique « N° de fiche » manque"
        raise InvalidInput([InputProblem(message, source)])
    return PrintedSheet(parts, source, folding_of(lines)).fiche(_READERS)


def _table(part: Section) -> list[str]:
    """The lines of a table whose heading row may itself be the heading of the section."""
    return [*part.head, *part.lines] if fold(part.label).endswith(_TABLE_ENDS) else part.lines


def _words(part: Section) -> list[str]:
    return [line.strip() for line in part.lines if line.strip()]


def _header(sheet: PrintedSheet, part: Section) -> None:
    """The name of the register, the title over several lines, and the state; around them, what the site prints."""
    lines = [line.strip() for line in part.lines]
    first, start, above = 0, 0, ""
    for rank in range(len(lines)):
        for stop in range(rank + 1, min(rank + 6, len(lines)) + 1):
            name = fold(" ".join(lines[rank:stop]))
            register = next((words for words in _REGISTERS if name.startswith(words)), "")
            if register and (stop == rank + 1 or name == register):
                first, start, above = rank, stop, lines[rank][folded_length(lines[rank], register) :].strip()
            if register or not any(words.startswith(f"{name} ") for words in _REGISTERS):
                break
    state = next((rank for rank in range(start, len(lines)) if fold(lines[rank]) in _STATES), len(lines))
    if state < len(lines):
        sheet.values["actif"] = _STATES[fold(lines[state])]
    if not start and "" in lines[:state]:  # the name of the register is not printed: the title is the last paragraph
        blanks = [rank for rank, line in enumerate(lines[:state]) if not line and any(lines[rank:state])]
        first = start = blanks[-1] + 1 if blanks else 0
    title = [line for line in (above, *lines[start:state]) if line and not is_navigation(line)]
    sheet.values["intitule"] = " ".join(title)
    if match := _ABBREVIATION.match(sheet.values["intitule"]):
        sheet.values["abrege"] = CodeLibelle(match[1])
    around = [*lines[:first], *lines[state + 1 :]]
    sheet.keep("autour de la fiche", (line for line in around if not is_heading(line) and fold(line) not in _REGISTERS))


def _numero(sheet: PrintedSheet, part: Section) -> None:
    words = " ".join(_words(part))
    if match := _NUMBER.search(words):
        sheet.values["numero"] = f"{match[1]}{match[2]}"
        words = (words[: match.start()] + words[match.end() :]).strip()
    if words:
        sheet.keep(part.label, [words])


def _niveau(sheet: PrintedSheet, part: Section) -> None:
    words = " ".join(_words(part))
    sheet.values["niveau_libelle"] = words
    if match := re.search(r"\d", words):
        sheet.values["niveau"] = int(match[0])


def _codes(sheet: PrintedSheet, part: Section) -> None:
    codes: list[CodeLibelle] = []
    for line in _words(part):
        if match := _CODE.match(line):
            codes.append(CodeLibelle(match[1], match[2].strip()))
        elif codes:
            label = sheet.folding.joined(codes[-1].libelle or "", line).strip()
            codes[-1] = CodeLibelle(codes[-1].code, label)
        else:
            sheet.keep(part.label, [line])
    sheet.values[part.key] = tuple(codes)


def _certifiers(sheet: PrintedSheet, part: Section) -> None:
    found = []
    table, left = rows(_table(part), _CERTIFIERS, siret_rows)
    for row in table:
        siret, valid = sheet.siret(row.get("siret"), "certificateurs.siret")
        name = row.get("nom legal") or ""
        found.append(Certificateur(name, siret, valid, row.get("nom commercial"), row.get("site internet")))
    sheet.values["certificateurs"] = tuple(found)
    sheet.keep(part.label, left)


def _summary(sheet: PrintedSheet, part: Section) -> None:
    """The summary; the title of a block stands apart there, though no empty line parts it from the items around."""
    blocks = (line for other in sheet.parts if other.key == "blocs" for line in other.lines)
    titles = {title_key(title) for title in block_titles(list(blocks))}
    lines = [
        piece
        for line in part.lines
        for piece in (("", line, "") if title_key(line.rstrip(" :")) in titles else (line,))
    ]
    sheet.summary = join_lines(lines, listing(lines, sheet.folding))


def _blocks(sheet: PrintedSheet, part: Section) -> None:
    tables, left = block_tables(part.lines, sheet.summary or (), sheet.folding)
    for table in tables:
        sheet.blocks.append((table.code, table.title, table.competences, table.modes))
        if table.doubtful:
            sheet.unknown.append(NonReconnu(f"{table.code} : colonne incertaine", "\n".join(table.doubtful)))
    if unproved := ", ".join(table.code for table in tables if table.unproved):
        message = (
            "compétences et modalités sont imprimées l'une sous l'autre et rien ne prouve où commencent les modalités :"
            " relisez ces blocs, ou convertissez le PDF par « pdftotext -layout »"
        )
        sheet.anomalies.append(Anomalie("blocs", unproved, message))
    sheet.keep(part.label, left)


def _distinct(sheet: PrintedSheet, part: Section) -> None:
    words = _words(part)
    sheet.values[part.key] = sheet.yes(words[0] if words else None, part.label)
    sheet.keep(part.label, words[1:])


def _components(sheet: PrintedSheet, part: Section) -> None:
    """The validity of the components; the tables of routes and of territories are printed below it."""
    doubts = Doubts()
    found, left = checkbox_rows(_table(part), _ROUTES | _OVERSEAS, doubts, sheet.folding)
    sheet.keep("Voie d'accès à la certification", doubts.unread)
    for label in doubts.guessed:
        field, read = (
            ("validite_outre_mer", "ni l'un ni l'autre n'est retenu")
            if label in _OVERSEAS
            else ("voies_acces", "une voie est lue ouverte si son jury est décrit")
        )
        message = f"la colonne de la croix (Oui ou Non) s'est perdue : {read}"
        sheet.anomalies.append(Anomalie(field, label, message))
    routes = {key: VoieAccesFiche(row.ticked, row.text) for key, row in found.items() if key in _ROUTES.values()}
    overseas = {key: row.ticked for key, row in found.items() if key in _OVERSEAS.values()}
    if routes:
        sheet.values["voies_acces"] = VoiesAcces(**routes)
    if overseas:
        sheet.values["validite_outre_mer"] = ValiditeOutreMer(**overseas)
    left = [line for line in left if not is_tick_head(line)]
    if part.key == "validite_composantes":
        sheet.values[part.key] = "\n".join(sheet.prose(left))
    else:
        sheet.keep(part.label, left)


def _decrees(sheet: PrintedSheet, part: Section) -> None:
    table, left = rows(part.lines, _DECREES, lambda lines, _size, _columns: dated_rows(lines), starts=_starts_decree)
    found = []
    for row in table:
        title = " ".join((row.cell(1) or "").split())
        found.append(TexteOfficiel(title, sheet.date(row.cell(0), part.label)))
    sheet.decrees[part.key] = tuple(found)
    sheet.keep(part.label, left)


def _starts_decree(cell: str) -> bool:
    return cell == "-" or iso_date(cell) is not None


def _figures(sheet: PrintedSheet, part: Section) -> None:
    stop = next((rank for rank in range(len(part.lines), 0, -1) if _FIGURES_LINE.fullmatch(part.lines[rank - 1])), 0)
    stop = stop or len(part.lines)
    sheet.keep(part.label, part.lines[stop:])
    table, left = rows(
        part.lines[:stop],
        ("annee", "nombre de certifies"),
        lambda lines, size, _: figure_rows(lines, size),
        names=_STATISTICS,
    )
    found = []
    for row in table:
        values: dict[str, int | None] = {"annee": None}
        for heading, cell in row.cells.items():
            name = next((name for words, name in _FIGURES if words in heading), None)
            if name is None or values.get(name) is not None:
                sheet.keep(part.label, [f"{heading} : {cell}"])
            else:
                values[name] = sheet.integer(cell, f"{part.label} {heading}")
        found.append(Statistique(**values))
    sheet.values["statistiques"] = tuple(found)
    sheet.keep(part.label, left)


def _links(sheet: PrintedSheet, part: Section) -> None:
    lines: list[str] = []
    for line in _words(part):
        if (
            lines
            and len(lines[-1]) > _LONG
            and _URL.fullmatch(lines[-1])
            and re.fullmatch(r"(?!https?:|www\.)\S+", line)
        ):
            lines[-1] += line  # an address cut by the width of the page
        else:
            lines.append(line)
    words = "\n".join(lines)
    sheet.values["lien_description"] = words
    sheet.values["liens"] = tuple(dict.fromkeys(_URL.findall(words)))


def _no_partner(sheet: PrintedSheet, part: Section) -> None:
    sheet.values["existence_partenaires"] = False
    sheet.keep(part.label, part.lines)


def _partners(sheet: PrintedSheet, part: Section) -> None:
    table, left = rows(part.lines, ("siret", "habilitation"), siret_rows, names=_PARTNERS)
    found = []
    for row in table:
        siret, valid = sheet.siret(row.get("siret"), "partenaires.siret")
        name = row.get("nom legal") or row.get("partenaire") or row.cell(0) or ""
        found.append(Partenaire(name, siret, valid, row.get("habilitation"), row.get("etat")))
    sheet.values["partenaires"] = tuple(found)
    sheet.values["existence_partenaires"] = True
    sheet.keep(part.label, left)


def _other_sheets(sheet: PrintedSheet, part: Section) -> None:
    found, left = other_sheets(part.lines, sheet.folding)
    sheet.values[part.key] = found
    sheet.keep(part.label, left)


def _correspondences(sheet: PrintedSheet, part: Section) -> None:
    found, left = correspondences(_table(part), sheet.values.get("numero", ""), sheet.folding)
    sheet.values["correspondances"] = found
    sheet.keep(part.label, left)


def _referentiel(sheet: PrintedSheet, part: Section) -> None:
    """The link, whose words are those of its heading; what the site prints below is not the sheet's."""
    lines = _words(part)
    stop = next((rank for rank, line in enumerate(lines) if _URL.search(line)), -1) + 1
    stop = stop or next((size for size in range(1, len(lines) + 1) if is_heading(" ".join(lines[:size]))), 0)
    words = " ".join(lines[:stop])
    links = _URL.findall(words)
    title = re.sub(r"\s*\(?<?(?:https?://|www\.)[^\s<>()]+>?\)?", "", words).strip()
    sheet.values["referentiel"] = Lien(title or None, links[0] if links else None)
    sheet.keep(part.label, lines[stop:])


def _integer(sheet: PrintedSheet, part: Section) -> None:
    words = _words(part)
    sheet.values[part.key] = sheet.integer(words[0] if words else None, part.label)
    sheet.keep(part.label, words[1:])


def _years(sheet: PrintedSheet, part: Section) -> None:
    sheet.values[part.key] = tuple(int(year) for year in re.findall(r"\b\d{4}\b", " ".join(part.lines)))


_READERS: dict[str, Reader] = {
    "entete": _header,
    "numero": _numero,
    "niveau": _niveau,
    "codes_nsf": _codes,
    "formacodes": _codes,
    "codes_rome": _codes,
    "codes_idcc": _codes,
    "certificateurs": _certifiers,
    "competences_attestees": _summary,
    "blocs": _blocks,
    "prerequis_distincts_blocs": _distinct,
    "validation_partielle": _distinct,
    "validite_composantes": _components,
    "voies": _components,
    "correspondances": _correspondences,
    "generaux": _decrees,
    "creation": _decrees,
    "autres": _decrees,
    "statistiques": _figures,
    "liens": _links,
    "sans_partenaire": _no_partner,
    "partenaires": _partners,
    "anciennes_certifications": _other_sheets,
    "nouvelles_certifications": _other_sheets,
    "referentiel": _referentiel,
    "duree_enregistrement": _integer,
    "annees_promotions": _years,
}

"""The headings of a printed sheet, and the cutting of its lines under them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from laureat.register.tables import opens_block
from laureat.register.values import iso_date
from laureat.vocabulary.french import fold


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its words, and the words that print the same thing elsewhere."""

    key: str
    words: tuple[str, ...]
    prose: bool = False
    """Free text or names follow, in which nothing that merely looks like a heading is taken for one."""
    value: str = ""
    """What its value looks like, where it may follow on the same line after plain spaces (besides a date)."""


HEADINGS = (
    Heading("numero", ("N° de fiche", "No de fiche", "Nº de fiche", "Numéro de fiche"), value=r"(?:RNCP|RS) ?\d{1,6}"),
    Heading("section", ("L'essentiel",)),
    Heading("niveau", ("Nomenclature du niveau de qualification",), value=r"(?:niveau|sans|aucun|non)\b.{0,40}"),
    Heading("codes_nsf", ("Code(s) NSF",)),
    Heading("formacodes", ("Formacode(s)",)),
    Heading("codes_rome", ("Code(s) ROME",)),
    Heading("codes_idcc", ("Code(s) IDCC", "Convention(s) collective(s)")),
    Heading("certificateurs", ("CERTIFICATEUR(S)", "Nom légal SIRET Nom commercial Site internet"), prose=True),
    Heading("section", ("RÉSUMÉ DE LA CERTIFICATION", "RÉSUMÉ DE L'HABILITATION")),
    Heading("section", ("SECTEUR D'ACTIVITÉ ET TYPE D'EMPLOI",)),
    Heading("section", ("VOIES D'ACCÈS", "VOIE D'ACCÈS")),
    Heading("section", ("BASE LÉGALE",)),
    Heading("section", ("POUR PLUS D'INFORMATIONS", "POUR PLUS D'INFORMATION")),
    Heading("objectifs_contexte", ("Objectifs et contexte de la certification",), prose=True),
    Heading("activites_visees", ("Activités visées",), prose=True),
    Heading("competences_attestees", ("Compétences attestées",), prose=True),
    Heading("modalites_evaluation", ("Modalités d'évaluation",), prose=True),
    Heading(
        "niveau_maitrise", ("Niveau de maîtrise des compétences", "Le cas échéant, niveau de maîtrise des compétences")
    ),
    Heading("blocs", ("BLOCS DE COMPÉTENCES",), prose=True),
    Heading(
        "modalites_acquisition",
        (
            "Description des modalités d'acquisition de la certification par capitalisation des blocs de compétences"
            " et/ou par correspondance",
            "Description des modalités d'acquisition de la certification par capitalisation des blocs de compétences"
            " et/ou par équivalence",
        ),
        prose=True,
    ),
    Heading("secteurs_activite", ("Secteurs d'activités", "Secteur d'activités", "Secteurs d'activité"), prose=True),
    Heading(
        "types_emplois",
        ("Type d'emplois accessibles", "Types d'emplois accessibles", "Type d'emploi accessible"),
        prose=True,
    ),
    Heading(
        "reglementations_activites",
        (
            "Références juridiques des réglementations d'activité",
            "Références juridiques des règlementations d'activité",
            "Référence(s) juridique(s) des réglementations d'activité",
        ),
        prose=True,
    ),
    Heading(
        "prerequis_entree_formation",
        ("Le cas échéant, prérequis à l'entrée en formation", "Prérequis à l'entrée en formation"),
        prose=True,
    ),
    Heading(
        "prerequis_validation",
        (
            "Le cas échéant, prérequis à la validation de la certification",
            "Prérequis à la validation de la certification",
        ),
        prose=True,
    ),
    Heading(
        "prerequis_distincts_blocs",
        ("Pré-requis distincts pour les blocs de compétences", "Pré-requis disctincts pour les blocs de compétences"),
        value="oui|non",
    ),
    Heading("validite_composantes", ("Validité des composantes acquises",), prose=True),
    Heading("validation_partielle", ("Possibilité de validation partielle",), value="oui|non"),
    Heading("duree_validite", ("Durée de validité en années", "Durée de validité"), value=r"\d{1,2}(?: ans?)?"),
    Heading(
        "modalites_renouvellement",
        ("Si durée limitée, modalités de renouvellement", "Modalités de renouvellement"),
        prose=True,
    ),
    Heading(
        "voies",
        (
            "Voie d'accès à la certification Oui Non Composition des jurys",
            "Voie d'accès à la certification Oui Non Composition des jurys Date de dernière modification",
        ),
        prose=True,
    ),
    Heading(
        "correspondances",
        (
            "LIENS AVEC D'AUTRES CERTIFICATIONS PROFESSIONNELLES, CERTIFICATIONS OU HABILITATIONS",
            "Lien avec d'autres certifications professionnelles, certifications ou habilitations",
            "Bloc(s) de compétences concernés Code et intitulé de la certification Bloc(s) de compétences en"
            " correspondance",
            "Aucune correspondance",
        ),
    ),
    Heading(
        "generaux",
        (
            "Référence au(x) texte(s) règlementaire(s) instaurant la certification",
            "Référence au(x) texte(s) réglementaire(s) instaurant la certification",
        ),
        prose=True,
    ),
    Heading(
        "creation",
        (
            "Référence des arrêtés et décisions publiés au Journal Officiel ou au Bulletin Officiel (enregistrement au"
            " RNCP, création diplôme, accréditation...)",
            "Référence des arrêtés et décisions publiés au Journal Officiel ou au Bulletin Officiel (enregistrement au"
            " RNCP, création diplôme, accréditation…)",
        ),
        prose=True,
    ),
    Heading(
        "autres",
        ("Référence autres (passerelles...)", "Référence autres (passerelles…)", "Référence autres"),
        prose=True,
    ),
    Heading("dernier_jo", ("Date du dernier Journal Officiel ou Bulletin Officiel",)),
    Heading("publication", ("Date de publication de la fiche",)),
    Heading("debut_parcours", ("Date de début des parcours certifiants",)),
    Heading("echeance_enregistrement", ("Date d'échéance de l'enregistrement", "Date de fin d'enregistrement")),
    Heading("effet", ("Date d'effet de l'enregistrement",)),
    Heading("decision", ("Date de décision",)),
    Heading(
        "duree_enregistrement", ("Durée de l'enregistrement en années", "Durée de l'enregistrement"), value=r"\d{1,2}"
    ),
    Heading(
        "limite_delivrance",
        (
            "Date de dernière délivrance possible de la certification",
            "Date limite de délivrance de la certification",
        ),
    ),
    Heading("annees_promotions", ("Promotions (année) pouvant bénéficier du niveau de qualification octroyé",)),
    Heading("statistiques", ("Statistiques",)),
    Heading("liens", ("Lien internet vers le descriptif de la certification",)),
    Heading("partenaires", ("Liste des organismes préparant à la certification",), prose=True),
    Heading("sans_partenaire", ("Le certificateur n'habilite aucun organisme préparant à la certification",)),
    Heading("anciennes_certifications", ("Certification(s) antérieure(s)", "Certifications antérieures")),
    Heading("nouvelles_certifications", ("Nouvelle(s) certification(s)", "Nouvelles certifications")),
    Heading(
        "referentiel",
        (
            "Référentiel d'activité, de compétences et d'évaluation",
            "Référentiel d'activités, de compétences et d'évaluation",
        ),
    ),
)
"""What France compétences prints. A line made of these words (and a colon) is a heading wherever it stands."""

_BY_WORDS = sorted(
    ((fold(words), heading) for heading in HEADINGS for words in heading.words), key=lambda pair: -len(pair[0])
)
_WORDS = {words for words, _ in _BY_WORDS}
_FIRST_WORDS = {words[:4] for words, _ in _BY_WORDS}
_UNKNOWN = re.compile(r"[^a-zà-ÿ]{8,}")
_SHEET_NUMBER = re.compile(r"\b(?:RNCP|RS)\d")
_LONGEST = 8
_TEXTS = {"objectifs_contexte", "activites_visees", "secteurs_activite", "types_emplois", "reglementations_activites"}
_REPEATED = {
    ("referentiel", "referentiel"),  # the link repeats the words of its heading
    ("modalites_evaluation", "blocs"),  # the table of a block has a column of that name
}


@dataclass
class Section:
    """A heading and the lines below it; ``label`` is the heading as printed, ``key`` is empty when it is unknown."""

    key: str
    label: str
    lines: list[str] = field(default_factory=list)
    number: int = 1
    """The line of the file where it starts."""
    head: list[str] = field(default_factory=list)
    """The lines of the heading, as they stand: a table's own heading row tells where its columns are."""


def sections(lines: Sequence[str]) -> list[Section]:
    """The lines of a printed sheet under their headings; what comes before its number is the section ``entete``.

    A heading may be cut over several lines, follow another on the same line, or carry its value after the colon or
    the tab. A line in capitals, or ending in a colon, that is no known heading opens an unknown section, unless it
    stands in free text. The table of a block opens the blocks, whether or not their own heading is printed.
    """
    position = _start(lines)
    current = Section("entete", "en-tête", list(lines[:position]))
    result = [current]
    known = {heading.key: heading for heading in HEADINGS}
    while position < len(lines):
        found = _heading_at(lines, position)
        if found is not None:
            heading, label, rest, position_after = found
            opens_text = heading.key in _TEXTS and not any(map(str.strip, current.lines))
            if heading.key == current.key and opens_text:
                current.lines += lines[position:position_after]  # a text that opens with the words of its heading
                position = position_after
                continue
            if (heading.key, current.key) in _REPEATED:
                current.lines.append(lines[position])
                position += 1
                continue
            head = list(lines[position:position_after])
            current = Section(heading.key, label, [rest] if rest else [], position + 1, head)
            result.append(current)
            position = position_after
            continue
        line = lines[position]
        if current.key != "blocs" and opens_block(lines, position):
            current = Section("blocs", "BLOCS DE COMPÉTENCES", [], position + 1)
            result.append(current)
        free = current.key in known and known[current.key].prose
        if not free and current.key != "entete" and _looks_like_heading(line):
            current = Section("", line.strip(), [], position + 1)
            result.append(current)
        else:
            current.lines.append(line)
        position += 1
    return result


def is_heading(line: str) -> bool:
    """True for a line that holds the words of a heading and nothing else."""
    return fold(line.strip(" :-•|\t")) in _WORDS


def _start(lines: Sequence[str]) -> int:
    """The line of « N° de fiche »: a menu of the site may name the other headings above it."""
    for position in range(len(lines)):
        found = _heading_at(lines, position)
        if found is not None and found[0].key == "numero":
            return position
    return 0


def _looks_like_heading(line: str) -> bool:
    bare = line.strip()
    if "\t" in bare or "  " in bare or len(bare) > 160 or _SHEET_NUMBER.search(bare):
        return False
    return bare.endswith(" :") or (_UNKNOWN.fullmatch(bare) is not None and sum(c.isupper() for c in bare) >= 8)


def _heading_at(lines: Sequence[str], start: int) -> tuple[Heading, str, str, int] | None:
    """The heading that opens at this line: itself, as printed, what follows it on its line, and the next line."""
    opening = lines[start].lstrip(" -•|#\t")
    if opening[:1].islower() or (fold(opening)[:4] not in _FIRST_WORDS and len(opening.strip()) >= 4):
        return None
    joined, best = "", None
    for position in range(start, min(start + _LONGEST, len(lines))):
        line = lines[position].strip(" ") if joined else opening
        if not line.strip():
            if not joined:
                return None
            continue
        joined = f"{joined} {line}" if joined else line
        folded = fold(joined)
        open_words = False
        for words, heading in _BY_WORDS:
            if folded.startswith(words):
                rest = _value_after(joined, words, heading)
                if rest is not None and (best is None or len(words) >= len(fold(best[1]))):
                    best = (heading, joined[: folded_length(joined, words)], rest, position + 1)
            elif words.startswith(folded + " ") or words == folded:
                open_words = True
        if not open_words:
            break
    return best


def folded_length(text: str, words: str) -> int:
    """How many characters at the start of the text fold into these words."""
    low, high = len(words) // 2, len(text)
    return next((size for size in range(low, high + 1) if fold(text[:size]) == words), high)


def _value_after(text: str, words: str, heading: Heading) -> str | None:
    """What follows the words of a heading; None when the line goes on, and so was no heading."""
    rest = text[folded_length(text, words) :]
    if not rest.strip():
        return ""
    if rest.lstrip(" ").startswith(":"):
        return rest.lstrip(" ")[1:].strip(" ")
    if rest.startswith("\t") and not heading.prose:
        return rest.strip()
    value = rest.strip(" -–\t")
    known = iso_date(value) or (heading.value and re.fullmatch(heading.value, value, re.IGNORECASE))
    return value if known else None

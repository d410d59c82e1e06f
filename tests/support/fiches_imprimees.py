"""Sheets printed again from their model, in the layouts in which people bring them: it knows nothing of the readers."""

import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from laureat.register import Bloc, Fiche

ROUTES = {
    "FI": "Après un parcours de formation sous statut d'élève ou d'étudiant",
    "CA": "En contrat d'apprentissage",
    "FC": "Après un parcours de formation continue",
    "CQ": "En contrat de professionnalisation",
    "CL": "Par candidature individuelle",
    "VAE": "Par expérience",
}
FIGURES = {
    "annee": "Année d'obtention de la certification",
    "certifies": "Nombre de certifiés",
    "certifies_vae": "Nombre de certifiés à la suite d'un parcours vae",
    "insertion_globale_6_mois": "Taux d'insertion global à 6 mois (en %)",
    "insertion_metier_6_mois": "Taux d'insertion dans le métier visé à 6 mois (en %)",
    "insertion_metier_2_ans": "Taux d'insertion dans le métier visé à 2 ans (en %)",
}
MENU = """Aller au contenu principal
Menu
Accueil
Trouver une certification
Actualités
Vos besoins fréquents
Rechercher
Accueil > Trouver une certification > RNCP35697
L'essentiel
Certificateur(s)
Résumé de la certification
Blocs de compétences
Secteur d'activité et type d'emploi
Voies d'accès
Liens avec d'autres certifications professionnelles, certifications ou habilitations
Base légale
Pour plus d'informations
Télécharger la fiche
Imprimer"""
FOOT = """Retour en haut de page
Suivez-nous
LinkedIn
France compétences
6 rue du Général Audran, 92400 Courbevoie
Mentions légales
Plan du site
Accessibilité : partiellement conforme
Ce site utilise des cookies pour mesurer son audience.
Tout accepter
Tout refuser
© France compétences 2025"""


@dataclass
class Table:
    """Cells; a cell is a list of paragraphs."""

    head: list[str]
    rows: list[list[list[str]]]
    widths: list[int]
    """Of its columns, where they are set side by side."""


@dataclass
class Part:
    """A heading, and its text, its codes or its table."""

    heading: str
    paragraphs: list[str] | None = None
    table: Table | None = None
    inline: str | None = None
    """A value printed on the line of its heading, after a tab."""
    items: list[str] = field(default_factory=list)
    """Codes and competences, each with a bullet."""
    grouped: list[tuple[str | None, list[str], list[str]]] = field(default_factory=list)


def cell(text: str | None) -> list[str]:
    """The paragraphs of a cell; a dash where there is nothing."""
    return text.split("\n") if text else ["-"]


def french(iso: str | None, sign: str) -> str | None:
    """A date of the model, as printed."""
    return sign.join(reversed(iso.split("-"))) if iso else None


def title(fiche: Fiche) -> str:
    """The title as the printed sheet has it, after the abbreviation of the diploma."""
    code = fiche.abrege.code if fiche.abrege else ""
    return fiche.intitule if not code or fiche.intitule.startswith(code) else f"{code} - {fiche.intitule}"


def parts(fiche: Fiche) -> Iterator[Part]:
    """The sheet below its title, heading by heading."""
    yield Part("N° de fiche", [fiche.numero])
    if fiche.niveau_libelle:
        yield Part("Nomenclature du niveau de qualification :", inline=fiche.niveau_libelle)
    yield from _codes("Code(s) NSF :", fiche.codes_nsf)
    yield from _codes("Formacode(s) :", fiche.formacodes)
    if fiche.dates.echeance_enregistrement:
        yield Part("Date d'échéance de l'enregistrement :", inline=french(fiche.dates.echeance_enregistrement, "-"))
    rows = [[cell(c.nom), cell(c.siret), cell(c.nom_commercial), cell(c.site_internet)] for c in fiche.certificateurs]
    yield Part(
        "CERTIFICATEUR(S)",
        table=Table(["Nom légal", "SIRET", "Nom commercial", "Site internet"], rows, [38, 20, 20, 40]),
    )
    yield Part("RÉSUMÉ DE LA CERTIFICATION")
    yield from _text("Objectifs et contexte de la certification :", fiche.objectifs_contexte)
    yield from _text("Activités visées :", fiche.activites_visees)
    if fiche.competences_attestees is not None:
        groups = [(g.titre, list(g.textes_associes), list(g.competences)) for g in fiche.competences_attestees]
        yield Part("Compétences attestées :", grouped=groups)
    yield from _text("Modalités d'évaluation :", fiche.modalites_evaluation)
    yield from _text("Le cas échéant, niveau de maîtrise des compétences :", fiche.niveau_maitrise)
    if fiche.blocs:
        yield Part("BLOCS DE COMPÉTENCES")
        for bloc in fiche.blocs:
            yield Part(f"{bloc.code} - {bloc.intitule}", table=_block(bloc))
    yield from _text(
        "Description des modalités d'acquisition de la certification par capitalisation des blocs de compétences et/ou"
        " par correspondance :",
        fiche.modalites_acquisition,
    )
    yield Part("SECTEUR D'ACTIVITÉ ET TYPE D'EMPLOI")
    yield from _text("Secteurs d'activités :", fiche.secteurs_activite)
    yield from _text("Type d'emplois accessibles :", fiche.types_emplois)
    yield from _codes("Code(s) ROME :", fiche.codes_rome)
    yield from _text("Références juridiques des réglementations d'activité :", fiche.reglementations_activites)
    yield Part("VOIES D'ACCÈS")
    yield from _text("Le cas échéant, prérequis à l'entrée en formation :", fiche.prerequis_entree_formation)
    yield from _text("Le cas échéant, prérequis à la validation de la certification :", fiche.prerequis_validation)
    yield from _answer("Pré-requis distincts pour les blocs de compétences :", fiche.prerequis_distincts_blocs)
    yield from _answer("Possibilité de validation partielle :", fiche.validation_partielle)
    yield from _access(fiche)
    yield from _links(fiche)


def _codes(heading: str, codes: object) -> Iterator[Part]:
    if codes is not None:
        yield Part(
            heading,
            items=[
                f"{code.code} : {code.libelle}" if "ROME" not in heading else f"{code.code} - {code.libelle}"
                for code in codes
            ],
        )  # type: ignore[attr-defined]


def _text(heading: str, text: str | None) -> Iterator[Part]:
    if text is not None:
        yield Part(heading, text.split("\n") if text else [])


def _answer(heading: str, answer: bool | None) -> Iterator[Part]:
    if answer is not None:
        yield Part(heading, ["Oui" if answer else "Non"])


def _block(bloc: Bloc) -> Table:
    competences = [*(note for note in bloc.textes_associes), *(f"- {item}" for item in bloc.competences)]
    rows = [[competences, (bloc.modalites or "-").split("\n")]]
    return Table(["Liste de compétences", "Modalités d'évaluation"], rows, [50, 46])


def _access(fiche: Fiche) -> Iterator[Part]:
    routes = []
    for name, label in ROUTES.items():
        route = getattr(fiche.voies_acces, name)
        if route.ouverte is not None:
            ticks = [["X"], [""]] if route.ouverte else [[""], ["X"]]
            routes.append([[label], *ticks, cell(route.jury)])
    head = ["Voie d'accès à la certification", "Oui", "Non", "Composition des jurys"]
    yield Part(
        "Validité des composantes acquises :",
        (fiche.validite_composantes or "").split("\n"),
        Table(head, routes, [36, 7, 7, 50]),
    )
    lands = {
        "Inscrite au cadre de la Nouvelle Calédonie": fiche.validite_outre_mer.nouvelle_caledonie,
        "Inscrite au cadre de la Polynésie française": fiche.validite_outre_mer.polynesie_francaise,
    }
    rows = [[[label], ["X" if yes else ""], ["" if yes else "X"]] for label, yes in lands.items() if yes is not None]
    if rows:
        yield Part("", table=Table(["", "Oui", "Non"], rows, [46, 8, 8]))


def _links(fiche: Fiche) -> Iterator[Part]:
    yield Part("LIENS AVEC D'AUTRES CERTIFICATIONS PROFESSIONNELLES, CERTIFICATIONS OU HABILITATIONS")
    if fiche.correspondances:
        head = [
            "Bloc(s) de compétences concernés",
            "Code et intitulé de la certification",
            "Bloc(s) de compétences en correspondance",
        ]
        rows = [
            [
                cell("\n".join(c.blocs)),
                [" - ".join(filter(None, (c.numero, c.intitule)))],
                cell("\n".join(c.blocs_correspondants)),
            ]
            for c in fiche.correspondances
        ]
        yield Part("", table=Table(head, rows, [34, 38, 42]))
    elif fiche.correspondances is not None:
        yield Part("", ["Aucune correspondance"])
    yield Part("BASE LÉGALE")
    headings = {
        "generaux": "Référence au(x) texte(s) règlementaire(s) instaurant la certification :",
        "creation": "Référence des arrêtés et décisions publiés au Journal Officiel ou au Bulletin Officiel"
        " (enregistrement au RNCP, création diplôme, accréditation...) :",
        "autres": "Référence autres (passerelles...) :",
    }
    for name, heading in headings.items():
        texts = getattr(fiche.base_legale, name)
        if texts is not None:
            rows = [[cell(french(t.date, "/")), [t.titre]] for t in texts]
            yield Part(heading, table=Table(["Date du JO / BO", "Référence au JO / BO"], rows, [18, 78]))
    for heading, value in (
        ("Date de décision", french(fiche.dates.decision, "-")),
        ("Durée de l'enregistrement en années", fiche.duree_enregistrement),
        ("Date de publication de la fiche", french(fiche.dates.publication, "-")),
        ("Date de début des parcours certifiants", french(fiche.dates.debut_parcours, "-")),
        ("Date d'effet de l'enregistrement", french(fiche.dates.effet, "-")),
        ("Date du dernier Journal Officiel ou Bulletin Officiel :", french(fiche.dates.dernier_jo, "-")),
        ("Date d'échéance de l'enregistrement", french(fiche.dates.echeance_enregistrement, "-")),
        ("Date de dernière délivrance possible de la certification", french(fiche.dates.limite_delivrance, "-")),
    ):
        if value:
            yield Part(heading, inline=f"\t{value}")
    if fiche.annees_promotions:
        heading = "Promotions (année) pouvant bénéficier du niveau de qualification octroyé :"
        yield Part(heading, [" ".join(map(str, fiche.annees_promotions))])
    yield Part("POUR PLUS D'INFORMATIONS")
    if fiche.statistiques is not None:
        rows = [
            [cell(str(getattr(s, n)) if getattr(s, n) is not None else None) for n in FIGURES]
            for s in fiche.statistiques
        ]
        yield Part(
            "Statistiques :", table=Table(list(FIGURES.values()), rows, [18, 12, 18, 18, 18, 18]) if rows else None
        )
    yield from _text("Lien internet vers le descriptif de la certification :", fiche.lien_description)
    if fiche.partenaires:
        rows = [[cell(p.nom), cell(p.siret), cell(p.habilitation), cell(p.etat)] for p in fiche.partenaires]
        head = ["Nom légal", "SIRET", "Habilitation", "Etat"]
        yield Part("Liste des organismes préparant à la certification :", table=Table(head, rows, [40, 20, 28, 12]))
    elif fiche.existence_partenaires is False:
        yield Part("Le certificateur n'habilite aucun organisme préparant à la certification")
    for heading, column, others in (
        ("Certification(s) antérieure(s) :", "Intitulé de la certification remplacée", fiche.anciennes_certifications),
        ("Nouvelle(s) certification(s) :", "Intitulé de la certification remplaçante", fiche.nouvelles_certifications),
    ):
        if others:
            rows = [[[o.numero], [o.intitule or ""]] for o in others]
            yield Part(heading, table=Table(["N° de la fiche", column], rows, [24, 60]))
    if fiche.referentiel:
        words, link = fiche.referentiel.intitule or "", fiche.referentiel.adresse
        yield Part(
            "Référentiel d'activité, de compétences et d'évaluation :", [words, f"({link})"] if link else [words]
        )


@dataclass
class Layout:
    """How a sheet comes; ``table`` prints the rows of a table."""

    table: Callable[["Layout", Table], list[str]]
    bullet: str = "- "
    blank: bool = True
    """An empty line between parts and paragraphs."""
    width: int | None = None
    """Where lines are cut."""
    cell_bullet: str = "- "
    page: int | None = None
    """Lines a page, each with a header, a footer and a number."""
    around: bool = False
    """With the menus of the site."""
    section_headings: bool = True
    finish: Callable[[str], str] = str

    def wrap(self, text: str) -> list[str]:
        """A paragraph over lines."""
        return textwrap.wrap(text, self.width, break_long_words=False) if self.width else [text]

    def of(self, fiche: Fiche) -> str:
        """The whole sheet."""
        lines = ["Répertoire national des certifications professionnelles", *self.wrap(title(fiche))]
        lines += [""] if self.blank else []
        lines += [{True: "Active", False: "Inactive"}.get(fiche.actif, ""), ""]  # type: ignore[arg-type]
        for part in parts(fiche):
            lines += self._part(part)
        if self.page:
            lines = self._paginate(lines, fiche)
        if self.around:
            lines = [*MENU.split("\n"), *lines, *FOOT.split("\n")]
        if not self.blank:
            lines = [line for line in lines if line.strip()]
        return self.finish("\n".join(lines) + "\n")

    def _part(self, part: Part) -> list[str]:
        gap = [""] if self.blank else []
        lines = self.wrap(f"{part.heading} {part.inline}" if part.inline and "\t" not in part.inline else part.heading)
        if part.inline and "\t" in part.inline:
            lines = self.table(self, Table([], [[[part.heading], [part.inline.strip()]]], [62, 16]))
        if not self.section_headings and part.heading.isupper():
            lines = []
        lines = [line for line in lines if line] + gap
        for paragraph in part.paragraphs or []:
            lines += [*self.wrap(paragraph), *gap]
        for item in part.items:
            lines += self.wrap(f"{self.bullet}{item}")
        for heading, notes, items in part.grouped:
            if heading:
                lines += [*self.wrap(heading), *gap]
            for note in notes:
                lines += [*self.wrap(note), *gap]
            for item in items:
                lines += self.wrap(f"{self.bullet}{item}")
            lines += gap
        if part.table:
            lines += [*self.table(self, part.table), *gap]
        return lines + gap

    def _paginate(self, lines: list[str], fiche: Fiche) -> list[str]:
        assert self.page
        pages = [lines[start : start + self.page] for start in range(0, len(lines), self.page)]
        result: list[str] = []
        for number, page in enumerate(pages, 1):
            result += [f"26/11/2025 10:12      {fiche.numero} - France compétences", "", *page, ""]
            result += [
                f"https://www.francecompetences.fr/recherche/rncp/{fiche.numero[4:]}/      Page {number}/{len(pages)}",
                "\f",
            ]
        return "\n".join(result).replace("\n\f\n", "\n\f").split("\n")


def _cell(layout: Layout, paragraphs: list[str]) -> list[str]:
    return [p if not p.startswith("- ") else f"{layout.cell_bullet}{p[2:]}" for p in paragraphs]


def tabbed(layout: Layout, table: Table, gap: str = "\t") -> list[str]:
    """Cells on one line, parted by a tab (or what became of it); the paragraphs of a cell on lines of their own."""
    lines = [gap.join(table.head)] if table.head else []
    for row in table.rows:
        cells = ["\n".join(_cell(layout, paragraphs)) for paragraphs in row]
        lines += gap.join(cells).split("\n")
    return lines


def html(layout: Layout, table: Table) -> list[str]:
    """As the register prints blocks: lists and paragraphs with their tags, a row on one line."""
    if "Liste" not in "".join(table.head):
        return tabbed(layout, table)
    lines = ["\t".join(table.head)]
    for competences, modes in table.rows:
        notes = " ".join(f"<p>{note}</p>" for note in competences if not note.startswith("- "))
        items = " ".join(item for item in _cell(layout, competences) if item.startswith("- "))
        left = f'{notes} <ul style="list-style-type: none;"> {items} </ul>'
        lines.append(f"{left}\t{' '.join(f'<p>{mode}</p>' for mode in modes)}")
    return lines


def barred(layout: Layout, table: Table) -> list[str]:
    """As a page turned into Markdown: bars, and a rule below the heading row."""
    lines = [" | ".join(table.head) + " |", "---|" * len(table.head)] if table.head else []
    for row in table.rows:
        lines.append(" | ".join("<br>".join(_cell(layout, paragraphs)) for paragraphs in row) + " |")
    return lines


def one_below_the_other(layout: Layout, table: Table) -> list[str]:
    """As ``pdftotext`` reads: every cell on lines of its own, an empty cell nowhere."""
    lines: list[str] = []
    for cells in ([[[name] for name in table.head]] if table.head else []) + table.rows:
        for paragraphs in cells:
            wrapped = [line for p in _cell(layout, paragraphs) for line in layout.wrap(p)]
            lines += [*wrapped, ""] if any(wrapped) else []
    return lines


def side_by_side(layout: Layout, table: Table) -> list[str]:
    """As ``pdftotext -layout``: columns of spaces, cells folded within them."""
    lines: list[str] = []
    for row in ([[[name] for name in table.head]] if table.head else []) + table.rows:
        columns = [
            [line for p in _cell(layout, paragraphs) for line in (textwrap.wrap(p, width - 3) or [""])]
            for paragraphs, width in zip(row, table.widths, strict=True)
        ]
        for rank in range(max(map(len, columns), default=0)):
            pieces = [column[rank] if rank < len(column) else "" for column in columns]
            lines.append("".join(p.ljust(w) for p, w in zip(pieces, table.widths, strict=True)).rstrip())
        lines.append("")
    return lines


def spaced(gap: str) -> Callable[[Layout, Table], list[str]]:
    """Tabs that became spaces."""
    return lambda layout, table: tabbed(layout, table, gap)


LAYOUTS: dict[str, Layout] = {
    "imprimée": Layout(html),
    "tabulations": Layout(tabbed),
    "espaces insécables": Layout(tabbed, finish=lambda t: t.replace(" :", "\xa0:").replace("- ", "-\xa0")),
    "espaces fines": Layout(html, finish=lambda t: t.replace(" :", "\u202f:").replace(" ;", "\u2009;")),
    "sans puces": Layout(tabbed, bullet=""),
    "page du site": Layout(barred, bullet="", blank=False, around=True, section_headings=False, cell_bullet="- "),
    "menus du site": Layout(html, around=True),
    "pages": Layout(html, page=40),
    "pages sans saut": Layout(tabbed, page=40, finish=lambda t: t.replace("\f", "")),
    "une espace par tabulation": Layout(spaced(" ")),
    "quatre espaces par tabulation": Layout(spaced("    ")),
    "arrêts de tabulation": Layout(tabbed, finish=lambda t: t.expandtabs(8)),
    "pdftotext": Layout(one_below_the_other, width=95, page=50, finish=lambda t: t.replace("’", "'")),
    "pdftotext -layout": Layout(side_by_side, width=100, page=50),
    "accents décomposés": Layout(html, finish=lambda t: unicodedata.normalize("NFD", t).replace("\n", "\r\n")),
}


def typst_source(fiche: Fiche) -> str:
    """The sheet as a document, for a real PDF with a header, a footer and page numbers."""
    lines = [
        f'#set page(margin: 2cm, header: [{_typst(fiche.numero)} - France compétences], numbering: "1 / 1")',
        '#set text(lang: "fr", size: 9pt)',
        "Répertoire national des certifications professionnelles",
        "",
        _typst(title(fiche)),
        "",
        {True: "Active", False: "Inactive"}.get(fiche.actif, ""),  # type: ignore[arg-type]
    ]
    for part in parts(fiche):
        lines += ["", _typst(" ".join(filter(None, (part.heading, (part.inline or "").strip())))), ""]
        lines += [line for paragraph in part.paragraphs or [] for line in (_typst(paragraph), "")]
        lines += [line for item in part.items for line in (_typst(f"- {item}"), "")]
        for heading, notes, items in part.grouped:
            texts = [*([heading] if heading else []), *notes, *(f"- {item}" for item in items)]
            lines += [line for text in texts for line in (_typst(text), "")]
        if part.table:
            rows = [[[name] for name in part.table.head], *part.table.rows]
            cells = ", ".join("[" + " \\ ".join(map(_typst, cell)) + "]" for row in rows for cell in row)
            columns = ", ".join(f"{width}fr" for width in part.table.widths)
            lines.append(f"#table(columns: ({columns}), {cells})")
    return "\n".join(lines)


def _typst(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\#*_$@<>[]`~/-+=.'\"" else c for c in text)

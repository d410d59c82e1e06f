"""La page de référence des règles du bac pro : texte, règle, cas ; elle s'écrit d'elle-même, et ses calculs avec.

``python -m laureat.reglements.reference > docs/reference/regles-bac-pro.md``, depuis la racine du projet.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from laureat.deliberation.explain import explain
from laureat.deliberation.famille import Entree
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.reglements import charger, famille
from laureat.reglements.bac_pro.parcours import parametres_du_parcours
from laureat.reglements.donnees import lire_yaml
from laureat.rules import Finding, Parameter, Rule, Weight
from laureat.vocabulary import Citation, format_hundredths, parse_cell
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import plural, with_comma

DOSSIER_DES_CAS = Path("tests/reglements/bac_pro/cas")
VERS_LA_RACINE = "../../"

LECTURES = {
    Reading.LU: "lu",
    Reading.LU_2014: "lu, rédaction de fin 2014",
    Reading.PARTIEL: "lu en partie",
    Reading.SECONDAIRE: "source secondaire",
    Reading.DEDUIT: "déduit",
    Reading.MEMOIRE: "de mémoire",
    Reading.FICHE: "fiche du registre",
}

_POIDS = {Weight.REFUSAL: "refusé", Weight.RESERVE: "réservé", Weight.WARNING: "signalé"}

Cas = Mapping[str, Mapping[str, int]]
"""Règle → {fichier de cas → nombre de cas qui la citent}."""


def lire_les_cas(dossier: Path) -> Cas:
    """Compter, par règle et par fichier, les cas qui la citent."""
    comptes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for fichier in sorted(dossier.glob("*/*.yaml")):
        for cas in lire_yaml(fichier.read_text(encoding="utf-8"), fichier.name)["cas"]:
            for regle in cas["regles"]:
                comptes[regle][fichier.relative_to(dossier).as_posix()] += 1
    return comptes


def page(cas: Cas) -> str:
    """La page entière, en Markdown."""
    rules = charger("RNCP35697").at()
    return "\n".join(
        (
            *_entete(rules, cas),
            *_regles("Les règles, dans l'ordre où elles s'appliquent", rules.ruleset.rules, cas),
            *_constats(rules.findings, cas),
            *_regles("Ce que le candidat peut faire de son résultat", rules.rights, cas),
            *_parametres(rules),
            *_exemples(rules),
            *_digeste(cas),
            *_ecarts(),
        )
    )


def _entete(rules: SessionRules, cas: Cas) -> Iterator[str]:
    portees = [entree for entree in famille("bac_pro").digeste.values() if entree.code]
    couverts = {regle for regle in cas if regle in famille("bac_pro").digeste}
    nombre = len([e for e in famille("bac_pro").digeste.values() if e.id.startswith("R-")])
    yield "# Les règles du baccalauréat professionnel"
    yield ""
    yield (
        f"*{rules.reglement.title}* ({rules.reglement.id}), édition {rules.reglement.edition}, "
        f"sessions {rules.reglement.first_session} à {rules.reglement.last_session}."
    )
    yield ""
    portes = plural(len(portees), "point est porté", "points sont portés")
    yield (
        f"Le condensé de la loi compte {nombre} règles numérotées et dix écarts entre la fiche et le code. "
        f"{portes} par du code, chacun avec son article ; les autres sont hors du champ, et "
        f"la raison est dite. Des cas citent {plural(len(couverts), 'règle')} : chaque cas passe par les deux moteurs, "
        "celui qui décide un candidat et celui qui décide une cohorte."
    )
    yield ""
    yield (
        "Cette page est écrite par le programme ; ne pas la modifier à la main. Pour la refaire : "
        "`.venv/bin/python -m laureat.reglements.reference > docs/reference/regles-bac-pro.md`."
    )
    yield ""


def _cellule(texte: str) -> str:
    return texte.replace("|", "\\|").replace("\n", " ")


def _ligne(*cellules: str) -> str:
    return f"| {' | '.join(_cellule(cellule) for cellule in cellules)} |"


def _tableau(titres: Iterable[str], lignes: Iterable[tuple[str, ...]]) -> Iterator[str]:
    titres = tuple(titres)
    yield _ligne(*titres)
    yield "|" + "---|" * len(titres)
    for ligne in lignes:
        yield _ligne(*ligne)
    yield ""


def _source(citation: Citation) -> str:
    return f"{citation} ({citation.reading.label})"


def _liens(regle: str, cas: Cas) -> str:
    dossier = VERS_LA_RACINE + DOSSIER_DES_CAS.as_posix()
    return ", ".join(f"[{fichier}]({dossier}/{fichier}) ({nombre})" for fichier, nombre in cas.get(regle, {}).items())


def _dates(depuis: int | None, jusqu_a: int | None) -> str:
    if depuis is not None and jusqu_a is not None:
        return f"sessions {depuis} à {jusqu_a}"
    if depuis is not None:
        return f"depuis la session {depuis}"
    return f"jusqu'à la session {jusqu_a}" if jusqu_a is not None else ""


def _texte(rule: Rule) -> str:
    dates = _dates(rule.since, rule.until)
    return f"{rule.text} *({dates})*" if dates else rule.text


def _regles(titre: str, regles: Iterable[Rule], cas: Cas) -> Iterator[str]:
    yield f"## {titre}"
    yield ""
    lignes = ((_texte(r), f"`{r.id}` {_source(r.citation)}", _liens(r.id, cas)) for r in regles)
    yield from _tableau(("Texte", "Règle", "Cas"), lignes)


def _constats(constats: Iterable[Finding], cas: Cas) -> Iterator[str]:
    yield "## Ce qui se refuse, ce qui se signale"
    yield ""
    yield "Un refus arrête toute la liste, avec la ligne et la colonne ; un signalement accompagne la décision."
    yield ""
    lignes = (
        (
            _POIDS[c.weight],
            c.text,
            f"« {c.message.format(unite='…')} »",
            f"`{c.id}` {_source(c.citation)}",
            _liens(c.id, cas),
        )
        for c in constats
    )
    yield from _tableau(("", "Texte", "Message", "Règle", "Cas"), lignes)


def _valeur(parametre: Parameter) -> str:
    if parametre.unit.startswith("centièmes de "):
        return f"{parametre.text} {parametre.unit.removeprefix('centièmes de ').replace('point', 'points')}"
    return f"{parametre.text} {parametre.unit}"


def _parametre(parametre: Parameter) -> tuple[str, ...]:
    bornes = ""
    if parametre.bounds is not None:
        bornes = " à ".join(format_hundredths(borne) for borne in parametre.bounds)
    return (
        f"`{parametre.name}`",
        parametre.label,
        _valeur(parametre),
        parametre.status.value + (f", entre {bornes}" if bornes else ""),
        _dates(parametre.since, parametre.until),
        _source(parametre.citation),
    )


def _parametres(rules: SessionRules) -> Iterator[str]:
    titres = ("Paramètre", "Sens", "Valeur", "Statut", "Dates", "Source")
    yield "## Les nombres"
    yield ""
    yield (
        "`verifie` : lu dans le texte ; `deduit` : déduit de textes lus ; `hypothese` : non lu, cru entre ses bornes, "
        "et dit partout où un résultat en dépend. Chacun se remplace par l'option `--parametres FICHIER`."
    )
    yield ""
    yield from _tableau(titres, (_parametre(parametre) for parametre in rules.reglement.history))
    yield "Les nombres du parcours, qui n'entrent dans aucune décision :"
    yield ""
    yield from _tableau(titres, (_parametre(parametre) for parametre in parametres_du_parcours()))


@dataclass(frozen=True, slots=True)
class Exemple:
    """Un candidat inventé, calculé au moment où la page s'écrit."""

    titre: str
    toutes: str
    autres: Mapping[str, str]
    projet: str = ""
    controle: Mapping[str, str] | None = None

    def candidat(self, rules: SessionRules) -> Candidate:
        """Le candidat de l'exemple : ``toutes`` vaut pour chaque unité obligatoire non nommée."""
        notes = {unite.code: self.toutes for unite in rules.mandatory} | dict(self.autres)
        return Candidate(
            "exemple",
            rules.reglement.famille.voie("scolaire_public"),
            {code: parse_cell(texte) for code, texte in {**notes, "PROJET": self.projet}.items()},
            controle={code: parse_cell(texte) for code, texte in (self.controle or {}).items()},
        )


EXEMPLES = (
    Exemple("Toutes les notes à 10 : exactement 10", "10", {}),
    Exemple("Toutes les notes à 9,5, deux unités facultatives à 20 et 13", "9,5", {"UF_LV": "20", "UF_EPS": "13"}),
    Exemple("Toutes les notes à 10, le projet à 9", "10", {}, projet="9"),
    Exemple(
        "Neuf partout, dix en professionnel, puis le contrôle",
        "9",
        {"U2": "10", "U31": "10", "U32": "10"},
        controle={"U11": "10", "U52": "14"},
    ),
    Exemple("Une admission qui tient à deux coefficients non confirmés", "10", {"U31": "12", "U2": "8"}),
    Exemple("Une absence justifiée et une moyenne de moins de 10", "10", {"U51": "AJ"}),
)


def _exemples(rules: SessionRules) -> Iterator[str]:
    yield "## Exemples calculés"
    yield ""
    yield (
        "Calculés par le moteur à l'écriture de cette page, pour un élève de l'enseignement public, "
        f"session {rules.session}."
    )
    yield ""
    for exemple in EXEMPLES:
        dit = explain(rules, exemple.candidat(rules), with_changes=False)
        yield f"### {exemple.titre}"
        yield ""
        yield from (f"- {step.text} `{step.rule_id}`" for step in (*dit.steps, *dit.certainty))
        yield ""
        ligne = dit.outcome.row("")
        moyenne = with_comma(ligne["moyenne"]) or "sans objet"
        yield f"**{dit.outcome.decision.label}**, moyenne {moyenne}, certitude : `{ligne['certitude']}`."
        yield ""


def _porteurs(entree: Entree) -> str:
    return ", ".join(f"`{porteur.removeprefix('laureat.')}`" for porteur in entree.code)


def _digeste(cas: Cas) -> Iterator[str]:
    regles = [entree for entree in famille("bac_pro").digeste.values() if entree.id.startswith("R-")]
    yield "## Toutes les règles numérotées"
    yield ""
    yield "### Portées par du code"
    yield ""
    yield from _tableau(
        ("Texte", "Règle", "Code", "Cas"),
        ((e.texte, f"`{e.id}` {_source(e.citation)}", _porteurs(e), _liens(e.id, cas)) for e in regles if e.code),
    )
    yield "### Hors du champ"
    yield ""
    yield from _tableau(
        ("Texte", "Règle", "Raison"),
        ((e.texte, f"`{e.id}` {_source(e.citation)}", e.hors_champ) for e in regles if e.hors_champ),
    )


def _ecarts() -> Iterator[str]:
    yield "## Où la fiche et le code diffèrent"
    yield ""
    yield "`laureat fiche` signale ceux de ces points que porte la fiche qu'il lit ; le code l'emporte toujours."
    yield ""
    points = (e for e in famille("bac_pro").digeste.values() if e.id.startswith("D"))
    yield from _tableau(
        ("Point", "Écart", "Texte suivi", "Code"), ((e.id, e.texte, str(e.citation), _porteurs(e)) for e in points)
    )


if __name__ == "__main__":
    dossier = Path(sys.argv[1]) if len(sys.argv) > 1 else DOSSIER_DES_CAS
    sys.stdout.write(page(lire_les_cas(dossier)))

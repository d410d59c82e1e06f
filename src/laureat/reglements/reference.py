"""La page de référence des règles d'une famille : texte, règle, cas ; elle s'écrit d'elle-même, et ses calculs avec.

``python -m laureat.reglements.reference bac_pro > docs/reference/regles-bac-pro.md``, depuis la racine du projet.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from laureat.deliberation.explain import explain
from laureat.deliberation.famille import Entree, Famille
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import Nombre, Reglement, SessionRules
from laureat.reglements import condense, famille
from laureat.reglements.donnees import lire_yaml
from laureat.reglements.specialites import bibliotheque
from laureat.rules import Finding, Parameter, Rule, Weight
from laureat.vocabulary import Citation, parse_cell
from laureat.vocabulary.french import plural, with_comma

DOSSIER_DES_CAS = Path("tests/reglements")
VERS_LA_RACINE = "../../"
TOUJOURS = 9999
"""Une session après toutes celles que la loi connaît."""

_POIDS = {Weight.REFUSAL: "refusé", Weight.RESERVE: "réservé", Weight.WARNING: "signalé"}

Cas = Mapping[str, Mapping[str, int]]
"""Règle → {fichier de cas, sous ``DOSSIER_DES_CAS`` → nombre de cas qui la citent}."""


def fichier_de(code: str) -> str:
    """Le nom de la page d'une famille."""
    return f"regles-{code.replace('_', '-')}.md"


def schema_de(droit: Famille) -> str:
    """Le nom du schéma du fichier de données d'une spécialité : celui que les familles partagent, ou le sien."""
    partage = famille("bac_pro").schema
    return f"specialite{'' if droit.schema == partage else '-' + droit.code.replace('_', '-')}.schema.json"


def lire_les_cas(dossier: Path, code: str) -> Cas:
    """Compter, par règle et par fichier, les cas d'une famille qui la citent."""
    comptes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for fichier in sorted((*dossier.glob(f"{code}/cas/*/*.yaml"), *dossier.glob(f"etendues/{code}.yaml"))):
        for cas in lire_yaml(fichier.read_text(encoding="utf-8"), fichier.name)["cas"]:
            for regle in cas["regles"]:
                comptes[regle][fichier.relative_to(dossier).as_posix()] += 1
    return comptes


def page(code: str, cas: Cas) -> str:
    """La page entière, en Markdown."""
    return page_de(famille(code), [un for un in bibliotheque().values() if un.famille.code == code], cas)


def page_de(droit: Famille, specialites: list[Reglement], cas: Cas) -> str:
    """La page d'une famille et de ses spécialités."""
    return "\n".join(
        (
            *_entete(droit, cas),
            *_specialites(specialites),
            *_regles(droit, "Les règles, dans l'ordre où elles s'appliquent", droit.regles.rules, cas),
            *_constats(droit, cas),
            *_regles(droit, "Ce que le candidat peut faire de son résultat", droit.droits, cas),
            *_parametres(droit, specialites),
            *_exemples(droit, specialites),
            *_digeste(droit, cas),
            *_ecarts(droit),
        )
    )


class Nombres(Mapping[str, Nombre]):
    """Les nombres d'une famille à une session, par leur nom ; à défaut, leur dernière valeur."""

    def __init__(self, droit: Famille, session: int | None) -> None:
        self._connus = {p.name: Nombre(p) for p in droit.parametres}
        self._connus |= {p.name: Nombre(p) for p in droit.parametres if p.holds_at(session or TOUJOURS)}

    def __getitem__(self, nom: str) -> Nombre:
        return self._connus[nom]

    def __iter__(self) -> Iterator[str]:
        return iter(self._connus)

    def __len__(self) -> int:
        return len(self._connus)


def _entete(droit: Famille, cas: Cas) -> Iterator[str]:
    lignes = [entree for entree in droit.digeste.values() if not _ecart(entree)]
    portees = [entree for entree in lignes if not entree.hors_champ]
    ecarts = len(droit.digeste) - len(lignes)
    yield f"# Les règles : {droit.titre}"
    yield ""
    if droit.digeste:
        de_plus = f", et {plural(ecarts, 'écart')} entre la fiche et le code" if ecarts else ""
        portes = plural(len(portees), "règle est portée", "règles sont portées")
        yield (
            f"Le condensé de la loi compte {plural(len(lignes), 'règle numérotée', 'règles numérotées')}{de_plus}. "
            f"{portes} par du code, chacune avec son article ; les autres sont hors du champ, et la raison est dite. "
            "Chaque règle portée l'est par un cas au moins, dont l'issue change si on la retire."
        )
        yield ""
    couverts = len({regle for regle in cas if regle in droit.digeste})
    if couverts:
        yield (
            f"Des cas citent {plural(couverts, 'règle')} : chacun passe par les deux moteurs, celui qui décide un "
            "candidat et celui qui décide une cohorte."
        )
        yield ""
    yield (
        "Un article est suivi de la manière dont il a été lu, là où il ne l'a pas été dans un texte en vigueur. Le "
        f"fichier de données d'une spécialité suit le [schéma]({schema_de(droit)}) de sa famille."
    )
    yield ""
    yield (
        "Cette page est écrite par le programme ; ne pas la modifier à la main. Pour la refaire : "
        f"`{commande(droit.code)}`."
    )
    yield ""


def commande(code: str) -> str:
    """La commande qui refait une page."""
    return f".venv/bin/python -m laureat.reglements.reference {code} > docs/reference/{fichier_de(code)}"


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


def source(citation: Citation) -> str:
    """L'article et son lien, comment il a été lu, dans quel état, et son identifiant."""
    lien = citation.link or citation.url
    article = f"[{citation.article}]({lien})" if lien else citation.article
    if citation.says_its_label:
        return article
    identifiant = citation.identifier or ("" if citation.is_usage else "identifiant non connu")
    lu_a = f" [copie lue]({citation.url})" if citation.link and citation.url else ""
    avant = f" ; avant la session {citation.since} : {source(citation.before)}" if citation.before else ""
    return " ".join(filter(None, (f"{article} ({citation.label})", identifiant))) + lu_a + avant


def _specialites(specialites: list[Reglement]) -> Iterator[str]:
    if not specialites:
        return
    yield "## Les spécialités de la bibliothèque"
    yield ""
    lignes = ((f"`{un.id}`", un.title, un.sessions, source(un.founding)) for un in specialites)
    yield from _tableau(("Règlement", "Titre", "Sessions", "Texte"), lignes)


def _liens(regle: str, cas: Cas) -> str:
    dossier = VERS_LA_RACINE + DOSSIER_DES_CAS.as_posix()
    return ", ".join(
        f"[{fichier.removesuffix('.yaml').rpartition('cas/')[2]}]({dossier}/{fichier}) ({nombre})"
        for fichier, nombre in cas.get(regle, {}).items()
    )


def _dates(depuis: int | None, jusqu_a: int | None) -> str:
    if depuis is not None and jusqu_a is not None:
        return f"sessions {depuis} à {jusqu_a}"
    if depuis is not None:
        return f"depuis la session {depuis}"
    return f"jusqu'à la session {jusqu_a}" if jusqu_a is not None else ""


def _texte(droit: Famille, rule: Rule) -> str:
    texte = rule.text.format_map(Nombres(droit, rule.until))
    du_texte = rule.citation.since if rule.citation.before is None else None
    dates = _dates(rule.since if rule.since is not None else du_texte, rule.until)
    return f"{texte} *({dates})*" if dates else texte


def _regles(droit: Famille, titre: str, regles: Iterable[Rule], cas: Cas) -> Iterator[str]:
    lignes = [(_texte(droit, r), f"`{r.id}` {source(r.citation)}", _liens(r.id, cas)) for r in regles]
    if lignes:
        yield f"## {titre}"
        yield ""
        yield from _tableau(("Texte", "Règle", "Cas"), lignes)


def _constats(droit: Famille, cas: Cas) -> Iterator[str]:
    if not droit.constats:
        return
    yield "## Ce qui se refuse, ce qui se réserve, ce qui se signale"
    yield ""
    yield (
        "Un refus arrête toute la liste, avec la ligne et la colonne ; une réserve empêche de fixer la décision de ce "
        "candidat tant qu'un acte ne l'a pas levée ; un signalement accompagne la décision."
    )
    yield ""
    lignes = (
        (
            _POIDS[c.weight],
            _texte(droit, c),
            f"« {_message(droit, c)} »",
            f"`{c.id}` {source(c.citation)}",
            _liens(c.id, cas),
        )
        for c in droit.constats
    )
    yield from _tableau(("", "Texte", "Message", "Règle", "Cas"), lignes)


def _message(droit: Famille, constat: Finding) -> str:
    return constat.said(Nombres(droit, constat.until), "…")


def _valeur(parametre: Parameter) -> str:
    if parametre.value is None:
        return "à demander"
    if parametre.unit.startswith("centièmes de "):
        return f"{parametre.text} {parametre.unit.removeprefix('centièmes de ').replace('point', 'points')}"
    return f"{parametre.text} {parametre.unit}"


def _parametre(parametre: Parameter) -> tuple[str, ...]:
    bornes = " à ".join(parametre.bounds_text or ())
    return (
        f"`{parametre.name}`",
        parametre.label,
        _valeur(parametre),
        parametre.status.value + (f", entre {bornes}" if bornes else ""),
        _dates(parametre.since, parametre.until),
        source(parametre.citation),
    )


def _parametres(droit: Famille, specialites: list[Reglement]) -> Iterator[str]:
    titres = ("Paramètre", "Sens", "Valeur", "Statut", "Dates", "Source")
    yield "## Les nombres"
    yield ""
    yield (
        "`verifie` : lu dans un texte en vigueur ; `deduit` : déduit, ou lu ailleurs que dans un texte en vigueur ; "
        "`hypothese` : non lu, cru entre ses bornes, et dit partout où un résultat en dépend. Chacun se remplace par "
        "l'option `--parametres FICHIER`."
    )
    yield ""
    yield from _tableau(titres, (_parametre(parametre) for parametre in droit.parametres))
    communs = {id(parametre) for parametre in droit.parametres}
    for un in specialites:
        propres = [parametre for parametre in un.history if id(parametre) not in communs]
        if propres:
            yield f"Les nombres de {un.title} (`{un.id}`) :"
            yield ""
            yield from _tableau(titres, (_parametre(parametre) for parametre in propres))


@dataclass(frozen=True, slots=True)
class Exemple:
    """Un candidat inventé, calculé au moment où la page s'écrit."""

    titre: str
    toutes: str
    autres: Mapping[str, str]
    controle: Mapping[str, str] | None = None

    def candidat(self, rules: SessionRules) -> Candidate:
        """Le candidat de l'exemple : ``toutes`` vaut pour chaque unité obligatoire non nommée."""
        notes = {unite.code: self.toutes for unite in rules.mandatory if unite.concerns(_option(rules))}
        notes |= self.autres
        voies = rules.reglement.famille.voies
        return Candidate(
            "exemple",
            voies[0] if voies else None,
            {code: parse_cell(texte) for code, texte in notes.items()},
            option=_option(rules),
            controle={code: parse_cell(texte) for code, texte in (self.controle or {}).items()},
        )


def _option(rules: SessionRules) -> str:
    """La première option, là où il y en a."""
    return next(iter(rules.reglement.options), "")


PARTOUT = (
    Exemple("Toutes les notes à 10", "10", {}),
    Exemple("Toutes les notes à 9,5", "9,5", {}),
    Exemple("Toutes les notes à 14", "14", {}),
)
"""Les exemples d'une famille qui n'a pas les siens."""

_BAC_PRO = (
    Exemple("Toutes les notes à 10 : exactement 10", "10", {}),
    Exemple("Toutes les notes à 9,5, deux unités facultatives à 20 et 13", "9,5", {"UF_LV": "20", "UF_EPS": "13"}),
    Exemple("Toutes les notes à 10, le projet à 9", "10", {"PROJET": "9"}),
    Exemple(
        "Neuf partout, dix en professionnel, puis le contrôle",
        "9",
        {"U2": "10", "U31": "10", "U32": "10"},
        controle={"U11": "10", "U52": "14"},
    ),
    Exemple("Une admission qui tient à deux coefficients non confirmés", "10", {"U31": "12", "U2": "8"}),
    Exemple("Une absence justifiée et une moyenne de moins de 10", "10", {"U51": "AJ"}),
)


EXEMPLES: Mapping[str, tuple[Exemple, ...]] = {"bac_pro": _BAC_PRO}


def _exemples(droit: Famille, specialites: list[Reglement]) -> Iterator[str]:
    decidables = [un for un in specialites if droit.note_des_unites and not any(p.value is None for p in un.history)]
    if not decidables:
        return
    un = decidables[0]
    session = un.default_session or max(un.first_session, *(p.since or 0 for p in un.history))
    rules = un.at(session if un.last_session is None else min(session, un.last_session))
    voie = droit.voies[0].label if droit.voies else "candidat"
    yield "## Exemples calculés"
    yield ""
    yield (
        f"Calculés par le moteur à l'écriture de cette page, pour {un.title}, session {rules.session}, voie « {voie} »."
    )
    yield ""
    for exemple in EXEMPLES.get(droit.code, PARTOUT):
        dit = explain(rules, exemple.candidat(rules), with_changes=False)
        yield f"### {exemple.titre}"
        yield ""
        yield from (f"- {step.text} `{step.rule_id}`" for step in (*dit.steps, *dit.certainty))
        yield ""
        ligne = dit.outcome.row("")
        moyenne = with_comma(ligne["moyenne"]) or "sans objet"
        yield f"**{dit.outcome.decision.label}**, moyenne {moyenne}, certitude : `{ligne['certitude']}`."
        yield ""


def _ecart(entree: Entree) -> bool:
    """Une ligne qui n'est pas une règle : un point où la fiche et le code diffèrent."""
    return "-" not in entree.id


def _porteurs(droit: Famille, entree: Entree) -> str:
    regles = (
        f"`{regle.gives}`" if isinstance(regle, Rule) else f"jury : `{regle.id}`"
        for regle in condense.porteuses(droit, entree)
    )
    code = (f"`{porteur.removeprefix('laureat.')}`" for porteur in entree.code)
    return ", ".join(dict.fromkeys((*regles, *code)))


def _dit(droit: Famille, entree: Entree) -> str:
    return entree.texte.format_map(Nombres(droit, None))


def _digeste(droit: Famille, cas: Cas) -> Iterator[str]:
    lignes = [entree for entree in droit.digeste.values() if not _ecart(entree)]
    if not lignes:
        return
    yield "## Toutes les règles numérotées"
    yield ""
    yield "### Portées par du code"
    yield ""
    portees = ((_dit(droit, e), f"`{e.id}` {source(e.citation)}", _porteurs(droit, e), _liens(e.id, cas))
               for e in lignes if not e.hors_champ)  # fmt: skip
    yield from _tableau(("Texte", "Règle", "Code", "Cas"), portees)
    yield "### Hors du champ"
    yield ""
    ailleurs = ((_dit(droit, e), f"`{e.id}` {source(e.citation)}", e.hors_champ) for e in lignes if e.hors_champ)
    yield from _tableau(("Texte", "Règle", "Raison"), ailleurs)


def _ecarts(droit: Famille) -> Iterator[str]:
    points = [entree for entree in droit.digeste.values() if _ecart(entree)]
    if not points:
        return
    yield "## Où la fiche et le code diffèrent"
    yield ""
    yield "`laureat fiche` signale ceux de ces points que porte la fiche qu'il lit ; le code l'emporte toujours."
    yield ""
    yield from _tableau(
        ("Point", "Écart", "Texte suivi", "Code"),
        ((e.id, _dit(droit, e), e.citation.article, _porteurs(droit, e)) for e in points),
    )


if __name__ == "__main__":
    sys.stdout.write(page(sys.argv[1], lire_les_cas(DOSSIER_DES_CAS, sys.argv[1])))

"""Ce qu'un fichier de données doit tenir au-delà de chaque valeur : leur ordre, ses dates, ses liens, ses codes."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from laureat.deliberation.famille import ETAT_CIVIL, ETUDES, Famille
from laureat.deliberation.outcome import Unit
from laureat.deliberation.reading import GIVEN
from laureat.deliberation.reglement import Reglement
from laureat.people import NAME_ALONE
from laureat.rules import Parameter, Parameters, ParameterStatus
from laureat.vocabulary import Citation, french

Oubli = tuple[tuple[Any, ...], str]
"""Le chemin de ce qui manque dans un fichier, et ce qu'il faut y dire."""
ORDRES: tuple[tuple[str, ...], ...] = (
    ("seuil_admission", "<=", "seuil_mention_ab"),
    ("seuil_mention_ab", "<", "seuil_mention_b"),
    ("seuil_mention_b", "<", "seuil_mention_tb"),
    ("seuil_mention_tb", "<=", "seuil_felicitations"),
    ("seuil_ajournement", "<=", "seuil_admission"),
    ("eliminatory_below", "<=", "seuil_admission"),
    ("semaines_pfmp_plancher", "<=", "semaines_pfmp_min"),
    ("semaines_pfmp_min", "<=", "semaines_pfmp_max"),
    ("semaines_pfmp_plancher", "<=", "semaines_pfmp_scolaire"),
    ("mois_bac_pro_min", "<=", "mois_bac_pro_max"),
)
"""Les nombres qui vont l'un avant l'autre, dans toute famille qui les a : le plus petit, le signe, le plus grand."""


def fautes_d_ordre(
    nombres: Mapping[str, Parameter], ordres: Iterable[tuple[str, ...]]
) -> Iterator[tuple[str, str, str]]:
    """Les nombres d'une session qui se contredisent : les noms des deux, et ce qui ne va pas."""
    for petit, signe, grand in ordres:
        a, b = nombres.get(petit), nombres.get(grand)
        if a is None or b is None or a.value is None or b.value is None:
            continue
        if a.value > b.value or (signe == "<" and a.value == b.value):
            attendu = "plus petit que" if signe == "<" else "au plus égal à"
            yield petit, grand, f"{a.words} ({a.text}) : attendu {attendu} {b.words} ({b.text})"


def contradictions(
    historique: Iterable[Parameter], premiere: int, ordres: Iterable[tuple[str, ...]], siens: Collection[str]
) -> Iterator[str]:
    """Les mêmes, à chaque session où un nombre change ; la faute est dite du nombre que le fichier donne."""
    tous, ordres = list(historique), list(ordres)
    dites: set[str] = set()
    for annee in sorted({premiere, *(p.since for p in tous if p.since and p.since > premiere)}):
        for petit, grand, faute in fautes_d_ordre(Parameters.at(annee, tous), ordres):
            if faute not in dites:
                dites.add(faute)
                yield f"{petit if petit in siens else grand} : {faute}"


def nombres_changes(
    droit: Famille, propres: Iterable[Parameter], remplaces: Mapping[str, list[Parameter]]
) -> Iterator[tuple[str, Citation]]:
    """Les nombres du droit commun que le fichier d'une spécialité change, et qui ne sont pas les siens à dire : ce
    qu'il faut en dire, et le texte dont elle les tient."""
    for nombre in propres:
        communs = remplaces.get(nombre.name)
        if not communs or nombre.name in droit.propres or nombre.value is None:
            continue
        commun = communs[-1]
        if commun.status is ParameterStatus.HYPOTHESE or any(nombre.value == un.value for un in communs):
            continue
        if nombre.name in droit.planchers and commun.value is not None and nombre.value > commun.value:
            continue
        yield (
            f"nombre du droit commun que ce règlement change : {nombre.words} = {nombre.text}, selon {nombre.citation} "
            f"; le droit commun dit {commun.text} ({commun.citation})",
            nombre.citation,
        )


_PREFIXES = ("motif", "controle", "statut", "session", "coefficient", "note", "ecart")
_COLONNES = (
    "numero numero_candidat candidat ligne voie forme option categorie sexe voie_acces age inscription motif decision"
    " mention moyenne certitude certitude_de depend_de blocs remarques dossier_fraude consentement_notes liste_publique"
    " livret activite_3_ans fraude anonymat reglement date_de_naissance lieu_de_naissance pays_de_naissance nom_d_usage"
)


def fautes_de_codes(droit: Famille, unites: Iterable[Unit]) -> Iterator[str]:
    """Les codes d'unités qui sont déjà le nom d'une colonne d'une liste, ou que rien ne distingue."""
    pris = {
        french.folded(nom).replace("-", "_")
        for nom in (
            *_COLONNES.split(),
            *ETAT_CIVIL,
            NAME_ALONE,
            *ETUDES,
            *GIVEN,
            *droit.annexes,
            *(colonne.nom for colonne in droit.colonnes),
            *droit.traits,
            *(regle.gives for regle in droit.regles.rules),
            *droit.regles.defaults,
        )
    }
    vus: dict[str, str] = {}
    for unite in unites:
        cle = re.sub(r"[-_ ]+", "_", french.folded(unite.code))
        if cle in pris or ("_" in cle and cle.partition("_")[0] in _PREFIXES):
            yield f"unité {unite.code} : ce code est le nom d'une colonne des listes ; en choisir un autre"
        elif (autre := vus.setdefault(cle, unite.code)) != unite.code:
            yield f"unité {unite.code} : rien ne la distingue de l'unité {autre} dans une liste ; changer un code"


def fautes_de_nombre(droit: Famille, unites: Iterable[Unit], propres: Iterable[Parameter]) -> Iterator[str]:
    """Un fichier n'exige pas plus de blocs qu'il n'en a d'obligatoires."""
    nom, combien = droit.conduite.nombres.get("blocs_exiges"), sum(unite.mandatory for unite in unites)
    for nombre in propres:
        if nombre.name == nom and nombre.value is not None and nombre.value > combien:
            yield f"{nom} : au plus {combien}, le nombre de blocs obligatoires, reçu {nombre.text}"


def fautes_de_controle(reglement: Reglement, unites: Sequence[Mapping[str, Any]]) -> Iterator[Oubli]:
    """Là où la loi ouvre des oraux de contrôle, le fichier dit, groupe par groupe, entre quelles unités choisir."""
    derniers = {nombre.name: nombre.value for nombre in reglement.history if nombre.until is None}
    oraux, par_groupe = derniers.get("oraux_de_controle"), derniers.get("controle_par_groupe")
    if not oraux or not par_groupe:
        return
    groupes = {unite.control_group for unite in reglement.units if unite.mandatory}
    par_domaine = any("domaine" in champs for champs in unites)
    for groupe in range(1, oraux // par_groupe + 1):
        if groupe not in groupes:
            dire = "domaine: generale" if par_domaine else f"controle: {groupe}"
            yield (
                ("unites",),
                "unites : aucune ne se repasse à l'épreuve de contrôle, que la loi ouvre ; indiquer "
                f"« {dire} » pour chacune de celles entre lesquelles le candidat choisit",
            )


def fautes_d_epreuve(reglement: Reglement, unites: Sequence[Mapping[str, Any]]) -> Iterator[Oubli]:
    """Une épreuve que toutes les spécialités ont porte ce que des règles en demandent ; son intitulé la dit, ou non."""
    for rang, champs in enumerate(unites):
        for nom, valeur in dits_de_l_epreuve(reglement.famille, champs).items():
            dit = champs.get(nom)
            if dit is None or not {*_liste(valeur)} <= {*_liste(dit)}:
                voulu = f"[{', '.join(valeur)}]" if isinstance(valeur, list) else valeur
                yield (
                    ("unites", rang),
                    f"unité {champs['code']} : indiquer « {nom}: {voulu} », que demande toute épreuve de cet intitulé",
                )
    for trait, laquelle in reglement.famille.traits_dus.items():
        if not any(trait in unite.traits for unite in reglement.units):
            yield ("unites",), f"unites : aucune ne porte « traits: [{trait}] » ; l'indiquer pour {laquelle}"


def dits_de_l_epreuve(droit: Famille, champs: Mapping[str, Any]) -> dict[str, Any]:
    """Ce que le fichier de données dit d'une unité de cet intitulé, dans toutes les spécialités."""
    facultative = champs.get("facultative") == "oui"
    intitule = french.words(champs["intitule"])
    dits: dict[str, Any] = {}
    for epreuve in droit.epreuves:
        if re.search(epreuve.mots, intitule) and (facultative or not epreuve.facultative):
            dits["traits"] = [*dits.get("traits", ()), epreuve.trait]
            if not epreuve.remplacement and not facultative:
                dits["remplacement"] = "non"
    return dits


def _liste(valeur: Any) -> Sequence[Any]:
    return (valeur,) if isinstance(valeur, str) else valeur


A_COMPLETER = "à compléter"
"""Ce qu'un fichier dressé depuis une fiche porte là où quelqu'un doit écrire."""


def fautes_d_oubli(donnees: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Ce qui reste à écrire d'un fichier dressé depuis une fiche."""
    for cle, dite in donnees.items():
        if isinstance(dite, str) and dite.strip().casefold() == A_COMPLETER:
            yield (
                (cle,),
                f"{cle} : « {dite} » est encore à écrire ; par exemple, edition: « 2026-11 »",
            )


ATTENDU_DES_ANCIENS = (
    "attendu : {ancien diplôme: {ancienne unité: notre unité}}, ou {ancien diplôme: {option: …, unites: {ancienne "
    "unité: notre unité}}}"
)


def lire_les_anciens(
    anciens: Mapping[str, Any], unites: Collection[str], options: Collection[str]
) -> tuple[dict[str, Mapping[str, str]], dict[str, str], list[tuple[tuple[str, ...], str]]]:
    """Par ancien diplôme, {son unité : notre unité}, et l'option qui lui succède ; puis toutes les fautes du tableau,
    chacune avec son chemin."""
    tableau: dict[str, Mapping[str, str]] = {}
    suites: dict[str, str] = {}
    fautes: list[tuple[tuple[str, ...], str]] = []
    for ancien, dit in anciens.items():
        un = {} if dit in (None, "", "null") else dit
        complet = isinstance(un, Mapping) and {"option", "unites"} & un.keys()
        siennes = (un.get("unites") or {}) if complet else un
        if not isinstance(siennes, Mapping) or (complet and un.keys() - {"option", "unites"}):
            fautes.append(((ancien,), f"{ancien} : {ATTENDU_DES_ANCIENS}"))
            continue
        chemin = (ancien, "unites") if complet else (ancien,)
        for ancienne, notre in siennes.items():
            if not isinstance(notre, str) or notre not in unites:
                connues = ", ".join(sorted(unites))
                dit_ici = f"{ancien}, {ancienne} : « {notre} » n'est pas une de nos unités ; connues : {connues}"
                fautes.append(((*chemin, ancienne), dit_ici))
        if complet and (suite := un.get("option")):
            if suite not in options:
                connues = f"connues : {', '.join(options)}" if options else "ce règlement n'en a pas"
                fautes.append(((ancien, "option"), f"{ancien} : « {suite} » n'est pas une option ; {connues}"))
            suites[ancien] = suite
        tableau[ancien] = dict(siennes)
    return tableau, suites, fautes


LUS = ("lu", "lu_2014", "partiel", "secondaire", "fiche")
"""Les manières de lire où quelqu'un a lu quelque chose."""
_ANNEE = re.compile(r"(\d{4})(?:-(\d{2}))?")


def fautes_de_citations(
    valeur: Any, aujourd_hui: dt.date | None, chemin: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Les jours de lecture qui n'existent pas, ou ne sont pas venus ; les liens qui ne sont pas des pages ``https`` ;
    un article encore dit « (non lu) » alors qu'il est donné pour lu."""
    if isinstance(valeur, Mapping):
        article, lecture = valeur.get("article"), valeur.get("lecture")
        if isinstance(article, str) and "(non lu)" in article and lecture in LUS:
            faute = f"« (non lu) » contredit « lecture: {lecture} » ; écrire l'article qui a été lu"
            yield (*chemin, "article"), f"article : {faute}"
        for cle, dite in valeur.items():
            ici = (*chemin, cle)
            if cle == "lu_le" and isinstance(dite, str):
                faute = _faute_du_jour(dite, aujourd_hui)
            elif cle == "url" and isinstance(dite, str):
                faute = (
                    "" if re.fullmatch(r"https://[^\s\"'<>]+", dite) else f"« {dite} » n'est pas une adresse https://…"
                )
            else:
                yield from fautes_de_citations(dite, aujourd_hui, ici)
                continue
            if faute:
                yield ici, f"{cle} : {faute}"
    elif isinstance(valeur, list):
        for rang, une in enumerate(valeur):
            yield from fautes_de_citations(une, aujourd_hui, (*chemin, rang))


def _faute_du_jour(dit: str, aujourd_hui: dt.date | None) -> str:
    """« 2026 », « 2026-02 » ou un jour entier ; ``aujourd_hui`` None : la date du jour n'est pas connue ici."""
    try:
        if partiel := _ANNEE.fullmatch(dit.strip()):
            jour = dt.date(int(partiel[1]), int(partiel[2] or 1), 1)
        else:
            jour = french.parse_date(dit)
    except ValueError as erreur:
        return str(erreur) if "month" not in str(erreur) else f"« {dit} » n'est pas une date"
    return french.fault_of_a_reading(jour, aujourd_hui or dt.date.max)

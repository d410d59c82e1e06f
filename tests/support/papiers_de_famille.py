"""Every paper of every family under its own law, on a real speciality of its own where one is shipped."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from laureat.deliberation.explain import Explanation, JuryAct, explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.documents import papers, seance, seance_lists, seance_rows, seance_vae
from laureat.documents.context import Context
from laureat.documents.persons import born_on
from laureat.jury.members import Fonction, Jury, Member, Presence, Qualite
from laureat.jury.pv import pv_lines
from laureat.reglements import famille
from laureat.vocabulary import Cell, Decision, Motif, UnitStatus, parse_cell
from support.portees import speciality
from support.portees_de_conduite import WHO, context_of

FAMILIES = ("bac_pro", "cap", "bts", "bp", "titre_professionnel", "capitalisation")
PRESIDED = Jury(
    (
        Member("Haddad-Lévêque", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT, "Nadia", "F", Presence.PRESENT),
        Member("Petit", Qualite.ENSEIGNANT_PUBLIC, Fonction.MEMBRE, "Jean", "M", Presence.ABSENT),
        Member("Moreau", Qualite.ENSEIGNANT_CFA, Fonction.MEMBRE, "Léa", "F", Presence.DISTANCE),
        Member("Diallo", Qualite.EMPLOYEUR, Fonction.MEMBRE, "Amadou", "M", Presence.PRESENT),
        Member("Novák", Qualite.SALARIE, Fonction.MEMBRE, "Šárka", "F", Presence.PRESENT),
    )
)
MET = {"formation_constatee": True, "pratique_constatee": True}
"""The conditions of a BP, recorded by an act."""
EVALUATED = dict.fromkeys(("mise_en_situation", "dossier_professionnel", "ecf", "entretien_final"), True)


def law_of(code: str, session: int | None = None) -> SessionRules:
    """The rules of a real speciality of a family, for this year or another session."""
    own = speciality(famille(code))
    return own.at(session or min(own.last_session or 2026, 2026))


def bench(law: SessionRules) -> Context:
    """What its papers share: its title, its blocks, its jury."""
    jury = PRESIDED
    if not law.reglement.famille.conduite.preside:
        jury = replace(jury, members=tuple(replace(m, fonction=Fonction.MEMBRE) for m in jury.members))
    blocs = [{"code": u.bloc.rpartition("/")[2], "intitule": u.label, "competences": []} for u in law.mandatory]
    plain = context_of(law)
    fiche = {**plain.fiche, "blocs": blocs, "niveau": "4", "dates": {"decision": "2022-07-01"}}
    founding = str(law.reglement.founding)
    if not law.reglement.famille.papiers.academie:
        certifier = "Le directeur régional de l'économie et de l'emploi"
        own = {"autorite": certifier, "certificateur": certifier, "signataire.qualite": "La directrice adjointe"}
        plain = replace(plain, infos=replace(plain.infos, values={**plain.infos.values, **own, "academie": ""}))
    return replace(plain, fiche=fiche, founding=founding, jury=tuple(pv_lines(jury)), absents="Jean Petit")


def candidates(law: SessionRules) -> Mapping[str, Candidate]:
    """One admitted, one who fails with something acquired, one with every sort of cell."""
    droit = law.reglement.famille
    route = droit.voies[0] if droit.voies else None
    codes = [unit.code for unit in law.mandatory]

    def one(numero: str, cells: Mapping[str, Cell], **told: Any) -> Candidate:
        known = {colonne.nom for colonne in droit.colonnes}
        declare = {name: value for name, value in {**MET, **told}.items() if name in known}
        return Candidate(numero, route, dict(cells), identite=WHO, declare=declare)

    if not droit.note_des_unites:
        valid = dict.fromkeys(codes, Cell(UnitStatus.VALIDE))
        partly = {**valid, codes[-1]: Cell(UnitStatus.NON_VALIDE)}
        titled = {"session_de": "titre", **EVALUATED}
        return {
            "admis": one("0001", valid, titre="oui", **titled),
            "partiel": one("0002", partly, titre="non", **titled),
            "ajourne": one("0003", dict.fromkeys(codes, Cell(UnitStatus.NON_VALIDE)), titre="non", **titled),
        }
    good = {**dict.fromkeys(codes, parse_cell("14")), codes[0]: parse_cell("12,5")}
    mixed = {**dict.fromkeys(codes, parse_cell("9")), codes[0]: parse_cell("13,5"), codes[1]: parse_cell("B11@2024")}
    mixed[codes[-1]] = replace(parse_cell("DI"), motif=Motif.TITRE)
    optional = {
        unit.code: parse_cell("15") for unit in law.optional if "mobilite" in unit.traits or len(law.optional) < 3
    }
    return {
        "admis": one("0001", {**good, **optional}, projet_livret=1325, projet_oral=1400),
        "ajourne": one("0002", {**mixed, codes[2]: parse_cell("8")}),
        "faible": one("0003", dict.fromkeys(codes, parse_cell("5"))),
    }


def told(law: SessionRules) -> Mapping[str, Explanation]:
    """The same, explained; the jury refuses the second, whatever the computation opened to him."""
    answers = {name: explain(law, one, with_changes=False) for name, one in candidates(law).items()}
    if law.reglement.famille.note_des_unites:
        one = candidates(law)["ajourne"]
        answers["ajourne"] = explain(law, one, with_changes=False, act=JuryAct(Decision.AJOURNE))
    return answers


def every_paper(law: SessionRules) -> dict[str, dict[str, Any]]:
    """What each paper of a family says, those of the session too, by name: ``releve admis``, ``proces_verbal``."""
    context, answers = bench(law), told(law)
    found = {
        f"{kind.name} {name}": kind.content(context, answer)
        for name, answer in answers.items()
        for kind in papers.due(context, answer)
    }
    rows = [seance_rows.row(answer.candidate, answer.outcome) for answer in answers.values()]
    vae = [
        seance_vae.VaeRow("VAE-1", "Diallo", "Awa", born_on({**WHO, "sexe": sex}), ((codes[0], sex != "M", "motif"),))
        for codes in [[unit.code for unit in law.mandatory]]
        for sex in ("F", "M", "")
    ]
    return found | {
        "proces_verbal_vae": seance_vae.proces_verbal_vae(context, vae),
        "proces_verbal": seance.proces_verbal(context, rows),
        "emargement_jury": seance_lists.emargement_jury(context),
        "emargement": seance_lists.emargement(context, rows),
        "resultats": seance_lists.resultats(context, rows),
    }

"""The minutes of a session (procès-verbal de délibération), as a paper and as data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laureat.deliberation.papiers import Alinea
from laureat.documents import typography
from laureat.documents.context import PROVISIONAL, Context
from laureat.documents.persons import chair
from laureat.documents.seance_rows import Row
from laureat.documents.typography import AsTyped
from laureat.documents.vouched import Vouched, annex, journal, journal_facts
from laureat.vocabulary import Citation, Decision, Mention, french
from laureat.vocabulary.citations import Reading

PV_TITLE = "Procès-verbal de délibération"


@dataclass(frozen=True, slots=True)
class Incomplete:
    """What a file lacked, and what was decided of it before the seal."""

    numero: str
    nom: str
    piece: str
    accepted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Recusal:
    """A member of the jury who stood aside for a candidate."""

    numero: str
    nom: str
    membre: str
    reason: str


def proces_verbal(
    context: Context,
    rows: Sequence[Row],
    vouched: Vouched | None = None,
    incomplete: Sequence[Incomplete] = (),
    recusals: Sequence[Recusal] = (),
) -> dict[str, Any]:
    """The minutes: who sat, by which rules, what was decided for each candidate, and the log that answers for it."""
    synthese, words = context.synthese, context.papiers
    counted = [row for row in rows if not row.attente]
    provisional = sum(row.provisional for row in counted)
    paper = context.head("proces_verbal", PV_TITLE)
    paper |= {
        "pied": context.session,
        **sat(context, words.remarques),
        "regles_detail": [
            ["Règlement", str(synthese.get("reglement") or "")],
            ["Édition", str(synthese.get("edition") or "")],
            ["Versions", _versions(synthese)],
            [
                "Empreinte de ce qui décide : règles et nombres (SHA-256)",
                AsTyped(synthese.get("empreinte_regles") or ""),
            ],
            ["Empreinte de ce qui a tourné : sources (SHA-256)", AsTyped(context.sources)],
            ["Empreinte des candidats (SHA-256)", AsTyped(synthese.get("empreinte_candidats") or "")],
            _ground(context),
        ],
        "hypotheses": _hypotheses(context),
        "effectifs": _counts(rows),
        "tete_blocs": words.tete[1],
        "avec_moyennes": any(row.moyenne for row in counted),
        "avec_mentions": any(row.mention for row in counted),
        "avec_certificats": "certificat" in words.papiers,
        "lignes": [_line(row) for row in rows],
        "reserves": sum(bool(row.attente) for row in rows),
        "cloture": context.said(words.cloture),
        "journal": journal(vouched) if vouched else None,
        "approbations": annex(vouched.content, vouched.approvals) if vouched and vouched.approvals else None,
    }
    if incomplete:
        paper["incomplets"] = [
            [
                AsTyped(one.numero),
                AsTyped(one.nom),
                one.piece,
                "accepté" if one.accepted else "refusé : hors du procès-verbal",
                one.reason,
            ]
            for one in incomplete
        ]
    if recusals:
        paper["deports"] = [
            [AsTyped(one.numero), AsTyped(one.nom), AsTyped(one.membre), one.reason] for one in recusals
        ]
    if provisional:
        paper["provisoire"] = PROVISIONAL
        depend = typography.counted(provisional, "résultat dépend", "résultats dépendent")
        paper["certitude"] = f"{depend} de nombres non confirmés ; chacun est signalé dans le tableau."
    elif context.unconfirmed:
        paper["certitude"] = "Ces résultats valent quelle que soit la valeur des nombres non confirmés."
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def sat(context: Context, remarks: Sequence[Alinea]) -> dict[str, Any]:
    """What minutes say of who sat: the day, the place, the order, each member, what was recorded; who signs.

    ``remarks``: what the family adds to the list of the members.
    """
    presiding = chair(context.jury)
    return {
        "identite": [
            ["Date de la délibération", context.deliberation],
            ["Lieu", context.infos["deliberation.lieu"]],
            [f"{context.president_title.capitalize()} du jury", AsTyped(context.president if context.presided else "")],
            ["Nomination du jury", context.appointment],
            *_recorded(context, remarks),
        ],
        "jury": [
            {
                "nom": AsTyped(f"{line.prenom} {line.nom}".strip()),
                "fonction": line.fonction,
                "qualite": line.qualite,
                "secteur": line.secteur,
                "etablissement": AsTyped(line.etablissement),
                "college": line.college,
                "presence": line.presence or "non renseignée",
                "voix": line.voix,
            }
            for line in context.jury
        ],
        "composition": [
            *context.said(remarks),
            *([{"texte": context.jury_notice, "article": ""}] if context.jury_notice else []),
        ],
        "signature_president": {
            "fait": f"Fait à {context.infos['lieu']}, le {context.deliberation}",
            "autorite": f"{'La' if context.president_title.endswith('e') else 'Le'} {context.president_title} du jury"
            if context.presided
            else "Les membres du jury",
            "qualite": (context.infos["president.qualite"] or (presiding.qualite if presiding else ""))
            if context.presided
            else "",
            "nom": AsTyped(context.president if context.presided else ""),
        },
    }


def _recorded(context: Context, remarks: Sequence[Alinea]) -> Iterator[list[str]]:
    """What was recorded of the jury, where something was: who sits again, a place that could not be filled.

    For such a place, a family may have words of its own among its remarks.
    """
    if context.returning:
        yield ["Membres ayant déjà siégé", context.returning]
    if context.impossibilite and not any("impossibilite" in one.champs for one in remarks):
        yield ["Impossibilité consignée", context.impossibilite]


def proces_verbal_facts(
    context: Context,
    rows: Sequence[Row],
    vouched: Vouched | None = None,
    incomplete: Sequence[Incomplete] = (),
    recusals: Sequence[Recusal] = (),
) -> dict[str, Any]:
    """The decision data attached to the minutes."""
    synthese = context.synthese
    return context.facts("proces_verbal") | {
        "deliberation": {"date": context.infos["deliberation.date"], "lieu": context.infos["deliberation.lieu"]},
        "empreinte_candidats": synthese.get("empreinte_candidats"),
        **({"reserve_sur_le_jury": context.jury_notice} if context.jury_notice else {}),
        "parametres": synthese.get("parametres") or [],
        "jury": [
            {
                "nom": line.nom,
                "prenom": line.prenom,
                "fonction": line.fonction,
                "qualite": line.qualite,
                "secteur": line.secteur,
                "college": line.college,
                "presence": line.presence,
                "a_distance": line.a_distance,
            }
            for line in context.jury
        ],
        "decisions": [
            {"numero": row.numero, "decision": "reserve"}
            if row.attente
            else {
                "numero": row.numero,
                "decision": str(row.decision),
                "mention": str(row.mention),
                "moyenne": row.moyenne,
                "certificat": row.certificat,
                "certitude": row.certitude,
                **({"exception": row.exception} if row.exception else {}),
            }
            for row in rows
        ],
        **(
            {
                "dossiers_incomplets": [
                    {"numero": one.numero, "piece": one.piece, "accepte": one.accepted, "motif": one.reason}
                    for one in incomplete
                ]
            }
            if incomplete
            else {}
        ),
        **({"deports": [{"numero": one.numero, "membre": one.membre} for one in recusals]} if recusals else {}),
        **(journal_facts(vouched) if vouched else {}),
    }


def _line(row: Row) -> dict[str, str]:
    name = {
        "numero": AsTyped(row.numero),
        "nom": AsTyped(row.nom),
        "prenom": AsTyped(row.prenom),
        "naissance": row.date_naissance,
    }
    if row.attente:
        blank = dict.fromkeys(("mention", "moyenne", "blocs", "certificat", "certitude"), "")
        return name | blank | {"decision": f"réservé : {row.attente}"}
    exception = f", par exception ({row.exception})" if row.exception else ""
    return name | {
        "decision": f"{row.decision.label}{exception}",
        "mention": row.mention.label.replace("très bien avec les félicitations du jury", "très bien, félicitations"),
        "moyenne": french.with_comma(row.moyenne).replace("-", "−"),
        "blocs": str(row.blocs),
        "certificat": french.OUI if row.certificat else "",
        "certitude": f"dépend de {row.certitude.partition(':')[2].replace(',', ', ')}" if row.provisional else "",
    }


def _versions(synthese: Mapping[str, Any]) -> str:
    """« laureat 0.1.0, python 3.11.9, polars 2.0.0 »."""
    known = synthese.get("versions") or {"laureat": synthese.get("version_moteur") or ""}
    return ", ".join(f"{name} {version}" for name, version in known.items())


def _ground(context: Context) -> list[str]:
    """The text that the certification stands on: the one that creates it, or its registration in force."""
    diplome = context.papiers.papiers.get("diplome")
    registered = [visa for visa in diplome.visas if "registre" in visa.champs] if diplome else []
    if not registered:
        return ["Texte fondateur", context.founding_text or context.founding]
    return ["Enregistrement", " ".join(context.plain(registered)).removeprefix("Vu ").removesuffix(" ;")]


SETTLED = (Decision.ADMIS, Decision.AJOURNE, Decision.NON_DELIVRABLE, Decision.PARTIEL)
"""The decisions out of which a rate of success is taken."""


def _counts(rows: Sequence[Row]) -> list[list[str]]:
    counted = [row for row in rows if not row.attente]
    decided = [row for row in counted if row.decision in SETTLED]
    passed = sum(row.decision is Decision.ADMIS for row in counted)
    lines = [["Candidats", french.number(len(rows))]]
    lines += [
        [decision.label.capitalize(), french.number(count)]
        for decision in Decision
        if (count := sum(row.decision is decision for row in counted))
    ]
    lines += [
        [f"dont mention {mention.label}", french.number(count)]
        for mention in reversed(Mention)
        if mention and (count := sum(row.mention is mention for row in counted))
    ]
    if reserved := len(rows) - len(counted):
        lines.append(["Résultats réservés", french.number(reserved)])
    lines.append(["Admis parmi les résultats définitifs", typography.percent(passed, len(decided))])
    return lines


def _cited(parameter: Mapping[str, Any]) -> str:
    if not parameter.get("article") or not parameter.get("lecture"):
        return ""
    return str(Citation(parameter["article"], Reading(parameter["lecture"]), read_on=parameter.get("lu_le") or ""))


def _hypotheses(context: Context) -> list[list[str]]:
    return [
        [
            str(p.get("libelle") or p.get("nom", "")).replace("_", " "),
            french.with_comma(str(p.get("valeur", ""))),
            " à ".join(french.with_comma(str(b)) for b in p.get("bornes") or []) or "sans borne connue",
            _cited(p),
        ]
        for p in context.synthese.get("parametres") or []
        if p.get("nom") in context.unconfirmed
    ]

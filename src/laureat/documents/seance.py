"""The papers of the session: procès-verbal de délibération, listes d'émargement, result lists for display."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laureat.deliberation.outcome import Candidate, Outcome
from laureat.documents import typography
from laureat.documents.context import Context
from laureat.documents.typography import AsTyped
from laureat.vocabulary import Decision, Mention, french

PV_TITLE = "Procès-verbal de délibération"
EMARGEMENT_JURY_TITLE = "Liste d'émargement du jury"
EMARGEMENT_TITLE = "Liste d'émargement des candidats"
RESULTATS_TITLE = "Liste des candidats admis"


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate in the papers of the session: little enough to keep a whole session in memory."""

    numero: str
    nom: str
    prenom: str
    date_naissance: str
    uai: str
    etablissement: str
    decision: Decision
    mention: Mention
    moyenne: str
    blocs: int
    certificat: bool
    certitude: str
    retenu: bool = False
    """A fraud file is open: the result is withheld (CE D334-33 and following)."""

    @property
    def provisional(self) -> bool:
        """Whether unconfirmed coefficients may change the result."""
        return self.certitude != "certain"


def row(candidate: Candidate, outcome: Outcome, *, withheld: bool = False) -> Row:
    """What the papers of the session keep of one candidate."""
    who = candidate.identite
    return Row(
        numero=candidate.numero,
        nom=who.get("nom", ""),
        prenom=who.get("prenom", ""),
        date_naissance=who.get("date_naissance", ""),
        uai=who.get("uai", ""),
        etablissement=who.get("etablissement", ""),
        decision=outcome.decision,
        mention=outcome.mention,
        moyenne=outcome.average_text,
        blocs=len(outcome.blocs),
        certificat=outcome.certificat,
        certitude=outcome.certitude,
        retenu=withheld,
    )


def proces_verbal(context: Context, rows: Sequence[Row]) -> dict[str, Any]:
    """The minutes: who sat, by which rules, what was decided for each candidate."""
    synthese = context.synthese
    counted = [row for row in rows if not row.retenu]
    provisional = sum(row.provisional for row in counted)
    paper = context.head("proces_verbal", PV_TITLE)
    paper |= {
        "pied": context.session,
        "identite": [
            ["Date de la délibération", context.deliberation],
            ["Lieu", context.infos["deliberation.lieu"]],
            [f"{context.president_title.capitalize()} du jury", AsTyped(context.president)],
            ["Nomination du jury", context.appointment],
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
                "distance": line.distance,
                "voix": line.voix,
            }
            for line in context.jury
        ],
        "composition": list(context.jury_remarks),
        "regles_detail": [
            ["Règlement", str(synthese.get("reglement") or "")],
            ["Édition", str(synthese.get("edition") or "")],
            ["Version du moteur", str(synthese.get("version_moteur") or "")],
            ["Empreinte des règles (SHA-256)", AsTyped(synthese.get("empreinte_regles") or "")],
            ["Empreinte des candidats (SHA-256)", AsTyped(synthese.get("empreinte_candidats") or "")],
            ["Texte fondateur", context.founding],
        ],
        "hypotheses": _hypotheses(synthese),
        "effectifs": _counts(rows),
        "lignes": [_line(row) for row in rows],
        "reserves": sum(row.retenu for row in rows),
        "cloture": [
            "Le jury, souverain, après en avoir délibéré, arrête les résultats ci-dessus. Les calculs présentés "
            "au jury étaient des propositions, établies par un traitement algorithmique dont les règles sont désignées "
            "plus haut par leur édition et leur empreinte.",
        ],
        "signature_president": {
            "fait": f"Fait à {context.infos['lieu']}, le {context.deliberation}",
            "autorite": f"{'La' if context.president_title.endswith('e') else 'Le'} {context.president_title} du jury",
            "qualite": context.infos["president.qualite"],
            "nom": AsTyped(context.president),
        },
    }
    if provisional:
        paper["provisoire"] = "PROVISOIRE — coefficients non confirmés"
        depend = typography.counted(provisional, "résultat dépend", "résultats dépendent")
        paper["certitude"] = f"{depend} de coefficients non confirmés ; chacun est signalé dans le tableau."
    elif context.unconfirmed:
        paper["certitude"] = "Ces résultats valent quelle que soit la valeur des coefficients non confirmés."
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def proces_verbal_facts(context: Context, rows: Sequence[Row]) -> dict[str, Any]:
    """The decision data attached to the minutes."""
    synthese = context.synthese
    return context.facts("proces_verbal") | {
        "deliberation": {"date": context.infos["deliberation.date"], "lieu": context.infos["deliberation.lieu"]},
        "empreinte_candidats": synthese.get("empreinte_candidats"),
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
            if row.retenu
            else {
                "numero": row.numero,
                "decision": str(row.decision),
                "mention": str(row.mention),
                "moyenne": row.moyenne,
                "certificat": row.certificat,
                "certitude": row.certitude,
            }
            for row in rows
        ],
    }


def emargement_jury(context: Context) -> dict[str, Any]:
    """The sheet that the members of the jury sign."""
    title = EMARGEMENT_JURY_TITLE
    paper = context.head("emargement", title)
    paper |= {
        "pied": context.session,
        "lieu": _occasion("Délibération du jury", context.deliberation, context.infos["deliberation.lieu"]),
        "colonnes": ["Nom et prénom", "Fonction", "Qualité", "Présence", "Signature"],
        "largeurs": [3, 2, 3, 2, 4],
        "lignes": [
            [
                AsTyped(f"{line.nom} {line.prenom}".strip()),
                line.fonction,
                line.qualite,
                line.presence,
                "",
            ]
            for line in context.jury
        ],
        "total": typography.counted(len(context.jury), "membre"),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def emargement(context: Context, rows: Sequence[Row]) -> dict[str, Any]:
    """The sheet that the candidates of one establishment sign when their papers are handed over."""
    title = EMARGEMENT_TITLE
    where = _where(rows)
    paper = context.head("emargement", title)
    paper |= {
        "pied": AsTyped(where),
        "lieu": AsTyped(where),
        "colonnes": ["Numéro", "Nom et prénom", "Date de naissance", "Remis le", "Signature"],
        "largeurs": [2, 4, 2, 2, 4],
        "lignes": [
            [AsTyped(r.numero), AsTyped(f"{r.nom} {r.prenom}".strip()), r.date_naissance, "", ""] for r in by_name(rows)
        ],
        "total": typography.counted(len(rows), "candidat"),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def resultats(context: Context, rows: Sequence[Row]) -> dict[str, Any]:
    """The list to display in one establishment: those admitted, without mention nor mark; no withheld result."""
    title = RESULTATS_TITLE
    shown = admitted(rows)
    where = _where(rows)
    provisional = [r for r in shown if r.provisional]
    paper = context.head("resultats", title)
    paper |= {
        "pied": AsTyped(where),
        "lieu": AsTyped(where),
        "lignes": [
            [AsTyped(r.numero), AsTyped(r.nom), AsTyped(r.prenom), "résultat provisoire" if r.provisional else ""]
            for r in shown
        ],
        "total": typography.counted(len(shown), "candidat admis", "candidats admis"),
        "note": f"Résultats arrêtés par le jury{f' le {context.deliberation}' if context.deliberation else ''}. Cette "
        "liste ne vaut pas notification ; chaque candidat reçoit son relevé de notes.",
    }
    if provisional:
        paper["provisoire"] = "PROVISOIRE — coefficients non confirmés"
        paper["certitude"] = "Les résultats concernés portent la mention « résultat provisoire »."
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def list_facts(context: Context, kind: str, rows: Iterable[Row]) -> dict[str, Any]:
    """The data attached to a list: the numbers it shows, nothing more."""
    return context.facts(kind) | {"candidats": [row.numero for row in by_name(rows)]}


def admitted(rows: Iterable[Row]) -> list[Row]:
    """Those admitted whose result is not withheld, by name."""
    return by_name(row for row in rows if row.decision is Decision.ADMIS and not row.retenu)


def by_name(rows: Iterable[Row]) -> list[Row]:
    """In the order of the dictionary, accents aside; homonyms by number."""
    return sorted(rows, key=lambda row: (french.sort_key(row.nom, row.prenom), row.numero))


def _where(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    return " · ".join(part for part in (rows[0].etablissement, rows[0].uai) if part) or "Candidats sans établissement"


def _occasion(*parts: str) -> str:
    return " — ".join(part for part in parts if part)


def _line(row: Row) -> dict[str, str]:
    name = {"numero": AsTyped(row.numero), "nom": AsTyped(f"{row.nom} {row.prenom}".strip())}
    if row.retenu:
        blank = dict.fromkeys(("mention", "moyenne", "blocs", "certificat", "certitude"), "")
        return name | blank | {"decision": "réservé : dossier de fraude en instruction"}
    return name | {
        "decision": row.decision.label,
        "mention": row.mention.label.replace("très bien avec les félicitations du jury", "très bien, félicitations"),
        "moyenne": french.with_comma(row.moyenne).replace("-", "−"),
        "blocs": str(row.blocs),
        "certificat": french.OUI if row.certificat else "",
        "certitude": f"dépend de {row.certitude.partition(':')[2].replace(',', ', ')}" if row.provisional else "",
    }


def _counts(rows: Sequence[Row]) -> list[list[str]]:
    counted = [row for row in rows if not row.retenu]
    decided = [row for row in counted if row.decision in (Decision.ADMIS, Decision.AJOURNE, Decision.NON_DELIVRABLE)]
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


def _hypotheses(synthese: Mapping[str, Any]) -> list[list[str]]:
    return [
        [
            str(p.get("libelle") or p.get("nom", "")).replace("_", " "),
            french.with_comma(str(p.get("valeur", ""))),
            " à ".join(french.with_comma(str(b)) for b in p.get("bornes") or []),
            str(p.get("article") or ""),
        ]
        for p in synthese.get("parametres") or []
        if p.get("statut") == "hypothese"
    ]

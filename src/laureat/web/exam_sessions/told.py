"""What each kind of fact sets, by label: from which « ancien → nouveau » is told, whatever the kind. No base."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from laureat.jury import Fonction, Presence, Qualite
from laureat.records import Fact
from laureat.records import facts as f
from laureat.session.after import Answer, FollowUp, Ground, Nature
from laureat.session.approvals import fingerprint
from laureat.session.framework import MOTIF, Accommodation, Framework, Round, Sanction
from laureat.session.milestones import Milestone
from laureat.vocabulary import Decision, Mention
from laureat.vocabulary.french import enumeration, oui_non, plural, written_date
from laureat.web.candidates.labels import label_of

ERASED = "effacé"
PERSON, OWN = "dossiers de la personne", "celui-ci"
"""The registrations of whoever a file is of; their own alone, where nobody said more."""
Said = Mapping[str, str]
"""Label → value."""

SCOPES = {"integrale": "intégrale", "partielle": "partielle"}
ACCOMMODATIONS = {
    Accommodation.TIERS_TEMPS: "tiers temps",
    Accommodation.ETALEMENT: "étalement sur plusieurs sessions",
    Accommodation.AIDE_HUMAINE: "aide humaine",
    Accommodation.AIDE_MATERIELLE: "aide matérielle",
    Accommodation.SUJET_ADAPTE: "sujet adapté",
    Accommodation.EPREUVE_ADAPTEE: "épreuve adaptée",
}
SANCTIONS = {
    Sanction.AUCUNE: "aucune sanction, procédure abandonnée",
    Sanction.BLAME: "blâme",
    Sanction.PRIVATION_MENTION: "privation de mention",
    Sanction.INTERDICTION: "interdiction de se présenter",
}


@dataclass
class Names:
    """What identifiers of the facts stand for, for people."""

    framework: Framework
    texts: Mapping[str, str] = field(default_factory=dict)
    """By commitment, the text behind it; those erased are not there."""
    schools: Mapping[str, str] = field(default_factory=dict)
    natures: Mapping[str, str] = field(default_factory=dict)
    """What the natures of schools are called."""
    jurors: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)
    """By person, the registrations that are theirs today."""
    joined: Mapping[str, str] = field(default_factory=dict)
    """By candidate who came as someone already known, the registrations that this person had."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """What the fields of a session are called."""

    def identity(self, commitment: str) -> Said:
        """The fields of an identity."""
        if commitment not in self.texts:
            return {"identité": ERASED}
        fields = json.loads(self.texts[commitment])
        return {label_of(name): str(value) for name, value in fields.items()}

    def session(self, commitment: str) -> Said:
        """What a session says of who holds it, its empty fields too."""
        if commitment not in self.texts:
            return {"ce que portent les papiers": ERASED}
        fields = json.loads(self.texts[commitment])
        return {label: str(fields.get(name, "")) for name, label in self.headings.items()}

    def school(self, uai: str) -> str:
        """The name of a school, then its UAI."""
        return f"{self.schools[uai]} ({uai})" if uai in self.schools else uai

    def route(self, code: str) -> str:
        """A route in words."""
        return self.framework.famille.route_label(code) or code

    def parameter(self, name: str) -> str:
        """A number of the law in words."""
        known = self.framework.to_confirm.get(name)
        return known.words if known else name.replace("_", " ")


def decided(decision: str, mention: str = "") -> str:
    """A decision in words, with its mention."""
    known = Decision[decision.upper()].label if decision.upper() in Decision.__members__ else decision
    said = Mention[mention].label if mention in Mention.__members__ else ""
    return f"{known}, mention {said}" if said else known


def told(fact: Fact, names: Names) -> Said:
    """What a fact sets; nothing where its name says all."""
    teller = TELLERS.get(type(fact))
    return teller(fact, names) if teller else {}


def before_of(fact: Fact) -> Said:
    """What a fact itself says stood there before."""
    if isinstance(fact, f.MarkRectified):
        return {_rectified(fact): fact.before}
    if isinstance(fact, f.CorrectionMade):
        return {_unit(fact.unit, fact.control): fact.before}
    return {PERSON: OWN} if isinstance(fact, f.CandidateRegistered) else {}


def changes(said: Said, known: Said) -> list[tuple[str, str, str]]:
    """Label, old, new: what is not already so. A whole identity that comes again says only what differs."""
    return [(label, known.get(label, ""), value) for label, value in said.items() if known.get(label, "") != value]


def _rectified(fact: f.MarkRectified) -> str:
    """The mark that is rectified, and by what act of the jury where it harmonises."""
    if fact.undoes:
        return f"{fact.unit}, harmonisation annulée"
    return f"{fact.unit}, harmonisée par le jury" if fact.harmonised else _unit(fact.unit, fact.control)


def _unit(unit: str, control: bool = False) -> str:
    return f"{unit}, épreuve de contrôle" if control else unit


def _list(values: Iterable[str]) -> str:
    return enumeration(list(values)) if values else "aucune"


def _round(value: str) -> str:
    return Round(value).label if value in {one.value for one in Round} else value


def _route(fact: f.RouteEstablished, names: Names) -> Said:
    said = {
        "voie": names.route(fact.voie),
        "forme": fact.forme,
        "option": fact.option,
        "voie d'accès": fact.voie_acces,
        "établissement": names.school(fact.establishment),
        "dérogation": oui_non(fact.derogation),
        "demande": " ".join(fact.units),
    }
    return {label: value for label, value in said.items() if value and not (label == "dérogation" and value == "non")}


def _column(fact: f.ColumnDeclared | f.ReserveSettled, names: Names) -> Said:
    if fact.column.startswith(MOTIF):
        return {f"motif, {fact.column.removeprefix(MOTIF)}": fact.value}
    framework = names.framework
    asked = {one.nom: framework.column_name(one) for one in framework.famille.colonnes}
    return {asked.get(fact.column, fact.column.replace("_", " ")): fact.value}


def habilitation(fact: f.HabilitationGranted | f.HabilitationRecorded | f.HabilitationChanged) -> str:
    """A habilitation in words."""
    until = f" au {written_date(fact.until)}" if fact.until else ""
    right = ", de droit" if fact.by_right else ""
    return f"{SCOPES.get(fact.scope, fact.scope)}, du {written_date(fact.since)}{until}{right}"


def _habilitation(fact: f.HabilitationGranted, names: Names) -> Said:
    return {f"habilitation, {names.school(fact.establishment)}": habilitation(fact)}


def _taken_back(fact: f.HabilitationTakenBack, names: Names) -> Said:
    told = f"retirée ({SCOPES.get(fact.scope, fact.scope)}, du {written_date(fact.since)})"
    return {f"habilitation, {names.school(fact.establishment)}": told}


def _struck(fact: f.DecisionsWithdrawn | f.DecisionsRestored, names: Names) -> Said:
    said = {"acte": f"{fact.authority}, n° {fact.number}, {written_date(fact.decided_on)}"}
    count = len(fact.candidates)
    if isinstance(fact, f.DecisionsRestored):
        return said | {"décisions": plural(count, "décision rétablie", "décisions rétablies")}
    said["décisions"] = plural(count, *Ground(fact.ground).decisions)
    if fact.establishment:
        said["centre"] = names.school(fact.establishment)
    if fact.again:
        said["nouvelle délibération"] = f"avant le {written_date(fact.due)}" if fact.due else "demandée"
    return said


def _request(fact: f.RequestReceived | f.RequestProlonged | f.RequestAnswered, _names: Names) -> Said:
    label = f"demande n° {fact.request}"
    if isinstance(fact, f.RequestReceived):
        told = f"{Nature(fact.nature).label}, reçue le {written_date(fact.received_on)}"
        return {label: told, f"{label}, réponse avant le": written_date(fact.due)}
    if isinstance(fact, f.RequestProlonged):
        return {f"{label}, réponse avant le": written_date(fact.due)}
    return {f"{label}, réponse": f"{Answer(fact.answer).label}, le {written_date(fact.answered_on)}"}


def _school_word(word: str) -> Callable[[Any, Names], Said]:
    return lambda fact, names: {f"notes, {names.school(fact.establishment)}": word}


def _reopened(fact: f.SessionReopened, names: Names) -> Said:
    where = names.school(fact.establishment) if fact.establishment else "tous les établissements"
    return {"rouverte pour": f"{where}, {fact.unit or 'toutes les notes'}"}


def _juror(fact: f.JurorAppointed, names: Names) -> Said:
    who = names.jurors.get(fact.juror, "")
    if not who and fact.identity:
        fields = names.identity(fact.identity)
        who = f"{fields.get('prénom', '')} {fields.get('nom', '')}".strip()
    return {who or "membre": f"{_label(Fonction, fact.fonction)}, {_label(Qualite, fact.qualite)}"}


def _jury(fact: f.JuryAppointed, names: Names) -> Said:
    said = {"membres": str(len(fact.jurors)), "arrêté du": written_date(fact.arrete_date)}
    if fact.president:
        said["préside"] = names.jurors.get(fact.president, "—")
    return said


def _label(words: Any, value: str) -> str:
    """A word of the jury as people say it."""
    known = {one.value: one.label for one in words}
    return str(known.get(value, value))


def _deliberation(fact: Any, _names: Names) -> Said:
    return {"délibération": f"n° {fact.deliberation}"}


TELLERS: dict[type[Fact], Callable[[Any, Names], Said]] = {
    f.CandidateRegistered: lambda fact, names: (
        {**names.identity(fact.identity), PERSON: names.joined.get(fact.candidate, OWN)}
    ),
    f.IdentityCorrected: lambda fact, names: names.identity(fact.identity),
    f.PersonRecognised: lambda fact, names: {PERSON: names.persons.get(fact.person, OWN)},
    f.RouteEstablished: _route,
    f.PieceReceived: lambda fact, names: {names.framework.piece_label(fact.piece): "reçu"},
    f.IncompleteFileDecided: lambda fact, names: {
        f"sans {names.framework.piece_label(fact.piece)}": "accepté"
        if fact.accepted
        else "refusé, hors du procès-verbal"
    },
    f.AccommodationDecided: lambda fact, names: {
        "aménagements": enumeration([ACCOMMODATIONS[Accommodation(kind)] for kind in fact.kinds])
    },
    f.DispenseGranted: lambda fact, names: {fact.unit: "DI", f"motif, {fact.unit}": fact.basis},
    f.KeptMarkRequested: lambda fact, names: {fact.unit: fact.cell},
    f.VaeUnitCarried: lambda fact, names: {fact.unit: f"VA ({fact.source})"},
    f.MarkEntered: lambda fact, names: {fact.unit: fact.cell},
    f.MarkRectified: lambda fact, names: {_rectified(fact): fact.cell},
    f.CorrectionMade: lambda fact, names: {_unit(fact.unit, fact.control): fact.cell},
    f.ControlMarkEntered: lambda fact, names: {_unit(fact.unit, True): fact.cell},
    f.MarkRaised: lambda fact, names: {f"{_unit(fact.unit, fact.control)}, relevée par le jury": fact.cell},
    f.ColumnDeclared: _column,
    f.ReserveSettled: _column,
    f.ControlChosen: lambda fact, names: {"épreuves de contrôle": _list(fact.units)},
    f.ReplacementAuthorised: lambda fact, names: {"épreuves de remplacement": _list(fact.units)},
    f.FraudFileEnded: lambda fact, names: {
        "sanction": SANCTIONS[Sanction(fact.sanction)],
        "épreuves annulées": _list(fact.annulled),
    },
    f.DecisionProposed: lambda fact, names: {"proposition": decided(fact.decision, fact.mention)},
    f.DecisionFixed: lambda fact, names: {"décision du jury": decided(fact.decision, fact.mention)},
    f.CheckRequested: lambda fact, names: {f"vérification, {fact.unit}": "demandée"},
    f.CheckAnswered: lambda fact, names: {
        f"vérification, {fact.unit}": "note confirmée" if fact.upheld else "note à corriger"
    },
    f.PaperIssued: lambda fact, names: {fact.paper.replace("_", " "): "délivré"},
    f.SessionOpened: lambda fact, names: {
        "session": str(fact.year),
        "certification": fact.certification,
        "à blanc": oui_non(fact.blank),
        "clé d'approbation exigée": oui_non(fact.keys_required),
    },
    f.KeysRequirementSet: lambda fact, names: {"clé d'approbation exigée": oui_non(fact.keys_required)},
    f.ConductUpgraded: lambda fact, names: {"édition de la conduite": str(fact.conduct)},
    f.DeadlineSet: lambda fact, names: {_milestone(fact.milestone): written_date(fact.day)},
    f.CoefficientConfirmed: lambda fact, names: {names.parameter(fact.name): _number(fact, names)},
    f.SessionClosed: lambda fact, names: {"groupe": _round(fact.round)},
    f.SessionReopened: _reopened,
    f.RoundStarted: lambda fact, names: {"groupe": _round(fact.round)},
    f.EstablishmentRegistered: lambda fact, names: {
        names.school(fact.establishment): names.natures.get(fact.nature, fact.nature)
    },
    f.HabilitationGranted: _habilitation,
    f.JurorAppointed: _juror,
    f.JuryAppointed: _jury,
    f.RecusalRecorded: lambda fact, names: {
        f"déport, {names.jurors.get(fact.juror, 'membre')}": "ne prend aucune part à la décision"
        if fact.recused
        else "levé"
    },
    f.AttendanceRecorded: lambda fact, names: {names.jurors.get(fact.juror, "membre"): _label(Presence, fact.presence)},
    f.DeliberationOpened: _deliberation,
    f.PvApproved: lambda fact, names: {
        "délibération": f"n° {fact.deliberation}",
        "clé": fingerprint(fact.public) or "sans clé personnelle",
    },
    f.PvSealed: _deliberation,
    f.ResultPublished: _deliberation,
    f.RouteCorrected: _route,
    f.CoefficientCorrected: lambda fact, names: {names.parameter(fact.name): _number(fact, names)},
    f.CoefficientCorrectionAsked: lambda fact, names: {f"{names.parameter(fact.name)}, demandé": _number(fact, names)},
    f.SessionFieldsSet: lambda fact, names: names.session(fact.fields),
    f.HabilitationTakenBack: _taken_back,
    f.MarksConfirmed: _school_word("confirmées"),
    f.MarksContested: _school_word("contestées"),
    f.CandidateWithdrawn: lambda fact, names: {"inscription": "retirée"},
    f.FraudFileOpened: lambda fact, names: {"dossier de fraude": "ouvert"},
    f.LivretExamined: lambda fact, names: {"livret": "examiné"},
    f.SessionAbandoned: lambda fact, names: {"session": "abandonnée"},
    f.DecisionsWithdrawn: _struck,
    f.DecisionsRestored: _struck,
    f.FollowUpDone: lambda fact, names: {FollowUp(fact.what).label: f"fait le {written_date(fact.done_on)}"},
    f.RequestReceived: _request,
    f.RequestProlonged: _request,
    f.RequestAnswered: _request,
    f.PublicListChosen: lambda fact, names: {"liste publique": oui_non(fact.listed)},
    f.SettingAsideAsked: lambda fact, names: {"fait refusé": "mise à l'écart demandée"},
    f.FactSetAside: lambda fact, names: {"fait refusé": "écarté"},
    f.TextErased: lambda fact, names: {"texte gardé à part": ERASED},
}


def _milestone(name: str) -> str:
    return Milestone(name).label if name in {one.value for one in Milestone} else name.replace("_", " ")


def _number(fact: f.CoefficientConfirmed | f.CoefficientCorrectionAsked, names: Names) -> str:
    parameter = names.framework.to_confirm.get(fact.name)
    return parameter.written(fact.value) if parameter else str(fact.value)

"""What the conduct of a session is told: the certification's frame, who acts, and how it answers.

The conduct knows no law: it is handed a ``Framework``, made from the rules of a session and their family, and asks it.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from laureat.deliberation.conduite import Condition, Conduite
from laureat.deliberation.famille import Colonne, Famille, Voie
from laureat.deliberation.outcome import Unit
from laureat.deliberation.reglement import SessionRules
from laureat.records import Commitment, Fact
from laureat.rules import Parameter, Weight
from laureat.vocabulary import Citation, Decision, Grammar, Motif, UnitStatus
from laureat.vocabulary.french import capital

CONDUCT = 8
"""The edition of the conduct. 2 asks that the acts of the jury be those of its members, that whoever approves a
procès-verbal has sat, and that a seal freezes its deliberation. 3 asks that whoever presided be among those who
approve, that a decision which was quashed or withdrawn be taken again by others or said why not, and that a jury go
below what the marks give a right to, or give another mention, only by an exception founded on a text; that whoever
closes says how many marks are missing, that a day of the calendar changes with a reason, and that the year be one of
the sheet's. 4 asks that whoever approves says from which seat, with an approval key where the session requires one,
that those who approved still sit when the procès-verbal is sealed, that its content tell the jury appointed; and that
what each file lacks be decided before the seal. 5 asks that a day be plausible; and, of the VAE, that a notification
follow a sitting whose minutes were approved by two persons who sat, whoever presided among them. 6 asks that a mark of
a grid name who signed it, and that a paper go out with the digest of its bytes, as every door has always said it. 7
asks that those who deliberate, not the adjunct examiners, do the acts of the jury, make its floor and approve. 8 asks
the same of whoever harmonises a mark, says in session what only the jury says, decides a unit of VAE or sits for it."""
SIGNED = 4
"""The edition since which an approval is that of a person."""
PV_APPROVALS = 2
"""How many different persons approve a procès-verbal before it is sealed: a rule of this house."""
LIVRET = "livret"
"""The piece that the jury examines before it refuses a diploma."""
HABILITATION = "habilitation"
"""What stands for the establishment's among the pieces that a file lacks."""
MOTIF = "motif_"
"""Begins the heading that says on what ground the cell of a unit stands: ``motif_U7``."""
OPTION = "option"
"""The heading that says the option."""
SCOPES = ("partielle", "integrale", "agrement")
"""How much of an examination an establishment may assess in course; or that it may hold sessions."""


class Round(StrEnum):
    """The groups of tests of a session, in their order."""

    PREMIER = "premier"
    CONTROLE = "controle"
    """The épreuve de contrôle, for those the first deliberation sent to it."""
    REMPLACEMENT = "remplacement"
    """The replacement tests, for those absent with good reason."""

    @property
    def label(self) -> str:
        """The round in words, with its article."""
        return {
            Round.PREMIER: "le premier groupe d'épreuves",
            Round.CONTROLE: "l'épreuve de contrôle",
            Round.REMPLACEMENT: "l'épreuve de remplacement",
        }[self]


class Phase(StrEnum):
    """Where a round stands."""

    NON_OUVERTE = "non_ouverte"
    SAISIE = "saisie"
    """Registrations (first round) and marks are open."""
    CLOSE = "close"
    """Marks are locked; the jury deliberates."""
    DELIBEREE = "deliberee"
    """The procès-verbal is sealed."""
    PUBLIEE = "publiee"
    """The results are published."""
    ABANDONNEE = "abandonnee"
    """Opened by mistake: nothing more happens in it."""


class Accommodation(StrEnum):
    """The kinds of accommodation: what is done, never why."""

    TIERS_TEMPS = "tiers_temps"
    ETALEMENT = "etalement"
    AIDE_HUMAINE = "aide_humaine"
    AIDE_MATERIELLE = "aide_materielle"
    SUJET_ADAPTE = "sujet_adapte"
    EPREUVE_ADAPTEE = "epreuve_adaptee"


class Sanction(StrEnum):
    """How a fraud file ends."""

    AUCUNE = "aucune"
    """Dropped, or the candidate was cleared."""
    BLAME = "blame"
    PRIVATION_MENTION = "privation_mention"
    INTERDICTION = "interdiction"


@dataclass(frozen=True, slots=True)
class Reserve:
    """What keeps a decision from being fixed: the rule that says so, and the column whose filling settles it."""

    rule: str
    citation: Citation
    message: str
    column: str
    """``motif_U7``, ``option``, or a column of the family; else the heading where the cell to correct stands."""
    refused: bool = False
    """A rule refuses what the file holds: it is corrected, or emptied; otherwise something is missing."""

    @property
    def unit(self) -> str:
        """The unit whose ground is due; empty where it is not a ground that settles it."""
        return self.column.removeprefix(MOTIF) if self.column.startswith(MOTIF) else ""


@dataclass(frozen=True, kw_only=True)
class Framework:
    """What the sheet and the règlement say that the conduct must know."""

    law: SessionRules
    """The rules of the session, the numbers confirmed so far included."""
    engine: str
    """Version of the engine."""
    ran: str = ""
    """Digest of what runs: the sources behind the rules."""
    versions: tuple[str, ...] = ()
    """What else runs, each with its version: ``python 3.11.2``."""
    to_confirm: Mapping[str, Parameter] = field(default_factory=dict)
    """The numbers of the law that nobody had read when the règlement was written, by name."""
    sheet: str = ""
    """The number of the register sheet, where the règlement is bound to it without bearing it."""
    registered_from: str = ""
    """First day of validity of the sheet, ``AAAA-MM-JJ``; empty: unknown."""
    registered_until: str = ""
    """Last day of registration of the sheet (« date d'échéance »)."""

    @property
    def famille(self) -> Famille:
        """The family of the règlement."""
        return self.law.reglement.famille

    @property
    def conduite(self) -> Conduite:
        """What the family says of the conduct."""
        return self.famille.conduite

    @property
    def certification(self) -> str:
        """The number of the sheet: ``RNCP35697``; the name of the règlement where it has none."""
        return self.sheet or self.law.reglement.numero or self.law.reglement.id

    @property
    def edition(self) -> str:
        """The edition of the règlement."""
        return self.law.reglement.edition

    @property
    def rules(self) -> str:
        """Digest of what decides."""
        return self.law.digest

    @functools.cached_property
    def units(self) -> Mapping[str, Unit]:
        """The units by code, in order."""
        return {unit.code: unit for unit in self.law.units}

    @property
    def coefficients(self) -> frozenset[str]:
        """The names of the parameters that are coefficients."""
        return frozenset(unit.coefficient_name for unit in self.law.units)

    @property
    def state_diploma(self) -> bool:
        """It lives by a text of its own: the dates of the sheet only warn."""
        return not self.conduite.vaut_par_la_fiche

    @property
    def options(self) -> tuple[str, ...]:
        """The options of the certification."""
        return tuple(self.law.reglement.options)

    @property
    def by_blocks(self) -> bool:
        """Obtained block by block: a block is validated or not."""
        return self.famille.par_blocs

    @property
    def grammar(self) -> Grammar:
        """What a cell may hold."""
        return self.famille.cellules

    @property
    def enterable(self) -> tuple[UnitStatus, ...]:
        """What a marker may enter; the rest is granted, kept, carried or decided."""
        return self.conduite.saisissables

    @functools.cached_property
    def reserves(self) -> Mapping[str, Reserve]:
        """By message, what keeps a decision from being fixed: what is missing, and what is refused."""
        found: dict[str, Reserve] = {}
        for finding in self.law.findings:
            if finding.weight is not Weight.WARNING:
                refused = finding.weight is Weight.REFUSAL
                for code in (*self.units, ""):
                    message = finding.said(self.law.fields, code)
                    column = finding.column.format(unite=code)
                    found.setdefault(message, Reserve(finding.id, finding.citation, message, column, refused))
        return found

    def settled_by_a_word(self, column: str) -> bool:
        """A reserve that waits for that column is settled by an answer; otherwise a cell of the file is corrected."""
        told = column == OPTION or column.startswith(MOTIF)
        return told or any(asked.nom == column for asked in self.famille.colonnes)

    def jury_says(self, reserve: str) -> bool:
        """It is for the jury, in session, to settle this reserve."""
        known = self.reserves.get(reserve)
        return known is not None and known.column in self.conduite.jury_dit

    def has_round(self, round_: Round) -> bool:
        """The law knows such tests."""
        return round_.value in self.conduite.tours

    def cites(self, act: str) -> str:
        """The article of an act or of a refusal, as it stands at the end of a sentence; empty where none is cited."""
        citation = self.conduite.articles.get(act)
        return "" if citation is None else f" ({cited(citation)})"

    @property
    def articles(self) -> Mapping[str, str]:
        """The articles that pages show, by the name of the act."""
        return {act: cited(citation) for act, citation in self.conduite.articles.items()}

    @property
    def appeal(self) -> str:
        """The delay in which a decision may be contested, in words; empty where the règlement has none."""
        return str(self.law.fields["delai_de_recours"]) if "delai_de_recours" in self.law.parameters else ""

    def forbids(self, act: str) -> bool:
        """The law has something against that act: it cites an article for it."""
        return act in self.conduite.articles

    def number(self, question: str) -> int | None:
        """The answer of the family to a question of the conduct; None where it sets no limit, or nobody knows it."""
        parameter = self.law.number(question)
        return None if parameter is None else parameter.value

    def certificate_due(self, decision: Decision, average: str) -> bool:
        """The certificat de fin d'études is due with that decision, where the law has one; ``average`` is exact."""
        least = self.number("certificat")
        return decision is Decision.AJOURNE and least is not None and average != "" and Fraction(average) * 100 >= least

    def said(self, question: str) -> str:
        """The same as a sentence writes it: « 5 ans »; empty where there is none."""
        parameter = self.law.number(question)
        return "" if parameter is None else str(self.law.fields[parameter.name])

    def routes(self, voie: str) -> Voie | None:
        """The route of that code; None for none, or one that the family does not know."""
        return next((known for known in self.famille.voies if known.code == voie), None)

    def piece_label(self, piece: str) -> str:
        """A piece of the file, or an annex, in words; the numbers that it names are those of the law."""
        label = self.conduite.libelles.get(piece) or self.famille.annexes.get(piece) or piece.replace("_", " ")
        return label.format_map(self.law.fields)

    def column_label(self, column: Colonne) -> str:
        """What a column of the family asks, in words; the numbers that it names are those of the law."""
        return column.libelle.format_map(self.law.fields)

    def column_name(self, column: Colonne) -> str:
        """The same as the heading of what it says: its first words."""
        return self.column_label(column).partition(" ; ")[0].rstrip(" .")

    @property
    def pieces(self) -> tuple[str, ...]:
        """The pieces that may be recorded: those that some route supposes, and those that the family names."""
        supposed = (piece for pieces in self.conduite.pieces.values() for piece in pieces)
        named = (name for name in self.conduite.libelles if name not in self.famille.annexes)
        return tuple(dict.fromkeys((*supposed, *named)))

    def annexes_of(self, voie: Voie | None) -> tuple[str, ...]:
        """The cells that are no unit and that a candidate of that route presents."""
        held = voie.traits if voie is not None else frozenset[str]()
        asked = self.conduite.annexes
        return tuple(name for name in self.famille.annexes if name not in asked or asked[name] & held)

    def grounds(self, status: UnitStatus, unit: Unit, voie: Voie | None) -> Mapping[Motif, Citation]:
        """The grounds on which such a cell of that unit may stand for that candidate, each with its article."""
        held = voie.traits if voie is not None else frozenset[str]()
        known = self.conduite.motifs.get(status, {})
        conditions = self.conduite.conditions
        return {m: article for m, article in known.items() if _open(conditions.get(m), unit, held)}

    def unit_label(self, code: str) -> str:
        """The unit in words: ``U2 (Étude et préparation)``."""
        if code in self.famille.annexes:
            return f"{code} ({self.piece_label(code)})"
        unit, said = self.units.get(code), code.replace("_", " ")
        return f"{said} ({unit.label})" if unit else said

    @property
    def thresholds(self) -> tuple[int, ...]:
        """The marks and averages, in hundredths, where something changes."""
        points = (p.value for p in self.law.parameters.values() if p.unit == "centièmes de point")
        return tuple(sorted({value for value in points if value is not None}))

    def without_meaning(self, what: str) -> str:
        """Why a door says nothing here: « CAP : pas d'épreuve de contrôle. »"""
        title = self.famille.titre
        return f"{capital(title)} : {what}."


def _open(condition: Condition | None, unit: Unit, route: frozenset[str]) -> bool:
    if condition is None:
        return True
    return (not condition.unites or bool(condition.unites & unit.traits)) and (
        not condition.voies or bool(condition.voies & route)
    )


def cited(citation: Citation) -> str:
    """An article and how surely it was read, without brackets."""
    return citation.article if citation.says_its_label else f"{citation.article}, {citation.label}"


AHEAD_OF_UTC = timedelta(hours=2)
"""That of metropolitan France in summer; one hour in winter."""
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z")


@dataclass(frozen=True, slots=True)
class Act:
    """Who gives a command, when, and under which idempotency key."""

    author: str
    """The pseudonymous account."""
    at: str
    """UTC: ``2026-07-03T08:30:00Z``."""
    key: str
    """The same for a retry of the same command, another for another one; without ``#``."""

    def __post_init__(self) -> None:
        """Refuse what could not be traced."""
        if not self.author or not self.key or "#" in self.key:
            raise ValueError("un acte a un auteur et une clé (sans « # »)")
        if not _INSTANT.fullmatch(self.at):
            raise ValueError(f"« {self.at} » n'est pas une heure UTC comme 2026-07-03T08:30:00Z")

    @property
    def day(self) -> str:
        """The day, ``AAAA-MM-JJ``, in UTC."""
        return self.at[:10]

    @property
    def today(self) -> str:
        """The last day that a person may have dated this act: past midnight in France, UTC is at the day before."""
        return (datetime.fromisoformat(self.at) + AHEAD_OF_UTC).date().isoformat()

    def on(self, log: str) -> dict[str, str]:
        """What every fact of this act says."""
        return {"log": log, "author": self.author, "at": self.at, "key": self.key}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A lawful command: the facts to append (none when it was already done), and what to tell its author."""

    facts: tuple[Fact, ...] = ()
    warnings: tuple[str, ...] = ()


class Refused(Exception):
    """An unlawful command: nothing happened. ``reasons`` say why, in French, and what to do."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__(" ; ".join(reasons))


def require(commitment: Commitment, what: str = "un motif") -> Commitment:
    """Refuse a commitment that is none: a reason is due."""
    if not is_digest(commitment):
        raise Refused(f"Il faut {what}.")
    return commitment


def is_digest(text: str) -> bool:
    """True for a SHA-256 as facts write it."""
    return re.fullmatch("[0-9a-f]{64}", text) is not None

"""From a candidate who is admitted to the passage that is declared, or to all that keeps it from being."""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from laureat.deliberation.outcome import Candidate, Outcome, why_provisional
from laureat.exchange import cpf
from laureat.exchange.cpf_complements import Complement, own_words
from laureat.exchange.spec import ACCES, FRAUD_COLUMN, SEXE, says_yes
from laureat.people.identity import name_key
from laureat.vocabulary import InputProblem, VoieAcces
from laureat.vocabulary.french import enumeration

T = TypeVar("T")
Born = tuple[int, int | None, int | None]
NOBODY: tuple[str, ...] = ()
Checked = Callable[[str], T]


def prefix(numero: str, session: int, lot: str) -> str:
    """What begins the identifier of each passage of a session: nothing that a correction may change."""
    return "".join(f"{part}-" for part in (numero, str(session), lot) if part)


@dataclass(frozen=True)
class Award:
    """What is the same for all who hold the certification of a session."""

    numero: str
    """Of the register sheet."""
    session: int
    debut: date
    fin: date | None = None
    lot: str = ""
    """What tells this session from another of the same year."""
    mentions: bool = False
    """The certification has mentions: none is then said too."""
    options: Mapping[str, str] = field(default_factory=dict)
    acces: frozenset[VoieAcces] = frozenset()
    """Of the access routes that a route leaves open, those meant."""
    unknown_acces: bool = False
    """An access that nothing tells is declared unknown."""

    @property
    def prefix(self) -> str:
        """What begins the identifier of each passage."""
        return prefix(self.numero, self.session, self.lot)

    def identifiant(self, candidate: str) -> str:
        """The identifier of a candidate's passage."""
        return f"{self.prefix}{candidate}"


class _Known:
    """What is known of a candidate: what the folder says, else what the complement does."""

    def __init__(self, candidate: Candidate, complement: Complement | None) -> None:
        self.problems: list[InputProblem] = []
        self._numero = candidate.numero
        self._own = own_words(candidate)
        self._complement = complement

    def read(self, column: str, checked: Checked[T], nothing: T, *, due: str = "") -> T:
        """The value of a column; ``due``: what is asked where nobody says anything.

        A complement says what the folder does not, or what cannot be declared as it stands there: never otherwise.
        """
        own, more = self._own.get(column, "").strip(), self._said(column)
        value, fault = _try(checked, own, nothing)
        if more is None:
            if fault or (due and not own):
                self.note(fault or due, column)
            return value
        other, wrong = _try(checked, more, nothing)
        if wrong:
            self.note(wrong, column)
        elif own and not fault and other != value:
            told = f"« {more} », quand le dossier dit « {own} » : corriger la liste et délibérer de nouveau"
            self.note(f"{told}, ou effacer cette case", column)
        return other

    def _said(self, column: str) -> str | None:
        return self._complement.said.get(column) if self._complement else None

    def note(self, message: str, column: str = "") -> None:
        """Note a problem, at its place."""
        if self._complement is not None and column in self._complement.said:
            self.problems.append(self._complement.problem(message, column, self._numero))
        else:
            self.problems.append(InputProblem(message, column=column, candidate=self._numero))


def _try(checked: Checked[T], text: str, nothing: T) -> tuple[T, str]:
    try:
        return (checked(text), "") if text else (nothing, "")
    except ValueError as error:
        return nothing, str(error)


def passage_of(
    award: Award, candidate: Candidate, outcome: Outcome, complement: Complement | None = None
) -> tuple[cpf.Passage | None, list[InputProblem]]:
    """The passage of someone admitted; None, and every reason, where it cannot be declared."""
    known = _Known(candidate, complement)
    for reason in _waits(candidate, outcome):
        known.note(reason)
    titulaire = _titulaire(known, award.debut)
    modalite = _modalite(known, award, candidate)
    option, identifiant = award.options.get(candidate.option, candidate.option), award.identifiant(candidate.numero)
    for text, longest in ((option, cpf.OPTION), (identifiant, cpf.IDENTIFIER)):
        if fault := cpf.size_fault(text, longest):
            known.note(fault)
    mention = cpf.MENTIONS[outcome.mention] if award.mentions else ""
    if known.problems or titulaire is None:
        return None, known.problems
    return cpf.Passage(identifiant, award.debut, award.fin, mention, modalite, option, titulaire), []


def _waits(candidate: Candidate, outcome: Outcome) -> Iterator[str]:
    """Why an admission is not to be declared yet."""
    try:
        if says_yes(candidate.autres, FRAUD_COLUMN):
            yield "dossier de fraude en instruction : rien n'est déclaré avant son issue"
    except ValueError as error:
        yield str(error)
    if outcome.reserves:
        yield f"un acte manque : {' ; '.join(outcome.reserves)}"
    if told := why_provisional(candidate, outcome):
        yield f"{told} ; le lire dans son texte (laureat texte), puis délibérer de nouveau"


def _named(column: str) -> Checked[str]:
    def checked(text: str) -> str:
        told = " ".join(text.split())
        if fault := cpf.text_fault(column, told):
            raise ValueError(fault)
        return told

    return checked


def _held_to(fault_of: Callable[[str], str]) -> Checked[str]:
    def checked(text: str) -> str:
        told = text.strip().upper()
        if fault := fault_of(told):
            raise ValueError(fault)
        return told

    return checked


_NOM, _USAGE, _PRENOM, _LIEU, _PAYS = map(_named, cpf.LONGEST)
_COMMUNE, _POSTAL = _held_to(cpf.commune_fault), _held_to(cpf.postal_fault)


def _prenoms(text: str) -> tuple[str, ...]:
    if not (names := cpf.first_names(text)):
        raise ValueError(f"« {text} » ne dit aucun prénom")
    return tuple(map(_PRENOM, names))


def _born(until: date, text: str) -> Born | None:
    return cpf.birth(text, until)


def _titulaire(known: _Known, until: date) -> cpf.Titulaire | None:
    nom = known.read("nom", _NOM, "", due="le nom de naissance manque")
    usage = known.read("nom_usage", _USAGE, "")
    prenoms = known.read("prenom", _prenoms, NOBODY, due="le prénom manque")
    sexe = known.read("sexe", SEXE.read, "", due="le sexe manque : M ou F, comme à l'état civil, est attendu")
    due = "la date de naissance manque ; ce que l'état civil ignore s'écrit 00 : 00/00/1990"
    born = known.read("date_naissance", functools.partial(_born, until), None, due=due)
    commune, postal = (
        known.read("code_commune_naissance", _COMMUNE, ""),
        known.read("code_postal_naissance", _POSTAL, ""),
    )
    lieu, pays = known.read("lieu_naissance", _LIEU, ""), known.read("pays_naissance", _PAYS, "")
    if commune.startswith(cpf.ABROAD) and name_key(pays) == "france":
        told = f"« {commune} » est un code de pays étranger, et le pays dit « {pays} » : l'un des deux est à corriger"
        known.note(told, "code_commune_naissance")
    if born is None or not prenoms or known.problems:
        return None
    return cpf.Titulaire(
        nom,
        prenoms,
        sexe,
        *born,
        nom_usage="" if name_key(usage) == name_key(nom) else usage,
        code_commune=commune,
        code_postal=postal,
        commune=lieu,
        pays=pays,
    )


def _acces(text: str) -> VoieAcces | None:
    return VoieAcces(ACCES.read(text))


def _modalite(known: _Known, award: Award, candidate: Candidate) -> str:
    """How the receiver calls the access route; asked where the route of the list leaves several."""
    said = known.read("voie_acces", _acces, None)
    possible = candidate.voie.acces if candidate.voie else tuple(VoieAcces)
    if said is not None and said not in possible:
        known.note(f"{said} n'est pas un accès de la voie « {candidate.voie} »", "voie_acces")
    open_ = [acces for acces in possible if acces in award.acces]
    found = [said] if said else list(possible) if len(possible) == 1 else open_
    if len(found) == 1:
        return cpf.MODALITES[found[0]]
    if not award.unknown_acces:
        words = enumeration([f"{acces.value} ({acces.label.lower()})" for acces in found or possible], "ou")
        known.note(f"la voie d'accès manque : {words} ; la dire, ou --acces", "voie_acces")
    return ""

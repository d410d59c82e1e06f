"""The register of possible members: what they are, since when and on what evidence, where, when, and with whom they
could be in conflict. Values only; files are read by ``laureat.exchange.jury``."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from laureat.jury.law import Impartiality, JuryLaw, Ruling, Verdict
from laureat.jury.members import Jury, Member, Qualite
from laureat.vocabulary.french import plural, words


@dataclass(frozen=True, slots=True)
class Qualification:
    """A capacity, the days for which it holds (bounds included), and the document that proves it."""

    qualite: Qualite
    depuis: dt.date | None = None
    jusqu_a: dt.date | None = None
    piece: str = ""
    etablissement: str = ""
    """Where the person holds this capacity; empty: as the person's own."""

    def holds_at(self, day: dt.date | None) -> bool:
        """True on that day; without a day, always."""
        if day is None:
            return True
        return (self.depuis is None or self.depuis <= day) and (self.jusqu_a is None or day <= self.jusqu_a)


@dataclass(frozen=True, slots=True)
class RegisteredMember:
    """A person who could sit. ``member`` carries name, sex, function sought, employer or school, links."""

    member: Member
    qualifications: tuple[Qualification, ...]
    commune: str = ""
    distance: int | None = None
    """Kilometres to the centre, where the register tells."""
    charge: int = 0
    """Juries already given to this person this session."""
    disponible: bool = True
    periodes: tuple[tuple[dt.date, dt.date], ...] = ()
    """Days on which the person is free, bounds included; none: any day."""
    secteurs: tuple[str, ...] = ()
    disciplines: tuple[str, ...] = ()
    langues: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    """Past service: sessions, juries."""

    def available_on(self, day: dt.date | None) -> bool:
        """True where the person is free that day; without a day, where the register does not say no."""
        if not self.disponible:
            return False
        return day is None or not self.periodes or any(first <= day <= last for first, last in self.periodes)

    def as_members(self, day: dt.date | None) -> tuple[Member, ...]:
        """The person in each capacity that holds on that day."""
        held = {q.qualite: q.etablissement for q in reversed(self.qualifications) if q.holds_at(day)}
        return tuple(
            replace(self.member, qualite=qualite, etablissement=held[qualite] or self.member.etablissement)
            for qualite in dict.fromkeys(q.qualite for q in self.qualifications if q.qualite in held)
        )


@dataclass(frozen=True, slots=True)
class CandidateTies:
    """What may tie a candidate to a member of the jury."""

    numero: str
    nom: str = ""
    nom_usage: str = ""
    etablissement: str = ""
    entreprise: str = ""
    """Firm of the apprenticeship, of the tutor or of the work placement."""
    proches: tuple[str, ...] = ()
    """Names of relatives and coaches, as declared."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A member and a candidate who should not meet, and why."""

    member: Member
    numero: str
    motif: str
    certain: bool
    """False where only the names agree: to be checked by a person."""


def conflicts(
    members: Iterable[Member], candidates: Sequence[CandidateTies], *, same_body: bool = False
) -> tuple[Conflict, ...]:
    """Own pupils, family, same firm as the tutor: every pair of a member and a candidate, in the order given.

    With ``same_body``, sharing a firm or a training body is a conflict whatever the capacity of the member.
    """
    found: list[Conflict] = []
    for member in members:
        name, full_name, place = words(member.nom), words(member.nom_complet), words(member.etablissement)
        for candidate in candidates:
            relatives = {words(relative) for relative in candidate.proches}
            if place and place == words(candidate.entreprise) and (same_body or member.est_professionnel):
                motif = "même entreprise" if same_body else "même entreprise que le tuteur"
                found.append(Conflict(member, candidate.numero, motif, True))
            elif place and place == words(candidate.etablissement) and (same_body or not member.est_professionnel):
                motif = "même organisme" if same_body else "ses propres élèves"
                found.append(Conflict(member, candidate.numero, motif, True))
            if full_name in relatives or (name in relatives and name):
                found.append(
                    Conflict(member, candidate.numero, "proche ou accompagnateur déclaré", full_name in relatives)
                )
            elif name and name in (words(candidate.nom), words(candidate.nom_usage)):
                found.append(Conflict(member, candidate.numero, "même nom de famille", False))
    return tuple(found)


def impartiality_verdict(jury: Jury, law: JuryLaw, candidates: Sequence[CandidateTies]) -> Verdict:
    """The conflicts of a jury as one verdict: the members concerned step aside for those candidates.

    Nothing is annulled, unless the law wants for each candidate more members free of conflict than remain.
    """
    rule = law.impartiality
    found = conflicts(jury.seats, candidates, same_body=rule.same_body)
    if not found:
        return _verdict(rule, Ruling.TIENT, "aucun conflit d'intérêts trouvé")
    ecart = _told(found)
    remede = "les membres concernés ne prennent pas part à la délibération sur ces candidats, ou sont remplacés"
    if rule.minimum:
        least = law.parameters[rule.minimum].known
        sitting = [member for member in jury.seats if member.assiste or not jury.sits]
        short = [numero for numero, free in _free(sitting, found).items() if free < least]
        if short:
            ecart += f" ; moins de {least} membres restent pour juger : {_shown(short)}"
            return _verdict(rule, Ruling.MANQUE, ecart, "remplacer les membres concernés")
    return _verdict(rule, Ruling.INDETERMINE, ecart, remede, warned=True)


def _verdict(rule: Impartiality, ruling: Ruling, ecart: str, remede: str = "", *, warned: bool = False) -> Verdict:
    return Verdict(rule.rule, str(rule.citation), ruling, ecart, remede, rule.text, warned, rule.citation)


def _free(sitting: Sequence[Member], found: Sequence[Conflict]) -> dict[str, int]:
    """For each candidate in conflict with somebody for sure, how many members are left."""
    tied: dict[str, set[int]] = {}
    for conflict in found:
        if conflict.certain:
            tied.setdefault(conflict.numero, set()).add(id(conflict.member))
    return {numero: sum(id(member) not in ids for member in sitting) for numero, ids in tied.items()}


def _told(found: Sequence[Conflict]) -> str:
    by_member: dict[tuple[str, str], list[Conflict]] = {}
    for conflict in found:
        by_member.setdefault((conflict.member.nom_complet, conflict.motif), []).append(conflict)
    parts = []
    for (name, motif), hits in by_member.items():
        check = "" if hits[0].certain else " (à vérifier)"
        parts.append(f"{name} : {motif}{check}, {_shown([hit.numero for hit in hits])}")
    return " ; ".join(parts)


def _shown(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return f"candidat {numbers[0]}"
    more = f" et {plural(len(numbers) - 5, 'autre')}" if len(numbers) > 5 else ""
    return f"candidats {', '.join(numbers[:5])}{more}"

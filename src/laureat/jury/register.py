"""The register of possible members: what they are, since when and on what evidence, where, when, and with whom they
could be in conflict. Values only; files are read by ``laureat.exchange.jury``."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from laureat.jury.law import Ruling, Verdict
from laureat.jury.members import Member, Qualite
from laureat.vocabulary.french import enumeration, noun, plural, words


@dataclass(frozen=True, slots=True)
class Qualification:
    """A capacity, the days for which it holds (bounds included), and the document that proves it."""

    qualite: Qualite
    depuis: dt.date | None = None
    jusqu_a: dt.date | None = None
    piece: str = ""

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
        qualites = dict.fromkeys(q.qualite for q in self.qualifications if q.holds_at(day))
        return tuple(replace(self.member, qualite=qualite) for qualite in qualites)


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


def conflicts(members: Iterable[Member], candidates: Sequence[CandidateTies]) -> tuple[Conflict, ...]:
    """Own pupils, family, same firm as the tutor: every pair of a member and a candidate, in the order given."""
    found: list[Conflict] = []
    for member in members:
        name, full_name, place = words(member.nom), words(member.nom_complet), words(member.etablissement)
        for candidate in candidates:
            relatives = {words(relative) for relative in candidate.proches}
            if member.est_professionnel and place and place == words(candidate.entreprise):
                found.append(Conflict(member, candidate.numero, "même entreprise que le tuteur", True))
            elif not member.est_professionnel and place and place == words(candidate.etablissement):
                found.append(Conflict(member, candidate.numero, "ses propres élèves", True))
            if full_name in relatives or (name in relatives and name):
                found.append(
                    Conflict(member, candidate.numero, "proche ou accompagnateur déclaré", full_name in relatives)
                )
            elif name and name in (words(candidate.nom), words(candidate.nom_usage)):
                found.append(Conflict(member, candidate.numero, "même nom de famille", False))
    return tuple(found)


def conflict_verdict(found: Sequence[Conflict], article: str = "usage (impartialité du jury)") -> Verdict:
    """The conflicts as one verdict: the members concerned step aside for those candidates, nothing is annulled."""
    if not found:
        return Verdict("R-JURY-CONFLITS", article, Ruling.TIENT, "aucun conflit d'intérêts trouvé", texte=_TEXT)
    by_member: dict[tuple[str, str], list[Conflict]] = {}
    for conflict in found:
        by_member.setdefault((conflict.member.nom_complet, conflict.motif), []).append(conflict)
    parts = []
    for (name, motif), hits in by_member.items():
        numbers = [hit.numero for hit in hits]
        shown = enumeration(numbers if len(numbers) < 7 else [*numbers[:5], plural(len(numbers) - 5, "autre")])
        check = "" if hits[0].certain else " (à vérifier)"
        parts.append(f"{name} : {motif}{check}, {noun(len(numbers), 'candidat')} {shown}")
    remede = "les membres concernés ne prennent pas part à la délibération sur ces candidats, ou sont remplacés"
    return Verdict("R-JURY-CONFLITS", article, Ruling.INDETERMINE, " ; ".join(parts), remede, _TEXT, True)


_TEXT = "Un membre ne juge ni ses propres élèves, ni un proche, ni un candidat formé dans son entreprise."

"""Who sits: a member, a jury. Values only; the words are those of the files and of the minutes."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from laureat.vocabulary.french import oui_non, plural, short_date, words


class Qualite(StrEnum):
    """In what capacity a member sits (CE D337-23, D337-93, D337-123, D643-31, R338-6)."""

    ENSEIGNANT_PUBLIC = "enseignant_public"
    ENSEIGNANT_PRIVE_SOUS_CONTRAT = "enseignant_prive_sous_contrat"
    ENSEIGNANT_CFA = "enseignant_cfa"
    ENSEIGNANT_CHERCHEUR = "enseignant_chercheur"
    EMPLOYEUR = "employeur"
    SALARIE = "salarie"
    PROFESSIONNEL = "professionnel"
    """Of the profession; the file does not say whether employer or employee."""
    INSPECTEUR_GENERAL = "inspecteur_general"
    IA_IPR = "ia_ipr"
    IEN = "ien"
    PERSONNALITE = "personnalite"
    """A qualified person who neither teaches nor belongs to the profession."""

    @property
    def label(self) -> str:
        """The capacity in words."""
        return _QUALITES[self]

    def label_for(self, sexe: str) -> str:
        """The capacity in words, as one says it of a woman where ``sexe`` is ``F``."""
        return _QUALITES_AU_FEMININ.get(self, self.label) if sexe == "F" else self.label

    @property
    def est_professionnel(self) -> bool:
        """Employer or employee of the profession."""
        return self in (Qualite.EMPLOYEUR, Qualite.SALARIE, Qualite.PROFESSIONNEL)

    @property
    def est_enseignant(self) -> bool:
        """A teacher, wherever; inspectors and qualified persons are not."""
        return self in _ENSEIGNANTS

    @property
    def secteur(self) -> str:
        """The sector that the capacity alone tells."""
        return _SECTEURS[self]


class Fonction(StrEnum):
    """What a member does on the jury."""

    PRESIDENT = "president"
    PRESIDENT_ADJOINT = "president_adjoint"
    MEMBRE = "membre"
    EXAMINATEUR_ADJOINT = "examinateur_adjoint"

    @property
    def label(self) -> str:
        """The function in words."""
        return _FONCTIONS[self]

    def label_for(self, sexe: str) -> str:
        """The function in words, as one says it of a woman where ``sexe`` is ``F``."""
        return _AU_FEMININ.get(self, self.label) if sexe == "F" else self.label


class Presence(StrEnum):
    """How a member took part in the deliberation."""

    PRESENT = "present"
    DISTANCE = "distance"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """The presence in words."""
        return {"present": "en salle", "distance": "à distance", "absent": "absent"}[self.value]

    def label_for(self, sexe: str) -> str:
        """The presence in words, as one says it of a woman where ``sexe`` is ``F``."""
        return "absente" if self is Presence.ABSENT and sexe == "F" else self.label


_QUALITES = {
    Qualite.ENSEIGNANT_PUBLIC: "enseignant public",
    Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT: "enseignant privé sous contrat",
    Qualite.ENSEIGNANT_CFA: "enseignant de CFA ou de section d'apprentissage",
    Qualite.ENSEIGNANT_CHERCHEUR: "enseignant-chercheur",
    Qualite.EMPLOYEUR: "employeur",
    Qualite.SALARIE: "salarié",
    Qualite.PROFESSIONNEL: "professionnel",
    Qualite.INSPECTEUR_GENERAL: "inspecteur général",
    Qualite.IA_IPR: "inspecteur d'académie-inspecteur pédagogique régional",
    Qualite.IEN: "inspecteur de l'éducation nationale",
    Qualite.PERSONNALITE: "personnalité qualifiée",
}
_QUALITES_AU_FEMININ = {
    Qualite.ENSEIGNANT_PUBLIC: "enseignante publique",
    Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT: "enseignante du privé sous contrat",
    Qualite.ENSEIGNANT_CFA: "enseignante de CFA ou de section d'apprentissage",
    Qualite.ENSEIGNANT_CHERCHEUR: "enseignante-chercheuse",
    Qualite.EMPLOYEUR: "employeuse",
    Qualite.SALARIE: "salariée",
    Qualite.PROFESSIONNEL: "professionnelle",
    Qualite.INSPECTEUR_GENERAL: "inspectrice générale",
    Qualite.IA_IPR: "inspectrice d'académie-inspectrice pédagogique régionale",
    Qualite.IEN: "inspectrice de l'éducation nationale",
}
_ENSEIGNANTS = (
    Qualite.ENSEIGNANT_PUBLIC,
    Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT,
    Qualite.ENSEIGNANT_CFA,
    Qualite.ENSEIGNANT_CHERCHEUR,
)
_SECTEURS = {
    Qualite.ENSEIGNANT_PUBLIC: "enseignement public",
    Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT: "enseignement privé sous contrat",
    Qualite.ENSEIGNANT_CFA: "apprentissage",
    Qualite.ENSEIGNANT_CHERCHEUR: "enseignement supérieur",
    Qualite.EMPLOYEUR: "profession",
    Qualite.SALARIE: "profession",
    Qualite.PROFESSIONNEL: "profession",
    Qualite.INSPECTEUR_GENERAL: "inspection",
    Qualite.IA_IPR: "inspection",
    Qualite.IEN: "inspection",
    Qualite.PERSONNALITE: "personnalités qualifiées",
}
_FONCTIONS = {
    Fonction.PRESIDENT: "président",
    Fonction.PRESIDENT_ADJOINT: "président adjoint",
    Fonction.MEMBRE: "membre",
    Fonction.EXAMINATEUR_ADJOINT: "examinateur adjoint",
}
_AU_FEMININ = {
    Fonction.PRESIDENT: "présidente",
    Fonction.PRESIDENT_ADJOINT: "présidente adjointe",
    Fonction.EXAMINATEUR_ADJOINT: "examinatrice adjointe",
}


@dataclass(frozen=True, slots=True)
class Habilitation:
    """The right to judge one certification, given by the authority for some time (CE R338-6)."""

    certification: str = ""
    """The number of the sheet; empty where the file does not name it."""
    depuis: dt.date | None = None
    jusqu_a: dt.date | None = None
    """Bounds included; None where the file does not tell."""

    def covers(self, certification: str, day: dt.date | None) -> bool:
        """True where nothing in it contradicts that certification on that day."""
        if self.certification and certification and self.certification != certification:
            return False
        if day is None:
            return True
        return (self.depuis is None or self.depuis <= day) and (self.jusqu_a is None or day <= self.jusqu_a)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a jury. What the file did not say is empty or None, never guessed."""

    nom: str
    qualite: Qualite
    fonction: Fonction = Fonction.MEMBRE
    prenom: str = ""
    sexe: str = ""
    """``F``, ``M`` or empty."""
    presence: Presence | None = None
    """None at appointment, or where the minutes do not say."""
    qualifie: bool | None = None
    """Qualified for the certification (CT D6412-6); None where the file does not tell."""
    lien: str = ""
    """The link with a candidate or a coach, in the words of the file; empty for none."""
    exterieur: bool | None = None
    """Foreign to the body that certifies or trains; None where the file does not tell."""
    secteur: str = ""
    etablissement: str = ""
    """School of a teacher, firm of a professional."""
    naissance: dt.date | None = None
    """Tells homonyms apart; None where the file does not tell."""
    conseiller: bool | None = None
    """Conseiller de l'enseignement technologique; None where the file does not tell."""
    habilitations: tuple[Habilitation, ...] | None = None
    """The habilitations held, none if empty; None where the file does not tell."""
    experience: int | None = None
    """Years in the trade, where the file tells."""
    metier_quitte: dt.date | None = None
    """The day the trade was left, where the file tells."""

    @property
    def nom_complet(self) -> str:
        """First name and name."""
        return f"{self.prenom} {self.nom}".strip()

    @property
    def est_professionnel(self) -> bool:
        """Employer or employee of the profession."""
        return self.qualite.est_professionnel

    @property
    def est_enseignant(self) -> bool:
        """A teacher, wherever."""
        return self.qualite.est_enseignant

    @property
    def fonction_dite(self) -> str:
        """The function, agreeing with the sex: « présidente »."""
        return self.fonction.label_for(self.sexe)

    @property
    def delibere(self) -> bool:
        """Adjunct examiners have a consultative voice: they never count (CE D337-93)."""
        return self.fonction is not Fonction.EXAMINATEUR_ADJOINT

    @property
    def assiste(self) -> bool:
        """Takes part, in the room or at a distance."""
        return self.presence in (Presence.PRESENT, Presence.DISTANCE)

    @property
    def dans_la_salle(self) -> bool:
        """Sits in the room."""
        return self.presence is Presence.PRESENT


def told_beside(member: Member) -> Iterator[str]:
    """What is known of a member beside name, function, capacity and place, each in a few words."""
    if member.naissance:
        yield f"{'née' if member.sexe == 'F' else 'né'} le {short_date(member.naissance)}"
    if member.conseiller:
        yield f"{'conseillère' if member.sexe == 'F' else 'conseiller'} de l'enseignement technologique"
    if member.qualifie is not None:
        yield "qualification au titre de la certification : " + oui_non(member.qualifie)
    if member.habilitations is not None and not member.habilitations:
        yield "sans habilitation"
    for held in member.habilitations or ():
        since = f" depuis le {short_date(held.depuis)}" if held.depuis else ""
        until = f" jusqu'au {short_date(held.jusqu_a)}" if held.jusqu_a else ""
        yield f"habilitation{' ' if held.certification else ''}{held.certification}{since}{until}"
    if member.experience is not None:
        yield f"{plural(member.experience, 'an')} de métier"
    if member.metier_quitte:
        yield f"métier quitté le {short_date(member.metier_quitte)}"
    if member.exterieur is not None:
        yield "extérieur au certificateur : " + oui_non(member.exterieur)
    if member.secteur:
        yield f"secteur : {member.secteur}"
    if member.lien:
        yield f"lien : {member.lien}"


def plain(member: Member) -> dict[str, Any]:
    """All that is known of a member, as JSON holds it: days ``AAAA-MM-JJ``, words as in the files."""
    return {one.name: _plain(getattr(member, one.name)) for one in fields(member)}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [{one.name: _plain(getattr(held, one.name)) for one in fields(held)} for held in value]
    return value.value if isinstance(value, StrEnum) else value


def from_plain(told: Mapping[str, Any]) -> Member:
    """The member that ``plain`` told; what is not told is unknown."""

    def day(name: str, of: Mapping[str, Any]) -> dt.date | None:
        return dt.date.fromisoformat(of[name]) if of.get(name) else None

    held = told.get("habilitations")
    typed = {
        "qualite": Qualite(told["qualite"]),
        "fonction": Fonction(told.get("fonction", Fonction.MEMBRE)),
        "presence": Presence(told["presence"]) if told.get("presence") else None,
        "naissance": day("naissance", told),
        "metier_quitte": day("metier_quitte", told),
        "habilitations": None
        if held is None
        else tuple(Habilitation(one["certification"], day("depuis", one), day("jusqu_a", one)) for one in held),
    }
    return Member(**{**told, **typed})


@dataclass(frozen=True, slots=True)
class Jury:
    """A jury as appointed, and as it sat once some presence is filled in."""

    members: tuple[Member, ...]
    impossibilite: str = ""
    """Why no teacher of a private school under contract, of a CFA or of an apprenticeship section could be had."""
    arrete: str = ""
    """The order that appoints the jury for the session, as its reader would cite it."""

    @property
    def seats(self) -> tuple[Member, ...]:
        """Those who deliberate: everyone but the adjunct examiners."""
        return tuple(member for member in self.members if member.delibere)

    @property
    def adjuncts(self) -> tuple[Member, ...]:
        """The adjunct examiners, who never count."""
        return tuple(member for member in self.members if not member.delibere)

    @property
    def presidents(self) -> tuple[Member, ...]:
        """One, if the jury is lawful."""
        return tuple(member for member in self.members if member.fonction is Fonction.PRESIDENT)

    @property
    def deputies(self) -> tuple[Member, ...]:
        """The présidents adjoints."""
        return tuple(member for member in self.members if member.fonction is Fonction.PRESIDENT_ADJOINT)

    @property
    def sits(self) -> bool:
        """True once a presence is recorded: the jury is then read at deliberation, not only at appointment."""
        return any(member.presence is not None for member in self.members)

    @property
    def absentees(self) -> tuple[Member, ...]:
        """Those who deliberate and were recorded absent."""
        return tuple(member for member in self.seats if member.presence is Presence.ABSENT)

    def with_members(self, members: Iterable[Member]) -> "Jury":
        """The same jury with other members."""
        return replace(self, members=tuple(members))


def changes(before: Jury, after: Jury) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """Who came and who left between two states of a jury; a change of capacity or function is both."""

    def key(member: Member) -> tuple[str, str, Qualite, Fonction]:
        return (words(member.nom), words(member.prenom), member.qualite, member.fonction)

    old, new = {key(m) for m in before.members}, {key(m) for m in after.members}
    came = tuple(member for member in after.members if key(member) not in old)
    left = tuple(member for member in before.members if key(member) not in new)
    return came, left

"""What the minutes must carry of each member, so that it can be proved who sat (R-JURY-09)."""

from dataclasses import dataclass

from laureat.jury.members import Fonction, Jury, Member, Presence
from laureat.vocabulary.french import oui_non


@dataclass(frozen=True, slots=True)
class PvLine:
    """One member on the minutes; every value is text ready to print, in French."""

    nom: str
    prenom: str
    qualite: str
    secteur: str
    college: str
    """``employeur``, ``salarié``, ``professionnel``, ``enseignant``, or empty for who is neither."""
    fonction: str
    presence: str
    """``en salle``, ``à distance``, ``absent``, or empty where it is not recorded."""
    a_distance: bool
    voix: str
    """``délibérative``, ``consultative`` for adjunct examiners."""
    emarge: bool
    """A signature is due: the member took part, in the room or at a distance."""
    etablissement: str = ""
    preside: bool = False
    """Appointed president; ``fonction`` says so in words that agree with the sex."""
    signature: str = ""
    """Left empty, for the pen or the seal."""

    @property
    def distance(self) -> str:
        """The remote flag in words."""
        return oui_non(self.a_distance)


_ORDER = (Fonction.PRESIDENT, Fonction.PRESIDENT_ADJOINT, Fonction.MEMBRE, Fonction.EXAMINATEUR_ADJOINT)


def pv_lines(jury: Jury) -> list[PvLine]:
    """The lines of the minutes: president first, then deputies, members and adjuncts, each in the order of the file."""
    return [_line(member) for member in sorted(jury.members, key=lambda member: _ORDER.index(member.fonction))]


def _line(member: Member) -> PvLine:
    return PvLine(
        nom=member.nom,
        prenom=member.prenom,
        qualite=member.qualite.label_for(member.sexe),
        secteur=member.secteur or member.qualite.secteur,
        college=_college(member),
        fonction=member.fonction_dite,
        presence=member.presence.label_for(member.sexe) if member.presence else "",
        a_distance=member.presence is Presence.DISTANCE,
        voix="délibérative" if member.delibere else "consultative",
        emarge=member.assiste,
        etablissement=member.etablissement,
        preside=member.fonction is Fonction.PRESIDENT,
    )


def _college(member: Member) -> str:
    if member.est_enseignant:
        return "enseignant"
    return member.qualite.label if member.est_professionnel else ""

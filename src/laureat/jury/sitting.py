"""Whether a jury may sign minutes: what its law says of it, and who sat."""

from collections.abc import Iterator
from dataclasses import dataclass

from laureat.jury.examination import examine
from laureat.jury.law import JuryLaw, Ruling, Verdict
from laureat.jury.members import Fonction, Jury
from laureat.vocabulary.french import enumeration


@dataclass(frozen=True, slots=True)
class Sitting:
    """What stands against the minutes of a jury, in sentences."""

    nobody: bool
    """Presences are recorded, and nobody sat: there was no deliberation."""
    against: tuple[str, ...]
    """What is unlawful, or what the law asks and the file does not tell."""
    remarks: tuple[str, ...]
    """What is lawful and yet to be looked at."""


def sitting(jury: Jury, law: JuryLaw, *, presided: bool) -> Sitting:
    """Read a jury as its minutes would show it; ``presided``: its law gives it a president.

    A jury whose presences are not recorded is not known to have sat (TA Melun, n° 1907538: minutes of a jury that had
    not met).
    """
    against, remarks = list(_presence(jury, presided)), []
    examination = examine(jury, law, with_mending=False)
    for verdict in examination.verdicts:
        if verdict.verdict is Ruling.MANQUE:
            against.append(_told(verdict, "irrégulier"))
        elif verdict in examination.unsettled:
            against.append(_told(verdict, "à établir"))
        elif verdict.avertissement:
            remarks.append(_told(verdict, "à regarder"))
    return Sitting(jury.sits and not any(m.assiste for m in jury.members), tuple(against), tuple(remarks))


def _presence(jury: Jury, presided: bool) -> Iterator[str]:
    if silent := [member.nom_complet for member in jury.members if member.presence is None]:
        yield f"présence non renseignée : {enumeration(silent)} (colonne presence du fichier du jury)"
    chairs = [m for m in jury.members if m.fonction in (Fonction.PRESIDENT, Fonction.PRESIDENT_ADJOINT)]
    if presided and not silent and not any(m.assiste for m in chairs):
        yield "ni le président ni un président adjoint n'a siégé"


def _told(verdict: Verdict, what: str) -> str:
    gap = f" : {verdict.ecart}" if verdict.ecart else ""
    return f"{verdict.regle}, {what}{gap} ({verdict.article})"

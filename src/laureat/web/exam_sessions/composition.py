"""The jury of a session as the law of juries reads it."""

import tempfile
from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils.translation import gettext as _

from laureat.exchange.jury import COLUMNS, read_jury
from laureat.exchange.tables import read_table
from laureat.jury import Examination, Fonction, Jury, Member, Presence, Qualite, examine
from laureat.jury.law import JuryLaw
from laureat.records import Commitment
from laureat.reglements.jury import LoiDuJury, TexteDeFiche
from laureat.session.state import DeliberationState, SessionState
from laureat.vocabulary import VoieAcces
from laureat.web.accounts.models import Role, User
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions.models import Certification, ExamSession, Juror
from laureat.web.exam_sessions.rows import JUROR, juror_text
from laureat.web.exam_sessions.rules import rules_at
from laureat.web.exam_sessions.service import Writing


def member(juror: Juror, presence: Presence | None = None) -> Member:
    """A juror as a member."""
    return Member(
        nom=juror.nom,
        prenom=juror.prenom,
        sexe=juror.sexe,
        qualite=Qualite(juror.qualite),
        fonction=Fonction(juror.fonction),
        presence=presence,
        etablissement=juror.establishment,
    )


def promised(desk: Writing, juror: Model) -> Commitment:
    """The commitment to who a juror is."""
    text = juror_text({name: getattr(juror, name) for name in JUROR})
    return desk.promise(text, PrivateText.Kind.IDENTITE, str(juror.pk))


def appointed(session: ExamSession, state: SessionState) -> list[Juror]:
    """The members appointed, the president first."""
    found = session.jurors.filter(pk__in=state.jury.jurors) if state.jury else session.jurors.none()
    return sorted(found.select_related("account"), key=lambda juror: list(Fonction).index(Fonction(juror.fonction)))


def jury_of(
    session: ExamSession, state: SessionState, impossibilite: str = "", *, of: DeliberationState | None = None
) -> Jury:
    """The jury, with the presence recorded for the deliberation under way or to come, or that of one deliberation."""
    held = of.number if of else _deliberation(state)
    seats = {juror: Presence(fact.presence) for (number, juror), fact in state.attendance.items() if number == held}
    sealed_by = of.jury if of and of.jury else state.jury
    appointed = sealed_by.jurors if sealed_by else ()
    jurors = session.jurors.filter(pk__in=appointed) if appointed else session.jurors.all()
    members = tuple(member(juror, seats.get(str(juror.pk))) for juror in jurors)
    kept = PrivateText.objects.filter(commitment=sealed_by.arrete).first() if sealed_by else None
    return Jury(members, impossibilite=impossibilite, arrete=kept.text if kept else "")


def _deliberation(state: SessionState) -> int:
    """The deliberation that is shown: the one under way, else the last one if nothing new is to come."""
    if state.current or not state.deliberations:
        return state.next_deliberation
    upcoming = any(number == state.next_deliberation for number, _ in state.attendance)
    return state.next_deliberation if upcoming else state.deliberations[-1].number


def verdict(session: ExamSession, jury: Jury, day: date, *, mending: bool = True) -> Examination | None:
    """What the law says of the jury; None where no law of its jury is written for this règlement."""
    law = jury_law(session.certification, day)
    return None if law is None else examine(jury, law, with_mending=mending)


def jury_law(certification: Certification, day: date, voie: VoieAcces | None = None) -> JuryLaw | None:
    """The law of the juries of a certification: its family's, else what its sheet says; None where neither speaks."""
    loi: LoiDuJury | None = rules_at(certification, day.year).reglement.famille.jury
    if loi is None or loi.titre:
        return None if loi is None else loi.droit(voie, day)
    access = certification.sheet.get("voies_acces") or {}
    asked = [voie.value] if voie is not None else [route for route in access if route != VoieAcces.VAE]
    told = [access[route]["jury"] for route in asked if (access.get(route) or {}).get("jury")]
    return loi.droit(voie, day, TexteDeFiche(certification.numero, told[0])) if told else None


def read_members(upload: "UploadedFile[bytes]") -> tuple[Jury, list[str]]:
    """The members of an uploaded list, and the address of the account of each (empty where none)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(upload.name or "").name or "jury.csv")
        path.write_bytes(upload.read())
        jury = read_jury(path)
        table = read_table(path, known={name: name for name in (*COLUMNS, "courriel")})
        column = table.keys.get("courriel")
        addresses = table.frame[column].to_list() if column else [""] * len(jury.members)
    return jury, [(address or "").strip().lower() for address in addresses]


def accounts_of(addresses: list[str]) -> tuple[dict[str, User], list[str]]:
    """The accounts of members by address, and what is to be said of the addresses that have none."""
    known = {user.email: user for user in User.objects.filter(email__in=[a for a in addresses if a], role=Role.JURY)}
    told = _("Aucun compte de jury à l'adresse %(address)s : invitez d'abord la personne.")
    return known, [told % {"address": address} for address in addresses if address and address not in known]


def reproaches(examination: Examination | None) -> list[str]:
    """What the law reproaches a jury, each with its text."""
    return [
        f"{verdict.texte or verdict.regle} ({verdict.article}) : {verdict.ecart}"
        for verdict in (examination.verdicts if examination else ())
        if verdict.verdict == "manque"
    ]

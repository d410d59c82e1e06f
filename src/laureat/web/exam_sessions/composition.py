"""The jury of a session as the law of juries reads it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from laureat.jury import Examination, Fonction, Jury, Member, Presence, Qualite, examine
from laureat.jury.law import JuryLaw
from laureat.jury.people import by_person
from laureat.records import Commitment
from laureat.records.facts import JuryAppointed
from laureat.reglements.jury import LoiDuJury, TexteDeFiche
from laureat.reglements.jury.presidence import presidence_mal_nommee
from laureat.session.conduct import Juror as Appointed
from laureat.session.state import DeliberationState, SessionState
from laureat.vocabulary import VoieAcces
from laureat.web.accounts.models import Role, User
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions import ledger, parsing
from laureat.web.exam_sessions.models import Certification, ExamSession, Juror, Seat
from laureat.web.exam_sessions.rows import JUROR, juror_text
from laureat.web.exam_sessions.rules import rules_at
from laureat.web.exam_sessions.service import Writing
from laureat.web.reader import STAFF


def appointed_as(desk: Writing, jurors: Iterable[Seat]) -> list[Appointed]:
    """The members as the conduct appoints them, each with the commitment to who it is."""
    return [
        Appointed(
            juror=str(juror.pk),
            fonction=Fonction(juror.fonction),
            qualite=Qualite(juror.qualite),
            account=str(juror.account.pseudonym) if juror.account else "",
            identity=promised(desk, juror),
        )
        for juror in jurors
    ]


def promised(desk: Writing, juror: Seat) -> Commitment:
    """The commitment to who a juror is."""
    text = juror_text({name: getattr(juror, name) for name in JUROR})
    return desk.promise(text, PrivateText.Kind.IDENTITE, str(juror.pk))


def appointed(session: ExamSession, state: SessionState) -> list[Juror]:
    """The members appointed, the president first."""
    found = session.jurors.filter(pk__in=ledger.uuids(state.jury.jurors)) if state.jury else session.jurors.none()
    return sorted(found.select_related("account"), key=lambda juror: list(Fonction).index(Fonction(juror.fonction)))


def jury_of(session: ExamSession, state: SessionState, *, of: DeliberationState | None = None) -> Jury:
    """The jury, with the presence recorded for the deliberation under way or to come, or that of one deliberation."""
    held = of.number if of else _deliberation(state)
    seats = {juror: Presence(fact.presence) for (number, juror), fact in state.attendance.items() if number == held}
    sealed_by = of.jury if of and of.jury else state.jury
    appointed = sealed_by.jurors if sealed_by else ()
    jurors = session.jurors.filter(pk__in=ledger.uuids(appointed)) if appointed else session.jurors.all()
    members = tuple(juror.member(seats.get(str(juror.pk))) for juror in jurors)
    return seated(members, sealed_by)


def seated(members: tuple[Member, ...], appointment: JuryAppointed | None) -> Jury:
    """A jury with the texts of its appointment: the order, and why a place could not be filled."""
    promised = (appointment.arrete, appointment.impossibilite) if appointment else ()
    kept = dict(PrivateText.objects.filter(commitment__in=promised).values_list("commitment", "text"))
    arrete, impossibilite = (kept.get(one, "") for one in promised or ("", ""))
    return Jury(members, impossibilite=impossibilite, arrete=arrete)


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


def read_members(name: str, content: bytes, sheet: str | None = None) -> tuple[Jury, list[str], list[str]]:
    """The members of a list handed over, as ``parsing.members``."""
    return STAFF.read(parsing.members, name or "jury.csv", content, sheet)


def accounts_of(addresses: list[str]) -> tuple[dict[str, User], list[str]]:
    """The accounts of members by address as written, and what is to be said of those without one, or written twice.

    Small and capital letters are the same.
    """
    asked = [address for address in addresses if address]
    folded = Counter(address.casefold() for address in asked)
    by_address = {user.email.casefold(): user for user in User.objects.filter(role=Role.JURY)}
    known = {address: by_address[address.casefold()] for address in asked if address.casefold() in by_address}
    nobody = _("Aucun compte de jury à l'adresse %(address)s : invitez d'abord la personne.")
    twice = _("L'adresse %(address)s est donnée à %(count)s membres : un compte n'a qu'un siège.")
    told = [nobody % {"address": address} for address in dict.fromkeys(asked) if address not in known]
    return known, [*told, *(twice % {"address": one, "count": count} for one, count in folded.items() if count > 1)]


def returning(session: ExamSession, state: SessionState, jurors: Sequence[Juror]) -> list[str]:
    """Of these members to appoint, those whom their names tell to have sat in a jury that already sealed."""
    seats = {seat for made in state.deliberations if made.jury is not None for seat in made.jury.jurors}
    former = [juror.member() for juror in session.jurors.filter(pk__in=ledger.uuids(seats))]
    told = [(juror.member(), str(juror.pk)) for juror in jurors]
    people = by_person([*former, *(member for member, _pk in told)])
    before = {id(member) for member in former}
    again = {id(one) for person in people if any(id(m) in before for m in person) for one in person}
    return [pk for member, pk in told if id(member) in again]


def reproaches(examination: Examination | None, jury: Jury) -> list[str]:
    """What the law reproaches a jury, each with its text."""
    return presidence_mal_nommee(jury) + [
        f"{(verdict.texte or verdict.regle).rstrip('.')} : {verdict.ecart} — {verdict.article}."
        for verdict in (examination.verdicts if examination else ())
        if verdict.verdict == "manque"
    ]

"""VAE applications for the demonstration: one at each stage, one of them of a candidate of the exam."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from laureat.jury import Fonction, Member, Qualite
from laureat.session import vae
from laureat.session.vae_minutes import approve_minutes, notify_result
from laureat.session.vae_sittings import hold_sitting
from laureat.web.accounts.models import User
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.models import Certification, ExamSession
from laureat.web.vae import jury
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import Commands, Desk, perform
from laureat.web.vae.views import register

PEOPLE = (
    ("Aubry", "Maïa", "12/05/1988", 75),
    ("Ben Saïd", "Karim", "03/11/1979", 21),
    ("Östergård", "Élise", "27/01/1991", 48),
    ("Le Goff", "Yann", "30/08/1984", 140),
)
"""Name, first name, day of birth, and how many days ago the application came: nobody of it exists."""
ASKED = ["U2", "U31", "U32"]
NOTIFIED_AFTER = 170


def build(
    certification: Certification, office: User, members: Iterable[tuple[str, ...]], accounts: dict[str, User]
) -> None:
    """Applications for a certification, from the members of the jury of the demonstration."""
    seats = [
        (member(nom, prenom, sexe, qualite, fonction), accounts.get(address))
        for nom, prenom, sexe, qualite, fonction, address in members
    ]
    day = datetime.now(UTC).date() - timedelta(days=200)
    jury.appoint(certification, office, "demo-vae-jury", seats, "arrêté fictif n° 2", day, [])
    files = [
        _receive(certification, office, {"nom": nom, "prenom": prenom, "date_naissance": born}, days)
        for nom, prenom, born, days in PEOPLE
    ]
    _admit(certification, office, files[2], 20)
    _admit(certification, office, files[3], 120)
    _livret(certification, office, files[3], 60)
    president = next(account for member, account in seats if account)
    session = certification.sessions.filter(phase="saisie").first()
    if session and (known := _waiting(session)):
        identity, units = known
        fields = {
            name: identity.fields[name] for name in ("nom", "prenom", "date_naissance") if name in identity.fields
        }
        file = _receive(certification, office, fields, NOTIFIED_AFTER, person=identity.person, units=units)
        _admit(certification, office, file, 140)
        _livret(certification, office, file, 90)
        _decide(certification, president, file, units, 30)
        settle(certification, office, [account for _member, account in seats if account], file, 28)
        _run(
            certification,
            office,
            f"notifier-{file}",
            lambda d: d.take(notify_result(d.state, d.act(), framework=d.framework, application=file)),
            25,
            alone=True,
        )
        if account := accounts.get("vae@demo.fr"):
            Identity.objects.filter(candidate=file).update(account=account)
            account.name, account.pseudonym = identity.name, uuid.UUID(identity.person)
            account.save(update_fields=["name", "pseudonym"])


def settle(
    certification: Certification, office: User, approvers: Iterable[User], application: str, days: int = 0
) -> None:
    """A sitting of the whole jury settles an application so many days ago; these approve its minutes."""

    def hold(desk: Desk) -> None:
        jury = desk.state.jury
        assert jury is not None, "the jury is appointed"
        desk.take(
            hold_sitting(
                desk.state,
                desk.act(),
                framework=desk.framework,
                held_on=desk.at[:10],
                president=jury.president,
                present=jury.jurors,
                applications=[application],
            )
        )

    def approve(desk: Desk) -> None:
        desk.take(approve_minutes(desk.state, desk.act(), sitting=len(desk.state.sittings)))

    _run(certification, office, f"seance-{application}", hold, days, alone=True)
    for account in approvers:
        _run(certification, account, f"approuver-{application}-{account.pk}", approve, days, alone=True)


def _run(
    certification: Certification, user: User, key: str, commands: Commands, days: int, *, alone: bool = False
) -> None:
    """One command, as if given that many days ago."""

    def then(desk: Desk) -> None:
        desk.at = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
        commands(desk)

    perform(certification, user, f"demo-vae-{key}", then, alone=alone)


def _receive(
    certification: Certification,
    user: User,
    identity: dict[str, str],
    days: int,
    *,
    person: str = "",
    units: list[str] | None = None,
) -> str:
    application = str(uuid.uuid4())

    def commands(desk: Desk) -> None:
        rank = VaeFile.objects.filter(certification=certification).count() + 1
        numero = f"VAE-{desk.at[:4]}-{rank:04d}"
        register(desk, application, person or str(uuid.uuid4()), identity, numero, units or ASKED)

    _run(certification, user, f"recevoir-{application}", commands, days, alone=True)
    return application


def _admit(certification: Certification, user: User, application: str, days: int) -> None:
    def commands(desk: Desk) -> None:
        reason = desk.promise("activités en rapport direct avec le diplôme", subject=application)
        desk.take(
            vae.decide_recevability(
                desk.state,
                desk.act(),
                framework=desk.framework,
                application=application,
                admissible=True,
                reason=reason,
            )
        )

    _run(certification, user, f"recevable-{application}", commands, days)


def _livret(certification: Certification, user: User, application: str, days: int) -> None:
    def commands(desk: Desk) -> None:
        desk.take(vae.receive_livret(desk.state, desk.act(), framework=desk.framework, application=application))

    _run(certification, user, f"livret-{application}", commands, days)


def _decide(certification: Certification, user: User, application: str, units: list[str], days: int) -> None:
    """All validated but the last one, where there are several."""

    def commands(desk: Desk) -> None:
        for unit in units:
            validated = unit != units[-1] or len(units) == 1
            text = (
                "expérience probante, décrite et attestée" if validated else "compétences peu décrites dans le livret"
            )
            motive = desk.promise(text, subject=application)
            act = desk.act(unit)
            desk.take(
                vae.decide_unit(
                    desk.state,
                    act,
                    framework=desk.framework,
                    application=application,
                    unit=unit,
                    validated=validated,
                    motive=motive,
                )
            )

    _run(certification, user, f"decider-{application}", commands, days)


def _waiting(session: ExamSession) -> tuple[Identity, list[str]] | None:
    """A candidate by experience who has a unit without a mark, and three units to ask, that one first."""
    for row in session.standings.filter(voie="experience_3_ans", missing__gt=0, forme="globale").order_by("sort_key"):
        empty = [unit for unit in row.units if unit in ASKED and not row.cells.get(unit)]
        if empty:
            return Identity.objects.get(candidate=row.candidate), [*empty, *(u for u in ASKED if u not in empty)]
    return None


def member(nom: str, prenom: str, sexe: str, qualite: str, fonction: str) -> Member:
    """A juror of the demonstration, qualified for the certification."""
    return Member(
        nom=nom, prenom=prenom, sexe=sexe, qualite=Qualite(qualite), fonction=Fonction(fonction), qualifie=True
    )

"""A ready-made world for newcomers and tests: a sheet, three schools, one account a role, two sessions."""

import csv
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from allauth.account.models import EmailAddress
from django.db import transaction

from laureat.exchange.candidates import canonical_text
from laureat.exchange.cohorte import cohort
from laureat.jury import Fonction, Presence, Qualite
from laureat.register import bundled
from laureat.session import conduct
from laureat.session.milestones import Milestone
from laureat.session.todo import undecided
from laureat.vocabulary import Decision
from laureat.vocabulary.french import OUI, sort_key
from laureat.web.accounts.models import Establishment, Habilitation, Nature, Role, User
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import composition, importing, letterhead
from laureat.web.exam_sessions.deliberating import propose
from laureat.web.exam_sessions.models import Certification, Deposit, ExamSession, Juror
from laureat.web.exam_sessions.parsing import RegistrationSpec
from laureat.web.exam_sessions.rules import rules_of
from laureat.web.exam_sessions.service import Commands, Desk, perform
from laureat.web.vae import demonstration as vae

NUMERO = "RNCP35697"
PASSWORD = "demonstration-laureat"
DOMAIN = "@demo.fr"
"""Where all the accounts of the demonstration are, and no other."""
SCHOOLS = (
    ("0690001B", "Lycée Marc-Seguin", Nature.LYCEE_PUBLIC, "Villefictive"),
    ("0690002C", "CFA des Deux-Rives", Nature.CFA, "Confluent"),
    ("0690003D", "GRETA du Val", Nature.GRETA, "Bourg-Neuf"),
)
ACCOUNTS = (
    ("examens@demo.fr", "Dominique Roy", Role.EXAMENS, ""),
    ("adjoint@demo.fr", "Alix Morel", Role.EXAMENS, ""),
    ("lycee@demo.fr", "Sacha Petit", Role.ETABLISSEMENT, "0690001B"),
    ("cfa@demo.fr", "Noa Garnier", Role.ETABLISSEMENT, "0690002C"),
    ("presidente@demo.fr", "Claude Marchand", Role.JURY, ""),
    ("jury@demo.fr", "Camille Lefèvre", Role.JURY, ""),
    ("candidat@demo.fr", "", Role.CANDIDAT, ""),
    ("vae@demo.fr", "", Role.CANDIDAT, ""),
)
JURY = (
    ("Marchand", "Claude", "F", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT, "presidente@demo.fr"),
    ("Lefèvre", "Camille", "M", Qualite.ENSEIGNANT_PUBLIC, Fonction.MEMBRE, "jury@demo.fr"),
    ("Nguyễn", "Linh", "F", Qualite.ENSEIGNANT_CFA, Fonction.MEMBRE, ""),
    ("Benali", "Inès", "F", Qualite.ENSEIGNANT_PUBLIC, Fonction.MEMBRE, ""),
    ("Šimůnek", "Jan", "M", Qualite.EMPLOYEUR, Fonction.MEMBRE, ""),
    ("Costa", "Paula", "F", Qualite.SALARIE, Fonction.MEMBRE, ""),
)
Seat = tuple[str, str, str, Qualite, Fonction, str]
CONFIRMED = {"coefficient_U2": 400, "coefficient_U31": 600, "coefficient_U32": 200}


@dataclass
class World:
    """What was made."""

    accounts: dict[str, User] = field(default_factory=dict)
    sessions: list[ExamSession] = field(default_factory=list)

    @property
    def office(self) -> User:
        """The exam office."""
        return self.accounts["examens@demo.fr"]


def build(*, count: int = 120, published: bool = True) -> World:
    """Make the world where it is not yet."""
    if User.objects.filter(email=ACCOUNTS[0][0]).exists():
        return World()
    with transaction.atomic():
        world = people()
        world.sessions.append(session_of(world, 2026, count, seed=26, waiting=True))
        vae.build(world.sessions[0].certification, world.office, JURY, world.accounts)
        if published:
            session = session_of(world, 2025, max(count // 2, 40), seed=25)
            conduct_to_publication(world, session)
            give_file(world, session)
            world.sessions.append(session)
    return world


def people() -> World:
    """The sheet, the schools, the accounts."""
    world = World()
    fiche = bundled(NUMERO)
    Certification.objects.create(numero=NUMERO, title=fiche.intitule, reglement=NUMERO, sheet=fiche.to_json())
    for uai, name, nature, town in SCHOOLS:
        school = Establishment.objects.create(uai=uai, name=name, nature=nature, town=town, sort_key=sort_key(name))
        if nature != Nature.LYCEE_PUBLIC:
            scope = "integrale" if nature == Nature.GRETA else "partielle"
            starts = date(2023, 9, 1)
            Habilitation.objects.create(establishment=school, certification=NUMERO, starts=starts, scope=scope)
    for email, name, role, uai in ACCOUNTS:
        user = User.objects.make(email, name or email, role, PASSWORD, establishment_id=uai or None)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        world.accounts[email] = user
    return world


def run(
    world: World,
    session: ExamSession,
    key: str,
    commands: Commands,
    user: User | None = None,
    candidates: tuple[str, ...] | None = None,
) -> Desk:
    """One command on a session, as an account of the world (the office by default), who knows these candidates (all by
    default)."""
    return perform(session, user or world.office, f"demo-{key}", commands, candidates=candidates, alone=True)


def session_of(
    world: World, year: int, count: int, seed: int, *, waiting: bool = False, blank: bool = False
) -> ExamSession:
    """A session with its candidates and marks; ``waiting`` leaves some marks to enter."""
    session = ExamSession.objects.create(
        certification_id=NUMERO,
        year=year,
        label=f"Bac pro TRPM, session {year}",
        academy="Académie fictive",
        authority="Le recteur de l'académie fictive",
        signatory="Dominique Roy",
        signatory_quality="chef du service des examens",
        place="Villefictive",
        service="Service des examens",
        service_address="1 place de l'Exemple, 69000 Villefictive",
        service_email="examens@demo.fr",
        court="tribunal administratif de Villefictive",
    )

    def opening(desk: Desk) -> None:
        desk.take(
            conduct.open_session(
                desk.state, desk.act(), framework=desk.framework, log=session.log, year=year, blank=blank
            )
        )
        letterhead.put(desk, {})
        days = {Milestone.PIECES: "03-31", Milestone.NOTES: "06-12", Milestone.DELIBERATION: "07-03"}
        for milestone, day in days.items():
            act = desk.act(milestone)
            desk.take(conduct.set_deadline(desk.state, act, milestone=milestone, day=f"{year}-{day}"))

    run(world, session, "ouvrir", opening)
    if not blank:
        run(world, session, "coefficients", _confirm)
    deposit = Deposit.objects.create(
        session=session, by=world.office, name="candidats.csv", content=candidates_csv(session, count, seed, waiting)
    )
    importing.apply(session, world.office, deposit, importing.preview(session, world.office, deposit).base)
    return session


def _confirm(desk: Desk) -> None:
    for name, value in CONFIRMED.items():
        if name in desk.framework.to_confirm:
            desk.take(
                conduct.confirm_coefficient(
                    desk.state,
                    desk.act(name),
                    framework=desk.framework,
                    name=name,
                    value=value,
                    text=desk.promise("texte fictif de la démonstration"),
                    text_date="2020-12-09",
                )
            )


def candidates_csv(session: ExamSession, count: int, seed: int, waiting: bool = False, first: int = 0) -> bytes:
    """A list of candidates of the three schools, as a school would send it; nobody of it exists."""
    rules = rules_of(session)
    spec = RegistrationSpec(rules)
    frame = canonical_text(cohort(rules, count, seed, first), spec)
    frame = frame.drop([name for name in frame.columns if name.startswith("controle_") or name == "uai"])
    frame = frame.with_columns(_school(), pl.when(pl.int_range(pl.len()) % 5 == 0).then(pl.lit(OUI)).alias("livret"))
    frame = frame.with_columns(
        pl.when(pl.col("voie") == "experience_3_ans").then(pl.lit(OUI)).otherwise(pl.lit("")).alias("activite_3_ans")
    )
    codes = [unit.code for unit in rules.units]
    frame = frame.with_columns(pl.col(codes).replace("NU", "AJ"))  # a fraud file annuls, not a list
    emptied = [unit.code for unit in rules.units if unit.mandatory] if waiting else []
    for rank, code in enumerate(emptied):
        late = (pl.int_range(pl.len()) % 7 == rank % 7) & (rank < 5)
        frame = frame.with_columns(
            pl.when(late & pl.col(code).str.contains(r"^\d")).then(pl.lit("")).otherwise(pl.col(code)).alias(code)
        )
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(frame.fill_null("").iter_rows())
    return buffer.getvalue().encode()


def _school() -> pl.Expr:
    """The school of a route: pupils at the lycée, apprentices at the CFA, trainees at the GRETA, the others alone."""
    named = {uai: f"{name} ({uai})" for uai, name, _nature, _town in SCHOOLS}
    voie = pl.col("voie").cast(pl.String)
    return (
        pl.when(voie.str.starts_with("scolaire"))
        .then(pl.lit(named["0690001B"]))
        .when(voie.str.starts_with("apprenti"))
        .then(pl.lit(named["0690002C"]))
        .when(voie.str.starts_with("fpc"))
        .then(pl.lit(named["0690003D"]))
        .otherwise(pl.lit(""))
        .alias("etablissement")
    )


def appoint(
    world: World,
    session: ExamSession,
    members: Sequence[Seat] = JURY,
    key: str = "jury",
    candidates: tuple[str, ...] | None = None,
) -> None:
    """The jury of the demonstration, lawful, everyone present; another one under another key. ``candidates``: as in
    ``run``; none need be known before a first seal.
    """
    accounts = world.accounts
    jurors = [
        Juror(
            session=session,
            nom=nom,
            prenom=prenom,
            sexe=sexe,
            qualite=qualite,
            fonction=fonction,
            account=accounts.get(email),
        )
        for nom, prenom, sexe, qualite, fonction, email in members
    ]
    Juror.objects.bulk_create(jurors)

    def commands(desk: Desk) -> None:
        seats = composition.appointed_as(desk, jurors)
        arrete = desk.promise("arrêté fictif n° 1")
        day = min(f"{session.year}-05-12", desk.act().day)
        desk.take(
            conduct.appoint_jury(
                desk.state, desk.act(), framework=desk.framework, members=seats, arrete=arrete, arrete_date=day
            )
        )

    run(world, session, key, commands, candidates=candidates)


def seat(desk: Desk) -> None:
    """Everyone of the jury present."""
    for juror in desk.state.jury.jurors if desk.state.jury else ():
        act = desk.act(f"presence-{desk.state.next_deliberation}-{juror[:8]}")
        desk.take(
            conduct.record_attendance(desk.state, act, framework=desk.framework, juror=juror, presence=Presence.PRESENT)
        )


def decide_files(desk: Desk) -> None:
    """The office accepts what each file still lacks."""
    for standing in list(desk.state.participants()):
        for piece in undecided(desk.state, desk.framework, standing):
            desk.take(
                conduct.decide_incomplete_file(
                    desk.state,
                    desk.act(f"{piece}-{standing.id[:13]}"),
                    framework=desk.framework,
                    candidate=standing.id,
                    piece=piece,
                    accepted=True,
                    reason=desk.promise("original présenté au service", subject=standing.id),
                )
            )


def examine_livrets(desk: Desk) -> None:
    """The jury examines every livret that waits."""
    for standing in list(desk.state.participants()):
        if standing.livret_awaited:
            act = desk.act(f"livret-{standing.id[:13]}")
            desk.take(conduct.examine_livret(desk.state, act, candidate=standing.id))


def conduct_to_publication(world: World, session: ExamSession, suffix: str = "") -> None:
    """Close, deliberate, approve, seal, publish."""
    if not session.jurors.exists():
        appoint(world, session)
    run(
        world,
        session,
        f"clore{suffix}",
        lambda d: d.take(conduct.close_session(d.state, d.act(), framework=d.framework)),
    )
    deliberate(world, session, suffix)


def deliberate(world: World, session: ExamSession, suffix: str = "") -> None:
    """Deliberate, approve, seal, publish: the first time, or again after a correction."""
    presidente = world.accounts["presidente@demo.fr"]
    run(world, session, f"presence{suffix}", seat)
    run(world, session, f"proposer{suffix}", propose)
    run(world, session, f"dossiers{suffix}", decide_files)
    run(world, session, f"livrets{suffix}", examine_livrets, presidente)
    for user in (presidente, world.accounts["jury@demo.fr"]):
        key = f"approuver{suffix}-{user.pk}"
        run(world, session, key, lambda d: d.take(conduct.approve_pv(d.state, d.act(), framework=d.framework)), user)
    run(world, session, f"sceller{suffix}", lambda d: d.take(conduct.seal_pv(d.state, d.act(), framework=d.framework)))
    run(
        world,
        session,
        f"publier{suffix}",
        lambda d: d.take(conduct.publish_results(d.state, d.act(), framework=d.framework)),
    )


def give_file(world: World, session: ExamSession) -> None:
    """Link the candidate's account to the file of someone admitted."""
    row = session.standings.filter(public_decision=str(Decision.ADMIS)).order_by("sort_key").first()
    if row is None:
        return
    identity = Identity.objects.get(candidate=row.candidate)
    user = world.accounts["candidat@demo.fr"]
    identity.account = user
    identity.save(update_fields=["account"])
    user.name, user.pseudonym = identity.name, uuid.UUID(identity.person)
    user.save(update_fields=["name", "pseudonym"])

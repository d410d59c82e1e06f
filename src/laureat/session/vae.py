"""The validation of experience: applications, recevability, livret, jury, a decision per unit and no mark.

A VAE log stands beside the session logs and names the same persons: a unit validated here is carried into an exam
session by naming the very fact that says so (``conduct.carry_vae_unit``). Read and commanded as a session is.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from laureat.deliberation.conduite import Experience
from laureat.records import UNSAID, Commitment, Fact, encode, leaf_hash
from laureat.records import facts as f
from laureat.session.after import FollowUp, months_after
from laureat.session.approvals import counter_of
from laureat.session.carried import Validation
from laureat.session.conduct.common import command
from laureat.session.conduct.days import DATED, check_text_day
from laureat.session.conduct.jury import JURY_ALONE, Juror, from_a_seat, jury_facts
from laureat.session.conduct.pv import check_paper
from laureat.session.framework import Accepted, Act, Framework, Refused, require
from laureat.session.log_state import ByFacts, LogState
from laureat.vocabulary.french import plural, written_date

COLLEGIAL = 5
"""The first edition of the conduct that asks for approved minutes before a notification."""


def vae_log(numero: str) -> str:
    """The name of the VAE log of a certification: one for all its applications, beside those of its sessions."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"laureat:vae:{numero}"))


@dataclass(slots=True)
class ApplicationState:
    """Where one application stands."""

    received: f.VaeApplicationReceived
    recevability: f.RecevabilityDecided | None = None
    livret: bool = False
    decisions: dict[str, f.VaeUnitDecided] = field(default_factory=dict)
    """The last decision on each unit."""
    notified: bool = False
    notified_on: str = ""
    """The day of that notification."""
    struck: f.DecisionsWithdrawn | None = None
    """What quashed, suspended or withdrew the decisions notified; None where they stand."""
    turns: list[tuple[str, bool]] = field(default_factory=list)
    """Each time the decisions came to stand, or to stand no more: at what time, and which."""
    papers: list[f.PaperIssued] = field(default_factory=list)
    """Those that went out."""
    followed: dict[str, f.FollowUpDone] = field(default_factory=dict)
    """What was done elsewhere since the decisions stand no more."""

    @property
    def moved(self) -> bool:
        """They were struck once: what was delivered moved with them."""
        return any(not stands for _at, stands in self.turns)

    @property
    def stands(self) -> bool:
        """The decisions are notified, and nothing struck them."""
        return self.notified and self.struck is None

    @property
    def units(self) -> tuple[str, ...]:
        """The units asked for."""
        return self.received.units

    @property
    def validated(self) -> tuple[str, ...]:
        """The units validated, for good."""
        return tuple(unit for unit in self.units if unit in self.decisions and self.decisions[unit].validated)

    @property
    def undecided(self) -> tuple[str, ...]:
        """The units on which the jury has not spoken."""
        return tuple(unit for unit in self.units if unit not in self.decisions)

    def is_admissible(self, day: str, law: Experience) -> bool:
        """True when found recevable, or when nobody answered in time and the law then admits."""
        if self.recevability is not None:
            return self.recevability.admissible
        end = silence_ends(self.received.at[:10], law)
        return law.silence_accorde and end != "" and day > end


@dataclass(slots=True)
class VaeState(LogState):
    """The state of a VAE log."""

    log: str
    applications: dict[str, ApplicationState] = field(default_factory=ByFacts)
    jurors: dict[str, f.JurorAppointed] = field(default_factory=dict)
    jury: f.JuryAppointed | None = None
    sittings: list[tuple[f.VaeSittingHeld, f.JuryAppointed]] = field(default_factory=list)
    """The sittings held, each with the jury of that day."""
    seats: list[dict[str, f.JurorAppointed]] = field(default_factory=list)
    """By sitting, the members of that jury as they were that day: whoever is appointed later never sat."""
    approvals: dict[int, dict[str, f.PvApproved]] = field(default_factory=dict)
    """By rank of the sitting, who approved its minutes: by account, the last word of each."""
    counters: dict[str, int] = field(default_factory=dict)
    """The last one that each approval key signed."""
    struck: set[str] = field(default_factory=set)
    """The applications whose decisions stand no more, whether they are read here or not."""

    def sitting_of(self, application: str) -> f.VaeSittingHeld | None:
        """The sitting that settled the decisions on an application; None where none did yet."""
        return next((held for held, _jury in self.sittings if application in held.applications), None)


def silence_ends(day: str, law: Experience) -> str:
    """The day on which the delay to answer an application ends; empty where silence says nothing."""
    return "" if law.silence is None else months_after(day, law.silence)


def read_vae(facts: Iterable[Fact], state: VaeState) -> VaeState:
    """Read facts, in the order of the log, on top of a state (which is changed)."""
    for fact in facts:
        if "#" not in fact.key:
            state.commands[fact.key] = fact
        match fact:
            case f.VaeApplicationReceived():
                state.applications[fact.application] = ApplicationState(fact)
            case f.RecevabilityDecided():
                state.applications[fact.application].recevability = fact
            case f.VaeLivretReceived():
                state.applications[fact.application].livret = True
            case f.VaeUnitDecided():
                state.applications[fact.application].decisions[fact.unit] = fact
            case f.VaeSittingHeld():
                assert state.jury is not None, "no sitting without a jury"
                state.sittings.append((fact, state.jury))
                state.seats.append({one: state.jurors[one] for one in state.jury.jurors})
            case f.PvApproved():
                state.approvals.setdefault(fact.deliberation, {})[fact.author] = fact
                if fact.credential:
                    state.counters[fact.credential] = counter_of(fact)
            case f.VaeResultNotified():
                told = state.applications[fact.application]
                told.notified, told.notified_on = True, fact.at[:10]
                told.turns.append((fact.at, True))
            case f.DecisionsWithdrawn() | f.DecisionsRestored():
                struck = isinstance(fact, f.DecisionsWithdrawn)
                state.struck = state.struck | set(fact.candidates) if struck else state.struck - set(fact.candidates)
                for one in (state.applications[one] for one in fact.candidates if one in state.applications):
                    if struck and one.struck is not None:  # a suspension, then the judgment: all but the notice stands
                        one.followed.pop(FollowUp.NOTIFICATION, None)
                    else:
                        one.followed = {}
                    one.struck = fact if isinstance(fact, f.DecisionsWithdrawn) else None
                    one.turns.append((fact.at, not struck))
            case f.FollowUpDone():
                state.applications[fact.candidate].followed[fact.what] = fact
            case f.PaperIssued():
                state.applications[fact.candidate].papers.append(fact)
            case f.SettingAsideAsked() | f.FactSetAside():
                state.read_aside(fact)
            case f.JurorAppointed():
                state.jurors[fact.juror] = fact
            case f.JuryAppointed():
                state.jury = fact
            case f.ConductUpgraded():
                state.conduct = fact.conduct
    return state


def validated(state: VaeState) -> dict[str, Validation]:
    """What each decision that is heeded validates, by its leaf hash; ``state``: that of all the applications."""
    told = [(one, one.received, unit) for one in state.applications.values() for unit in one.validated]
    held = {(received.person, unit) for one, received, unit in told if one.stands}
    return {
        leaf_hash(encode(one.decisions[unit])).hex(): Validation(
            received.certification, received.person, unit, one.turns, (received.person, unit) in held
        )
        for one, received, unit in told
    }


def validations(state: VaeState, person: str, until: str = "") -> Iterator[tuple[str, str]]:
    """The units a person was notified as validated, each with the leaf hash of the fact that says so.

    ``until``: no further than this application; a person's come one after the other.
    """
    for name, application in state.applications.items():
        if application.received.person == person and application.stands:
            for unit in application.validated:
                yield unit, leaf_hash(encode(application.decisions[unit])).hex()
        if name == until:
            return


def units_left(state: VaeState, framework: Framework, person: str) -> tuple[str, ...]:
    """The compulsory units that a person has not had validated: what is left to obtain the diploma."""
    held = {unit for unit, _ in validations(state, person)}
    return tuple(unit.code for unit in framework.units.values() if unit.mandatory and unit.code not in held)


# -------------------------------------------------------------------------------------------------------- commands
@command(f.VaeApplicationReceived, parts=("units",))
def receive_application(
    state: VaeState,
    act: Act,
    *,
    framework: Framework,
    application: str,
    person: str,
    identity: Commitment,
    units: Iterable[str] = (),
) -> Accepted:
    """Receive an application for the whole diploma, or for some of its units."""
    if application in state.applications:
        raise Refused("Ce numéro de dossier est déjà pris.")
    if any(other.received.person == person and not _is_over(other) for other in state.applications.values()):
        raise Refused("Cette personne a déjà un dossier de VAE en cours pour cette certification.")
    chosen = set(units) or {unit.code for unit in framework.units.values() if unit.mandatory}
    if unknown := sorted(chosen - framework.units.keys()):
        raise Refused(f"Inconnu dans cette certification : {', '.join(unknown)}.")
    already = chosen & {unit for unit, _ in validations(state, person)}
    ordered = tuple(unit for unit in framework.units if unit in chosen - already)
    if not ordered:
        raise Refused("Tout ce qui est demandé est déjà validé.")
    fact = f.VaeApplicationReceived(
        **act.on(state.log),
        application=application,
        person=person,
        certification=framework.certification,
        identity=require(identity, "l'identité du candidat"),
        units=ordered,
    )
    return Accepted((fact,))


def _is_over(application: ApplicationState) -> bool:
    return application.notified or (application.recevability is not None and not application.recevability.admissible)


@command(f.RecevabilityDecided)
def decide_recevability(
    state: VaeState, act: Act, *, framework: Framework, application: str, admissible: bool, reason: Commitment
) -> Accepted:
    """Find the application recevable or not, with the reason; after a silence long enough it is."""
    standing = application_of(state, application)
    require(reason, "un motif")
    if standing.recevability is not None:
        raise Refused("La recevabilité de ce dossier est déjà décidée.")
    law = framework.conduite.experience
    if not admissible and standing.is_admissible(act.day, law):
        delay = plural(law.silence or 0, "mois", "mois")
        raise Refused(f"Le délai de {delay} est passé sans réponse : le dossier est recevable.")
    fact = f.RecevabilityDecided(**act.on(state.log), application=application, admissible=admissible, reason=reason)
    return Accepted((fact,))


@command(f.VaeLivretReceived)
def receive_livret(state: VaeState, act: Act, *, framework: Framework, application: str) -> Accepted:
    """Receive the livret of experience of a recevable application."""
    standing = admissible_application(state, act, framework, application)
    if standing.livret:
        return Accepted(warnings=("Le livret est déjà reçu.",))
    return Accepted((f.VaeLivretReceived(**act.on(state.log), application=application),))


@command(f.JuryAppointed)
def appoint_vae_jury(
    state: VaeState,
    act: Act,
    *,
    framework: Framework,
    members: Sequence[Juror],
    arrete: Commitment,
    arrete_date: str,
    defects: Sequence[str] = (),
    impossibilite: Commitment = UNSAID,
) -> Accepted:
    """Appoint the VAE jury; ``defects`` is what the law of its composition reproaches it."""
    least = framework.conduite.experience.jures
    few = [] if len(members) >= least else [f"Un jury de VAE a au moins {plural(least, 'membre')}."]
    told = [*defects, *few]
    if state.conduct >= DATED:
        check_text_day(arrete_date, act)
    facts = jury_facts(act, state.log, members, arrete, arrete_date, told, preside=True, impossibilite=impossibilite)
    return Accepted(facts)


@command(f.VaeUnitDecided)
def decide_unit(
    state: VaeState,
    act: Act,
    *,
    framework: Framework,
    application: str,
    unit: str,
    validated: bool,
    motive: Commitment,
) -> Accepted:
    """Validate a unit or not, with the motive; until it is notified the jury may come back on it."""
    standing = admissible_application(state, act, framework, application)
    if state.jury is None:
        raise Refused("Le jury de VAE n'est pas nommé.")
    if state.conduct >= JURY_ALONE:
        from_a_seat(state, act, JURY_ALONE)
    if not standing.livret:
        raise Refused("Le livret de ce dossier n'est pas reçu.")
    if unit not in standing.units:
        raise Refused(f"Le dossier ne demande pas {unit}.")
    if standing.notified:
        raise Refused("La décision est notifiée : elle est définitive.")
    if (held := state.sitting_of(application)) is not None:
        raise Refused(
            f"Le procès-verbal de la séance du {written_date(held.held_on)} porte les décisions sur ce dossier."
        )
    fact = f.VaeUnitDecided(
        **act.on(state.log), application=application, unit=unit, validated=validated, motive=require(motive)
    )
    return Accepted((fact,))


@command(f.PaperIssued)
def issue_vae_paper(state: VaeState, act: Act, *, candidate: str, paper: str, digest: str) -> Accepted:
    """Record that a paper of an application (``candidate``) went out: never before its decisions are notified."""
    standing = application_of(state, candidate)
    if not standing.notified:
        raise Refused("La décision n'est pas notifiée : aucun document n'est dû.")
    if standing.struck is not None:
        raise Refused("La décision ne vaut plus : aucun document n'est dû.")
    check_paper(state, digest)
    return Accepted((f.PaperIssued(**act.on(state.log), candidate=candidate, paper=paper, digest=digest),))


def application_of(state: VaeState, application: str) -> ApplicationState:
    """The application. Raises Refused for one that is not there."""
    standing = state.applications.get(application)
    if standing is None:
        raise Refused("Ce dossier de VAE n'existe pas.")
    return standing


def admissible_application(state: VaeState, act: Act, framework: Framework, application: str) -> ApplicationState:
    """The application, which is recevable. Raises Refused."""
    standing = application_of(state, application)
    if not standing.is_admissible(act.day, framework.conduite.experience):
        raise Refused("Ce dossier n'est pas recevable, ou pas encore.")
    return standing


COMMANDS = (
    receive_application,
    decide_recevability,
    receive_livret,
    appoint_vae_jury,
    decide_unit,
    issue_vae_paper,
)
"""Every command of the log."""

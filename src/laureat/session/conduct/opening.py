"""Open, close and re-open a session; its calendar, its establishments, its coefficients."""

from collections.abc import Sequence

from laureat.records import UNSAID, Commitment, Fact
from laureat.records import facts as f
from laureat.session.conduct.common import check_round, command, not_frozen, opened
from laureat.session.conduct.days import check_text_day, day_of_the_calendar, plausible_day
from laureat.session.framework import (
    CONDUCT,
    SCOPES,
    SIGNED,
    Accepted,
    Act,
    Framework,
    Phase,
    Refused,
    Round,
    cited,
    require,
)
from laureat.session.milestones import Milestone
from laureat.session.state import LogState, SessionState
from laureat.session.todo import Missing, missing_marks
from laureat.vocabulary.french import enumeration, plural, written_date

FAR = 2
"""A session so many years away is perhaps a slip of the hand."""


@command(f.SessionOpened)
def open_session(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    log: str,
    year: int,
    blank: bool = False,
    edition: int = CONDUCT,
    keys_required: bool = False,
) -> Accepted:
    """Open a session of a certification for a year, between the first and the last of its règlement.

    ``edition`` is that of the conduct: the last one, save for a session opened before it. ``keys_required``: nobody
    approves a procès-verbal but with an approval key.
    """
    if state.opened is not None:
        raise Refused("Cette session est déjà ouverte.")
    if not 1 <= edition <= CONDUCT:
        raise Refused(f"L'édition {edition} de la conduite n'est pas connue ici ; attendu : de 1 à {CONDUCT}.")
    reglement = framework.law.reglement
    for limit, which, outside in (
        (reglement.first_session, "première", year < reglement.first_session),
        (reglement.last_session, "dernière", reglement.last_session is not None and year > reglement.last_session),
    ):
        if outside:
            raise Refused(
                f"La {which} session de {framework.certification} est {limit} : une session {year} ne peut pas "
                f"s'ouvrir ({cited(reglement.founding)})."
            )
    warning = outside_dates(framework, act.day, blank=blank)
    remarks = year_remarks(framework, year, act.day, strict=edition >= 3 and not framework.state_diploma and not blank)
    fact = f.SessionOpened(
        **act.on(log),
        certification=framework.certification,
        year=year,
        edition=framework.edition,
        blank=blank,
        outside_dates=bool(warning),
        reglement="" if reglement.id == framework.certification else reglement.id,
        famille=framework.famille.code,
        conduct=edition,
        keys_required=keys_required and edition >= SIGNED,
    )
    return Accepted((fact,), tuple(filter(None, (warning, *remarks))))


def year_remarks(framework: Framework, year: int, today: str, *, strict: bool) -> tuple[str, ...]:
    """What the sheet, and the day, have against that year; refused where it is ``strict`` and the sheet has something.

    A session of a year is not one of the sheet when its registration ends before that year, or begins after it.
    """
    problems: list[str] = []
    if framework.registered_until and year > int(framework.registered_until[:4]):
        end = written_date(framework.registered_until)
        problems.append(f"l'enregistrement de {framework.certification} prend fin le {end}, avant l'année {year}")
    if framework.registered_from and year < int(framework.registered_from[:4]):
        first = written_date(framework.registered_from)
        problems.append(f"l'enregistrement de {framework.certification} commence le {first}, après l'année {year}")
    if problems and strict:
        raise Refused(*(f"Session {year} : {problem}." for problem in problems))
    far = abs(year - int(today[:4])) > FAR
    told = f"Session {year} : c'est loin d'aujourd'hui ; si c'est une erreur, abandonner la session et la rouvrir."
    return (*(f"Attention : {problem}." for problem in problems), *((told,) if far else ()))


@command(f.ConductUpgraded)
def upgrade_conduct(state: LogState, act: Act, *, conduct: int = CONDUCT) -> Accepted:
    """Judge a session, or the VAE, by a later edition of the conduct from here on; what stands before keeps its own."""
    if isinstance(state, SessionState):
        opened(state)
    if not state.conduct < conduct <= CONDUCT:
        raise Refused(f"La conduite suit ici l'édition {state.conduct} ; la dernière est la {CONDUCT}.")
    if isinstance(state, SessionState) and state.current:
        raise Refused("Une délibération est en cours : la sceller d'abord.")
    return Accepted((f.ConductUpgraded(**act.on(state.log), conduct=conduct),))


def outside_dates(framework: Framework, day: str, *, blank: bool) -> str:
    """The warning for a day outside the dates of the sheet; refuse it where the sheet is all that gives validity."""
    if framework.registered_until and day > framework.registered_until:
        problem = (
            f"l'enregistrement de {framework.certification} a pris fin le {written_date(framework.registered_until)}"
        )
    elif framework.registered_from and day < framework.registered_from:
        first = written_date(framework.registered_from)
        problem = f"l'enregistrement de {framework.certification} ne commence que le {first}"
    else:
        return ""
    if not framework.state_diploma and not blank:
        raise Refused(f"Impossible à cette date : {problem}.")
    reason = "un diplôme de l'État vaut par son arrêté" if framework.state_diploma else "session à blanc"
    return f"Attention : {problem} ({reason}, l'opération est permise)."


@command(f.DeadlineSet)
def set_deadline(
    state: SessionState, act: Act, *, milestone: Milestone, day: str, reason: Commitment = UNSAID
) -> Accepted:
    """Set a day of the calendar; move it, or take it away (empty), with a reason."""
    opened(state)
    known = state.deadlines.get(milestone, "")
    if state.conduct >= 3 and known and day != known:
        require(reason, f"un motif pour changer un jour déjà fixé ({milestone.label}, {written_date(known)})")
    if not day and not known:
        raise Refused(f"Aucun jour n'est fixé pour : {milestone.label}.")
    day = day_of_the_calendar(state, day) if day else ""
    return Accepted((f.DeadlineSet(**act.on(state.log), milestone=milestone, day=day, reason=reason),))


@command(f.CoefficientConfirmed)
def confirm_coefficient(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    name: str,
    value: int,
    text: Commitment,
    text_date: str,
    read_by: str = "",
) -> Accepted:
    """Confirm a number of the law (as its parameter counts it) read in a text, whose reference is committed to.

    ``read_by``: who read it first, the author of the act being the second person.
    """
    opened(state)
    check_number(framework, name, value)
    read = check_text_day(text_date, act)
    if read > f"{state.year}-12-31":
        raise Refused(
            f"Un texte daté du {written_date(read)} est postérieur à la session {state.year} : il ne la règle pas."
        )
    if state.current or any(deliberation.sealed for deliberation in state.deliberations):
        raise Refused("Le jury a commencé à délibérer : un nombre ne change plus. Rouvrir la session, avec un motif.")
    fact = f.CoefficientConfirmed(
        **act.on(state.log),
        name=name,
        value=value,
        text=require(text, "la référence du texte lu"),
        text_date=read,
        read_by=read_by,
    )
    return Accepted((fact,))


def check_number(framework: Framework, name: str, value: int) -> None:
    """Refuse a number that is not to be confirmed, or that lies outside all that it could be."""
    parameter = framework.to_confirm.get(name)
    if parameter is None:
        if not framework.to_confirm:
            raise Refused(framework.without_meaning("aucun nombre du règlement n'est à confirmer"))
        known = ", ".join(number.words for number in framework.to_confirm.values())
        raise Refused(
            f"« {name} » n'est pas une hypothèse du règlement : il n'y a rien à confirmer ; à confirmer : {known}."
        )
    low, high = parameter.box
    if not low <= value <= high:
        bounds = f"{parameter.written(low)} et {parameter.written(high)}"
        raise Refused(f"{parameter.words} : attendu entre {bounds} ; relire le texte.")


@command(f.EstablishmentRegistered)
def register_establishment(state: SessionState, act: Act, *, establishment: str, nature: str) -> Accepted:
    """Register an establishment (its UAI is checked by the caller)."""
    opened(state)
    not_frozen(state)
    if state.establishments.get(establishment) == nature:
        return Accepted(warnings=(f"L'établissement {establishment} est déjà enregistré.",))
    return Accepted((f.EstablishmentRegistered(**act.on(state.log), establishment=establishment, nature=nature),))


@command(f.HabilitationGranted)
def grant_habilitation(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    establishment: str,
    scope: str,
    since: str,
    until: str = "",
    by_right: bool = False,
) -> Accepted:
    """Record that an establishment may assess by CCF, by decision or by right."""
    opened(state)
    not_frozen(state)
    if establishment not in state.establishments:
        raise Refused(f"L'établissement {establishment} n'est pas enregistré.")
    if scope not in SCOPES:
        raise Refused(f"« {scope} » n'est pas une habilitation ; attendu : {enumeration(SCOPES, 'ou')}.")
    since, until = plausible_day(state, since), plausible_day(state, until) if until else ""
    if until and until < since:
        raise Refused("Une habilitation ne prend pas fin avant de commencer.")
    fact = f.HabilitationGranted(
        **act.on(state.log),
        establishment=establishment,
        certification=framework.certification,
        scope=scope,
        since=since,
        until=until,
        by_right=by_right,
    )
    return Accepted((fact,))


@command(f.SessionClosed)
def close_session(state: SessionState, act: Act, *, framework: Framework, missing: int | None = None) -> Accepted:
    """Lock the marks of the round. Needs the whole session. The fact says how many marks were missing.

    ``missing``: how many its author knows to be missing, where a door asked; refused where it is another number. Where
    a fact is refused, whose mark its author saw, the number cannot be judged.
    """
    opened(state)
    if state.phase is not Phase.SAISIE:
        raise Refused("La saisie n'est pas ouverte : il n'y a rien à clore.")
    if state.current:
        raise Refused("Une délibération complémentaire est en cours : la sceller d'abord.")
    without_route = sum(1 for candidate in state.participants() if candidate.route is None)
    if without_route:
        raise Refused(
            f"{plural(without_route, 'candidat n’a', 'candidats n’ont')} pas de voie établie : "
            "l'établir, ou retirer de la session."
        )
    told = missing or 0
    if state.everyone and state.marks:
        waited = list(missing_marks(state, framework))
        judged = state.conduct >= 3 and missing is not None and not state.anomalies and not state.set_aside
        if judged and missing != len(waited):
            raise Refused(_said_missing(waited))
        told = len(waited) if missing is None or state.conduct < 3 else missing
    warnings = (f"{plural(told, 'note manque', 'notes manquent')} encore.",) if told else ()
    known = told if state.conduct >= 3 else 0
    return Accepted((f.SessionClosed(**act.on(state.log), round=state.round, missing=known),), warnings)


def _said_missing(waited: Sequence[Missing]) -> str:
    """How many marks are missing, and for how many candidates; or that none is any more."""
    if not waited:
        return "Plus aucune note ne manque : recharger la page et clore."
    whom = plural(len({one.candidate for one in waited}), "candidat")
    return (
        f"{plural(len(waited), 'note manque', 'notes manquent')}, pour {whom} : les saisir, une absence comprise, ou "
        "clore en le sachant."
    )


@command(f.SessionReopened)
def reopen_session(
    state: SessionState, act: Act, *, reason: Commitment, establishment: str = "", unit: str = ""
) -> Accepted:
    """Unlock the marks before the seal, for all or for one establishment or unit, with a reason.

    The deliberation under way, if any, is void: the jury will deliberate again.
    """
    opened(state)
    require(reason, "un motif pour rouvrir la saisie")
    if state.phase is Phase.SAISIE and not state.scopes:
        raise Refused("La saisie est déjà ouverte.")
    if state.phase not in (Phase.SAISIE, Phase.CLOSE):
        raise Refused(
            "Le procès-verbal est scellé : une note ne change plus que par une correction, que le jury examine."
        )
    fact = f.SessionReopened(**act.on(state.log), establishment=establishment, unit=unit, reason=reason)
    warnings = ("La délibération en cours est annulée : le jury délibérera de nouveau.",) if state.current else ()
    return Accepted((fact,), warnings)


@command(f.RoundStarted)
def start_round(state: SessionState, act: Act, *, framework: Framework, round: Round) -> Accepted:
    """Begin the control round or the replacement round, once results are published. Needs the whole session."""
    opened(state)
    check_round(framework, round)
    if round is Round.PREMIER:
        raise Refused("Le premier groupe d'épreuves commence avec la session.")
    if state.phase is not Phase.PUBLIEE:
        raise Refused("Les résultats du groupe d'épreuves précédent ne sont pas publiés.")
    if state.current:
        raise Refused("Une délibération complémentaire est en cours : la sceller d'abord.")
    if state.everyone and next(state.participants(round), None) is None:
        raise Refused("Aucun candidat n'y est appelé.")
    facts: tuple[Fact, ...] = (f.RoundStarted(**act.on(state.log), round=round),)
    return Accepted(facts)

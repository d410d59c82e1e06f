"""What candidates ask after the results, and what they let be said of them in public."""

from laureat.records import UNSAID, Commitment
from laureat.records import facts as f
from laureat.session.after import Answer, Nature, months_after
from laureat.session.conduct.common import candidate_of, command
from laureat.session.conduct.days import check_day, day_of_session, plausible_day
from laureat.session.framework import Accepted, Act, Refused, cited, require
from laureat.session.state import Asked, SessionState
from laureat.vocabulary.french import written_date


@command(f.RequestReceived)
def receive_request(
    state: SessionState, act: Act, *, candidate: str, nature: Nature, received_on: str, text: Commitment
) -> Accepted:
    """Record a request; the day by which it is answered follows from the text."""
    standing = candidate_of(state, candidate)
    if check_day(received_on) > act.today:
        raise Refused("Une demande n'est pas reçue un jour à venir.")
    published = min((one.published_on for one in state.deliberations if one.published), default="")
    if nature is not Nature.DONNEES and not published:
        raise Refused("Les résultats ne sont pas publiés : seule une demande sur ses données se reçoit avant.")
    if nature is Nature.DONNEES:
        day_of_session(state, received_on)
    else:
        plausible_day(state, received_on, since=published, what="la publication des résultats")
    delay = nature.delay
    due = months_after(received_on, delay.known)
    fact = f.RequestReceived(
        **act.on(state.log),
        candidate=candidate,
        request=len(standing.requests) + 1,
        nature=nature,
        received_on=received_on,
        due=due,
        text=require(text, "ce que le candidat demande"),
    )
    return Accepted((fact,), (f"À répondre avant le {written_date(due)} ({cited(delay.citation)}).",))


@command(f.RequestProlonged)
def prolong_request(state: SessionState, act: Act, *, candidate: str, request: int, reason: Commitment) -> Accepted:
    """Prolong the delay to answer, where the text allows it: once, before its end, the candidate being told why."""
    asked = _open(state, candidate, request)
    longer = Nature(asked.received.nature).prolonged
    if longer is None:
        raise Refused("Aucun texte ne permet de prolonger le délai d'une telle demande.")
    if asked.due != asked.received.due:
        raise Refused("Ce délai est déjà prolongé : il ne l'est qu'une fois.")
    if act.day > asked.due:
        raise Refused(f"Le délai est passé depuis le {written_date(asked.due)} : il ne se prolonge plus.")
    due = months_after(asked.due, longer.known)
    fact = f.RequestProlonged(
        **act.on(state.log), candidate=candidate, request=request, due=due, reason=require(reason)
    )
    return Accepted((fact,), (f"À répondre avant le {written_date(due)} ({cited(longer.citation)}).",))


@command(f.RequestAnswered)
def answer_request(
    state: SessionState, act: Act, *, candidate: str, request: int, answer: Answer, answered_on: str, text: Commitment
) -> Accepted:
    """Answer a request: even late, and once."""
    asked = _open(state, candidate, request)
    if not asked.received.received_on <= check_day(answered_on) <= act.today:
        raise Refused(f"Le jour de la réponse va du {written_date(asked.received.received_on)} à aujourd'hui.")
    fact = f.RequestAnswered(
        **act.on(state.log),
        candidate=candidate,
        request=request,
        answer=answer,
        answered_on=answered_on,
        text=require(text, "ce qui est répondu"),
    )
    late = f"Cette réponse est tardive : elle était due le {written_date(asked.due)}."
    return Accepted((fact,), (late,) if answered_on > asked.due else ())


@command(f.PublicListChosen)
def choose_public_list(
    state: SessionState, act: Act, *, candidate: str, listed: bool, told_on: str, proof: Commitment = UNSAID
) -> Accepted:
    """Record that a candidate agrees to stand on the public lists, or opposes it; the last word counts."""
    standing = candidate_of(state, candidate)
    if check_day(told_on) > act.today:
        raise Refused("Ce choix n'est pas dit un jour à venir.")
    day_of_session(state, told_on)
    if standing.listing is not None and standing.listing.listed == listed:
        raise Refused("C'est déjà ce que le candidat a dit.")
    fact = f.PublicListChosen(**act.on(state.log), candidate=candidate, listed=listed, told_on=told_on, proof=proof)
    return Accepted((fact,))


def _open(state: SessionState, candidate: str, request: int) -> Asked:
    standing = candidate_of(state, candidate)
    if not 1 <= request <= len(standing.requests):
        raise Refused("Cette demande n'est pas enregistrée.")
    asked = standing.requests[request - 1]
    if asked.answered is not None:
        raise Refused(f"Cette demande a sa réponse, du {written_date(asked.answered.answered_on)}.")
    return asked

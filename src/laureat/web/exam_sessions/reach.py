"""Schools and their habilitations, as the house knows them, brought into sessions: at once, and when they change."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from laureat.session import conduct
from laureat.session.framework import Refused
from laureat.session.state import SessionState
from laureat.web.accounts.models import Establishment, Habilitation, User
from laureat.web.exam_sessions import household
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import Desk, look, perform

Right = tuple[str, str, str, bool]
"""Scope, first day, last day (empty: without end), by right."""
CLOSED = ("non_ouverte", "abandonnee")


def rights_of(certification: str, schools: Iterable[str]) -> dict[str, set[Right]]:
    """By school, its habilitations for a certification, as the house knows them."""
    found: dict[str, set[Right]] = {uai: set() for uai in schools}
    rights = Habilitation.objects.filter(certification=certification, establishment__in=found)
    for right in household.proved(rights):
        end = right.ends.isoformat() if right.ends else ""
        found[right.establishment_id].add((right.scope, right.starts.isoformat(), end, right.by_right))
    return found


def _held(state: SessionState, uai: str) -> set[Right]:
    return {(one.scope, one.since, one.until, one.by_right) for one in state.habilitations if one.establishment == uai}


def behind(session: ExamSession, state: SessionState, schools: Iterable[Establishment]) -> list[Establishment]:
    """Of these schools, those that a session knows otherwise than the house does."""
    known = [school for school in schools if school.uai in state.establishments]
    rights = rights_of(session.certification.numero, [school.uai for school in known])
    return [
        school
        for school in known
        if state.establishments[school.uai] != school.nature or _held(state, school.uai) != rights[school.uai]
    ]


def bring(desk: Desk, school: Establishment) -> None:
    """Bring a school into a session as the house knows it: its nature, its habilitations, those taken back included."""
    uai = school.uai
    if desk.state.establishments.get(uai) != school.nature:
        act = desk.act(f"e{uai}")
        desk.take(conduct.register_establishment(desk.state, act, establishment=uai, nature=school.nature))
    wanted, held = rights_of(desk.session.certification.numero, [uai])[uai], _held(desk.state, uai)
    for scope, since in sorted({(scope, since) for scope, since, *_rest in held - wanted}):
        desk.take(
            conduct.withdraw_habilitation(
                desk.state,
                desk.act(f"r{uai}-{scope}-{since}"),
                establishment=uai,
                scope=scope,
                since=since,
                reason=desk.promise(_("habilitation corrigée à la page de l'établissement")),
            )
        )
    for scope, since, until, by_right in sorted(wanted - _held(desk.state, uai)):
        desk.take(
            conduct.grant_habilitation(
                desk.state,
                desk.act(f"h{uai}-{scope}-{since}"),
                framework=desk.framework,
                establishment=uai,
                scope=scope,
                since=since,
                until=until,
                by_right=by_right,
            )
        )


def reach(user: User, key: str, school: Establishment) -> Iterator[str]:
    """Bring what changed of a school into every session that knows it; gives where it no longer can be."""
    for session in ExamSession.objects.select_related("certification").exclude(phase__in=CLOSED):
        if not behind(session, look(session), [school]):
            continue
        try:
            perform(session, user, f"{key}-{session.pk}", lambda desk: bring(desk, school), alone=True)
        except Refused as refused:
            yield f"{session} : {' '.join(refused.reasons)}"

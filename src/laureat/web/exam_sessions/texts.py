"""The règlements of the house: sheets bound to them, numbers read in texts and carried into the sessions."""

from collections.abc import Callable, Iterator

from laureat.records.facts import Fact, NumberConfirmed
from laureat.session import conduct
from laureat.session.framework import Accepted, Refused
from laureat.vocabulary import InvalidInput
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import household
from laureat.web.exam_sessions.household import Desk
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rules import rules_of
from laureat.web.exam_sessions.service import Desk as SessionDesk
from laureat.web.exam_sessions.service import perform as perform_on


def perform(user: User, key: str, commands: Callable[[Desk], object]) -> Desk:
    """Run commands and store their facts, all or none; what is confirmed goes into the sessions with it."""

    def carry_confirmed(desk: Desk, facts: list[Fact]) -> None:
        for fact in facts:
            if isinstance(fact, NumberConfirmed):
                desk.accepted.append(Accepted(warnings=tuple(_carry_everywhere(user, key, fact))))

    return household.perform(str(user.pseudonym), key, commands, after=carry_confirmed)


def _carry_everywhere(user: User, key: str, fact: NumberConfirmed) -> Iterator[str]:
    """Carry a number into every session of its règlement; tells those that no longer take it."""
    for session in ExamSession.objects.select_related("certification").exclude(phase="non_ouverte"):
        try:
            if rules_of(session).reglement.id == fact.reglement:
                perform_on(session, user, f"{key}-{session.pk}", lambda desk: carry(desk, fact), alone=True)
        except Refused as refused:
            yield f"{session} : {' '.join(refused.reasons)}"
        except InvalidInput as unknown:
            yield f"{session} : {' '.join(problem.message for problem in unknown.problems)}"


def carry(desk: SessionDesk, fact: NumberConfirmed) -> None:
    """Carry one number into a session, where the règlement of its year asks for it."""
    known = desk.state.confirmed.get(fact.name)
    if fact.name not in desk.framework.to_confirm or (known is not None and known.value == fact.value):
        return
    desk.take(
        conduct.confirm_coefficient(
            desk.state,
            desk.act(fact.name),
            framework=desk.framework,
            name=fact.name,
            value=fact.value,
            text=fact.text,
            text_date=fact.text_date,
            read_by=fact.read_by,
        )
    )


def carry_all(desk: SessionDesk) -> None:
    """Carry into a session just opened all that the house has confirmed of its règlement."""
    for fact in household.look().numbers_of(rules_of(desk.session).reglement.id).values():
        carry(desk, fact)

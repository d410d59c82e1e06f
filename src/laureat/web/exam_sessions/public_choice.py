"""What a list handed over says of the public list of those admitted, candidate by candidate."""

from collections.abc import Iterator, Mapping

from laureat.exchange.spec import PUBLIC_LIST, answer
from laureat.session import conduct
from laureat.session.framework import Accepted
from laureat.web.exam_sessions.service import Desk


def told_by(desk: Desk, others: Mapping[str, str], candidate: str, suffix: str) -> Iterator[Accepted]:
    """The fact of a choice that changes what is so; the reader of lists knows the words that are no answer."""
    listed = answer(others, PUBLIC_LIST)
    if listed is None or desk.state.candidates[candidate].listed == listed:
        return
    act = desk.act(f"{suffix}-liste")
    yield conduct.choose_public_list(desk.state, act, candidate=candidate, listed=listed, told_on=act.day)

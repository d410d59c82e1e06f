"""What every command shares: idempotency, and the refusals that come back everywhere."""

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from laureat.records import Fact
from laureat.records.promises import COMMITTED
from laureat.session.framework import Accepted, Act, Framework, Phase, Refused, Round
from laureat.session.state import CandidateState, SessionState
from laureat.vocabulary import MARK_MAX, format_hundredths

P = ParamSpec("P")


class HasCommands(Protocol):
    """A state that remembers the commands already given."""

    commands: dict[str, Fact]


S = TypeVar("S", bound=HasCommands)

Command = Callable[Concatenate[S, Act, P], Accepted]


def command(*kinds: type[Fact], parts: Sequence[str] = ()) -> Callable[[Command[S, P]], Command[S, P]]:
    """Make a function a command, whose first fact is of one of ``kinds``: the same key twice gives no new fact.

    A key used again for something else is refused, so that no entry is lost for having the key of another.
    ``parts``: the lists of which the fact keeps what was lawful to ask, all that is where nothing is asked.
    """

    def make(decide: Command[S, P]) -> Command[S, P]:
        @functools.wraps(decide)
        def run(state: S, act: Act, /, *args: P.args, **given: P.kwargs) -> Accepted:
            done = state.commands.get(act.key)
            if done is not None:
                _check_same(done, kinds, act, given, parts)
                return Accepted()
            accepted = decide(state, act, *args, **given)
            facts = tuple(fact.keyed(position) for position, fact in enumerate(accepted.facts))
            return Accepted(facts, accepted.warnings)

        run.kinds = kinds  # type: ignore[attr-defined]
        return run

    return make


def _check_same(
    done: Fact, kinds: tuple[type[Fact], ...], act: Act, given: dict[str, object], parts: Sequence[str]
) -> None:
    """Refuse a key that comes back with another author or other contents (commitments differ by their salt)."""
    same = (
        isinstance(done, kinds)
        and done.author == act.author
        and all(
            _comparable(getattr(done, name)) == _comparable(value)
            or (name in parts and _is_part(getattr(done, name), value))
            for name, value in given.items()
            if hasattr(done, name) and name not in COMMITTED[type(done)]
        )
    )
    if not same:
        raise Refused("Cette opération porte la clé d'une autre, déjà enregistrée : recharger la page et recommencer.")


def _is_part(kept: Iterable[str], asked: object) -> bool:
    """What the fact keeps is of what was asked, which may be nothing in particular."""
    assert isinstance(asked, Iterable)
    wanted = set(asked)
    return not wanted or set(kept) <= wanted


def _comparable(value: object) -> object:
    """A value as a fact writes it: the order of a list says nothing."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(str(item) for item in value)
    return str(value)


def opened(state: SessionState) -> SessionState:
    """Refuse when the session is not open."""
    if state.phase is Phase.NON_OUVERTE:
        raise Refused("La session n'est pas ouverte.")
    if state.phase is Phase.ABANDONNEE:
        raise Refused("Cette session est abandonnée : rien ne s'y enregistre plus.")
    return state


def not_frozen(state: SessionState, standing: CandidateState | None = None) -> None:
    """Refuse to touch what a seal froze, until another round or a deliberation to hold again, on that candidate if any.

    What is lawful then: publication, papers, erasure, the next round, a correction, a fraud file, setting aside.
    """
    sealed = state.phase in (Phase.DELIBEREE, Phase.PUBLIEE) and state.current is None
    if standing is not None:
        again = standing.to_redeliberate
    else:
        again = not state.everyone or any(one.to_redeliberate for one in state.candidates.values())
    if state.conduct >= 2 and sealed and not again:
        raise Refused("Le procès-verbal est scellé : rien de cette délibération ne change plus, sauf par correction.")


def in_registration(state: SessionState) -> None:
    """Refuse when registrations are over."""
    opened(state)
    if state.round is not Round.PREMIER or state.phase is not Phase.SAISIE or state.scopes:
        raise Refused("Les inscriptions sont closes : rouvrir la session, avec un motif, pour y revenir.")


def candidate_of(state: SessionState, candidate: str, *, with_route: bool = False) -> CandidateState:
    """The candidate; refuse an unknown or withdrawn one, or one whose route is not established when it must be."""
    opened(state)
    standing = state.candidates.get(candidate)
    if standing is None:
        raise Refused("Ce candidat n'est pas inscrit à cette session.")
    if standing.withdrawn:
        raise Refused("Ce candidat s'est retiré de la session.")
    if with_route and standing.route is None:
        raise Refused("La voie de ce candidat n'est pas encore établie.")
    return standing


def known_unit(framework: Framework, standing: CandidateState, unit: str) -> None:
    """Refuse a unit that the certification does not have, or that the candidate does not present."""
    if unit not in framework.units:
        raise Refused(f"{unit} n'existe pas dans cette certification.")
    if unit not in standing.presented:
        raise Refused(f"Le candidat ne présente pas {framework.unit_label(unit)}.")


def unconfirmed(state: SessionState, framework: Framework) -> tuple[str, ...]:
    """The numbers without which nothing is decided, in words: unknown ones always, the coefficients of a State diploma
    save in a rehearsal. What a certifier's own rule supposes is proposed, and keeps from the seal what depends on it.
    """
    blocking = framework.state_diploma and not state.blank
    return tuple(
        parameter.words
        for name, parameter in sorted(framework.to_confirm.items())
        if name not in state.confirmed and (parameter.value is None or (blocking and name in framework.coefficients))
    )


def check_numbers(state: SessionState, framework: Framework) -> None:
    """Refuse to deliberate or publish on a hypothesis."""
    if names := unconfirmed(state, framework):
        raise Refused(
            f"Nombres non confirmés : {', '.join(names)}. Les lire dans le texte et les confirmer (textes à confirmer)"
            + (", ou conduire la session « à blanc »." if not state.blank else ".")
        )


def check_annex(framework: Framework, standing: CandidateState, unit: str) -> bool:
    """True for a cell that is no unit; refused where the candidate does not present it."""
    if unit not in framework.famille.annexes:
        return False
    assert standing.route is not None
    if unit not in framework.annexes_of(framework.routes(standing.route.voie)):
        who = framework.famille.annexes[unit].rstrip(".")
        article = framework.cites(unit.casefold())
        raise Refused(f"{framework.piece_label(unit)} : pas pour ce candidat. {who}{article}.")
    return True


def known_cell(framework: Framework, standing: CandidateState, unit: str) -> None:
    """Refuse a unit that the candidate does not present, or an annex that is not open to the candidate's route."""
    if not check_annex(framework, standing, unit):
        known_unit(framework, standing, unit)


def check_mark(framework: Framework, mark: int) -> None:
    """Refuse what is not a mark of this family (hundredths)."""
    step = framework.grammar.step
    if step is None:
        raise Refused(framework.without_meaning("aucune note, chaque bloc est validé ou non"))
    if not 0 <= mark <= MARK_MAX or mark % step:
        raise Refused(f"« {format_hundredths(mark)} » n'est pas une note : attendu {framework.grammar.marks}.")


def check_round(framework: Framework, round_: Round) -> None:
    """Refuse the tests of a round that the law does not know."""
    if not framework.has_round(round_):
        raise Refused(framework.without_meaning(f"{round_.label} n'existe pas"))

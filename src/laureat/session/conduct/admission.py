"""When a fact may be recorded: when its own command, given again where the fact stands, gives that very fact.

The commands are the only statement of it. From a fact and the state before it, its command is given again with what the
fact says (``Conduct.again``); whatever the command refuses, the reading refuses, with the same words; and what the
command computes (a proposal, the content of a procès-verbal, who presides) must be what the fact holds. The service
that stores facts, the readings that pages and papers are made from, and the audit all come here.

Which edition of the conduct judges is in the log (``SessionState.conduct``): a command that became stricter asks it.
"""

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from enum import Enum, IntEnum
from typing import Any, Generic, TypeVar, get_type_hints

from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.facts.words import WORDS
from laureat.records.recorded import Recorded
from laureat.session.approvals import Keys
from laureat.session.carried import Validations
from laureat.session.certification import decider
from laureat.session.framework import Accepted, Act, Framework, Refused
from laureat.session.reading import cell_of
from laureat.session.state import Anomaly, CandidateState, Decide, LogState
from laureat.vocabulary import Cell, InvalidInput
from laureat.vocabulary.french.failures import plainly

S = TypeVar("S", bound=LogState)
Again = Callable[[S, Act, Any, "Rules[S]", Framework], Accepted]
"""A command given again from the fact that it left."""
Told = Mapping[type[Fact], frozenset[str]]
"""By kind, what a fact says that its command is handed, and does not work out."""
Check = Callable[[Any, Any, Any], Iterable[str]]
"""What is wrong with the told part of a fact, beside the one that its command gives, in the state before it."""

UNFIT = (KeyError, IndexError, ValueError, TypeError, AssertionError, AttributeError)
"""What a command, or a reading, raises on a fact that says what none could."""
COMPUTED = frozenset({"decision", "mention", "average", "blocs", "certificat", "depends_on", "reserves"})
"""What the rules compute in a proposal."""


def _scalar(frame: Framework, _concerned: Iterable[CandidateState]) -> Decide:
    return decider(frame.law, {})


@dataclass(frozen=True)
class Rules(Generic[S]):
    """What a reading is judged by. ``frame`` raises InvalidInput where the rules are not known here."""

    frame: Callable[[S, Fact], Framework | None]
    """From the state before a fact, and the fact, to the frame of its command; None for a command that needs none."""
    decide: Callable[[Framework, Iterable[CandidateState]], Decide] = _scalar
    """The decision of each of these candidates."""
    decided: Callable[[f.DeliberationOpened, Framework], bool] = lambda opened, frame: opened.rules == frame.rules
    """Whether the decisions of a deliberation can be computed again: its rules are those of here."""
    otherwise: Decide | None = None
    """What stands for a decision that cannot be; None: it is computed all the same, and not compared."""

    keys: Keys | None = None
    """The approval keys of the house; None where they are not known: what was signed is verified all the same."""
    keys_until: str = ""
    """The hour up to which they are known; empty: now. See ``keys_for``."""
    vae: Validations | None = None
    """What the VAE logs of the house say; None where they are not at hand: the source of a unit is not judged."""

    def keys_for(self, approval: f.PvApproved) -> Keys | None:
        """The keys by which an approval is judged; None where they stop before it, and say nothing against its own.

        What was signed is verified all the same.
        """
        if self.keys is None or approval.at <= (self.keys_until or approval.at):
            return self.keys
        known = self.keys(approval.credential)
        said = (approval.author, approval.public, "")
        told = known is not None and (known.account, known.public, known.ended_at) != said
        return self.keys if told else None

    def uncomputed(self) -> "Rules[S]":
        """The same, for a deliberation whose rules are not here."""
        other = self.otherwise
        return self if other is None else replace(self, decide=lambda _frame, _concerned: other)


class Conduct(Generic[S]):
    """The commands of one kind of log, each found by the fact it leaves first."""

    def __init__(
        self,
        commands: Iterable[Callable[..., Accepted]],
        read: Callable[[Iterable[Fact], S], object],
        *,
        adapters: Mapping[type[Fact], Again[S]],
        told: Told,
        checks: Mapping[type[Fact], Check] | None = None,
        moment: Callable[[S], str],
        whole: frozenset[type[Fact]] = frozenset(),
        steady: frozenset[type[Fact]] = frozenset(),
    ) -> None:
        self.checks = checks or {}
        self.read, self.told, self.moment, self.whole, self.steady = read, told, moment, whole, steady
        self.again: dict[type[Fact], Again[S]] = {}
        for command in commands:
            for kind in command.kinds:  # type: ignore[attr-defined]
                if kind not in adapters:
                    self.again[kind] = reflected(command)
        self.again |= adapters


def reflected(command: Callable[..., Accepted]) -> Again[Any]:
    """The command given again, each of its arguments being the field of that name."""
    inner = inspect.unwrap(command)
    hints = get_type_hints(inner)
    named = [p.name for p in inspect.signature(inner).parameters.values() if p.kind is p.KEYWORD_ONLY]
    converted = [
        (name, _reader(hints[name])) for name in named if name not in ("framework", "decide", "defects", "told")
    ]
    wants_frame, wants_decide = "framework" in named, "decide" in named

    def again(state: Any, act: Act, fact: Any, rules: Rules[Any], frame: Framework) -> Accepted:
        given = {name: read(getattr(fact, name)) if read else getattr(fact, name) for name, read in converted}
        if wants_frame:
            given["framework"] = frame
        if wants_decide:
            given["decide"] = rules.decide(frame, ())
        return command(state, act, **given)

    return again


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    """From what a fact writes to what a command takes; None where they are the same."""
    if hint is Cell:
        return cell_of
    if isinstance(hint, type) and issubclass(hint, IntEnum):
        return functools.partial(named, hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return None


def unfit(error: Exception) -> str:
    """Why such a fact is refused."""
    return f"Ce fait ne peut pas suivre ceux qui le précèdent : {plainly(error)}."


def named(kind: Any, name: str) -> Any:
    """A word of the vocabulary from its name in facts. Raises ValueError for none of them."""
    try:
        return kind[name.upper() or "SANS"]
    except KeyError:
        raise ValueError(f"« {name} » n'est pas de ceux que l'on connaît") from None


class Reader(Generic[S]):
    """Reads a log in its order, judging each fact where it stands: the refused ones are noted, and not applied."""

    def __init__(self, conduct: Conduct[S], rules: Rules[S], state: S, aside: frozenset[str] = frozenset()) -> None:
        self.conduct, self.rules, self.state, self.aside = conduct, rules, state, aside
        self.decisions = 0
        """How many decisions were computed again."""
        self.expected: dict[tuple[object, ...], Fact] = {}
        """What the commands given again also left, by place, until it is met."""
        self.not_computed: set[int] = set()
        """The deliberations whose rules are not those of here."""
        self._frame: Framework | None = None

    def read(self, recorded: Iterable[Recorded]) -> S:
        """Take each of these, in their order; what they leave."""
        for one in recorded:
            self.take(one)
        return self.state

    def take(self, recorded: Recorded) -> Anomaly | None:
        """Read one fact; gives the anomaly that it is, if it is one."""
        fact, state = recorded.fact, self.state
        if fact is None:
            return self._note(recorded, (f"{recorded.problem}.",))
        reasons = self._reasons(fact)
        if not reasons and self.aside and type(fact) in self.conduct.whole and recorded.leaf in self.aside:
            reasons = ("Deux personnes l'ont écarté.",)
        heeded = bool(reasons) and _is_only_miscomputed(reasons)
        noted = self._note(recorded, reasons, heeded=heeded) if reasons else None
        if noted is not None and not heeded:
            self._forget(fact.command)
            return noted
        try:
            self.conduct.read((fact,), state)
        except UNFIT as error:  # of those that cannot be given again in this reading, and were not
            return noted or self._note(recorded, (unfit(error),))
        if type(fact) in self.conduct.steady:
            self._frame = None
        return noted

    def _forget(self, command: str) -> None:
        """A refused fact brings none of those that its command would have left with it."""
        for place in [place for place in self.expected if place[0] == command]:
            del self.expected[place]

    def missing(self) -> Iterator[str]:
        """What commands that stand in the log should have left with them, and did not. Needs everyone, and marks."""
        for fact in self.expected.values():
            what = f"{WORDS[type(fact).__name__]} {fact.subject}".rstrip()
            yield f"l'acte « {fact.command} » n'a pas laissé tous ses faits ; il manque : {what}."

    def _note(self, recorded: Recorded, reasons: tuple[str, ...], *, heeded: bool = False) -> Anomaly:
        fact, leaf = recorded.fact, recorded.leaf
        anomaly = Anomaly(
            leaf=leaf,
            number=recorded.number,
            kind=type(fact).__name__ if fact else "",
            subject=recorded.subject,
            moment=self.conduct.moment(self.state) if fact else "",
            reasons=tuple(str(reason) for reason in reasons),
            author=fact.author if fact else "",
            at=fact.at if fact else "",
            heeded=heeded,
            deliberation=getattr(fact, "deliberation", 0) if heeded else 0,
        )
        self.state.anomalies[leaf] = anomaly
        if not heeded:
            self._count(recorded)
        return anomaly

    def _count(self, recorded: Recorded) -> None:
        """A refused fact is one of the candidate all the same."""
        about = getattr(self.state, "candidates", {}).get(recorded.subject)
        if about is not None:
            about.size += 1

    # ------------------------------------------------------------------------------------------------------ judging
    def _reasons(self, fact: Fact) -> tuple[str, ...]:
        """Why the command of the fact would have refused it; empty when it would not."""
        try:
            expected = self.expected.pop(_place(fact), None)
            if expected is None and self._is_of_marks(fact):
                return tuple(_misplaced(fact, self.state))
            if expected is None and "#" in fact.key and not self._is_alone(fact):
                return ("Aucun acte accepté n'a laissé ce fait.",)
            expected = expected or self._given_again(fact)
            return tuple(self._differences(fact, expected))
        except Refused as refused:
            return refused.reasons
        except InvalidInput as invalid:
            if self._frame is None:
                raise
            return tuple(problem.message for problem in invalid.problems)
        except UNFIT as error:
            return (unfit(error),)

    def _is_of_marks(self, fact: Fact) -> bool:
        """What depends on the marks cannot be given again without them, nor the setting aside of one of them."""
        known = getattr(fact, "fact", "") in self.state.anomalies
        return not self.state.marks and type(fact) in _OF_MARKS and not known

    def _is_alone(self, fact: Fact) -> bool:
        """In a reading of some candidates, what a command left for one of them may come without its first fact."""
        return not self.state.everyone and isinstance(fact, f.DecisionProposed)

    def _given_again(self, fact: Fact) -> Fact:
        """What the command gives where the fact stands. Raises Refused."""
        again = self.conduct.again.get(type(fact))
        if again is None:
            raise Refused("Aucun acte de ce journal ne laisse un tel fait.")
        if self._frame is None or not self.conduct.steady:
            self._frame = self.rules.frame(self.state, fact)
        frame: Any = self._frame  # None for those commands alone that ask for none
        if isinstance(fact, f.DeliberationOpened) and not self.rules.decided(fact, frame):
            self.not_computed.add(fact.deliberation)
        act = Act(fact.author, fact.at, fact.command)
        computed = getattr(self.state, "next_deliberation", 0) not in self.not_computed
        rules = self.rules if computed else self.rules.uncomputed()
        accepted = again(self.state, act, fact, rules, frame)
        place = _place(fact)
        found: Fact | None = None
        for given in accepted.facts:
            if found is None and _place(given) == place:
                found = given
            else:
                self.expected[_place(given)] = given
        if found is None:
            raise Refused(*(accepted.warnings or ("Cet acte ne laisse pas ce fait.",)))
        return found

    def _differences(self, fact: Fact, given: Fact) -> Iterator[str]:
        """What the fact says and its command would not have said."""
        kind = type(fact)
        proposal = isinstance(fact, f.DecisionProposed)
        computed = proposal and fact.deliberation not in self.not_computed  # type: ignore[attr-defined]
        self.decisions += computed
        if fact == given:
            return
        left = {"key"} | self.conduct.told.get(kind, frozenset())
        if proposal and not computed:
            left |= COMPUTED
        if getattr(self.state, "conduct", 1) < 2:
            left |= {name for name, default in _LATER[kind].items() if getattr(fact, name) == default}
        if kind in self.conduct.checks:
            yield from self.conduct.checks[kind](fact, given, self.state)
        changed = [name for name in _NAMES[kind] if name not in left and getattr(fact, name) != getattr(given, name)]
        if changed:
            values = ((name, _shown(getattr(fact, name)), _shown(getattr(given, name))) for name in changed)
            told = " ; ".join(f"{name} : « {said} » au lieu de « {due} »" for name, said, due in values)
            if proposal and COMPUTED.issuperset(changed):
                told = f"les notes enregistrées et les règles ne donnent pas cette décision ({told})"
                yield Miscomputed(f"candidat {fact.subject} : {told}.")
            else:
                yield f"Son acte aurait laissé autre chose ({told})."


class Miscomputed(str):
    """Of a proposal: it does not follow from the marks."""

    __slots__ = ()


def _is_only_miscomputed(reasons: tuple[str, ...]) -> bool:
    return all(isinstance(reason, Miscomputed) for reason in reasons)


_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in f.KINDS.values()}
_LATER = {
    kind: {field.name: field.default for field in fields(kind) if field.default is not MISSING}
    for kind in f.KINDS.values()
}
"""The fields that a kind was given later: a fact of the first edition says nothing of them."""

_OF_MARKS = frozenset(
    {
        f.DeliberationOpened,
        f.DecisionProposed,
        f.MarkRaised,
        f.MarkRectified,
        f.CorrectionMade,
        f.RouteEstablished,
        f.ReserveSettled,
        f.ColumnDeclared,
        f.ControlChosen,
        f.ReplacementAuthorised,
        f.FollowUpDone,
        f.SettingAsideAsked,
        f.FactSetAside,
    }
)
"""What cannot be given again without the marks."""


def _misplaced(fact: Fact, state: Any) -> Iterator[str]:
    """All that can be said of such a fact without the marks: it is of the deliberation under way."""
    number = getattr(fact, "deliberation", None)
    expected = state.next_deliberation
    if isinstance(fact, f.DecisionProposed | f.MarkRaised) and (state.current is None or number != expected):
        yield "Le jury ne délibère pas sur ce candidat."


def _place(fact: Fact) -> tuple[object, ...]:
    """The place of a fact among those of its command, whatever their order."""
    return (
        fact.command,
        type(fact),
        fact.subject or getattr(fact, "juror", ""),
        getattr(fact, "deliberation", 0),
    )


def _shown(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)

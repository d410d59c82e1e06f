"""What the reading of any log keeps: its facts by command, those refused where they stand, those set aside."""

from dataclasses import dataclass, field
from typing import TypeVar

from laureat.records import facts as f
from laureat.records.facts import Fact
from laureat.records.facts.words import WORDS

T = TypeVar("T")


class NoFact(KeyError):
    """Nothing that the log says is of this one: whatever named it, a row kept beside the facts, says otherwise."""


class ByFacts(dict[str, T]):
    """What facts tell, by whom it is about. Raises NoFact for someone of whom none speaks."""

    def __missing__(self, key: str) -> T:
        """The log has no such one."""
        raise NoFact(key)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A fact that its own command would have refused where it stands in the log."""

    leaf: str
    """The leaf hash of the fact, in hexadecimal: it names the fact."""
    number: int | None
    kind: str
    subject: str
    """Whom it touches; empty: the whole log."""
    moment: str
    """When it stands, in words: « après le sceau du procès-verbal »."""
    reasons: tuple[str, ...]
    author: str = ""
    at: str = ""
    heeded: bool = False
    """A proposal which does not follow from the marks is read all the same, and nothing is told of its candidate."""

    deliberation: int = 0
    """The deliberation of a proposal."""

    @property
    def title(self) -> str:
        """The fact and its moment: « fait 213, décision fixée, après le sceau du procès-verbal »."""
        which = "fait sans numéro" if self.number is None else f"fait {self.number}"
        return ", ".join(filter(None, (which, WORDS.get(self.kind, self.kind or "illisible"), self.moment)))

    def __str__(self) -> str:
        return f"{self.title} : {' '.join(self.reasons)}"


@dataclass(slots=True, kw_only=True)
class LogState:
    """What the reading of any log keeps, beside what its facts say."""

    log: str = ""
    """The name of the log; empty before its first fact."""
    commands: dict[str, Fact] = field(default_factory=dict)
    """The first fact of each command, by idempotency key."""
    anomalies: dict[str, Anomaly] = field(default_factory=dict)
    """The facts refused where they stand, by leaf hash, until two persons set them aside."""
    asked_aside: dict[str, f.SettingAsideAsked] = field(default_factory=dict)
    """By leaf hash, what one person asked to set aside."""
    set_aside: dict[str, Anomaly] = field(default_factory=dict)
    """The refused facts that two persons set aside."""
    conduct: int = 1
    """The edition of the conduct in force; a log that says none is of the first."""
    everyone: bool = True
    """All the subjects of the log are read; if not, what depends on the others is not judged."""
    marks: bool = True
    """Marks are read; if not, what depends on them is not judged."""

    def read_aside(self, fact: f.SettingAsideAsked | f.FactSetAside) -> None:
        """A refused fact is set aside by two persons: one asks, the other does."""
        if isinstance(fact, f.SettingAsideAsked):
            self.asked_aside[fact.fact] = fact
        elif fact.fact in self.anomalies:  # not in a reading that leaves the marks out
            self.set_aside[fact.fact] = self.anomalies.pop(fact.fact)

    def anomalies_of(self, subject: str) -> list[Anomaly]:
        """What touches one subject, the whole log's anomalies first."""
        whole = [anomaly for anomaly in self.anomalies.values() if not anomaly.subject]
        return [*whole, *(a for a in self.anomalies.values() if a.subject and a.subject == subject)]

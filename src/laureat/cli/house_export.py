"""The exported log of the house: whose approval keys are, for the audit of another export."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from laureat.deliberation.reglement import Reglement
from laureat.records import Fact
from laureat.records.audit import AuditFinding, AuditReport, audit
from laureat.records.ed25519 import verifier
from laureat.records.heads import forks, owing
from laureat.records.journal import Entry, read_journal
from laureat.records.treehead import SignedTreeHead
from laureat.session.approvals import ApprovalKey
from laureat.session.house import HOUSE_LOG, HouseState
from laureat.session.replay import Edition, replay_with
from laureat.session.state import LogState, SessionState
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import written_date
from laureat.vocabulary.french.failures import plainly


@dataclass
class House:
    """What an exported log of the house says, once audited."""

    report: AuditReport
    state: HouseState
    until: str
    """The hour of the last signed head of the export: of what came later it says nothing."""

    def key(self, credential: str) -> ApprovalKey | None:
        """The approval key that has this identifier, as facts of the house enrolled it."""
        return self.state.approval_keys.get(credential)


@dataclass
class _Last:
    """Keeps the state in which a log ends."""

    state: LogState | None = None

    def meet(self, fact: Fact) -> None:
        """Every fact counts by the state that it leaves."""

    def compare(self, state: LogState) -> tuple[AuditFinding, ...]:
        """Nothing stands beside an export."""
        self.state = state
        return ()


def read_house(path: Path, key: bytes) -> House:
    """Audit the export of the log of the house. Only what a signed head covers says whose a key is.

    Raises InvalidInput where it is the export of another log.
    """
    heads: list[SignedTreeHead] = []
    entries, last = list(entries_of(path, heads)), _Last()
    report = audit(entries, heads, verifier(key), owing(replay_with(_no_session), heads))
    audit(entries[: report.covered], (), verifier(key), replay_with(_no_session, beside=last))
    if not isinstance(last.state, HouseState):
        if report.log == HOUSE_LOG:
            raise InvalidInput(
                [f"{path.name} n'a aucune tête signée de cette clé : rien n'y prouve à qui est une clé."]
            )
        raise InvalidInput([f"{path.name} n'est pas le journal de la maison : l'exporter de la page de la maison."])
    until = max((head.head.at for head in heads if head.head.size <= report.covered), default="")
    day, hour = written_date(until[:10]), until[11:19]
    told = f"Cet export s'arrête le {day} à {hour} UTC : ce qui a suivi, une clé révoquée ou inscrite, n'y est pas."
    return House(report.with_(forks(heads), [told]), last.state, until)


def entries_of(path: Path, heads: list[SignedTreeHead], grids: list[object] | None = None) -> Iterator[Entry]:
    """The entries of an exported log; its heads, and what its grids say, are added on the way. Raises InvalidInput."""
    with path.open(encoding="utf-8") as lines:
        try:
            yield from read_journal(lines, heads, path.name, grids)
        except UnicodeDecodeError as error:
            raise InvalidInput([f"{path.name} ne peut être lu : {plainly(error)}"]) from None


def _no_session(_state: SessionState, _law: Reglement | None = None) -> Edition:
    raise InvalidInput(["c'est le journal d'une session"])

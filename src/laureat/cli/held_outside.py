"""What others hold of a log, given to ``laureat auditer``: heads copied by hand, exports, checkpoints, witnesses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from laureat.exchange.school_sheet import SchoolSheet, read_school_sheet
from laureat.records import decode
from laureat.records.audit import AuditFinding
from laureat.records.journal import read_journal
from laureat.records.merkle import MerkleTree
from laureat.records.outside import Claim, against, claim_of, unknown
from laureat.records.signed_note import MAX_NOTE
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french.failures import plainly

URLS = ("https://", "http://")


@dataclass
class Held:
    """What others hold, sorted by log as the audit goes."""

    payloads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    """Facts of older exports: by log, then by number."""
    claims: list[Claim] = field(default_factory=list)
    notes: list[tuple[str, bytes]] = field(default_factory=list)
    """Checkpoints, each with the name of its file."""
    urls: list[str] = field(default_factory=list)
    """Witnesses to ask."""
    sheets: list[SchoolSheet] = field(default_factory=list)
    """The marks that schools kept."""
    judged: set[str] = field(default_factory=set)

    def sheets_of(self, log: str) -> list[SchoolSheet]:
        """The marks that schools kept of a log."""
        return [sheet for sheet in self.sheets if sheet.log == log]

    def told_of_sheets(self, log: str) -> list[str]:
        """Once a log was audited, what it says of the sheets that schools kept."""
        return [told for sheet in self.sheets_of(log) for told in sheet.remarks]

    def settle(self, public_key: bytes, origin: str) -> None:
        """Read the checkpoints, and ask the witnesses for theirs of this origin. Raises InvalidInput."""
        problems: list[InputProblem] = []
        for source, raw in (*self.notes, *self._asked(origin, problems)):
            try:
                self.claims.append(claim_of(raw, f"la tête de {source}", public_key))
            except ValueError as error:
                problems.append(InputProblem(f"{error}", source))
        if problems:
            raise InvalidInput(problems)

    def _asked(self, origin: str, problems: list[InputProblem]) -> Iterator[tuple[str, bytes]]:
        from laureat.witness.client import Unanswered, latest

        for url in self.urls:
            try:
                raw = latest(url, origin)
            except Unanswered as error:
                problems.append(InputProblem(f"{error}", url))
                continue
            if raw is None:
                problems.append(InputProblem(f"ce témoin n'a jamais rien cosigné de {origin}", url))
            else:
                yield url, raw

    def findings(self, names: Sequence[str], tree: MerkleTree) -> list[AuditFinding]:
        """What others hold of the log known under these names, that it does not agree with."""
        self.judged.update(names)
        return list(against(tree, [claim for claim in self.claims if claim.origin in names]))

    def unknown(self) -> Iterator[tuple[str, AuditFinding]]:
        """The logs that others know and that were not found, once all were audited."""
        sheets = (sheet.log for sheet in self.sheets)
        origins = dict.fromkeys([*(claim.origin for claim in self.claims), *self.payloads, *sheets])
        for origin in origins:
            if origin not in self.judged:
                known = [claim for claim in self.claims if claim.origin == origin]
                known += [
                    Claim(origin, len(facts), b"", "un export plus ancien")
                    for log, facts in self.payloads.items()
                    if log == origin
                ]
                known += [
                    Claim(origin, 0, b"", f"le relevé de notes {sheet.source}") for sheet in self.sheets_of(origin)
                ]
                yield origin, unknown(known)


def gather(heads: Sequence[str], witnesses: Sequence[str], sheets: Sequence[Path] = ()) -> Held:
    """Read the options. Raises InvalidInput with every fault."""
    held, problems = Held(), list[InputProblem]()
    for text in heads:
        try:
            held.claims.append(Claim.parse(text))
        except ValueError as error:
            problems.append(InputProblem(str(error), "--tete"))
    for path in sheets:
        try:
            held.sheets.append(read_school_sheet(path))
        except InvalidInput as invalid:
            problems += invalid.problems
    for one in witnesses:
        if one.startswith(URLS):
            held.urls.append(one)
            continue
        try:
            _read_file(Path(one), held)
        except InvalidInput as invalid:
            problems += invalid.problems
        except OSError as error:
            problems.append(InputProblem(f"illisible ({plainly(error)})", one))
    if problems:
        raise InvalidInput(problems)
    return held


def _read_file(path: Path, held: Held) -> None:
    """A checkpoint (signed note), or an export (lines of JSON)."""
    with path.open("rb") as file:
        start = file.read(MAX_NOTE + 1)
    if not start.lstrip().startswith(b"{"):
        held.notes.append((path.name, start))
        return
    try:
        with path.open(encoding="utf-8") as lines:
            facts = {entry.number: entry.payload for entry in read_journal(lines, [], path.name) if entry.payload}
        log = decode(next(iter(facts.values()))).log if facts else ""
    except UnicodeDecodeError as error:
        raise InvalidInput([f"{path.name} ne peut être lu : {plainly(error)}"]) from None
    except ValueError as error:
        raise InvalidInput([f"{path.name} : {error}"]) from None
    if log:
        held.payloads.setdefault(log, {}).update(facts)

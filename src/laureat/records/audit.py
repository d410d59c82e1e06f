"""Check a log against itself: what was altered, removed, added or moved behind it.

The tree is built again from the leaf hashes that the log keeps; each stored fact must hash to its own; the signed heads
must be those of the tree. Whoever rewrites facts *and* leaves is caught by the heads, and named exactly by a witness:
an export kept elsewhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from laureat.records.encoding import decode, encode
from laureat.records.facts import Fact
from laureat.records.facts.words import WORDS
from laureat.records.journal import Entry
from laureat.records.merkle import EMPTY_ROOT, MerkleTree, leaf_hash
from laureat.records.recorded import Recorded
from laureat.records.treehead import SignedTreeHead, Verifier
from laureat.vocabulary.french import plural
from laureat.vocabulary.json_text import read_json

MAX_GAP = 1_000_000
"""How many missing numbers in a row are believed."""


class Trouble(StrEnum):
    """What is wrong."""

    ALTERE = "altere"
    MANQUANT = "manquant"
    INSERE = "insere"
    DEPLACE = "deplace"
    ILLISIBLE = "illisible"
    COLONNE = "colonne"
    """A column stored beside the fact says something else."""
    TETE = "tete"
    """A signed head is not that of the tree."""
    SIGNATURE = "signature"
    DECISION = "decision"
    """The rules do not give the recorded decision."""
    CONDUITE = "conduite"
    """The fact could not lawfully follow those before it."""
    DERIVE = "derive"
    """What is kept beside the log says otherwise than its facts."""
    RELEVE = "releve"
    """The sheet that a school kept says otherwise than the log."""


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """One thing wrong, told in French."""

    trouble: Trouble
    number: int | None
    """The number of the fact; None when the trouble is not with one fact."""
    kind: str
    message: str
    moment: str = ""
    """When the fact stands, in words, where that is what is wrong."""
    waiting: bool = False
    """The fact has no number yet."""

    def __str__(self) -> str:
        where = "fait sans numéro" if self.waiting else "journal" if self.number is None else f"fait {self.number}"
        told = ", ".join(filter(None, (where, WORDS.get(self.kind, self.kind), self.moment)))
        return f"{told} : {self.message}"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What an audit found. Sound: no finding."""

    size: int
    root: bytes
    heads: int
    """How many signed heads were checked."""
    covered: int
    """How many facts the largest sound head vouches for."""
    findings: tuple[AuditFinding, ...]
    facts: int
    """How many facts could be read."""
    decisions: int
    """How many decisions were computed again."""
    remarks: tuple[str, ...] = ()
    """What the reader must know to weigh the findings, in French."""
    log: str = ""
    """The log that its facts name."""
    tree: MerkleTree = field(default_factory=MerkleTree, repr=False, compare=False)
    """The tree of the leaves that the log keeps, to which heads kept elsewhere are compared."""
    waiting: int = 0
    """How many facts have no number yet."""

    @property
    def sound(self) -> bool:
        """True when nothing is wrong."""
        return not self.findings

    def with_(self, findings: Iterable[AuditFinding], remarks: Iterable[str] = ()) -> "AuditReport":
        """The report with what was found elsewhere."""
        return replace(self, findings=(*self.findings, *findings), remarks=(*self.remarks, *remarks))


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay of the facts found, how many decisions it computed again, what there is to know."""

    findings: tuple[AuditFinding, ...] = ()
    decisions: int = 0
    remarks: tuple[str, ...] = ()
    refused: frozenset[int] = frozenset()
    """The numbers of the facts that their command would have refused, set aside or not."""


Replay = Callable[[Iterable[Recorded]], Replayed]
"""From the facts, in order, to what is wrong with what they say (``laureat.session.replay``)."""


def audit(
    entries: Iterable[Entry],
    heads: Iterable[SignedTreeHead],
    verify: Verifier,
    replay: Replay | None = None,
    witness: Mapping[int, bytes] | None = None,
) -> AuditReport:
    """Audit a log. ``heads`` are read after the entries; ``witness`` gives payloads kept elsewhere, by number."""
    reading = _Reading(witness or {})
    facts = reading.facts(entries)
    replayed = replay(facts) if replay else Replayed()
    for _ in facts:  # all that a replay left: the log is read to its end, even where its rules are not known here
        pass
    all_heads = list(heads)
    findings = [*reading.findings(), *_check_heads(reading, all_heads, verify)]
    sound = [h.head.size for h in all_heads if not reading.differs(h) and h.holds(verify)]
    return AuditReport(
        size=len(reading.tree),
        root=reading.tree.root() if len(reading.tree) else EMPTY_ROOT,
        heads=len(all_heads),
        covered=max(sound, default=0),
        findings=(*findings, *replayed.findings),
        facts=reading.count,
        decisions=replayed.decisions,
        remarks=replayed.remarks,
        log=reading.log,
        tree=reading.tree,
        waiting=reading.waiting,
    )


class _Reading:
    """The entries read once: the tree of kept leaves, and those entries whose fact does not hash to its leaf."""

    def __init__(self, witness: Mapping[int, bytes]) -> None:
        self.tree = MerkleTree()
        self.leaves: list[bytes] = []
        self.count = self.waiting = 0
        self.log = ""
        self._witness = witness
        self._suspects: list[tuple[Entry, bytes | None]] = []
        """The entry, and the leaf its number should have."""
        self._found: list[AuditFinding] = []

    def facts(self, entries: Iterable[Entry]) -> Iterator[Recorded]:
        """The facts that can be read, in the order of the entries."""
        for entry in entries:
            if entry.waiting:
                self.waiting += 1
                yield from self._read(entry)
                continue
            expected = len(self.leaves)
            if entry.number > expected + MAX_GAP:
                before = plural(expected, "fait le précède", "faits le précèdent")
                self._tell(Trouble.ILLISIBLE, entry, f"ce numéro ne suit pas : {before}.")
                continue
            for number in range(expected, entry.number):
                self._add(Entry(number, None, None))
            if entry.number < expected:
                self._tell(Trouble.INSERE, entry, "ce numéro est déjà pris par un autre fait.")
            else:
                self._add(entry)
            yield from self._read(entry)
        for number in sorted(self._witness):
            if number >= len(self.leaves):
                self._add(Entry(number, None, None))

    def _read(self, entry: Entry) -> Iterator[Recorded]:
        """The fact of an entry, if it can be read."""
        if entry.payload is None:
            return
        if entry.misplaced:
            self._tell(Trouble.DEPLACE, entry, entry.misplaced)
        try:
            fact = decode(entry.payload)
        except ValueError as error:
            self._tell(Trouble.ILLISIBLE, entry, f"{error}.")
            return
        self._check_columns(entry, fact)
        self.count += 1
        self.log = self.log or fact.log
        yield Recorded(None if entry.waiting else entry.number, entry.payload, fact, "", fact.subject)

    def _add(self, entry: Entry) -> None:
        computed = None if entry.payload is None else leaf_hash(entry.payload)
        known = self._witness.get(entry.number)
        reference = leaf_hash(known) if known is not None else entry.leaf
        if computed is None or computed != reference or entry.leaf != reference:
            self._suspects.append((entry, reference))
        leaf = entry.leaf or computed or b""
        self.leaves.append(leaf)
        self.tree.append(leaf)

    def _check_columns(self, entry: Entry, fact: Fact) -> None:
        if encode(fact) != entry.payload:
            self._tell(Trouble.ILLISIBLE, entry, "le fait n'est pas écrit sous sa forme canonique.")
        for name, stored in entry.columns.items():
            said = type(fact).__name__ if name == "kind" else str(getattr(fact, name, ""))
            if said != stored:
                self._tell(Trouble.COLONNE, entry, f"la colonne {name} dit « {stored} », le fait « {said} ».")

    def findings(self) -> Iterator[AuditFinding]:
        """What is wrong, entry by entry."""
        yield from self._found
        if not self._suspects:
            return
        places = {leaf: number for number, leaf in enumerate(self.leaves)}
        places |= {leaf_hash(payload): number for number, payload in self._witness.items()}
        present = {leaf_hash(entry.payload) for entry, _ in self._suspects if entry.payload is not None}
        shift: list[tuple[int, int, str]] = []
        for entry, reference in self._suspects:
            place = places.get(leaf_hash(entry.payload)) if entry.payload is not None else None
            if place is not None and place != entry.number:
                if shift and (entry.number - 1, place - 1) != shift[-1][:2]:
                    yield _moved(shift)
                    shift = []
                shift.append((entry.number, place, kind_of(entry.payload)))
            yield from self._judge(entry, reference, places, present)
        if shift:
            yield _moved(shift)

    def _judge(
        self, entry: Entry, reference: bytes | None, places: Mapping[bytes, int], present: set[bytes]
    ) -> Iterator[AuditFinding]:
        """What happened at one number, whose fact should hash to ``reference``."""
        known = self._witness.get(entry.number)
        elsewhere = reference in present
        if entry.payload is None:
            yield from () if elsewhere else (self._gone(entry.number, known),)
            return
        computed, kind = leaf_hash(entry.payload), kind_of(entry.payload)
        place = places.get(computed)
        if computed == reference:
            message = "l'empreinte gardée par le journal a été changée."
            yield AuditFinding(Trouble.ALTERE, entry.number, kind, message)
        elif place is not None and place != entry.number:
            if reference is not None and not elsewhere:
                yield self._gone(entry.number, known)
        elif reference is None or elsewhere:
            yield AuditFinding(Trouble.INSERE, entry.number, kind, "le journal ne connaît pas ce fait.")
        else:
            message = f"le contenu n'est plus celui que le journal a enregistré{differences(known, entry.payload)}."
            yield AuditFinding(Trouble.ALTERE, entry.number, kind, message)

    @staticmethod
    def _gone(number: int, known: bytes | None) -> AuditFinding:
        told = f" ; le témoin le garde : {known.decode(errors='replace')}" if known is not None else ""
        return AuditFinding(Trouble.MANQUANT, number, kind_of(known), f"le fait de ce numéro a disparu{told}.")

    def _tell(self, trouble: Trouble, entry: Entry, message: str) -> None:
        number = None if entry.waiting else entry.number
        self._found.append(AuditFinding(trouble, number, kind_of(entry.payload), message, waiting=entry.waiting))

    def differs(self, signed: SignedTreeHead) -> bool:
        """True when the head is not that of this tree."""
        head = signed.head
        return head.size > len(self.tree) or head.log != self.log or self.tree.root(head.size) != head.root


def _moved(shift: list[tuple[int, int, str]]) -> AuditFinding:
    """One finding for facts that moved together."""
    (first, place, kind), (last, last_place, _) = shift[0], shift[-1]
    if len(shift) == 1:
        return AuditFinding(Trouble.DEPLACE, first, kind, f"ce fait portait le numéro {place}.")
    message = f"et jusqu'au n° {last}, les faits portaient les numéros {place} à {last_place}."
    return AuditFinding(Trouble.DEPLACE, first, kind, message)


def _check_heads(reading: _Reading, heads: list[SignedTreeHead], verify: Verifier) -> Iterator[AuditFinding]:
    sound, broken = 0, 0
    for signed in sorted(heads, key=lambda signed: signed.head.size):
        head = signed.head
        name = f"la tête signée du {head.at} ({head.occasion}, {plural(head.size, 'fait')})"
        if not signed.holds(verify):
            yield AuditFinding(Trouble.SIGNATURE, None, "", f"{name} ne porte pas la signature de cette clé.")
        elif reading.log and head.log != reading.log:
            yield AuditFinding(Trouble.TETE, None, "", f"{name} est celle d'un autre journal : {head.log}.")
        elif head.size > len(reading.tree):
            missing = plural(head.size - len(reading.tree), "fait")
            yield AuditFinding(Trouble.MANQUANT, None, "", f"{name} : il manque {missing} à la fin du journal.")
        elif not reading.differs(signed):
            sound = head.size
        else:
            broken += 1
            if broken == 1:
                where = f"un fait a changé, ou l'ordre des faits, entre le n° {sound} et le n° {head.size - 1}"
                yield AuditFinding(Trouble.TETE, None, "", f"{name} n'est pas celle de cet arbre : {where}.")
    if broken > 1:
        told = plural(
            broken - 1,
            "autre tête signée en dépend et diffère",
            "autres têtes signées en dépendent et diffèrent",
        )
        yield AuditFinding(Trouble.TETE, None, "", f"{told} aussi.")


def kind_of(payload: bytes | None) -> str:
    """The kind that a payload says, even where nothing else can be read."""
    try:
        value = read_json(payload or b"")
    except ValueError:
        return ""
    return str(value.get("kind", "")) if isinstance(value, dict) else ""


def differences(before: bytes | None, after: bytes) -> str:
    """What differs between two writings of a fact, field by field; empty where nothing is known of the first."""
    try:
        old, new = read_json(before or b""), read_json(after)
    except ValueError:
        return ""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return ""
    changed = [
        f"{name} : « {old.get(name, '')} » → « {new.get(name, '')} »"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]
    return f" ({' ; '.join(changed)})" if changed else ""

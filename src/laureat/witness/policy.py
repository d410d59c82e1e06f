"""The file that names logs and witnesses (C2SP ``tlog-policy``): lines ``log``, ``witness``, ``group``, ``quorum``."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from laureat.records.ed25519 import verifier
from laureat.records.signed_note import COSIGNATURE, ED25519, NoteKey
from laureat.records.treehead import Verifier
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.french import plural

NONE = "none"
MAX_LINES = 1000


@dataclass(frozen=True, slots=True)
class Party:
    """A log or a witness, and where it is asked."""

    name: str
    """As the file calls it: the origin of a log, a word for a witness."""
    key: NoteKey
    url: str = ""

    @property
    def verify(self) -> Verifier:
        """How its signatures are checked."""
        return verifier(self.key.public)


@dataclass(frozen=True, slots=True)
class Group:
    """So many of these must have cosigned."""

    needed: int
    members: tuple[str, ...]


@dataclass(slots=True)
class Policy:
    """Which logs, which witnesses, and how many of them are enough."""

    logs: list[Party] = field(default_factory=list)
    witnesses: list[Party] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    @property
    def keys(self) -> list[tuple[NoteKey, Verifier]]:
        """The keys of the witnesses, as ``records.checkpoint.cosignatures`` takes them."""
        return [(witness.key, witness.verify) for witness in self.witnesses]

    def is_met_by(self, names: Collection[str]) -> bool:
        """True when the witnesses whose keys bear these names are enough."""
        cosigned = {witness.name for witness in self.witnesses if witness.key.name in names}

        def stands(name: str) -> bool:
            group = self.groups.get(name)
            return name in cosigned if group is None else sum(map(stands, group.members)) >= group.needed

        return self.quorum == NONE or stands(self.quorum)


def read_policy(raw: bytes, source: str) -> Policy:
    """Read the file. Raises InvalidInput, with every fault and its line."""
    policy, problems = Policy(), list[InputProblem]()
    try:
        lines = raw.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise InvalidInput([f"{source} n'est pas un texte UTF-8"]) from None
    if len(lines) > MAX_LINES:
        raise InvalidInput([f"{source} a {plural(len(lines), 'ligne')} : {MAX_LINES} au plus"])
    quorums = 0
    for position, line in enumerate(lines, start=1):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words or words[0].startswith("#"):
            continue
        try:
            reader = _LINES.get(words[0])
            if reader is None:
                raise ValueError(f"« {words[0][:30]} » : log, witness, group ou quorum est attendu")
            reader(policy, words[1:])
            quorums += words[0] == "quorum"
        except ValueError as error:
            problems.append(InputProblem(str(error), source, position))
    if quorums != 1 and not problems:
        problems.append(InputProblem(f"une ligne « quorum » est attendue, une seule ; reçu {quorums}", source))
    if problems:
        raise InvalidInput(problems)
    return policy


def _log(policy: Policy, words: list[str]) -> None:
    if len(words) not in (1, 2):
        raise ValueError("« log clé [adresse] » est attendu")
    key = NoteKey.parse(words[0], ED25519)
    _new(key, policy.logs)
    policy.logs.append(Party(key.name, key, *words[1:]))


def _witness(policy: Policy, words: list[str]) -> None:
    if len(words) not in (2, 3):
        raise ValueError("« witness nom clé [adresse] » est attendu")
    key = NoteKey.parse(words[1], COSIGNATURE)
    _new(key, policy.witnesses)
    _unnamed(policy, words[0])
    policy.witnesses.append(Party(words[0], key, *words[2:]))


def _group(policy: Policy, words: list[str]) -> None:
    if len(words) < 3:
        raise ValueError("« group nom (all, any ou un nombre) membre… » est attendu")
    name, asked, *members = words
    _unnamed(policy, name)
    taken = [member for group in policy.groups.values() for member in group.members]
    for member in members:
        if not _known(policy, member):
            raise ValueError(f"« {member} » n'est ni un témoin, ni un groupe des lignes précédentes")
        if member in taken or members.count(member) > 1:
            raise ValueError(f"« {member} » ne peut être membre qu'une fois")
    needed = {"all": len(members), "any": 1}.get(asked) or (int(asked) if asked.isascii() and asked.isdigit() else 0)
    if not 1 <= needed <= len(members):
        raise ValueError(f"« {asked} » : all, any, ou un nombre de 1 à {len(members)} est attendu")
    policy.groups[name] = Group(needed, tuple(members))


def _quorum(policy: Policy, words: list[str]) -> None:
    if len(words) != 1 or not (words[0] == NONE or _known(policy, words[0])):
        raise ValueError("« quorum none », ou le nom d'un témoin ou d'un groupe des lignes précédentes, est attendu")
    policy.quorum = words[0]


def _known(policy: Policy, name: str) -> bool:
    return name in policy.groups or any(witness.name == name for witness in policy.witnesses)


def _unnamed(policy: Policy, name: str) -> None:
    if name == NONE or _known(policy, name):
        raise ValueError(f"le nom « {name} » est déjà pris")


def _new(key: NoteKey, parties: list[Party]) -> None:
    if any(party.key.public == key.public for party in parties):
        raise ValueError(f"la clé de {key.name} est déjà là")


_LINES: dict[str, Callable[[Policy, list[str]], None]] = {
    "log": _log,
    "witness": _witness,
    "group": _group,
    "quorum": _quorum,
}

"""The new candidates of a list, as columns: what the conduct answers of them, byte for byte, not made one by one.

The conduct is asked once for each way of registering (route, school, pieces, what the columns tell), and once for each
kind of cell that goes with such a route: what it answers then holds for every new candidate who comes likewise, of whom
nothing else is known. Their facts are built in Polars, and all about them is copied beside those made one by one.
"""

import functools
import operator
import re
import secrets
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import polars as pl

from laureat.deliberation.outcome import Candidate
from laureat.records import KINDS, SALT_LENGTH, CandidateFact, Commitment, Fact, commit, encode
from laureat.records.facts import KeptMarkRequested, MarkEntered
from laureat.session.framework import Accepted
from laureat.session.state import CandidateState
from laureat.web.exam_sessions.identities import identity_promise
from laureat.web.exam_sessions.ledger import ARRIVALS, copy_frame

PLAIN = re.compile(r"[A-Za-z0-9,.@:_/ -]+")
"""What JSON writes as it is."""
HOLES = ("subject", "person", "stem", "text", "cell")
"""Where the facts of two candidates who come likewise differ: themselves, their line, a commitment, a mark."""
_TOKENS = {hole: f"@{secrets.token_hex(16)}@" for hole in HOLES}
_OR_HOLE = re.compile(f"({'|'.join(_TOKENS.values())})")


@dataclass(frozen=True, slots=True)
class Model:
    """A fact of some candidate, as all the others who come likewise have it."""

    pieces: tuple[str, ...]
    """Its canonical bytes, as text, around the holes."""
    holes: tuple[str, ...]
    text: int | None
    """The rank, among the texts of its step, of the one that it commits to."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the conduct answers to a way of registering, or to a kind of cell."""

    facts: tuple[Model, ...]
    texts: tuple[tuple[str, str | None], ...]
    """Kind and text of what is kept apart; None: the identity of each."""


@dataclass(frozen=True, slots=True)
class Head:
    """A way of registering."""

    step: Step
    route: str
    """All that the answer to a cell may hang on, but whether its unit is presented: while one may register, the marks
    of every school are open."""
    presented: frozenset[str]
    specimen: CandidateState
    """A candidate who came so, and has nothing yet."""
    row: Mapping[str, object]
    """What the lists show of such a candidate."""
    changes: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the conduct answers to a cell, or to a column of the family."""

    step: Step
    unit: str = ""
    text: str = ""
    """The cell, as its fact says it."""
    shown: str = ""
    """The cell, as the lists show it."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What it tells, by column."""
    change: str = ""


def drawn() -> str:
    """What ``str(uuid.uuid4())`` gives, thrice as fast: a list draws tens of thousands."""
    bits = secrets.token_hex(16)
    return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-{'89ab'[int(bits[16], 16) & 3]}{bits[17:20]}-{bits[20:]}"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One of them."""

    stem: str
    """How the keys of its facts begin."""
    candidate: Candidate
    head: Head
    answers: Sequence[Answer]
    id: str = field(default_factory=drawn)
    person: str = field(default_factory=drawn)


@dataclass
class Newcomers:
    """All those of a list."""

    lines: list[Newcomer] = field(default_factory=list)

    def promise(self) -> list[tuple[Newcomer, list[tuple[str, str, bytes, Commitment]]]]:
        """Commit to the texts of each: kind, text, salt and commitment, in the order of the steps."""
        found = []
        for one in self.lines:
            identity = identity_promise(one.candidate)
            steps = (one.head.step, *(cell.step for cell in one.answers))
            told = [(kind, identity if text is None else text) for step in steps for kind, text in step.texts]
            salts = [secrets.token_bytes(SALT_LENGTH) for _ in told]
            promised = [(*text, salt, commit(text[1], salt)) for text, salt in zip(told, salts, strict=True)]
            found.append((one, promised))
        return found

    def facts(self, promised: list[tuple[Newcomer, list[tuple[str, str, bytes, Commitment]]]]) -> pl.Series:
        """The facts in their bytes, those of a candidate in their order."""
        models: dict[Model, int] = {}
        known: dict[int, tuple[list[int], list[int | None]]] = {}
        """By step (these stand as long as the lines do), the numbers of its models and the ranks of their texts."""
        told: tuple[list[int], list[int], list[str], list[str]] = ([], [], [], [])
        places, numbers, promises, cells = told
        for place, (one, texts) in enumerate(promised):
            first = 0
            for step, cell in ((one.head.step, ""), *((cell.step, cell.text) for cell in one.answers)):
                if id(step) not in known:
                    numbered = [models.setdefault(fact, len(models)) for fact in step.facts]
                    known[id(step)] = numbered, [fact.text for fact in step.facts]
                of_step, ranks = known[id(step)]
                numbers += of_step
                cells += [cell] * len(of_step)
                promises += ["" if rank is None else texts[first + rank][3] for rank in ranks]
                first += len(step.texts)
            places += [place] * (len(numbers) - len(places))
        frame = pl.DataFrame(dict(zip(("place", "model", "text", "cell"), told, strict=True))).with_row_index("rank")
        people = pl.DataFrame(
            {name: [getattr(one, made) for one in self.lines] for name, made in _OF_LINE.items()}
        ).with_row_index("place")
        whole = frame.join(people.cast({"place": pl.Int64}), on="place", maintain_order="left")
        shapes: dict[tuple[str, ...], list[tuple[int, Model]]] = {}
        for one_model, number in models.items():
            shapes.setdefault(one_model.holes, []).append((number, one_model))
        built = [
            whole.join(_written(several), on="model", maintain_order="left").select("rank", payload=_filled(holes))
            for holes, several in shapes.items()
        ]
        return pl.concat(built).sort("rank")["payload"]


_OF_LINE = {"stem": "stem", "subject": "id", "person": "person"}


def _written(several: list[tuple[int, Model]]) -> pl.DataFrame:
    """The models that have the same holes, by number."""
    told: dict[str, list[object]] = {"model": [number for number, _ in several]}
    told |= {f"piece{rank}": [model.pieces[rank] for _, model in several] for rank in range(len(several[0][1].pieces))}
    return pl.DataFrame(told)


def _filled(holes: tuple[str, ...]) -> pl.Expr:
    """The pieces of a fact, its holes filled."""
    parts = [part for rank, hole in enumerate(holes) for part in (f"piece{rank}", hole)]
    return pl.concat_str(*parts, f"piece{len(holes)}")


def copy(facts: pl.Series) -> None:
    """Copy facts to the door of the log: COPY reads one backslash in two, and so does the base in its bytes."""
    copy_frame(f"{ARRIVALS} (payload)", facts.str.replace_all("\\", "\\\\\\\\", literal=True).to_frame())


def step_of(
    accepted: Sequence[Accepted],
    stem: str,
    standing: CandidateState,
    texts: Sequence[tuple[str, str | None, str]],
    made: dict[Hashable, Model],
) -> Step | None:
    """What the conduct answered of one candidate, for others; None where that says more than what differs.

    ``texts``: kind, text (None for the identity) and commitment of what was kept apart. ``made``: the models of cells,
    which facts that differ by a hole alone share.
    """
    commitments = {commitment: rank for rank, (_kind, _text, commitment) in enumerate(texts)}
    models = [_model(fact, stem, standing, commitments, made) for one in accepted for fact in one.facts]
    told = tuple((kind, text) for kind, text, _commitment in texts)
    known = tuple(model for model in models if model is not None)
    return Step(known, told) if len(known) == len(models) else None


def _model(
    fact: Fact,
    stem: str,
    standing: CandidateState,
    commitments: Mapping[str, int],
    made: dict[Hashable, Model],
) -> Model | None:
    suffix = fact.key.removeprefix(stem)
    if not isinstance(fact, CandidateFact) or fact.candidate != standing.id or suffix == fact.key:
        return None
    names, values_of = _told(type(fact).__name__)
    told: dict[str, Any] = dict(zip(names, values_of(fact), strict=True))
    holes = {"candidate": "subject"} | ({"person": "person"} if told.get("person") == standing.person else {})
    kept = [name for name, value in told.items() if isinstance(value, str) and value in commitments]
    if len(kept) > 1 or not PLAIN.fullmatch(suffix.replace("#", "") or "-"):
        return None
    holes |= dict.fromkeys(kept, "text")
    shape: Hashable = None
    if isinstance(fact, MarkEntered | KeptMarkRequested):
        if not PLAIN.fullmatch(fact.cell):
            return None
        holes["cell"] = "cell"
        shape = (type(fact), suffix, *(repr(value) for name, value in told.items() if name not in (*holes, "key")))
        if shape in made:
            return made[shape]
    changed = {name: _TOKENS[hole] for name, hole in holes.items()} | {"key": f"{_TOKENS['stem']}{suffix}"}
    parts = _OR_HOLE.split(encode(replace(fact, **changed)).decode())
    named = {token: hole for hole, token in _TOKENS.items()}
    text = commitments[told[kept[0]]] if kept else None
    model = Model(tuple(parts[::2]), tuple(named[token] for token in parts[1::2]), text)
    if shape is not None and not kept:
        made[shape] = model
    return model


@functools.cache
def _told(kind: str) -> tuple[tuple[str, ...], Callable[[Fact], tuple[Any, ...]]]:
    """The names of what such facts say, and what reads it all."""
    names = tuple(one.name for one in fields(KINDS[kind]))
    return names, operator.attrgetter(*names)

"""The engine face to face with a law told plainly, and its two engines with each other, on random candidates."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from laureat.deliberation import cohort
from laureat.deliberation.candidate import decide
from laureat.deliberation.outcome import Candidate, Outcome
from laureat.deliberation.reglement import SessionRules
from laureat.vocabulary import Forme, InvalidInput
from support.candidats_au_hasard import Drawn
from support.cas_de_loi import cellule
from support.deliberations import FIELDS, frame_of, in_columns
from support.loi_simple_commun import Plain

BATCH = 5_000

Pair = tuple[SessionRules, Candidate, Plain]
"""A candidate, the rules that decide them, and what the law told plainly says of them."""


def candidate(rules: SessionRules, drawn: Drawn, numero: int) -> Candidate:
    """A drawn candidate as the engine takes them; a justified absence is one of force majeure."""
    famille = rules.reglement.famille
    return Candidate(
        str(numero),
        famille.voies[0] if famille.voies else None,
        {code: cellule(famille.cellules.parse(text)) for code, text in drawn.notes.items()},
        controle={code: famille.cellules.parse(text) for code, text in drawn.controle.items()},
        forme=Forme(drawn.forme),
    )


def disagreements(pairs: Iterable[Pair]) -> list[str]:
    """Where the exact engine and the law differ, where the columns and the exact engine do, and nowhere else."""
    found = []
    for batch in _by_rules(pairs):
        rules = batch[0][0]
        refused, decided = [], []
        for _, someone, told in batch:
            try:
                outcome = decide(rules, someone)
            except InvalidInput as refusal:
                outcome = None
                refused.append((someone, [p.message for p in refusal.problems]))
            else:
                decided.append((someone, outcome))
            if not _agree(outcome, told):
                cells = {code: str(cell) for code, cell in someone.cells.items()}
                found.append(f"{someone.numero} {cells} {someone.controle} {someone.declare} : {outcome} / {told}")
        found += _columns_differ(rules, decided, refused)
    return found


def _by_rules(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    groups: dict[int, list[Pair]] = {}
    for pair in pairs:
        group = groups.setdefault(id(pair[0]), [])
        group.append(pair)
        if len(group) == BATCH:
            yield groups.pop(id(pair[0]))
    yield from groups.values()


def _agree(outcome: Outcome | None, told: Plain) -> bool:
    if outcome is None or told.decision == "refuse":
        return outcome is None and told.decision == "refuse"
    return (
        str(outcome.decision) == told.decision
        and str(outcome.mention) == told.mention
        and outcome.average == told.average
        and (told.average is None or outcome.professional_average == told.professional)
        and outcome.certificat == told.certificat
        and tuple(unit.unit.code for unit in outcome.units if unit.bloc_acquis) == told.units
    )


def _columns_differ(
    rules: SessionRules,
    decided: Sequence[tuple[Candidate, Outcome]],
    refused: Sequence[tuple[Candidate, list[str]]],
) -> Iterator[str]:
    people = [someone for someone, _ in decided]
    if people:
        for (someone, outcome), row in zip(decided, in_columns(rules, people), strict=True):
            exact = outcome.row(someone.numero)
            if {field: exact[field] for field in FIELDS} != row:
                yield f"{someone.numero} : {exact} / {row}"
    if refused:
        turned_down = frame_of(rules, [someone for someone, _ in refused])
        problems = cohort.refusals(rules, turned_down)
        said = {line: [p.message for p in group] for line, group in itertools.groupby(problems, lambda p: p.line)}
        for line, (someone, messages) in enumerate(refused, start=2):
            if said.get(line) != messages:
                yield f"{someone.numero} : {messages} / {said.get(line)}"
    if people and (problems := cohort.refusals(rules, frame_of(rules, people))):
        yield f"les colonnes seules refusent : {problems}"


def rules_unseen(pairs: Iterable[Pair]) -> set[str]:
    """The rules whose removal changes nothing that the law told plainly sees, on those candidates."""
    drawn = list(pairs)
    known = {rule.id for rules, _, _ in drawn for rule in (*rules.ruleset.rules, *rules.findings)}
    return {identifier for identifier in known if not _seen_without(identifier, drawn)}


def _seen_without(identifier: str, drawn: Sequence[Pair]) -> bool:
    less: dict[int, SessionRules] = {}
    for rules, someone, told in drawn:
        try:
            outcome = decide(less.setdefault(id(rules), rules.without(identifier)), someone)
        except InvalidInput:
            outcome = None
        if not _agree(outcome, told):
            return True
    return False


def engines_differ_without(rules: SessionRules, people: Sequence[Candidate]) -> list[str]:
    """The rules whose removal, one at a time, makes the two engines differ."""
    identifiers = {rule.id for rule in (*rules.ruleset.rules, *rules.findings)}
    found = []
    for identifier in sorted(identifiers):
        less = rules.without(identifier)
        decided = []
        for someone in people:
            try:
                decided.append((someone, decide(less, someone)))
            except InvalidInput:
                continue
        found += [f"sans {identifier} : {said}" for said in _columns_differ(less, decided, ())]
    return found


Draw = Callable[[int], Pair]
"""One seed, one candidate, and what the law says of them."""

"""Why: the derivation of one outcome, sentence by sentence, each carrying the rule it comes from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from laureat.deliberation.candidate import evaluate, findings, outcome_of
from laureat.deliberation.changes import Change, nearest_changes
from laureat.deliberation.next_session import Future, next_session
from laureat.deliberation.orals import Orals, orals
from laureat.deliberation.outcome import Candidate, Outcome
from laureat.deliberation.papiers import UNITE
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.table import Table, table
from laureat.deliberation.tipping import Tipping, tippings
from laureat.rules import Parameter, ParameterStatus, Rule, Weight
from laureat.vocabulary import Cell, Citation, Decision, Mention, Motif, french

CARRIER = "laureat.deliberation.tipping:tippings"
"""What carries, in the digest of a family, the rule that says which numbers nobody could read."""


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of an explanation, the rule it owes its being to, and the article."""

    rule_id: str
    citation: Citation | None
    """None: the sentence rests on no text of its own."""
    text: str
    gives: str = ""
    """The value that its rule gives, or the right that it tells."""

    @property
    def article(self) -> str:
        """The article, and how surely it was read."""
        return str(self.citation) if self.citation else ""


@dataclass(frozen=True, slots=True)
class JuryAct:
    """What the jury did with a proposal: the decision that it gave, and the marks that it raised."""

    decision: Decision | None = None
    """None: as proposed."""
    mention: Mention = Mention.SANS
    raised: Mapping[str, Cell] = field(default_factory=dict)
    """By unit, what was entered before the jury raised it; the candidate holds the raised mark."""
    raised_control: Mapping[str, Cell] = field(default_factory=dict)
    """The same for the marks of the control test."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything there is to say of one outcome."""

    candidate: Candidate
    outcome: Outcome
    steps: tuple[Step, ...]
    """The derivation, in the order of the règlement."""
    certainty: tuple[Step, ...]
    """What the result owes to unconfirmed numbers."""
    changes: tuple[Change, ...]
    """The least raise in each unit, nearest first."""
    rights: tuple[Step, ...]
    """What is left to obtain, what can be kept, what can be contested."""
    table: Table
    """The computation, to be redone by hand."""
    tippings: tuple[Tipping, ...] = ()
    """Where unconfirmed numbers tip the result."""
    orals: Orals | None = None
    """What the control test asks, where it is open."""
    next_session: tuple[Future, ...] = ()
    """What may become of each unit at the next session."""
    if_admitted: Outcome | None = None
    """The outcome, were the authority to count the unit that is set aside; None where none are."""
    lowerings: tuple[Change, ...] = ()
    """The least lowering in each unit, nearest first: for a jury or an office, where asked."""
    act: JuryAct = JuryAct()
    sources: tuple[Step, ...] = ()
    """Where the coefficients of the computation were read, and how."""
    unit: str = UNITE.tete
    """What is marked or decided one by one, at the head of a column: « Unité », « Bloc »."""

    def to_json(self) -> dict[str, Any]:
        """The explanation as plain data, in the names of the files."""

        def told(steps: tuple[Step, ...]) -> list[dict[str, str | None]]:
            return [
                {"regle": step.rule_id, "texte": step.text, **(step.citation.to_json() if step.citation else {})}
                for step in steps
            ]

        return {
            **self.outcome.row(self.candidate.numero),
            "tableau": self.table.to_json(),
            "sources_du_tableau": told(self.sources),
            "etapes": told(self.steps),
            "si_points_admis": self.if_admitted and _in_short(self.if_admitted),
            "certitude_expliquee": told(self.certainty),
            "bascules": [tipping.to_json() for tipping in self.tippings],
            "changements": [change.to_json() for change in self.changes],
            "baisses": [change.to_json() for change in self.lowerings],
            "oraux": self.orals and self.orals.to_json(),
            "prochaine_session": [future.to_json() for future in self.next_session],
            "droits": told(self.rights),
        }


def _in_short(outcome: Outcome) -> dict[str, str]:
    row = outcome.row("")
    return {name: row[name] for name in ("decision", "mention", "moyenne", "blocs", "certitude")}


def explain(
    rules: SessionRules,
    candidate: Candidate,
    *,
    with_changes: bool = True,
    lowerings: bool = False,
    act: JuryAct | None = None,
) -> Explanation:
    """Derive the outcome of one candidate again, and say why. Raises InvalidInput as ``decide`` does.

    ``with_changes``: also what would change it, one mark at a time; ``lowerings``: also what a jury may ask, the marks
    that would have to fall; ``act``: what the jury did, when it did not simply
    approve: everything then follows from its decision.
    """
    act = act or JuryAct()
    computed = evaluate(rules, candidate)
    given = {} if act.decision is None else {"decision": act.decision, "mention": act.mention}
    decided = bool(given) and any(computed[name] != value for name, value in given.items())
    values = {**computed, **evaluate(rules, candidate, given)} if decided else computed
    outcome = outcome_of(rules, candidate, values)
    if decided:
        outcome = replace(outcome, depends_on=())  # The jury decided, whatever the unconfirmed numbers are worth.
    admitted = None if decided else _if_admitted(rules, candidate, values)
    rights = {**values, **{right.gives: right.apply(values) for right in rules.rights}}
    scene = {"session": rules.session, "candidat": candidate, "reglement": rules}
    fields = Fields(rules, SimpleNamespace(**rights, **scene, issue=outcome, issue_si_admis=admitted))
    applied = rules.ruleset.applied(values)
    if decided:
        fixed = {*given, *(rules.ruleset.aliases[name] for name in given if name in rules.ruleset.aliases)}
        applied = [rule for rule in applied if rule.gives not in fixed]
    steps = [*_told(rules, applied, fields), *_of_the_jury(rules, candidate, outcome, act, decided)]
    steps += [
        Step(finding.id, finding.citation, f"{before} : {message}.")
        for weight, before in ((Weight.RESERVE, "À régler avant toute décision"), (Weight.WARNING, "À noter"))
        for finding, message in findings(rules, values, weight)
    ]
    tipping = tippings(rules, candidate, values, outcome)
    computed_table = table(rules, candidate, values, outcome, act.raised, act.raised_control)
    return Explanation(
        candidate=candidate,
        outcome=outcome,
        steps=tuple(steps),
        certainty=() if decided else tuple(_certainty(rules, outcome, tipping)),
        changes=nearest_changes(rules, candidate, outcome) if with_changes and not decided else (),
        rights=tuple(_told(rules, (right for right in rules.rights if _holds(rights[right.gives])), fields)),
        table=computed_table,
        sources=tuple(_sources(rules, computed_table)),
        tippings=tipping,
        orals=None if decided else orals(rules, candidate, values),
        next_session=next_session(rules, rights, outcome),
        if_admitted=admitted,
        lowerings=nearest_changes(rules, candidate, outcome, down=True) if lowerings and not decided else (),
        act=act,
        unit=rules.reglement.famille.papiers.unite.tete,
    )


def _sources(rules: SessionRules, shown: Table) -> Iterator[Step]:
    """By text, the coefficients of the table that were read there."""
    weighed = {row.unit for row in shown.rows if row.coefficient is not None}
    read: dict[Citation, list[str]] = {}
    for unit in rules.units:
        coefficient = rules.coefficient(unit)
        if unit.code in weighed and coefficient is not None:
            read.setdefault(coefficient.citation, []).append(unit.shown)
    for citation, codes in read.items():
        of = f" de {french.enumeration(codes)}" if len(read) > 1 else ""
        one = len(codes) == 1
        yield Step(
            "",
            citation,
            f"Le coefficient{of} vient de ce texte." if one else f"Les coefficients{of} viennent de ce texte.",
        )


def _of_the_jury(
    rules: SessionRules, candidate: Candidate, outcome: Outcome, act: JuryAct, decided: bool
) -> Iterator[Step]:
    """What the jury did, with the article by which the family lets it."""
    article = rules.reglement.famille.papiers.souverain
    for result in outcome.units:
        if (before := act.raised.get(result.unit.code)) is not None:
            text = f"Le jury a relevé la note de {result.unit.label} : {result.cell} au lieu de {before}."
            yield Step("", article, text, "acte_du_jury")
        if (before := act.raised_control.get(result.unit.code)) is not None:
            now = candidate.controle.get(result.unit.code, Cell())
            text = f"Le jury a relevé la note de contrôle de {result.unit.label} : {now} au lieu de {before}."
            yield Step("", article, text, "acte_du_jury")
    if decided:
        mention = f", mention {outcome.mention.label}" if outcome.mention else ""
        text = f"Le jury, souverain, a arrêté la décision : {outcome.decision.label}{mention}."
        yield Step("", article, text, "acte_du_jury")


def _if_admitted(rules: SessionRules, candidate: Candidate, values: Mapping[str, Any]) -> Outcome | None:
    """The outcome with the units that the rules set aside until an authority decides (``ecartees``)."""
    aside = [code for code, holds in values["ecartees"].items() if holds and _awaits(candidate, code)]
    if not aside:
        return None
    cells = {code: replace(candidate.cell(code), motif=Motif.ADMISE) for code in aside}
    counted = replace(candidate, cells={**candidate.cells, **cells})
    return outcome_of(rules, counted, evaluate(rules, counted))


def _awaits(candidate: Candidate, code: str) -> bool:
    cell = candidate.cell(code)
    return bool(cell.status) and cell.motif is Motif.SANS


def _holds(value: Any) -> bool:
    """A right holds for a candidate: as a whole, or for one unit at least."""
    return any(value.values()) if isinstance(value, Mapping) else bool(value)


class Fields(Mapping[str, Any]):
    """The fields that sentences read: numbers of the law, words of the family, and what she tells of one candidate."""

    def __init__(self, rules: SessionRules, scene: SimpleNamespace) -> None:
        self._known = {**rules.reglement.famille.papiers.mots, **rules.fields}
        self._champs = rules.reglement.famille.champs
        self._scene = scene

    def __getitem__(self, name: str) -> Any:
        return self._champs[name](self._scene) if name in self._champs else self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._known, **self._champs})

    def __len__(self) -> int:
        return len({**self._known, **self._champs})


def _told(rules: SessionRules, applied: Iterable[Rule], fields: Fields) -> Iterator[Step]:
    for rule in applied:
        if text := rule.told(fields):
            yield Step(rule.id, rules.cited(rule), text, rule.gives)


def _certainty(rules: SessionRules, outcome: Outcome, tippings: tuple[Tipping, ...]) -> Iterator[Step]:
    hypotheses = [*_hypothetical_coefficients(rules), *((p.words, p) for p in rules.hypotheses)]
    if not hypotheses:
        return
    rule_id, source = _rule_of_the_unread(rules), hypotheses[0][1].citation
    names = " ; ".join(f"{name} = {parameter.text}, {_bounds(parameter)}" for name, parameter in hypotheses)
    labels = {parameter.name: name for name, parameter in hypotheses}
    needed = ", ".join(labels.get(name, name) for name in outcome.depends_on)
    several = len(hypotheses) > 1
    subject = f"Des nombres ne sont pas confirmés ({names})" if several else f"Un nombre n'est pas confirmé ({names})"
    if not outcome.depends_on:
        whatever = "quels qu'ils soient" if several else "quel qu'il soit"
        yield Step(rule_id, source, f"{subject} ; {whatever}, le résultat est le même.")
        return
    yield Step(rule_id, source, f"{subject}, et ce résultat en dépend ({needed}).")
    known = {parameter.key: (name, parameter.citation) for name, parameter in hypotheses}
    for tipping in tippings:
        yield Step(rule_id, known[tipping.numbers[-1].name][1], tipping.text)
    said = {number.name for tipping in tippings for number in tipping.numbers}
    if tippings and (others := [known[name][0] for name in outcome.depends_on if name not in said]):
        alone = french.noun(len(others), "à lui seul", "à eux seuls")
        yield Step(rule_id, source, f"Sans effet {alone}, mais pas avec d'autres : {french.enumeration(others)}.")
    if not tippings:
        text = "Aucune de leurs valeurs essayées ne le change ; par prudence, il n'est pas dit certain."
        yield Step(rule_id, source, text)


def _rule_of_the_unread(rules: SessionRules) -> str:
    """The rule of the digest that says which numbers nobody could read; without one, the rule that reads them."""
    for entry in rules.reglement.famille.digeste.values():
        if CARRIER in entry.code:
            return entry.id
    read = {parameter.name for parameter in rules.hypotheses}
    reading = (
        rule.id for rule in rules.ruleset.rules if read & rule.attributes or (not read and rule.gives == "moyenne")
    )
    return next(reading, rules.ruleset.rules[0].id)


def _hypothetical_coefficients(rules: SessionRules) -> Iterator[tuple[str, Parameter]]:
    for unit in rules.units:
        coefficient = rules.coefficient(unit)
        if coefficient is not None and coefficient.status is ParameterStatus.HYPOTHESE:
            yield f"coefficient de {unit.code}", coefficient


def _bounds(parameter: Parameter) -> str:
    if parameter.bounds_text is None:
        return "sans borne connue"
    return f"entre {french.enumeration(parameter.bounds_text)}"

"""The numbers of the law have one home: change them all, and no door of any family shows an old one.

The law is changed whole, every number to one that it never has. The candidates have marks that no number of the law is
worth, so that an old value seen in an output can only have been written out somewhere.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from laureat.deliberation.candidate import decide
from laureat.deliberation.explain import explain
from laureat.deliberation.parts import parts
from laureat.deliberation.reglement import Nombre, SessionRules
from laureat.exchange.acquis import Receiving
from laureat.exchange.modele import template
from laureat.exchange.spec import Spec
from laureat.jury import Jury, Member, Qualite, examine
from laureat.register import bundled
from laureat.reglements import famille
from laureat.reglements.bac_pro.correspondances import Acquis, reporter
from laureat.reglements.bac_pro.ecarts import ecarts_fiche_code
from laureat.reglements.chargement import MAISON
from laureat.reglements.condense import regles
from laureat.reglements.reference import page_de
from laureat.rules import Parameter
from laureat.rules.sentence import fields_of
from laureat.session.framework import Refused
from laureat.vocabulary import Cell, InvalidInput, UnitStatus
from support.conducteur import Conductor
from support.fictifs import candidate_of
from support.loi_changee import COUNT, ELSEWHERE, changed, rules, seen

BENEFICE, VALIDE = UnitStatus.BENEFICE, UnitStatus.VALIDE
HELD = (BENEFICE, VALIDE, UnitStatus.DISPENSE)
CANDIDATES = 150
SOLVED = ("oraux",)
"""The parts whose numbers are marks that the program finds: one of them may be an old threshold by chance."""


@functools.cache
def said(code: str) -> tuple[str, ...]:
    """Everything that the doors say under the changed law, articles left out."""
    return tuple(sorted({*_of_candidates(rules(code)), *_of_lists(rules(code)), *_of_the_law(code)}))


def _of_candidates(rules: SessionRules) -> Iterator[str]:
    for seed in range(CANDIDATES):
        one = candidate_of(rules, Random(seed))
        try:
            told = explain(rules, one, with_changes=False)
        except InvalidInput as refused:
            yield str(refused)
            continue
        yield from (step.text for step in (*told.steps, *told.certainty, *told.rights))
        for part in parts(told):
            if part.name in SOLVED:
                continue
            yield from part.sentences
            lines = (*part.grid.lines, *part.grid.totals) if part.grid else ()
            yield from (cell for line in lines for cell in line.cells if re.search(r"[a-zé]{3} ", cell))
        row = decide(rules, one).row("")
        yield from (row["reserves"], row["avertissements"])


def _of_lists(rules: SessionRules) -> Iterator[str]:
    """What a list is refused for: the years of what is kept or held; and what ``reporter`` does not carry, and why."""
    droit, spec = rules.reglement.famille, Spec(rules)
    years = (1850, *range(rules.session - 12, rules.session + 2))
    yield from (spec.year_problem((status, 850, year)) for status in (BENEFICE, VALIDE) for year in years)
    units = [unit.code for unit in rules.units]
    one = replace(candidate_of(rules, Random(0)), cells={}, controle={})
    held = [Acquis("X", code, Cell(status, 650, year)) for code in units for status in HELD for year in (None, *years)]
    receiving = Receiving(rules, one)
    law = replace(rules.reglement, former_diplomas={"X": {code: code for code in units}})
    yield from reporter(held, law, one.option, receiving.refusal).avertissements
    if droit.cellules.keeps:
        yield from receiving.remarks({code: Cell(BENEFICE, 650) for code in units})
        yield from _of_the_conduct(rules, units[0])


def _of_the_conduct(rules: SessionRules, unit: str) -> Iterator[str]:
    """What the conduct of a session refuses of a kept mark."""
    conductor = Conductor(rules).opened(blank=False).enrolled("c1", rules.reglement.famille.voies[0].code)
    for mark, year in ((1200, 1850), (650, rules.session - 1), (1200, rules.session + 1)):
        try:
            conductor.request_kept_mark(candidate="c1", unit=unit, mark=mark, session=year)
        except Refused as refused:
            yield str(refused)


def _of_the_law(code: str) -> Iterator[str]:
    """The texts of rules, of findings and of the digest; the workbook; what a sheet says otherwise than the law."""
    droit, fields = changed(code), {p.name: Nombre(p) for p in changed(code).parametres} | dict(rules(code).fields)
    for rule in regles(droit):
        yield rule.text.format_map(fields)
        if hasattr(rule, "message"):
            yield rule.said(fields, "U")
    yield from (entree.texte.format_map(fields) for entree in droit.digeste.values() if not entree.hors_champ)
    for sheet in template(rules(code), Spec(rules(code))).worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from (value for value in row if isinstance(value, str) and " " in value)
    yield from (alinea.texte.format_map(_Written(fields)) for alinea in getattr(droit.papiers, "alineas", ()))
    yield from (text.format_map(fields) for text in getattr(droit.conduite, "libelles", {}).values())
    if code == "bac_pro":
        for point in ecarts_fiche_code(bundled("RNCP35697"), date(2026, 6, 1), droit):
            yield from (point.fiche, point.code, point.suite)


class _Written(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "…"


PARAMETERS = [
    pytest.param(code, parameter, id=f"{code}: {parameter.name} {parameter.since or ''}".strip())
    for code in MAISON
    for parameter in famille(code).parametres
    if parameter.value and parameter.unit != "sens"
]


@pytest.mark.parametrize(("code", "parameter"), PARAMETERS)
def test_an_old_number_of_the_law_shows_nowhere(code: str, parameter: Parameter) -> None:
    pattern = seen(parameter)
    shown = [text for text in said(code) if pattern.search(ELSEWHERE.sub("", text))]
    assert shown == []


IN_FORCE = [one for one in PARAMETERS if one.values[1].holds_at(rules(one.values[0]).session)]
"""Those that hold at the session tried."""


@pytest.mark.parametrize(("code", "parameter"), IN_FORCE)
def test_a_number_that_some_text_tells_shows_as_it_is(code: str, parameter: Parameter) -> None:
    """Where a text names it, its changed value is read: the text was seen by the test above."""
    told = {field for rule in regles(famille(code)) for field in fields_of(rule.text)}
    if parameter.name not in told:
        return
    text = rules(code).parameters[parameter.name].text
    together = (re.sub(r"(?<=\d)\s(?=\d{3})", "", one) for one in said(code))
    assert any(re.search(rf"(?<![\w,.]){re.escape(text)}(?!\d)", one) for one in together)


JURIES = [code for code in MAISON if famille(code).jury is not None and famille(code).jury.titre]


@pytest.mark.parametrize("code", JURIES)
def test_an_old_number_of_the_law_of_juries_shows_nowhere(code: str) -> None:
    law = famille(code).jury.droit(au=date(2026, 6, 1), certification="RNCP1")
    numbers = [p for p in law.parameters.values() if not p.unit.startswith("1 oui")]
    law = law.with_values({p.name: p.known + COUNT for p in numbers})
    members = tuple(Member(f"M{n}", q, prenom="P") for n, q in enumerate(list(Qualite) * 4))
    told = [verdict.texte for verdict in examine(Jury(members, arrete="arrêté"), law, with_mending=False).verdicts]
    old = re.compile(rf"(?<![\w,.-])(?:{'|'.join(sorted({p.text for p in numbers}))})(?![,.]?\d|\w)")
    assert [text for text in told if old.search(text)] == []
    named = {name for rule in law.rules for name in re.findall(r"\{(\w+)", rule.text)} & {p.name for p in numbers}
    assert all(any(str(law.parameters[name].known) in text for text in told) for name in named)


@pytest.mark.parametrize("code", MAISON)
def test_the_page_of_reference_follows_the_law(code: str) -> None:
    page = page_de(changed(code), [], {})
    for parameter in famille(code).parametres:
        if parameter.label and parameter.value is not None:
            assert f"nombre changé {parameter.name}" in page
            assert f"| {parameter.label} |" not in page


@pytest.mark.parametrize("code", MAISON)
def test_every_number_is_read_by_a_rule_or_told_by_a_text(code: str) -> None:
    droit = famille(code)
    texts = [*droit.lexique.values(), *(colonne.libelle for colonne in droit.colonnes)]
    texts += [alinea.texte for alinea in getattr(droit.papiers, "alineas", ())]
    told = {field for text in texts for field in fields_of(text)}
    told |= {name for rule in regles(droit) for name in (*rule.fields, *rule.attributes)}
    kept = {"duree_conservation"}  # Read where a list says the year of a kept mark.
    assert {parameter.name for parameter in droit.parametres} <= told | kept

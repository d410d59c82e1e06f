"""The computations shown on the page that explains a decision are computed again here."""

import re
from dataclasses import replace
from functools import reduce
from operator import add
from pathlib import Path

import pytest

from laureat.deliberation.candidate import decide
from laureat.deliberation.explain import explain
from laureat.deliberation.oral_choices import Choice
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.reglements import charger
from laureat.vocabulary import Cell, Forme, format_hundredths, format_products, parse_cell, parse_hundredths
from support.deliberations import BAC_PRO, PUBLIC

PAGE = Path("docs/comprendre/deliberation.md")
RULES = charger("RNCP35697").at()
COEFFICIENTS = {unit.code: RULES.coefficient(unit).value for unit in RULES.mandatory}


def candidate(text: str) -> Candidate:
    """« toutes à 10 ; U2 8 ; contrôle U11 12 ; progressive », as the page writes it."""
    cells: dict[str, Cell] = {}
    control: dict[str, Cell] = {}
    form = Forme.GLOBALE
    for part in map(str.strip, text.split(";")):
        if part == "progressive":
            form = Forme.PROGRESSIVE
        elif part.startswith("toutes à "):
            cells = {unit.code: parse_cell(part.removeprefix("toutes à ")) for unit in RULES.mandatory} | cells
        else:
            *kind, code, value = part.split()
            assert code in {unit.code for unit in RULES.units}, part
            (control if kind == ["contrôle"] else cells)[code] = parse_cell("" if value == "vide" else value)
    voie = BAC_PRO.voie("fpc_etablissement_public") if form is Forme.PROGRESSIVE else PUBLIC
    return Candidate("1", voie, cells, controle=control, forme=form)


def decided(text: str, rules: SessionRules = RULES) -> dict[str, str]:
    row = decide(rules, candidate(text)).row("1")
    return {**row, "moyenne": row["moyenne"].replace(".", ",")}


def tables(root: Path) -> dict[str, tuple[str, list[list[str]]]]:
    """The tables that show a computation: name → what follows the name, rows of cells."""
    text = (root / PAGE).read_text(encoding="utf-8")
    found = {}
    for name, rest, table in re.findall(r"<!-- calcul : ([^;>]*?)(?: ; (.*?))? -->\n((?:\|.*\n)+)", text):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
        found[name] = (rest, rows)
    return found


@pytest.fixture(scope="module")
def shown(root: Path) -> dict[str, tuple[str, list[list[str]]]]:
    return tables(root)


def test_every_table_of_the_page_is_tested(root: Path, shown: dict[str, tuple[str, list[list[str]]]]) -> None:
    assert set(shown) == {
        *("exactitude", "ordre", "contrôle", "bornes", "coins", "certitude"),
        *("tableau", "oraux", "bascule", "suite"),
    }
    page = (root / PAGE).read_text(encoding="utf-8")
    separators = re.findall(r"^\|-", page, re.MULTILINE)
    assert len(separators) == len(shown) + page.count("<!-- exécution : make longtemps -->\n|")


def test_exact_sums_where_floats_are_wrong(shown: dict[str, tuple[str, list[list[str]]]]) -> None:
    total = sum(COEFFICIENTS.values())
    for text, points, coefficients, average, as_float, decision in shown["exactitude"][1]:
        cells = candidate(text).cells
        exact = sum(c * cells[code].mark for code, c in COEFFICIENTS.items())
        assert (points, coefficients) == (format_hundredths(exact // 100), format_hundredths(total))
        # Added one by one, as a spreadsheet does: from Python 3.12 on, sum() makes up for part of the error.
        wrong = reduce(add, (c / total * (cells[code].mark / 100) for code, c in COEFFICIENTS.items()))
        assert as_float == repr(wrong).replace(".", ",")
        assert wrong < 10
        assert (average, decision) == (decided(text)["moyenne"], decided(text)["decision"])


def test_the_first_question_answered_yes_decides(shown: dict[str, tuple[str, list[list[str]]]]) -> None:
    for _, text, average, decision in shown["ordre"][1]:
        assert (average, decision) == (decided(text)["moyenne"], decided(text)["decision"]), text


def test_the_control_test_recomputes(shown: dict[str, tuple[str, list[list[str]]]]) -> None:
    for text, before, after, decision in shown["contrôle"][1]:
        first = replace(candidate(text), controle={})
        assert before == decide(RULES, first).average_text.replace(".", ",")
        assert (after, decision) == (decided(text)["moyenne"], decided(text)["decision"])


def test_the_bounds_are_those_of_the_parameters(shown: dict[str, tuple[str, list[list[str]]]]) -> None:
    hypotheses = {p.name.removeprefix("coefficient_"): p for p in RULES.parameters.hypotheses}
    assert [row[0] for row in shown["bornes"][1]] == list(hypotheses)
    for code, value, low, high in shown["bornes"][1]:
        parameter = hypotheses[code]
        assert parameter.bounds == (parse_hundredths(low), parse_hundredths(high))
        assert parameter.text == value


def test_the_corners_decide_as_shown(shown: dict[str, tuple[str, list[list[str]]]]) -> None:
    text, rows = shown["coins"]
    for u2, u31, margin, average, decision in rows:
        values = {"coefficient_U2": parse_hundredths(u2), "coefficient_U31": parse_hundredths(u31)}
        rules = RULES.with_parameters(RULES.parameters.with_values(values))
        row = decided(text, rules)
        cells = candidate(text).cells
        points = sum(rules.coefficient(unit).value * (cells[unit.code].mark - 1000) for unit in rules.mandatory)
        assert (margin, average, decision) == (format_hundredths(points // 100), row["moyenne"], row["decision"])


def test_certainty_is_told_as_shown(shown: dict[str, tuple[str, list[list[str]]]]) -> None:
    for text, average, decision, mention, certitude in shown["certitude"][1]:
        row = decided(text)
        assert (average, decision, mention, certitude) == tuple(
            row[name] for name in ("moyenne", "decision", "mention", "certitude")
        )


def computation(text: str) -> list[list[str]]:
    """The table of one candidate, as the page writes it."""
    told = explain(RULES, candidate(text), with_changes=False).table

    def number(value: int | None) -> str:
        return "" if value is None else format_hundredths(value)

    rows = [
        [
            f"{row.unit} {row.label}",
            row.origin,
            number(row.mark),
            number(row.coefficient),
            f"+{number(row.bonus)}" if row.bonus else "" if row.product is None else format_products(row.product),
        ]
        for row in told.rows
    ]
    total = format_products(told.total.points)
    return [*rows, ["Total", told.total.text, "", format_hundredths(told.total.coefficients), total]]


def test_the_table_is_the_one_of_the_explanation(shown: dict[str, tuple[str, list[list[str]]]]) -> None:
    text, rows = shown["tableau"]
    assert rows == computation(text)


def marks_at_the_orals(text: str) -> list[list[str]]:
    """By pair of orals: every least couple of marks, then those that admit for sure; the cheapest first, in bold."""

    def couples(choice: Choice, all_of_them: tuple[tuple[int, ...], ...], sure: bool) -> str:
        best = choice.cheapest(sure=sure)
        told = {marks: " et ".join(map(format_hundredths, marks)) for marks in all_of_them}
        return " ; ".join([f"**{told.pop(best)}**", *told.values()])

    return [
        [
            " et ".join(oral.unit for oral in choice.orals),
            couples(choice, choice.assumed, False),
            couples(choice, choice.sure, True),
        ]
        for choice in explain(RULES, candidate(text)).orals.choices
    ]


def test_the_marks_at_the_orals_are_those_of_the_explanation(shown: dict[str, tuple[str, list[list[str]]]]) -> None:
    text, rows = shown["oraux"]
    assert rows == marks_at_the_orals(text)
    for units, *cells in rows:
        for couple in " ; ".join(cells).replace("*", "").split(" ; "):
            orals = " ; ".join(
                f"contrôle {unit} {mark}" for unit, mark in zip(units.split(" et "), couple.split(" et "), strict=True)
            )
            assert decided(f"{text} ; {orals}")["decision"] == "admis"


def test_the_tipping_values_are_those_of_the_explanation(shown: dict[str, tuple[str, list[list[str]]]]) -> None:
    for text, decision, said in shown["bascule"][1]:
        told = explain(RULES, candidate(text), with_changes=False)
        assert (decision, said) == (str(told.outcome.decision), " ".join(t.text for t in told.tippings)), text


def test_what_comes_next_is_that_of_the_explanation(shown: dict[str, tuple[str, list[list[str]]]]) -> None:
    for text, unit, said in shown["suite"][1]:
        futures = explain(RULES, candidate(text), with_changes=False).next_session
        assert said == next(future.text for future in futures if future.unit == unit), (text, unit)


def test_what_is_left_to_sit_is_spread_over_sessions_only_where_that_was_granted() -> None:
    missing = {unit.code: parse_cell("8") for unit in RULES.mandatory} | {"U4": parse_cell("")}
    refused = {unit.code: parse_cell("8") for unit in RULES.mandatory}

    def spread(cells: dict[str, Cell], **declare: bool) -> bool:
        told = explain(RULES, Candidate("1", PUBLIC, cells, declare=declare), with_changes=False)
        return any("que l'étalement autorisé permet" in step.text for step in told.rights)

    assert spread(missing, etalement=True)
    assert not spread(missing)
    assert not spread(refused, etalement=True)

"""The laws told plainly, on random candidates: what must hold of any of them, and that the draw is hostile enough."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

import pytest

from support import (
    loi_simple_bac_pro,
    loi_simple_bp,
    loi_simple_bts,
    loi_simple_cap,
    loi_simple_capitalisation,
    loi_simple_titre_professionnel,
)
from support.candidats_au_hasard import Drawn, blocks, candidate, certifier_rule, text, titre_professionnel
from support.loi_simple_commun import Plain, Table, points, status
from support.tables_simples import CERTIFIERS, FOUR_BLOCKS, PSE_UNITS, TABLES

COUNT = 2000


def bac_pro(drawn: Drawn, name: str) -> Plain:
    return loi_simple_bac_pro.plain(
        drawn.notes, drawn.controle, TABLES[name], projet=drawn.projet, forme=drawn.forme, session=drawn.session
    )


def cap(drawn: Drawn, name: str) -> Plain:
    unit = PSE_UNITS.get(name)
    return loi_simple_cap.plain(
        drawn.notes, TABLES[name], forme=drawn.forme, session=drawn.session, unite_pse=unit, max_optional=1
    )


def bts(drawn: Drawn, name: str) -> Plain:
    return loi_simple_bts.plain(drawn.notes, drawn.controle, TABLES[name], forme=drawn.forme, session=drawn.session)


def bp(drawn: Drawn, name: str) -> Plain:
    return loi_simple_bp.plain(drawn.notes, TABLES[name], forme=drawn.forme, session=drawn.session)


Tell = Callable[[Drawn, str], Plain]
FAMILIES: list[tuple[Tell, str]] = [
    *((bac_pro, name) for name in ("fictif", "bacpro_photographie")),
    *((cap, name) for name in ("cap_electricien", "cap_cip", "cap_proelec")),
    *((bts, name) for name in ("bts_crsa", "bts_batiment")),
    (bp, "bp_invente"),
]
each = pytest.mark.parametrize(("tell", "name"), FAMILIES, ids=[name for _, name in FAMILIES])


def drawn_of(tell: Tell, name: str, count: int = COUNT) -> Iterable[Drawn]:
    options = {"controle": tell in (bac_pro, bts), "projet": tell is bac_pro, "refused": tell is not cap}
    return (candidate(seed, TABLES[name], **options) for seed in range(count))


@each
def test_the_draw_reaches_every_decision_and_every_threshold(tell: Tell, name: str) -> None:
    told = [tell(drawn, name) for drawn in drawn_of(tell, name)]
    words = Counter(one.decision for one in told)
    expected = {"admis", "ajourne", "non_delivrable", "incomplet", "en_cours"}
    expected |= {"controle"} if tell in (bac_pro, bts) else set()
    expected |= {"remplacement"} if tell in (bac_pro, cap) else set()
    expected |= {"refuse"} if tell is not cap else set()
    assert set(words) == expected
    assert all(count >= 20 for count in words.values()), words
    averages = Counter(one.average for one in told)
    assert all(averages[Fraction(threshold)] >= 15 for threshold in (8, 10, 12, 14, 16)), averages.most_common(9)
    assert averages[None] >= 100
    mentions = {one.mention for one in told}
    assert mentions == {"", "AB", "B", "TB"} | ({"TBF"} if tell is bac_pro else set()) if tell is not bts else {""}


@each
def test_raising_a_mark_never_worsens_the_decision(tell: Tell, name: str) -> None:
    ranks = {"ajourne": 0, "remplacement": 1, "controle": 2, "admis": 3}
    raised = 0
    for seed, drawn in enumerate(drawn_of(tell, name)):
        before = tell(drawn, name)
        marked = [code for code, cell in drawn.notes.items() if status(cell) == "note" and points(cell) < 20]
        if before.decision not in ranks or not marked:
            continue
        code = marked[seed % len(marked)]
        higher = text(int(2 * points(drawn.notes[code])) + 1)
        after = tell(replace(drawn, notes=drawn.notes | {code: higher}), name)
        raised += 1
        assert ranks[after.decision] >= ranks[before.decision], drawn
        if not drawn.controle:  # Who reaches 10 at first loses what an oral, now ignored, attested.
            assert set(before.units) <= set(after.units), drawn
    assert raised > 500


@each
def test_a_decision_never_depends_on_the_order_of_the_cells(tell: Tell, name: str) -> None:
    for drawn in drawn_of(tell, name, 500):
        turned = replace(
            drawn, notes=dict(reversed(drawn.notes.items())), controle=dict(reversed(drawn.controle.items()))
        )
        assert tell(turned, name) == tell(drawn, name)


@pytest.mark.parametrize("name", ["cap_electricien", "cap_cip"])
def test_the_cap_is_certain_exactly_where_no_share_of_the_pse_changes_the_outcome(name: str) -> None:
    unit, unsure = PSE_UNITS[name], 0
    for drawn in drawn_of(cap, name, 1000):
        about = {"forme": drawn.forme, "session": drawn.session, "unite_pse": unit}
        shares = [Fraction(n, 4) for n in range(5)]
        told = [loi_simple_cap.plain(drawn.notes, TABLES[name], pse_share=share, **about) for share in shares]
        outcomes = {(one.decision, one.mention, one.units) for one in told}
        assert told[0].certain is (len(outcomes) == 1)
        assert len({one.certain for one in told}) == 1
        unsure += not told[0].certain
    assert unsure > 15


def test_the_titre_professionnel_reaches_every_word() -> None:
    table = TABLES["tp_commercial"]
    words = Counter()
    for seed in range(COUNT):
        drawn = titre_professionnel(seed, table)
        about = {"session_de": drawn.session_de, "origine": drawn.origine, "titre": drawn.titre}
        told = loi_simple_titre_professionnel.plain(drawn.notes, table, pieces=drawn.pieces, **about)
        words[told.decision] += 1
        assert (told.decision == "admis") is (drawn.titre == "V" and told.decision != "non_decidable")
        assert (told.mention, told.average) == ("", None)
    assert set(words) == {"admis", "partiel", "ajourne", "non_decidable", "absent", "entretien_final_du", "a_decider"}
    assert all(count >= 25 for count in words.values()), words


@pytest.mark.parametrize("table", [FOUR_BLOCKS, CERTIFIERS["capitalisation_tous"][0]], ids=["quatre", "facultatif"])
def test_rules_of_certifiers_reach_every_word_and_never_admit_without_what_they_demand(table: Table) -> None:
    words = Counter()
    for seed in range(COUNT):
        rule = certifier_rule(seed, table)
        drawn = blocks(seed, table, rule)
        told = loi_simple_capitalisation.plain(drawn.notes, table, regle=rule)
        words[(rule or {"kind": "tous"})["kind"], told.decision] += 1
        held = set(told.units) | {code for code, cell in drawn.notes.items() if cell == "DI"}
        if told.decision == "admis":
            assert set((rule or {}).get("blocs_obligatoires", ())) <= held
            assert told.average is None or told.average >= Fraction(rule["seuil_moyenne"])
        if rule is None:
            assert (told.decision == "admis") is ({unit.code for unit in table if not unit.optional} <= held)
    kinds, decisions = ("tous", "moyenne", "blocs"), ("admis", "ajourne", "en_cours")
    assert set(words) == {(kind, decision) for kind in kinds for decision in decisions}
    assert all(count >= 10 for count in words.values()), words


@pytest.mark.parametrize("appreciation", ["admis", "ajourne"])
def test_an_appreciation_typed_by_the_jury_decides_a_bp_without_marks(appreciation: str) -> None:
    notes = {"U10": "VA", "U20": "", "U50": "AB"}
    told = loi_simple_bp.plain(notes, TABLES["bp_invente"], appreciation=appreciation)
    assert told == Plain(appreciation, units=("U10",))


def test_no_plain_telling_imports_laureat() -> None:
    names = ("bac_pro", "cap", "bts", "bp", "titre_professionnel", "capitalisation")
    imports = "; ".join(f"import support.loi_simple_{name}" for name in names)
    code = f"import sys; {imports}; import support.candidats_au_hasard, support.tables_simples; "
    code += "print([name for name in sys.modules if name.split('.')[0] == 'laureat'])"
    tests = loi_simple_bac_pro.__file__.rsplit("/support/", 1)[0]
    run = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": tests}, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"

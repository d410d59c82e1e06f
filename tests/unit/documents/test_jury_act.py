"""What the jury did is in the explanation: one verdict, from which rights, blocks and papers follow."""

from typing import Any

import pytest

from laureat.deliberation.explain import JuryAct
from laureat.documents import papers, releve
from laureat.vocabulary import Decision, Mention, parse_cell

ADMITTED = JuryAct(Decision.ADMIS, Mention.SANS)


def said(paper: dict[str, Any], *keys: str) -> str:
    return " ".join(line["texte"] for key in keys for line in paper[key])


def test_a_candidate_admitted_against_the_proposal_has_a_releve_that_agrees_with_itself(bench: Any) -> None:
    proposed, told = bench.told(mark="9"), bench.told(mark="9", act=ADMITTED)
    assert proposed.outcome.decision is Decision.AJOURNE
    paper = releve.content(bench.context, told)
    assert paper["decision"] == "admise"
    text = said(paper, "explication", "droits")
    assert "Le jury, souverain, a arrêté la décision : admis" in text.replace("\u00a0", " ")
    for contrary in ("ajournement", "certificat de fin d’études", "Il reste à obtenir", "attestation pour chaque"):
        assert contrary not in text
    act = next(line for line in paper["explication"] if "souverain" in line["texte"])
    assert "D337-88" in act["article"]
    assert "(lu" in act["article"]
    assert not told.outcome.certificat
    assert [kind.name for kind in papers.due(bench.context, told)] == ["releve", "diplome"]
    assert releve.facts(bench.context, told)["decision"] == "admis"


def test_a_candidate_failed_against_the_proposal_keeps_blocks_and_rights(bench: Any) -> None:
    told = bench.told(mark="12", act=JuryAct(Decision.AJOURNE))
    paper = releve.content(bench.context, told)
    assert paper["decision"] == "ajournée"
    assert paper["mention"] == ""
    text = said(paper, "explication", "droits")
    assert "l’admission est proposée" not in text
    assert "attestation pour chaque bloc" in text
    assert {kind.name for kind in papers.due(bench.context, told)} == {"releve", "attestation", "certificat"}


def test_a_proposal_that_the_jury_approves_is_told_as_it_was(bench: Any) -> None:
    plain = bench.told(mark="13")
    approved = bench.told(mark="13", act=JuryAct(plain.outcome.decision, plain.outcome.mention))
    assert approved.steps == plain.steps
    assert approved.rights == plain.rights
    assert approved.outcome == plain.outcome


def test_a_raised_mark_shows_what_was_entered_and_cites_the_article(bench: Any) -> None:
    told = bench.told(mark="10", cells={"U11": "10"}, act=JuryAct(raised={"U11": parse_cell("9,5")}))
    paper = releve.content(bench.context, told)
    row = next(row for row in paper["unites"] if row["unite"] == "U11")
    assert row["note"] == "10,00"
    assert row["dit"] == "relevée par le jury, au lieu de 9,5"
    step = next(line for line in paper["explication"] if "a relevé la note" in line["texte"])
    assert "10 au lieu de 9,5" in step["texte"]
    assert "D337-88" in step["article"]
    assert releve.facts(bench.context, told)["relevees"] == {"U11": "9,5"}


def test_a_control_mark_that_the_jury_raised_shows_what_was_entered(bench: Any) -> None:
    cells = {"U2": "11", "U31": "11", "U32": "11", "U11": "6", "U51": "8"}
    act = JuryAct(raised_control={"U11": parse_cell("13"), "U51": parse_cell("5")})
    told = bench.told(mark="9,5", cells=cells, controle={"U11": "14", "U51": "7"}, act=act)
    paper = releve.content(bench.context, told)
    rows = {row["unite"]: (row["note"], row["dit"].replace("\u202f", " ")) for row in paper["unites"]}
    assert rows["U11"] == ("14,00", "contrôle, au lieu de 6 ; relevée au contrôle par le jury, au lieu de 13")
    assert rows["U51"] == ("8,00", "contrôle 7, sans effet ; relevée au contrôle par le jury, au lieu de 5")
    steps = [line["texte"] for line in paper["explication"] if "a relevé la note de contrôle" in line["texte"]]
    assert any("14 au lieu de 13" in text for text in steps)
    assert releve.facts(bench.context, told)["relevees_au_controle"] == {"U11": "13", "U51": "5"}
    (row,) = [row for row in told.table.rows if row.unit == "U11"]
    assert row.origin.endswith("relevée au contrôle par le jury, au lieu de 13")


@pytest.mark.parametrize("decision", [Decision.ADMIS, Decision.AJOURNE])
def test_what_the_jury_decided_owes_nothing_to_unconfirmed_numbers(bench: Any, decision: Decision) -> None:
    doubtful = {"mark": "9", "cells": {"U2": "11", "U31": "10", "U11": "8", "U51": "7"}}
    assert bench.told(**doubtful).outcome.depends_on
    told = bench.told(**doubtful, act=JuryAct(decision))
    assert told.outcome.decision is decision
    if decision is not bench.told(**doubtful).outcome.decision:
        assert told.outcome.certitude == "certain"
        assert releve.content(bench.context, told)["provisoire"] == ""

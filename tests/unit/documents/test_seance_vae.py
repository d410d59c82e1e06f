"""The minutes of a VAE jury: who sat, each unit with its decision and motive, and nothing of marks."""

from dataclasses import replace
from typing import Any

from laureat.documents.seance_vae import VaeRow, proces_verbal_vae, proces_verbal_vae_facts
from laureat.documents.typeset import Typesetter

ROWS = [
    VaeRow(
        "VAE-2026-0001",
        "Aubry",
        "Maïa",
        "née le 12/05/1988",
        (
            ("U2 Préparation", True, "entretien convaincant"),
            ("U31 Réalisation", False, "activité d'usinage non montrée"),
        ),
    )
]


def test_they_say_who_sat_and_each_unit_with_its_motive(bench: Any) -> None:
    paper = proces_verbal_vae(bench.context, ROWS)
    assert paper["titre"] == "Procès-verbal du jury de VAE"
    assert {line["presence"] for line in paper["jury"]} >= {"absente"}
    assert [unit[1:] for unit in paper["dossiers"][0]["unites"]] == [
        ["validée", "entretien convaincant"],
        ["non validée", "activité d’usinage non montrée"],
    ]
    assert paper["effectifs"] == [["Candidats", "1"], ["Unités validées", "1"], ["Unités non validées", "1"]]
    pdf = Typesetter().pdf(paper, bench.context.issued)
    assert pdf.startswith(b"%PDF")


def test_their_data_name_no_mark(bench: Any) -> None:
    facts = proces_verbal_vae_facts(bench.context, ROWS)
    assert facts["papier"] == "proces_verbal_vae"
    assert facts["decisions"][0]["unites"][1] == {
        "unite": "U31 Réalisation",
        "validee": False,
        "motif": "activité d'usinage non montrée",
    }
    assert "parametres" not in facts


def test_they_say_why_women_and_men_could_not_be_balanced(bench: Any) -> None:
    """TA Strasbourg n° 2105821: the impossibility was not shown; recorded, it is printed."""
    why = "aucune professionnelle du métier"
    told = proces_verbal_vae(replace(bench.context, impossibilite=why), ROWS)["identite"]
    assert ["Impossibilité consignée", why] in told
    assert not [line for line in proces_verbal_vae(bench.context, ROWS)["identite"] if line[0].startswith("Impossib")]

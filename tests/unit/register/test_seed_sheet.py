"""The printed sheet RNCP35697: every fact of its fifteen blocks, and the rest of what it says."""

import json
from pathlib import Path

import jsonschema
import pytest

from laureat.register import Bloc, Fiche, ModeEvaluation, Modes, bundled
from laureat.register.schema import generated_schema, published_schema

CCF = ModeEvaluation("ccf")
ECRIT, ORAL, PRATIQUE = (ModeEvaluation("ponctuel", (nature,)) for nature in ("écrit", "oral", "pratique"))
ECRIT_PRATIQUE = ModeEvaluation("ponctuel", ("écrit", "pratique"))
ORAL_PRATIQUE = ModeEvaluation("ponctuel", ("oral", "pratique"))
MOBILITE = ModeEvaluation("non_precise", ("oral", "pratique"))
FACTS = (
    # code, title, number of competences, optional, A, B, C
    ("BC01", "Etude et préparation de la réalisation", 3, False, CCF, PRATIQUE, CCF),
    ("BC02", "Projet de réalisation de produits ou d'un outillage", 4, False, CCF, PRATIQUE, CCF),
    ("BC03", "Suivi de production et maintenance", 5, False, CCF, ORAL_PRATIQUE, CCF),
    ("BC04", "Mathématiques", 5, False, CCF, ECRIT_PRATIQUE, CCF),
    ("BC05", "Physique-chimie", 5, False, CCF, ECRIT_PRATIQUE, CCF),
    ("BC06", "Économie – gestion", 2, False, ECRIT, ECRIT, CCF),
    ("BC07", "Prévention-santé-environnement", 5, False, ECRIT, ECRIT, CCF),
    ("BC08", "Langues vivantes", 3, False, CCF, ORAL, CCF),
    ("BC09", "Français", 4, False, ECRIT, ECRIT, CCF),
    ("BC10", "Histoire-géographie-Enseignement moral et civique", 4, False, ECRIT, ECRIT, CCF),
    ("BC11", "Arts appliqués et cultures artistiques", 3, False, CCF, ECRIT, CCF),
    ("BC12", "Education physique et sportive", 5, False, CCF, PRATIQUE, CCF),
    ("BC13", "Langues vivantes (Bloc facultatif)", 3, True, ORAL, ORAL, ORAL),
    ("BC14", "Mobilité (Bloc facultatif)", 6, True, MOBILITE, None, MOBILITE),
    ("BC15", "Éducation physique et sportive (Bloc facultatif)", 5, True, PRATIQUE, PRATIQUE, PRATIQUE),
)
JURY = """Le jury est composé :
1° De professeurs appartenant à l'enseignement public et, sauf impossibilité, au moins d'un professeur appartenant à \
l'enseignement privé sous contrat ou exerçant en centre de formation d'apprentis ou en section d'apprentissage ;
2° Et, pour un tiers au moins, de membres de la profession intéressée par le diplôme, choisis en nombre égal parmi les \
employeurs et les salariés.
Si cette proportion n'est pas atteinte en raison de l'absence d'un ou de plusieurs de ses membres, le jury peut \
néanmoins délibérer valablement."""


@pytest.fixture(scope="module")
def fiche() -> Fiche:
    return bundled("RNCP35697")


def test_the_fifteen_blocks_are_those_of_the_sheet(fiche: Fiche) -> None:
    assert len(fiche.blocs) == 15
    for bloc, (code, title, count, optional, a, b, c) in zip(fiche.blocs, FACTS, strict=True):
        assert (bloc.cle, bloc.intitule) == (("RNCP35697", f"RNCP35697{code}"), title)
        assert (len(bloc.competences), bloc.facultatif) == (count, optional)
        assert bloc.modes == Modes(a, b, c)


def test_the_modes_equal_the_unit_table_of_the_regulation(fiche: Fiche, root: Path) -> None:
    table = root.parent / "shared" / "regulation" / "units.json"
    if not table.is_file():
        pytest.skip("le tableau des unités (../shared/regulation) n'est pas sur cette machine")
    for unit in json.loads(table.read_text(encoding="utf-8"))["units"]:
        bloc = fiche.bloc(unit["block"])
        assert len(bloc.competences) == unit["seed_competence_count"]
        assert bloc.facultatif is not unit["mandatory"]
        assert {category: _as_in_the_table(bloc, category) for category in "ABC"} == unit["forms"]


def _as_in_the_table(bloc: Bloc, category: str) -> dict[str, object]:
    mode = getattr(bloc.modes, category)
    if mode is None:
        return {"mode": "not_offered"}
    name = "unspecified_in_seed" if mode.mode == "non_precise" else mode.mode
    return {"mode": name, "nature": list(mode.natures)} if mode.natures else {"mode": name}


def test_rows_cut_by_page_breaks_are_put_together_again(fiche: Fiche) -> None:
    assert fiche.bloc("RNCP35697BC03").competences[1] == "S'impliquer dans un environnement professionnel"
    assert fiche.bloc("RNCP35697BC09").competences[3] == (
        "Confronter des savoirs et des valeurs pour construire son identité culturelle"
    )
    assert fiche.bloc("RNCP35697BC11").competences == (
        "Identifier les caractéristiques essentielles d'œuvres, de produits, d'espaces urbains ou de messages visuels",
        "Situer une œuvre ou une production dans son contexte de création",
        "Maîtriser les bases de la pratique des outils graphiques, traditionnels et informatiques",
    )
    assert fiche.bloc("RNCP35697BC13").competences[1] == "Interagir en langue étrangère"


def test_levels_are_fields_of_the_block_and_no_competences(fiche: Fiche) -> None:
    levels = {bloc.code[-4:]: (bloc.niveau_cecrl, bloc.niveau_eps) for bloc in fiche.blocs}
    assert levels["BC08"] == levels["BC13"] == ("B1+", None)
    assert (levels["BC12"], levels["BC15"]) == ((None, 4), (None, 5))
    assert levels["BC01"] == (None, None)


def test_every_route_is_open_with_the_same_jury(fiche: Fiche) -> None:
    for route in ("FI", "CA", "FC", "CQ", "CL", "VAE"):
        voie = getattr(fiche.voies_acces, route)
        assert voie.ouverte is True
        assert voie.jury == JURY


def test_the_rest_of_the_sheet_is_read(fiche: Fiche) -> None:
    assert fiche.numero == "RNCP35697"
    assert fiche.intitule == "BAC PRO - Technicien en réalisation de produits mécaniques"
    assert fiche.options == ("réalisation et suivi de productions", "réalisation et maintenance des outillages")
    assert (fiche.niveau, fiche.actif, fiche.premiere_session) == (4, True, 2024)
    certifier = fiche.certificateurs[0]
    assert (certifier.siret, certifier.siret_valide) == ("11004301500012", True)
    assert certifier.nom == "MINISTERE DE L'EDUCATION NATIONALE ET DE LA JEUNESSE"
    assert [code.code for code in fiche.codes_nsf or ()] == ["251", "250"]
    assert [code.code for code in fiche.formacodes or ()] == ["31632", "23681", "31624", "23076"]
    assert [code.code for code in fiche.codes_rome or ()] == ["H2903", "H2901"]
    assert [other.numero for other in fiche.anciennes_certifications or ()] == ["RNCP422", "RNCP792", "RNCP420"]
    assert (fiche.dates.publication, fiche.dates.debut_parcours) == ("2021-06-21", "2021-09-01")
    assert fiche.dates.echeance_enregistrement == "2025-09-01"
    assert fiche.validite_outre_mer.nouvelle_caledonie is fiche.validite_outre_mer.polynesie_francaise is True
    assert fiche.base_legale.generaux is not None
    assert fiche.base_legale.generaux[0].titre == "Art. D337-51 à D337-94.1 du Code de l'éducation"
    assert fiche.base_legale.creation is not None
    assert fiche.base_legale.creation[0].date == "2021-01-08"
    assert fiche.existence_partenaires is False
    assert fiche.liens[0] == "http://www.onisep.fr/"
    assert fiche.referentiel is not None
    assert fiche.non_reconnu == fiche.anomalies == ()


def test_a_heading_left_empty_is_empty_and_a_heading_not_printed_is_none(fiche: Fiche) -> None:
    assert fiche.reglementations_activites == fiche.prerequis_validation == fiche.validite_composantes == ""
    assert fiche.statistiques == ()
    assert fiche.nouvelles_certifications is fiche.duree_validite is None


def test_the_two_lists_of_competences_differ_where_the_summary_joins_sentences(fiche: Fiche) -> None:
    gaps = fiche.to_json()["ecarts_competences"]
    assert [(gap["bloc"], gap["nature"]) for gap in gaps] == [
        ("RNCP35697BC08", "reunies"),
        ("RNCP35697BC14", "reunies"),
    ]


def test_the_json_form_follows_the_published_schema_and_comes_back(fiche: Fiche) -> None:
    form = json.loads(json.dumps(fiche.to_json()))
    jsonschema.validate(form, published_schema())
    assert Fiche.from_json(form) == fiche
    assert form["blocs"][0]["modes"] == {
        "A": {"mode": "ccf"},
        "B": {"mode": "ponctuel", "natures": ["pratique"]},
        "C": {"mode": "ccf"},
    }
    assert form["blocs"][13]["modes"]["B"] is None


def test_the_published_schema_is_the_one_of_the_model() -> None:
    assert published_schema() == generated_schema()

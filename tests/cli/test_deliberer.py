"""``laureat deliberer`` and what reads its folder."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from cli.conftest import Run
from laureat.cli.main import laureat
from laureat.deliberation import cohort
from laureat.deliberation.told import DECISIONS, YES_NO
from laureat.exchange.dossier import read_dossier
from laureat.exchange.judging import COLUMNS
from laureat.exchange.stored import decisions_of

UNITS = ["U2", "U31", "U32", "U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7"]
HEADING = ";".join(["Numéro", "Voie", "Nom", *UNITS, "PROJET", "UF_LV", "controle_U11", "classe"])


def row(numero: str, marks: str, *, voie: str = "scolaire_public", projet: str = "", lv: str = "", controle: str = ""):
    cells = marks.split() if " " in marks else [marks] * 12
    return ";".join([numero, voie, f"Nom {numero}", *cells, projet, lv, controle, "T1"])


LISTE = "\n".join(
    [
        HEADING,
        row("1", "10"),
        row("2", "9,5", lv="20", projet="9"),
        row("3", "10", projet="9", controle="11"),
        row("4", "VA"),
        row("5", "10 10 10 AB 10 10 10 10 10 10 10 10"),
        row("6", "14 9 11 9 9 9 9 9 9 9 9 9"),
        row("7", "B12,5@2023 19 19 19 19 19 19 19 19 19 19 19"),
    ]
)


@pytest.fixture
def liste(tmp_path: Path) -> Path:
    path = tmp_path / "candidats.csv"
    path.write_text(LISTE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def deliberated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("session")
    (place / "candidats.csv").write_text(LISTE, encoding="utf-8")
    asked = f"deliberer {place}/candidats.csv --reglement RNCP35697 --sortie {place}/d --explications"
    result = CliRunner().invoke(laureat, asked.split())
    assert result.exit_code == 0, result.output
    return place / "d"


@pytest.fixture
def dossier(deliberated: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(deliberated, tmp_path / "d"))


def test_every_candidate_has_one_decision_in_the_order_of_the_input(dossier: Path) -> None:
    rows = pl.read_csv(dossier / "decisions.csv", separator=";", infer_schema=False)
    assert rows.columns == list(COLUMNS)
    assert rows["numero"].to_list() == list("1234567")
    decisions = ["admis", "ajourne", "ajourne", "admis", "non_delivrable", "controle", "admis"]
    assert rows["decision"].to_list() == decisions
    # 26 is the sum of the coefficients: (247 + 10 - 2) / 26, (260 - 2 + 1,5) / 26, 258 / 26, (50 + 22 * 19) / 26.
    assert rows["moyenne"].to_list() == ["10.00", "9.80", "9.98", None, None, "9.92", "18.00"]
    assert rows["mention"].to_list()[-1] == "TBF"


def test_the_numbers_kept_say_what_the_csv_file_says(dossier: Path) -> None:
    text = pl.all().cast(pl.String).fill_null("")
    csv = pl.read_csv(dossier / "decisions.csv", separator=";", infer_schema=False).select(text)
    legends, told = decisions_of(dossier / "decisions.arrow")
    texts = told.select("numero").hstack(legends.texts(told.with_columns(proche=False)).drop("proche"))
    assert texts.select(text).equals(csv)
    assert told.schema["decision"] == DECISIONS
    assert told["moyenne"].to_list()[:2] == [1000, 980]


def test_the_folder_alone_gives_back_candidates_rules_and_outcomes(dossier: Path) -> None:
    read = read_dossier(dossier)
    results = list(read.results())
    assert [result.candidate.autres for result in results] == [{"classe": "T1"}] * 7
    assert read.rules.digest == read.synthese["empreinte_regles"]
    decided = pl.read_ipc(dossier / "decisions.arrow")["decision"].to_list()
    assert [str(result.outcome.decision) for result in results] == decided
    assert read.fiche is not None
    assert len(read.fiche["blocs"]) == 15


def test_a_replay_of_the_folder_finds_every_field_identical(run: Run, dossier: Path) -> None:
    result = run("rejouer", dossier)
    assert result.exit_code == 0
    assert "toutes identiques" in result.output


def test_a_replay_names_a_decision_altered_in_the_folder(run: Run, dossier: Path) -> None:
    altered = pl.read_ipc(dossier / "decisions.arrow").with_columns(
        decision=pl.when(pl.col("numero") == "6").then(pl.lit("admis")).otherwise(pl.col("decision").cast(pl.String))
    )
    altered.write_ipc(dossier / "decisions.arrow")
    result = run("rejouer", dossier)
    assert result.exit_code == 1
    assert "candidat 6 : decision était « admis », devient « controle »" in result.output


def test_the_synthesis_counts_and_names_the_hypotheses(dossier: Path) -> None:
    synthese = json.loads((dossier / "synthese.json").read_text(encoding="utf-8"))
    assert synthese["effectif"] == 7
    assert synthese["decisions"]["admis"] == 3
    assert {h["nom"] for h in synthese["hypotheses"]} == {"coefficient_U2", "coefficient_U31", "coefficient_U32"}
    assert synthese["session"] == 2026


def test_an_explanation_is_written_for_everyone(dossier: Path) -> None:
    lines = (dossier / "explications.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["numero"] for line in lines] == list("1234567")
    assert all(step["regle"] and step["article"] for line in lines for step in json.loads(line)["etapes"])


def test_an_explanation_names_articles_and_the_nearest_change(run: Run, liste: Path) -> None:
    result = run("expliquer", liste, "--candidat", "6", "--reglement", "RNCP35697", "--json")
    told = json.loads(result.output)
    assert told["decision"] == "controle"
    assert told["changements"][0]["demi_points"] == 1
    assert told["changements"][0]["decision"] == "admis"
    assert any("D337-78" in step["article"] for step in told["etapes"])


def test_an_explanation_reads_the_folder_too(run: Run, dossier: Path) -> None:
    result = run("expliquer", dossier, "--candidat", "6")
    assert result.exit_code == 0
    assert "épreuve de contrôle" in result.output
    assert "R-DIPLOMA-03" in result.output


def test_a_number_nobody_bears_is_said(run: Run, dossier: Path) -> None:
    result = run("expliquer", dossier, "--candidat", "99")
    assert result.exit_code == 2
    assert "99" in result.output


def test_who_would_change_with_another_coefficient_is_listed(run: Run, dossier: Path) -> None:
    result = run("sensibilite", dossier, "--si", "U2=6", "--json")
    changed = json.loads(result.output)
    assert [(row["numero"], row["decision_si"]) for row in changed] == [("6", "admis"), ("7", "admis")]


def test_an_explanation_shows_the_table_the_orals_and_the_next_session(run: Run, liste: Path) -> None:
    asked = ("expliquer", liste, "--candidat", "6", "--reglement", "RNCP35697")
    told = run(*asked).output
    for heading in ("D'où elle vient", "Que me faut-il à l'oral ?", "Et à la prochaine session, sans le diplôme ?"):
        assert heading in told
    assert "258 / 26 = 9,92" in told
    assert "de moins en" not in told
    assert "de moins en" in run(*asked, "--baisses").output
    plain = json.loads(run(*asked, "--json").output)
    assert plain["tableau"]["total"] == {"points": "258", "coefficients": "26", "moyenne": "9.92"}
    assert plain["oraux"]["le_moins_a_gagner"] == {"notes": {"U51": "10"}, "demi_points_a_gagner": 2}
    assert plain["prochaine_session"][0]["jusqu_a"] == 2031
    assert plain["baisses"] == []


@pytest.mark.parametrize(
    ("supposed", "why"),
    [
        ("U2=7", "7 sort de ses bornes, de 3 à 6"),
        ("U2=-1", "sort de ses bornes"),
        ("seuil_admission=25", "25 sort de ce qu'il peut valoir, de 0 à 20"),
        ("delai_de_recours=3", "n'entre dans aucun résultat"),
        ("U99=3", "attendu : NOM=VALEUR, avec un nom parmi"),
        ("U2=beaucoup", "n'est pas un nombre"),
    ],
)
def test_a_value_that_a_number_cannot_have_is_refused(run: Run, dossier: Path, supposed: str, why: str) -> None:
    refused = run("sensibilite", dossier, "--si", supposed)
    assert refused.exit_code == 2
    assert why in " ".join(refused.output.replace("│", " ").split())


def test_one_thing_named_twice_is_refused_by_every_option_that_may_be_repeated(
    run: Run, dossier: Path, tmp_path: Path
) -> None:
    numbers = tmp_path / "nombres.yaml"
    numbers.write_text("U31: 5\ncoefficient_U31: 6\n", encoding="utf-8")
    members = tmp_path / "jury.csv"
    members.write_text("nom;prenom;sexe;qualite;fonction\nROUX;Ève;F;employeur;membre\n", encoding="utf-8")
    for asked in (
        ("sensibilite", dossier, "--si", "U31=5", "--si", "coefficient_U31=6"),
        ("expliquer", tmp_path / "jury.csv", "--candidat", "1", "--reglement", "RNCP35697", "--parametres", numbers),
        ("jury", "verifier", members, "--parametre", "membres_minimum=1", "--parametre", "membres_minimum=2"),
        ("jury", "verifier", members, "--derogation", "R-JURY-03a=x", "--derogation", "R-JURY-03a=y"),
    ):
        refused = run(*asked)
        assert refused.exit_code == 2, asked
        told = " ".join(refused.output.replace("│", " ").split())
        assert "n'en garder qu'une" in told, told


def test_a_value_out_of_bounds_is_tried_where_it_is_told(run: Run, dossier: Path) -> None:
    assert run("sensibilite", dossier, "--si", "U2=7", "--hors-bornes", "--json").exit_code == 0


def test_a_certificate_that_would_change_is_a_result_that_changes(run: Run, tmp_path: Path) -> None:
    units = ("U2", "U31", "U32", "U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7")
    marks = ";".join("NU" if unit == "U31" else "10" for unit in units)
    listed = tmp_path / "liste.csv"
    listed.write_text(f"numero;voie;{';'.join(units)}\n14;scolaire_public;{marks}\n", encoding="utf-8")
    run("deliberer", listed, "--reglement", "RNCP35697", "--sortie", tmp_path / "d")
    (row,) = json.loads(run("sensibilite", tmp_path / "d", "--si", "U31=4", "--json").output)
    assert (row["decision"], row["certificat"], row["certificat_si"]) == ("ajourne", "non", "oui")
    told = " ".join(run("sensibilite", tmp_path / "d", "--si", "seuil_certificat=7,5").output.replace("│", " ").split())
    assert "1 candidat changerait de résultat" in told
    assert "avec le" in told


def test_one_candidate_is_singular(run: Run, dossier: Path) -> None:
    told = run("sensibilite", dossier, "--si", "seuil_admission=9,95").output
    assert "1 candidat changerait de résultat" in " ".join(told.split())
    assert "aucun résultat ne change" in run("sensibilite", dossier, "--si", "U31=6", "--si", "U32=2").output


def test_sensitivity_keeps_to_the_blocks_there_are_and_to_the_rule_that_applies(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "blocs.csv"
    listed.write_text("numero;BC01;BC02\n1;V;NV\n", encoding="utf-8")
    law = {
        **{"famille": "capitalisation", "code": "soudeur", "titre": "Soudeur", "edition": "2026"},
        **{"premiere_session": "2024", "texte": {"article": "règlement", "lecture": "lu"}},
        "unites": [{"code": code, "bloc": code, "intitule": f"Souder {code}"} for code in ("BC01", "BC02")],
        "regle": {"mode": "blocs", "article": "art. 4", "lecture": "lu", "blocs_requis": "2"},
    }
    (tmp_path / "soudeur.yaml").write_text(json.dumps(law), encoding="utf-8")
    asked = ("--reglement", tmp_path / "soudeur.yaml", "--session", "2026")
    decided = run("deliberer", listed, *asked, "--sortie", tmp_path / "d")
    assert decided.exit_code == 0, decided.output
    for supposed, why in (("blocs_requis=3", "de 0 à 2"), ("par_moyenne=1", "dit quelle règle s'applique")):
        refused = run("sensibilite", tmp_path / "d", "--si", supposed)
        assert refused.exit_code == 2
        assert why in " ".join(refused.output.replace("│", " ").split())
    assert run("sensibilite", tmp_path / "d", "--si", "blocs_requis=1").exit_code == 0


def test_sensitivity_has_no_meaning_where_no_number_decides(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "titre.csv"
    listed.write_text("numero;voie;session_de;CCP1;CCP2\n1;formation;titre;V;NV\n", encoding="utf-8")
    asked = ("--reglement", "tp_commercial", "--session", "2026")
    decided = run("deliberer", listed, *asked, "--sortie", tmp_path / "d")
    assert decided.exit_code == 0, decided.output
    refused = run("sensibilite", tmp_path / "d", "--si", "seuil_admission=9")
    assert refused.exit_code == 2
    assert "aucun nombre n'y décide" in " ".join(refused.output.replace("│", " ").split())
    told = json.loads(run("expliquer", tmp_path / "d", "--candidat", "1", "--json").output)
    assert (told["oraux"], told["changements"], told["prochaine_session"]) == (None, [], [])
    assert [line["origine"] for line in told["tableau"]["lignes"]] == [
        "porté validé, non retenu",
        "évalué, non validé",
    ]


def test_all_errors_come_at_once_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "fautes.csv"
    rows = [
        HEADING,
        row("1", "10,3"),
        row("1", "10", voie="inconnue"),
        row("2", "10 10 10 DI 10 10 10 10 10 10 10 10", controle="12"),
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    result = run("deliberer", path, "--reglement", "RNCP35697", "--sortie", tmp_path / "d")
    assert result.exit_code == 2
    for expected in ("ligne 2, colonne U2", "ligne 3, colonne Voie", "ligne 3, colonne Numéro", "ligne 4"):
        assert expected in result.output
    assert not (tmp_path / "d").exists()
    assert [entry.name for entry in tmp_path.iterdir()] == ["fautes.csv"]


def test_an_older_folder_survives_a_failed_deliberation(run: Run, dossier: Path, tmp_path: Path) -> None:
    before = (dossier / "decisions.csv").read_bytes()
    bad = tmp_path / "fautes.csv"
    bad.write_text(f"{HEADING}\n{row('1', '21')}", encoding="utf-8")
    assert run("deliberer", bad, "--reglement", "RNCP35697", "--sortie", dossier).exit_code == 2
    assert (dossier / "decisions.csv").read_bytes() == before


def test_a_session_before_the_first_is_refused_with_its_text(run: Run, liste: Path, tmp_path: Path) -> None:
    result = run("deliberer", liste, "--reglement", "RNCP35697", "--session", "2023", "--sortie", tmp_path / "d")
    assert result.exit_code == 2
    assert "arrêté du 9 décembre 2020" in result.output


def test_parameters_are_replaced_and_said(run: Run, liste: Path, tmp_path: Path) -> None:
    numbers = tmp_path / "p.yaml"
    numbers.write_text("U2: {valeur: 6, statut: verifie, article: 'Arrêté, annexe IV'}\nseuil_mention_ab: '11,5'\n")
    arguments = ("--reglement", "RNCP35697", "--parametres", numbers, "--sortie", tmp_path / "d")
    assert run("deliberer", liste, *arguments).exit_code == 0
    rules = read_dossier(tmp_path / "d").rules
    assert rules.parameters["coefficient_U2"].value == 600
    tried = rules.parameters["seuil_mention_ab"]
    assert (tried.value, tried.on_trial, tried.bounds) == (1150, True, (1150, 1200))
    unread = {"seuil_mention_ab", "coefficient_U31", "coefficient_U32"}
    assert {parameter.name for parameter in rules.parameters.hypotheses} == unread


def test_numbers_given_as_the_invitation_says_are_read_and_said(run: Run, liste: Path, tmp_path: Path) -> None:
    asked = ("deliberer", liste, "--reglement", "RNCP35697", "--sortie", tmp_path / "d", "--parametres")
    (tmp_path / "p.yaml").write_text("U2: 4\n")
    tried = run(*asked, tmp_path / "p.yaml").output
    [line] = [line.strip() for line in tried.splitlines() if "{valeur" in line]
    assert line.startswith("U2: ")
    assert "Une valeur seule est essayée, et reste non confirmée." in tried
    texts = line.replace("valeur: …", "valeur: 4").replace("AAAA-MM-JJ", "2026-03-14")
    read = "\n".join(texts.replace("U2", unit) for unit in ("U2", "U31", "U32"))
    (tmp_path / "p.yaml").write_text(read, encoding="utf-8")
    confirmed = run(*asked, tmp_path / "p.yaml")
    assert confirmed.exit_code == 0, confirmed.output
    assert "non confirmés" not in confirmed.output
    told = " ".join(confirmed.output.split())
    assert "nombre donné pour cette délibération : coefficient de U2 = 4, arrêté du …, annexe …" in told
    assert "(lu, état du 14/03/2026)" in told
    assert "depend_de" not in (tmp_path / "d" / "decisions.csv").read_text(encoding="utf-8")
    assert run("rejouer", tmp_path / "d").exit_code == 0


def test_unknown_and_unsourced_parameters_are_all_said(run: Run, liste: Path, tmp_path: Path) -> None:
    numbers = tmp_path / "p.yaml"
    numbers.write_text("U99: 3\nU31: {valeur: 5, statut: verifie}\nU32: douze\n")
    arguments = ("--reglement", "RNCP35697", "--parametres", numbers, "--sortie", tmp_path / "d")
    result = run("deliberer", liste, *arguments)
    assert result.exit_code == 2
    for expected in ("U99", "article", "douze"):
        assert expected in result.output


def test_a_difference_between_the_two_engines_stops_everything(
    run: Run, liste: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = cohort.told

    def faulty(rules, frame):  # type: ignore[no-untyped-def]
        return honest(rules, frame).with_columns(certificat=pl.lit("oui").cast(YES_NO))

    monkeypatch.setattr(cohort, "told", faulty)
    result = run("deliberer", liste, "--reglement", "RNCP35697", "--sortie", tmp_path / "d")
    assert result.exit_code == 3
    assert "les deux calculs diffèrent" in result.output
    assert not (tmp_path / "d").exists()


FICHE_RS = """<?xml version="1.0" encoding="UTF-8"?>
<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>
<FICHE><ID_FICHE>1</ID_FICHE><NUMERO_FICHE>RS9001</NUMERO_FICHE><INTITULE>Lire un plan</INTITULE>
<ETAT_FICHE>Publiée</ETAT_FICHE><ACTIF>Oui</ACTIF>
<CERTIFICATEURS><CERTIFICATEUR><NOM_CERTIFICATEUR>ECOLE D'ESSAI</NOM_CERTIFICATEUR></CERTIFICATEUR></CERTIFICATEURS>
</FICHE>
<FICHE><ID_FICHE>2</ID_FICHE><NUMERO_FICHE>RNCP99001</NUMERO_FICHE><INTITULE>Mécanicien</INTITULE>
<ETAT_FICHE>Publiée</ETAT_FICHE><ACTIF>Oui</ACTIF>
<CERTIFICATEURS><CERTIFICATEUR><NOM_CERTIFICATEUR>ECOLE D'ESSAI</NOM_CERTIFICATEUR></CERTIFICATEUR></CERTIFICATEURS>
<BLOCS_COMPETENCES>
<BLOC_COMPETENCES><CODE>RNCP99001BC01</CODE><LIBELLE>Régler</LIBELLE><LISTE_COMPETENCES>- Régler</LISTE_COMPETENCES>
<MODALITES_EVALUATION>Mise en situation</MODALITES_EVALUATION></BLOC_COMPETENCES>
<BLOC_COMPETENCES><CODE>RNCP99001BC02</CODE><LIBELLE>Usiner</LIBELLE><LISTE_COMPETENCES>- Usiner</LISTE_COMPETENCES>
<MODALITES_EVALUATION>Mise en situation</MODALITES_EVALUATION></BLOC_COMPETENCES>
</BLOCS_COMPETENCES></FICHE></FICHES>
"""


@pytest.mark.parametrize(
    ("numero", "liste", "expected"),
    [
        ("RS9001", "numero;CERT\n1;V\n2;NV\n3;", ["admis", "ajourne", "en_cours"]),
        (
            "RNCP99001",
            "numero;BC01;BC02\n1;V;V@2023\n2;DI;12\n3;V;9,75\n4;;NV\n5;AB;VA",
            ["admis", "admis", "ajourne", "en_cours", "ajourne"],
        ),
    ],
)
def test_any_other_sheet_is_decided_block_by_block(
    run: Run, tmp_path: Path, numero: str, liste: str, expected: list[str]
) -> None:
    fiche, candidats = tmp_path / "fiches.xml", tmp_path / "c.csv"
    fiche.write_text(FICHE_RS, encoding="utf-8")
    candidats.write_text(liste, encoding="utf-8")
    arguments = ("--fiche", fiche, "--numero", numero, "--reglement", "capitalisation", "--session", "2026")
    result = run("deliberer", candidats, *arguments, "--sortie", tmp_path / "d")
    assert result.exit_code == 0, result.output
    rows = pl.read_csv(tmp_path / "d" / "decisions.csv", separator=";", infer_schema=False)
    assert rows["decision"].to_list() == expected
    assert run("rejouer", tmp_path / "d").exit_code == 0
    if numero == "RNCP99001":
        assert rows["blocs"].to_list()[1] == "RNCP99001BC02"

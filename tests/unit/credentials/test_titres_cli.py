"""``laureat attester`` and ``laureat verifier``, from a deliberated folder to a verdict and its exit code."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from laureat.cli.attester import attester
from laureat.cli.verifier import verifier
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput

UNITS = ["U2", "U31", "U32", "U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7"]


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deliberated session of three: admitted with consent, failed with blocks, admitted without consent."""
    folder = tmp_path_factory.mktemp("session")
    rows = [
        ["000001", "scolaire_public", "NGUYỄN", "Chloé", "14/03/2008", "RSP", "Yes", *["15"] * 12],
        ["000002", "scolaire_public", "D'ÉTÉ", "Šimon", "15/03/2008", "", "oui", *["5"] * 7, *["11"] * 5],
        ["000003", "scolaire_public", "MARTIN", "Léa", "16/03/2008", "", "", *["12"] * 12],
    ]
    heading = ["numero", "voie", "nom", "prenom", "date_naissance", "option", "consentement_notes", *UNITS]
    text = "\n".join(";".join(row) for row in [heading, *rows])
    (folder / "candidats.csv").write_text(text, encoding="utf-8")
    rules = charger("RNCP35697").at(2026)
    blocs = [
        {
            "code": unit.bloc,
            "intitule": unit.label,
            "competences": [f"Savoir {unit.label}"],
            "facultatif": not unit.mandatory,
        }
        for unit in rules.units
    ]
    fiche = {"numero": "RNCP35697", "intitule": "BAC PRO - TRPM", "niveau": 4, "blocs": blocs}
    deliberate_file(Request(folder / "candidats.csv", rules, folder / "dossier", fiche))
    return folder / "dossier"


@pytest.fixture(scope="module")
def titres(dossier: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The credentials of the session; the key is beside, ``cle.pem``."""
    folder = tmp_path_factory.mktemp("titres")
    assert run(attester, "--nouvelle-cle", folder / "cle.pem").exit_code == 0
    options = ("--cle", folder / "cle.pem", "--date", "10/07/2026", "--nom", "Académie de Lyon")
    done = run(attester, dossier, *options, "--sortie", folder / "titres")
    assert done.exit_code == 0, done.output
    return folder / "titres"


def run(command: Any, *arguments: Any, **environment: str) -> Result:
    absent = {name: environment.get(name) for name in ("LAUREAT_CONFIANCE", "LAUREAT_PHRASE_SECRETE")}
    home = {"XDG_CONFIG_HOME": environment.get("XDG_CONFIG_HOME", os.devnull)}
    return CliRunner(env=absent | home).invoke(command, [str(each) for each in arguments])


def trusted(titres: Path, file: str, *options: Any) -> Result:
    return run(verifier, titres / file, "--confiance", titres / "confiance.json", *options)


def copy(titres: Path, file: str, target: Path) -> Path:
    """A credential taken out of its folder, as a holder sends it."""
    target.write_bytes((titres / file).read_bytes())
    return target


def test_the_folder_holds_diplomas_blocks_badges_and_lists(titres: Path) -> None:
    assert sorted(path.name for path in (titres / "diplomes").iterdir()) == ["000001.json", "000003.json"]
    assert len(list((titres / "blocs").glob("000002-*.json"))) == 5
    assert len(list((titres / "badges").iterdir())) == 12 + 1 + 5 + 12 + 1
    assert (titres / "statuts" / "revocation-1.json").exists()


def test_an_authentic_diploma_is_told_in_french(titres: Path) -> None:
    told = trusted(titres, "diplomes/000001.json")
    assert told.exit_code == 0
    for words in ("Authentique et en vigueur", "Chloé NGUYỄN", "BAC PRO - TRPM", "2026", "bien", "Académie de Lyon"):
        assert words in told.output


def test_marks_are_shown_for_those_who_consent_only(titres: Path) -> None:
    assert "Moyenne générale : 15,00" in trusted(titres, "diplomes/000001.json").output
    assert "Moyenne" not in trusted(titres, "diplomes/000003.json").output


def test_a_list_of_numbers_also_says_who_consents(dossier: Path, titres: Path, tmp_path: Path) -> None:
    (tmp_path / "consentements.csv").write_text("numero\n000003\n")
    options = ("--cle", titres.parent / "cle.pem", "--sortie", tmp_path / "titres", "--date", "10/07/2026")
    run(attester, dossier, *options, "--consentement", tmp_path / "consentements.csv", "--sans-badges")
    assert "Moyenne générale" in trusted(tmp_path / "titres", "diplomes/000003.json").output
    assert list((tmp_path / "titres" / "badges").iterdir()) == []


@pytest.mark.parametrize("file", ["blocs/000002-RNCP35697BC09.json", "badges/000001.png"])
def test_a_block_and_a_badge_verify_too(titres: Path, file: str) -> None:
    assert trusted(titres, file).exit_code == 0


def test_without_a_trust_list_the_issuer_is_unknown_even_with_the_one_found_beside(titres: Path) -> None:
    told = run(verifier, titres / "diplomes" / "000001.json")
    assert told.exit_code == 4
    assert "Signature valide, émetteur inconnu" in told.output


def test_the_trust_list_may_come_from_the_environment_or_the_configuration(titres: Path, tmp_path: Path) -> None:
    file = titres / "diplomes" / "000001.json"
    assert run(verifier, file, LAUREAT_CONFIANCE=str(titres / "confiance.json")).exit_code == 0
    (tmp_path / "laureat").mkdir()
    (tmp_path / "laureat" / "confiance.json").write_bytes((titres / "confiance.json").read_bytes())
    assert run(verifier, file, XDG_CONFIG_HOME=str(tmp_path)).exit_code == 0


def test_a_broken_trust_list_is_an_error_not_a_verdict(titres: Path, tmp_path: Path) -> None:
    (tmp_path / "confiance.json").write_text('{"format": "autre"}')
    done = run(verifier, titres / "diplomes" / "000001.json", "--confiance", tmp_path / "confiance.json")
    assert isinstance(done.exception, InvalidInput)


def test_a_tampered_diploma_is_refused(titres: Path, tmp_path: Path) -> None:
    file = copy(titres, "diplomes/000001.json", tmp_path / "titre.json")
    file.write_text(file.read_text().replace("mention bien", "mention très bien"))
    statuts = ("--confiance", titres / "confiance.json", "--statuts", titres / "statuts")
    told = run(verifier, file, *statuts)
    assert told.exit_code == 3
    assert "Altéré" in told.output
    assert "NGUYỄN" not in told.output


def test_away_from_its_status_list_a_credential_is_undecidable(titres: Path, tmp_path: Path) -> None:
    file = copy(titres, "diplomes/000001.json", tmp_path / "titre.json")
    known = ("--confiance", titres / "confiance.json")
    assert run(verifier, file, *known).exit_code == 5
    assert run(verifier, file, *known, "--statuts", titres / "statuts").exit_code == 0
    lists = [word for name in ("revocation", "suspension") for word in ("--statuts", titres / f"statuts/{name}-1.json")]
    assert run(verifier, file, *known, *lists).exit_code == 0


def test_a_stale_status_list_is_undecidable(titres: Path) -> None:
    told = trusted(titres, "diplomes/000001.json", "--date", "01/01/2099")
    assert told.exit_code == 5
    assert "périmée" in told.output


def test_before_its_date_a_credential_is_not_valid_yet(titres: Path) -> None:
    assert trusted(titres, "diplomes/000001.json", "--date", "01/07/2026").exit_code == 9


def test_a_file_that_is_no_credential_is_unreadable(titres: Path, tmp_path: Path) -> None:
    (tmp_path / "bonjour.txt").write_text("bonjour")
    assert run(verifier, tmp_path / "bonjour.txt").exit_code == 10
    assert run(verifier, tmp_path / "absent.json").exit_code == 10


def test_the_verdict_comes_in_json_too(titres: Path) -> None:
    told = json.loads(trusted(titres, "diplomes/000001.json", "--json").output)
    assert (told["verdict"], told["code"], told["emetteur"]) == ("authentique", 0, "Académie de Lyon")
    assert told["atteste"]["titulaire"] == "Chloé NGUYỄN"


def test_a_date_of_birth_can_be_compared(titres: Path) -> None:
    for day in ("14/03/2008", "2008-03-14"):
        assert "est bien celle" in trusted(titres, "diplomes/000001.json", "--naissance", day).output


def test_revoke_suspend_and_restore(dossier: Path, titres: Path, tmp_path: Path) -> None:
    key, folder = titres.parent / "cle.pem", tmp_path / "titres"
    options = ("--cle", key, "--sortie", folder)
    run(attester, dossier, *options, "--date", "10/07/2026", "--sans-badges")
    assert "il manque --motif" in run(attester, *options, "--revoquer", "diplomes/000001").output
    run(attester, *options, "--revoquer", "diplomes/000001", "--suspendre", "diplomes/000003", "--motif", "erreur")
    assert trusted(folder, "diplomes/000001.json").exit_code == 6
    assert trusted(folder, "diplomes/000003.json").exit_code == 7
    run(attester, *options, "--retablir", "diplomes/000003")
    assert trusted(folder, "diplomes/000003.json").exit_code == 0
    run(attester, dossier, *options, "--date", "10/07/2026", "--sans-badges")
    assert trusted(folder, "diplomes/000001.json").exit_code == 6


def test_of_several_changes_all_are_made_or_none(dossier: Path, titres: Path, tmp_path: Path) -> None:
    options = ("--cle", titres.parent / "cle.pem", "--sortie", tmp_path / "titres")
    run(attester, dossier, *options, "--date", "10/07/2026", "--sans-badges")
    changes = ("--revoquer", "diplomes/000001", "--revoquer", "diplomes/999999", "--motif", "erreur")
    assert isinstance(run(attester, *options, *changes).exception, InvalidInput)
    assert trusted(tmp_path / "titres", "diplomes/000001.json").exit_code == 0


def test_a_change_of_status_is_not_dated_of_a_day_to_come(titres: Path) -> None:
    options = ("--cle", titres.parent / "cle.pem", "--sortie", titres, "--date", "01/01/2099", "--motif", "erreur")
    refused = run(attester, *options, "--revoquer", "diplomes/000001").exception
    assert isinstance(refused, InvalidInput)
    assert "--date dit 01/01/2099 : un changement de statut prend effet ce jour" in str(refused)
    assert trusted(titres, "diplomes/000001.json").exit_code == 0


def test_another_key_cannot_change_the_status(titres: Path, tmp_path: Path) -> None:
    run(attester, "--nouvelle-cle", tmp_path / "autre.pem")
    done = run(attester, "--cle", tmp_path / "autre.pem", "--sortie", titres, "--republier-statuts")
    assert isinstance(done.exception, InvalidInput)
    assert "n'est pas celle" in str(done.exception)


def test_a_new_key_is_for_its_owner_alone_and_is_not_shown(tmp_path: Path) -> None:
    done = run(attester, "--nouvelle-cle", tmp_path / "cle.pem", LAUREAT_PHRASE_SECRETE="une phrase")
    assert stat.S_IMODE((tmp_path / "cle.pem").stat().st_mode) == 0o600
    assert "ENCRYPTED" in (tmp_path / "cle.pem").read_text()
    assert "PRIVATE" not in done.output
    assert "z6Mk" in done.output


def test_a_did_web_issuer_has_its_document_and_addresses(dossier: Path, titres: Path, tmp_path: Path) -> None:
    options = ("--cle", titres.parent / "cle.pem", "--sortie", tmp_path / "titres", "--date", "10/07/2026")
    run(attester, dossier, *options, "--emetteur", "did:web:exemple.fr", "--sans-badges")
    credential = json.loads((tmp_path / "titres" / "diplomes" / "000001.json").read_text())
    assert credential["issuer"]["id"] == "did:web:exemple.fr"
    status = credential["credentialStatus"][0]["statusListCredential"]
    assert status == "https://exemple.fr/statuts/revocation-1.json"
    assert trusted(tmp_path / "titres", "diplomes/000001.json").exit_code == 0
    assert run(verifier, tmp_path / "titres" / "diplomes" / "000001.json").exit_code == 4


def test_an_issuer_may_be_given_by_name_but_not_by_the_did_of_another(
    dossier: Path, titres: Path, tmp_path: Path
) -> None:
    options = ("--cle", titres.parent / "cle.pem", "--sortie", tmp_path / "titres", "--sans-badges")
    assert run(attester, dossier, *options, "--emetteur", "Académie de Lille").exit_code == 0
    assert "Académie de Lille" in trusted(tmp_path / "titres", "diplomes/000001.json").output
    done = run(attester, dossier, *options, "--emetteur", "did:key:z6MkAutre")
    assert isinstance(done.exception, InvalidInput)


def test_the_page_for_browsers_is_written_with_the_trust_list_inside(titres: Path, tmp_path: Path) -> None:
    done = run(verifier, "--page", tmp_path / "page.html", "--confiance", titres / "confiance.json")
    assert done.exit_code == 0
    page = (tmp_path / "page.html").read_text()
    assert "did:key:" in page
    assert "/*CONFIANCE*/" not in page
    assert 'http-equiv="Content-Security-Policy" content="default-src \'none\'' in page


@pytest.mark.parametrize("missing", ["--cle", "--sortie", "DOSSIER"])
def test_what_the_command_lacks_is_named(dossier: Path, titres: Path, tmp_path: Path, missing: str) -> None:
    given = {"DOSSIER": [dossier], "--cle": ["--cle", titres.parent / "cle.pem"], "--sortie": ["--sortie", tmp_path]}
    arguments = [word for name, words in given.items() if name != missing for word in words]
    done = run(attester, *arguments)
    assert done.exit_code == 2
    assert missing in done.output


def test_records_and_tokens_are_written_and_one_act_revokes_all_that_a_candidate_holds(
    dossier: Path, titres: Path, tmp_path: Path
) -> None:
    key = ("--cle", titres.parent / "cle.pem", "--sortie", tmp_path / "t", "--date", "10/07/2026")
    assert run(attester, dossier, *key, "--sans-badges", "--dossiers", "--jetons").exit_code == 0
    held = ["diplomes/000001.json", "diplomes/000001.jwt", "releves/000001.json", "dossiers/000001.json"]
    held += [str(path.relative_to(tmp_path / "t")) for path in sorted((tmp_path / "t" / "blocs").glob("000001-*"))]
    others = ["diplomes/000003.json", "dossiers/000002.json", "releves/000003.jwt"]
    for file in (*held, *others):
        done = trusted(tmp_path / "t", file)
        assert done.exit_code == 0, (file, done.output)
    told = trusted(tmp_path / "t", "releves/000002.json").output
    assert "Décision du jury : ajourné" in told
    again = run(attester, dossier, *key, "--sans-badges", "--dossiers")
    assert again.exit_code == 0

    revoked = run(attester, *key, "--revoquer-titulaire", "000001", "--motif", "fraude")
    assert revoked.exit_code == 0, revoked.output
    assert {trusted(tmp_path / "t", file).exit_code for file in held} == {6}
    assert {trusted(tmp_path / "t", file).exit_code for file in others} == {0}
    with pytest.raises(InvalidInput, match="n'a pas de titre en vigueur"):
        raise run(attester, *key, "--revoquer-titulaire", "000001", "--motif", "fraude").exception or AssertionError

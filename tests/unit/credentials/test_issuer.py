"""What a credential says, and what it keeps for itself."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from laureat.credentials.claims import MOCK, Claim, Credential, StatusEntry
from laureat.credentials.holder import file_name, identity_hash, sheet_url
from laureat.deliberation.outcome import UNDECIDED, Candidate
from laureat.deliberation.papiers import Papiers
from laureat.vocabulary import Cell, Decision, Mention, UnitStatus
from support.titres import FICHE, KEY, OTHER_KEY, candidate, issuance, outcome, signed


def credentials(who: Candidate | None = None, consents: bool = False, **told: Any) -> list[Credential]:
    given = outcome(**{key: told.pop(key) for key in ("decision", "mention", "blocs") if key in told})
    return list(issuance(**told).credentials(who or candidate(), given, KEY.salts, consents))


def document(credential: Credential, **told: Any) -> dict[str, Any]:
    entry = StatusEntry("urn:uuid:r", "urn:uuid:s", 5)
    return issuance(**told).document(credential.claim, credential.with_status(entry).values)


def test_an_admitted_candidate_gets_the_diploma_then_each_block_attested() -> None:
    assert [each.file for each in credentials()] == [
        "diplomes/000123",
        "blocs/000123-RNCP35697BC01",
        "blocs/000123-RNCP35697BC04",
    ]


def test_a_candidate_who_failed_gets_the_blocks_alone() -> None:
    given = credentials(decision=Decision.AJOURNE, blocs=["RNCP35697BC04"])
    assert [each.file for each in given] == ["blocs/000123-RNCP35697BC04"]


@pytest.mark.parametrize("decision", sorted(UNDECIDED))
def test_nothing_is_signed_before_the_jury_decides(decision: Decision) -> None:
    assert credentials(decision=decision) == []


def test_nothing_is_signed_while_an_act_is_awaited() -> None:
    awaited = replace(outcome(), reserves=("un acte manque",))
    assert list(issuance().credentials(candidate(), awaited, KEY.salts, False)) == []


def test_the_diploma_tells_name_option_session_and_mention() -> None:
    told = document(credentials()[0])
    assert told["name"] == f"{FICHE['intitule']}, option réalisation et suivi de productions"
    subject = told["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == "Chloé NGUYỄN"
    assert subject["identifier"][0]["hashed"] is False
    assert subject["term"] == "session 2026"
    assert subject["narrative"] == "Diplôme obtenu à la session 2026, mention bien."
    assert subject["achievement"]["achievementType"] == "Diploma"


def test_a_block_held_from_an_earlier_session_says_which_and_until_when() -> None:
    given, told = outcome(), replace(issuance(), block_years=3)
    cell = Cell(UnitStatus.VALIDE, session=2023)
    older = replace(given, units=(given.units[0]._replace(cell=cell), *given.units[1:]))
    one = list(told.credentials(candidate(), older, KEY.salts, False))[1]
    content = told.document(one.claim, one.with_status(StatusEntry("urn:uuid:r", "urn:uuid:s", 5)).values)
    subject = content["credentialSubject"]
    assert subject["term"] == "session 2023"
    said = "Bloc de compétences acquis à la session 2023, valable jusqu'à la session 2026."
    assert (subject["narrative"], content["validUntil"]) == (said, "2026-12-31T23:59:59Z")
    assert one.id != credentials()[1].id


def test_competences_are_alignments_to_the_sheet() -> None:
    alignments = document(credentials()[1])["credentialSubject"]["achievement"]["alignment"]
    assert [each["targetName"] for each in alignments] == [
        "Étude et préparation de la réalisation",
        "Rechercher une information",
        "Interpréter et vérifier les « données »",
    ]
    assert {each["targetCode"] for each in alignments} == {"RNCP35697BC01"}
    assert {each["targetUrl"] for each in alignments} == {"https://www.francecompetences.fr/recherche/rncp/35697/"}


def test_marks_appear_with_the_holders_consent_only() -> None:
    without, consented = credentials()[0], credentials(consents=True)[0]
    assert "result" not in document(without)["credentialSubject"]
    assert "14.5" not in json.dumps(document(without))
    results = document(consented)["credentialSubject"]["result"]
    assert [each["value"] for each in results] == ["14.5", "14.5", "9", "14.50"]
    block = document(credentials(consents=True)[1])["credentialSubject"]
    assert [each["value"] for each in block["result"]] == ["14.5"]


def test_birth_is_there_as_a_salted_hash_only() -> None:
    told = document(credentials()[0])
    assert "2008" not in json.dumps(told)
    hashed = told["credentialSubject"]["identifier"][1]
    assert hashed["identityHash"] == identity_hash("Chloé NGUYỄN", "14/03/2008", hashed["salt"])
    assert hashed["identityHash"] == identity_hash("CHLOE  NGUYEN", "14/03/2008", hashed["salt"])
    assert hashed["identityHash"] != identity_hash("Chloé NGUYỄN", "15/03/2008", hashed["salt"])


def test_a_candidate_without_a_name_is_told_by_number() -> None:
    anonymous = Candidate("000123", candidate().voie, {})
    identifiers = document(credentials(anonymous)[0])["credentialSubject"]["identifier"]
    assert [(each["identityHash"], each["identityType"]) for each in identifiers] == [("000123", "ext:numeroCandidat")]


def test_a_usage_name_is_told_after_the_name_of_birth() -> None:
    given = credentials(candidate(nom_usage="LE  GOFF"))
    kinds = ("ext:nomComplet", "ext:nomUsage", "ext:nomEtDateDeNaissance")
    for each in given:
        identifiers = document(each)["credentialSubject"]["identifier"]
        assert tuple(told["identityType"] for told in identifiers) == kinds
        assert [told["identityHash"] for told in identifiers[:2]] == ["Chloé NGUYỄN", "LE GOFF"]
    assert {each.id for each in given}.isdisjoint(each.id for each in credentials())


@pytest.mark.parametrize("same", ["", " ", "NGUYỄN", "nguyen"])
def test_a_usage_name_that_is_the_name_of_birth_is_not_told_again(same: str) -> None:
    assert [each.id for each in credentials(candidate(nom_usage=same))] == [each.id for each in credentials()]


def test_a_holder_may_have_a_did() -> None:
    told = document(credentials(candidate(did="did:key:z6MkHolder"))[0])
    assert told["credentialSubject"]["id"] == "did:key:z6MkHolder"


def test_issued_again_a_credential_keeps_its_identifier() -> None:
    assert credentials() == credentials()
    assert credentials()[0].id == credentials(consents=True)[0].id


@pytest.mark.parametrize(
    "other",
    [
        credentials(candidate(nom="AUTRE"))[0],
        credentials(mention=Mention.TB)[0],
        credentials(mock=True)[0],
        credentials(did="did:web:exemple.fr")[0],
    ],
)
def test_other_facts_are_another_credential(other: Credential) -> None:
    assert other.id != credentials()[0].id


def test_salts_differ_by_key() -> None:
    one = next(issuance().credentials(candidate(), outcome(), KEY.salts, False))
    other = next(issuance().credentials(candidate(), outcome(), OTHER_KEY.salts, False))
    assert one.values["sel"] != other.values["sel"]


def test_a_rehearsal_says_that_it_attests_nothing() -> None:
    told = document(credentials(mock=True)[0], mock=True)
    assert told["name"].startswith(MOCK)
    assert "n'a aucune valeur" in told["description"]
    assert told["credentialSubject"]["narrative"] == "Essai à blanc, sans valeur."


def test_file_names_are_safe_and_never_alike() -> None:
    names = [file_name(numero) for numero in ("000123", "../../etc", "12/34", "12_34", "é", "")]
    assert len(set(names)) == len(names)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") for name in names)


@pytest.mark.parametrize(
    ("numero", "page"), [("RNCP35697", "rncp/35697"), ("RS5616", "rs/5616"), ("37674", "rncp/37674")]
)
def test_a_sheet_has_its_official_page(numero: str, page: str) -> None:
    assert sheet_url(numero) == f"https://www.francecompetences.fr/recherche/{page}/"


def test_a_sheet_of_another_certification_is_told_too() -> None:
    fiche = {"numero": "RS5616", "intitule": "Certification Cléa", "blocs": None}
    told = replace(issuance(), fiche=fiche, words=Papiers())
    wanted = next(told.credentials(candidate(), outcome(), KEY.salts, False)).with_status(StatusEntry("a:r", "a:s", 1))
    subject = told.document(wanted.claim, wanted.values)["credentialSubject"]
    assert subject["achievement"]["achievementType"] == "Certification"
    assert subject["narrative"] == "Certification obtenue à la session 2026, mention bien."


def test_what_we_issue_has_the_shape_of_the_open_badges_schema(formats: Path) -> None:
    """The schema that we have speaks of VCDM 1.1: its context, dates and proof do not apply to VCDM 2.0."""
    path = formats / "vc" / "schemas" / "ob_v3p0_achievementcredential_schema_draft4.json"
    schema = json.loads(path.read_text())
    schema["required"] = [name for name in schema["required"] if name not in ("issuanceDate",)]
    for name in ("@context", "issuanceDate", "proof", "credentialStatus"):
        schema["properties"].pop(name, None)
    told = signed(consents=True)
    shown = {key: value for key, value in told.items() if key not in ("proof", "credentialStatus")}
    jsonschema.Draft4Validator(schema).validate(shown)


def test_what_is_obtained_has_an_address_of_the_issuer_where_it_publishes_it_else_one_of_the_sheet() -> None:
    obtained = (Claim("diplome"), Claim("bloc", "RNCP35697BC01"), Claim("releve"))
    site = replace(issuance(), achievements="https://exemple.fr/realisations/")
    assert [site.achievement(claim)["id"] for claim in obtained] == [
        "https://exemple.fr/realisations/RNCP35697",
        "https://exemple.fr/realisations/RNCP35697/RNCP35697BC01",
        "https://exemple.fr/realisations/RNCP35697/releve",
    ]
    sheet = sheet_url("RNCP35697")
    assert [issuance().achievement(claim)["id"] for claim in obtained] == [
        f"{sheet}#RNCP35697",
        f"{sheet}#RNCP35697BC01",
        f"{sheet}#releve",
    ]


def test_the_words_of_the_sheet_are_shown_with_their_accents_and_change_neither_identifier_nor_content() -> None:
    bare = ("Etude et préparation", "Etudier un système, REALISATION comprise")
    bloc = {"code": "RNCP35697BC01", "intitule": bare[0], "competences": [bare[1]]}
    sheet = {**FICHE, "intitule": "TECHNICIEN D'EDUCATION", "blocs": [bloc], "activites": ["la réalisation"]}
    raw = replace(issuance(), fiche=sheet)
    diploma, block, *_ = raw.credentials(candidate(), outcome(), KEY.salts, True)
    entry = StatusEntry("urn:uuid:r", "urn:uuid:s", 5)
    told = json.dumps(raw.document(diploma.claim, diploma.with_status(entry).values), ensure_ascii=False)
    said = json.dumps(raw.document(block.claim, block.with_status(entry).values), ensure_ascii=False)
    assert "TECHNICIEN D'ÉDUCATION" in told
    assert "TECHNICIEN D'EDUCATION" not in told
    assert "Étude et préparation" in said
    assert "Étudier un système, RÉALISATION comprise" in said
    # A title signed before keeps its place: what is signed today under the same identifier attests the same.
    known = credentials(consents=True)
    assert [(each.id, each.claim) for each in (diploma, block)] == [(each.id, each.claim) for each in known[:2]]

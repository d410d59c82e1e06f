"""The page that verifies in a browser, in a real Chromium: same credentials, same verdicts, nothing on the network."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from laureat.credentials import offline, proof
from laureat.credentials.delivery import Order, deliver, publish
from laureat.credentials.status import Event, Lists, Register
from laureat.credentials.verifier import Verifier
from support.titres import KEY, OTHER_KEY, candidate, issuance, outcome, signed, trust

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def titres(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of credentials whose lists are fresh today; candidate 000002 is revoked, 000003 suspended."""
    folder = tmp_path_factory.mktemp("titres")
    told = issuance()
    order = Order(told, KEY, Lists(told.issuer), folder)
    who = [
        candidate(f"{n:06d}", nom="NGUYỄN-L'ÉTÉ \"😀", consentement_notes="oui" if n == 4 else "") for n in range(1, 5)
    ]
    results = [(each, outcome()) for each in who]
    deliver(order, results, lambda each: each.autres["consentement_notes"] == "oui")
    register = Register.read(folder / "registre.csv")
    register.record(Event.REVOQUE, "diplomes/000002", "2026-08-01", "erreur")
    register.record(Event.SUSPENDU, "diplomes/000003", "2026-08-01", "vérification")
    now = datetime.now(UTC)
    publish(order, now, now + timedelta(days=90), {}, ())
    return folder


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page is."""
    file = tmp_path_factory.mktemp("page") / "verifier.html"
    file.write_text(offline.page(), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """The page, in a context where any request but the page itself would fail the test."""
    context = browser.new_context(locale="fr-FR", offline=True)
    opened = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(address)
    yield opened
    assert asked == [address]
    assert errors == []
    context.close()


def give(page: Any, titres: Path, *, lists: bool = True, trusted: bool = True) -> None:
    if lists:
        page.set_input_files("#statuts", sorted(map(str, (titres / "statuts").iterdir())))
    if trusted:
        page.set_input_files("#confiance", str(titres / "confiance.json"))
        page.locator("#liste", has_text="Académie de Lyon").wait_for()


def verdict(page: Any, content: bytes, name: str = "titre.json") -> str:
    page.set_input_files("#titre", {"name": name, "mimeType": "application/json", "buffer": content})
    section = page.wait_for_selector("#verdict[data-verdict]")
    told: str = section.get_attribute("data-verdict")
    return told


def read(titres: Path, file: str) -> bytes:
    return (titres / file).read_bytes()


@pytest.mark.parametrize("file", ["diplomes/000001.json", "diplomes/000004.json", "blocs/000001-RNCP35697BC04.json"])
def test_an_authentic_credential_is_told(page: Any, titres: Path, file: str) -> None:
    give(page, titres)
    assert verdict(page, read(titres, file)) == "authentique"
    said = page.inner_text("#verdict")
    for words in ("Authentique et en vigueur", "Chloé NGUYỄN-L'ÉTÉ \"😀", "Académie de Lyon", "10/07/2026"):
        assert words in said
    assert ("U2 Étude et préparation de la réalisation : 14,5" in said) == ("000004" in file)


def test_a_badge_is_read(page: Any, titres: Path) -> None:
    give(page, titres)
    assert verdict(page, read(titres, "badges/000001.png"), "badge.png") == "authentique"


def test_a_dragged_file_is_read(page: Any, titres: Path) -> None:
    give(page, titres)
    text = read(titres, "diplomes/000001.json").decode()
    data = page.evaluate_handle(
        "text => { const data = new DataTransfer(); data.items.add(new File([text], 'titre.json')); return data; }",
        text,
    )
    page.dispatch_event("#zone-titre", "dragover", {"dataTransfer": data})
    page.dispatch_event("#zone-titre", "drop", {"dataTransfer": data})
    assert page.wait_for_selector("#verdict[data-verdict]").get_attribute("data-verdict") == "authentique"


@pytest.mark.parametrize(
    ("file", "expected"), [("diplomes/000002.json", "revoque"), ("diplomes/000003.json", "suspendu")]
)
def test_status_is_read_in_the_signed_lists(page: Any, titres: Path, file: str, expected: str) -> None:
    give(page, titres)
    assert verdict(page, read(titres, file)) == expected


def test_a_tampered_credential_is_refused_and_shows_nothing(page: Any, titres: Path) -> None:
    give(page, titres)
    forged = read(titres, "diplomes/000001.json").replace(b"mention bien", "mention très bien".encode())
    assert verdict(page, forged) == "altere"
    assert "NGUYỄN" not in page.inner_text("#verdict")


def test_an_unknown_issuer_is_told_apart(page: Any, titres: Path) -> None:
    assert verdict(page, read(titres, "diplomes/000001.json")) == "emetteur_inconnu"
    give(page, titres)
    assert verdict(page, json.dumps(signed(key=OTHER_KEY)).encode()) == "emetteur_inconnu"
    assert "se présente comme" in page.inner_text("#verdict")


def test_without_the_lists_nothing_is_decided(page: Any, titres: Path) -> None:
    give(page, titres, lists=False)
    assert verdict(page, read(titres, "diplomes/000001.json")) == "statut_absent"


def test_a_stale_list_alone_is_undecidable_and_a_forged_one_hides_no_other(page: Any, titres: Path) -> None:
    listed = json.loads(read(titres, "statuts/revocation-1.json"))
    forged = json.dumps(listed | {"validFrom": "2099-01-01T00:00:00Z"}).encode()
    listed.pop("proof")
    stale = listed | {"validFrom": "2020-01-01T00:00:00Z", "validUntil": "2020-02-01T00:00:00Z"}
    stale = proof.sign(stale, KEY, issuance().issuer.key_id, "2020-01-01T00:00:00Z")
    give(page, titres, lists=False)
    page.set_input_files("#statuts", str(titres / "statuts" / "suspension-1.json"))
    for content, expected in (
        (forged, "statut_altere"),
        (json.dumps(stale).encode(), "statut_perime"),
        (read(titres, "statuts/revocation-1.json"), "authentique"),
    ):
        page.set_input_files("#statuts", {"name": "l.json", "mimeType": "application/json", "buffer": content})
        assert verdict(page, read(titres, "diplomes/000001.json")) == expected


def broken(**changes: Any) -> bytes:
    return json.dumps(signed() | changes).encode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (broken(proof=None), "sans_preuve"),
        (broken(proof=[]), "sans_preuve"),
        (broken(numeroINE="0123456789M"), "hors_page"),
        (broken(credentialSubject={"id": "urn:a:b", "type": "Person"}), "hors_page"),
        (broken(id="pas un identifiant"), "hors_page"),
        (broken(**{"@context": ["https://www.w3.org/ns/credentials/v2"]}), "hors_page"),
        (broken(__proto__={"name": "x"}), "hors_page"),
        (b"[]", "hors_page"),
        (b"bonjour", "hors_page"),
        (json.dumps(signed(validUntil="2026-08-01T00:00:00Z")).encode(), "expire"),
        (json.dumps(signed(validFrom="2126-08-01T00:00:00Z")).encode(), "pas_encore_valide"),
    ],
)
def test_each_refusal_has_its_own_reason(page: Any, titres: Path, content: bytes, expected: str) -> None:
    give(page, titres)
    assert verdict(page, content) == expected


def test_a_retired_key_is_no_longer_believed(page: Any, titres: Path, tmp_path: Path) -> None:
    listed = json.loads(read(titres, "confiance.json"))
    listed["emetteurs"][0]["cles"][0]["revoquee"] = True
    (tmp_path / "confiance.json").write_text(json.dumps(listed))
    page.set_input_files("#confiance", str(tmp_path / "confiance.json"))
    page.set_input_files("#statuts", sorted(map(str, (titres / "statuts").iterdir())))
    assert verdict(page, read(titres, "diplomes/000001.json")) == "cle_revoquee"


@pytest.mark.parametrize(
    "wrong", [{"revoquée": True}, {"revoquee": "true"}, {"jusquau": "30/06/2099"}, {"jusquau": ""}]
)
def test_a_list_whose_ends_are_misspelt_is_refused(
    wrong: dict[str, Any], page: Any, titres: Path, tmp_path: Path
) -> None:
    listed = json.loads(read(titres, "confiance.json"))
    listed["emetteurs"][0]["cles"][0] |= wrong
    (tmp_path / "confiance.json").write_text(json.dumps(listed))
    page.set_input_files("#confiance", str(tmp_path / "confiance.json"))
    page.set_input_files("#statuts", sorted(map(str, (titres / "statuts").iterdir())))
    assert verdict(page, read(titres, "diplomes/000001.json")) == "emetteur_inconnu"


def test_the_page_and_the_command_agree_on_changed_values(page: Any, titres: Path) -> None:
    give(page, titres)
    document = json.loads(read(titres, "diplomes/000004.json"))
    command = Verifier(trust(), datetime.now(UTC))
    for term in ("name", "description", "validFrom", "id"):
        changed = json.dumps(document | {term: str(document[term])[:-1] + "x"})
        assert command.verify(changed).reason.exit_code in (3, 9)
        assert verdict(page, changed.encode()) in ("altere", "hors_page")


def test_the_page_is_accessible_before_and_after_a_verdict(page: Any, titres: Path) -> None:
    give(page, titres)
    for _ in range(2):
        report = Axe().run(page)
        assert report.violations_count == 0, report.generate_report()
        verdict(page, read(titres, "diplomes/000001.json"))

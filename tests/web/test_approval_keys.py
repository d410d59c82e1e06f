"""Jurors approve with keys of their own: two in a real Chromium, each with an authenticator; a third is refused."""

import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pypdf
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from django.conf import settings
from django.db import connections, transaction
from django.test import RequestFactory

from laureat.cli.auditer import auditer
from laureat.jury import Fonction, Qualite
from laureat.records.facts import PvApproved, PvSealed
from laureat.session import conduct
from laureat.session.framework import Refused
from laureat.web.accounts.again import prove_again
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import house, household, ledger, sealing
from laureat.web.exam_sessions.service import Desk, look_at_all
from laureat.web.project import database
from laureat.web.project import demonstration as demo
from support.site import Site
from support.toile import confirmed, send, signed_in, text

PASSWORD = "demonstration-laureat"
EXPORT = "/maison/journal/export/"
OFFICE, PRESIDENT, MEMBER, THIRD = "examens@demo.fr", "presidente@demo.fr", "jury@demo.fr", "adjoint@demo.fr"
SEATED = [*demo.JURY[:2], ("Adjoint", "Dominique", "M", Qualite.ENSEIGNANT_CFA, Fonction.MEMBRE, THIRD), *demo.JURY[3:]]


class Room:
    """A small session whose minutes are ready to be approved, where a key is required."""

    def __init__(self, world: Any, year: int) -> None:
        self.world = world
        self.session = demo.session_of(world, year, 3, seed=31)
        self.path = f"/sessions/{self.session.pk}"
        demo.appoint(world, self.session, SEATED)
        self.run("cle", lambda d: d.take(conduct.set_keys_requirement(d.state, d.act(), **self.required(d))))
        self.run("clore", lambda d: d.take(conduct.close_session(d.state, d.act(), framework=d.framework)))
        self.run("presence", demo.seat)
        self.run("proposer", demo.propose)
        self.run("livrets", demo.examine_livrets, PRESIDENT)

    @staticmethod
    def required(desk: Desk) -> dict[str, Any]:
        return {"keys_required": True, "reason": desk.promise("décidé avec le jury")}

    def run(self, key: str, commands: Any, email: str = "") -> None:
        demo.run(self.world, self.session, key, commands, self.account(email) if email else None)

    def account(self, email: str) -> User:
        found: User = self.world.accounts[email]
        return found

    def send(self, email: str, leaf: str, **fields: str) -> str:
        return unescape(text(send(signed_in(self.account(email)), f"{self.path}/{leaf}", **fields)))


@pytest.fixture(scope="module")
def room(world: Any) -> Iterator[Room]:
    with pytest.MonkeyPatch.context() as patch:  # given back whatever happens: mails of later tests need it
        patch.setattr(settings, "ADDRESS", "")
        yield Room(world, 2027)


class Holder:
    """Someone at a screen with a key in the hand."""

    def __init__(self, browser: Any, site: Site, room: Room, email: str) -> None:
        self.site, self.room, self.email = site, room, email
        context = browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 900})
        value = signed_in(room.account(email)).cookies["laureat_session"].value
        context.add_cookies([{"name": "laureat_session", "value": value, "url": site.address}])
        self.page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.devtools = context.new_cdp_session(self.page)
        self.devtools.send("WebAuthn.enable")
        held = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
        options = {**held, "automaticPresenceSimulation": True}
        self.key = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def go(self, path: str) -> None:
        self.page.goto(self.site.address + path)
        found = Axe().run(self.page).response["violations"]
        assert not found, [(fault["id"], fault["nodes"][0]["html"]) for fault in found]
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(wide), path

    def press(self, name: str) -> str:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()
        return str(self.page.inner_text("main"))

    def enrol(self) -> str:
        """Make a key; gives its fingerprint, as the page shows it."""
        self.go("/compte/cle-approbation/")
        self.page.fill("[name=mot_de_passe]", PASSWORD)
        assert "attend d'être confirmée" in self.press("Créer ma clé")
        return self.page.locator("dd.mono").first.inner_text()

    def credentials(self) -> list[dict[str, Any]]:
        found = self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.key})
        credentials: list[dict[str, Any]] = found["credentials"]
        return credentials

    def borrow(self, other: "Holder") -> None:
        """Hold a copy of the key of someone else."""
        for one in other.credentials():
            self.devtools.send(
                "WebAuthn.addCredential", {"authenticatorId": self.key, "credential": {**one, "rpId": "localhost"}}
            )


def confirm(room: Room, by: str, email: str, print_: str) -> str:
    """Confirm a key, its holder having read how its fingerprint begins."""
    address = f"/comptes/{room.account(email).pk}/"
    given = {"acte": "confirmer_cle", "empreinte": print_[:9]}
    return unescape(text(send(signed_in(room.account(by)), address, **given)))


@pytest.mark.browser
def test_two_jurors_approve_with_two_keys_and_a_third_with_the_key_of_another_is_refused(
    browser: Any, room: Room
) -> None:
    site = Site()
    try:
        president, member, third = (Holder(browser, site, room, email) for email in (PRESIDENT, MEMBER, THIRD))
        path = f"{room.path}/pv/"
        president.go(path)
        assert "vous n'en avez pas qui serve" in president.page.inner_text("main")
        for holder in (president, member, third):
            print_ = holder.enrol()
            assert "n'est pas l'empreinte" in confirm(room, OFFICE, holder.email, "0000 0000")
            if holder is third:
                assert "C'est votre clé" in confirm(room, THIRD, THIRD, print_)
            page = confirm(room, OFFICE, holder.email, print_)
            assert "elle sert" in page
            assert print_ in page

        president.go(path)
        assert "Votre approbation est enregistrée" in president.press("J'approuve avec ma clé")
        third.borrow(president)
        third.go(path)
        asked = json.loads(third.page.locator("form[data-cle]").get_attribute("data-demande"))
        stolen = president.credentials()[0]["credentialId"].replace("+", "-").replace("/", "_").rstrip("=")
        asked["allowCredentials"][0]["id"] = stolen
        third.page.evaluate(
            "asked => { const old = document.querySelector('form[data-cle]'); const form = old.cloneNode(true);"
            "form.dataset.demande = JSON.stringify(asked); old.replaceWith(form);"
            "const tag = document.createElement('script'); tag.src = document.querySelector('script[src*=cle]').src;"
            "return new Promise(done => { tag.onload = done; document.body.append(tag); }); }",
            asked,
        )
        assert "celle d'une autre personne" in third.press("J'approuve avec ma clé")
        member.go(path)
        assert "Votre approbation est enregistrée" in member.press("J'approuve avec ma clé")
    finally:
        site.stop()
    state = look_at_all(room.session)
    assert state.current is not None
    assert {state.jurors[one.juror].account for one in state.current.approvals.values()} == {
        str(room.account(email).pseudonym) for email in (PRESIDENT, MEMBER)
    }
    officer = signed_in(room.account(OFFICE))
    assert "scellé" in text(confirmed(officer, f"{room.path}/pv/acte/", "sceller"))
    assert house.sealed_head(room.session.log, 1) is not None, "le scelleur a vérifié les signatures"
    page = text(officer.get(f"{room.path}/pv/"))
    assert len(re.findall(r"clé <span class=\"mono small\">[0-9a-f]{16}…", page)) == 2
    paper = officer.get(f"{room.path}/pv/document/")
    assert paper.status_code == 200
    printed = printed_in(paper.content)
    for one in household.look().approval_keys.values():
        approved = one.account in state.current.approvals
        assert (one.fingerprint in printed) is approved


def printed_in(pdf: bytes) -> str:
    """What a paper says, without spaces."""
    return "".join("".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_nobody_approves_without_a_key_where_one_is_required_and_the_sealer_signs_no_forged_seal(
    world: Any, postgres: str
) -> None:
    room = Room(world, 2028)
    given = {"acte": "approuver", "mot_de_passe": PASSWORD}
    assert "exige une clé" in room.send(PRESIDENT, "pv/acte/", **given)
    assert "qui a siégé" in room.send(OFFICE, "pv/acte/", **given)
    state = look_at_all(room.session)
    assert state.current is not None
    content = conduct.pv_content(state, state.current)
    log = room.session.log
    accounts = [str(room.account(email).pseudonym) for email in (PRESIDENT, MEMBER)]
    seats = {fact.account: juror for juror, fact in state.jurors.items()}
    about = {"log": log, "at": ledger.now(), "deliberation": 1, "content": content}
    forged = [PvApproved(**about, author=one, key=f"faux-{one}", juror=seats[one]) for one in accounts]
    with transaction.atomic():  # as whoever holds the role of the application may
        ledger.append(log, [*forged, PvSealed(**about, author=accounts[0], key="faux")])
    sealing.seal_due(log)
    assert house.sealed_head(log, 1) is None
    refused = look_at_all(room.session)
    assert [one.kind for one in refused.anomalies.values()] == ["PvApproved", "PvApproved", "PvSealed"]
    assert not any(made.sealed for made in refused.deliberations)
    told = audited(postgres)[log]
    assert "exige une clé d'approbation" in told[0]
    assert len(told) == len(forged) + 1, "et ce qui les suit n'a pas pu l'être"


def test_the_annex_of_minutes_approved_without_a_key_says_so(world: Any) -> None:
    session = world.sessions[1]
    paper = signed_in(world.office).get(f"/sessions/{session.pk}/pv/document/")
    assert printed_in(paper.content).count("approuvésansclépersonnelle") == 2


def audited(postgres: str) -> dict[str, list[str]]:
    """By log, what the audit of the base finds."""
    name = connections["default"].settings_dict["NAME"]
    env = {database.OWNER_URL: database.address(postgres, database.OWNER_ROLE, name)}
    ran = CliRunner().invoke(auditer, ["--donnees", str(settings.DONNEES), "--json"], env=env)
    return {report["journal"]: [one["message"] for one in report["constats"]] for report in json.loads(ran.output)}


@pytest.mark.browser
def test_the_audit_of_the_base_knows_whose_keys_these_are(room: Room, postgres: str) -> None:
    assert audited(postgres)[room.session.log] == []
    assert audited(postgres)[household.LOG] == []


def test_a_password_or_a_code_asked_again_is_counted_as_to_enter_and_a_code_serves_once(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = User.objects.get(email=MEMBER)
    request = RequestFactory().post("/")
    request.user, request.session = user, {}  # type: ignore[attr-defined]
    with transaction.atomic():
        TOTP.activate(user, generate_totp_secret())
        monkeypatch.setattr(TOTP, "_mark_code_used", lambda _self, code: code == "111111")
        monkeypatch.setattr("allauth.mfa.totp.internal.auth.validate_totp_code", lambda _secret, code: code != "000000")
        prove_again(request, PASSWORD, "111111")
        for code in ("000000", "222222", ""):
            with pytest.raises(Refused, match="code"):
                prove_again(request, PASSWORD, code)
        for _ in range(settings.FAILURES_PER_ACCOUNT - 2):
            with pytest.raises(Refused, match="n'est pas le bon"):
                prove_again(request, "autre", "111111")
        with pytest.raises(Refused, match="suspendu"):
            prove_again(request, PASSWORD, "111111")
        transaction.set_rollback(True)
    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", True)
    with pytest.raises(Refused, match="double authentification"):
        prove_again(request, PASSWORD, "")


@pytest.mark.browser
def test_the_exports_of_the_session_and_of_the_house_say_the_same_without_the_base(room: Room, tmp_path: Path) -> None:
    office, files = signed_in(room.account(OFFICE)), {}
    for name, address in (("session", f"/sessions/{room.session.pk}/journal/export/"), ("maison", EXPORT)):
        files[name] = tmp_path / f"{name}.jsonl"
        files[name].write_bytes(b"".join(office.post(address)))
    told = [str(files["session"]), "--cle-publique", sealing.public_key().hex(), "--maison", str(files["maison"])]
    ran = CliRunner().invoke(auditer, told)
    assert ran.exit_code == 0, ran.output
    assert "soit la sienne" not in ran.output
    assert signed_in(room.account("lycee@demo.fr")).post(EXPORT).status_code == 403

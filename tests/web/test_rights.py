"""The matrix of rights, generated: every address × every role, on one's own objects and on those of others."""

import hashlib
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from laureat.web import data_folder
from laureat.web.accounts.matrix import MATRIX, Reach, Right
from laureat.web.accounts.models import Establishment, Role, User
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.grids.models import Evidence, TutorLink
from laureat.web.vae.models import Stage, VaeFile
from support.toile import give_file, key, send, signed_in

VAE = {"vae_dossier", "vae_acte", "vae_decision", "vae_papier", "mon_vae"}
"""Addresses about one VAE application."""
FILES = ("grille_classeur", "preuve", "mfa_download", "papier", "pv_pdf", "vae_papier")
"""Addresses that answer with a file."""


def views() -> Iterator[tuple[str, Any]]:
    """Every named address of the site, with its view."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: Any) -> Iterator[tuple[str, Any]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            elif isinstance(pattern, URLPattern):
                yield str(pattern.name), pattern.callback

    yield from walk(get_resolver().url_patterns)


def addresses() -> Iterator[str]:
    """Every named address of the site."""
    return (name for name, _view in views())


REFUSED_TO_ALL = {
    "account_signup",
    "account_email",
    "account_set_password",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_signup_by_passkey",
}
"""Addresses of the library that nobody needs: no row opens them."""


def test_every_address_has_a_row_or_is_refused_to_all() -> None:
    without = {name for name in addresses() if name not in MATRIX}
    assert without <= REFUSED_TO_ALL, f"sans ligne dans la matrice : {sorted(without - REFUSED_TO_ALL)}"
    assert set(MATRIX) <= set(addresses())


def test_a_view_that_counts_on_an_account_is_closed_to_visitors() -> None:
    counting = {name for name, view in views() if view.__annotations__.get("request") is SignedIn}
    assert "inscriptions" in counting
    assert not {name for name in counting if MATRIX[name].public}


class House:
    """Two of each role, and the objects of each."""

    def __init__(self, world: Any) -> None:
        self.session: ExamSession = world.sessions[1]
        self.other = ExamSession.objects.create(certification=self.session.certification, year=2030)
        rows = self.session.standings
        self.lycee, self.cfa = (Establishment.objects.get(uai=uai) for uai in ("0690001B", "0690002C"))
        self.candidate = Identity.objects.get(account=world.accounts["candidat@demo.fr"])
        self.of_lycee = rows.filter(establishment="0690001B").exclude(candidate=self.candidate.candidate).first()
        self.of_cfa = rows.filter(establishment="0690002C").exclude(candidate=self.candidate.candidate).first()
        stranger = User.objects.make("autre@demo.fr", "Autre", Role.CANDIDAT)
        give_file(stranger, self.of_cfa.candidate)
        unseated = User.objects.make("sans-siege@demo.fr", "Sans siège", Role.JURY)
        self.vae_candidate = world.accounts["vae@demo.fr"]
        self.vae = VaeFile.objects.get(stage=Stage.NOTIFIE)
        greta = User.objects.make("lycee2@demo.fr", "Autre lycée", Role.ETABLISSEMENT, establishment=self._empty())
        second = User.objects.make("examens2@demo.fr", "Second", Role.EXAMENS)
        accounts = world.accounts
        self.people = {
            Role.EXAMENS: (world.office, second),
            Role.ETABLISSEMENT: (accounts["lycee@demo.fr"], greta),
            Role.JURY: (accounts["presidente@demo.fr"], unseated),
            Role.CANDIDAT: (accounts["candidat@demo.fr"], stranger),
        }
        about = {"session": self.session, "unit": "U2", "candidate": self.of_lycee.candidate, "situation": "S1"}
        self.piece = Evidence.objects.create(
            **about, kind="jpeg", title="pièce", digest=hashlib.sha256(b"x").hexdigest(), size=1, author=world.office
        )
        kept = data_folder.evidence(self.of_lycee.candidate)
        kept.mkdir(parents=True)
        (kept / f"{self.piece.pk}.jpeg").write_bytes(b"x")
        self.link, _token = TutorLink.draw(**about, name="Tuteur", quality="tuteur", by=world.office)
        asked = {"acte": "demande", "nature": "copies", "texte": "mon épreuve U2"}
        send(signed_in(accounts["candidat@demo.fr"]), f"/mon-dossier/{self.session.pk}/demande/", **asked)

    @staticmethod
    def _empty() -> Establishment:
        return Establishment.objects.create(uai="0690004E", name="Sans candidat", nature="lycee_public", sort_key="s")

    def owner(self, role: Role, address: str) -> User:
        """The one to whom the object behind an address belongs."""
        return self.vae_candidate if role is Role.CANDIDAT and address in VAE else self.people[role][0]

    def path(self, name: str, candidate: str = "") -> str:
        """An address on the published session, and a candidate of it."""
        from django.urls import reverse

        given = {
            "session": str(self.session.pk),
            "candidate": candidate or self.of_lycee.candidate,
            "deposit": str(uuid.uuid4()),
            "unit": "U2",
            "kind": "releve",
            "uai": self.lycee.uai,
            "numero": "RNCP35697",
            "token": "x",
            "uidb36": "1",
            "key": "x-y",
            "size": "1",
            "page": "1",
            "piece": str(self.piece.pk),
            "link": str(self.link.pk),
        }
        for about, names in (("piece", ("preuve", "preuve_retirer")), ("link", ("tuteur_fermer",))):
            if name in names:
                return reverse(name, args=[given["session"], given[about]])
        if name.startswith("vae_") and name not in VAE:
            return reverse(name, args=["RNCP35697"])
        if name in VAE:
            return reverse(name, args=[self.vae.pk, *(["attestation"] if name == "vae_papier" else [])])
        for arguments in (
            [],
            ["session"],
            ["session", "kind" if name == "papier" else "unit"],
            ["session", "candidate"],
            ["session", "unit", "candidate"],
            ["session", "page"],
            ["session", "deposit"],
            ["uai"],
            ["token"],
            ["numero"],
            ["uidb36", "key"],
            ["session", "size"],
            ["size", "size"],
            ["session", "candidate", "page"],
        ):
            try:
                return reverse(name, args=[given[argument] for argument in arguments])
            except Exception:
                continue
        return reverse(name, args=[1])


@pytest.fixture(scope="module")
def house(world: Any) -> House:
    """The house, made once."""
    return House(world)


def status(client: Client, path: str) -> int:
    """What a reading of the address answers, or a form sent to it where it is only written to."""
    response = client.get(path)
    if response.status_code == 405:
        response = client.post(path, {"cle": key()})
    return int(response.status_code)


@pytest.mark.parametrize("right", MATRIX.values(), ids=lambda right: right.address)
def test_a_role_without_the_right_is_refused(house: House, right: Right) -> None:
    path = house.path(right.address)
    if not right.public:
        response = Client().get(path)
        assert response.status_code == 302, path
        assert "/compte/login/" in response["Location"]
    for role, (first, _second) in house.people.items():
        if right.reach(role) is Reach.RIEN:
            assert status(signed_in(first), path) == 403, f"{role} : {path}"


OWN_SESSION = [right for right in MATRIX.values() if Reach.SIEN in right.reaches.values()]


@pytest.mark.parametrize("right", OWN_SESSION, ids=lambda right: right.address)
def test_what_belongs_to_others_is_not_found(house: House, right: Right) -> None:
    for role, (_first, stranger) in house.people.items():
        if right.reach(role) is not Reach.SIEN or right.address in (
            "sessions",
            "mon_dossier",
            "mon_dossier_lectures",
            "vae",
        ):
            continue
        owner = house.owner(role, right.address)
        candidate = house.candidate.candidate if role is Role.CANDIDAT else house.of_lycee.candidate
        path = house.path(right.address, candidate)
        assert status(signed_in(owner), path) in (200, 302, 409, 422), f"{role} : {path}"
        if role is Role.CANDIDAT:
            path = path.replace(str(house.session.pk), str(house.other.pk))
        assert status(signed_in(stranger), path) == 404, f"{role} étranger : {path}"


@pytest.mark.parametrize("name", ["inscription"])
def test_a_school_never_sees_the_candidate_of_another(house: House, name: str) -> None:
    client = signed_in(house.people[Role.ETABLISSEMENT][0])
    assert client.get(house.path(name, house.of_lycee.candidate)).status_code == 200
    assert client.get(house.path(name, house.of_cfa.candidate)).status_code == 404
    names = client.get(house.path("inscriptions")).content.decode()
    assert house.of_lycee.numero in names
    assert house.of_cfa.numero not in names


def test_an_office_account_with_no_seat_records_no_act_of_the_jury(house: House) -> None:
    path = house.path("deliberation_acte", house.of_lycee.candidate)
    assert signed_in(house.people[Role.EXAMENS][0]).post(path, {"cle": key()}).status_code == 403


def test_exports_meet_a_ceiling(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "EXPORTS_PER_DAY", 1)
    client = signed_in(house.people[Role.EXAMENS][1])
    path = house.path("export")
    assert client.post(path).status_code == 200
    assert client.post(path).status_code == 403


def test_the_page_of_rights_in_the_guides_is_the_matrix(root: Any) -> None:
    from laureat.web.accounts.rights_page import page

    assert (root / "docs/guides/droits.md").read_text(encoding="utf-8") == page()


def test_no_page_carries_an_inline_script_or_style(house: House) -> None:
    for role, (first, _second) in house.people.items():
        for right in MATRIX.values():
            if right.reach(role) is Reach.RIEN or right.address.startswith(FILES):
                continue
            response = signed_in(first).get(house.path(right.address, house.candidate.candidate))
            page = "" if response.streaming else response.content.decode(errors="replace")
            assert not re.search(r"<style|style=\"|<script(?! src=)|\son\w+=\"", page), right.address
            assert "script-src 'self'" in response["Content-Security-Policy"]

"""The house of a test of every address: two of each role, and the objects of each."""

import hashlib
import uuid
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from laureat.web import data_folder
from laureat.web.accounts.models import Establishment, Role, User
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.grids.models import Evidence, TutorLink
from laureat.web.vae.models import Stage, VaeFile
from support.toile import give_file, send, signed_in

VAE = {"vae_dossier", "vae_acte", "vae_decision", "vae_papier", "mon_vae", "vae_partage_acte", "vae_portefeuille_offre"}
VAE |= {"vae_notification", "vae_juridiction"}
"""Addresses about one VAE application."""
VAE_PART = {"vae_papier": ["attestation"], "vae_notification": [1]}
"""What is asked of it, where its address says more."""
FILES = (
    "grille_classeur",
    "grille_fichier",
    "preuve",
    "mfa_download",
    "papier",
    "pv_pdf",
    "suites_lettre",
    "vae_papier",
)
"""Addresses that answer with a file."""


class House:
    """Two of each role, and the objects of each."""

    def __init__(self, world: Any) -> None:
        self.entries: dict[int, Client] = {}
        self.session: ExamSession = world.sessions[1]
        self.other = ExamSession.objects.create(certification=self.session.certification, year=2030)
        rows = self.session.standings.order_by("numero")  # their own key is drawn at random: the first would be anybody
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
        kept.mkdir(parents=True, exist_ok=True)
        (kept / f"{self.piece.pk}.jpeg").write_bytes(b"x")
        self.link, _token = TutorLink.draw(
            **about, name="Tuteur", quality="tuteur", role="professionnel", by=world.office
        )
        asked = {"acte": "demande", "nature": "copies", "texte": "mon épreuve U2"}
        send(signed_in(accounts["candidat@demo.fr"]), f"/mon-dossier/{self.session.pk}/demande/", **asked)

    @staticmethod
    def _empty() -> Establishment:
        return Establishment.objects.create(uai="0690004E", name="Sans candidat", nature="lycee_public", sort_key="s")

    def client(self, user: User) -> Client:
        """A fresh client of this account, in the stay of its last entry: who has left enters again."""
        known = self.entries.get(user.pk)
        if known is None or not known.session.exists(known.cookies[settings.SESSION_COOKIE_NAME].value):
            known = self.entries[user.pk] = signed_in(user)
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = known.cookies[settings.SESSION_COOKIE_NAME].value
        return client

    def owner(self, role: Role, address: str) -> User:
        """The one to whom the object behind an address belongs."""
        return self.vae_candidate if role is Role.CANDIDAT and address in VAE else self.people[role][0]

    def path(self, name: str, candidate: str = "") -> str:
        """An address on the published session, and a candidate of it."""
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
            "letter": "accuse",
            "piece": str(self.piece.pk),
            "link": str(self.link.pk),
        }
        for about, names in (("piece", ("preuve", "preuve_retirer")), ("link", ("tuteur_fermer",))):
            if name in names:
                return reverse(name, args=[given["session"], given[about]])
        if name.startswith("vae_") and name not in VAE:
            return reverse(
                name, args=["RNCP35697", *([1] if name in ("vae_pv", "vae_seance", "vae_approuver") else [])]
            )
        if name in VAE:
            return reverse(name, args=[self.vae.pk, *VAE_PART.get(name, ())])
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
            ["session", "candidate", "page", "letter"],
        ):
            try:
                return reverse(name, args=[given[argument] for argument in arguments])
            except NoReverseMatch:
                continue
        return reverse(name, args=[1])

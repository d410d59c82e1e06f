"""Codes deposited by the command: the page of a code answers as long as the facts prove it, and no longer."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from laureat.credentials.verdict import Reason, Verdict
from laureat.web.registry.deposits import HASH
from laureat.web.registry.verification import told_of_codes
from laureat.web.titles.models import DepositedPaper
from support.deposits import SITE, content_of, written
from support.toile import send, signed_in, text, upload


@pytest.fixture(scope="module", autouse=True)
def site() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SITE", SITE)
        yield


@pytest.fixture(scope="module")
def office(world: Any) -> Client:
    return signed_in(world.office)


def give(office: Client, lines: list[str]) -> str:
    return text(send(office, "/depots/", file=upload("codes.jsonl", content_of(lines))))


def shown(code: str) -> str:
    return text(Client().get(f"/v/{code}"))


def test_a_deposit_makes_the_site_answer_until_a_paper_is_revoked_or_the_whole_taken_back(office: Client) -> None:
    lines = written(7)
    assert "7 papiers : le site en répond" in give(office, lines)
    row, other = DepositedPaper.objects.order_by("rank")[:2]
    page = shown(row.code)
    assert "Thị Nguyễn0" in page
    assert "En vigueur aujourd" in page
    assert "14,5" in page
    assert "Le recteur" in page
    assert "déjà reçu" in give(office, lines)
    assert "est révoqué" in text(send(office, "/depots/", acte="revoquer", code=row.code, motif="faute d'état civil"))
    assert "Révoqué" in shown(row.code)
    assert "Nguyễn0" not in shown(row.code)
    for before, after in ((Reason.EMETTEUR_INCONNU, Reason.REVOQUE), (Reason.ALTERE, Reason.ALTERE)):
        assert told_of_codes(Verdict(before, codes=(row.code,))).reason is after, "a seal unknown here hides nothing"
    assert "déjà révoqué" in text(send(office, "/depots/", acte="revoquer", code=row.code, motif="encore"))
    assert "En vigueur" in shown(other.code)
    root = row.deposit
    without = text(send(office, "/depots/", acte="retirer", depot=root, motif=""))
    assert "motif" in without
    assert "En vigueur" in shown(other.code)
    assert "est retiré" in text(send(office, "/depots/", acte="retirer", depot=root, motif="mauvais lot"))
    assert "Révoqué" in shown(other.code)
    assert not DepositedPaper.objects.exclude(line="").exists(), "what is taken back says nothing of people"
    assert "7 papiers : le site en répond" in give(office, lines)
    assert "En vigueur" in shown(other.code)
    assert "Révoqué" in shown(row.code)
    again = text(send(office, "/depots/", acte="retirer", depot=root, motif="fin de l'essai"))
    assert "est retiré" in again


def test_a_line_changed_behind_the_log_is_not_shown(office: Client) -> None:
    give(office, written(3, lot="deux"))
    for change in (
        {"line": "{}"},
        {"line": DepositedPaper.objects.get(rank=1, deposit=newest()).line},
        {"rank": 9},
        {"path": bytes(HASH)},
    ):
        kept = DepositedPaper.objects.get(rank=0, deposit=newest())
        DepositedPaper.objects.filter(pk=kept.pk).update(**change)
        assert "Suspendu" in shown(kept.code), change
        kept.save()
        assert "En vigueur" in shown(kept.code)
    stray = DepositedPaper.objects.get(rank=0, deposit=newest())
    stray.pk, stray.deposit, stray.code = None, "0" * 32, "2" * 16
    stray.save()
    assert "Code inconnu" in shown("2" * 16)
    stray.delete()
    send(office, "/depots/", acte="retirer", depot=newest(), motif="fin de l'essai")


def newest() -> str:
    """The deposit that stands."""
    return DepositedPaper.objects.exclude(path=b"").order_by("-pk")[0].deposit


def test_a_deposit_for_another_site_or_with_the_codes_of_another_is_refused(office: Client) -> None:
    assert "Ce dépôt est pour https://ailleurs.fr/" in give(office, written(2, "https://ailleurs.fr/"))
    give(office, written(4, lot="trois"))
    assert "4 codes de ce fichier sont déjà ceux" in give(office, written(5, lot="trois"))
    assert "Choisissez le fichier" in text(send(office, "/depots/"))
    spoiled = give(office, written(4)[:-1])
    assert "<p>codes.jsonl, ligne 5 : la dernière ligne manque" in spoiled
    assert "seize signes" in text(send(office, "/depots/", acte="revoquer", code="x", motif="y"))

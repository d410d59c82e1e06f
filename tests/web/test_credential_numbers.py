"""Credentials asked for at once: each has an index of its own in the status lists, and nobody meets an error."""

import csv
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import connections

from laureat.vocabulary import Decision
from laureat.web.exam_sessions.models import CredentialNumber
from support.toile import signed_in


def test_diplomas_downloaded_at_once_have_indices_of_their_own(world: Any) -> None:
    session = world.sessions[1]
    admitted = list(session.standings.filter(public_decision=str(Decision.ADMIS)).order_by("pk")[:8])

    def download(candidate: str) -> int:
        try:
            path = f"/mon-dossier/{session.pk}/titre/?candidat={candidate}"
            return int(signed_in(world.office).get(path).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(download, [row.candidate for row in admitted] * 2))
    assert answers == [200] * 2 * len(admitted)
    register = settings.DONNEES / "titres" / session.log / "registre.csv"
    with register.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert sum(row["fichier"].startswith("diplomes/") for row in rows) == len(admitted) == 8
    assert len(rows) == CredentialNumber.objects.count()
    assert len({row["indice"] for row in rows}) == len(rows)

"""The same crosses by the screen, out of reach and by a workbook: one exact result."""

import io
import json
import re
import uuid
from typing import Any

import openpyxl

from laureat.grilles import library
from support.toile import key, send, signed_in, text, upload

UNIT = "U31"
GRID = library()["RNCP35697-U31"]
CROSSES = dict(zip(GRID.lines(GRID.situation("P")), ("3", "2", "NE", "1", "3", "0", "2", "3"), strict=False))


def test_the_screen_the_workshop_and_excel_give_the_same_mark_of_the_same_crosses(world: Any) -> None:
    from laureat.web.exam_sessions.models import Standing
    from laureat.web.grids.boards import boards
    from laureat.web.grids.models import GridEntry

    session, client = world.sessions[0], signed_in(world.accounts["lycee@demo.fr"])
    own = Standing.objects.filter(session=session, establishment="0690001B", categorie="A", withdrawn=False)
    screen, away, sheet = own.filter(units__contains=[UNIT]).order_by("sort_key")[:3]
    place = f"/sessions/{session.pk}/grilles/{UNIT}/"
    for line, value in CROSSES.items():
        told = {"cle": key(), "situation": "P", "ligne": line, "valeur": value, "lu": "0"}
        answer = client.post(f"{place}{screen.candidate}/croix/", told, headers={"X-Requested-With": "fetch"})
        assert answer.status_code == 200

    device = client.post("/atelier/api/appareils/", {"nom": "t"}).json()["appareil"]
    package = client.get(f"/atelier/api/paquet/{session.pk}/{UNIT}/?situation=P").json()
    about = {name: package[name] for name in ("seance", "unite", "empreinte")}
    taps = [
        {**about, "uuid": str(uuid.uuid4()), "candidat": away.candidate, "situation": "P", "ligne": line, "lu": 0}
        | {"valeur": value}
        for line, value in CROSSES.items()
    ]
    body = json.dumps({"appareil": device, "saisies": taps})
    sent = client.post("/atelier/api/envoi/", body, content_type="application/json").json()
    assert {one["statut"] for one in sent["reponses"]} == {200}

    workbook = openpyxl.load_workbook(io.BytesIO(client.get(place + "classeur/").content))
    page = workbook["P"]
    (row,) = [cell.row for cell in page["A"] if cell.value == sheet.numero]
    for column, value in enumerate(CROSSES.values(), start=4):
        page.cell(row, column).value = value
    content = io.BytesIO()
    workbook.save(content)
    shown = text(send(client, place + "relire/", fichier=upload("g.xlsx", content.getvalue())))
    kept = re.search(r'name="depot" value="([^"]+)"', shown)
    assert kept is not None
    send(client, place + "relire/", depot=kept[1], acte="ecrire")

    found = boards(session, UNIT, GRID, [one.candidate for one in (screen, away, sheet)])
    assert len({(board.result.mark, board.result.raw, board.digest) for board in found.values()}) == 1
    assert found[screen.candidate].result.mark is not None
    origins = GridEntry.objects.filter(candidate__in=found).values_list("origin", flat=True)
    assert set(origins) == {"ecran", "hors_ligne", "classeur"}

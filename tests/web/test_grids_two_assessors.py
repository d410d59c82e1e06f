"""Two assessors who do not see each other, and a share of the points that the candidate chooses."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from django.test import Client

from laureat.cli.auditer import auditer
from laureat.grilles import library, read_grids
from support.toile import arrested, key, send, signed_in, text

UNIT = "U6"
LINES = library()["RNCP35697-U6"].lines(library()["RNCP35697-U6"].situations[0])


@pytest.fixture(scope="module")
def house(world: Any) -> Any:
    """Two accounts of the lycée, a grid whose only situation is assessed twice, a candidate."""
    from laureat.web.accounts.models import Establishment, Role, User
    from laureat.web.exam_sessions.models import Standing
    from laureat.web.grids.models import ChosenGrid
    from laureat.web.grids.tapping import use

    session = world.sessions[0]
    told: Any = dict(library()["RNCP35697-U6"].data) | {"edition": "aveugle"}
    told["situations"] = [{"code": "S1", "forme": "ccf", "second_evaluateur": "aveugle"}]
    (grid,) = read_grids(yaml.safe_dump([told]), "aveugle.yaml")
    edition = use(session, UNIT, grid)
    ChosenGrid.objects.filter(session=session, unit=UNIT).update(edition=edition)
    school = Establishment.objects.get(uai="0690001B")
    own = Standing.objects.filter(session=session, establishment=school.uai, categorie="A", withdrawn=False)
    world.first, *world.others = own.filter(units__contains=[UNIT]).order_by("sort_key")[:3]
    world.row = world.first
    world.session = session
    first = world.accounts["lycee@demo.fr"]
    others = [User.objects.make(f"e{n}@demo.fr", f"Éval {n}", Role.ETABLISSEMENT, establishment=school) for n in (2, 3)]
    world.clients = [signed_in(user) for user in (first, *others)]
    return world


def place(house: Any, *more: str, unit: str = UNIT) -> str:
    return "/".join(["/sessions", str(house.session.pk), "grilles", unit, house.row.candidate, *more, ""])


def tap(client: Client, house: Any, line: str, value: str, read: int = 0) -> Any:
    told = {"cle": key(), "situation": "S1", "ligne": line, "valeur": value, "lu": str(read)}
    return client.post(place(house, "croix"), told, headers={"X-Requested-With": "fetch"})


def lock(client: Client, house: Any) -> Any:
    return send(client, place(house, "croix"), situation="S1", **{"l-@verrou": "fini", "v-@verrou": "0"})


def test_two_assessors_do_not_see_each_other_until_both_have_finished_then_agree(house: Any) -> None:
    one, two, three = house.clients
    for line in LINES:
        assert tap(one, house, line, "3").status_code == 200
    seen = tap(two, house, LINES[0], "1").json()
    assert seen["version"] == 1  # not a conflict: the second reads nothing of the first
    assert seen["note"] == "incomplet"
    for line in LINES[1:]:
        tap(two, house, line, "1")
    assert tap(three, house, LINES[0], "2").status_code == 409
    assert "Deux évaluateurs ont déjà cette situation" in tap(three, house, LINES[0], "2").json()["erreur"]
    office = text(signed_in(house.office).get(place(house)))
    assert "incomplet" in office  # hidden from everyone

    lock(one, house)
    assert "elle ne change plus" in tap(one, house, LINES[0], "0", read=1).json()["erreur"]
    digest = _digest(one, house)
    early = arrested(one, place(house), situation="S1", condense=digest, note="20")
    assert "l&#x27;un n&#x27;a pas fini" in text(early)

    lock(two, house)
    page = text(one.get(place(house) + "?situation=S1"))
    assert "1 : 3 ; 2 : 1" in page
    for line in LINES:
        assert tap(three, house, line, "2").status_code == 200
    done = arrested(two, place(house), situation="S1", condense=_digest(two, house), note="13,5", motif="accord")
    assert "il manque 1 signature sur 2" in text(done)
    done = arrested(one, place(house), situation="S1", condense=_digest(one, house), note="13,5", motif="accord")
    assert "Note arrêtée : 13,5" in text(done)


def test_what_one_attaches_stays_unseen_with_their_reading_and_one_person_never_makes_both(house: Any) -> None:
    from django.utils import timezone

    from laureat.web.grids.models import Evidence, TutorLink
    from laureat.web.grids.opening import opened

    house.row = house.others[0]
    one, two, _three = house.clients
    about = {"session": house.session, "unit": UNIT, "candidate": house.row.candidate, "situation": "S1"}
    first = house.accounts["lycee@demo.fr"]
    assert tap(one, house, LINES[0], "3").status_code == 200
    named = {"kind": "jpeg", "title": "niveau 1 seulement.jpg", "digest": "0" * 64, "size": 1}
    piece = Evidence.objects.create(**about, **named, criterion=LINES[0], author=first)
    livret = f"/sessions/{house.session.pk}/livret/{house.row.candidate}/"
    hidden = signed_in(house.office), two
    for client in hidden:
        assert named["title"] not in text(client.get(place(house))) + text(client.get(livret))
        for act in (client.get, client.post):
            what = "" if act == client.get else "retirer/"
            assert act(f"/sessions/{house.session.pk}/preuves/{piece.pk}/{what}").status_code == 404
    assert named["title"] in text(one.get(place(house)))
    assert not [found for found in opened(house.session, house.row.candidate, pieces=True) if found.pieces]

    invitation = {"situation": "S1", "nom": "Moi", "qualite": "tutrice", "titre": "professionnel"}
    assert "un collègue donne le lien" in text(send(one, place(house, "tuteur"), **invitation))
    assert not TutorLink.objects.filter(**about).exists()
    for name, by in (("Moi", first), (first.name.upper(), house.office)):  # drawn before, or under one's own name
        _link, token = TutorLink.draw(**about, name=name, quality="tutrice", role="professionnel", by=by)
        told = {"cle": key(), "situation": "S1", "ligne": LINES[0], "valeur": "3", "lu": "0"}
        refused = Client().post(f"/tuteur/{token}/croix/", told, headers={"X-Requested-With": "fetch"})
        assert (refused.status_code, "ne fait pas les deux lectures" in refused.json()["erreur"]) == (409, True)
    assert "une lecture vide ne se termine pas" in text(lock(two, house))
    assert tap(two, house, LINES[0], "1").status_code == 200
    lock(two, house)
    assert named["title"] not in text(two.get(place(house)))
    lock(one, house)
    assert named["title"] in text(two.get(place(house)))
    Evidence.objects.filter(pk=piece.pk).update(taken_away=timezone.now())  # it has no file
    house.row = house.first


def _digest(client: Client, house: Any) -> str:
    return str(client.get(place(house) + "?situation=S1").context["board"].digest)


def test_the_candidate_chooses_a_share_of_the_points_before_the_test(house: Any) -> None:
    client = house.clients[0]
    page = client.get(place(house, unit="U7") + "?situation=S1")
    assert "la répartition des points choisie par le candidat" in text(page).replace("&#x27;", "'")
    told = {"situation": "S1", "v-@choix": "0", "a-@choix": "", "partage": "6-2"}
    late = send(client, place(house, "croix", unit="U7"), choisi="2026-05-20", epreuve="2026-05-20", **told)
    assert late.status_code == 422
    assert "avant le jour de l&#x27;épreuve" in text(late)
    kept = send(client, place(house, "croix", unit="U7"), choisi="2026-03-01", epreuve="2026-05-20", **told)
    assert kept.context["board"].chosen.share == (6, 2)
    assert "6-2 2026-03-01 2026-05-20" in text(kept)


def test_a_level_that_no_count_of_indicators_gives_is_neither_offered_nor_taken(house: Any) -> None:
    from laureat.web.grids.models import ChosenGrid
    from laureat.web.grids.tapping import use

    told: Any = copy.deepcopy(dict(library()["RNCP35697-U31"].data)) | {"edition": "indicateurs"}
    (line, *_others) = told["competences"][0]["criteres"]
    steps = [{"des": "0", "niveau": "0"}, {"des": "1", "niveau": "1"}, {"des": "2", "niveau": "3"}]
    line |= {"indicateurs": ["plan lu", "origine posée"], "paliers": steps}
    (grid,) = read_grids(yaml.safe_dump([told]), "indicateurs.yaml")
    edition = use(house.session, "U31", grid)
    ChosenGrid.objects.filter(session=house.session, unit="U31").update(edition=edition)
    client, code = house.clients[0], line["code"]
    page = text(client.get(place(house, unit="U31") + "?situation=S1"))
    assert "0 → 0 ; 1 → 1 ; 2 → 3" in page
    assert len(re.findall(f'name="l-{code}" value="[0-3]"', page)) == 3
    taps = {"cle": key(), "situation": "S1", "ligne": code, "valeur": "2", "lu": "0"}
    refused = client.post(place(house, "croix", unit="U31"), taps, headers={"X-Requested-With": "fetch"})
    assert (refused.status_code, "indicateurs observés" in refused.json()["erreur"]) == (422, True)
    # its indicators are ticked one by one: kept with the entry, shown, and their number gives the level
    seen = {"cle": key(), "situation": "S1", "ligne": f"{code}#1", "valeur": "x", "lu": "0"}
    fetch = {"X-Requested-With": "fetch"}
    one = client.post(place(house, "croix", unit="U31"), seen, headers=fetch).json()
    assert (one["valeur"], one["deduit"], one["version"]) == ("x", "1", 1)
    again = client.post(place(house, "croix", unit="U31"), seen, headers=fetch).json()
    assert again["version"] == 1
    for wrong in ({"ligne": f"{code}#3"}, {"ligne": f"{code}#2", "valeur": "2"}, {"ligne": "C1.2#1"}):
        told_wrong = {**seen, "cle": key(), **wrong}
        assert client.post(place(house, "croix", unit="U31"), told_wrong, headers=fetch).status_code == 422
    other = {**seen, "cle": key(), "ligne": f"{code}#2"}
    assert client.post(place(house, "croix", unit="U31"), other, headers=fetch).json()["deduit"] == "3"
    level = {**seen, "cle": key(), "ligne": code, "valeur": "1"}
    at_odds = client.post(place(house, "croix", unit="U31"), level, headers=fetch).json()
    assert at_odds["deduit"] == ""
    assert "les indicateurs observés (2 sur 2) donnent le niveau 3, et 1 est coché" in at_odds["alertes"][0]
    page = text(client.get(place(house, unit="U31") + "?situation=S1"))
    assert page.count(' name="l-C1.1#') == 2
    assert page.count('value="x" checked data-tap') == 2
    form = {"situation": "S1", f"v-{code}#1": "1", f"a-{code}#1": "x", f"l-{code}#2": "x", f"v-{code}#2": "1"}
    form |= {f"a-{code}#2": "x"}  # without script: the first box was left unticked
    assert "Grille enregistrée" in text(send(client, place(house, "croix", unit="U31"), **form))
    board = client.get(place(house, unit="U31") + "?situation=S1").context["board"]
    assert board.sheets["S1"].observed == {code: frozenset({2})}
    package = client.get(f"/atelier/api/paquet/{house.session.pk}/U31/?situation=S1").json()
    (away,) = [one for one in package["candidats"] if one["id"] == house.row.candidate]
    assert (away["valeurs"][f"{code}#1"], away["valeurs"][f"{code}#2"], away["versions"][f"{code}#1"]) == ("", "x", 2)
    assert package["lignes"][0]["indicateurs"][1] == {"code": f"{code}#2", "texte": "origine posée"}


def test_the_export_of_a_session_holds_the_grids_that_its_house_loaded_and_its_audit_judges_by_them(
    house: Any, tmp_path: Path
) -> None:
    from laureat.web.exam_sessions import sealing

    export, office = tmp_path / "journal.jsonl", signed_in(house.office)
    answer = office.post(f"/sessions/{house.session.pk}/journal/export/", {"cle": key()})
    export.write_bytes(b"".join(answer.streaming_content))
    ran = CliRunner().invoke(auditer, [str(export), "--cle-publique", sealing.public_key().hex()])
    assert "ne sont pas jugés" not in ran.output
    assert ran.exit_code == 0, ran.output
    bare = [line for line in export.read_text().splitlines() if not line.startswith('{"grid"')]
    assert len(bare) < len(export.read_text().splitlines())
    export.write_text("\n".join(bare))  # as exports were
    ran = CliRunner().invoke(auditer, [str(export), "--cle-publique", sealing.public_key().hex()])
    assert "édition aveugle : cette grille n'est pas ici" in ran.output

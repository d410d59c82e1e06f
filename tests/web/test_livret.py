"""The livret on screen: periods counted from their dates, what is due, lines cancelled and never changed, the jury."""

from typing import Any

import pytest

from support.toile import send, signed_in, text


@pytest.fixture(scope="module")
def house(world: Any) -> Any:
    """A pupil of the lycée, the session being marked, and where the livret is."""
    from laureat.web.exam_sessions.models import Standing
    from laureat.web.project import demonstration

    world.session = world.sessions[0]
    own = Standing.objects.filter(session=world.session, voie="scolaire_public", withdrawn=False)
    world.row = own.filter(establishment="0690001B").order_by("sort_key").first()
    world.place = f"/sessions/{world.session.pk}/livret/{world.row.candidate}/"
    world.lycee, world.clerk = signed_in(world.accounts["lycee@demo.fr"]), signed_in(world.office)
    demonstration.appoint(world, world.session)
    return world


def add(house: Any, acte: str, **told: str) -> str:
    return text(send(house.lycee, house.place, acte=acte, **told)).replace("&#x27;", "'")


def test_periods_are_counted_from_their_dates_and_what_lacks_is_said_with_its_text(house: Any) -> None:
    page = add(house, "periode", lieu="SARL Roy", jour="2024-01-08", fin="2024-03-29", nombre="1")
    assert "11,8 semaines (59 jours)" in page
    assert "20 semaines dues" in page
    assert "8,2 semaines (41 jours)" in page
    assert "2024-542" in page
    page = add(house, "periode", lieu="Usine", jour="2024-03-25", fin="2024-04-05")
    assert "Deux périodes se recouvrent" in page
    for start, end, why in (
        ("0001-01-01", "9999-12-31", "trop loin d'aujourd'hui"),
        ("2090-01-01", "2090-02-01", "trop loin d'aujourd'hui"),
        ("2023-01-01", "2024-01-02", "dure plus d'un an"),
    ):
        assert why in add(house, "periode", lieu="X", jour=start, fin=end)
    assert "accorde au plus 20 semaines" in add(house, "positionnement", jour="2024-01-08", nombre="99", texte="x")
    assert "finit avant de commencer" in add(house, "periode", lieu="X", jour="2024-02-02", fin="2024-02-01")
    assert "une date manque" in add(house, "periode", lieu="X", jour="", fin="2024-02-01")


def test_a_period_of_before_that_no_calendar_holds_is_shown_to_be_cancelled_and_one_to_come_counts_once_done(
    house: Any,
) -> None:
    from datetime import date, timedelta

    from laureat.web.grids.models import FollowUp

    about = {"session": house.session, "identity_id": house.row.candidate, "kind": "periode"}
    about["author"] = house.accounts["lycee@demo.fr"]
    line = FollowUp.objects.create(**about, place="Sans fin", day=date(1, 1, 1), until=date(9999, 12, 31))
    assert "à annuler : dates impossibles" in text(house.lycee.get(house.place))
    done = house.lycee.get(house.place).context["livret"].done
    start = date.today() + timedelta(days=30)
    page = add(house, "periode", lieu="À venir", jour=start.isoformat(), fin=(start + timedelta(6)).isoformat())
    assert f'<p class="figure">{done}</p>' in page
    assert "compté une fois fait : 1 semaine (5 jours)" in page
    english = text(house.lycee.get(house.place, headers={"Accept-Language": "en"}))
    assert "To come, counted once done: 1 week (5 days)" in english
    for one in (line, FollowUp.objects.get(place="À venir")):
        add(house, "annulation", ligne=str(one.pk))


def test_a_line_is_cancelled_by_another_and_never_changed(house: Any) -> None:
    from django.db import DatabaseError, transaction

    from laureat.web.grids.models import FollowUp

    line = FollowUp.objects.get(place="Usine")
    page = add(house, "annulation", ligne=str(line.pk))
    assert "11,8 semaines (59 jours)" in page
    assert "Usine" not in page
    assert "n'est plus du livret" in add(house, "annulation", ligne=str(line.pk))
    with pytest.raises(DatabaseError), transaction.atomic():
        FollowUp.objects.filter(pk=line.pk).update(place="autre")


def test_a_positionnement_lowers_what_is_due_and_the_office_pours_whole_weeks_into_the_file(house: Any) -> None:
    from laureat.web.exam_sessions.service import look

    page = add(house, "positionnement", jour="2023-09-15", texte="Diplôme du même champ", nombre="8")
    assert "jamais moins de 10" in page
    assert "durée atteinte" in page
    assert send(house.lycee, house.place, acte="verser").status_code == 403
    done = send(house.clerk, house.place, acte="verser")
    assert "Les semaines du livret sont au dossier" in text(done)
    told = look(house.session, [house.row.candidate]).candidates[house.row.candidate].columns
    assert (told["semaines_pfmp"], told["semaines_accordees"]) == ("11", "8")  # 11.8 weeks are 11 whole ones
    assert "dit déjà ce que le livret compte" in text(send(house.clerk, house.place, acte="verser"))


def test_blocks_are_placed_over_time_in_a_chart_with_its_table_that_the_jury_opens(house: Any) -> None:
    add(house, "niveau", unite="U31", nombre="2", jour="2024-01-20")
    page = add(house, "niveau", unite="U31", nombre="4", jour="2024-05-20", texte="seule au poste")
    assert page.count("<circle") == 2
    assert "4 maîtrise" in page
    assert "choisissez un bloc" in add(house, "niveau", unite="U99", nombre="2", jour="2024-01-20")
    jury = signed_in(house.accounts["presidente@demo.fr"])
    seen = text(jury.get(house.place))
    assert "seule au poste" in seen
    assert "Ajouter une période" not in seen
    assert jury.post(house.place, {"acte": "bilan", "texte": "x", "jour": "2024-01-01"}).status_code == 403
    assert signed_in(house.accounts["cfa@demo.fr"]).get(house.place).status_code == 404


def test_the_livret_goes_with_the_identity(house: Any) -> None:
    from django.db import transaction

    from laureat.web.candidates.models import Identity
    from laureat.web.grids.models import FollowUp

    with transaction.atomic():
        Identity.objects.filter(candidate=house.row.candidate).delete()
        assert not FollowUp.objects.filter(identity_id=house.row.candidate).exists()
        transaction.set_rollback(True)

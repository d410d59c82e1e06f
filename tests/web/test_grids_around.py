"""Around a grid: what is attached, the tutor's link, the harmonisation of the jury."""

import io
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from PIL import Image

from laureat.grilles import library
from laureat.web import data_folder
from support.toile import arrested, key, send, signed_by_link, signed_in, text, upload, vouched

UNIT = "U31"
GRID = library()["RNCP35697-U31"]
LINES = GRID.lines(GRID.situation("P"))


@pytest.fixture(scope="module")
def house(world: Any) -> Any:
    """Candidates of the lycée without a mark, the accounts around them, a juror who sits."""
    from laureat.web.exam_sessions.models import Standing
    from laureat.web.project import demonstration

    session = world.sessions[0]
    own = Standing.objects.filter(session=session, establishment="0690001B", categorie="A", withdrawn=False)
    world.rows = [row for row in own.filter(units__contains=[UNIT]).order_by("sort_key") if UNIT not in row.cells]
    world.session = session
    demonstration.appoint(world, session)
    world.lycee, world.cfa = (signed_in(world.accounts[f"{one}@demo.fr"]) for one in ("lycee", "cfa"))
    return world


def place(house: Any, row: Any, *more: str) -> str:
    return "/".join(["/sessions", str(house.session.pk), "grilles", UNIT, row.candidate, *more, ""])


def photo(**exif: str) -> bytes:
    image, content = Image.new("RGB", (640, 480), (120, 130, 140)), io.BytesIO()
    told = image.getexif()
    told[0x010E], told[0x0112] = "DUPONT Zoé, 45.76N", 6
    image.save(content, "JPEG", exif=told)
    return content.getvalue()


def attach(house: Any, row: Any, name: str, content: bytes, **more: str) -> str:
    given = {"situation": "P", "ligne": "C2.1", "preuve": upload(name, content), **more}
    return text(send(house.lycee, place(house, row, "preuves"), **given))


def piece_of(row: Any) -> Any:
    from laureat.web.grids.models import Evidence

    return Evidence.objects.filter(candidate=row.candidate).latest("at")


def test_a_photo_is_made_anew_upright_without_what_its_file_said_and_out_of_the_web_root(house: Any) -> None:
    row = house.rows[0]
    assert "Preuve jointe : piece.jpg" in attach(house, row, "piece.jpg", photo())
    piece = piece_of(row)
    answer = house.lycee.get(f"/sessions/{house.session.pk}/preuves/{piece.pk}/")
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    shown = Image.open(io.BytesIO(answer.content))
    assert shown.size == (480, 640)
    assert not dict(shown.getexif())
    assert b"DUPONT" not in answer.content
    kept = data_folder.evidence(row.candidate) / f"{piece.pk}.jpeg"
    assert kept.read_bytes() == answer.content
    assert kept.stat().st_mode & 0o077 == 0
    assert house.cfa.get(f"/sessions/{house.session.pk}/preuves/{piece.pk}/").status_code == 404


def test_a_report_is_drawn_again_page_by_page_and_nothing_it_hid_is_kept(house: Any) -> None:
    content = io.BytesIO()
    Image.new("RGB", (300, 200), (1, 2, 3)).save(content, "PDF", author="DUPONT Zoé", title="secret")
    assert "Preuve jointe" in attach(house, house.rows[0], "../../rapport.pdf", content.getvalue())
    piece = piece_of(house.rows[0])
    answer = house.lycee.get(f"/sessions/{house.session.pk}/preuves/{piece.pk}/")
    assert answer["Content-Type"] == "application/pdf"
    assert b"secret" not in answer.content
    assert "/" not in answer["Content-Disposition"].split("=")[1]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("page.jpg", b"<html><script>alert(1)</script>", "ni une photo"),
        ("coupée.jpg", photo()[:200], "abîmé"),
        ("faux.pdf", b"%PDF-1.4 rien", "abîmé"),
        ("vide.jpg", b"", "Choisissez une photo"),
        ("lourde.jpg", b"\xff\xd8" + b"0" * (12 << 20), "12 Mio"),
    ],
)
def test_what_is_neither_a_photo_nor_a_report_is_refused_in_french(
    house: Any, name: str, content: bytes, told: str
) -> None:
    assert told in attach(house, house.rows[1], name, content).replace("&#x27;", "'")


def test_a_proof_taken_away_is_erased_and_said(house: Any) -> None:
    row = house.rows[2]
    attach(house, row, "erreur.jpg", photo())
    piece = piece_of(row)
    page = text(send(house.lycee, f"/sessions/{house.session.pk}/preuves/{piece.pk}/retirer/"))
    assert "retirée par" in page
    assert not list(data_folder.evidence(row.candidate).iterdir())
    assert house.lycee.get(f"/sessions/{house.session.pk}/preuves/{piece.pk}/").status_code == 404


def link_for(house: Any, row: Any, situation: str = "P", site: str = "https?://[^/]+", **more: str) -> str:
    told = {
        "situation": situation,
        "nom": "Mme Roy",
        "qualite": "tutrice, SARL Roy",
        "titre": "professionnel",
        "courriel": "roy@exemple.fr",
    }
    told |= more
    page = text(send(house.lycee, place(house, row, "tuteur"), **told))
    found = re.search(rf"{site}(/tuteur/[^<]+/)<", page)
    assert found is not None
    return found[1]


def test_a_link_has_the_name_of_the_site_whatever_host_was_asked(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.ADDRESS", "https://examens.exemple.fr/")
    assert link_for(house, house.rows[0], site="https://examens.exemple.fr")


def test_a_tutor_assesses_one_trainee_in_one_situation_signs_once_and_is_never_a_name_typed(house: Any) -> None:
    from laureat.web.grids.models import GridEntry, TutorLink
    from laureat.web.mails.models import Message
    from laureat.web.mails.sending import send_due

    row, tutor = house.rows[3], Client()
    where = link_for(house, row)
    assert Message.objects.filter(kind="tuteur", body__contains=where).count() == 0
    send_due()
    assert where in mail.outbox[-1].body
    assert not TutorLink.objects.filter(token_digest=where.split("/")[2]).exists()
    page = tutor.get(where)
    assert page["Referrer-Policy"] == "same-origin"
    assert "Mme Roy" in text(page)
    told = {"cle": key(), "situation": "P", "ligne": "C1.1", "valeur": "2", "lu": "0"}
    fetch = {"X-Requested-With": "fetch"}
    assert tutor.post(where + "croix/", told, headers=fetch).json()["valeur"] == "2"
    assert tutor.post(where + "croix/", {**told, "cle": key(), "situation": "S1"}, headers=fetch).status_code == 422
    (entry,) = GridEntry.objects.filter(candidate=row.candidate)
    assert (entry.author, entry.by, entry.origin) == (None, "Mme Roy (tutrice, SARL Roy)", "tuteur")
    assert "Preuve jointe" in text(tutor.post(where + "preuve/", {"preuve": upload("p.jpg", photo())}, follow=True))
    assert tutor.post(where + "signer/", {"avis": " "}).status_code == 422
    signed_by_link(tutor, where, "Très soigneux.")
    signed_by_link(tutor, where, "autre")
    late = tutor.post(where + "croix/", {**told, "cle": key(), "valeur": "0", "lu": "1"}, headers=fetch)
    assert (late.status_code, "Vous avez signé" in late.json()["erreur"]) == (409, True)
    shown = text(house.lycee.get(place(house, row)))
    assert "Très soigneux." in shown
    assert "autre" not in re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", shown)


def test_a_link_says_until_when_it_opens_and_none_is_drawn_for_what_is_not_there(house: Any) -> None:
    from laureat.vocabulary.french import short_date
    from laureat.web.grids.models import TutorLink

    row, told = house.rows[1], {"nom": "Mme Roy", "qualite": "tutrice", "titre": "professionnel", "situation": "P"}
    page = text(send(house.lycee, place(house, row, "tuteur"), **told))
    end = short_date(timezone.localdate(TutorLink.objects.latest("pk").expires))
    assert f"jusqu'au {end}." in page.replace("&#x27;", "'")
    many = TutorLink.objects.count()
    for wrong, why in (
        ({"situation": "S9"}, "cette situation : aucun lien"),
        ({"courriel": "pas un courriel"}, "adresse électronique : aucun lien"),
    ):
        assert why in text(send(house.lycee, place(house, row, "tuteur"), **{**told, **wrong}))
    assert TutorLink.objects.count() == many


def test_a_tutor_signs_what_they_read_and_nothing_that_changed_since(house: Any) -> None:
    from laureat.web.grids.models import TutorLink

    row, tutor = house.rows[1], Client()
    where = link_for(house, row)
    seen = tutor.get(where).context["board"].digest
    told = {"cle": key(), "situation": "P", "ligne": "C1.1", "valeur": "0", "lu": "0"}
    house.lycee.post(place(house, row, "croix"), told, headers={"X-Requested-With": "fetch"})
    late = tutor.post(where + "signer/", {"avis": "Très soigneux.", "condense": seen})
    assert (late.status_code, "La grille a changé entre-temps" in text(late)) == (409, True)
    assert "Très soigneux." in text(late)  # nothing typed is lost
    link = TutorLink.objects.latest("pk")
    assert link.signed is None
    now = late.context["board"].digest
    assert "Votre avis est signé" in text(
        tutor.post(where + "signer/", {"avis": "Relu.", "condense": now}, follow=True)
    )
    link.refresh_from_db()
    assert link.signed_digest == now


def test_the_mail_of_a_tutor_is_in_their_language_whatever_that_of_who_invites_and_a_clock_set_back(house: Any) -> None:
    from datetime import timedelta

    from laureat.web.mails.models import Message
    from laureat.web.mails.sending import send_due

    row, english = house.rows[0], {"HTTP_ACCEPT_LANGUAGE": "en"}
    house.lycee.defaults |= english
    try:
        links = [link_for(house, row, langue=language) for language in ("fr", "en", "de")]
    finally:
        del house.lycee.defaults["HTTP_ACCEPT_LANGUAGE"]
    Message.objects.filter(tries=0).update(next_at=timezone.now() + timedelta(hours=1))
    send_due()
    told = {next(link for link in links if link in one.body): (one.subject, one.body) for one in mail.outbox[-3:]}
    assert [told[link][0] for link in links] == [
        "Votre avis de tuteur",
        "Your opinion as a tutor",
        "Votre avis de tuteur",
    ]
    assert "Do not pass it on" in told[links[1]][1]
    for link, browser, told_in in ((links[1], "fr", "Sign my opinion"), (links[0], "en", "Signer mon avis")):
        reader = Client(HTTP_ACCEPT_LANGUAGE=browser)  # the page is as the mail, whatever the browser
        assert told_in in text(reader.get(link))
        fault = reader.post(link + "signer/", {"avis": " "})
        assert ("Write your" in text(fault)) == (told_in == "Sign my opinion")
        reader.get("/langue/" + ("fr" if told_in == "Sign my opinion" else "en"))  # unless the reader chooses
        assert told_in not in text(reader.get(link))
    page = text(Client().get(links[1], **english))
    assert "Your opinion as a tutor" in page
    assert "Sign my opinion" in page


def test_a_link_closed_expired_or_guessed_opens_nothing(house: Any) -> None:
    from laureat.web.grids.models import TutorLink

    row, tutor = house.rows[4], Client()
    where = link_for(house, row)
    link = TutorLink.objects.latest("pk")
    assert house.cfa.post(f"/sessions/{house.session.pk}/tuteurs/{link.pk}/fermer/").status_code == 404
    send(house.lycee, f"/sessions/{house.session.pk}/tuteurs/{link.pk}/fermer/")
    assert tutor.get(where).status_code == 410
    assert tutor.post(where + "croix/", {}).status_code == 404
    assert tutor.get("/tuteur/invente/").status_code == 410
    _link, token = TutorLink.draw(
        session=house.session,
        unit=UNIT,
        candidate=row.candidate,
        situation="P",
        name="T",
        quality="t",
        role="professionnel",
        by=house.office,
    )
    assert tutor.get(f"/tuteur/{token}/").status_code == 200
    assert TutorLink.find(token) is not None
    TutorLink.draw(life=timezone.timedelta(0), **{**_about(_link)})
    assert TutorLink.objects.latest("pk").lives is False


def _about(link: Any) -> dict[str, Any]:
    return {one: getattr(link, one) for one in ("session", "unit", "candidate", "situation", "name", "quality", "by")}


def settled(house: Any, row: Any, note: str = "13,5", read: int = 0, **tutor: str) -> Any:
    """A mark settled; ``read``: how many times the first line was written before."""
    for line in LINES:
        told = {"cle": key(), "situation": "P", "ligne": line, "valeur": "2", "lu": "0"}
        if line == LINES[0]:
            told["lu"] = str(read)
        last = house.lycee.post(place(house, row, "croix"), told, headers={"X-Requested-With": "fetch"})
        assert last.status_code == 200, last.content
    told = {"situation": "P", "condense": last.json()["condense"], "note": note}
    assert "il manque 1 signature" in text(arrested(house.lycee, place(house, row), **told))
    vouched(house.session, UNIT, row.candidate, house.office, **tutor)
    assert "Note arrêtée" in text(arrested(signed_in(house.office), place(house, row), **told))
    return row


def test_the_jury_harmonises_signs_tells_shows_the_original_and_may_undo(house: Any) -> None:
    from laureat.web.exam_sessions.models import Standing
    from laureat.web.grids.models import Harmonisation
    from laureat.web.mails.models import Message

    row = settled(house, house.rows[4])
    where = f"/sessions/{house.session.pk}/grilles/{UNIT}/harmoniser/"
    jury = signed_in(house.accounts["presidente@demo.fr"])
    assert house.lycee.get(where).status_code == 403
    assert signed_in(house.office).post(where, {"cle": key(), "ecart": "1", "motif": "x"}).status_code == 403
    assert send(jury, where, ecart="0,3", motif="trop bas").status_code == 409
    assert send(jury, where, ecart="1", motif=" ").status_code == 409
    assert "1 note changée" in text(send(jury, where, ecart="-1", motif="barème lu trop haut"))
    assert Standing.objects.get(pk=row.pk).cells[UNIT] == "12,5"
    letter, other = Message.objects.filter(kind="harmonisee").order_by("-to")
    assert (letter.to, other.to) == ("lycee@demo.fr", "examens@demo.fr")  # both had signed
    assert "13,5 → 12,5" in letter.body
    assert "barème lu trop haut" in letter.body
    page = text(house.lycee.get(place(house, row)))
    assert "Harmonisée par le jury" in page
    assert "barème lu trop haut" in page
    refused = send(house.lycee, place(house, row, "arreter"), condense="0" * 64, note="13,5", situation="P")
    assert "a harmonisé cette note" in text(refused)
    assert send(jury, where, ecart="1", motif="encore").status_code == 409
    assert "il n&#x27;y a rien à annuler" in text(send(jury, where, annuler="une autre", motif="relecture"))
    act = str(Harmonisation.objects.latest("pk").act)
    assert "1 note rendue" in text(send(jury, where, annuler=act, motif="relecture"))
    assert Standing.objects.get(pk=row.pk).cells[UNIT] == "13,5"
    assert "Harmonisation annulée" in text(house.lycee.get(place(house, row)))
    log = text(signed_in(house.office).get(f"/sessions/{house.session.pk}/journal/"))
    assert f"{UNIT}, harmonisée par le jury" in log
    assert f"{UNIT}, harmonisation annulée" in log


def test_a_tutor_who_signed_what_a_harmonised_mark_came_from_is_told_and_told_no_mark(house: Any) -> None:
    from laureat.web.grids.models import TutorLink
    from laureat.web.mails.models import Message

    session, by, jury = house.session, house.office, signed_in(house.accounts["presidente@demo.fr"])
    row, told = house.rows[0], Message.objects.filter(kind="avisjury")
    about = {"session": session, "unit": UNIT, "candidate": row.candidate, "role": "professionnel", "by": by}
    for situation, name in (("S1", "M. Vide"), ("P", "Mme Tôt")):  # signed nothing; signed what changed afterwards
        _link, token = TutorLink.draw(**about, situation=situation, name=name, quality="t", email=f"{situation}@e.fr")
        if situation == "P":
            first = {"cle": key(), "situation": "P", "ligne": LINES[0], "valeur": "1", "lu": "0"}
            Client().post(f"/tuteur/{token}/croix/", first, headers={"X-Requested-With": "fetch"})
        signed_by_link(Client(), f"/tuteur/{token}/", "vu")
    settled(house, row, read=1, email="roy@meca.fr", language="en")
    vouched(session, UNIT, row.candidate, by, name="M. Sans")  # without an address: whoever gave the link passes it on
    where = f"/sessions/{session.pk}/grilles/{UNIT}/harmoniser/"
    for fields in ({"ecart": "-1", "motif": "barème lu trop haut"}, {"annuler": "", "motif": "relecture"}):
        already = set(told.values_list("pk", flat=True))
        if "annuler" in fields:
            fields["annuler"] = str(jury.get(where).context["acts"][0].act)
        assert send(jury, where, **fields).status_code == 200
        new = list(told.exclude(pk__in=already))
        assert {one.to for one in new} == {by.email, "roy@meca.fr"}
        (letter,) = (one for one in new if one.to == "roy@meca.fr")
        assert (letter.name, "the jury changed the mark" in letter.body) == ("Mme Roy", True)
        assert any("M. Sans" in one.body for one in new)
        for hidden in ("13,5", "12,5", row.numero, "trop haut"):
            assert hidden not in "".join(one.body for one in new)


def test_what_is_around_a_grid_is_written_once_by_right_of_the_base(house: Any) -> None:
    from django.db import DatabaseError, transaction

    from laureat.web.grids.models import Harmonisation

    with pytest.raises(DatabaseError), transaction.atomic():
        Harmonisation.objects.update(after=2000)

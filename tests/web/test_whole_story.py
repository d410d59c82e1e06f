"""The whole story through the forms of every role, to a correction after publication and the audit of its trace."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from laureat.cli.auditer import auditer
from support.toile import confirmed, send, signed_in, text, upload

JURY_LIST = """nom;prenom;sexe;qualite;fonction;courriel
Marchand;Claude;F;enseignant_chercheur;president;presidente@demo.fr
Lefèvre;Camille;M;enseignant_public;membre;jury@demo.fr
Nguyễn;Linh;F;enseignant_cfa;membre;
Benali;Inès;F;enseignant_public;membre;
Šimůnek;Jan;M;employeur;membre;
Costa;Paula;F;salarie;membre;
"""


def open_by_forms(office: Any, **fields: Any) -> Any:
    """Open a session through the form; gives it."""
    from laureat.web.exam_sessions.models import ExamSession

    fields = {"certification": "RNCP35697", "year": 2026, "label": "Essai", "academy": "Académie", **fields}
    more = {"authority": "Le recteur", "signatory": "D. Roy", "signatory_quality": "chef", "place": "Ici"}
    more |= {"service": "Service", "service_address": "1 rue", "service_email": "s@e.fr", "court": "tribunal"}
    page = send(office, "/sessions/ouvrir/", **fields, **more)
    assert page.redirect_chain, page.context["form"].errors
    return ExamSession.objects.latest("created")


def import_by_forms(office: Any, session: Any, content: bytes, name: str = "liste.csv") -> Any:
    """Hand a list over, look at the preview, apply it."""
    page = office.post(f"/sessions/{session.pk}/import/", {"file": upload(name, content)}, follow=True)
    assert page.context["plan"].can_apply, page.context["plan"]
    return office.post(page.request["PATH_INFO"], {"base": page.context["plan"].base}, follow=True)


def confirm_by_forms(office: Any, second: Any, session: Any) -> None:
    """The three coefficients nobody could read, read by one person and by another."""
    address = f"/sessions/{session.pk}/coefficients/"
    for name, value in (("U2", "4"), ("U31", "6"), ("U32", "2")):
        number = {"name": f"coefficient_{name}", "value": value}
        read = send(office, address, acte="lire", text="annexe IV", text_date="2020-12-09", **number)
        assert "à confirmer par une autre personne" in text(read)
        assert "une autre personne doit la confirmer" in text(send(office, address, acte="confirmer", **number))
        assert "Le nombre est confirmé" in text(send(second, address, acte="confirmer", **number))


def deliberate_by_forms(clients: dict[str, Any], session: Any) -> None:
    """Attendance, proposals, livrets, two approvals, the seal."""
    office, president, member = clients["office"], clients["president"], clients["member"]
    path = f"/sessions/{session.pk}"
    seats = {f"presence-{juror.pk}": "present" for juror in session.jurors.all()}
    send(president, f"{path}/presence/", **seats)
    page = send(office, f"{path}/conduite/", acte="proposer")
    assert "Les décisions sont proposées" in text(page)
    for row in session.standings.filter(livret_awaited=True):
        send(president, f"{path}/deliberation/{row.candidate}/acte/", acte="livret")
    approve = {"acte": "approuver", "mot_de_passe": "demonstration-laureat"}
    assert "mot de passe" in text(send(president, f"{path}/pv/acte/", acte="approuver"))
    assert "sans clé personnelle" in text(send(president, f"{path}/pv/acte/", **approve))
    assert "qui a siégé" in text(send(office, f"{path}/pv/acte/", **approve))
    send(member, f"{path}/pv/acte/", **approve)
    assert "scellé" in text(confirmed(president, f"{path}/pv/acte/", "sceller"))


def test_a_session_is_conducted_by_forms_to_a_correction_after_publication(base: str, tmp_path: Path) -> None:
    from laureat.web.exam_sessions import ledger, sealing
    from laureat.web.project import demonstration

    world = demonstration.people()
    accounts = world.accounts
    clients = {
        "office": signed_in(world.office),
        "president": signed_in(accounts["presidente@demo.fr"]),
        "member": signed_in(accounts["jury@demo.fr"]),
    }
    office, school = clients["office"], signed_in(accounts["lycee@demo.fr"])
    session = open_by_forms(office)
    path = f"/sessions/{session.pk}"
    confirm_by_forms(office, signed_in(accounts["adjoint@demo.fr"]), session)
    import_by_forms(office, session, demonstration.candidates_csv(session, 60, seed=3, waiting=True))
    assert session.standings.count() == 60

    # The school enters what it assesses in course; the office the rest.
    for unit in ("U2", "U31", "U32", "U11", "U12"):
        for client in (school, office):
            sheet = client.get(f"{path}/saisie/{unit}/")
            typed = {f"n-{e.row.candidate}": "11,5" for e in sheet.context["entries"] if not e.seen and not e.locked}
            seen = {f"v-{e.row.candidate}": "" for e in sheet.context["entries"]}
            if typed:
                page = send(client, f"{path}/saisie/{unit}/", **typed, **seen)
                assert page.redirect_chain, text(page)
    assert not session.standings.filter(missing__gt=0, forme="globale").exists()

    page = confirmed(office, f"{path}/conduite/", "clore")
    assert "La saisie est close" in text(page)
    before = list(session.standings.order_by("pk").values_list("cells", flat=True))
    typed = {f"n-{row.candidate}": "0" for row in session.standings.all()}
    send(school, f"{path}/saisie/U2/", **typed)
    assert list(session.standings.order_by("pk").values_list("cells", flat=True)) == before

    fields = {"arrete": "arrêté n° 1", "arrete_date": "2026-05-12", "file": upload("jury.csv", JURY_LIST.encode())}
    assert "Le jury est nommé" in text(send(office, f"{path}/jury/", **fields))
    deliberate_by_forms(clients, session)

    # Nothing shows before the publication; after it, the public list names those admitted alone.
    assert office.get(f"/resultats/{session.pk}/").status_code == 404
    assert "publiés" in text(confirmed(office, f"{path}/conduite/", "publier"))
    assert office.get(f"/resultats/{session.pk}/").status_code == 200

    # A correction after publication suspends the result until the jury has deliberated again.
    row = session.standings.filter(public_decision="admis", cells__U51__regex=r"^\d").order_by("sort_key").first()
    fields = {"acte": "rectifier", "unite": "U51", "avant": row.cells["U51"], "note": "20", "motif": "erreur de report"}
    page = send(office, f"{path}/inscriptions/{row.candidate}/acte/", **fields)
    assert "suspendu" in text(page)
    row.refresh_from_db()
    assert (row.public_decision, row.withheld) == ("", True)
    assert [one.head.occasion for one in ledger.heads(session.log)][-1] == "correction"
    deliberate_by_forms(clients, session)
    confirmed(office, f"{path}/conduite/", "publier")
    row.refresh_from_db()
    assert (row.public_decision, row.withheld, row.cells["U51"]) == ("admis", False, "20")

    # The épreuve de contrôle, to the final results.
    called = list(session.standings.filter(public_decision="controle"))
    if called:
        page = confirmed(office, f"{path}/conduite/", "commencer", groupe="controle")
        assert "ouvert" in text(page)
        for one in called:
            page = office.get(f"{path}/controle/")
            (choices,) = [row[2] for row in page.context["rows"] if row[0] == one]
            choice = {f"groupe-{rank}": group[0][0] for rank, group in enumerate(choices, start=1)}
            send(office, f"{path}/controle/", acte="choisir", candidat=one.candidate, **choice)
            marks = {f"note-{unit}": "18" for unit in choice.values()}
            send(office, f"{path}/controle/", acte="noter", candidat=one.candidate, **marks)
        confirmed(office, f"{path}/conduite/", "clore")
        deliberate_by_forms(clients, session)
        confirmed(office, f"{path}/conduite/", "publier")
        assert session.standings.filter(public_decision="controle").count() == 0
        again = fields | {"avant": "20", "note": "19,5"}
        assert "suspendu" in text(send(office, f"{path}/inscriptions/{row.candidate}/acte/", **again))

    # The trace: the export audits clean with the public key, and not once a fact is altered.
    response = office.post(f"{path}/journal/export/")
    journal = tmp_path / "journal.jsonl"
    journal.write_bytes(b"".join(response.streaming_content))
    command = [str(journal), "--cle-publique", sealing.public_key().hex()]
    result = CliRunner().invoke(auditer, command)
    assert result.exit_code == 0, result.output
    lines = journal.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if "MarkEntered" in line)
    altered = json.loads(lines[at])
    altered["payload"] = altered["payload"].replace('"cell":"', '"cell":"1')
    lines[at] = json.dumps(altered)
    journal.write_text("\n".join(lines), encoding="utf-8")
    assert CliRunner().invoke(auditer, command).exit_code == 1


def test_a_real_session_waits_for_its_coefficients_and_a_rehearsal_does_not(base: str) -> None:
    from laureat.web.project import demonstration

    world = demonstration.people()
    office = signed_in(world.office)
    real, blank = open_by_forms(office), open_by_forms(office, blank="on")
    assert "ne sont pas confirmés" in text(office.get(f"/sessions/{real.pk}/"))
    assert "Session à blanc" in text(office.get(f"/sessions/{blank.pk}/"))
    for session in (real, blank):
        import_by_forms(office, session, demonstration.candidates_csv(session, 12, seed=5))
        confirmed(office, f"/sessions/{session.pk}/conduite/", "clore")
        demonstration.appoint(world, session)
        page = send(office, f"/sessions/{session.pk}/conduite/", acte="proposer")
        assert ("Nombres non confirmés" in text(page)) == (session is real)


def test_a_session_outside_the_dates_of_the_sheet_says_so(base: str) -> None:
    from laureat.web.project import demonstration

    world = demonstration.people()
    session = open_by_forms(signed_in(world.office))
    page = signed_in(world.office).get(f"/sessions/{session.pk}/")
    assert page.status_code == 200
    refused = send(signed_in(world.office), "/sessions/ouvrir/", certification="RNCP35697", year=2023)
    assert "2024" in text(refused)

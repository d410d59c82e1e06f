"""What a file lacks, at the doors: the room shows it first, the office decides of it, the minutes say it."""

from io import BytesIO

from pypdf import PdfReader

from laureat.session import conduct
from laureat.web.exam_sessions.deliberating import propose
from laureat.web.exam_sessions.models import Standing
from laureat.web.exam_sessions.service import Desk
from laureat.web.project import demonstration
from support.toile import send, signed_in, text


def test_the_office_decides_of_each_file_before_the_seal_and_the_minutes_say_it(base: str) -> None:
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 4, seed=3)
    accepted, refused = session.standings.order_by("sort_key")[:2]
    run = demonstration.run

    def by_experience(desk: Desk) -> None:
        voie = desk.framework.routes("experience_3_ans")
        for row in (accepted, refused):
            route = desk.state.candidates[row.candidate].route
            desk.take(
                conduct.correct_route(
                    desk.state,
                    desk.act(row.candidate[:8]),
                    framework=desk.framework,
                    candidate=row.candidate,
                    voie=voie,
                    establishment=route.establishment,
                    reason=desk.promise("inscrit par erreur comme élève"),
                )
            )

    run(world, session, "voies", by_experience)
    demonstration.appoint(world, session)
    run(world, session, "clore", lambda d: d.take(conduct.close_session(d.state, d.act(), framework=d.framework)))
    run(world, session, "presence", demonstration.seat)
    run(world, session, "proposer", propose)
    path = f"/sessions/{session.pk}"
    office, president, member = (signed_in(world.accounts.get(one, world.office)) for one in ("", *JURORS))
    assert president.get(f"{path}/deliberation/").context["page"].object_list[0].candidate in {
        accepted.candidate,
        refused.candidate,
    }
    assert "2 dossiers incomplets" in text(president.get(f"{path}/deliberation/"))
    shown = president.get(f"{path}/deliberation/?dossier=1").context["rows"]
    assert [row.candidate for row, *_rest in shown] == [accepted.candidate, refused.candidate]
    assert "2 dossiers sont incomplets" in text(president.get(f"{path}/pv/"))
    assert accepted.numero in text(president.get(f"{path}/deliberation/dossiers/"))
    page = f"{path}/deliberation/dossiers/acte/"
    assert president.post(page, {}).status_code == 403

    def decide(row: Standing, decision: str, reason: str) -> str:
        given = {"manque": [f"{row.candidate} activite_3_ans"], "decision": decision, "motif": reason}
        return text(send(office, page, **given))

    assert "motif" in decide(accepted, "oui", "")
    assert "décidé" in decide(accepted, "oui", "attestation de l'employeur vue")
    assert "décidé" in decide(refused, "non", "aucune pièce reçue")
    run(world, session, "livrets", demonstration.examine_livrets, world.accounts[JURORS[0]])
    approve = {"acte": "approuver", "mot_de_passe": "demonstration-laureat"}
    for client in (president, member):
        assert "approbation est enregistrée" in text(send(client, f"{path}/pv/acte/", **approve))
    assert "2 incomplets sur 4" in text(office.get(f"{path}/"))
    run(world, session, "sceller", lambda d: d.take(conduct.seal_pv(d.state, d.act(), framework=d.framework)))
    assert "2 incomplets sur 4, décidés au procès-verbal" in text(office.get(f"{path}/"))
    minutes = office.get(f"{path}/pv/document/")
    assert minutes.status_code == 200, text(minutes)
    said = " ".join("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(minutes.content)).pages).split())
    said = said.replace("\u2019", "'")
    for told in ("attestation de l'employeur vue", "aucune pièce reçue", "hors du procès-verbal"):
        assert told in said, told


JURORS = ("presidente@demo.fr", "jury@demo.fr")

"""What an attacker with the application's own role adds or changes is not shown, printed nor signed, and is named."""

import copy
import html
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from laureat.cli.auditer import auditer
from laureat.records import encode
from laureat.records import facts as f
from laureat.session.house import HOUSE_LOG
from laureat.session.vae import vae_log
from laureat.web import data_folder
from laureat.web.project import database
from support.faits_quelconques import any_fact
from support.toile import send, signed_in
from support.toile import text as written


def text(response: Any) -> str:
    """A page as one reads it."""
    return html.unescape(written(response))


FACTS = "exam_sessions_storedfact"


@dataclass
class Scene:
    """A published session, and the address of the base for the application's own role."""

    world: Any
    session: Any
    address: str
    owner: str
    data: Path

    @property
    def path(self) -> str:
        return f"/sessions/{self.session.pk}"

    def row(self, decision: str) -> Any:
        return self.session.standings.filter(public_decision=decision).order_by("sort_key").first()

    def behind(self, statement: str, *values: object) -> None:
        """What the application's role may do, the application aside."""
        with psycopg.connect(self.address) as connection:
            connection.execute(statement, values)

    def insert(self, *facts: f.Fact) -> None:
        """By the door of the base, as whoever holds the role of the application would."""
        for fact in facts:
            self.behind("SELECT laureat_record(%s::bytea[])", [encode(fact)])

    def act(self, key: str = "attaque", email: str = "presidente@demo.fr") -> dict[str, str]:
        author = str(self.world.accounts[email].pseudonym)
        return {"log": self.session.log, "author": author, "at": "2025-07-04T09:00:00Z", "key": key}

    def office_page(self) -> str:
        return text(signed_in(self.world.office).get(f"{self.path}/"))

    def candidate_page(self, row: Any) -> str:
        return text(signed_in(self.world.office).get(f"{self.path}/inscriptions/{row.candidate}/"))

    def paper(self, row: Any, kind: str) -> Any:
        return signed_in(self.world.office).get(f"/mon-dossier/{self.session.pk}/{kind}/?candidat={row.candidate}")

    def listed(self) -> str:
        from django.test import Client

        return text(Client().get(f"/resultats/{self.session.pk}/"))

    def audited(self) -> tuple[int, str]:
        ran = CliRunner().invoke(auditer, ["--donnees", str(self.data)])
        return ran.exit_code, ran.output


@pytest.fixture
def scene(peopled_base: str, peopled: Any, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    from django.conf import settings

    base, world = peopled_base, copy.deepcopy(peopled)
    (tmp_path / data_folder.PUBLIC_KEYS).write_text((settings.DONNEES / data_folder.PUBLIC_KEYS).read_text())
    monkeypatch.setenv(database.OWNER_URL, base)
    name = str(database.parse(base)["NAME"])
    session = world.sessions[1]
    return Scene(world, session, database.address(postgres, database.APPLICATION_ROLE, name), base, tmp_path)


def test_a_decision_inserted_after_the_seal_gives_no_diploma_and_is_named(scene: Scene) -> None:
    row = scene.row("ajourne")
    name = name_of(row)
    assert name not in scene.listed()
    fixed = f.DecisionFixed(
        **scene.act(), candidate=row.candidate, deliberation=1, decision="admis", mention="TB", motive="a" * 64
    )
    scene.insert(fixed)
    for kind in ("diplome", "releve", "titre", "badge"):
        assert scene.paper(row, kind).status_code == 409
    assert name not in scene.listed()
    told = "décision fixée, après le sceau du procès-verbal"
    assert told in scene.office_page()
    assert told in scene.candidate_page(row)
    code, output = scene.audited()
    assert code == 1
    assert f"{told}" in output
    other = scene.row("admis")
    assert scene.paper(other, "diplome").status_code == 200


def name_of(row: Any) -> str:
    from laureat.web.candidates.models import Identity

    return Identity.objects.get(candidate=row.candidate).name


def test_decisions_said_to_be_under_other_rules_are_neither_approved_nor_sealed(scene: Scene) -> None:
    """Nobody can compute them again: they could be anything."""
    from laureat.session import conduct
    from laureat.session.framework import Act, Refused
    from laureat.web.exam_sessions import ledger, sealing
    from laureat.web.exam_sessions.deliberating import propose
    from laureat.web.exam_sessions.models import StoredTreeHead
    from laureat.web.exam_sessions.service import look_at_all, open_desk
    from laureat.web.project import demonstration as demo

    world, session = scene.world, demo.session_of(scene.world, 2026, 12, seed=8)
    demo.appoint(world, session)
    close = conduct.close_session
    demo.run(world, session, "clore", lambda d: d.take(close(d.state, d.act(), framework=d.framework)))
    demo.run(world, session, "presence", demo.seat)
    desk = open_desk(session, world.office, "attaque")
    propose(desk)
    forged: list[f.Fact] = []
    for fact in desk.facts:
        if isinstance(fact, f.DeliberationOpened):
            forged.append(replace(fact, rules="0" * 64))
        elif isinstance(fact, f.DecisionProposed) and not fact.reserves:
            forged.append(replace(fact, decision="admis", mention="TB", average="19"))
        else:
            forged.append(fact)
    assert forged != desk.facts
    ledger.append(session.log, forged)
    presidente, jury = world.accounts["presidente@demo.fr"], world.accounts["jury@demo.fr"]
    demo.run(world, session, "livrets", demo.examine_livrets, presidente)
    approve = lambda d: d.take(conduct.approve_pv(d.state, d.act(), framework=d.framework))  # noqa: E731
    with pytest.raises(Refused, match="sous d'autres règles"):
        demo.run(world, session, "approuver", approve, presidente)
    # Written behind the service, approvals and seal included, it has no head: nothing of it is printed.
    framework = desk.framework
    for number, who in enumerate((presidente, jury, world.office)):
        act, state = Act(str(who.pseudonym), ledger.now(), f"attaque-{number}"), look_at_all(session)
        command = conduct.seal_pv if who is world.office else conduct.approve_pv
        ledger.append(session.log, command(state, act, framework=framework).facts)
    assert look_at_all(session).deliberations[-1].sealed
    sealing.seal_due(session.log)
    assert not StoredTreeHead.objects.filter(log=session.log, occasion="deliberation").exists()
    status, output = scene.audited()
    assert status == 1
    assert "procès-verbal scellé" in output


def test_a_mark_entered_after_closure_holds_its_candidate_and_two_persons_set_it_aside(scene: Scene) -> None:
    row = scene.row("admis")
    assert name_of(row) in scene.listed()
    mark = f.MarkEntered(**scene.act(), candidate=row.candidate, unit="U2", cell="20")
    scene.insert(mark)
    told = "note saisie, après le sceau du procès-verbal"
    assert told in scene.candidate_page(row)
    assert told in scene.office_page()
    assert scene.paper(row, "diplome").status_code == 409
    assert name_of(row) not in scene.listed()
    office, second = signed_in(scene.world.office), signed_in(scene.world.accounts["adjoint@demo.fr"])
    [trouble] = office.get(f"{scene.path}/").context["troubles"]
    path = f"{scene.path}/conduite/"
    assert "Il faut un motif" in text(send(office, path, acte="demander_ecart", fait=trouble.leaf))
    send(office, path, acte="demander_ecart", fait=trouble.leaf, motif="aucun acte ne l'explique")
    assert "une autre personne doit la décider" in text(send(office, path, acte="ecarter", fait=trouble.leaf))
    assert "Le fait est écarté" in text(send(second, path, acte="ecarter", fait=trouble.leaf))
    assert not office.get(f"{scene.path}/").context["troubles"]
    assert scene.paper(row, "diplome").status_code == 200
    assert name_of(row) in scene.listed()
    code, output = scene.audited()
    assert code == 0, output
    assert "Écarté par deux personnes" in output


def test_a_juror_added_after_the_seal_holds_the_whole_session(scene: Scene) -> None:
    row = scene.row("admis")
    juror = f.JurorAppointed(**scene.act(), juror="j-9", fonction="president", qualite="salarie", account="moi")
    scene.insert(juror)
    assert "membre du jury nommé, après le sceau du procès-verbal" in scene.office_page()
    assert scene.paper(row, "diplome").status_code == 409
    assert "La liste est suspendue" in scene.listed()
    assert signed_in(scene.world.office).get(f"{scene.path}/pv/document/").status_code in (404, 409)
    code, output = scene.audited()
    assert (code, "membre du jury nommé, après le sceau" in output) == (1, True)


BEHIND: dict[str, tuple[str, str, str]] = {
    "an identity": (
        """UPDATE candidates_identity SET fields = fields || '{"nom": "FAUX"}' WHERE candidate = %s""",
        "L'identité affichée n'est pas celle",
        "candidates_identity : identité de",
    ),
    "the name of a juror": (
        "UPDATE exam_sessions_juror SET nom = 'FAUX' WHERE nom = 'Marchand' AND %s <> ''",
        "Le nom affiché d'un membre du jury",
        "le nom du membre du jury",
    ),
    "a kept text": (
        "UPDATE candidates_privatetext SET text = 'FAUX' WHERE subject = %s AND kind = 'motif'",
        "n'est plus celui que le journal a engagé",
        "ce n'est plus celui que le journal a engagé",
    ),
    "a mark shown": (
        """UPDATE exam_sessions_standing SET cells = cells || '{"U2": "20"}' WHERE candidate = %s""",
        "",
        "la ligne de",
    ),
}


@pytest.mark.parametrize("attack", BEHIND)
def test_what_is_altered_beside_the_log_is_not_printed_and_is_named(scene: Scene, attack: str) -> None:
    statement, shown, named = BEHIND[attack]
    row = scene.row("admis")
    if attack == "a kept text":
        reason = {"acte": "identite", "prenom": "Zoé", "motif": "état civil"}
        send(signed_in(scene.world.office), f"{scene.path}/inscriptions/{row.candidate}/acte/", **reason)
    scene.behind(statement, row.candidate)
    assert shown in scene.office_page()
    assert "En anomalie" in scene.candidate_page(row)
    assert scene.paper(row, "diplome").status_code == 409
    code, output = scene.audited()
    assert (code, named in output) == (1, True), output


def test_a_name_added_to_the_public_list_does_not_stand_there(scene: Scene) -> None:
    row = scene.row("ajourne")
    scene.behind("UPDATE exam_sessions_standing SET public_decision = 'admis' WHERE candidate = %s", row.candidate)
    assert name_of(row) not in scene.listed()
    assert "ne dit pas la décision que les faits donnent" in scene.office_page()
    code, output = scene.audited()
    assert code == 1
    assert f"la ligne de {row.candidate} ne dit pas ce que les faits disent (public_decision" in output


def test_bytes_that_say_nothing_are_no_error_of_the_pages(scene: Scene) -> None:
    row = scene.row("admis")
    with psycopg.connect(scene.owner) as owner:  # no door of the base lets it in
        owner.execute(
            f"INSERT INTO {FACTS} (log, key, kind, subject, payload) VALUES (%s, 'x', 'MarkEntered', %s, %s)",
            (scene.session.log, row.candidate, b"{"),
        )
    assert "illisible" in scene.candidate_page(row)
    assert scene.paper(row, "diplome").status_code == 409
    assert scene.audited()[0] == 1


def test_a_vae_unit_decided_after_the_notification_gives_no_paper_and_is_named(scene: Scene) -> None:
    from laureat.web.vae.models import VaeFile

    file = VaeFile.objects.get(stage="notifie")
    act = {**scene.act(), "log": vae_log("RNCP35697"), "at": "2026-12-01T09:00:00Z"}
    decided = f.VaeUnitDecided(**act, application=str(file.pk), unit="U2", validated=True, motive="a" * 64)
    office = signed_in(scene.world.office)
    assert "En anomalie" not in text(office.get(f"/vae/dossiers/{file.pk}/"))
    scene.insert(decided)
    assert "unité de VAE décidée : La décision est notifiée" in text(office.get(f"/vae/dossiers/{file.pk}/"))
    assert office.get(f"/vae/dossiers/{file.pk}/document/attestation/").status_code == 409
    code, output = scene.audited()
    assert (code, "unité de VAE décidée" in output) == (1, True), output


def waiting_for_minutes(scene: Scene) -> tuple[Any, str]:
    """An application on which the VAE jury spoke, settled by a sitting whose minutes nobody approved."""
    from laureat.web.exam_sessions.models import Certification
    from laureat.web.vae import demonstration
    from laureat.web.vae.models import VaeFile

    certification, file = Certification.objects.get(), VaeFile.objects.get(stage="jury")
    president = scene.world.accounts["presidente@demo.fr"]
    demonstration._decide(certification, president, str(file.pk), demonstration.ASKED, 3)
    demonstration.settle(certification, scene.world.office, [], str(file.pk), 2)
    return certification, str(file.pk)


def notified_behind(scene: Scene, application: str, content: str) -> None:
    """The approvals of two members who sat, of some content, and a notification."""
    from laureat.session.vae_minutes import seat_at
    from laureat.web.exam_sessions import ledger
    from laureat.web.exam_sessions.models import Certification
    from laureat.web.vae.service import look_at_all

    state = look_at_all(Certification.objects.get())
    number = len(state.sittings)
    for email in ("presidente@demo.fr", "jury@demo.fr"):
        act = {**scene.act(f"a-{email}", email), "log": vae_log("RNCP35697"), "at": ledger.now()}
        seat = seat_at(state, number, act["author"])
        scene.insert(f.PvApproved(**act, deliberation=number, content=content, juror=seat))
    office = {"log": vae_log("RNCP35697"), "author": str(scene.world.office.pseudonym), "at": ledger.now()}
    scene.insert(f.VaeResultNotified(**office, key="n", application=application))


def test_a_vae_notified_on_minutes_of_another_content_gives_nothing_and_no_head(scene: Scene) -> None:
    from laureat.web.exam_sessions import sealing
    from laureat.web.exam_sessions.models import StoredTreeHead
    from laureat.web.vae import papers
    from laureat.web.vae.models import VaeFile

    _certification, application = waiting_for_minutes(scene)
    log = vae_log("RNCP35697")
    heads = StoredTreeHead.objects.filter(log=log, occasion="publication").count()
    notified_behind(scene, application, "0" * 64)
    office = signed_in(scene.world.office)
    assert papers.given(VaeFile.objects.get(pk=application)) is None
    assert office.get(f"/vae/dossiers/{application}/document/attestation/").status_code == 404
    assert "En anomalie" in text(office.get(f"/vae/dossiers/{application}/"))
    sealing.seal_due(log)
    assert StoredTreeHead.objects.filter(log=log, occasion="publication").count() == heads
    code, output = scene.audited()
    assert (code, "décision de VAE notifiée" in output) == (1, True), output
    second = signed_in(scene.world.accounts["adjoint@demo.fr"])
    for trouble in office.get(f"/vae/dossiers/{application}/").context["troubles"]:
        path = f"/vae/dossiers/{application}/acte/"
        send(office, path, acte="demander_ecart", fait=trouble.leaf, motif="aucun acte ne l'explique")
        assert "Le fait est écarté" in text(send(second, path, acte="ecarter", fait=trouble.leaf))
    assert papers.given(VaeFile.objects.get(pk=application)) is None, "what was set aside gives nothing"


def test_a_seat_given_after_a_sitting_is_none_of_it(scene: Scene) -> None:
    from laureat.session.vae_minutes import minutes_content, seat_at
    from laureat.web.exam_sessions import ledger
    from laureat.web.vae.service import look_at_all

    certification, _application = waiting_for_minutes(scene)
    before = look_at_all(certification)
    number, jury = len(before.sittings), before.sittings[-1][1]
    other = str(scene.world.accounts["candidat@demo.fr"].pseudonym)
    act = {"log": vae_log("RNCP35697"), "author": str(scene.world.office.pseudonym), "at": ledger.now()}
    named = {"president": jury.president, "jurors": jury.jurors, "arrete": "a" * 64, "arrete_date": "2026-05-01"}
    scene.insert(f.JuryAppointed(**act, key="jury", **named))
    for rank, juror in enumerate(jury.jurors, 1):
        seat = replace(before.jurors[juror], **act, key=f"jury#{rank}")
        scene.insert(seat if juror == jury.president else replace(seat, account=other))
    after = look_at_all(certification)
    assert after.jury != before.jury
    assert seat_at(after, number, other) == ""
    assert minutes_content(after, number) == minutes_content(before, number)


def test_a_jury_without_its_members_or_without_identifiers_is_no_error_of_the_pages(scene: Scene) -> None:
    from laureat.web.exam_sessions import ledger

    waiting_for_minutes(scene)
    act = {"author": str(scene.world.office.pseudonym), "at": ledger.now(), "key": "jury"}
    named = {"president": "zz", "jurors": ("zz", "yy"), "arrete": "a" * 64, "arrete_date": "2026-05-01"}
    for log in (vae_log("RNCP35697"), scene.world.sessions[0].log):
        scene.insert(f.JuryAppointed(log=log, **act, **named))
    office, president = signed_in(scene.world.office), signed_in(scene.world.accounts["presidente@demo.fr"])
    entered = f"/sessions/{scene.world.sessions[0].pk}"
    own = ("", "jury/", "seances/", "seances/1/", "seances/1/pv/", "seances/2/", "seances/2/pv/")
    for path in (*(f"/vae/RNCP35697/{one}" for one in own), f"{entered}/", f"{entered}/jury/"):
        for client in (office, president):
            assert client.get(path).status_code < 500, path
    given = {"jour": ledger.now()[:10], "presents": ["zz", "yy"], "preside": "zz", "dossiers": ["zz"]}
    assert "Le journal ne dit pas qui sont les membres" in text(send(office, "/vae/RNCP35697/seances/", **given))


@pytest.mark.parametrize("whose", ["nobody", "another", "not yet notified", "another unit", "elsewhere"])
def test_a_unit_carried_from_no_decision_of_the_person_is_not_heeded_and_gives_no_paper(
    scene: Scene, whose: str
) -> None:
    """The fact is well formed: only the log of the VAE, read as it is judged, tells what it rests on."""
    from laureat.records import leaf_hash
    from laureat.records.facts.candidates import EXTERNAL
    from laureat.session.framework import Refused
    from laureat.web.exam_sessions import ledger
    from laureat.web.exam_sessions.models import Certification
    from laureat.web.exam_sessions.service import look
    from laureat.web.project import demonstration as demo
    from laureat.web.strongroom.titles import desk_of
    from laureat.web.vae.service import look_at_all

    session = demo.session_of(scene.world, 2026, 12, seed=8, waiting=True)
    vae = look_at_all(Certification.objects.get())
    done = next(one for one in vae.applications.values() if one.stands and one.validated)
    unit, log = done.validated[0], vae_log("RNCP35697")
    free = session.standings.filter(units__contains=[unit])
    row = next(one for one in free.order_by("pk") if not one.cells.get(unit))
    leaf = "ab" * 32
    if whose in ("another", "another unit"):
        decision = done.decisions[unit if whose == "another" else next(one for one in done.units if one != unit)]
        leaf = leaf_hash(encode(decision)).hex()
    elif whose == "not yet notified":
        certification, application = waiting_for_minutes(scene)
        waiting = look_at_all(certification).applications[application]
        unit = next(one for one in waiting.validated if one in row.units and not row.cells.get(one))
        leaf = leaf_hash(encode(waiting.decisions[unit])).hex()
    elif whose == "elsewhere":
        log = EXTERNAL
    act = {"log": session.log, "author": str(scene.world.office.pseudonym), "at": ledger.now(), "key": "attaque"}
    person = look(session, [row.candidate]).candidates[row.candidate].person
    if whose == "not yet notified":
        person = waiting.received.person
        act["key"] = "attaque-1"
        recognised = f.PersonRecognised(**act, candidate=row.candidate, person=person, reason="a" * 64)
        scene.insert(recognised)
        act["key"] = "attaque"
    scene.insert(f.VaeUnitCarried(**act, candidate=row.candidate, unit=unit, source_log=log, source_leaf=leaf))
    standing = look(session, [row.candidate]).candidates[row.candidate]
    assert standing.person == person
    assert str(standing.entered(unit)) == ""
    page = text(signed_in(scene.world.office).get(f"/sessions/{session.pk}/inscriptions/{row.candidate}/"))
    assert "unité de VAE reportée, pendant la saisie" in page
    with pytest.raises(Refused, match="unité de VAE reportée"):
        desk_of(session.log, row.candidate)
    code, output = scene.audited()
    assert code == 1
    assert "unité de VAE reportée, pendant la saisie" in output


def test_a_fact_of_which_a_field_is_no_word_or_is_not_there_is_no_error_of_the_pages_nor_of_the_audit(
    scene: Scene,
) -> None:
    """The door of the base knows its kind and its hour: only its command knows what it may say."""
    import json

    from laureat.web.exam_sessions import ledger

    row = scene.row("admis")
    act = {**scene.act(email="examens@demo.fr"), "at": ledger.now()}
    struck = f.DecisionsWithdrawn(
        **act,
        ground="zz",
        authority="TA",
        number="1",
        decided_on="2026-01-01",
        notified_on="",
        candidates=(row.candidate,),
        establishment="",
        again=False,
        due="",
        reason="a" * 64,
    )
    scene.insert(struck)
    short = json.dumps({**act, "key": "court", "kind": "DecisionsRestored"}, separators=(",", ":"), sort_keys=True)
    scene.behind("SELECT laureat_record(%s::bytea[])", [short.encode()])
    client = signed_in(scene.world.office)
    paths = ("", "suites/", "decisions/", f"inscriptions/{row.candidate}/", f"suites/{row.candidate}/", "journal/")
    for path in paths:
        assert client.get(f"{scene.path}/{path}").status_code < 500, path
    assert scene.paper(row, "diplome").status_code == 409
    code, output = scene.audited()
    assert code == 1
    assert "décisions annulées ou retirées" in output
    assert "version d'écriture inconnue" in output


@pytest.mark.parametrize("whole", [False, True], ids=["that_lack_their_fields", "whole"])
def test_facts_of_every_kind_in_every_log_stop_neither_the_pages_nor_the_audit_and_each_is_named(
    scene: Scene, whole: bool
) -> None:
    """The door of the base lets them in; each reading passes them over, and the audit names each, whose log it is."""
    import json

    from laureat.records.encoding import VERSION
    from laureat.records.facts import KINDS
    from laureat.web.exam_sessions import ledger
    from laureat.web.vae.models import VaeFile

    row, file = scene.row("admis"), VaeFile.objects.filter(stage="notifie").first()
    of_nobody = "0f0f0f0f-0000-4000-8000-000000000000"
    logs = {scene.session.log: row.candidate, vae_log("RNCP35697"): str(file.pk), "reglements": "x", "maison": "x"}
    logs |= {of_nobody: "x"}
    act = {"author": str(scene.world.office.pseudonym), "at": ledger.now()}
    for log, subject in logs.items():
        for name, kind in KINDS.items():
            about = {kind.ABOUT: subject} if kind.ABOUT else {}
            said = act | {"log": log, "key": f"forge-{name}"} | about
            if whole:
                scene.insert(replace(any_fact(kind), **said))
                continue
            payload = json.dumps(said | {"kind": name, "v": VERSION}, separators=(",", ":"), sort_keys=True).encode()
            scene.behind("SELECT laureat_record(%s::bytea[])", [payload])
    client = signed_in(scene.world.office)
    for path in ("", "suites/", "decisions/", f"inscriptions/{row.candidate}/", f"suites/{row.candidate}/", "journal/"):
        assert client.get(f"{scene.path}/{path}").status_code < 500, path
    for path in ("/vae/RNCP35697/", f"/vae/dossiers/{file.pk}/", "/maison/", "/comptes/", "/depots/", "/journal/", "/"):
        assert client.get(path).status_code < 500, path
    assert scene.paper(row, "diplome").status_code == 409
    ran = CliRunner().invoke(auditer, ["--donnees", str(scene.data), "--json"], catch_exceptions=False)
    assert ran.exit_code == 1, ran.output
    reports = {one["journal"]: one for one in json.loads(ran.output)}
    named = {log: {found["genre"] for found in one["constats"]} for log, one in reports.items()}
    assert any("n'a ce journal" in found["message"] for found in reports.pop(of_nobody)["constats"])
    unsaid = {log: KINDS.keys() - named[log] for log in logs if log in reports and KINDS.keys() - named[log]}
    if whole:  # numbers of a règlement that is not here are remarked
        assert unsaid.pop("reglements") == {"NumberConfirmed", "NumberContested", "NumberRead"}
        assert any("ne sont pas rejugés" in remark for remark in reports["reglements"]["remarques"])
    assert unsaid == {}


def test_a_row_of_the_vae_that_the_facts_do_not_say_is_told_as_such_in_the_list(scene: Scene) -> None:
    from laureat.web.vae.models import VaeFile

    first, other = VaeFile.objects.filter(stage="notifie")[0], VaeFile.objects.exclude(stage="notifie")[0]
    client = signed_in(scene.world.office)
    assert "en anomalie" not in text(client.get("/vae/RNCP35697/"))
    columns = "certification_id, numero, person, sort_key, search_key, received, stage, units, validated, refused"
    scene.behind(
        f"INSERT INTO vae_vaefile (application, {columns}) SELECT gen_random_uuid(), {columns.replace('numero', '%s')} "
        "FROM vae_vaefile WHERE application = %s",
        *("FORGE-1", str(other.pk)),
    )
    scene.behind("UPDATE vae_vaefile SET validated = units, refused = '[]' WHERE stage = 'jury'")
    scene.behind("UPDATE vae_vaefile SET stage = 'jury' WHERE application = %s", str(first.pk))
    waiting = VaeFile.objects.filter(stage="jury").exclude(pk=first.pk).exclude(numero="FORGE-1").count()
    page = text(client.get("/vae/RNCP35697/"))
    assert page.count("en anomalie") == 2 + waiting
    assert "FORGE-1" in page
    assert client.get(f"/vae/dossiers/{first.pk}/").status_code < 500


def test_a_jury_that_no_command_would_have_appointed_opens_no_door(scene: Scene) -> None:
    from laureat.web.exam_sessions import ledger
    from laureat.web.exam_sessions.access import _juries

    session, juror = scene.session, scene.world.accounts["jury@demo.fr"]
    assert (session.pk, True) in list(_juries(juror))
    own = {str(pk) for pk in juror.seats.filter(session=session).values_list("pk", flat=True)}
    act = {**scene.act(email="examens@demo.fr"), "at": ledger.now()}
    forged = f.JuryAppointed(**act, president="x", jurors=("x",), arrete="a" * 64, arrete_date="2025-01-01")
    assert not own & set(forged.jurors)
    scene.insert(forged)
    assert (session.pk, True) in list(_juries(juror)), "refused after the seal, it puts nobody out"


def test_what_the_log_of_the_house_refuses_gives_no_school_nor_quality_in_the_audit(scene: Scene) -> None:
    """The audit of a session asks the house who was of which school: by its facts, as they are judged."""
    from laureat.web.exam_sessions import household, ledger
    from laureat.web.project import audited

    household.take_up()
    juror = str(scene.world.accounts["jury@demo.fr"].pseudonym)
    act = {"log": HOUSE_LOG, "author": juror, "at": ledger.now(), "key": "attaque"}
    forged = f.AccountChanged(**act, account=juror, role="etablissement", establishment="0352001A", reason="a" * 64)
    scene.insert(forged)
    with psycopg.connect(scene.owner) as connection:
        facts = audited.Others(connection, audited.law_of(connection)).of_the_house()
        assert forged not in facts
        assert any(isinstance(fact, f.AccountOpened) and fact.account == juror for fact in facts)


def test_a_head_that_nobody_signed_is_named_and_keeps_no_other_out_of_the_house(scene: Scene) -> None:
    """Whoever takes beforehand the keys of the heads to come, in the log of the house."""
    from laureat.records.treehead import SignedTreeHead
    from laureat.web.exam_sessions import house, ledger
    from laureat.web.exam_sessions.models import StoredTreeHead

    house.vouch()
    house.extend()
    last = StoredTreeHead.objects.order_by("-id").values_list("id", flat=True)[0]
    about = {"log": house.LOG, "author": house.AUTHOR, "at": ledger.now(), "size": 10**6, "root": "00" * 32}
    said = {"occasion": "publication", "signed_at": ledger.now(), "signature": "zz", "of": "nulle part"}
    scene.insert(*(f.HeadSigned(**about, **said, key=f"tete-{last + more}") for more in range(1, 6)))
    lawful = next(fact for fact in ledger.facts(scene.session.log) if isinstance(fact, f.DeadlineSet))
    scene.insert(replace(lawful, key="jalon", at=ledger.now(), log=scene.world.sessions[0].log))
    assert house.vouch() == []
    house.extend()
    fresh = SignedTreeHead.from_json(StoredTreeHead.objects.filter(id=last + 1).get().head)
    covering = house.covering(fresh)
    assert covering is not None
    assert covering.fact.size == fresh.head.size
    assert not house._new_heads(ledger.now())
    code, output = scene.audited()
    assert code == 1
    assert output.count("cette tête n'a pas été signée par la clé du journal.") == 5
    assert "tête signée manque" not in output
    assert "a disparu" not in output


def test_a_paper_that_no_bytes_name_is_refused_and_one_under_the_name_of_another_is_named(scene: Scene) -> None:
    from laureat.session.conduct.pv import paper_key
    from laureat.web.exam_sessions import ledger

    row, other = scene.session.standings.filter(public_decision="admis").order_by("sort_key")[:2]
    act = {"log": scene.session.log, "author": str(scene.world.office.pseudonym), "at": ledger.now()}
    bare = paper_key(row.candidate, "releve", "ab" * 8)
    scene.insert(f.PaperIssued(**act, key=bare, candidate=row.candidate, paper="releve", digest="n'importe quoi"))
    away = paper_key(other.candidate, "titre", "cd" * 8)
    scene.insert(f.PaperIssued(**act, key=away, candidate=other.candidate, paper="titre", digest="ef" * 32))
    assert "se désigne par l'empreinte de ses octets" in scene.candidate_page(row)
    assert scene.paper(row, "diplome").status_code == 409
    code, output = scene.audited()
    assert code == 1
    assert "se désigne par l'empreinte de ses octets" in output
    assert f"titre de {other.candidate} : délivré sous un nom qui n'est pas le sien." in output

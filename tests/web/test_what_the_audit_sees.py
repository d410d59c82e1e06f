"""Every column of every table: changed behind the application, the audit names it, or a page says that it does not.

The page ``docs/reference/ce-que-l-audit-voit.md`` is written from this test: ``LAUREAT_ECRIRE=1`` writes it anew.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from psycopg import sql

from laureat.cli.auditer import auditer
from laureat.records import decode, encode
from laureat.records.facts import TextErased
from laureat.records.retention import Kept
from laureat.vocabulary import parse_cell
from laureat.web import data_folder
from laureat.web.exam_sessions.ledger import now
from laureat.web.project import audited, demonstration, packaged
from laureat.web.strongroom import keys
from laureat.web.vae.models import Stage, VaeFile
from support import histoires
from support.deposits import deposit_of, deposited
from support.derriere import address_of
from support.toile import send, signed_in, vouched

from .conftest import fresh_base

PAGE = Path(__file__).parents[2] / "docs/reference/ce-que-l-audit-voit.md"
TECHNICAL = "technique : ni papier, ni liste, ni titre"
SHARED = "un lien ouvert montre le titre à qui l'a ; il n'en change ni le contenu, ni le statut"
DIGEST = "dit si le même contenu a déjà été remis ; la page d'un code le recalcule d'après les faits"
BESIDE = "ce qui entoure une grille (preuve, livret, avis du tuteur) n'est pas un fait : rien ne s'en calcule"
GIVEN = (
    "le fait de la note nomme le lien et la qualité montrée ; le nom écrit et la durée du lien ne sont pas au journal"
)
TICKED = "n'entre pas dans la note : qui a coché, d'où, par quelle requête"
PASSWORD = "un mot de passe n'est pas un fait : qui écrit dans la base peut le changer, et entrer"
BY_LINK = (
    "un lien de tuteur n'est pas un fait : qui écrit dans la base peut en ouvrir un, et signer comme lui une situation"
)
OFFERED = (
    "une offre à un portefeuille sert une fois : qui écrit dans la base peut s'en ouvrir une, le titre reste le même"
)
POSTED = "un courriel en attente n'est pas un fait : qui écrit dans la base peut en changer le texte ou le destinataire"
ASKED = "un travail ne fait que ce que son auteur peut faire, et chacun de ses actes est un fait"
HANDED = "ce qui attend qu'une personne le relise et l'applique ; ce qu'elle applique est un fait"
UNSEEN_TABLES = {
    "grids_device": TECHNICAL,
    "grids_evidence": BESIDE,
    "grids_followup": BESIDE,
    "grids_remark": BESIDE,
    "accounts_counter": TECHNICAL,
    "accounts_factorreset": TECHNICAL,
    "accounts_trace": "journal de sécurité : la base seule le garde, et il n'est pas signé",
    "jobs_job": ASKED,
    "mails_message": POSTED,
    "titles_offer": OFFERED,
    "laureat_arrival": TECHNICAL,
    "laureat_fresh": TECHNICAL,
    "laureat_kind": "dit à la base quels faits elle laisse entrer ; l'audit n'en lit rien",
    "laureat_setting": "dit à la base ce qu'elle laisse entrer, et partir ; l'audit n'en lit rien",
    "checkpoints_cosignature": "une cosignature qui manque ne se voit que par le quorum, ou en interrogeant le témoin",
    "checkpoints_timestamp": "un jeton qui manque ne se voit pas ; un jeton altéré, si",
    "exam_sessions_deposit": HANDED,
    "exam_sessions_draft": HANDED,
    "account_emailconfirmation": TECHNICAL,
}
"""By table, why none of its columns is compared."""
TOLD = "le jour d'un état de chiffres, et qu'il soit sorti, ne sont d'aucun fait ; ce qu'il dit se recompte"
UNSEEN = {
    **{f"aftermath_toldfigures.{name}": TOLD for name in ("at", "exported", "id")},
    "accounts_user.password": PASSWORD,
    **{f"accounts_user.{name}": TECHNICAL for name in ("created", "language", "last_login")},
    **{f"accounts_invitation.{name}": TECHNICAL for name in ("created", "id")},
    "account_emailaddress.id": TECHNICAL,
    **{f"mfa_authenticator.{name}": TECHNICAL for name in ("created_at", "id", "last_used_at")},
    "exam_sessions_certification.read_at": TECHNICAL,
    "titles_depositedpaper.id": TECHNICAL,
    "candidates_identity.others": "colonnes inconnues d'une liste, montrées à personne",
    "candidates_privatetext.created": TECHNICAL,
    "accounts_house.id": TECHNICAL,
    "exam_sessions_examsession.created": TECHNICAL,
    "exam_sessions_storedtreehead.at": TECHNICAL,
    "exam_sessions_storedtreehead.frontier": "sert à écrire la tête suivante, que l'audit vérifie",
    "exam_sessions_storedtreehead.occasion": "la tête signée le dit",
    "exam_sessions_storedtreehead.size": "la tête signée le dit",
    **{f"grids_gridentry.{name}": TICKED for name in ("author_id", "told_at", "key", "origin")},
    **{f"grids_{name}": TECHNICAL for name in ("gridentry.at", "settlement.at", "settlement.id", "gridedition.at")},
    **{f"grids_{name}": TECHNICAL for name in ("chosengrid.id", "signature.id", "signature.key")},
    **{f"grids_tutorlink.{name}": GIVEN for name in ("name", "quality", "email", "by_id", "at", "expires", "closed")},
    "grids_tutorlink.token_digest": BY_LINK,
    "grids_tutorlink.language": TECHNICAL,
    **{f"titles_{name}.{column}": TECHNICAL for name in ("title", "paper") for column in ("id", "made", "moved")},
    **{f"titles_{name}.digest": DIGEST for name in ("title", "paper")},
    "titles_title.share": SHARED,
    "checkpoints_storedcheckpoint.at": TECHNICAL,
    "checkpoints_storedcheckpoint.id": TECHNICAL,
}
"""By column, why it is not compared."""
ENDS = {"titles_paper": ("ASC", "DESC"), "titles_title": ("ASC", "DESC")}
"""Tables whose first row is of a session, and whose last is of the VAE: each is read otherwise by the audit."""
PREFACE = """# Ce que l'audit voit

Page écrite par un essai, qui change chaque colonne de chaque table derrière l'application et demande à
`laureat auditer --donnees` de le nommer. « non » : l'audit ne le voit pas, la troisième colonne dit pourquoi. Le même
essai retire, ajoute et échange des lignes, ramène en arrière et dédouble chaque journal, avec et sans témoin.
Les tables de la session du navigateur, des verrous de connexion et des migrations (`django_*`, `axes_*`, `auth_*`),
la file des travaux (`procrastinate_*`) ne sont pas des données de la maison."""
PREFIXES = ("django_", "auth_", "axes_", "procrastinate_")


NEW_VALUES = {
    "boolean": "NOT coalesce({0}, false)",
    "bytea": "{0} || '\\x00'::bytea",
    "jsonb": "CASE WHEN jsonb_typeof({0}) = 'array' THEN {0} || '[\"faux\"]' ELSE {0} || coalesce("
    "(SELECT jsonb_object_agg(key, 'faux') FROM jsonb_object_keys({0}) key), '{{\"faux\": \"faux\"}}') END",
    "uuid": "'00000000-0000-4000-8000-000000000000'::uuid",
    "date": "coalesce({0}, '2001-01-01'::date) + 1",
    "timestamp with time zone": "coalesce({0}, '2026-01-01'::timestamptz) + interval '1 day'",
}
"""By type, a value that is another."""
NUMBERS = ("integer", "bigint", "smallint")


def conducted(count: int) -> Any:
    """A published session of a few candidates, VAE applications, and the house behind them; gives the session."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from laureat.web.accounts.models import House
    from laureat.web.aftermath import figures
    from laureat.web.exam_sessions import household, people
    from laureat.web.mails.models import Wording

    world = demonstration.people()
    session = demonstration.session_of(world, 2025, count, seed=25)
    demonstration.conduct_to_publication(world, session)
    figures.settle(session)
    deliver(world, session)
    grade(world, demonstration.session_of(world, 2026, 6, seed=26, waiting=True))
    demonstration.vae.build(session.certification, world.office, demonstration.JURY, world.accounts)
    deliver_vae(world, session.certification)
    demonstration.give_file(world, session)
    Wording.objects.create(kind="invitation", subject="Votre compte", body="Bonjour {nom}, voici : {lien}")
    House.objects.update_or_create(pk=1, defaults={"signatory": "Jeanne Roy", "logo": b"png", "logo_format": "png"})
    household.take_up()
    household.declare_keys()
    household.describe_first()
    people.invite(world.office, email="invite@exemple.fr", name="Invitée", role="jury")
    deposited(str(world.office.pseudonym), deposit_of(3))
    TOTP.activate(world.office, generate_totp_secret())
    return session


def deliver(world: Any, session: Any) -> None:
    """To someone admitted, a relevé with its code, every title, and what says that they went out."""
    from laureat.documents import papers
    from laureat.web.exam_sessions.papers import Desk
    from laureat.web.exam_sessions.service import look
    from laureat.web.registry import issued

    row = session.standings.filter(public_decision="admis").order_by("pk").first()
    desk = Desk.of(session, look(session, [row.candidate]))
    code = desk.paper(papers.RELEVE, row.candidate).code
    issued.record(session, world.office, row.candidate, "releve", code, "0" * 64)
    desk.titled(row.candidate).record()
    for title in desk.titled(row.candidate).titles()[:1]:
        digest = hashlib.sha256(title.document.encode()).hexdigest()
        issued.record(session, world.office, row.candidate, "titre", digest[:16], digest)


def deliver_vae(world: Any, certification: Any) -> None:
    """An application before the jury is decided and notified, and its attestation and a title go out."""
    file = VaeFile.objects.get(stage=Stage.JURY)
    president = world.accounts["presidente@demo.fr"]
    demonstration.vae._decide(certification, president, str(file.pk), file.units, 30)
    approvers = [account for *_seat, email in demonstration.JURY if (account := world.accounts.get(email))]
    demonstration.vae.settle(certification, world.office, approvers, str(file.pk), 28)
    signed = signed_in(world.office)
    send(signed, f"/vae/dossiers/{file.pk}/acte/", acte="notifier")
    for document in ("attestation/", f"titre/?bloc={certification.numero}BC01"):
        assert signed.get(f"/vae/dossiers/{file.pk}/document/{document}").status_code == 200, document


def grade(world: Any, session: Any) -> None:
    """A mark settled on a grid, that the jury harmonises, gives back, and harmonises again."""
    from laureat.grilles import library
    from laureat.web.grids import harmonising, settling, tapping

    unit, grid = "U31", library()["RNCP35697-U31"]
    row = next(row for row in session.standings.order_by("pk") if row.cells.get(unit, "").isdecimal())
    lines = grid.lines(grid.situation("P"))
    taps = [tapping.Tap("P", line, "2", 0, f"case-{line}") for line in lines]
    board = tapping.tap(session, world.office, row, unit, taps)
    mark = board.result.mark
    assert mark is not None
    vouched(session, unit, row.candidate, world.office)
    account = world.accounts["lycee@demo.fr"]
    stood = settling.stood(session, unit, row.candidate, parse_cell(row.cells[unit]), account)
    made = settling.settle_mark(session, account, row, unit, "arrêtée", mark, (board.digest, stood), "relu", "bien")
    assert not made.lacking
    demonstration.appoint(world, session)
    president, about = world.accounts["presidente@demo.fr"], (unit, [row])
    for shift in (-100, -200):  # given back, then moved again
        (held,) = harmonising.marked(session, *about)
        (done,) = harmonising.harmonise(session, president, f"h{shift}", unit, [held], shift, "barème lu trop haut")
        if shift == -100:
            again = harmonising.marked(session, *about)
            harmonising.undo(session, president, "annulée", unit, str(done.act), again, "relecture")


def changed(kind: str, column: str) -> sql.Composable:
    """Another value for a column of that type."""
    name = sql.Identifier(column)
    if kind in NUMBERS:
        return sql.SQL("coalesce({0}, 0) + 1000").format(name)
    return sql.SQL(NEW_VALUES.get(kind, "left(coalesce({0}, 'y'), 3) || 'x'")).format(name)


@pytest.fixture(scope="module")
def base_behind(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A connection that may do anything, which the audit reads too; nothing is kept of what is done in it."""
    from django.conf import settings

    maker = fresh_base(postgres)
    next(maker)
    conducted(12)
    data = tmp_path_factory.mktemp("donnees")
    (data / data_folder.PUBLIC_KEYS).write_text((settings.DONNEES / data_folder.PUBLIC_KEYS).read_text())
    with pytest.MonkeyPatch.context() as patch, psycopg.connect(address_of(packaged.SUPERUSER)) as connection:

        @contextmanager
        def reading(_data: Path) -> Iterator[psycopg.Connection]:
            yield connection

        patch.setattr(audited, "reading", reading)
        connection.execute("SET session_replication_role = replica")
        yield connection, data
        connection.rollback()
    next(maker, None)


def is_named(data: Path, *held: str) -> bool:
    """The audit finds something; ``held``: what someone outside holds, as options."""
    ran = CliRunner().invoke(auditer, ["--donnees", str(data), "--json", *held])
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        return True  # it cannot even be read, and says so
    return not all(report["intact"] for report in json.loads(ran.output))


def columns_of(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    """Every column of every table of the application, with its type."""
    found = connection.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' "
        "ORDER BY table_name, column_name"
    ).fetchall()
    return [row for row in found if not row[0].startswith(PREFIXES)]


def test_a_column_changed_behind_the_application_is_named_or_is_classed_as_not_seen(base_behind: Any) -> None:
    connection, data = base_behind
    assert not is_named(data), CliRunner().invoke(auditer, ["--donnees", str(data)]).output
    unseen, empty = set(), set()
    every = [(*one, order) for one in columns_of(connection) for order in ENDS.get(one[0], ("ASC",))]
    for table, column, kind, order in every:
        if table in UNSEEN_TABLES:
            continue
        with connection.transaction(force_rollback=True):
            name = sql.Identifier(table)
            row = sql.SQL("ctid = (SELECT ctid FROM {0} ORDER BY ctid " + order + " LIMIT 1)").format(name)
            try:
                with connection.transaction():
                    done = connection.execute(
                        sql.SQL("UPDATE {0} SET {1} = {2} WHERE {3}").format(
                            name, sql.Identifier(column), changed(kind, column), row
                        )
                    )
            except psycopg.Error:
                continue  # the base itself refuses it
            if not done.rowcount:
                empty.add(table)
            elif not is_named(data):
                unseen.add(f"{table}.{column}")
    assert (unseen - UNSEEN.keys(), UNSEEN.keys() - unseen) == (set(), set())
    assert not empty


ROWS = ("exam_sessions_storedfact", "exam_sessions_numberedfact", "exam_sessions_standing", "exam_sessions_juror")
PERSONS = ("candidates_identity", "candidates_privatetext", "vae_vaefile", "vae_vaejuror")
HOUSE = ("accounts_user", "accounts_establishment", "accounts_habilitation", "accounts_invitation")
SET_UP = ("exam_sessions_certification", "exam_sessions_examsession", "mfa_authenticator")
EVERY = (*ROWS, *PERSONS, *HOUSE, *SET_UP)
DELIVERED = (
    "grids_harmonisation",
    "grids_settlement",
    "grids_signature",
    "grids_tutorlink",
    "grids_gridentry",
    "grids_gridedition",
    "grids_chosengrid",
    "titles_paper",
    "titles_title",
)


@pytest.mark.parametrize("table", [*EVERY, *DELIVERED])
def test_a_row_that_disappears_is_named(base_behind: Any, table: str) -> None:
    connection, data = base_behind
    for order in ("ASC", "DESC"):
        with connection.transaction(force_rollback=True):
            query = "DELETE FROM {0} WHERE ctid = (SELECT ctid FROM {0} ORDER BY ctid " + order + " LIMIT 1)"
            connection.execute(sql.SQL(query).format(sql.Identifier(table)))
            assert is_named(data)


UNIQUE = """
SELECT DISTINCT attname, format_type(atttypid, atttypmod) FROM pg_index
JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)
WHERE indrelid = %s::regclass AND indisunique AND indpred IS NULL
"""


@pytest.mark.parametrize("table", EVERY)
def test_a_row_that_appears_is_named(base_behind: Any, table: str) -> None:
    connection, data = base_behind
    name = sql.Identifier(table)
    with connection.transaction(force_rollback=True):
        pairs = [
            sql.SQL("{0}, {1}").format(sql.Literal(column), changed(kind.partition("(")[0], column))
            for column, kind in connection.execute(UNIQUE, [table]).fetchall()
        ]
        copied = sql.SQL(
            "INSERT INTO {0} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(one, jsonb_build_object({1}))).* "
            "FROM {0} one WHERE ctid = (SELECT ctid FROM {0} ORDER BY ctid LIMIT 1)"
        )
        try:
            with connection.transaction():
                connection.execute(copied.format(name, sql.SQL(", ").join(pairs)))
        except psycopg.errors.UniqueViolation:
            return  # the base itself refuses it
        assert is_named(data)


def test_the_page_says_what_the_audit_does_not_see(base_behind: Any) -> None:
    every = columns_of(base_behind[0])
    lines = [PREFACE, "", "| colonne | comparée aux faits | sinon, pourquoi |", "|---|---|---|"]
    for table, column, _kind in every:
        name = f"{table}.{column}"
        why = UNSEEN_TABLES.get(table) or UNSEEN.get(name, "")
        lines.append(f"| `{name}` | {'non' if why else 'oui'} | {why} |")
    written = "\n".join(lines) + "\n"
    if os.environ.get("LAUREAT_ECRIRE"):
        PAGE.write_text(written, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written


def test_a_log_rolled_back_is_named_by_the_house_and_the_house_by_whoever_holds_its_head(base_behind: Any) -> None:
    connection, data = base_behind
    for log in histoires.logs(connection):
        held = histoires.head(connection, log)
        size = int(held.split(":")[1])
        for left in {size - 1, size // 2}:
            with connection.transaction(force_rollback=True):
                histoires.roll_back(connection, log, left)
                assert is_named(data) or log == histoires.HOUSE, (log, left)
                assert is_named(data, "--tete", held), (log, left)


def test_two_facts_that_take_each_other_s_place_are_named(base_behind: Any) -> None:
    connection, data = base_behind
    for log in histoires.logs(connection):
        last = int(histoires.head(connection, log).split(":")[1]) - 1
        for pair in {(0, 1), (last - 1, last)}:
            with connection.transaction(force_rollback=True):
                histoires.swap(connection, log, *pair)
                assert is_named(data), (log, pair)
            with connection.transaction(force_rollback=True):
                position = "CASE position WHEN %s THEN %s ELSE %s END"
                where = "WHERE log = %s AND position IN (%s, %s)"
                query = f"UPDATE {histoires.PLACES} SET position = -1 - ({position}) {where}"
                connection.execute(query, [pair[0], pair[1], pair[0], log, *pair])
                connection.execute(f"UPDATE {histoires.PLACES} SET position = -1 - position WHERE position < 0")
                assert is_named(data), (log, pair)


def test_a_log_forked_with_its_key_is_named_by_the_house_and_both_by_whoever_holds_a_head(base_behind: Any) -> None:
    connection, data = base_behind
    seed = keys.ledger_seed()
    house = histoires.head(connection, histoires.HOUSE)
    for log in histoires.logs(connection):
        held = histoires.head(connection, log)
        with connection.transaction(force_rollback=True):
            histoires.fork(connection, log, bytes(32), with_house=False)
            assert is_named(data), f"{log} : signé par une autre clé"
        if log != histoires.HOUSE:
            with connection.transaction(force_rollback=True):
                histoires.fork(connection, log, seed, with_house=False)
                assert is_named(data), log
        with connection.transaction(force_rollback=True):
            histoires.fork(connection, log, seed, with_house=True)
            assert not is_named(data), f"{log} : la clé, la base, et personne au-dehors ; c'est dit dans les docs"
            assert is_named(data, "--tete", held), log
            assert is_named(data, "--tete", house), log


def test_a_fact_of_any_kind_that_the_application_puts_in_is_named_or_is_one_that_its_act_would_leave(
    base_behind: Any,
) -> None:
    connection, data = base_behind
    rows = connection.execute(
        f"SELECT DISTINCT ON (kind) payload FROM {histoires.FACTS} WHERE log <> %s ORDER BY kind, id", [histoires.HOUSE]
    ).fetchall()
    spoken = set()
    for (payload,) in rows:
        fact = replace(decode(bytes(payload)), key="mise-là", at=now())
        with connection.transaction(force_rollback=True):
            connection.execute("SELECT laureat_record(%s::bytea[])", [[encode(fact)]])
            if not is_named(data):
                spoken.add(type(fact).__name__)
    assert spoken == SPOKEN


SPOKEN = {"DeadlineSet"}
"""The kinds of facts that whoever holds the role of the application may add, and that their own act would have left."""


def test_a_text_that_goes_before_its_time_is_named_whatever_fact_says_that_it_was_erased(base_behind: Any) -> None:
    connection, data = base_behind
    texts = connection.execute(
        "SELECT DISTINCT ON (kind) log, kind, commitment FROM candidates_privatetext JOIN exam_sessions_examsession "
        "ON log = id::text AND published WHERE kind <> 'cause' ORDER BY kind"
    ).fetchall()
    assert len(texts) > 1
    for log, kind, commitment in texts:
        for kept in (Kept.IDENTITE, Kept.MOTIF, Kept.CAUSE_AMENAGEMENT):
            with connection.transaction(force_rollback=True):
                connection.execute("DELETE FROM candidates_privatetext WHERE commitment = %s", [commitment])
                if kind == "identite":
                    connection.execute("DELETE FROM candidates_identity WHERE log = %s", [log])
                erased = TextErased(log=log, author="x", at=now(), key="x", commitment=commitment, retention=str(kept))
                connection.execute("SELECT laureat_record(%s::bytea[])", [[encode(erased)]])
                assert is_named(data), (kind, kept)

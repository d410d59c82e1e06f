"""A page asks no more of a session of 20,000 candidates than of a small one; `make bench` measures the time."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laureat.web.exam_sessions import explaining, household
from support.toile import signed_in

MANY = 20_000
PAGES = {
    "": 27,
    "inscriptions/": 12,
    "inscriptions/?q=nom000": 12,
    "inscriptions/?manque=notes&page=3": 12,
    "inscriptions/{candidate}/": 27,
    "saisie/": 10,
    "saisie/U2/": 14,
    "saisie/U2/?etablissement=0690003D": 14,
    "relecture/U2/": 11,
    "deliberation/": 17,
    "presence/": 12,
    "pv/": 19,
    "controle/": 11,
    "journal/": 22,
}
"""The pages of a session, and how many queries each may make, five of them for the account, the house and its jobs."""


@pytest.fixture(scope="module")
def large(world: Any) -> Any:
    """The published session, with twenty thousand more rows than it has facts for."""
    household.take_up()
    session = world.sessions[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM exam_sessions_standing WHERE false")
        columns = [column.name for column in cursor.description]
        fresh = {
            "candidate": "md5(n::text)::uuid::text",
            "numero": "'N' || n",
            "sort_key": "'nom' || lpad(n::text, 6, '0')",
            "search_key": "'nom' || lpad(n::text, 6, '0')",
            "missing": "mod(n, 7)",
        }
        values = ", ".join(fresh.get(column, f"model.{column}") for column in columns)
        cursor.execute(
            f"INSERT INTO exam_sessions_standing ({', '.join(columns)}) SELECT {values} FROM generate_series(1, %s) n, "
            "(SELECT * FROM exam_sessions_standing WHERE session_id = %s AND public_decision = 'admis' LIMIT 1) model",
            [MANY, session.pk],
        )
    return world, session


def test_the_page_of_a_candidate_explains_once(large: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world, session = large
    told: list[Any] = []
    explain = explaining.explain
    monkeypatch.setattr(explaining, "explain", lambda *given, **more: told.append(given) or explain(*given, **more))
    client = signed_in(world.accounts["candidat@demo.fr"])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/mon-dossier/{session.pk}/").status_code == 200
    assert len(told) == 1
    assert len(queries) <= 45, [query["sql"][:120] for query in queries]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_large_session_asks_little(large: Any, page: str) -> None:
    world, session = large
    known = session.standings.exclude(numero__startswith="N").order_by("pk").first()
    path = f"/sessions/{session.pk}/{page.format(candidate=known.candidate)}"
    client = signed_in(world.office)
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) <= PAGES[page], [query["sql"][:120] for query in queries]

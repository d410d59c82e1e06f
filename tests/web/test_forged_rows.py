"""A row that no fact carries, or that says anything, is no error of a page: « en anomalie », or nothing of it is said.

Each table that pages read beside the facts, each column, each odd value of its type, at every address, for each role.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from laureat.web.accounts.matrix import MATRIX
from laureat.web.accounts.models import Role
from support.adresses import Site, asked, reversed_at
from support.rangees import DERIVED, FORGED, columns, forged, is_done, odd, session_of_first

EVERYONE = ("", *Role)


@pytest.fixture(scope="module")
def site(world: Any) -> Iterator[Site]:
    """The site, whose ceilings are out of the way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "EXPORTS_PER_DAY", 1_000_000)
        yield Site(world)


def failing(
    site: Site, roles: tuple[str, ...], *, every: int = 1, turn: int = 0, forged: bool = False, of: str = ""
) -> list[str]:
    """The addresses that fail, now. ``of``: a session; those of the others are left, which show no row of it."""
    sessions = {str(session.pk) for session in site.sessions}
    others = sessions - {of} if of in sessions else set()
    found = []
    for role in roles:
        for rank, name in enumerate(MATRIX):
            if not asked(role, name) or (rank + turn) % every or name == "mfa_download_recovery_codes":
                continue
            paths = [path for path in site.paths(name)[:3] if not any(other in path for other in others)]
            if forged:
                given = {"pk": site.sessions[0].pk, "candidate": FORGED, "application": FORGED, "unit": "U2"}
                given |= {"kind": "releve", "numero": "RNCP35697", "form": "titre", "uai": FORGED[:8], "name": "jury"}
                paths = [*paths, *filter(None, [reversed_at(name, given)])]
            for path in dict.fromkeys(paths):
                with transaction.atomic():
                    response = site.clients[role].get(path)
                    if response.streaming:
                        response.close()
                    transaction.set_rollback(True)
                if response.status_code >= 500:
                    found.append(f"{role or 'visiteur'} {path}")
    return found


def tried(site: Site, table: str, *, every: int = 1) -> Iterator[str]:
    """What fails where a row appears, all go, or a column says something else."""
    kinds = columns(table)
    first = session_of_first(table, kinds)
    roles = EVERYONE if every == 1 else (Role.EXAMENS,)
    changes = [
        f"UPDATE {table} SET {name} = {value.replace('COLUMN', name)}" for name, kind in kinds for value in odd(kind)
    ]
    changes.append(f"DELETE FROM {table}")
    for turn, change in enumerate(["", *changes]):
        if change and turn % every:
            continue
        with transaction.atomic():
            if is_done(change) if change else forged(table, kinds):
                where = {"every": every} if change else {"forged": True, "of": first if every > 1 else ""}
                for one in failing(site, roles, turn=turn, **where):
                    yield f"{change or 'forged'} : {one}"
            transaction.set_rollback(True)


@pytest.mark.parametrize("table", DERIVED)
def test_a_row_that_no_fact_carries_is_no_error_of_a_page(site: Site, table: str) -> None:
    assert not list(tried(site, table, every=23))


@pytest.mark.slow
@pytest.mark.parametrize("table", DERIVED)
def test_whatever_a_row_says_is_no_error_of_a_page(site: Site, table: str) -> None:
    assert not list(tried(site, table))

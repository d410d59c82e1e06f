"""The published results, as files: written at each publication and whenever what they say changes.

A web server gives them without asking the application, nor the base: ``public/resultats/index.html`` lists the
sessions, ``public/resultats/<session>/index.html`` those admitted (then ``…/2/index.html``). A page that may no longer
be right is taken away before the change is recorded, and written anew after: in between, the application answers.
"""

import gzip
import os
import re
import shutil
import uuid
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from laureat.records.facts import DecisionsWithdrawn
from laureat.session.after import Ground
from laureat.session.life import shown_and_withdrawn
from laureat.vocabulary.french import plural, written_date
from laureat.vocabulary.french.pages import set_page
from laureat.web.accounts.models import Establishment
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import covered
from laureat.web.exam_sessions.models import ExamSession, Standing

PER_PAGE = 2_000
"""Names on a page."""
PREFIX = "resultats"
PAGE = ("index.html", "index.html.gz")
"""A page, and the same packed."""
READINGS = 3
"""How many times facts and files are read, while others write, before a file is said to differ."""
_HEAD = re.compile(r"[^\s<>]+:[0-9]+:[0-9a-f]{64}")
Shown = dict[str, tuple[str, bool]]


def folder() -> Path:
    """Where the pages are."""
    return Path(settings.PUBLIC) / PREFIX


def shown(session: ExamSession, candidates: Iterable[str]) -> Shown:
    """What the results say of these candidates, and whether they are of the session still."""
    found = session.standings.filter(candidate__in=list(candidates))
    return {row.candidate: (row.public_decision, row.withdrawn) for row in found.only("public_decision", "withdrawn")}


def admitted(session: ExamSession, *, ask: bool = True) -> list[Standing] | None:
    """Those admitted, in the order of the list, as the facts prove it; None where they prove nothing of anyone.

    ``ask``: the sealer is asked for the head that they wait for.
    """
    from laureat.web.exam_sessions import checks  # it reads through the service, which changes these pages

    found = session.standings.filter(withdrawn=False, public_decision="admis")
    return checks.proved(session, list(found.order_by("establishment", "sort_key", "candidate")), ask=ask)


def page_of(session: ExamSession | None, number: int) -> str:
    """A page as it is now, the list of sessions for none; empty where there is no such page."""
    if session is None:
        published = ExamSession.objects.filter(published=True, blank=False).select_related("certification")
        return _rendered("registre/resultats.html", {"sessions": list(published)})
    rows = admitted(session)
    return _page(session, rows, number, _last_head(session)) if number <= _pages(rows) else ""


def _pages(rows: list[Standing] | None) -> int:
    return max(1, -(-len(rows or ()) // PER_PAGE))


def _last_head(session: ExamSession) -> str:
    return covered.told(head) if (head := covered.last(session.log)) else ""


def _page(session: ExamSession, found: list[Standing] | None, number: int, head: str) -> str:
    rows = (found or [])[(number - 1) * PER_PAGE : number * PER_PAGE]
    identities = Identity.objects.in_bulk([row.candidate for row in rows])
    schools = dict(Establishment.objects.filter(uai__in={row.establishment for row in rows}).values_list("uai", "name"))
    groups: dict[str, list[str]] = {}
    for row in rows:
        if row.candidate in identities:
            school = schools.get(row.establishment, "Candidats sans établissement")
            groups.setdefault(school, []).append(identities[row.candidate].name)
    context = {
        "session": session,
        "struck": _struck(session),
        "groups": groups.items(),
        "number": number,
        "pages": range(1, _pages(found) + 1),
        "suspended": found is None,
        "head": head,
    }
    return _rendered("registre/resultats_session.html", context)


def _struck(session: ExamSession) -> list[tuple[str, str]]:
    """What was shown admitted here and is no more: how many, and by whom; nobody is named."""
    from laureat.web.exam_sessions import service  # it changes these pages

    state = service.look_at_all(session, marks=False)
    if state.refused_of_all:
        return []
    schools = dict(Establishment.objects.values_list("uai", "name"))
    return [
        (told_of_group(fact, count), schools.get(fact.establishment, fact.establishment))
        for fact, count in shown_and_withdrawn(state)
    ]


def told_of_group(fact: DecisionsWithdrawn, count: int) -> str:
    """« 8 résultats publiés ici sont retirés (recteur de…, n° …, 07/07/2020). »"""
    what = plural(count, *Ground(fact.ground).results)
    return f"{what} ({fact.authority}, n° {fact.number}, {written_date(fact.decided_on)})."


def _rendered(template: str, context: dict[str, object]) -> str:
    """As any visitor sees it."""
    request = HttpRequest()
    request.method, request.path = "GET", f"/{PREFIX}/"
    return set_page(render_to_string(template, context, request))


def change(session: ExamSession) -> None:
    """Inside the transaction that changes what the results say: no page that is wrong outlives it."""
    _take_away(session.pk)
    pk = session.pk
    # Robust: what is recorded stays so where a page cannot be written; the application then answers in its place.
    transaction.on_commit(lambda: write(ExamSession.objects.select_related("certification").get(pk=pk)), robust=True)


def write(session: ExamSession) -> None:
    """The pages of a session, and the list of sessions, in French: the application answers other languages."""
    with translation.override("fr"):
        _write(session)


def _write(session: ExamSession) -> None:
    if session.published and not session.blank:
        rows = admitted(session)
        if covered.late(session.log):
            return _take_away(session.pk)  # the application answers until a head covers what was recorded
        fresh, head = folder() / f".{session.pk}-{uuid.uuid4().hex}", _last_head(session)
        for number in range(1, _pages(rows) + 1):
            place = fresh if number == 1 else fresh / str(number)
            _keep(place, _page(session, rows, number, head))
        _take_away(session.pk)
        os.replace(fresh, folder() / str(session.pk))
    _keep(folder(), page_of(None, 1))


def write_all() -> None:
    """Every page anew, and no other: at the start of the service and each night, whatever was done to the files."""
    folder().mkdir(parents=True, exist_ok=True)
    published = list(_published())
    for session in published:
        write(session)
    known = {str(session.pk) for session in published}
    for place in folder().iterdir():
        if place.is_dir() and not place.is_symlink():
            if place.name not in known:
                shutil.rmtree(place, ignore_errors=True)
        elif place.is_symlink() or place.name not in PAGE:
            place.unlink()
    with translation.override("fr"):
        _keep(folder(), page_of(None, 1))


def differences() -> set[str]:
    """The files that are not what the facts say, each in words; those of a session that waits for a head are let be."""
    with translation.override("fr"):
        found = _differences()
        for _again in range(1, READINGS):  # what was being written meanwhile is no difference
            found = found and found & _differences()
        return found


def _differences() -> set[str]:
    here = {
        str(path.relative_to(folder())): path for path in folder().rglob("*") if path.is_symlink() or path.is_file()
    }
    wrong = set(_compared("", [page_of(None, 1)], here))
    for session in _published():
        if covered.late(session.log, ask=False):
            here = {name: path for name, path in here.items() if not name.startswith(f"{session.pk}/")}
            continue
        rows = admitted(session, ask=False)
        signed = covered.since_publication(session.log)
        told = _HEAD.search(_read(here.get(f"{session.pk}/{PAGE[0]}")))
        head = told[0] if told and told[0] in signed else _last_head(session)
        wrong.update(
            _compared(f"{session.pk}/", [_page(session, rows, n + 1, head) for n in range(_pages(rows))], here)
        )
    return wrong | {f"{PREFIX}/{name} n'est la page d'aucune session publiée." for name in here}


def _compared(place: str, pages: list[str], here: dict[str, Path]) -> Iterator[str]:
    """What is wrong with the pages of one place; they are taken out of what is here."""
    for rank, content in enumerate(pages, start=1):
        for name in PAGE:
            file = f"{place}{name}" if rank == 1 else f"{place}{rank}/{name}"
            path = here.pop(file, None)
            if path is None:
                yield f"{PREFIX}/{file} manque."
            elif _read(path) != content:
                yield f"{PREFIX}/{file} ne dit pas ce que les faits disent."


def _read(path: Path | None) -> str:
    """What a page says, packed or not; nothing where it cannot be read, or is a link to elsewhere."""
    try:
        if path is None or path.is_symlink():
            return ""
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    except (OSError, EOFError, ValueError, zlib.error):
        return ""


def write_missing() -> None:
    """The pages that could not be written when what they say changed."""
    for session in _published():
        if not (folder() / str(session.pk)).exists():
            write(session)


def _published() -> Iterator[ExamSession]:
    yield from ExamSession.objects.filter(published=True, blank=False).select_related("certification")


def _take_away(pk: uuid.UUID) -> None:
    place = folder() / str(pk)
    gone = folder() / f".{pk}-{uuid.uuid4().hex}"
    try:
        os.replace(place, gone)  # at once: never half a list
    except FileNotFoundError:
        return
    shutil.rmtree(gone, ignore_errors=True)


def _keep(place: Path, content: str) -> None:
    """A page, and the same packed, each whole or not at all."""
    place.mkdir(parents=True, exist_ok=True)
    data = content.encode()
    for name, octets in zip(PAGE, (data, gzip.compress(data, mtime=0)), strict=True):
        temporary = place / f".{name}.{uuid.uuid4().hex}"
        temporary.write_bytes(octets)
        os.replace(temporary, place / name)

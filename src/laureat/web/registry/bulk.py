"""All the papers of a session, or of one school, as one ZIP: written as it is sent, one candidate after another.

A paper that cannot be made is named in ``index.csv`` with the reason, and stops nobody else's.
"""

import csv
import hashlib
import io
import uuid
import zipfile
from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from laureat.documents.order import paper_path
from laureat.session.framework import Refused
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french.failures import plainly
from laureat.vocabulary.spreadsheets import safe
from laureat.web.accounts.models import Establishment, User
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import checks
from laureat.web.exam_sessions.access import count_export, session_of
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.papers import Desk
from laureat.web.exam_sessions.service import look
from laureat.web.reader import TryAgain
from laureat.web.registry import issued

HEADINGS = ("numero", "nom", "prenom", "papier", "fichier", "motif", "sha256")
Line = tuple[str, ...]


class _Out(io.RawIOBase):
    """What a ZIP was written so far, taken away as it grows."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        """It is only written."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Keep some bytes."""
        self.parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """All that was written since the last time."""
        taken, self.parts = b"".join(self.parts), []
        return taken


@require_POST
def papers_zip(request: SignedIn, pk: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
    """The papers of everyone whose result is published; ``etablissement``: of one school alone."""
    session = session_of(request, pk)
    school = request.POST.get("etablissement", "")
    count_export(request, f"papiers {session.pk} {school}".strip())
    rows = session.standings.filter(withdrawn=False).exclude(public_decision="").order_by("establishment", "sort_key")
    if school:
        rows = rows.filter(establishment=get_object_or_404(Establishment, uai=school).uai)
    name = f"papiers-{session.certification.numero}-{session.year}{f'-{school}' if school else ''}.zip"
    response = StreamingHttpResponse(_zipped(session, request.user, list(rows)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _zipped(session: ExamSession, user: User, rows: list[Standing]) -> Iterator[bytes]:
    out = _Out()
    lines: list[Line] = []
    schools = dict(Establishment.objects.values_list("uai", "name"))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for row in rows:
            for line, path, content in _of(session, user, row, schools.get(row.establishment, "")):
                lines.append(line)
                if content:
                    archive.writestr(path, content)
            yield out.take()
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows([safe(cell) for cell in line] for line in lines)
        archive.writestr("index.csv", "\ufeff" + text.getvalue())
    yield out.take()


def _of(session: ExamSession, user: User, row: Standing, school: str) -> Iterator[tuple[Line, str, bytes]]:
    """The papers of a candidate: the line of the index, the path, the bytes (none where it is refused)."""
    identity = Identity.objects.filter(candidate=row.candidate).first()
    nom, prenom = (identity.fields.get(name, "") if identity else "" for name in ("nom", "prenom"))
    who = (row.numero, nom, prenom)
    try:
        state = look(session, [row.candidate])
        troubles = [trouble.text for trouble in checks.of_candidate(session, state, row.candidate)]
        if troubles or state.result(row.candidate) is None:
            yield (*who, "", "", " ".join(troubles) or state.why_withheld(row.candidate), ""), "", b""
            return
        desk = Desk.of(session, state)
        made: dict[str, str] = {}
        for kind in desk.due(row.candidate):
            title = kind.title(desk.context)
            try:
                if lacking := desk.lacking(kind, row.candidate):
                    yield (*who, title, "", "il manque : " + ", ".join(lacking), ""), "", b""
                    continue
                content = desk.pdf(kind, row.candidate)
            except (InvalidInput, Refused, TryAgain) as error:
                yield (*who, title, "", str(error), ""), "", b""
                continue
            begins = desk.context.papiers.papiers[kind.name].fichier or kind.name
            path = paper_path(row.establishment, school, begins, row.numero, nom)
            made[kind.name] = hashlib.sha256(content).hexdigest()
            yield (*who, title, path, "", made[kind.name]), path, content
        _record(desk, user, row, made)
    except (InvalidInput, Refused) as error:  # one candidate never stops the others
        yield (*who, "", "", str(error), ""), "", b""
    except (ValueError, KeyError) as error:
        yield (*who, "", "", plainly(error), ""), "", b""


def _record(desk: Desk, user: User, row: Standing, made: dict[str, str]) -> None:
    """Record what was issued, once for each code."""
    for kind in desk.due(row.candidate):
        if kind.name in made:
            code = desk.paper(kind, row.candidate).code
            issued.record(desk.session, user, row.candidate, kind.name, code, made[kind.name])

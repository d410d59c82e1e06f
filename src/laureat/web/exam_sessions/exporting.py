"""The candidates of a session as a list that is read back: given again as it stands, it changes nothing."""

from collections.abc import Iterator, Sequence

from laureat.exchange.spec import IDENTITY
from laureat.vocabulary.spreadsheets import safe
from laureat.web.accounts.models import Establishment
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.bringing import SCHOOL
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.parsing import RegistrationSpec
from laureat.web.exam_sessions.rules import rules_of

DECIDED = ("decision", "mention")
"""What the house adds, and does not read back."""


def rows(session: ExamSession, standings: Sequence[Standing], *, public: bool) -> Iterator[list[str]]:
    """The headings, then a line a candidate; ``public``: decided is what is published."""
    spec = RegistrationSpec(rules_of(session))
    identities = {one.candidate: one for one in Identity.objects.filter(log=session.log)}
    schools = {school.uai: f"{school.name} ({school.uai})" for school in Establishment.objects.all()}
    who = [name for name in IDENTITY if name not in SCHOOL]
    told = [colonne.nom for colonne in spec.famille.colonnes] + list(spec.motifs.values())
    cells = [column.name for column in spec.cells if not column.name.startswith("controle_")]
    route = [choice.name for choice in spec.choices if choice.name in ("voie", "forme", "option")]
    others = list(dict.fromkeys(name for row in identities.values() for name in row.others)) if not public else []
    others = [name for name in others if name not in DECIDED]
    yield ["numero", *who, "etablissement", *route, *told, *cells, *others, *DECIDED]
    for row in standings:
        identity = identities.get(row.candidate)
        fields = identity.fields if identity else {}
        kept = identity.others if identity else {}
        decided = (row.public_decision, row.public_mention) if public else (row.decision, row.mention)
        line = [
            row.numero,
            *(fields.get(name, "") for name in who),
            schools.get(row.establishment, row.establishment) or fields.get("etablissement", ""),
            *(getattr(row, name) for name in route),
            *(row.told.get(name, "") for name in told),
            *(row.cells.get(name, "") for name in cells),
            *(kept.get(name, "") for name in others),
            *decided,
        ]
        yield [safe(text) for text in line]

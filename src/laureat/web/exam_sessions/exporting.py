"""The candidates of a session as a list that is read back: given again as it stands, it changes nothing."""

from collections.abc import Iterator, Sequence

from laureat.exchange.spec import IDENTITY, PUBLIC_LIST
from laureat.session.state import said_of
from laureat.vocabulary.french import oui_non
from laureat.vocabulary.spreadsheets import safe
from laureat.web.accounts.models import Establishment
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.bringing import SCHOOL
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.parsing import RegistrationSpec
from laureat.web.exam_sessions.rules import rules_of
from laureat.web.exam_sessions.service import look_at_all

DECIDED = ("decision", "mention")
"""What the house adds, and does not read back."""
SITUATION = "situation"
"""The same: what struck the decision."""


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
    others = [name for name in others if name not in (*DECIDED, PUBLIC_LIST, SITUATION)]
    state = look_at_all(session, marks=False)
    ours = [*DECIDED, PUBLIC_LIST, *([] if public else [SITUATION])]
    yield ["numero", *who, "etablissement", *route, *told, *cells, *others, *ours]
    for row in standings:
        identity, standing = identities.get(row.candidate), state.candidates.get(row.candidate)
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
            oui_non(standing is not None and standing.listed),
        ]
        if not public:
            line.append(said_of(standing.struck) if standing is not None and standing.struck else "")
        yield [safe(text) for text in line]

"""The rows of the VAE: applications, and who sits in the jury, compared with what their log gives."""

from collections.abc import Iterator, Mapping

from laureat.deliberation.conduite import Experience
from laureat.records.audit import AuditFinding
from laureat.session.vae import VaeState
from laureat.web.exam_sessions import rows
from laureat.web.project.derived_house import Row, Rows, finding
from laureat.web.vae import rows as vae_rows

SAME = ("numero", "sort_key", "search_key")
"""What a row repeats of the identity."""


def compare(tables: Rows, state: VaeState, law: Experience, keys: Mapping[str, Row]) -> Iterator[AuditFinding]:
    """What is otherwise than the facts say. ``keys``: by application, its identity."""
    yield from _applications(tables, state, law, keys)
    seated = set(state.jury.jurors) if state.jury else set()
    for row in tables("vae_vaejuror", "id::text = ANY(%s)", list(state.jurors)):
        if row["sits"] != (str(row["id"]) in seated):
            yield finding("vae_vaejuror", f"le membre du jury {row['id']} siège, ou non, contre les faits.")


def _applications(tables: Rows, state: VaeState, law: Experience, keys: Mapping[str, Row]) -> Iterator[AuditFinding]:
    table = "vae_vaefile"
    found = tables(table, "application::text = ANY(%s)", list(state.applications))
    stored = {str(row["application"]): row for row in found}
    numero = next((one.received.certification for one in state.applications.values()), "")
    for other in tables(table, "certification_id = %s", numero):
        if str(other["application"]) not in state.applications:
            yield finding(table, f"la ligne du dossier {other['application']} ne vient d'aucun fait.")
    for application, standing in state.applications.items():
        row = stored.get(application)
        if row is None:
            yield finding(table, f"la ligne du dossier {application} a disparu.")
            continue
        plain = {name: str(value) if hasattr(value, "isoformat") else value for name, value in row.items()}
        due = {"certification_id": standing.received.certification, **vae_rows.row(standing, law)}
        wrong = rows.differences(plain, due)
        if identity := keys.get(application):
            wrong += rows.differences(row, {name: identity[name] for name in SAME})
        if wrong:
            told = f"la ligne du dossier {application} ne dit pas ce que les faits disent ({' ; '.join(wrong)})."
            yield finding(table, told)

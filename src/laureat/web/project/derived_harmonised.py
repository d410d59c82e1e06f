"""The marks that the jury harmonised, held against their facts: one row for each, which says what its fact says."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from laureat.records import facts as f
from laureat.records.audit import AuditFinding
from laureat.session.reading import cell_of
from laureat.web.project.derived_house import Row, Rows, finding

TABLE = "grids_harmonisation"
WITH_ITS_FACT = timedelta(hours=1)
"""A row is written within the act that adds the fact; never so long apart."""


def compare(rows: Rows, log: str, rectified: Iterable[f.MarkRectified]) -> Iterator[AuditFinding]:
    """What the table says otherwise than the facts. ``rectified``: those accepted whose mark comes from no grid.

    A fact is that of one row alone: the reason to which both are committed is drawn for it.
    """
    due = {fact.reason: fact for fact in rectified}
    accounts = {row["id"]: str(row["pseudonym"]) for row in rows("accounts_user", "true")}
    found = sorted(rows(TABLE, "session_id::text = %s", log), key=lambda row: row["id"])
    acts = {row["id"]: str(row["act"]) for row in found}
    for row in found:
        name = f"la note de {row['candidate']} en {row['unit']}"
        fact = due.pop(row["commitment"], None)
        if fact is None:
            yield finding(TABLE, f"{name} y est dite harmonisée, et aucun fait ne l'harmonise ainsi.")
        elif wrong := _differences(fact, row, acts, accounts):
            yield finding(TABLE, f"{name} n'y est pas harmonisée comme le fait le dit ({', '.join(wrong)}).")
    for fact in due.values():
        if fact.harmonised:
            yield finding(TABLE, f"l'harmonisation de la note de {fact.candidate} en {fact.unit} a disparu.")


def _differences(
    fact: f.MarkRectified, row: Row, acts: Mapping[int, str], accounts: Mapping[int, str]
) -> Iterable[str]:
    """The columns of a row that say otherwise than its fact; the first facts do not say by which act."""
    pairs = {
        "candidat": (row["candidate"], fact.candidate),
        "unité": (row["unit"], fact.unit),
        "note d'avant": (row["before"], cell_of(fact.before).mark),
        "note d'après": (row["after"], cell_of(fact.cell).mark),
        "auteur": (accounts.get(row["author_id"]), fact.author),
    }
    if fact.harmonised:
        undone = row["undoes_id"]
        pairs["acte"] = (str(row["act"]), fact.harmonised)
        pairs["acte annulé"] = ("" if undone is None else acts.get(undone), fact.undoes)
    told = [name for name, (said, due) in pairs.items() if said != due]
    if abs(row["at"] - datetime.fromisoformat(fact.at)) > WITH_ITS_FACT:
        told.append("date")
    return told

"""The marks that come from grids, held against their facts: from the mark settled down to each line that was ticked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from laureat.grilles import Grid, compute, digest, filled
from laureat.grilles.computing import editions_of
from laureat.grilles.entries import Entry, chosen
from laureat.grilles.loading import build, fingerprint
from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.audit import AuditFinding
from laureat.session.reading import cell_of
from laureat.session.state import SessionState
from laureat.web.grids.readings import counting
from laureat.web.project.derived_house import Row, Rows, finding
from laureat.web.project.derived_signers import Signers

SIGNATURES = "grids_signature"
SETTLED, ENTRIES, EDITIONS, CHOSEN = "grids_settlement", "grids_gridentry", "grids_gridedition", "grids_chosengrid"
Marked = f.MarkEntered | f.MarkRectified


def compare(
    rows: Rows, log: str, state: SessionState, marked: Iterable[Marked], house: Callable[[], Iterable[Fact]]
) -> Iterator[AuditFinding]:
    """What the tables of grids say of a session, otherwise than its facts. ``marked``: the facts whose mark comes from
    a grid, in order; ``house``: the facts that the log of the house accepts."""
    due: dict[tuple[str, str], list[Marked]] = defaultdict(list)
    for fact in marked:
        due[fact.candidate, fact.unit].append(fact)
    settled: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(rows(SETTLED, "session_id::text = %s", log), key=lambda row: row["id"]):
        settled[row["candidate"], row["unit"]].append(row)
    editions = {row["id"]: row for row in rows(EDITIONS, "true")}
    accounts = {row["id"]: str(row["pseudonym"]) for row in rows("accounts_user", "true")}
    for place in sorted(due.keys() | settled.keys()):
        name = "la note arrêtée de {} en {}".format(*place)
        if len(due[place]) != len(settled[place]):
            told = f"{name} : {len(settled[place])} dans la table, {len(due[place])} dans le journal."
            yield finding(SETTLED, told)
            continue
        for fact, row in zip(due[place], settled[place], strict=True):
            if other := _differences(fact, row, editions.get(row["edition_id"], {}), accounts):
                yield finding(SETTLED, f"{name} n'est pas ce que le fait dit ({', '.join(other)}).")
    yield from _chosen(rows, log, settled)
    signers = Signers(rows, log, state, house()) if settled else None
    for unit in sorted({unit for _candidate, unit in settled}):
        ticked = sorted(rows(ENTRIES, "session_id::text = %s AND unit = %s", log, unit), key=_place)
        lines = {candidate: list(of) for candidate, of in groupby(ticked, lambda row: row["candidate"])}
        for (candidate, of), many in settled.items():
            said: Sequence[Marked | None] = (
                due[candidate, of] if len(due[candidate, of]) == len(many) else [None] * len(many)
            )
            for told_by, row in zip(said, many, strict=True) if of == unit else ():
                edition = editions.get(row["edition_id"])
                for table, wrong in _wrong(row, edition, lines.get(candidate, []), state.year, told_by, signers):
                    yield finding(table, f"{unit}, {candidate} : {wrong}")


def editions(rows: Rows) -> Iterator[AuditFinding]:
    """The editions of grids whose content is not the one of their fingerprint, or goes under another name."""
    for row in rows(EDITIONS, "true"):
        said = (fingerprint(row["data"]), row["data"].get("grille"), row["data"].get("edition"))
        if said != (row["fingerprint"], row["code"], row["edition"]):
            yield finding(EDITIONS, f"{row['code']}, édition {row['edition']} : ce n'est plus le contenu figé.")


def _place(row: Row) -> tuple[str, int]:
    return row["candidate"], row["id"]


def _differences(fact: Marked, row: Row, edition: Row, accounts: Mapping[int, str]) -> list[str]:
    """The columns of a settled mark that say otherwise than its fact."""
    text = fact.appraisal if isinstance(fact, f.MarkEntered) else fact.reason
    pairs = {
        "note": (row["mark"], cell_of(fact.cell).mark),
        "empreinte": (row["digest"], fact.entries),
        "grille": (edition.get("code"), fact.grid),
        "édition": (f"{edition.get('edition')}@{edition.get('fingerprint')}", fact.edition),
        "appréciation": (row["commitment"], text),
        "auteur": (accounts.get(row["author_id"]), fact.author),
        "édition du calcul": (row.get("computation", 0), fact.computation),
    }
    return [name for name, (said, due) in pairs.items() if said != due]


def _chosen(rows: Rows, log: str, settled: Mapping[tuple[str, str], list[Row]]) -> Iterator[AuditFinding]:
    """A grid is chosen once for a unit, and stays once something is entered on it."""
    choices = {row["unit"]: row["edition_id"] for row in rows(CHOSEN, "session_id::text = %s", log)}
    used = {unit: {row["edition_id"] for row in many} for (_candidate, unit), many in settled.items() if many}
    for unit, known in used.items():
        if choices.get(unit) not in known:
            yield finding(CHOSEN, f"la grille choisie pour {unit} n'est pas celle des notes arrêtées.")


def _wrong(
    row: Row, edition: Row | None, lines: list[Row], year: int, fact: Marked | None, signers: Signers | None
) -> Iterator[tuple[str, str]]:
    """What is wrong with the lines behind a settled mark and with those who signed it, each with its table."""
    if edition is None:
        yield ENTRIES, "l'édition de la grille a disparu."
        return
    if row["last_entry"] not in {one["id"] for one in lines}:
        yield ENTRIES, "la dernière case dont la note arrêtée tient compte n'est pas de celles-là."
        return
    try:
        grid = build(edition["data"])
        counts = counting(grid)
        before = [one for one in lines if one["edition_id"] == row["edition_id"] and one["id"] <= row["last_entry"]]
        entries = [_entry(one) for one in before if one["reading"] == counts.get(one["situation"])]
        if told := _against(row, grid, entries, year):
            yield ENTRIES, told
        if fact is not None and signers is not None:
            for told in signers.faults(fact, row, grid, filled(entries)):
                yield SIGNATURES, told
    except (ValueError, KeyError, TypeError, AttributeError):
        yield ENTRIES, "la grille, ou ce qui y est coché, ne se lit plus."


def _entry(row: Row) -> Entry:
    return Entry(row["candidate"], row["situation"], "", "", "", row["criterion"], row["value"], row["key"])


def _against(row: Row, grid: Grid, entries: list[Entry], year: int) -> str:
    sheets, choice = filled(entries), chosen(entries)
    if digest(grid.frozen, sheets, choice) != row["digest"]:
        return "ce qui est coché n'est pas ce dont la note arrêtée est venue."
    marks = (compute(grid, sheets, year, choice, edition=one).mark for one in editions_of(row.get("computation", 0)))
    return (
        ""
        if any(mark == row["computed"] for mark in marks)
        else "la note calculée n'est pas celle que donne la grille."
    )

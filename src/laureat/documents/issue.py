"""Issue a lot of papers: in parallel, within bounded memory, and so that a killed run goes on where it stopped.

A paper is written under another name, then renamed: what bears its name is whole. A lot is known by its fingerprint,
kept in ``.lot/lot.json``; a run of the same lot makes only what is not there yet, and derives the index from what is.
"""

import csv
import functools
import io
import json
import multiprocessing
import shutil
import zipfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, fields
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from laureat.deliberation.outcome import Candidate
from laureat.documents import deposit, seance_rows, worker
from laureat.documents.order import INDEX, LOT, PRINT_FILE, SESSION_FOLDER, Order, school
from laureat.documents.worker import ISSUED, REFUSED, RESERVED, Entry, write_whole
from laureat.exchange import dossier
from laureat.exchange.dossier import read_dossier
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import short_date, sort_key
from laureat.vocabulary.spreadsheets import safe

BATCH = 24
"""Candidates given to a process at a time."""
AHEAD = 3
"""Batches in flight for each process: enough to keep it busy, few enough to bound memory."""

T = TypeVar("T")
Progress = Callable[[int], None]


@dataclass
class Summary:
    """What became of a lot."""

    issued: int = 0
    refused: list[Entry] = field(default_factory=list)
    withheld: list[Entry] = field(default_factory=list)
    reserved: list[Entry] = field(default_factory=list)
    """By candidate, what must be settled before any paper."""
    by_paper: Counter[str] = field(default_factory=Counter)

    def count(self, entry: Entry) -> None:
        """Take one line of the index into account."""
        if entry.etat == ISSUED:
            self.issued += 1
            self.by_paper[entry.papier] += 1
        else:
            {REFUSED: self.refused, RESERVED: self.reserved}.get(entry.etat, self.withheld).append(entry)


def issue(order: Order, progress: Progress = lambda done: None) -> Summary:
    """Issue all the papers of an order; ``progress`` is told how many candidates are done.

    Raises InvalidInput when the target holds something else, or the DOSSIER cannot be read.
    """
    _known(order)
    _take_place(order)
    candidates = len(order.only) or read_dossier(order.dossier).effectif
    summary, rows, deposited = Summary(), list[seance_rows.Row](), list[str]()
    index = order.lot / "index.tmp"
    with index.open("w", encoding="utf-8", newline="") as file, _Processes(order, candidates) as processes:
        write = csv.DictWriter(file, [f.name for f in fields(Entry)], delimiter=";", lineterminator="\n")
        write.writeheader()

        def keep(entry: Entry) -> None:
            write.writerow({name: safe(cell) for name, cell in asdict(entry).items()})
            summary.count(entry)

        for made in processes.candidates(_batches(_sorted_candidates(order))):
            rows += made.rows
            deposited += made.deposited
            for entry in made.entries:
                keep(entry)
            progress(len(rows))
        for entry in processes.session(() if order.reissue or order.only else _session_papers(order, rows)):
            keep(entry)
    if order.printing:
        _assemble_print_file(order)
    if order.zipped:
        _zip_folders(order)
    if order.site:
        _deposit(order, deposited)
    index.replace(order.target / INDEX)
    _leave_place(order)
    return summary


def _known(order: Order) -> None:
    """Refuse the numbers that no candidate has."""
    if not order.only:
        return
    listed = pl.read_ipc(order.dossier / dossier.CANDIDATES, columns=["numero"])["numero"]
    if unknown := sorted(order.only - set(listed)):
        raise InvalidInput([f"aucun candidat n'a le numéro {', '.join(unknown)} dans {order.dossier}"])


def _take_place(order: Order) -> None:
    """Make the target ours: new, empty, or left by an interrupted or finished run of the same lot."""
    mark = order.lot / "lot.json"
    fingerprint = order.fingerprint()
    if mark.exists():
        if json.loads(mark.read_text(encoding="utf-8"))["empreinte"] != fingerprint:
            raise InvalidInput(
                [
                    f"{order.target} contient les papiers d'un autre lot (dossier, réglages, date ou version "
                    "différents) : indiquez un autre dossier de sortie, ou --remplacer"
                ]
            )
    elif order.target.exists() and any(path.name != LOT for path in order.target.iterdir()):
        raise InvalidInput([f"{order.target} existe déjà et n'est pas un dossier de papiers"])
    else:
        order.lot.mkdir(parents=True, exist_ok=True)
        write_whole(mark, json.dumps({"empreinte": fingerprint}).encode())
    for leftover in order.target.rglob(".*.tmp"):
        leftover.unlink()


def _deposit(order: Order, lines: list[str]) -> None:
    """What the site is to be given so that it answers for the codes of these papers."""
    context = worker.context_of(order, read_dossier(order.dossier))
    about = deposit.header(
        order.site,
        certification=str(context.fiche.get("numero") or ""),
        title=str(context.fiche.get("intitule") or ""),
        session=str(context.synthese["session"]),
        issued=short_date(order.issued),
    )
    last = deposit.footer([deposit.leaf(line) for line in lines])
    write_whole(order.target / deposit.FILE, "".join(f"{line}\n" for line in (about, *lines, last)).encode())


def _leave_place(order: Order) -> None:
    for name in ("impression", "tri"):
        shutil.rmtree(order.lot / name, ignore_errors=True)


def _sorted_candidates(order: Order) -> Iterator[Candidate]:
    """The candidates by establishment, then by name: the order in which papers are handed over and printed."""
    scratch = order.lot / "tri"
    scratch.mkdir(exist_ok=True)
    for name in (dossier.REGLEMENT, dossier.PARAMETERS, dossier.FICHE, dossier.SYNTHESE):
        if (order.dossier / name).exists():
            shutil.copyfile(order.dossier / name, scratch / name)
    table = pl.read_ipc(order.dossier / dossier.CANDIDATES)
    if order.only:
        table = table.filter(pl.col("numero").cast(pl.String).is_in(sorted(order.only)))
    columns = [
        table[name].cast(pl.String).fill_null("").to_list() if name in table.columns else [""] * table.height
        for name in ("uai", "etablissement", "nom", "prenom", "numero")
    ]
    keys = [
        (school(uai, name), sort_key(nom, prenom), numero)
        for uai, name, nom, prenom, numero in zip(*columns, strict=True)
    ]
    ranks = sorted(range(table.height), key=keys.__getitem__)
    table[ranks].write_ipc(scratch / dossier.CANDIDATES)
    del table, columns, keys, ranks
    yield from read_dossier(scratch).candidates()


def _batches(candidates: Iterable[Candidate]) -> Iterator[tuple[int, list[Candidate]]]:
    iterator = iter(candidates)
    number = 0
    while batch := list(islice(iterator, BATCH)):
        yield number, batch
        number += 1


def _session_papers(order: Order, rows: list[seance_rows.Row]) -> Iterator[tuple[str, str, list[seance_rows.Row]]]:
    """Name, folder of the establishment, rows: the minutes in the order of the candidates' list, then the lists."""
    listed = pl.read_ipc(order.dossier / dossier.CANDIDATES, columns=["numero"])["numero"]
    place = {numero: rank for rank, numero in enumerate(listed)}
    yield "proces_verbal", "", sorted(rows, key=lambda row: place[row.numero])
    yield "emargement_jury", "", []
    groups: dict[str, list[seance_rows.Row]] = {}
    for row in rows:
        groups.setdefault(school(row.uai, row.etablissement), []).append(row)
    for group, members in groups.items():
        yield "emargement", group, members
        yield "resultats", group, members


class _Processes:
    """The processes that make papers; one worker in this very process where a single batch, or one, is asked for."""

    def __init__(self, order: Order, candidates: int) -> None:
        self._order = order
        self._count = min(order.workers, -(-candidates // BATCH))
        self._pool: ProcessPoolExecutor | None = None
        self._local: worker.Worker | None = None

    def __enter__(self) -> "_Processes":
        if self._count <= 1:
            self._local = worker.Worker(self._order)
        else:
            # Started afresh: Polars and Typst have threads of their own, which a fork would leave locked.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._count, context, worker.start, (self._order,))
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def candidates(self, batches: Iterable[tuple[int, list[Candidate]]]) -> Iterator[worker.Made]:
        """What each batch gave, in order."""
        local = self._local.candidates if self._local else None
        return self._run(worker.make_candidates, local, batches)

    def session(self, papers: Iterable[tuple[str, str, list[seance_rows.Row]]]) -> Iterator[Entry]:
        """The entries of the session's papers, in order."""
        return self._run(worker.make_session, self._local.session if self._local else None, papers)

    def _run(
        self, far: Callable[..., T], near: Callable[..., T] | None, tasks: Iterable[tuple[Any, ...]]
    ) -> Iterator[T]:
        if near is not None:
            yield from (near(*task) for task in tasks)
            return
        assert self._pool is not None
        flying: deque[Future[T]] = deque()
        for task in tasks:
            flying.append(self._pool.submit(far, *task))
            if len(flying) >= AHEAD * self._count:
                yield flying.popleft().result()
        while flying:
            yield flying.popleft().result()


def _assemble_print_file(order: Order) -> None:
    """One PDF of all the batches, in order."""
    target = order.target / PRINT_FILE
    parts = sorted((order.lot / "impression").glob("*.pdf"))
    if target.exists() or not parts:
        return
    from laureat.documents.print_file import concatenate

    concatenate(parts, target)


def _zip_folders(order: Order) -> None:
    """One ZIP per establishment in place of its folder; the same papers always give the same bytes."""
    for folder in sorted(order.target.iterdir()):
        if not folder.is_dir() or folder.name in (LOT, SESSION_FOLDER):
            continue
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in _members(folder, order.target / f"{folder.name}.zip"):
                stamp = order.issued
                info = zipfile.ZipInfo(name, (stamp.year, stamp.month, stamp.day, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        write_whole(order.target / f"{folder.name}.zip", packed.getvalue())
        shutil.rmtree(folder)


def _members(folder: Path, former: Path) -> list[tuple[str, bytes]]:
    """The files of a folder, with those of its former archive that a run went on from."""
    found: dict[str, Callable[[], bytes]] = {}
    if former.exists():
        with zipfile.ZipFile(former) as archive:
            found = {name: functools.partial(bytes, archive.read(name)) for name in archive.namelist()}
    found |= {path.name: path.read_bytes for path in folder.iterdir()}
    return [(name, read()) for name, read in sorted(found.items())]

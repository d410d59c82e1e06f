"""The deliberation: candidates per second of the whole règlement, beside OpenFisca-Core, a plain loop, and a bare copy.

    python -m bench.deliberation [--candidats N] [--rapide] [--sans-openfisca]

The peers decide the same rows by the same decision rules (decision, mention, average, blocks, certificate), and their
answers are compared with ours. Ours also says, for each candidate, whether the result is certain, and the warnings.
"""

import argparse
import functools
import itertools
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

from bench import environment, page
from bench.deliberation_pairs import SHEET, Lists, Watch, loop, one_by_one, openfisca
from bench.page import decimal, whole
from laureat.deliberation import paths
from laureat.deliberation.cohort import deliberate, refusals
from laureat.deliberation.fast import Fast, fast
from laureat.deliberation.paths import Columns
from laureat.deliberation.program import column_of, program
from laureat.deliberation.reglement import SessionRules
from laureat.exchange import judging, stored
from laureat.exchange.candidates import read_candidates
from laureat.exchange.cohorte_files import write_cohort
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.exchange.spec import Spec
from laureat.exchange.tables import BATCH_ROWS
from laureat.reglements import charger

ROWS = 1_000_000
GROWTH = (100_000, 1_000_000, 10_000_000)
SIZES = (100_000, 10_000_000)
"""The compiled program is also measured on so many rows, the same ones cut or repeated."""
STREAMED = (1, 10, 100)
"""So many times the list, from Arrow to Arrow: what is held in memory does not grow with it."""
LOOP_ROWS = 20_000
EXACT_ROWS = 2_000
REPEATS = 5
WRITTEN: dict[str, Any] = {"compression": "lz4", "statistics": False}
"""How the decisions are written from Parquet to Parquet: lz4 costs half of what zstd does."""


# --- what is measured, each in a process of its own ---------------------------------------------------------------


@functools.cache
def prepared() -> SessionRules:
    """The rules, prepared once by a process: of several turns, the best tells no start (it is told apart)."""
    return charger(SHEET).at()


def parquet_to_parquet(source: Path, target: Path) -> None:
    """Read a list, refuse what is unlawful, decide it by the kernel and write the decisions, a batch at a time."""
    _parquet(source, Columns(prepared(), worth=0).deliberate, target)


def parquet_by_polars(source: Path, target: Path) -> None:
    """The same by Polars: what it was before the kernel."""
    _parquet(source, functools.partial(deliberate, prepared()), target)


def arrow_to_arrow(source: Path, target: Path, times: int = 1) -> None:
    """Walk the batches of the typed columns that a folder keeps, and write the numbers that it keeps of them.

    ``times``: the same list again and again, as one that is so many times longer.
    """
    rules = prepared()
    columns = Columns(rules, worth=0)

    def decided(batch: pl.DataFrame) -> pl.DataFrame:
        told = columns.told(batch).drop("proche")
        return stored.marked(columns.legends, told).insert_column(0, batch["numero"])

    read = {"numero", *(column_of(known.name) for known in program(rules).read)}
    batches = itertools.chain.from_iterable(stored.candidates_of(source, rules, read) for _ in range(times))
    _coming(map(decided, batches)).sink_ipc(target, record_batch_size=BATCH_ROWS)


def _parquet(source: Path, decide: Callable[[pl.DataFrame], pl.DataFrame], target: Path) -> None:
    rules = prepared()
    batches = read_candidates(source, Spec(rules), check=lambda batch: refusals(rules, batch))
    decided = (batch.select("numero").hstack(decide(batch).drop("proche")) for batch in batches)
    _coming(decided).sink_parquet(target, **WRITTEN)


def _coming(batches: Iterator[pl.DataFrame]) -> pl.LazyFrame:
    """Batches of the same columns as rows that are still to come: nothing is held whole in memory."""
    first = next(batches)

    def given(wanted: list[str] | None, *_asked: object) -> Iterator[pl.DataFrame]:
        for one in itertools.chain((first,), batches):
            yield one if wanted is None else one.select(wanted)

    return register_io_source(given, schema=first.schema)


def _typed(typed: Path) -> tuple[Any, pl.DataFrame]:
    return charger(SHEET).at(), pl.read_parquet(typed).rechunk()


def program_alone(typed: Path, target: Path, rows: int | None = None) -> Callable[[], object]:
    """The whole règlement, from arrays to arrays, as OpenFisca is measured: certainty and warnings included."""
    rules, frame = _typed(typed)
    made, rows = fast(rules), rows or frame.height
    given = made.arrays(frame)
    sized = {array.ctypes.data: np.resize(array, rows) for array in given.values()}
    arrays = {name: sized[array.ctypes.data] for name, array in given.items()}
    return lambda: made.fused.run(arrays, rows)


def memory_copy(typed: Path, target: Path) -> Callable[[], object]:
    """The limit of the memory: the arrays that the program reads and those that it writes, copied."""
    rules, frame = _typed(typed)
    made = fast(rules)
    read = made.arrays(frame)
    arrays = [*read.values(), *made.fused.run(read, frame.height).values()]
    copies = [np.empty_like(array) for array in arrays]
    return lambda: [np.copyto(copied, array) for copied, array in zip(copies, arrays, strict=True)]


def kernel(typed: Path, target: Path) -> Callable[[], object]:
    """The decisions file of a list that stands in memory: columns to columns, texts included."""
    rules, frame = _typed(typed)
    made = fast(rules)
    return lambda: made.deliberate(frame)


def polars(typed: Path, target: Path) -> Callable[[], object]:
    """The same by Polars, the judge: what it was before the kernel."""
    rules, frame = _typed(typed)
    return lambda: deliberate(rules, frame)


def start(typed: Path, target: Path) -> Callable[[], object]:
    """Tracing the rules and compiling the kernel."""
    rules = charger(SHEET).at()
    return lambda: Fast(rules.with_parameters(rules.parameters))


def whole_command(source: Path, target: Path) -> None:
    """``laureat deliberer``, checks, normalised candidates, CSV and digests included."""
    deliberate_file(Request(source, charger(SHEET).at(), target))


def command_before(source: Path, target: Path) -> None:
    """The same, decided by Polars and judged by the rules as they are written: what it was before the kernel."""
    paths.AVAILABLE, judging.FEW = False, sys.maxsize
    deliberate_file(Request(source, charger(SHEET).at(), target))


def copy(source: Path, target: Path) -> None:
    """The physical limit: the bytes of the list and of its decisions, copied."""
    for path in (source, source.with_name("decisions.parquet")):
        shutil.copyfile(path, target)


MEASURES: dict[str, Callable[[Path, Path], Callable[[], object]]] = {
    "programme": program_alone,
    "memoire": memory_copy,
    "noyau": kernel,
    "polars": polars,
    "depart": start,
    "arrow": lambda source, target: lambda: arrow_to_arrow(source, target),
    "parquet": lambda source, target: lambda: parquet_to_parquet(source, target),
    "parquet_polars": lambda source, target: lambda: parquet_by_polars(source, target),
    "commande": lambda source, target: lambda: whole_command(source, target),
    "commande_avant": lambda source, target: lambda: command_before(source, target),
    "copie": lambda source, target: lambda: copy(source, target),
    **{f"programme à {rows}": functools.partial(program_alone, rows=rows) for rows in SIZES},
    **{f"flux {n}": lambda source, target, n=n: lambda: arrow_to_arrow(source, target, n) for n in STREAMED},
}
ON_ARRAYS = ("programme", "memoire", "noyau", "polars", "depart", *(f"programme à {rows}" for rows in SIZES))
"""The measures that start from columns already typed."""
FLOWS = tuple(f"flux {times}" for times in STREAMED)
ON_ARROW = ("arrow", *FLOWS)
"""Those that start from what a folder keeps."""
ONCE = ("commande", "commande_avant", "depart", *FLOWS)


def measure_here(name: str, source: Path, repeats: int) -> dict[str, float]:
    """The best of several turns, and the peak of memory."""
    with tempfile.TemporaryDirectory() as folder:
        run = MEASURES[name](source, Path(folder) / "sortie")
        turns = []
        for _ in range(repeats):
            with Watch() as watch:
                run()
            turns.append(watch.told)
    best = {name: min(turn[name] for turn in turns) for name in ("secondes", "calcul")}
    return best | {"memoire_mo": environment.memory_peak()}


def measure(name: str, source: Path, repeats: int = REPEATS) -> dict[str, float]:
    """The same, in a fresh process."""
    found: dict[str, float] = json.loads(
        environment.measured("-m", "bench.deliberation", "--mesure", name, str(source), str(repeats))
    )
    return found


# --- the peers ----------------------------------------------------------------------------------------------------


def prepare(folder: Path, rows: int) -> Lists:
    """Invent a list, decide it once."""
    rules = charger(SHEET).at()
    lists = Lists(
        folder / "liste.parquet", folder / "types.parquet", folder / "decisions.parquet", rows, folder / "liste.arrow"
    )
    write_cohort(lists.source, rules, rows, 1, identities=False)
    typed = pl.concat(read_candidates(lists.source, Spec(rules)))
    typed.select(pl.exclude("numero", "avertissements_lecture")).write_parquet(lists.typed)
    stored.packed(rules, typed).write_ipc(lists.arrow, record_batch_size=BATCH_ROWS)
    parquet_to_parquet(lists.source, lists.decisions)
    return lists


# --- the run ------------------------------------------------------------------------------------------------------


def run(rows: int, growth: tuple[int, ...], *, repeats: int = REPEATS, with_openfisca: bool = True) -> dict[str, Any]:
    """All the figures of one run."""
    found: dict[str, Any] = {"lignes": rows}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        lists = prepare(folder, rows)
        found["octets"] = lists.source.stat().st_size + lists.decisions.stat().st_size
        for name in MEASURES:
            if name in FLOWS[1:] and repeats == 1:
                continue  # the short form
            source = lists.typed if name in ON_ARRAYS else lists.arrow if name in ON_ARROW else lists.source
            found[name] = measure(name, source, 1 if name in ONCE else repeats)
        found["boucle"] = loop(lists, min(rows, LOOP_ROWS))
        found["un_par_un"] = one_by_one(lists, min(rows, EXACT_ROWS))
        if with_openfisca:
            found["openfisca"], found["fichiers"] = openfisca(lists, folder)
        found["croissance"] = [_grown(folder, lists, size, repeats) for size in growth]
    for peer in ("boucle", "openfisca"):
        if found.get(peer, {}).get("differences"):
            raise RuntimeError(f"{peer} : {found[peer]['differences']} décisions diffèrent des nôtres")
    return found


def _grown(folder: Path, lists: Lists, rows: int, repeats: int) -> dict[str, float]:
    source = lists.source
    if rows != lists.rows:
        source = folder / f"liste-{rows}.parquet"
        write_cohort(source, charger(SHEET).at(), rows, 1, identities=False)
    found = measure("parquet", source, repeats if rows <= lists.rows else 1)
    if source != lists.source:
        source.unlink()
    return {"lignes": rows, **found}


def tables(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    rows = found["lignes"]
    measured = {
        name: {"lignes": int(name.rpartition(" à ")[2]) if " à " in name else rows} | told
        for name, told in found.items()
        if name in (*MEASURES, "boucle", "un_par_un", "openfisca", "fichiers")
    }

    def each(name: str, what: str = "calcul") -> float:
        return float(measured[name][what] / measured[name]["lignes"] * 1e9)

    def line(label: str, name: str, *told: str) -> str:
        rate = 1e9 / each(name, "secondes")
        return f"| {label} | {whole(rate)} | {decimal(each(name), 0)} ns | {' ; '.join(told)} |"

    def against(peer: str, ours: str = "programme") -> str:
        return f"nous × {decimal(each(peer) / each(ours), 1)}"

    def against_parquet(ours: str) -> str:
        return f"{against('parquet_polars', ours)} de Parquet à Parquet par Polars"

    copied = f"{decimal(100 * each('memoire') / each('programme'), 0)} % de la vitesse d'une copie en mémoire"
    told = [
        f"{whole(rows)} candidats, règlement {SHEET} entier, le meilleur de plusieurs tours, règles prêtes. « Calcul » "
        "additionne le temps de tous les cœurs : à la différence du temps écoulé, il varie peu sur une machine occupée "
        "ailleurs, et les rapports sont des rapports de calcul.",
        "",
        "| | candidats/s écoulés | calcul par candidat | |",
        "|---|---:|---:|---|",
        line("programme compilé, de tableaux à tableaux", "programme", "certitude et avertissements compris", copied),
        *(line(f"le même, {whole(size)} lignes (coupées ou répétées)", f"programme à {size}") for size in SIZES),
        line("copie en mémoire de ce qu'il lit et écrit", "memoire"),
        line("noyau, colonnes du fichier de décisions", "noyau", "textes compris"),
        line("Polars, le juge", "polars", against("polars"), f"colonnes comprises × {_ratio(each, 'polars', 'noyau')}"),
        line("d'Arrow à Arrow, ce qu'un dossier garde", "arrow", against_parquet("arrow")),
        line("de Parquet à Parquet, liste d'un établissement", "parquet", against_parquet("parquet")),
        line("le même par Polars, comme avant le noyau", "parquet_polars"),
        line("`laureat deliberer`, dossier entier", "commande", "juges compris"),
        line("le même, avant le noyau", "commande_avant", against("commande_avant", "commande")),
        line("copie des mêmes fichiers", "copie", f"{decimal(found['octets'] / 1e6, 1)} Mo"),
    ]
    if "openfisca" in found:
        told += [
            line("OpenFisca-Core, calcul seul", "openfisca", against("openfisca")),
            line("OpenFisca-Core, colonnes typées, de Parquet à Parquet", "fichiers", against("fichiers", "noyau")),
        ]
    told += [
        line("boucle Python écrite à la main", "boucle", against("boucle")),
        line("notre calcul exact, un par un", "un_par_un", against("un_par_un")),
        "",
        f"Tracer les règles et compiler le noyau coûte {decimal(found['depart']['calcul'], 2)} s de calcul, une fois "
        "par session ; c'est regagné à partir d'environ "
        f"{whole(found['depart']['calcul'] / (each('polars') - each('noyau')) * 1e9)} candidats, et Polars décide les "
        f"listes de moins de {whole(paths.WORTH_COMPILING)}.",
        "",
        "OpenFisca et la boucle décident les mêmes lignes (décision, mention, moyenne, blocs, certificat) et donnent "
        "les mêmes réponses, ce que la mesure vérifie ; ils ne disent ni la certitude ni les avertissements.",
        "",
        "| candidats, de Parquet à Parquet | secondes | par candidat | calcul | mémoire au plus haut |",
        "|---:|---:|---:|---:|---:|",
    ]
    for grown in found["croissance"]:
        clock, spent = grown["secondes"] / grown["lignes"], grown["calcul"] / grown["lignes"]
        told.append(
            f"| {whole(grown['lignes'])} | {decimal(grown['secondes'], 2)} | {whole(clock * 1e9)} ns "
            f"| {whole(spent * 1e9)} ns | {whole(grown['memoire_mo'])} Mo |"
        )
    told += [
        "",
        "| candidats, d'Arrow à Arrow (la liste, répétée) | secondes | calcul | mémoire au plus haut |",
        "|---:|---:|---:|---:|",
    ]
    for times, name in zip(STREAMED, FLOWS, strict=True):
        if flow := found.get(name):
            spent = flow["calcul"] / rows / times
            told.append(
                f"| {whole(rows * times)} | {decimal(flow['secondes'], 2)} | {whole(spent * 1e9)} ns "
                f"| {whole(flow['memoire_mo'])} Mo |"
            )
    told += [
        "",
        "La mémoire tient un lot de 200 000 lignes et, de Parquet à Parquet, les numéros déjà vus (une vingtaine "
        f"d'octets chacun), pour dire les doublons. Au-delà de {whole(rows)} candidats, un seul tour est fait, "
        "préparation comprise.",
    ]
    return "\n".join(told) + "\n"


def _ratio(each: Callable[[str], float], peer: str, ours: str) -> str:
    return decimal(each(peer) / each(ours), 1)


def write_plot() -> None:
    """Draw the growth of the cost and of the memory, as last measured."""
    grown = page.read_results("deliberation")["croissance"]
    points = [(g["lignes"], g["secondes"] / g["lignes"] * 1e9, g["memoire_mo"]) for g in grown]
    page.PLOT.write_text(page.plot("De Parquet à Parquet, du plus petit au plus grand", points), encoding="utf-8")


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Measure, keep the figures, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidats", type=int, default=ROWS)
    parser.add_argument("--rapide", action="store_true", help="peu de lignes, un tour")
    parser.add_argument("--sans-openfisca", action="store_true")
    parser.add_argument("--mesure", nargs=3, metavar=("QUOI", "FICHIER", "TOURS"), help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.mesure:
        name, source, repeats = asked.mesure
        print(json.dumps(measure_here(name, Path(source), int(repeats))))
        return {}
    rows = min(asked.candidats, 5_000) if asked.rapide else asked.candidats
    growth = (rows,) if asked.rapide else tuple(size for size in GROWTH if size <= rows * 10)
    repeats = 1 if asked.rapide else REPEATS
    found = run(rows, growth, repeats=repeats, with_openfisca=not asked.sans_openfisca)
    page.write_results("deliberation", found)
    print(tables(found))
    return found


if __name__ == "__main__":
    main(sys.argv[1:])

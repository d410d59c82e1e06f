"""The deliberation: candidates per second of the whole règlement, beside OpenFisca-Core, a plain loop, and a bare copy.

    python -m bench.deliberation [--candidats N] [--rapide] [--sans-openfisca]

The peers decide the same rows by the same decision rules (decision, mention, average, blocks, certificate), and their
answers are compared with ours. Ours also says, for each candidate, whether the result is certain, and the warnings.
"""

import argparse
import itertools
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from polars.io.plugins import register_io_source

from bench import environment, page
from bench.deliberation_boucle import decide_row
from bench.page import decimal, whole
from laureat.deliberation.candidate import decide
from laureat.deliberation.cohort import deliberate, deliberate_lazily, refusals
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.candidates import candidates, read_candidates
from laureat.exchange.cohorte_files import write_cohort
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.exchange.spec import Spec
from laureat.reglements import charger
from laureat.vocabulary import Mention, Voie

SHEET = "RNCP35697"
ROWS = 1_000_000
GROWTH = (100_000, 1_000_000, 10_000_000)
LOOP_ROWS = 20_000
EXACT_ROWS = 2_000
REPEATS = 5
WRITTEN: dict[str, Any] = {"compression": "lz4", "statistics": False}
"""How the decisions are written from Parquet to Parquet: lz4 costs half of what zstd does."""


def law(rules: SessionRules) -> dict[str, Any]:
    """The numbers and lists of the règlement, for the peers."""
    p = rules.numbers
    mentions = [("TBF", "felicitations"), ("TB", "mention_tb"), ("B", "mention_b"), ("AB", "mention_ab")]
    names = ("admission", "ajournement", "professionnel", "bloc", "certificat")
    return {
        "coefficients": {unit.code: rules.coefficients[unit.code][0] for unit in rules.mandatory},
        "professionnelles": [unit.code for unit in rules.mandatory if unit.professional],
        "sans_remplacement": [unit.code for unit in rules.mandatory if not unit.replacement],
        "facultatives": [unit.code for unit in rules.optional],
        "controle": [unit.code for unit in rules.control_units],
        "eleves": [voie.value for voie in Voie if voie.est_scolaire_ou_apprenti],
        "seuils": {name: p[f"seuil_{name}"] for name in names},
        "mentions": [(name, p[f"seuil_{threshold}"]) for name, threshold in mentions],
    }


class Watch:
    """Times a block: seconds on the clock, and seconds of computing, all cores and child processes added."""

    told: dict[str, float]

    def __enter__(self) -> "Watch":
        self._started, self._spent = time.perf_counter(), self._computing()
        return self

    def __exit__(self, *_raised: object) -> None:
        self.told = {
            "secondes": time.perf_counter() - self._started,
            "calcul": self._computing() - self._spent,
        }

    @staticmethod
    def _computing() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(each.ru_utime + each.ru_stime for each in used)


# --- what is measured, each in a process of its own ---------------------------------------------------------------


def parquet_to_parquet(source: Path, target: Path) -> None:
    """Read a list, refuse what is unlawful, decide it and write the decisions, a batch at a time."""
    rules = charger(SHEET).at()
    batches = read_candidates(source, Spec(rules), check=lambda batch: refusals(rules, batch))
    first = next(batches)

    def given(wanted: list[str] | None, *_asked: object) -> Iterator[pl.DataFrame]:
        for batch in itertools.chain((first,), batches):
            yield batch if wanted is None else batch.select(wanted)

    listed = register_io_source(given, schema=first.schema)
    deliberate_lazily(rules, listed, ["numero"]).drop("proche").sink_parquet(target, **WRITTEN)


def kernel(typed: Path, target: Path) -> Callable[[], object]:
    """The decisions of a list that stands in memory."""
    rules, frame = charger(SHEET).at(), pl.read_parquet(typed).rechunk()
    return lambda: deliberate(rules, frame)


def kernel_alone(typed: Path, target: Path) -> Callable[[], object]:
    """What the peers answer too: neither certainty nor warnings."""
    rules, frame = charger(SHEET).at(), pl.read_parquet(typed).rechunk()
    decided = deliberate_lazily(rules, frame.lazy()).select("decision", "mention", "moyenne", "blocs", "certificat")
    return lambda: decided.collect(engine="streaming")


def typed_to_parquet(typed: Path, target: Path) -> None:
    """From columns already typed (statuses and marks as whole numbers) to the decisions."""
    listed = pl.scan_parquet(typed)
    deliberate_lazily(charger(SHEET).at(), listed).drop("proche").sink_parquet(target, **WRITTEN)


def whole_command(source: Path, target: Path) -> None:
    """``laureat deliberer``, checks, normalised candidates, CSV and digests included."""
    deliberate_file(Request(source, charger(SHEET).at(), target))


def copy(source: Path, target: Path) -> None:
    """The physical limit: the bytes of the list and of its decisions, copied."""
    for path in (source, source.with_name("decisions.parquet")):
        shutil.copyfile(path, target)


MEASURES: dict[str, Callable[[Path, Path], Callable[[], object]]] = {
    "noyau": kernel,
    "decisions": kernel_alone,
    "types": lambda source, target: lambda: typed_to_parquet(source, target),
    "parquet": lambda source, target: lambda: parquet_to_parquet(source, target),
    "commande": lambda source, target: lambda: whole_command(source, target),
    "copie": lambda source, target: lambda: copy(source, target),
}


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


@dataclass(frozen=True)
class Lists:
    """The same candidates: as a school sends them, as the kernel reads them, and what we decided."""

    source: Path
    typed: Path
    decisions: Path
    rows: int


def prepare(folder: Path, rows: int) -> Lists:
    """Invent a list, decide it once."""
    rules = charger(SHEET).at()
    lists = Lists(folder / "liste.parquet", folder / "types.parquet", folder / "decisions.parquet", rows)
    write_cohort(lists.source, rules, rows, 1, identities=False)
    typed = pl.concat(read_candidates(lists.source, Spec(rules)))
    typed.select(pl.exclude("numero", "avertissements_lecture")).write_parquet(lists.typed)
    parquet_to_parquet(lists.source, lists.decisions)
    return lists


def ours(lists: Lists, rows: int) -> list[tuple[str, str, int | None, int, bool]]:
    """Our decisions, in the words of the peers."""
    units = charger(SHEET).at().units
    bit = {unit.bloc: 1 << position for position, unit in enumerate(units)}
    found = pl.read_parquet(lists.decisions, n_rows=rows)
    hundredths = (found["moyenne"] * 100).cast(pl.Int64)
    bits = {text: sum(bit[bloc] for bloc in text.split()) for text in found["blocs"].cast(pl.String).unique()}
    return [
        (decision, mention, average, bits[blocs], certificate == "oui")
        for decision, mention, average, blocs, certificate in zip(
            found["decision"],
            found["mention"],
            hundredths,
            found["blocs"].cast(pl.String),
            found["certificat"],
            strict=True,
        )
    ]


def loop(lists: Lists, rows: int) -> dict[str, float]:
    """The rules written by hand, one row after the other; rows are given as dictionaries, for free."""
    told = law(charger(SHEET).at())
    frame = pl.read_parquet(lists.typed, n_rows=rows)
    listed = frame.to_dicts()
    with Watch() as watch:
        found = [decide_row(row, told) for row in listed]
    return {"lignes": len(found), **watch.told, "differences": _differences(found, ours(lists, rows))}


def one_by_one(lists: Lists, rows: int) -> dict[str, float]:
    """Our exact engine on single candidates, certainty included."""
    rules = charger(SHEET).at()
    people = list(candidates(next(read_candidates(lists.source, Spec(rules))).head(rows)))
    with Watch() as watch:
        for candidate in people:
            decide(rules, candidate)
    return {"lignes": len(people), **watch.told}


def openfisca(lists: Lists, folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """OpenFisca-Core on the same rows: the computation alone, and with the files."""
    python = environment.peer("openfisca", "openfisca-core==46.0.1", f"polars=={pl.__version__}")
    (folder / "loi.json").write_text(json.dumps(law(charger(SHEET).at())), encoding="utf-8")
    script = str(Path(__file__).with_name("deliberation_openfisca.py"))
    answered = folder / "openfisca.parquet"
    told = environment.measured(script, str(lists.typed), str(folder / "loi.json"), str(answered), python=python)
    peers = pl.read_parquet(answered)
    mentions = [str(mention) for mention in Mention]
    decisions = pl.read_parquet(lists.decisions, columns=["decision"])["decision"].dtype
    assert isinstance(decisions, pl.Enum)
    names = decisions.categories.to_list()
    found = [
        (names[decision - 1], mentions[mention], average if due else None, blocs, certificate)
        for decision, mention, average, due, blocs, certificate in peers.iter_rows()
    ]
    figures = json.loads(told)
    return {**figures["calcul"], "differences": _differences(found, ours(lists, lists.rows))}, figures["fichiers"]


def _differences(found: list[Any], expected: list[Any]) -> int:
    return sum(one != other for one, other in zip(found, expected, strict=True))


# --- the run ------------------------------------------------------------------------------------------------------


def run(rows: int, growth: tuple[int, ...], *, repeats: int = REPEATS, with_openfisca: bool = True) -> dict[str, Any]:
    """All the figures of one run."""
    found: dict[str, Any] = {"lignes": rows}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        lists = prepare(folder, rows)
        found["octets"] = lists.source.stat().st_size + lists.decisions.stat().st_size
        found["noyau"] = measure("noyau", lists.typed, repeats)
        found["decisions"] = measure("decisions", lists.typed, repeats)
        found["parquet"] = measure("parquet", lists.source, repeats)
        found["types"] = measure("types", lists.typed, repeats)
        found["copie"] = measure("copie", lists.source, repeats)
        found["commande"] = measure("commande", lists.source, 1)
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
    measured = {"boucle": found["boucle"], "un_par_un": found["un_par_un"]}
    measured |= {
        name: {"lignes": rows, **found[name]} for name in (*MEASURES, "openfisca", "fichiers") if name in found
    }

    def rate(name: str) -> float:
        return float(measured[name]["lignes"] / measured[name]["secondes"])

    def line(label: str, name: str, told: str) -> str:
        computing = measured[name]["calcul"] / measured[name]["lignes"] * 1e9
        return f"| {label} | {whole(rate(name))} | {decimal(1e9 / rate(name), 0)} ns | {whole(computing)} ns | {told} |"

    def share(name: str) -> str:
        return f"{decimal(100 * rate(name) / rate('copie'), 1)} % de la copie"

    def times(peer: str, alike: str = "decisions") -> str:
        told = f"nous × {decimal(rate(alike) / rate(peer), 1)}"
        whole_told = f" ; certitude comprise × {decimal(rate('noyau') / rate(peer), 1)}"
        return told + (whole_told if alike == "decisions" else "")

    told = [
        f"{whole(rows)} candidats, règlement {SHEET} entier, le meilleur de plusieurs tours. « Calcul » additionne le "
        "temps de tous les cœurs : à la différence du temps écoulé, il varie peu sur une machine occupée ailleurs.",
        "",
        "| | candidats/s | par candidat | calcul | |",
        "|---|---:|---:|---:|---|",
        line("noyau, liste en mémoire", "noyau", "certitude et avertissements compris"),
        line("noyau, décisions seules", "decisions", "ce que disent aussi les pairs"),
        line("de Parquet à Parquet, liste d'un établissement", "parquet", share("parquet")),
        line("de Parquet à Parquet, colonnes typées", "types", share("types")),
        line("`laureat deliberer`, dossier entier", "commande", "contrôle exact compris"),
        line("copie des mêmes octets", "copie", f"{decimal(found['octets'] / 1e6, 1)} Mo"),
    ]
    if "openfisca" in found:
        told += [
            line("OpenFisca-Core, calcul seul", "openfisca", times("openfisca")),
            line("OpenFisca-Core, colonnes typées, de Parquet à Parquet", "fichiers", times("fichiers", "types")),
        ]
    told += [
        line("boucle Python écrite à la main", "boucle", times("boucle")),
        line("notre calcul exact, un par un", "un_par_un", times("un_par_un")),
        "",
        "OpenFisca et la boucle décident les mêmes lignes (décision, mention, moyenne, blocs, certificat) et donnent "
        "les mêmes réponses, ce que la mesure vérifie ; ils ne disent ni la certitude ni les avertissements.",
        "",
        "| candidats, de Parquet à Parquet | secondes | par candidat | calcul | mémoire au plus haut |",
        "|---:|---:|---:|---:|---:|",
    ]
    for grown in found["croissance"]:
        each, spent = grown["secondes"] / grown["lignes"], grown["calcul"] / grown["lignes"]
        told.append(
            f"| {whole(grown['lignes'])} | {decimal(grown['secondes'], 2)} | {whole(each * 1e9)} ns "
            f"| {whole(spent * 1e9)} ns | {whole(grown['memoire_mo'])} Mo |"
        )
    told += [
        "",
        "La mémoire tient un lot de 200 000 lignes, plus les numéros déjà vus (une vingtaine d'octets chacun), pour "
        "dire les doublons.",
    ]
    return "\n".join(told) + "\n"


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

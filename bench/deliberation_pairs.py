"""The peers of the deliberation, on the same rows by the same rules: OpenFisca-Core, a plain loop, one by one."""

import json
import resource
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from bench import environment
from bench.deliberation_boucle import decide_row
from laureat.deliberation.candidate import decide
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.candidates import candidates, read_candidates
from laureat.exchange.spec import Spec
from laureat.reglements import charger
from laureat.vocabulary import Mention

SHEET = "RNCP35697"


def law(rules: SessionRules) -> dict[str, Any]:
    """The numbers and lists of the règlement, for the peers."""
    p, voies = rules.numbers, rules.reglement.famille.voies
    mentions = [("TBF", "felicitations"), ("TB", "mention_tb"), ("B", "mention_b"), ("AB", "mention_ab")]
    names = ("admission", "ajournement", "professionnel", "bloc", "certificat")
    return {
        "coefficients": {unit.code: rules.coefficients[unit.code][0] for unit in rules.mandatory},
        "professionnelles": [unit.code for unit in rules.mandatory if unit.professional],
        "sans_remplacement": [unit.code for unit in rules.mandatory if not unit.replacement],
        "facultatives": [unit.code for unit in rules.optional],
        "controle": [unit.code for unit in rules.control_units],
        "groupes": [[unit.code for unit in rules.control_units if unit.control_group == each] for each in (1, 2)],
        "oraux": p["oraux_de_controle"],
        "oraux_par_groupe": p["controle_par_groupe"],
        "eleves": [voie.code for voie in voies if voie.traits & {"scolaire", "apprenti"}],
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


@dataclass(frozen=True)
class Lists:
    """The same candidates: as a school sends them, in typed columns, and what we decided."""

    source: Path
    typed: Path
    decisions: Path
    rows: int
    arrow: Path
    """As a folder keeps them."""


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
    people = list(candidates(next(read_candidates(lists.source, Spec(rules))).head(rows), rules.reglement.famille))
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

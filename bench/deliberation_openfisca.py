"""The peer: the same decision rules as variables of OpenFisca-Core (AGPL), in an environment of its own.

``python deliberation_openfisca.py CANDIDATES.parquet LAW.json OUT.parquet`` prints one JSON object: the seconds of the
computation alone, and with the reading and the writing of the files.
"""

import json
import sys
import time

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

VIDE, NOTE, BENEFICE, ABSENT, ABSENT_JUSTIFIE, DISPENSE, VALIDE, ANNULE = range(8)
PERIOD = "2026"
DECISIONS = ("admis", "controle", "remplacement", "ajourne", "non_delivrable", "incomplet", "en_cours")
CODE = {name: code for code, name in enumerate(DECISIONS, 1)}
Candidat = build_entity(key="candidat", plural="candidats", label="Candidat", is_person=True)


def variable(name, formula=None, value_type=int):
    body = {"value_type": value_type, "entity": Candidat, "definition_period": DateUnit.YEAR, "label": name}
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


def system(law):
    coefficients, thresholds, controls = law["coefficients"], law["seuils"], law["controle"]
    compulsory, optional = list(coefficients), law["facultatives"]

    def status(c, p, code):
        return c(f"statut_{code}", p)

    def marked(c, p, code):
        found = status(c, p, code)
        return (found == NOTE) | (found == BENEFICE)

    def counted(c, p, code):
        found = status(c, p, code)
        return (found == NOTE) | (found == BENEFICE) | (found == ABSENT_JUSTIFIE) | (found == ANNULE)

    def some(c, p, codes, wanted):
        return np.logical_or.reduce([status(c, p, code) == wanted for code in codes])

    def bonus(c, p):
        return sum(np.where(marked(c, p, u), np.maximum(c(f"note_{u}", p) - 1000, 0), 0) for u in optional)

    def points_projet(c, p):
        return np.where(c("eleve", p) & marked(c, p, "PROJET"), 2 * (c("note_PROJET", p) - 1000), 0)

    def points(c, p):
        extra = (c("bonus", p) + c("points_projet", p)) * 100
        return sum(n * c(f"note_{u}", p) * counted(c, p, u) for u, n in coefficients.items()) + extra

    def total(c, p):
        return sum(n * counted(c, p, u) for u, n in coefficients.items())

    def professional(c, p):
        kept = [(u, coefficients[u], counted(c, p, u)) for u in law["professionnelles"]]
        reached = sum(n * c(f"note_{u}", p) * yes for u, n, yes in kept)
        return reached >= thresholds["professionnel"] * sum(n * yes for _, n, yes in kept)

    def first_group(c, p):
        replaced = [u for u in compulsory if u not in law["sans_remplacement"]]
        reached, whole = c("points", p), c("total", p)
        empty = some(c, p, compulsory, VIDE)
        cases = [
            (some(c, p, compulsory, ABSENT), "non_delivrable"),
            (empty & c("progressive", p), "en_cours"),
            (empty, "incomplet"),
            (whole == 0, "admis"),
            (reached >= thresholds["admission"] * whole, "admis"),
            (some(c, p, replaced, ABSENT_JUSTIFIE), "remplacement"),
            (reached < thresholds["ajournement"] * whole, "ajourne"),
            (c("professionnel", p), "controle"),
        ]
        return np.select([case for case, _ in cases], [CODE[name] for _, name in cases], CODE["ajourne"])

    def control_counts(c, p):
        return (c("premier_groupe", p) == CODE["controle"]) & np.logical_or.reduce(
            [status(c, p, f"controle_{u}") == NOTE for u in controls]
        )

    def gain(code):
        def formula(c, p):
            more = np.maximum(c(f"note_controle_{code}", p) - c(f"note_{code}", p), 0)
            return np.where(c("au_controle", p) & (status(c, p, f"controle_{code}") == NOTE), more, 0)

        return formula

    def deciding_points(c, p):
        return c("points", p) + sum(coefficients[u] * c(f"gain_{u}", p) for u in controls)

    def decision(c, p):
        after = c("points_decidants", p) >= thresholds["admission"] * c("total", p)
        again = np.where(after, CODE["admis"], CODE["ajourne"])
        first = c("premier_groupe", p)
        missed = sum(np.isin(status(c, p, f"controle_{u}"), (ABSENT, ANNULE)) for u in controls)
        taken = [[marked(c, p, u) | (status(c, p, u) == ABSENT_JUSTIFIE) for u in group] for group in law["groupes"]]
        possible = sum(
            np.minimum(sum(each.astype(np.int32) for each in group), law["oraux_par_groupe"]) for group in taken
        )
        all_missed = (missed >= 1) & (missed >= np.minimum(possible, law["oraux"]))
        first = np.where((first == CODE["controle"]) & all_missed, CODE["ajourne"], first)
        return np.where(c("au_controle", p), again, first)

    def mention(c, p):
        due = (c("decision", p) == CODE["admis"]) & ~c("au_controle", p) & (c("total", p) > 0)
        reached, whole = c("points", p), c("total", p)
        cases = [due & (reached >= threshold * whole) for _, threshold in law["mentions"]]
        return np.select(cases, range(len(cases), 0, -1), 0)

    def average(c, p):
        reached, whole = c("points_decidants", p), np.maximum(c("total", p), 1)
        return np.sign(reached) * (np.abs(reached) // whole)

    def average_due(c, p):
        without = np.isin(c("decision", p), [CODE[name] for name in ("non_delivrable", "incomplet", "en_cours")])
        return ~without & (c("total", p) > 0)

    def blocs(c, p):
        bits = 0
        for position, u in enumerate((*compulsory, *optional)):
            retained = c(f"note_{u}", p) + (c(f"gain_{u}", p) if u in controls else 0)
            holds = (status(c, p, u) == VALIDE) | (marked(c, p, u) & (retained >= thresholds["bloc"]))
            bits = bits + holds.astype(np.int32) * (1 << position)
        return bits

    def certificate(c, p):
        reached = c("points", p) >= thresholds["certificat"] * c("total", p)
        return (c("decision", p) == CODE["ajourne"]) & reached

    found = TaxBenefitSystem([Candidat])
    cells = (*compulsory, *optional, "PROJET", *(f"controle_{u}" for u in controls))
    entered = [variable(f"{part}_{cell}") for cell in cells for part in ("statut", "note")]
    entered += [variable(name, value_type=bool) for name in ("eleve", "progressive")]
    computed = [
        *(variable(f"gain_{u}", gain(u)) for u in controls),
        *(
            variable(name, formula, kind)
            for name, formula, kind in (
                ("bonus", bonus, int),
                ("points_projet", points_projet, int),
                ("points", points, int),
                ("total", total, int),
                ("professionnel", professional, bool),
                ("premier_groupe", first_group, int),
                ("au_controle", control_counts, bool),
                ("points_decidants", deciding_points, int),
                ("decision", decision, int),
                ("mention", mention, int),
                ("moyenne", average, int),
                ("moyenne_due", average_due, bool),
                ("blocs", blocs, int),
                ("certificat", certificate, bool),
            )
        ),
    ]
    found.add_variables(*entered, *computed)
    return found, cells


WANTED = ("decision", "mention", "moyenne", "moyenne_due", "blocs", "certificat")


def inputs(cells, frame, law):
    """The columns as OpenFisca stores them: preparing them is not counted as computing."""
    found = {}
    for cell in cells:
        found[f"statut_{cell}"] = frame[f"{cell}.statut"].to_numpy().astype(np.int32)
        found[f"note_{cell}"] = frame[f"{cell}.note"].to_numpy().astype(np.int32)
    found["eleve"] = frame["voie"].is_in(law["eleves"]).to_numpy()
    found["progressive"] = (frame["forme"] == "progressive").to_numpy()
    return found


def compute(tax_benefit_system, cells, frame, law):
    prepared = inputs(cells, frame, law)
    start = now()
    simulation = SimulationBuilder().build_default_simulation(tax_benefit_system, count=frame.height)
    for name, values in prepared.items():
        simulation.set_input(name, PERIOD, values)
    found = {name: simulation.calculate(name, PERIOD) for name in WANTED}
    return now() - start, found


def main(source, law_path, target):
    with open(law_path, encoding="utf-8") as file:
        law = json.load(file)
    tax_benefit_system, cells = system(law)
    frame = pl.read_parquet(source)
    compute(tax_benefit_system, cells, frame.head(1_000), law)
    alone, whole = [], []
    for _ in range(3):
        start = now()
        took, found = compute(tax_benefit_system, cells, pl.read_parquet(source), law)
        pl.DataFrame({name: pl.Series(values) for name, values in found.items()}).write_parquet(target)
        alone.append(took)
        whole.append(now() - start)
    print(json.dumps({"calcul": best(alone), "fichiers": best(whole)}))


def now():
    """Seconds on the clock, and seconds of computing."""
    return np.array([time.perf_counter(), time.process_time()])


def best(turns):
    return dict(zip(("secondes", "calcul"), np.min(turns, axis=0).tolist(), strict=True))


if __name__ == "__main__":
    main(*sys.argv[1:])

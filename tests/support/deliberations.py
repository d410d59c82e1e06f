"""What the tests of the law and of the engine share: a fictitious speciality, frames, and random candidates."""

import functools
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
from hypothesis import strategies as st

from laureat.deliberation import cohort
from laureat.deliberation.candidate import decide
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reading import control_name
from laureat.deliberation.reglement import Reglement, SessionRules
from laureat.reglements import charger, construire, famille
from laureat.reglements.donnees import lire_yaml
from laureat.reglements.specialites import lire_specialite
from laureat.vocabulary import Cell, Forme, UnitStatus

FIELDS = ("decision", "mention", "moyenne", "blocs", "certificat", "certitude", "reserves", "avertissements")

INVENTEES = Path(__file__).parent.parent / "reglements"
"""Below it, in the folder of each family, the specialities made up for the tests."""
BAC_PRO = famille("bac_pro")
VOIES = BAC_PRO.voies
PUBLIC = BAC_PRO.voie("scolaire_public")
"""The route of most pupils."""


@functools.cache
def specialite_fictive() -> Reglement:
    """The check speciality of the digest (§5.2): U2 = U31 = U32 = 4, total 26, known since 2015."""
    fichier = resources.files("laureat.reglements.bac_pro") / "specialites" / "RNCP35697.yaml"
    donnees: dict[str, Any] = lire_yaml(fichier.read_text(encoding="utf-8"), "RNCP35697.yaml")
    for unite in donnees["unites"]:
        if unite["code"] in ("U2", "U31", "U32"):
            unite["coefficient"] = {"valeur": "4", "statut": "verifie", "article": "spécialité fictive"}
    fictive = {**donnees, "certification": "FICTIF", "titre": "Spécialité fictive", "premiere_session": "2015"}
    return construire("bac_pro", fictive)


ETENDU = "_etendu"


def etendu(base: Reglement) -> Reglement:
    """The speciality with all that its family knows and it does not use: two options with a unit each, three optional
    units, the last (mobility) closed to the category B, and a first coefficient that nobody read."""
    first, *others = base.data["unites"]
    doubtful = {"valeur": "4", "lecture": "memoire", "bornes": ["1", "12"], "article": "un texte non lu"}
    first = {**first, "coefficient": doubtful}
    compulsory = {key: value for key, value in first.items() if key in ("domaine", "A", "B", "C")}
    assessed = {"A": "ponctuel oral", "B": "ponctuel oral", "C": "ponctuel oral"}
    mobility = {"A": "ponctuel oral", "C": "ponctuel oral", "traits": ["mobilite"]}
    added = [
        {**compulsory, "code": "UX", "intitule": "L'option X", "options": ["X"], "coefficient": doubtful},
        {**compulsory, "code": "UY", "intitule": "L'option Y", "options": ["Y"], "coefficient": doubtful},
        *({**assessed, "code": code, "intitule": f"Facultative {code}", "facultative": "oui"} for code in ("F1", "F2")),
        {**mobility, "code": "F3", "intitule": "Mobilité", "facultative": "oui"},
    ]
    data = {**base.data, "certification": "null", "code": base.id + ETENDU, "unites": [first, *others, *added]}
    return construire(
        base.famille.code, {**data, "anciens_diplomes": {}, "options": {"X": "une option", "Y": "une autre"}}
    )


@functools.cache
def reglement(nom: str) -> Reglement:
    """``fictif``, one made up for the tests, a name of the library, or one of these followed by ``_etendu``."""
    if nom.endswith(ETENDU):
        return etendu(reglement(nom.removesuffix(ETENDU)))
    if nom == "fictif":
        return specialite_fictive()
    for fichier in INVENTEES.glob(f"*/{nom}.yaml"):
        return lire_specialite(fichier.read_text(encoding="utf-8"), fichier.name)
    return charger(nom)


def candidate(
    rules: SessionRules,
    toutes: str = "10",
    controle: dict[str, str] | None = None,
    *,
    voie: str = "",
    progressive: bool = False,
    declare: dict[str, Any] | None = None,
    **cells: str,
) -> Candidate:
    """A candidate as one types it: ``toutes`` in every compulsory unit not named; the first route by default."""
    famille = rules.reglement.famille
    notes = {unit.code: toutes for unit in rules.mandatory} | cells
    first = famille.voies[0] if famille.voies else None
    return Candidate(
        "7",
        famille.voie(voie) if voie else first,
        {code: famille.cellules.parse(text) for code, text in notes.items()},
        controle={code: famille.cellules.parse(text) for code, text in (controle or {}).items()},
        forme=Forme.PROGRESSIVE if progressive else Forme.GLOBALE,
        declare=declare or {},
    )


def frame_of(rules: SessionRules, candidates: list[Candidate]) -> pl.DataFrame:
    """The candidates as the columns that a cohort reads."""
    columns: dict[str, pl.Series | list[Any] | range] = {
        "ligne": range(2, len(candidates) + 2),
        "numero": [c.numero for c in candidates],
        "voie": [c.voie.code if c.voie else None for c in candidates],
        "categorie": [c.categorie for c in candidates],
        "forme": [c.forme.value for c in candidates],
        "option": [c.option for c in candidates],
    }
    for colonne in rules.reglement.famille.colonnes:
        columns[colonne.nom] = [c.declare.get(colonne.nom, colonne.genre.unsaid) for c in candidates]
    cells = {unit.code: [c.cell(unit.code) for c in candidates] for unit in rules.units}
    for name in rules.reglement.famille.annexes:
        cells[name] = [c.cell(name) for c in candidates]
    for unit in rules.control_units:
        cells[control_name(unit.code)] = [c.controle.get(unit.code, Cell()) for c in candidates]
    for name, column in cells.items():
        columns[name + cohort.STATUS] = pl.Series([int(cell.status) for cell in column], dtype=pl.Int8)
        columns[name + cohort.MARK] = pl.Series([cell.mark for cell in column], dtype=pl.Int16)
        columns[name + cohort.MOTIF] = pl.Series([int(cell.motif) for cell in column], dtype=pl.Int8)
        columns[name + cohort.SESSION] = pl.Series([cell.session for cell in column], dtype=pl.Int16)
    return pl.DataFrame(columns)


def in_columns(rules: SessionRules, candidates: list[Candidate]) -> list[dict[str, str]]:
    """The decisions of the cohort engine, as the text of a decisions file."""
    decided = cohort.deliberate(rules, frame_of(rules, candidates)).select(FIELDS)
    return [{k: "" if v is None else str(v) for k, v in row.items()} for row in decided.iter_rows(named=True)]


def one_by_one(rules: SessionRules, candidates: list[Candidate]) -> list[dict[str, str]]:
    """The decisions of the exact engine, as the text of a decisions file."""
    rows = (decide(rules, candidate).row(candidate.numero) for candidate in candidates)
    return [{field: row[field] for field in FIELDS} for row in rows]


CODES = (
    UnitStatus.ABSENT,
    UnitStatus.ABSENT_JUSTIFIE,
    UnitStatus.DISPENSE,
    UnitStatus.VALIDE_VAE,
    UnitStatus.ANNULE,
    UnitStatus.VIDE,
)
CONTROL_GROUPS = (("U11", "U12", "U33", "U34"), ("U51", "U52"))
MARKED = (UnitStatus.NOTE, UnitStatus.BENEFICE)


def random_candidate(seed: int, units: tuple[str, ...], *, codes: bool = True) -> Candidate:
    """A candidate whom no rule refuses; marks gather around one level, so that thresholds are often near."""
    random = Random(seed)
    level = random.choice((8, 9, 10, 10, 12, 14, 16, 18))
    spread = random.choice((0, 1, 3, 6))
    rarity = random.choice((0, 0, 0.02, 0.1, 0.5)) if codes else 0

    def mark() -> int:
        return max(0, min(40, 2 * level + random.randint(-2 * spread, 2 * spread))) * 50

    def cell() -> Cell:
        if random.random() < rarity:
            return Cell(random.choice(CODES))
        return Cell(random.choices(MARKED, (9, 1))[0], mark())

    voie = random.choice(VOIES)
    cells = {code: cell() for code in units if not code.startswith("UF")}
    offered = [code for code in units if code.startswith("UF")]
    for code in random.sample(offered, random.choice((0, 1, 2))):
        if code != "UF_MOB" or voie.categorie != "B":
            cells[code] = cell()
    controle = {}
    if random.random() < 0.5:
        for code in map(random.choice, CONTROL_GROUPS):
            if cells[code].status not in (UnitStatus.DISPENSE, UnitStatus.VALIDE_VAE, UnitStatus.ANNULE):
                controle[code] = Cell(UnitStatus.NOTE, mark())
    annexes = {"PROJET": Cell() if random.random() < 0.5 else cell()}
    forme = random.choice((Forme.GLOBALE, Forme.GLOBALE, Forme.PROGRESSIVE))
    declare = {"derogation": random.random() < 0.2, "etalement": random.random() < 0.2}
    if forme is Forme.GLOBALE and not declare["etalement"]:
        low = {code for code, cell in cells.items() if cell.status is UnitStatus.BENEFICE and cell.mark < 1000}
        cells |= {code: Cell(UnitStatus.NOTE, cells[code].mark) for code in low}
    return Candidate(str(seed), voie, cells | annexes, controle=controle, forme=forme, declare=declare)


def candidates(units: tuple[str, ...]) -> st.SearchStrategy[Candidate]:
    """One random candidate; one drawn number makes them all, since drawing each cell would cost more than deciding."""
    return SEEDS.map(lambda seed: random_candidate(seed, units))


def cohorts(units: tuple[str, ...], size: int, *, codes: bool = True) -> st.SearchStrategy[list[Candidate]]:
    """A cohort of random candidates."""
    return SEEDS.map(lambda seed: [random_candidate(seed * size + i, units, codes=codes) for i in range(size)])


SEEDS = st.integers(0, 2**40)

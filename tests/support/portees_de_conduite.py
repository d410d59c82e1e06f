"""What the conduct of a session and the papers carry of the law: a story is told at a door, with and without it."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from laureat.deliberation.conduite import Conduite
from laureat.deliberation.explain import explain
from laureat.deliberation.famille import Entree
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.papiers import Papiers
from laureat.deliberation.reglement import Reglement, SessionRules
from laureat.documents import papers
from laureat.documents.context import Context
from laureat.documents.infos import FIELDS, Infos
from laureat.reglements.specialites import construire
from laureat.session import conduct
from laureat.session.conduct import pv_obstacles
from laureat.session.framework import Accepted, Accommodation, Refused, Sanction
from laureat.session.todo import Matter, missing_pieces
from laureat.vocabulary import Forme, Motif, UnitStatus
from support.conducteur import Conductor, text

WHO = {"nom": "Diallo", "prenom": "Awa", "sexe": "F", "date_naissance": "14/03/1998", "lieu_naissance": "Lyon"}
Story = Callable[[Reglement], Any]
"""What a door gives of a case, for a règlement."""


def rules_of(reglement: Reglement) -> SessionRules:
    """The rules of a session of a règlement: this year's, or its last."""
    return reglement.at(min(reglement.last_session or 2026, 2026))


def conductor_of(reglement: Reglement, voie: str = "", **route: Any) -> Conductor:
    """A session of it, with one candidate, of some route."""
    conductor = Conductor(rules_of(reglement)).opened()
    return conductor.enrolled("c1", voie or rules_of(reglement).reglement.famille.voies[0].code, **route)


def attempt(give: Callable[[], object]) -> str:
    """What a command answers: its refusal, its warnings, or nothing."""
    try:
        told = give()
    except Refused as refused:
        return str(refused)
    return " ".join(told.warnings) if isinstance(told, Accepted) else ""


# --- stories --------------------------------------------------------------------------------------------------------


def pieces_missing(voie: str) -> Story:
    """The dashboard says what a candidate of that route, and his establishment, still lack."""

    def story(reglement: Reglement) -> Any:
        conductor = conductor_of(reglement, voie)
        found = missing_pieces(conductor.state, conductor.framework)
        return [(one.matter, one.what) for one in found if one.matter in (Matter.HABILITATION, Matter.PIECE)]

    return story


def livret(reglement: Reglement) -> Any:
    """The minutes wait until the livret of whom the jury refuses is examined."""
    conductor = conductor_of(reglement)
    conductor.receive_piece(candidate="c1", piece="livret")
    conductor.marked("c1", "5").closed().with_jury().proposed()
    conductor.examine_livret(candidate="c1")
    return pv_obstacles(conductor.state, conductor.framework)


def fraud(reglement: Reglement) -> Any:
    """Nothing is decided, nor given, of a candidate whose fraud file is open; afterwards a test is annulled."""
    conductor = conductor_of(reglement)
    conductor.marked("c1", "15").closed().with_jury()
    conductor.open_fraud_file(candidate="c1", reason=text("antisèche"))
    withheld = conductor.state.why_withheld("c1")
    unit = next(iter(conductor.framework.units))
    sanction = {"sanction": Sanction.BLAME, "annulled": [unit], "reason": text("décision")}
    told = attempt(lambda: conductor.end_fraud_file(candidate="c1", **sanction))
    return withheld, bool(told), str(conductor.state.candidates["c1"].cell(unit))


def kept_by_accommodation(reglement: Reglement) -> Any:
    """A mark below the threshold is kept by whom an authority let spread the examination; nobody reads the cause."""
    conductor = conductor_of(reglement)
    conductor.decide_accommodation(candidate="c1", kinds=[Accommodation.ETALEMENT], cause=text("motif médical"))
    unit = next(iter(conductor.framework.units))
    kept = attempt(lambda: conductor.request_kept_mark(candidate="c1", unit=unit, mark=650, session=2024))
    return kept, "médical" in repr(conductor.state.candidates["c1"])


def spread_by_accommodation(reglement: Reglement) -> Any:
    """Whoever may spread the examination is not held to the global form."""
    conductor = conductor_of(reglement)
    conductor.decide_accommodation(candidate="c1", kinds=[Accommodation.ETALEMENT], cause=text("motif médical"))
    voie = rules_of(reglement).reglement.famille.voies[0]
    route = {"candidate": "c1", "voie": voie, "establishment": "0750001A", "forme": Forme.PROGRESSIVE}
    return attempt(lambda: conductor.establish_route(**route, only_units=["U11"]))


def adapted(reglement: Reglement) -> Any:
    """The jury sees what is granted."""
    conductor = conductor_of(reglement)
    conductor.decide_accommodation(candidate="c1", kinds=[Accommodation.TIERS_TEMPS], cause=text("motif médical"))
    return sorted(conductor.state.candidates["c1"].accommodations)


def grounds(status: UnitStatus) -> Story:
    """The grounds that a form offers for a cell."""

    def story(reglement: Reglement) -> Any:
        conductor = conductor_of(reglement)
        unit = next(iter(conductor.framework.units.values()))
        voie = conductor.framework.famille.voies[0]
        return {str(m): str(article) for m, article in conductor.framework.grounds(status, unit, voie).items()}

    return story


def dispensed(reglement: Reglement) -> Any:
    """A dispense is granted on a ground that the law knows."""
    conductor = conductor_of(reglement)
    unit = next(iter(conductor.framework.units))
    given = {"candidate": "c1", "unit": unit, "ground": text("titre"), "basis": Motif.TITRE}
    return attempt(lambda: conductor.grant_dispense(**given))


def context_of(rules: SessionRules) -> Context:
    """What the papers of a session share."""
    return Context(
        fiche={"numero": "RNCP1", "intitule": rules.reglement.title, "blocs": []},
        synthese={"session": rules.session, "reglement": rules.reglement.id, "edition": "2026-11"},
        infos=Infos({setting.key: setting.example for setting in FIELDS if setting.example}),
        issued=date(2026, 7, 6),
        rules=rules,
    )


def papers_of(reglement: Reglement) -> Any:
    """The papers that are due to an admitted candidate and to one who fails, and what each says."""
    rules = rules_of(reglement)
    context, droit = context_of(rules), rules.reglement.famille
    found: dict[str, Any] = {}
    for mark in ("14", "5") if droit.note_des_unites else ("V", "NV"):
        declare = {"titre": mark, "session_de": "titre"} | dict.fromkeys(
            ("mise_en_situation", "dossier_professionnel", "ecf", "entretien_final"), True
        )
        known = {colonne.nom for colonne in droit.colonnes}
        candidate = Candidate(
            "1",
            droit.voies[0],
            {unit.code: droit.cellules.parse(mark) for unit in rules.mandatory},
            identite=WHO,
            declare={name: value for name, value in declare.items() if name in known},
        )
        told = explain(rules, candidate, with_changes=False)
        found |= {f"{kind.name} {mark}": kind.content(context, told) for kind in papers.due(context, told)}
    return found


# --- taken away -----------------------------------------------------------------------------------------------------


@contextmanager
def command_away(name: str) -> Iterator[None]:
    """A command of the conduct does nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conduct, name, lambda *_, **__: Accepted())
        yield


@contextmanager
def function_away(target: str, gives: object) -> Iterator[None]:
    """A function gives the same whatever happens, wherever it was brought."""
    module, _, name = target.rpartition(".")
    found = getattr(importlib.import_module(module), name)
    with pytest.MonkeyPatch.context() as patch:
        for other in ("laureat.session.todo", "laureat.session.conduct.routes"):
            if getattr(importlib.import_module(other), name, None) is found:
                patch.setattr(f"{other}.{name}", lambda *_, **__: gives)
        yield


@contextmanager
def paper_away(name: str) -> Iterator[None]:
    """A paper says nothing."""
    silent = tuple(replace(k, content=lambda *_: {}) if k.name == name else k for k in papers.KINDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "KINDS", silent)
        yield


def rebuilt(reglement: Reglement, **changes: Any) -> Reglement:
    """The règlement, had its family other pieces."""
    return construire(replace(reglement.famille, **changes), reglement.data)


# --- rows -----------------------------------------------------------------------------------------------------------

SESSION = "laureat.session"
COMMANDS: dict[str, dict[str, Story]] = {
    f"{SESSION}.conduct.deliberation:examine_livret": {"": livret},
    f"{SESSION}.conduct.fraud:open_fraud_file": {"": fraud},
    f"{SESSION}.conduct.fraud:end_fraud_file": {"": fraud},
    f"{SESSION}.conduct.registration:decide_accommodation": {
        "R-HAND-01": kept_by_accommodation,
        "R-HAND-02": spread_by_accommodation,
        "TP-HAND-01": adapted,
    },
}
"""By command, the story that each row tells; the row ``""``: any."""
APPRENTI = "apprenti_cfa_habilite_ou_de_droit"
OF_CONDUCT: dict[str, Story] = {
    "CAP-CCF-02": pieces_missing(APPRENTI),
    "BP-CCF-02": pieces_missing(APPRENTI),
    "BTS-ROUTE-02": pieces_missing("experience"),
    "BTS-DISP-01": dispensed,
    "BTS-ABS-01": grounds(UnitStatus.ABSENT_JUSTIFIE),
    "TP-STRUCT-03": grounds(UnitStatus.DISPENSE),
    "TP-CENTRE-01": pieces_missing("formation"),
    "TP-PART-02": grounds(UnitStatus.VALIDE),
}
"""By row, the story that a session tells by the conduct of the family."""
OF_PAPERS = {"R-ADM-04": "diplome", "R-ADM-05": "releve"}
"""By row, the paper that says it."""
SAID_ON_PAPER = {
    "diplome": ("titre", "session", "mention"),
    "releve": ("unites", "decision", "mention", "titulaire"),
}
"""What the rows want said on these papers."""


def reached(reglement: Reglement, entree: Entree, carrier: str) -> bool:
    """What carries the row, taken away, changes what a door gives of its case."""
    if carrier in COMMANDS:
        story = COMMANDS[carrier].get(entree.id) or COMMANDS[carrier][""]
        with_it = story(reglement)
        with command_away(carrier.rpartition(":")[2]):
            return with_it != _or_refused(story, reglement)
    if carrier == f"{SESSION}.todo:is_habilitated":
        story = pieces_missing(APPRENTI)
        with_it = story(reglement)
        with function_away("laureat.session.todo.is_habilitated", True):
            return with_it != story(reglement)
    if carrier == "conduite:CONDUITE":
        story = OF_CONDUCT[entree.id]
        return story(reglement) != _or_refused(story, rebuilt(reglement, conduite=Conduite()))
    if carrier == "papiers:PAPIERS":
        return papers_of(reglement) != _or_refused(papers_of, rebuilt(reglement, papiers=Papiers()))
    if (name := OF_PAPERS.get(entree.id)) and carrier == f"laureat.documents.{name}:content":
        with_it = papers_of(reglement)
        said = [paper for kind, paper in with_it.items() if kind.startswith(name)]
        with paper_away(name):
            return (
                bool(said)
                and all(paper.get(key) for paper in said[:1] for key in SAID_ON_PAPER[name])
                and (with_it != papers_of(reglement))
            )
    raise AssertionError(f"{entree.id}, {carrier} : dire dans support/portees_de_conduite.py ce qui change sans lui")


def _or_refused(story: Story, reglement: Reglement) -> Any:
    """What a story tells, or that it cannot be told."""
    try:
        return story(reglement)
    except Exception as failed:
        return repr(failed)

"""A file of grids, read: every fault of it at once, in French, each at its line."""

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from importlib import resources
from typing import Any

from laureat.grilles.checking import BINARY, HALF, Fault, faults_of, question_faults
from laureat.grilles.model import (
    Calculation,
    Choice,
    Competence,
    Composition,
    Criterion,
    Grid,
    Level,
    Missing,
    Mode,
    Question,
    Settling,
    Situation,
    Statut,
    Step,
)
from laureat.grilles.rounding import Direction, Rounding, parse_points
from laureat.grilles.signatories import TWO_TEACHERS, Signatories
from laureat.reglements.schema import fautes_du_schema
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import fold, says_yes
from laureat.vocabulary.yaml_text import YamlText, in_order, read_yaml


@functools.cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of a file of grids."""
    told: dict[str, Any] = json.loads((resources.files(__package__) / "grille.schema.json").read_text(encoding="utf-8"))
    return told


def read_grids(content: bytes | str, source: str) -> tuple[Grid, ...]:
    """The grids of a file (YAML or JSON: a list, or one alone). InvalidInput: all its faults."""
    text = read_yaml(content, source)
    if isinstance(text.value, Mapping):
        places = {(0, *path): place for path, place in text.places.items()}
        text = YamlText([text.value], source, places)
    if problems := fautes_du_schema(schema(), text):
        raise InvalidInput(problems)
    faults: list[Fault] = []
    for place, told in enumerate(text.value):
        faults += (((place, *path), message) for path, message in faults_of(told))
    seen: set[tuple[str, str]] = set()
    for place, told in enumerate(text.value):
        name = fold(told["grille"]), fold(told["edition"])
        if name in seen:
            said = f"{told['grille']}, édition {told['edition']} : déjà donnée dans ce fichier"
            faults.append(((place, "grille"), said))
        seen.add(name)
    if faults:
        raise InvalidInput(in_order(text.problem(path, message) for path, message in faults))
    return tuple(build(told) for told in text.value)


def fingerprint(told: Mapping[str, Any]) -> str:
    """SHA-256 of what a grid says, whatever the order of its keys and its layout."""
    written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def build(told: Mapping[str, Any]) -> Grid:
    """A grid out of sound data (as ``read_grids`` checked it, or as it was stored)."""
    calculation = _calculation(told["calcul"])
    settled, signing = told.get("note_arretee") or {}, told.get("signataires") or {}
    example = told.get("sujet_exemple")
    situations = tuple(_situation(one, example) for one in told["situations"])
    competences = tuple(_competence(one) for one in told["competences"])
    choice = told.get("choix")
    return Grid(
        code=told["grille"],
        edition=told["edition"],
        statut=Statut(told["statut"]),
        levels=_levels(told, calculation.mode),
        calculation=calculation,
        situations=situations,
        competences=competences,
        settling=Settling(
            _points(settled.get("ecart_max")),
            _points(settled.get("commentaire_si_inferieure_a")),
            Signatories(
                int(signing.get("minimum", "1")),
                tuple(signing.get("roles", ())),
                signing.get("professionnel_absent") == TWO_TEACHERS,
            ),
        ),
        fingerprint=fingerprint(told),
        data=told,
        title=told.get("intitule", ""),
        unit=told.get("unite") or told["grille"].rpartition("-")[2],
        block=told.get("bloc", ""),
        source=told.get("source", ""),
        replaces=told.get("remplace", ""),
        choice=Choice(tuple(choice["competences"]), tuple(tuple(map(int, share)) for share in choice["repartitions"]))
        if choice
        else None,
    )


def _points(text: str | None) -> Fraction | None:
    return None if text is None else parse_points(text)


def _levels(told: Mapping[str, Any], mode: Mode) -> tuple[Level, ...]:
    given = told.get("niveaux")
    if given is None:
        codes = BINARY if mode is Mode.BINAIRE else ()
        return tuple(Level(code, Fraction(rank), code.replace("_", " ")) for rank, code in enumerate(codes))
    codes = given["codes"]
    values = given.get("valeurs") or [str(rank) for rank in range(len(codes))]
    names = given.get("noms") or [""] * len(codes)
    return tuple(Level(c, parse_points(v), n) for c, v, n in zip(codes, values, names, strict=True))


def _calculation(told: Mapping[str, Any]) -> Calculation:
    roundings = told.get("arrondi", HALF)
    return Calculation(
        mode=Mode(told["mode"]),
        roundings=tuple(_rounding(one) for one in (roundings if isinstance(roundings, list) else [roundings])),
        total=int(told.get("total", "20")),
        weights_sum=int(told.get("somme_poids", "100")),
        coverage_min=int(told.get("couverture_min", "0")),
        not_assessed=Missing(told.get("non_evalue", Missing.IGNORER)),
        no_situation=Missing(told.get("situation_vide", Missing.PAS_DE_NOTE)),
        absence=Missing(told.get("absence", Missing.PAS_DE_NOTE)),
        bonus_max=parse_points(told.get("bonus_max", "0")),
        typed_step=parse_points(told.get("pas_saisi", "0,5")),
        typed_points=told.get("saisie") == "points",
        composition=Composition(told.get("composition", Composition.MOYENNE)),
        kept=tuple(parse_points(share) for share in told.get("garde", ())),
        vouched={name: (one["statut"], one.get("source", "")) for name, one in told.get("statuts", {}).items()},
    )


def _rounding(told: Mapping[str, Any]) -> Rounding:
    return Rounding(
        parse_points(told["pas"]),
        Direction(told["sens"]),
        int(told["depuis"]) if "depuis" in told else None,
        int(told["jusqua"]) if "jusqua" in told else None,
        told.get("source", ""),
        told.get("statut", "hypothese"),
    )


def _situation(told: Mapping[str, Any], example: Any) -> Situation:
    places = told.get("lieu", ())
    own = told.get("poids_competences")
    return Situation(
        code=told["code"],
        form=told["forme"],
        weight=int(told.get("poids", "1")),
        alone=says_yes(told.get("seule", "")),
        label=told.get("intitule", ""),
        places=(places,) if isinstance(places, str) else tuple(places),
        minutes=int(told["duree_max_min"]) if "duree_max_min" in told else None,
        weights={code: int(weight) for code, weight in own.items()} if own else None,
        outside=frozenset(told.get("hors_champ", ())),
        questions=questions(told.get("sujet") or example or ()),
        second_blind=told.get("second_evaluateur") == "aveugle",
    )


def questions(told: Iterable[Mapping[str, str]]) -> tuple[Question, ...]:
    """The questions of a test."""
    return tuple(Question(one["q"], one["competence"], parse_points(one["points"])) for one in told)


def _competence(told: Mapping[str, Any]) -> Competence:
    criteria = tuple(_criterion(one) for one in told.get("criteres", ()))
    return Competence(told["code"], told["texte"], int(told.get("poids", "0")), criteria, told.get("national", ""))


def _criterion(told: Mapping[str, Any]) -> Criterion:
    steps = tuple(Step(int(one["des"]), one["niveau"]) for one in told.get("paliers", ()))
    return Criterion(
        told["code"],
        told["texte"],
        int(told.get("poids", "0")),
        told.get("descripteurs", {}),
        tuple(told.get("indicateurs", ())),
        steps,
        told.get("preuve", ""),
        (told.get("indispensable") or {}).get("seuil", ""),
    )


def replaced_questions(grid: Grid, situation: str, subject: Iterable[Mapping[str, str]]) -> Grid:
    """The grid with the subject of the day for a situation, its edition the same. ValueError where it does not fit."""
    asked = list(subject)
    told = {**grid.data, "situations": [_with_subject(one, situation, asked) for one in grid.data["situations"]]}
    if faults := [message for _, message in question_faults(told)]:
        raise ValueError(" ; ".join(faults))
    return replace(grid, situations=build(told).situations)


def _with_subject(told: Mapping[str, Any], code: str, subject: list[Mapping[str, str]]) -> Mapping[str, Any]:
    return {**told, "sujet": subject} if told["code"] == code else told

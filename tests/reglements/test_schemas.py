"""What a schema refuses of a data file: each kind of fault, in French, at its line; nothing of jsonschema's English."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from laureat.reglements import familles
from laureat.reglements.donnees import ESSAIS, remplacer
from laureat.reglements.schema import fautes_du_schema
from laureat.reglements.specialites import bibliotheque, lire_specialite
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.yaml_text import YamlText, read_yaml
from unit.vocabulary.test_yaml_text import ENGLISH

KINDS: dict[str, tuple[dict[str, Any], Any, str]] = {
    "type": ({"type": "array"}, "x", "reçu « x » ; attendu : une liste"),
    "types": ({"type": ["array", "object"]}, "x", "attendu : une liste ou un groupe de clés"),
    "enum": ({"enum": ["a", "b"]}, "c", "« c » n'est pas connu ; attendu : a, b"),
    "const": ({"const": "a"}, "b", "attendu : « a »"),
    "pattern": ({"pattern": "^a$"}, "b", "attendu : un texte de la forme ^a$"),
    "described": ({"pattern": "^a$", "description": "la lettre a"}, "b", "attendu : la lettre a"),
    "required": ({"required": ["a", "b"]}, {"b": ""}, "il manque : a"),
    "dependentRequired": ({"dependentRequired": {"a": ["b"]}}, {"a": ""}, "avec « a », il manque : b"),
    "additionalProperties": (
        {"properties": {"titre": {}}, "additionalProperties": False},
        {"tire": ""},
        "clé inconnue : « tire » (vouliez-vous « titre » ?)",
    ),
    "unevaluatedProperties": ({"unevaluatedProperties": False}, {"a": ""}, "clé inconnue : « a »"),
    "propertyNames": ({"propertyNames": {"pattern": "^a$"}}, {"b": ""}, "reçu « b » ; attendu : un texte de la forme"),
    "minimum": ({"minimum": 3}, 2, "attendu : au moins 3"),
    "maximum": ({"maximum": 3}, 4, "attendu : au plus 3"),
    "exclusiveMinimum": ({"exclusiveMinimum": 3}, 3, "attendu : plus que 3"),
    "exclusiveMaximum": ({"exclusiveMaximum": 3}, 3, "attendu : moins que 3"),
    "multipleOf": ({"multipleOf": 5}, 3, "attendu : un multiple de 5"),
    "minLength": ({"minLength": 1}, "", "attendu : un texte qui n'est pas vide"),
    "maxLength": ({"maxLength": 2}, "abc", "attendu : au plus 2 caractères"),
    "minItems": ({"minItems": 2}, ["a"], "reçu une liste de 1 élément ; attendu : au moins 2 éléments"),
    "maxItems": ({"maxItems": 1}, ["a", "b"], "attendu : au plus 1 élément"),
    "uniqueItems": ({"uniqueItems": True}, ["a", "a"], "attendu : une liste sans élément répété"),
    "contains": ({"contains": {"const": "a"}}, ["b"], "attendu : une liste qui contient"),
    "minProperties": ({"minProperties": 1}, {}, "reçu un groupe vide ; attendu : au moins 1 clé"),
    "maxProperties": ({"maxProperties": 0}, {"a": ""}, "attendu : au plus 0 clé"),
    "not": ({"not": {"const": "a"}}, "a", "reçu « a », qui n'est pas permis ici"),
    "anyOf of one shape": ({"anyOf": [{"type": "string", "minLength": 1}, {"type": "array"}]}, "", "n'est pas vide"),
    "anyOf of no shape": ({"anyOf": [{"type": "string"}, {"type": "array"}]}, {}, "attendu : un texte, ou une liste"),
    "anyOf of keys": (
        {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {},
        "il manque : a, ou bien il manque : b",
    ),
    "oneOf": ({"oneOf": [{"type": "string"}, {"const": "a"}]}, "a", "attendu : une seule des formes possibles"),
    "if": ({"if": {}, "then": {"enum": ["b"]}}, "a", "« a » n'est pas connu ; attendu : b"),
    "false": ({"properties": {"a": False}}, {"a": "b"}, "reçu « b »"),
    "format": ({"prefixItems": [{"type": "array"}]}, ["a"], "reçu « a » ; attendu : une liste"),
}


@pytest.mark.parametrize(("schema", "value", "words"), KINDS.values(), ids=list(KINDS))
def test_each_kind_of_fault_is_said_in_french(schema: dict[str, Any], value: Any, words: str) -> None:
    said = [problem.message for problem in fautes_du_schema(schema, YamlText(value, "essai.yaml", {}))]
    assert any(words in message for message in said), said
    assert len(said) == len(set(said))
    assert not any(ENGLISH.search(message) for message in said), said


def test_every_keyword_of_the_draft_has_its_case() -> None:
    shape_only = {"$ref", "$dynamicRef", "allOf", "anyOf", "items", "prefixItems", "properties", "patternProperties"}
    shape_only |= {"if", "dependentSchemas", "format", "unevaluatedItems"}
    assert set(Draft202012Validator.VALIDATORS) - shape_only <= {*KINDS}


def _spoilt(value: Any) -> list[Any]:
    return ["", "§", [], {}, {"§": "§"}, ["§"], None if value is None else [value]]


def _everywhere(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = tree.items() if isinstance(tree, dict) else enumerate(tree[:3]) if isinstance(tree, list) else ()
    return [path, *(below for key, held in keys for below in _everywhere(held, (*path, key)))]


def _with(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[path[0]] = _with(tree[path[0]], path[1:], value)
    return copy


def _problems(text: str) -> tuple[InputProblem, ...]:
    try:
        lire_specialite(text, "essai.json")
    except InvalidInput as refused:
        return refused.problems
    return ()


@pytest.mark.parametrize("name", sorted({law.famille.code: law.id for law in bibliotheque().values()}.values()))
def test_whatever_is_spoilt_in_a_data_file_is_said_in_french_with_its_place(name: str) -> None:
    law = bibliotheque()[name]
    tree = json.loads(json.dumps(law.data))
    for path in _everywhere(tree)[1::4]:
        for value in _spoilt(tree):
            text = json.dumps(_with(tree, path, value), ensure_ascii=False, indent=1)
            for problem in _problems(text):
                assert problem.source == "essai.json"
                assert problem.line, (path, value, problem.message)
                assert problem.column, (path, value, problem.message)
                assert not ENGLISH.search(problem.message.split(" ; connues : ")[0]), problem.message


def test_what_a_rule_contradicts_stands_at_its_line() -> None:
    text = Path(__file__).with_name("test_fichiers_de_donnees.py").read_text(encoding="utf-8")
    certifier = text.split('CERTIFIER = """\\\n')[1].split('"""')[0].replace("[BC02]", "[BC09]")
    with pytest.raises(InvalidInput) as refused:
        lire_specialite(certifier, "essai.yaml")
    lines = certifier.splitlines()
    assert ["blocs_obligatoires" in lines[(problem.line or 1) - 1] for problem in refused.value.problems] == [True]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("U31: [5]", 1, "attendu : un texte, ou un groupe de clés"),
        ("U32: 4\nU31: cinq", 2, "n'est pas un nombre"),
        ("U31: {valeur: 3,5}", 1, "la virgule sépare deux clés : écrire le nombre entre guillemets"),
        ("U31: {valeur: 5, statu: verifie}", 1, "clé inconnue : « statu » (vouliez-vous « statut » ?)"),
        ("U31: {valeur: 5, statut: sûr, article: x}", 1, "« sûr » n'est pas connu"),
        ("U31: 5\nU99: 4", 2, "aucun nombre de ce règlement ne se nomme « U99 »"),
        ("U31: 0", 1, "coefficient de U31 (U31) : un coefficient est plus grand que zéro"),
        ("seuil_admission: 21", 1, "« 21 » dépasse 20"),
        ("U31: 5\nU31: 6", 2, "la clé « U31 » est déjà donnée ligne 1"),
        ("U31: {valeur: 5, statut: verifie}", 1, "pas de nombre sans source"),
        ("- U31", 1, "attendu : un paramètre par ligne"),
        ("consultation_des_copies: deux", 1, "« deux » n'est pas un nombre entier"),
    ],
)
def test_a_file_of_parameters_says_its_faults_with_their_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "nombres.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        remplacer(bibliotheque()["RNCP35697"].at(), path, date(2026, 7, 1))
    problem = refused.value.problems[0]
    assert words in problem.message
    assert (problem.source, problem.line) == ("nombres.yaml", line)


def test_few_numbers_are_on_trial_at_a_time_for_certainty_tries_them_all(tmp_path: Path) -> None:
    known = bibliotheque()["RNCP35697"].at()
    read = [n for n in known.parameters.values() if n.unit == "centièmes de point" and n.known >= 100][: ESSAIS + 1]
    path = tmp_path / "nombres.yaml"
    path.write_text("\n".join(f"{n.name}: '{n.written(n.known - 100)}'" for n in read), encoding="utf-8")
    with pytest.raises(InvalidInput, match=f"{ESSAIS} au plus à la fois"):
        remplacer(known, path, date(2026, 7, 1))
    path.write_text("\n".join(f"{n.name}: '{n.written(n.known - 100)}'" for n in read[1:]), encoding="utf-8")
    assert sum(n.on_trial for n in remplacer(known, path, date(2026, 7, 1)).parameters.values()) == ESSAIS


def test_every_schema_of_a_family_is_a_schema() -> None:
    for law in familles():
        Draft202012Validator.check_schema(law.schema)
        assert fautes_du_schema(law.schema, read_yaml("a: b", "x"))

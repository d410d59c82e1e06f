"""A replay holds every file of the folder against what the folder itself gives again."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from laureat.exchange.cohorte_files import write_cohort
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.exchange.dossier import read_dossier
from laureat.exchange.replay import replay
from laureat.register import bundled
from laureat.reglements.droit_applicable import tenus_ensemble
from laureat.vocabulary import InvalidInput
from support.deliberations import reglement
from unit.vocabulary.test_yaml_text import ENGLISH


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rules, place = reglement("cap_electricien").at(), tmp_path_factory.mktemp("dossier")
    write_cohort(place / "liste.csv", rules, 6, 1)
    request = Request(place / "liste.csv", rules, place / "session", fiche={"numero": "RNCP1"}, explanations=True)
    deliberate_file(request)
    return place / "session"


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "session"))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def said(folder: Path) -> list[str]:
    """What the replay says: the differences, or why it cannot be read."""
    try:
        return replay(read_dossier(folder)).told
    except InvalidInput as refused:
        return [problem.message for problem in refused.problems]


def test_a_folder_that_nobody_touched_is_replayed_whole(folder: Path) -> None:
    found = replay(read_dossier(folder))
    assert (found.told, found.done) == ([], 6)


@pytest.mark.parametrize("how", ["lie", "impose"])
def test_a_reglement_that_somebody_bound_or_imposed_is_replayed_as_it_was(how: str, tmp_path: Path) -> None:
    fiche = replace(bundled("RNCP35697"), numero="RNCP99001")  # Of the same family, without a règlement of its own.
    rules = tenus_ensemble(reglement("bacpro_photographie"), fiche, **{how: "arrêté du 3 mars, C. Roux"}).at(2025)
    write_cohort(tmp_path / "liste.csv", rules, 6, 1)
    deliberate_file(Request(tmp_path / "liste.csv", rules, tmp_path / "session", fiche=fiche.to_json()))
    assert replay(read_dossier(tmp_path / "session")).told == []


def _csv(text: str) -> str:
    rows = text.splitlines()
    cells = rows[3].split(";")
    cells[3] = "19.99"
    return "\n".join([*rows[:3], ";".join(cells), *rows[4:]]) + "\n"


def _json(*path: str | int, value: object) -> Callable[[str], str]:
    def change(text: str) -> str:
        content = json.loads(text)
        place = content
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    return change


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("decisions.csv", _csv, "moyenne était « 19.99 »"),
        ("decisions.csv", lambda text: text + text.splitlines()[-1] + "\n", "decisions.csv"),
        ("decisions.csv", lambda text: "\n".join(text.splitlines()[:-1]) + "\n", "5 décisions enregistrées pour 6"),
        ("synthese.json", _json("decisions", "admis", value=99), "decisions > admis, « 99 » dans le dossier"),
        ("synthese.json", _json("certificats", value=77), "certificats"),
        ("synthese.json", _json("titre", value="Autre titre"), "titre"),
        ("synthese.json", _json("edition", value="2031-01"), "edition"),
        ("synthese.json", _json("taux_reussite", value="99,99"), "taux_reussite"),
        ("synthese.json", _json("remarques", value=55), "remarques"),
        ("synthese.json", _json("ajout", value=1), "ajout"),
        ("reglement.json", _json("regles", 0, "texte", value="Autre."), "regles > 1 > texte"),
        ("fiche.json", _json("numero", value="RNCP2"), "ce n'est plus le fichier de la délibération"),
        ("explications.jsonl", lambda text: text.replace("decision", "Decision", 1), "l'explication n'est pas la même"),
        ("explications.jsonl", lambda text: text + "{}\n", "des lignes suivent"),
    ],
)
def test_whatever_a_person_opens_differs_and_is_named(
    folder: Path, name: str, change: Callable[[str], str], told: str
) -> None:
    before = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(change(before), encoding="utf-8")
    lines = replay(read_dossier(folder)).told
    assert any(name in line and told in line for line in lines), lines


def test_a_number_that_changed_is_named_with_its_old_and_its_new_value(folder: Path) -> None:
    path = folder / "parametres.json"
    numbers = json.loads(path.read_text(encoding="utf-8"))
    [threshold] = [each for each in numbers if each["nom"] == "seuil_admission"]
    threshold["valeur"] = "9"
    path.write_text(json.dumps(numbers), encoding="utf-8")
    expected = "parametres.json : seuil_admission > valeur, « 10 » à la délibération, « 9 » dans le dossier"
    assert replay(read_dossier(folder)).told[0] == expected


SPOILT: list[Callable[[bytes], bytes | None]] = [
    lambda content: None,
    lambda content: b"",
    lambda content: content[: len(content) // 2],
    lambda content: content[:-1] + b"\xe9",
    lambda content: content[:40] + b"\xff\x00\xe9" + content[43:],
    lambda content: b"PAR1" + bytes(200) + b"PAR1",
    lambda content: b"\x00" * 50,
    lambda content: b"numero;decision\n1;admis\n",
    lambda content: b"[1]",
    lambda content: b'{"a": 1}',
]


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_file_is_illegible_or_differs_and_never_breaks_the_replay(
    folder: Path, spoilt: Callable[[bytes], bytes | None]
) -> None:
    for name in names(folder):
        whole = (folder / name).read_bytes()
        if (content := spoilt(whole)) is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(content)
        told = said(folder)
        assert not any(ENGLISH.search(line) for line in told), told
        # Without them the folder is one that was asked without explanations.
        assert told or (name == "explications.jsonl" and content is None), name
        (folder / name).write_bytes(whole)


def test_every_bit_of_the_recorded_decisions_may_be_wrong(folder: Path) -> None:
    path = folder / "decisions.arrow"
    whole = path.read_bytes()
    for place in range(0, len(whole), 997):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        told = said(folder)
        assert told, place
        assert all("illisible" in line or "décision" in line or "arrow" in line for line in told)

"""Families that third parties deliver: a name is one family's alone, and a broken one stops nothing but itself."""

import importlib
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from laureat.reglements import chargement, specialites
from laureat.reglements.specialites import bibliotheque, refuses
from laureat.vocabulary import InvalidInput

Deliver = Callable[..., None]
CACHES = (
    chargement._provenances,
    chargement._noms_en_double,
    chargement.paquets,
    chargement.famille,
    chargement._chargees,
    specialites._livres,
)


@pytest.fixture
def deliver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deliver]:
    """Install, for one test, a distribution that delivers a family: ``deliver(family, package, source=…)``."""
    monkeypatch.syspath_prepend(tmp_path)
    delivered: set[str] = set()

    def install(family: str, package: str, init: str = "", copied: str = "", threshold: str = "10") -> None:
        if copied:
            shutil.copytree(Path(chargement.__file__).parent / copied, tmp_path / package)
            for file in (tmp_path / package).glob("*.py"):
                file.write_text(
                    file.read_text(encoding="utf-8").replace(f"laureat.reglements.{copied}", package), encoding="utf-8"
                )
            numbers = tmp_path / package / "parametres.yaml"
            text = numbers.read_text(encoding="utf-8")
            numbers.write_text(
                re.sub(r"(seuil_admission:\s+\{valeur: )10", rf"\g<1>{threshold}", text), encoding="utf-8"
            )
        else:
            (tmp_path / package).mkdir()
            (tmp_path / package / "__init__.py").write_text(init, encoding="utf-8")
        delivered.add(package)
        info = tmp_path / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[laureat.familles]\n{family} = {package}\n", encoding="utf-8")
        importlib.invalidate_caches()
        for cache in CACHES:
            cache.cache_clear()

    before = set(sys.modules)
    yield install
    for name in set(sys.modules) - before:
        if name.partition(".")[0] in delivered:
            del sys.modules[name]
    for cache in CACHES:
        cache.cache_clear()


def test_a_family_named_like_one_of_the_house_is_refused_and_both_packages_are_named(deliver: Deliver) -> None:
    deliver("cap", "cap_a_cinq", copied="cap", threshold="5")
    assert chargement.paquets()["cap"] == "laureat.reglements.cap"
    number = next(p for p in bibliotheque()["cap_cip"].history if p.name == "seuil_admission")
    assert number.value == 1000
    (refusal,) = refuses()
    assert "cap_a_cinq 1.0" in refusal
    assert "laureat.reglements.cap" in refusal


def test_two_packages_of_one_name_are_both_refused_and_named(deliver: Deliver) -> None:
    deliver("brasseur", "brasseur_un", init="TITRE = 'un'")
    deliver("brasseur", "brasseur_deux", init="TITRE = 'deux'")
    assert "brasseur" not in chargement.paquets()
    with pytest.raises(InvalidInput, match=r"brasseur_deux.*brasseur_un"):
        chargement.famille("brasseur")


@pytest.mark.parametrize(
    ("init", "told"),
    [
        ("raise RuntimeError('panne')", "ne se charge pas : RuntimeError: panne"),
        ("import paquet_qui_manque", "ne se charge pas : ModuleNotFoundError"),
        ("TITRE = 'x'; ABREGES = ()\n(", "ne se charge pas : SyntaxError"),
        ("TITRE = 'un titre'", "le fichier panne_tiers/regles.py manque"),
        ("TITRE = 3", "TITRE est attendu du type str"),
    ],
)
def test_a_broken_family_is_told_with_its_file_and_stops_nothing_else(deliver: Deliver, init: str, told: str) -> None:
    deliver("panne", "panne_tiers", init=init)
    assert {"cap", "bts", "bac_pro"} <= {une.code for une in chargement.familles()}
    assert "cap_cip" in bibliotheque()
    said = " ".join(refuses())
    assert told in said
    assert "famille panne" in said
    assert "panne_tiers 1.0" in said
    with pytest.raises(InvalidInput, match="panne_tiers"):
        chargement.famille("panne")


def test_a_speciality_of_a_third_party_takes_no_number_of_the_library(deliver: Deliver) -> None:
    deliver("cap_bis", "cap_bis_paquet", copied="cap")
    told = " ".join(refuses())
    assert bibliotheque()["cap_cip"].famille.code == "cap"
    assert "cap_bis" in told


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("parametres.yaml", "libelle: moyenne d'admission", "libele: moyenne", r"ligne 5, .*« libele » \(vouliez-vous"),
        ("parametres.yaml", "{valeur: 8, unite", "{valer: 8, unite", r"ligne 7, .*seuil_ajournement : clé inconnue"),
        ("parametres.yaml", "{valeur: 8, unite", "{unite", r"ligne 6, .*le champ « valeur » manque"),
        ("digeste.yaml", "confiance: ", "confianc: ", r"ligne \d+, .*« confianc » \(vouliez-vous « confiance »"),
        ("digeste.yaml", "confiance: partiel", "confiance: presque", r"ligne \d+, .*confiance « presque »"),
    ],
)
def test_a_misspelt_key_of_a_family_says_its_file_and_its_line(
    deliver: Deliver, tmp_path: Path, file: str, before: str, after: str, told: str
) -> None:
    deliver("bts_tiers", "bts_des_tiers", copied="bts")
    path = tmp_path / "bts_des_tiers" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    for cache in CACHES:
        cache.cache_clear()
    with pytest.raises(InvalidInput, match=f"{file}, {told}"):
        chargement.famille("bts_tiers")

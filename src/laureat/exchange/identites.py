"""Names, places and establishments of the synthetic candidates: all invented (``identites.yaml``)."""

from importlib import resources

import yaml

from laureat.people import check_letter

_DATA: dict[str, str] = yaml.safe_load(
    resources.files("laureat.exchange").joinpath("identites.yaml").read_text(encoding="utf-8")
)


def _values(key: str) -> tuple[str, ...]:
    return tuple(_DATA[key].split(", "))


NOMS = _values("noms")
PRENOMS_M = _values("prenoms_m")
PRENOMS_F = _values("prenoms_f")
COMMUNES = _values("communes")
LANGUES = _values("langues")
LANGUES_FACULTATIVES = _values("langues_facultatives")

ETRANGER = tuple((place, country) for place, _, country in (v[:-1].partition(" (") for v in _values("etranger")))
"""(town, country) of birth abroad."""

SORTES = ("Lycée professionnel {}", "Lycée {} (privé)", "CFA {}", "Greta {}", "Centre de formation {}", "Cours {}")
"""Public school, private school, apprentices, adults in public and in private establishments, distance."""

ETABLISSEMENTS_PAR_SORTE = 60

_ILLUSTRES = _values("illustres")
_VILLES = tuple((department, town) for department, _, town in (value.partition(" ") for value in _values("villes")))


def _etablissement(sorte: int, rang: int) -> tuple[str, str]:
    department, town = _VILLES[(rang * 7 + sorte) % len(_VILLES)]
    illustre = _ILLUSTRES[(rang + rang // len(_VILLES) + 3 * sorte) % len(_ILLUSTRES)]
    digits = f"{department}9{sorte}{rang:02d}"
    return f"{SORTES[sorte].format(illustre)}, {town}", f"{digits}{check_letter(digits)}"


ETABLISSEMENTS = tuple(
    _etablissement(sorte, rang) for sorte in range(len(SORTES)) for rang in range(ETABLISSEMENTS_PAR_SORTE)
)
"""(name, UAI) of sixty invented establishments of each kind; their UAI have the right check letter."""

"""What the digest of any family holds to: every numbered rule is code, or out of scope with its reason."""

import importlib
import importlib.util
import re
from pathlib import Path

from laureat.deliberation.famille import Entree, Famille
from laureat.rules import Rule

PAR_UNE_CONDUITE = "laureat.session"
"""What the conduct of a session carries is tried there."""


def numbered(text: str, prefix: str) -> set[str]:
    """The rules that a digest of the law numbers, in its tables and in its sentences."""
    return set(re.findall(rf"^(?:\| |- )?({prefix}-[A-Z]+-\d+)\b", text, re.MULTILINE)) | {
        f"{head}-{tail}"
        for head, tails in re.findall(rf"\b({prefix}-[A-Z]+)-(\d+(?:, -?\d+)*)", text)
        for tail in re.findall(r"\d+", tails)
    }


def carried_by_rules(famille: Famille, entree: Entree) -> list[Rule]:
    """The rules, findings and rights that bear its identifier; those of the jury may add a letter."""
    rules = (*famille.regles.rules, *famille.constats, *famille.droits, *getattr(famille.jury, "regles", ()))
    return [rule for rule in rules if re.fullmatch(rf"{entree.id}[a-z]?", rule.id)]


def problems(famille: Famille, coefficients: bool) -> list[str]:
    """All that is wrong with the digest of a family, in words."""
    found = []
    named = set()
    for entree in famille.digeste.values():
        carried = bool(carried_by_rules(famille, entree) or entree.code)
        if carried is bool(entree.hors_champ):
            found.append(f"{entree.id} : ni code ni raison, ou les deux")
        if entree.hors_champ and len(entree.hors_champ) < 30:
            found.append(f"{entree.id} : la raison tient en quelques mots")
        if not entree.texte.endswith("."):
            found.append(f"{entree.id} : le texte n'est pas une phrase")
        for carrier in entree.code:
            module, _, name = carrier.partition(":")
            if carrier == "coefficients":
                found += [] if coefficients else [f"{entree.id} : pas de coefficients dans cette famille"]
            elif module == "parametre":
                named.add(name)
            elif not module.startswith(PAR_UNE_CONDUITE) and not _exists(famille, module, name):
                found.append(f"{entree.id} : {carrier} n'existe pas")
    parameters = {parameter.name for parameter in famille.parametres}
    found += [f"{name} : nombre qu'aucune règle du condensé ne nomme" for name in sorted(parameters - named)]
    found += [f"{name} : nombre inconnu" for name in sorted(named - parameters)]
    rules = (*famille.regles.rules, *famille.constats, *famille.droits)
    found += [f"{rule.id} n'est pas dans le condensé" for rule in rules if rule.id not in famille.digeste]
    return found


def _exists(famille: Famille, module: str, name: str) -> bool:
    package = "" if module.startswith("laureat.") else f"laureat.reglements.{famille.code}."
    return hasattr(importlib.import_module(package + module), name)


def at_hand(root: Path, name: str) -> str | None:
    """The digest of the law, where it is on this machine."""
    source = root.parent / "shared" / "regulation" / name
    return source.read_text(encoding="utf-8") if source.is_file() else None

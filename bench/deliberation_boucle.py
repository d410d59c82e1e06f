"""The plain peer: the decision rules of the bac pro written by hand, one row after the other, in ordinary Python."""

from collections.abc import Mapping
from typing import Any

VIDE, NOTE, BENEFICE, ABSENT, ABSENT_JUSTIFIE, DISPENSE, VALIDE, ANNULE = range(8)
COUNTED = (NOTE, BENEFICE, ABSENT_JUSTIFIE, ANNULE)


def decide_row(row: Mapping[str, Any], law: Mapping[str, Any]) -> tuple[str, str, int | None, int, bool]:
    """Decision, mention, average in hundredths, blocks as bits, certificate."""
    coefficients, thresholds = law["coefficients"], law["seuils"]
    points = total = professional_points = professional_total = 0
    absent = empty = replacement = False
    for code, coefficient in coefficients.items():
        status, mark = row[code + ".statut"], row[code + ".note"]
        absent |= status == ABSENT
        empty |= status == VIDE
        replacement |= status == ABSENT_JUSTIFIE and code not in law["sans_remplacement"]
        if status in COUNTED:
            points += coefficient * mark
            total += coefficient
            if code in law["professionnelles"]:
                professional_points += coefficient * mark
                professional_total += coefficient
    extra = 0
    for code in law["facultatives"]:
        if row[code + ".statut"] in (NOTE, BENEFICE):
            extra += max(row[code + ".note"] - 1000, 0)
    if row["PROJET.statut"] in (NOTE, BENEFICE) and row["voie"] in law["eleves"]:
        extra += 2 * (row["PROJET.note"] - 1000)
    points += extra * 100

    def reaches(threshold: int) -> bool:
        return points >= threshold * total

    if absent:
        decision = "non_delivrable"
    elif empty:
        decision = "en_cours" if row["forme"] == "progressive" else "incomplet"
    elif total == 0 or reaches(thresholds["admission"]):
        decision = "admis"
    elif replacement:
        decision = "remplacement"
    elif not reaches(thresholds["ajournement"]):
        decision = "ajourne"
    elif professional_points >= thresholds["professionnel"] * professional_total:
        decision = "controle"
    else:
        decision = "ajourne"

    deciding, gains = points, {}
    control = decision == "controle" and any(row[f"controle_{code}.statut"] == NOTE for code in law["controle"])
    if control:
        for code in law["controle"]:
            if row[f"controle_{code}.statut"] == NOTE:
                gains[code] = max(row[f"controle_{code}.note"] - row[code + ".note"], 0)
                deciding += coefficients[code] * gains[code]
        decision = "admis" if deciding >= thresholds["admission"] * total else "ajourne"
    elif decision == "controle":
        missed = sum(row[f"controle_{code}.statut"] in (ABSENT, ANNULE) for code in law["controle"])
        again = (NOTE, BENEFICE, ABSENT_JUSTIFIE)
        possible = sum(
            min(sum(row[code + ".statut"] in again for code in group), law["oraux_par_groupe"])
            for group in law["groupes"]
        )
        decision = "ajourne" if 1 <= missed >= min(possible, law["oraux"]) else decision

    mention = ""
    if decision == "admis" and not control and total:
        mention = next((name for name, threshold in law["mentions"] if reaches(threshold)), "")
    blocs = 0
    for position, code in enumerate((*coefficients, *law["facultatives"])):
        status, mark = row[code + ".statut"], row[code + ".note"] + gains.get(code, 0)
        if status == VALIDE or (status in (NOTE, BENEFICE) and mark >= thresholds["bloc"]):
            blocs |= 1 << position
    average = None
    if total and decision not in ("non_delivrable", "incomplet", "en_cours"):
        average = abs(deciding) // total * (1 if deciding >= 0 else -1)
    return decision, mention, average, blocs, decision == "ajourne" and reaches(thresholds["certificat"])

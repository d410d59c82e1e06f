"""What is wrong in a grid whose file is well formed: codes, sums of weights, levels, roundings, scopes."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from laureat.grilles.model import Mode
from laureat.grilles.rounding import parse_points, points_text
from laureat.vocabulary.french import fold, plural, says_yes
from laureat.vocabulary.yaml_text import Path

Fault = tuple[Path, str]

BINARY = ("non_acquis", "acquis")
"""The levels of a binary grid that names none."""
LONGEST_NAME = 31
"""Of a sheet of a workbook, in characters."""
LONGEST_CODE, LONGEST_TITLE = 36, 80
"""Characters of the code of a line or of a unit, which an indicator lengthens; of the name of a grid, of an edition."""
APART = 19
"""Of these, the first ones tell two situations apart: « Indicateurs » may come before them."""
SHEETS = ("niveaux", "synthese", "laureat")
"""The sheets that a workbook has beside those of situations."""
RESERVED = ("history", "historique")
"""The names that Excel keeps for itself."""
HALF = {"pas": "0,5", "sens": "plus_proche", "statut": "hypothese"}
"""The rounding of a grid that gives none."""


def faults_of(told: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong in a grid well formed: codes, sums of weights, levels, roundings, situations."""
    mode = Mode(told["calcul"]["mode"])
    if told["edition"] != " ".join(told["edition"].split()):
        yield ("edition",), "le nom de l'édition tient sur une ligne, sans espace au début, à la fin ni en double"
    yield from _length_faults(told)
    yield from _level_faults(told, mode)
    yield from _calculation_faults(told["calcul"], len(told["situations"]))
    yield from _situation_names(told["situations"])
    yield from _repeated(told["competences"], ("competences",), "code", "compétence")
    lines = [
        (c, k, one) for c, held in enumerate(told["competences"]) for k, one in enumerate(held.get("criteres", ()))
    ]
    seen: set[str] = set()
    for c, k, one in lines:
        if fold(one["code"]) in seen:
            yield ("competences", c, "criteres", k, "code"), f"critère {one['code']} : ce code est déjà donné"
        seen.add(fold(one["code"]))
        yield from _criterion_faults(told, c, k, one, mode)
    if mode is Mode.BAREME:
        yield from question_faults(told)
    else:
        yield from _line_faults(told, mode)
    yield from _scope_faults(told, {one["code"] for _, _, one in lines})
    yield from _choice_faults(told)


def _length_faults(told: Mapping[str, Any]) -> Iterator[Fault]:
    """A name too long to be kept beside each entry."""
    named: list[tuple[Path, str, int]] = [((key,), told[key], LONGEST_TITLE) for key in ("grille", "edition")]
    named.append((("unite",), told.get("unite") or told["grille"].rpartition("-")[2], LONGEST_CODE))
    for c, held in enumerate(told["competences"]):
        for k, one in enumerate(held.get("criteres", ())):
            named.append((("competences", c, "criteres", k, "code"), one["code"], LONGEST_CODE))
    subjects: list[tuple[Path, Any]] = [((key,), told[key]) for key in ("sujet_exemple",) if key in told]
    subjects += [
        (("situations", s, "sujet"), one["sujet"]) for s, one in enumerate(told["situations"]) if "sujet" in one
    ]
    for path, subject in subjects:
        named += [((*path, rank, "q"), one["q"], LONGEST_CODE) for rank, one in enumerate(subject)]
    for path, text, most in named:
        if len(text) > most:
            yield path, f"« {text[:20]}… » a {plural(len(text), 'caractère')} : {most} au plus"


def _situation_names(situations: Iterable[Mapping[str, str]]) -> Iterator[Fault]:
    """A situation names a sheet of a workbook: short, and apart from the others whatever their capitals."""
    seen: set[str] = set()
    for rank, one in enumerate(situations):
        code, path = one["code"], ("situations", rank, "code")
        if fold(code) in seen:
            yield path, f"situation {code} : ce code est déjà donné"
        elif fold(code)[:APART] in seen:
            yield path, f"situation {code} : ses {APART} premiers caractères sont ceux d'une autre"
        elif len(code) > LONGEST_NAME or fold(code) in (*SHEETS, *RESERVED):
            others = ", ".join((*SHEETS, *RESERVED))
            yield path, f"situation {code} : un code d'au plus {LONGEST_NAME} caractères, autre que {others}"
        seen |= {fold(code), fold(code)[:APART]}


def _repeated(told: Iterable[Mapping[str, str]], path: Path, key: str, what: str) -> Iterator[Fault]:
    """A code given twice, whatever its capitals: people read « a » and « A » as one."""
    seen: set[str] = set()
    for rank, one in enumerate(told):
        if fold(one[key]) in seen:
            yield (*path, rank, key), f"{what} {one[key]} : ce code est déjà donné"
        seen.add(fold(one[key]))


def _level_faults(told: Mapping[str, Any], mode: Mode) -> Iterator[Fault]:
    given = told.get("niveaux")
    points = told["calcul"].get("saisie") == "points"
    if given is None:
        if mode is not Mode.BINAIRE and not (mode is Mode.BAREME and points):
            yield (), "il manque « niveaux » : les codes de ce qu'on coche"
        return
    codes = given["codes"]
    for rank, one in enumerate(codes):
        if _as_typed(one) in map(_as_typed, codes[:rank]):
            yield ("niveaux", "codes", rank), f"niveau {one} : ce code, ou un autre qui se tape pareil, est déjà donné"
        if fold(one) == "ne":
            yield ("niveaux", "codes", rank), "« NE » dit « non évalué » : il n'est le code d'aucun niveau"
    for key in ("valeurs", "noms"):
        if key in given and len(given[key]) != len(codes):
            yield ("niveaux", key), f"{len(given[key])} pour {plural(len(codes), 'code')} : en donner autant"
    if mode.computed and "valeurs" not in given:
        yield ("niveaux",), f"en mode {mode}, chaque niveau a sa valeur : il manque « valeurs »"
    values = [parse_points(value) for value in given.get("valeurs", ())]
    if mode is Mode.BINAIRE:
        if len(codes) != 2:
            yield ("niveaux", "codes"), "une grille binaire a deux niveaux : non acquis, puis acquis"
        elif not values and tuple(codes) != BINARY:
            said = f"dire lequel des deux est acquis : valeurs: [0, 1], pour {codes[0]} non acquis et {codes[1]} acquis"
            yield ("niveaux",), said
        elif values and values != [0, 1]:
            yield ("niveaux", "valeurs"), "une grille binaire a deux niveaux, non acquis puis acquis : valeurs: [0, 1]"
    elif values and len(set(values)) == 1:
        yield ("niveaux", "valeurs"), "toutes les valeurs sont égales : ce qu'on coche ne changerait rien à la note"


def _as_typed(code: str) -> tuple[bool, Fraction | str]:
    """What a spreadsheet makes of the code of a level: « 0 », « 00 » and « 0,0 » are one number."""
    try:
        return True, parse_points(code)
    except ValueError:
        return False, fold(code)


def _step_faults(told: Mapping[str, Any], key: str, path: Path) -> Iterator[Fault]:
    """A step of marks is a whole number of hundredths, and leads from 0 to the total."""
    step, total = parse_points(told[key]), int(told.get("total", "20"))
    if not step or (step * 100).denominator != 1:
        yield path, f"le pas {told[key]} n'est pas un nombre entier de centièmes"
    elif (total / step).denominator != 1:
        yield path, f"le total, {total}, n'est pas un multiple du pas {told[key]}"


def _calculation_faults(told: Mapping[str, Any], situations: int) -> Iterator[Fault]:
    path = ("calcul",)
    if int(told.get("total", "20")) == 0:
        yield (*path, "total"), "le total est nul"
    if int(told.get("couverture_min", "0")) > 100:
        yield (*path, "couverture_min"), "un pour cent est entre 0 et 100"
    if told.get("composition") == "memoire":
        if told["mode"] != Mode.PONDERE:
            yield (*path, "composition"), "la mémoire d'une situation à l'autre va avec le mode pondere"
        if len(told.get("garde", ())) != situations - 1:
            yield (
                (*path, "composition"),
                f"« garde » donne une part par passage d'une situation à la suivante : {situations - 1}",
            )
        for rank, share in enumerate(told.get("garde", ())):
            if parse_points(share) > 1:
                yield (*path, "garde", rank), f"une part gardée est entre 0 et 1 : {share}"
    elif "garde" in told:
        yield (*path, "garde"), "« garde » va avec « composition: memoire »"
    many = told.get("arrondi", HALF)
    roundings = (
        [((*path, "arrondi", i), one) for i, one in enumerate(many)]
        if isinstance(many, list)
        else [((*path, "arrondi"), many)]
    )
    if "pas_saisi" in told:
        yield from _step_faults(told, "pas_saisi", (*path, "pas_saisi"))
    last: int | None = 0
    for place, one in roundings:
        yield from _step_faults({**told, "pas": one["pas"]}, "pas", (*place, "pas"))
        since = int(one.get("depuis", "0"))
        if int(one.get("jusqua", "9999")) < since:
            yield (*place, "jusqua"), f"« jusqua » ({one['jusqua']}) est avant « depuis » ({one['depuis']})"
        if last is None or (last and since != last + 1):
            yield place, "les arrondis successifs se suivent sans trou ni recouvrement : « depuis » après « jusqua »"
        last = int(one["jusqua"]) if "jusqua" in one else None


def _criterion_faults(told: Mapping[str, Any], c: int, k: int, one: Mapping[str, Any], mode: Mode) -> Iterator[Fault]:
    path = ("competences", c, "criteres", k)
    codes = (told.get("niveaux") or {}).get("codes") or list(BINARY if mode is Mode.BINAIRE else ())
    known = f"connus : {', '.join(codes)}"
    for code in one.get("descripteurs", {}):
        if code not in codes:
            yield (*path, "descripteurs", code), f"critère {one['code']} : niveau inconnu « {code} » ; {known}"
    floor = one.get("indispensable", {}).get("seuil")
    if floor is not None and floor not in codes:
        yield (*path, "indispensable", "seuil"), f"critère {one['code']} : niveau inconnu « {floor} » ; {known}"
    steps = one.get("paliers", ())
    if steps and "indicateurs" not in one:
        yield (
            (*path, "paliers"),
            f"critère {one['code']} : des paliers comptent des « indicateurs », et il n'y en a pas",
        )
    count, values = len(one.get("indicateurs", ())), _values(told, codes)
    last, worth = -1, Fraction(-1)
    for rank, step in enumerate(steps):
        if step["niveau"] not in codes:
            yield (*path, "paliers", rank, "niveau"), f"niveau inconnu « {step['niveau']} » ; {known}"
        least = int(step["des"])
        if rank == 0 and least:
            yield (*path, "paliers", rank, "des"), "le premier palier part de 0, pour que tout nombre en ait un"
        if least <= last:
            yield (*path, "paliers", rank, "des"), "les paliers montent : chacun part de plus haut que le précédent"
        if count and least > count:
            yield (*path, "paliers", rank, "des"), f"ce palier part de {least}, et il y a {plural(count, 'indicateur')}"
        if values.get(step["niveau"], worth) < worth:
            yield (*path, "paliers", rank, "niveau"), "un palier plus haut donne un niveau qui vaut moins"
        last, worth = least, values.get(step["niveau"], worth)


def _values(told: Mapping[str, Any], codes: list[str]) -> dict[str, Fraction]:
    """What each level is worth: its value, or its rank where there are none."""
    given = (told.get("niveaux") or {}).get("valeurs") or [str(rank) for rank in range(len(codes))]
    return {code: parse_points(value) for code, value in zip(codes, given, strict=False)}


def _line_faults(told: Mapping[str, Any], mode: Mode) -> Iterator[Fault]:
    """Sums of weights: those of each competence's criteria, those of all competences, those of a situation."""
    due = int(told["calcul"].get("somme_poids", "100"))
    for c, competence in enumerate(told["competences"]):
        path = ("competences", c)
        if "criteres" not in competence:
            yield path, f"compétence {competence['code']} : il manque ses critères"
        elif mode is Mode.PONDERE:
            found = sum(int(one.get("poids", "0")) for one in competence["criteres"])
            if found != 100:
                yield path, f"compétence {competence['code']} : les poids de ses critères font {found}, et non 100"
    if mode is Mode.PONDERE:
        found = sum(int(competence.get("poids", "0")) for competence in told["competences"])
        if found != due:
            yield ("competences",), f"les poids des compétences font {found}, et non {due}"
        for s, situation in enumerate(told["situations"]):
            own = situation.get("poids_competences")
            if own and (found := sum(map(int, own.values()))) != due:
                yield ("situations", s, "poids_competences"), f"les poids font {found}, et non {due}"


def question_faults(told: Mapping[str, Any]) -> Iterator[Fault]:
    total, codes = int(told["calcul"].get("total", "20")), {one["code"] for one in told["competences"]}
    subjects: list[tuple[Path, Any]] = [
        (("situations", s, "sujet"), one["sujet"]) for s, one in enumerate(told["situations"]) if "sujet" in one
    ]
    if "sujet_exemple" in told:
        subjects.append((("sujet_exemple",), told["sujet_exemple"]))
    elif len(subjects) < len(told["situations"]):
        yield (), "chaque situation a son « sujet », ou la grille un « sujet_exemple » : les questions et leurs points"
    for path, subject in subjects:
        yield from _repeated(subject, path, "q", "question")
        for rank, question in enumerate(subject):
            if question["competence"] not in codes:
                yield (*path, rank, "competence"), f"compétence inconnue : {question['competence']}"
        if (found := sum((parse_points(one["points"]) for one in subject), Fraction(0))) != total:
            yield path, f"les points des questions font {points_text(found)}, et non {total}"


def _scope_faults(told: Mapping[str, Any], criteria: set[str]) -> Iterator[Fault]:
    competences = {one["code"] for one in told["competences"]}
    shared = [one for one in told["situations"] if not says_yes(one.get("seule", ""))]
    if shared and not sum(int(one.get("poids", "1")) for one in shared):
        yield ("situations",), "les poids des situations sont tous nuls"
    for s, situation in enumerate(told["situations"]):
        if situation not in shared and not int(situation.get("poids", "1")):
            yield (
                ("situations", s, "poids"),
                "le poids est nul : une situation qui remplace les autres est seule à compter",
            )
        if told["calcul"]["mode"] != Mode.BAREME and not _assesses(told, situation):
            yield ("situations", s), f"situation {situation['code']} : rien de ce qui compte n'y est évalué"
        for code in situation.get("poids_competences", {}):
            if code not in competences:
                yield ("situations", s, "poids_competences", code), f"compétence inconnue : {code}"
        for rank, code in enumerate(situation.get("hors_champ", ())):
            if code not in competences | criteria:
                yield ("situations", s, "hors_champ", rank), f"ni compétence ni critère de la grille : {code}"


def _assesses(told: Mapping[str, Any], situation: Mapping[str, Any]) -> bool:
    """A line that weighs something is in the scope of the situation."""
    weighed, outside = told["calcul"]["mode"] == Mode.PONDERE, situation.get("hors_champ", ())
    own = situation.get("poids_competences") or {
        one["code"]: one.get("poids", "0") if weighed else "1" for one in told["competences"]
    }
    return any(
        line["code"] not in outside and (not weighed or int(line.get("poids", "0")))
        for one in told["competences"]
        if one["code"] not in outside and int(own.get(one["code"], "0"))
        for line in one.get("criteres", ())
    )


def _choice_faults(told: Mapping[str, Any]) -> Iterator[Fault]:
    choice = told.get("choix")
    if not choice:
        return
    weights = {one["code"]: int(one.get("poids", "0")) for one in told["competences"]}
    for rank, code in enumerate(choice["competences"]):
        if code not in weights:
            yield ("choix", "competences", rank), f"compétence inconnue : {code}"
        if code in choice["competences"][:rank]:
            yield ("choix", "competences", rank), f"compétence {code} : elle est déjà nommée"
    held = sum(weights.get(code, 0) for code in choice["competences"])
    for rank, share in enumerate(choice["repartitions"]):
        if len(share) != len(choice["competences"]) or sum(map(int, share)) != held:
            yield ("choix", "repartitions", rank), f"une répartition partage {held} entre les compétences nommées"

"""What carries a row of a digest and is no rule: taken away or changed, a door gives something else."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from laureat.deliberation.candidate import decide
from laureat.deliberation.explain import explain
from laureat.deliberation.famille import Entree, Famille
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import Reglement, SessionRules
from laureat.exchange.modele import template
from laureat.exchange.spec import Spec
from laureat.jury import Jury, Member, Presence, Qualite, examine
from laureat.jury.law import Rule as JuryRule
from laureat.register import bundled
from laureat.reglements.bac_pro import ecarts
from laureat.reglements.bac_pro.correspondances import Acquis, lire_correspondances, reporter
from laureat.reglements.jury.vae import DECRET_2024, FIN_R335_8
from laureat.reglements.specialites import bibliotheque, construire
from laureat.vocabulary import CellError, Forme, InvalidInput, VoieAcces, parse_cell
from support.certificateurs import certificateur
from support.deliberations import reglement
from support.tables_simples import CERTIFIERS

SESSION = 2026


def speciality(droit: Famille) -> Reglement:
    """A speciality of the family: the first of the library, else that of the tests."""
    known = [one for one in bibliotheque().values() if one.famille is droit]
    if known:
        return known[0]
    return (
        reglement("bp_invente")
        if droit.code == "bp"
        else certificateur(next(name for name, (_, rule) in CERTIFIERS.items() if rule))
    )


def rules_of(droit: Famille, own: Reglement | None = None) -> SessionRules:
    """The rules of a speciality of that family, some session."""
    own = own or speciality(droit)
    return own.at(own.last_session or own.default_session or max(own.first_session, SESSION))


def workbook(rules: SessionRules) -> set[str]:
    """Every text of the workbook to fill."""
    sheets = template(rules, Spec(rules)).worksheets
    return {str(value) for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row if value}


def rebuilt(droit: Famille, **changes: object) -> Reglement:
    """A speciality of the family, had the family other pieces."""
    return construire(replace(droit, **changes), speciality(droit).data)  # type: ignore[arg-type]


def verdicts(droit: Famille, rule: JuryRule) -> bool:
    """The verdicts on a jury change when one of its rules is taken away, at some day of its life and for some route."""
    members = tuple(Member(f"M{n}", q, prenom="P") for n, q in enumerate(list(Qualite) * 2))
    jury = Jury(members, arrete="arrêté")
    for route in (None, VoieAcces.VAE):
        for day in (FIN_R335_8, DECRET_2024.replace(year=SESSION)):
            law = droit.jury.droit(route, day)
            if rule in law.rules:
                less = replace(law, rules=tuple(other for other in law.rules if other is not rule))
                sitting = replace(jury, members=tuple(replace(m, presence=Presence.PRESENT) for m in members))
                if any(
                    examine(j, law, with_mending=False) != examine(j, less, with_mending=False) for j in (jury, sitting)
                ):
                    return True
    return False


# --- pieces of a family ---------------------------------------------------------------------------------------------


def routes(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """Without a route, a list that names it is refused, and the workbook no longer offers it."""
    rules = rules_of(droit)
    for voie in droit.voies:
        less = rules_of(droit, rebuilt(droit, voies=tuple(other for other in droit.voies if other is not voie)))
        assert voie.label in workbook(rules) - workbook(less)
        choice = next(choice for choice in Spec(less).choices if choice.name == "voie")
        with pytest.raises(CellError):
            choice.read(voie.code)


def categories(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """The category that a route gives says how each unit is assessed: without it, nothing does."""

    def forms(rules: SessionRules) -> dict[str, list[str]]:
        famille = rules.reglement.famille
        decided = {voie.code: decide(rules, Candidate("1", voie, {})) for voie in famille.voies}
        return {code: [str(result.mode) for result in outcome.units] for code, outcome in decided.items()}

    assert {voie.categorie for voie in droit.voies} <= set(droit.categories)
    without = rebuilt(droit, voies=tuple(replace(voie, categorie="") for voie in droit.voies))
    told = forms(rules_of(droit))
    assert len({str(modes) for modes in told.values()}) > 1
    assert told != forms(rules_of(droit, without))


def columns(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """Without its columns, the workbook asks less."""
    assert workbook(rules_of(droit)) != workbook(rules_of(droit, rebuilt(droit, colonnes=droit.colonnes[1:])))


def data_file(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """The data file of a speciality makes its units, their blocks, their forms: another file, other columns."""
    own = speciality(droit)
    shorter = construire(droit, {**own.data, "unites": own.data["unites"][:-1]})
    assert workbook(rules_of(droit)) != workbook(rules_of(droit, shorter))


def own_words(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """Without the words of its own, a data file loses what the examination asks of its units, or its numbers."""
    own, bare = speciality(droit), rebuilt(droit, en_commun=dict)
    assert (bare.units, bare.history) != (own.units, own.history)


def cells(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """The cells of a list are read by the grammar of the family: with none of its codes, they are refused."""
    code = next(iter(droit.cellules.known))
    assert droit.cellules.parse(code).status
    with pytest.raises(CellError):
        replace(droit.cellules, codes=()).parse(code)


def entitled(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """The members of the jury of a certification are entitled for it: the law says so only where it is named."""
    named, unnamed = (droit.jury.droit(certification=number).rules for number in ("RNCP1", ""))
    assert any(rule not in unnamed for rule in named)


def validity(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """After the last session of a title, nothing is decided."""
    own = speciality(droit)
    closed = replace(own, last_session=own.first_session)
    with pytest.raises(InvalidInput, match="suit la dernière session"):
        closed.at(own.first_session + 1)


def tipping_points(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """Where an unconfirmed number decides of a result, the explanation says at which value."""
    rules = rules_of(droit)
    marked = {unit.code: parse_cell("10") for unit in rules.mandatory}
    pairs = itertools.permutations(marked, 2)
    people = (
        Candidate("1", droit.voies[0], {**marked, low: parse_cell("5"), high: parse_cell("15")}) for low, high in pairs
    )
    candidate = next(one for one in people if decide(rules, one).depends_on)
    before = explain(rules, candidate).certainty
    patch.setattr("laureat.deliberation.explain.tippings", lambda *_: ())
    assert before != explain(rules, candidate).certainty


# --- pieces of the house --------------------------------------------------------------------------------------------


def half_points(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """A mark of another step is refused."""
    with pytest.raises(CellError):
        droit.cellules.parse("12,25")


def forms(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """The form that a candidate chose changes what is proposed while units are missing."""
    rules = rules_of(droit)
    candidate = Candidate("1", droit.voies[-1], {})
    other = replace(candidate, forme=Forme.PROGRESSIVE)
    assert decide(rules, candidate).decision != decide(rules, other).decision


def truncation(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """The average of a decisions file is cut to two decimals."""
    rules = rules_of(droit)
    cells = {unit.code: parse_cell("10") for unit in rules.mandatory}
    outcome = decide(rules, Candidate("1", droit.voies[0], cells))
    before = outcome.average_text
    patch.setattr("laureat.deliberation.outcome.truncated_average", lambda average: 0)
    assert before != outcome.average_text


def discrepancies(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """The register sheet shows the point; without it, the point is not told."""
    sheet, day = bundled("RNCP35697"), DECRET_2024.replace(year=SESSION)
    told = {point.id for point in ecarts.ecarts_fiche_code(sheet, day)}
    assert told
    if entree.id.startswith("D"):
        assert entree.id in told


def correspondences(droit: Famille, entree: Entree, patch: pytest.MonkeyPatch) -> None:
    """A table carries over what a candidate holds; without one, it is only told."""
    reglement = bibliotheque()["RNCP35697"]
    law = lire_correspondances("RNCP420: {U10: U11}", "t.yaml", reglement)
    held = [Acquis("RNCP420", "U10", parse_cell("B12@2023"))]
    assert reporter(held, law).cellules
    assert not reporter(held, reglement).cellules


Proof = Callable[[Famille, Entree, pytest.MonkeyPatch], None]
CODE: dict[str, Proof] = {
    "voies:VOIES": routes,
    "voies:CATEGORIES": categories,
    "cellules:COLONNES": columns,
    "cellules:CELLULES": cells,
    "donnees:EN_COMMUN": own_words,
    "jury:habilites": entitled,
    "laureat.deliberation.reglement:Reglement": validity,
    "laureat.deliberation.tipping:tippings": tipping_points,
    "laureat.reglements.specialites:construire": data_file,
    "laureat.deliberation.outcome:Unit": data_file,
    "laureat.vocabulary:parse_mark": half_points,
    "laureat.vocabulary:Forme": forms,
    "laureat.vocabulary:truncated_average": truncation,
    "ecarts:ecarts_fiche_code": discrepancies,
    "correspondances:lire_correspondances": correspondences,
    "correspondances:reporter": correspondences,
}

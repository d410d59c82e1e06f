"""D1 à D10 : où la fiche et le code diffèrent, reconnus aux mots de la fiche."""

from dataclasses import replace
from datetime import date

from laureat.register import Fiche, bundled
from laureat.reglements.bac_pro.ecarts import ecarts_fiche_code

FICHE = bundled("RNCP35697")


def visibles(fiche: Fiche, jour: str = "2026-06-30") -> list[str]:
    return [ecart.id for ecart in ecarts_fiche_code(fiche, date.fromisoformat(jour))]


def test_the_ten_points_show_on_the_first_sheet() -> None:
    assert visibles(FICHE) == [f"D{rang}" for rang in range(1, 11)]
    for ecart in ecarts_fiche_code(FICHE, date(2026, 6, 30)):
        assert all((ecart.sujet, ecart.fiche, ecart.code, ecart.suite, str(ecart.citation)))


def test_a_registration_that_still_runs_or_a_sheet_no_longer_active_is_no_difference() -> None:
    assert "D10" not in visibles(FICHE, "2025-09-01")
    assert "D10" in visibles(FICHE, "2025-09-02")
    assert "D10" not in visibles(replace(FICHE, actif=False))


def test_a_sheet_that_says_equal_or_above_ten_has_no_first_point() -> None:
    texte = (FICHE.modalites_acquisition or "").replace(
        "moyenne supérieure à 10/20", "moyenne égale ou supérieure à 10/20"
    )
    assert "D1" not in visibles(replace(FICHE, modalites_acquisition=texte))


def test_points_follow_the_words_of_the_sheet() -> None:
    assert "D5" not in visibles(replace(FICHE, blocs=FICHE.blocs[:14]))
    jury = replace(FICHE.voies_acces.VAE, jury="Un autre jury.")
    assert "D6" not in visibles(replace(FICHE, voies_acces=replace(FICHE.voies_acces, VAE=jury)))
    assert visibles(replace(FICHE, modalites_acquisition="")) == ["D5", "D6", "D8", "D9", "D10"]


def test_a_sheet_that_is_no_bac_pro_has_none() -> None:
    assert (
        visibles(
            replace(FICHE, intitule="BTS - Autre", abrege=None, base_legale=replace(FICHE.base_legale, creation=None))
        )
        == []
    )

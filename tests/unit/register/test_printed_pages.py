"""Tables of ticks as ``pdftotext`` gives them: columns squeezed by line, pages set otherwise, columns lost."""

import pytest

from laureat.register.ticks import Doubts, Ticks, is_tick_head, ticked_rows

LABELS = {
    "apres un parcours de formation continue": "FC",
    "en contrat d'apprentissage": "CA",
    "par candidature individuelle": "CL",
    "par experience": "VAE",
    "inscrite au cadre de la nouvelle caledonie": "NC",
    "inscrite au cadre de la polynesie francaise": "PF",
}
HEAD = "Voie d'accès à la certification                 Oui Non Composition des jurys"
PRINTED = f"""{HEAD}
Après un parcours de formation continue         X           Un jury de trois membres,
                                                            dont un professionnel
En contrat d'apprentissage                            X     -
Par candidature individuelle                    X           Un jury de trois membres
Par expérience                                        X     -"""


def answers(text: str) -> tuple[dict[str, bool | None], Doubts]:
    doubts = Doubts()
    found: dict[str, bool | None] = {}
    for row in ticked_rows(text.split("\n"), LABELS, doubts):
        label, *cells = row.split("\t")
        if cells and label and not is_tick_head(row):
            found[label.split()[-1].casefold()] = {("X", ""): True, ("", "X"): False}.get((cells[0], cells[1]))
    return found, doubts


def test_columns_squeezed_by_the_printer_are_told_by_the_page() -> None:
    found, doubts = answers(PRINTED)
    assert found == {"continue": True, "d'apprentissage": False, "individuelle": True, "expérience": False}
    assert not doubts.guessed


def test_rows_of_a_page_set_otherwise_than_that_of_the_heading_are_not_told() -> None:
    shifted = PRINTED.split("\n")
    shifted[-1] = "Par expérience                             X      Un jury"
    found, doubts = answers("\n".join(shifted))
    assert (found["continue"], found["expérience"]) == (True, None)
    assert "par experience" in doubts.guessed


def test_a_tick_between_the_two_headings_is_not_told() -> None:
    place = Ticks.of(HEAD)
    assert place.no - place.yes == 4
    assert place.under(place.yes + 2) is None
    page = [f"{'Par expérience':{place.yes + 2}}X         -", f"{'En contrat':{place.yes + 2}}X         -"]
    assert set((place.printed(page) or {}).values()) <= {None}


@pytest.mark.parametrize("closed", ["Non", "\nNon"])
def test_the_heading_of_a_lost_column_is_not_taken_for_words(closed: str) -> None:
    lands = ("Inscrite au cadre de la Nouvelle Calédonie", "Inscrite au cadre de la Polynésie française")
    text = "\n\n".join(["Oui", *(f"{land}\n\nX" for land in lands)]) + f"\n{closed}"
    found, doubts = answers(text)
    assert set(found.values()) <= {None}
    assert len(doubts.guessed) == 2

"""Cutting a text into competences: bullets, numbers, dashes, headings, levels."""

import pytest

from laureat.register.competences import CompetenceList, read_list
from laureat.register.text import paragraphs
from laureat.vocabulary.french import fold


def cut(text: str) -> CompetenceList:
    return read_list(tuple(paragraphs(text)))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- Lire un plan    - Régler la machine ;    - Contrôler", ("Lire un plan", "Régler la machine", "Contrôler")),
        ("* Valider un réseau      * Coder          * Maintenir", ("Valider un réseau", "Coder", "Maintenir")),
        ("Lire un plan    Régler   la machine    Contrôler", ("Lire un plan", "Régler la machine", "Contrôler")),
        ("• Lire • Régler • Contrôler", ("Lire", "Régler", "Contrôler")),
        ("<ul><li>Lire</li><li>R&eacute;gler</li></ul>", ("Lire", "Régler")),
        (
            "- Lire un plan - Régler la machine- Contrôler -Livrer",
            ("Lire un plan", "Régler la machine", "Contrôler", "Livrer"),
        ),
        ("- lire - régler", ("lire", "régler")),
        (
            "- Gérer la trésorerie - en particulier la dette - du client",
            ("Gérer la trésorerie - en particulier la dette - du client",),
        ),
        ("1. Lire 2. Régler 3. Contrôler", ("Lire", "Régler", "Contrôler")),
        ("1 : Lire    2 : Régler", ("Lire", "Régler")),
        ("- 1) Lire    - 2) Régler    - 3) Contrôler", ("Lire", "Régler", "Contrôler")),
        ("5. Lire    6. Régler", ("Lire", "Régler")),
        ("1. Lire    2. Régler    1. Contrôler", ("Lire", "Régler", "Contrôler")),
        ("1. Lire", ("Lire",)),
        ("3. Lire", ("3. Lire",)),
        ("2. Lire    5. Régler", ("2. Lire", "5. Régler")),
        ("2 langues    3 outils", ("2 langues", "3 outils")),
        ("1.1 Lire    1.2 Régler", ("1.1 Lire", "1.2 Régler")),
        ("C1.2. Lire C1.3. Régler", ("C1.2. Lire", "C1.3. Régler")),
        ("Lire la partie 2. Régler le tout", ("Lire la partie 2. Régler le tout",)),
        ("Lire un plan\nRégler la\nmachine", ("Lire un plan", "Régler la machine")),
        ("Conduire la R&D en temps réel", ("Conduire la R&D en temps réel",)),
        ("Utiliser a < b dans un tableur", ("Utiliser a < b dans un tableur",)),
        ("", ()),
    ],
)
def test_a_list_is_cut_into_its_items(text: str, items: tuple[str, ...]) -> None:
    assert cut(text).items == items


def test_headings_and_introductions_are_notes() -> None:
    found = cut("Être capable de :    - Lire    - Régler    Atelier    - Contrôler")
    assert found.items == ("Lire", "Régler", "Contrôler")
    assert found.notes == ("Être capable de :", "Atelier")


@pytest.mark.parametrize(
    ("text", "cecrl", "eps"),
    [
        ("Compétences de niveau B1+ du CECRL    - Lire", "B1+", None),
        ("Compétences de niveau A2 du cadre européen commun de référence    - Lire", "A2", None),
        ("Compétences de niveau 4 du référentiel de compétences attendues    - Lire", None, 4),
        ("- Lire au niveau de la mer", None, None),
    ],
)
def test_levels_are_read(text: str, cecrl: str | None, eps: int | None) -> None:
    found = cut(text)
    assert (found.cecrl, found.eps, len(found.items)) == (cecrl, eps, 1)


def test_words_are_compared_without_case_accent_apostrophe_nor_dash() -> None:
    assert fold("L’Œuvre  d‘été – N°2") == fold("l'oeuvre d'ete - n°2")

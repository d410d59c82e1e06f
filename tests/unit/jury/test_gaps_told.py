"""What is said of a rule that does not hold, or that nobody can judge: the very words of the gap."""

import pytest

from laureat.jury import Fonction, Member, Presence, Qualite, Requirement
from laureat.reglements.jury import lire_composition
from laureat.reglements.jury.modeles import presidence_tenue
from laureat.reglements.jury.vae import REGLES
from laureat.rules import ParameterValues
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

P = ParameterValues({"vae_qualifies_minimum": 1})
(QUALIFIED,) = [rule for rule in REGLES if rule.id == "R-VAE-02b"]
SITTING = presidence_tenue("X", Citation("un article", Reading.LU), "Le président siège.")


@pytest.mark.parametrize(
    ("known", "gap"),
    [
        ((None, False), "le fichier ne dit pas qui est qualifié au titre de la certification"),
        ((False, False), "0 membre qualifié, il en faut au moins 1 : il en manque 1"),
        ((True, None), "1 membre qualifié, il en faut au moins 1"),
    ],
)
def test_nobody_is_said_unqualified_where_the_file_says_nothing(known: tuple[bool | None, ...], gap: str) -> None:
    members = [Member(f"M{rank}", Qualite.SALARIE, qualifie=one) for rank, one in enumerate(known)]
    assert QUALIFIED.gap(members, P) == gap


@pytest.mark.parametrize(
    ("fonction", "presence", "gap"),
    [
        (Fonction.PRESIDENT, Presence.PRESENT, "le président siège"),
        (Fonction.PRESIDENT_ADJOINT, Presence.PRESENT, "aucun président, suppléé par M"),
        (Fonction.PRESIDENT_ADJOINT, Presence.ABSENT, "aucun président, ni président adjoint"),
        (Fonction.MEMBRE, Presence.PRESENT, "aucun président, ni président adjoint"),
    ],
)
def test_a_deputy_in_the_chair_is_never_said_to_be_the_president(
    fonction: Fonction, presence: Presence, gap: str
) -> None:
    assert SITTING.gap([Member("M", Qualite.IEN, fonction, presence=presence)], P) == gap


@pytest.mark.parametrize(
    ("share", "needed"),
    [("une majorité", (3, 3)), ("au moins la moitié", (2, 3)), ("au moins un quart", (1, 2)), ("deux tiers", (3, 4))],
)
def test_a_share_is_told_in_whole_members_and_more_than_half_is_never_half(share: str, needed: tuple[int, int]) -> None:
    rule = next(
        rule
        for rule in lire_composition(f"Le jury comprend {share} de professionnels.", "RNCP0", "FI").regles
        if isinstance(rule, Requirement) and rule.id == "FICHE-PART-PRO"
    )
    told = [rule.gap([Member(f"M{rank}", Qualite.SALARIE) for rank in range(size)], P) for size in (4, 5)]
    assert told == [
        f"{n} professionnels sur {n} membres, il en faut {least}" for n, least in zip((4, 5), needed, strict=True)
    ]

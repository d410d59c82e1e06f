"""Several pieces of one file: the worst decides, and the title is told apart only where a page changes it."""

from itertools import permutations

from laureat.credentials.agreement import disagreement, together
from laureat.credentials.names import Named, same_holder
from laureat.credentials.verdict import Attested, Facts, Reason, Verdict


def test_pieces_worth_the_same_give_their_verdict_and_no_other_for_the_title() -> None:
    pieces = [Verdict(Reason.AUTHENTIQUE, carrier=carrier, status_day="01/09/2026") for carrier in ("badge", "titre")]
    told = together(pieces)
    assert (told.reason, told.title, told.status_day) == (Reason.AUTHENTIQUE, None, "01/09/2026")
    assert told.carrier == "badge, titre"


def test_a_specimen_beside_a_title_decides_and_the_title_keeps_its_own_verdict() -> None:
    title = Verdict(Reason.AUTHENTIQUE, carrier="titre", status_day="01/09/2026")
    told = together([title], [Verdict(Reason.SPECIMEN, carrier="cachet du PDF")])
    assert (told.reason, told.title, told.status_day) == (Reason.SPECIMEN, Reason.AUTHENTIQUE, "01/09/2026")


def test_what_two_pieces_do_not_say_alike_is_named_whichever_is_read_first() -> None:
    told = {
        "le même nom": (Facts(name="LÉA PETIT"), Facts(name="JEAN DURAND")),
        "la même date de naissance": (Facts(born="01/02/2008"), Facts(born="02/01/2008")),
        "la même session": (Facts(session="2025"), Facts(session="2026")),
        "la même certification (RNCP": (Facts(sheet="RNCP35697"), Facts(sheet="RNCP37674")),
        "la même certification («": (Facts(wording="CAP ÉLECTRICIEN"), Facts(wording="BP BOUCHER")),
        "la même décision": (Facts(admitted=True), Facts(admitted=False)),
        "la même mention": (Facts(mention=""), Facts(mention="bien")),
    }
    for said, pair in told.items():
        for one, other in permutations(Attested("titre", facts=facts) for facts in pair):
            assert disagreement(one, other).startswith(said)
            assert disagreement(one, one) == ""


def test_a_name_that_another_holds_whole_is_of_the_same_person_whichever_is_read_first() -> None:
    for one, other in permutations(Named((name,)) for name in ("LÉA PETIT", "LÉA MARIE PETIT")):
        assert one.may_be(other, [])
    assert not Named(("LÉA PETIT",)).may_be(Named(("LÉA DURAND",)), [])
    married = Facts(name="LÉA PETIT", civil=("DURAND", "MARTIN"))
    for one, other in permutations((married, Facts(name="LÉA DURAND"))):
        assert same_holder(one, other)
        assert not same_holder(one, Facts(name="LÉA LEROY"))

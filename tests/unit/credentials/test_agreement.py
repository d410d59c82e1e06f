"""Several pieces of one file: the worst decides, and the title is told apart only where a page changes it."""

from laureat.credentials.agreement import together
from laureat.credentials.verdict import Reason, Verdict


def test_pieces_worth_the_same_give_their_verdict_and_no_other_for_the_title() -> None:
    pieces = [Verdict(Reason.AUTHENTIQUE, carrier=carrier, status_day="01/09/2026") for carrier in ("badge", "titre")]
    told = together(pieces)
    assert (told.reason, told.title, told.status_day) == (Reason.AUTHENTIQUE, None, "01/09/2026")
    assert told.carrier == "badge, titre"


def test_a_specimen_beside_a_title_decides_and_the_title_keeps_its_own_verdict() -> None:
    title = Verdict(Reason.AUTHENTIQUE, carrier="titre", status_day="01/09/2026")
    told = together([title], [Verdict(Reason.SPECIMEN, carrier="cachet du PDF")])
    assert (told.reason, told.title, told.status_day) == (Reason.SPECIMEN, Reason.AUTHENTIQUE, "01/09/2026")

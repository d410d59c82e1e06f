"""Who gave the word of a school on its marks: an account that the house had opened for that school, then."""

from collections.abc import Iterable, Iterator

from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.audit import AuditFinding, Trouble

SCHOOL = "etablissement"
"""The role of whoever answers for a school (``laureat.web.accounts.models.Role``)."""
Word = f.MarksConfirmed | f.MarksContested
_SAY = (f.AccountOpened, f.AccountChanged, f.AccountClosed, f.AccountReopened, f.EstablishmentRenumbered)


def compare(house: Iterable[Fact], words: Iterable[Word]) -> Iterator[AuditFinding]:
    """The words that no account of the school gave. ``house``: the facts that the log of the house accepts."""
    said = [fact for fact in house if isinstance(fact, _SAY)]
    for word in words:
        if _school(said, word) != word.establishment:
            told = (
                f"établissement {word.establishment} : le compte {word.author}, qui répond de ses notes le {word.at}, "
                "n'était pas un compte ouvert de cet établissement."
            )
            yield AuditFinding(Trouble.CONDUITE, None, type(word).__name__, told)


def _school(said: Iterable[f.Fact], word: Word) -> str:
    """The school that the author of a word served then; empty for none, or for a closed account."""
    school, closed = "", False
    for fact in said:
        if fact.at > word.at:
            break
        if isinstance(fact, f.EstablishmentRenumbered):
            school = fact.uai if school == fact.establishment else school
        elif getattr(fact, "account", "") != word.author:
            continue
        elif isinstance(fact, f.AccountOpened | f.AccountChanged):
            school = fact.establishment if fact.role == SCHOOL else ""
        else:
            closed = isinstance(fact, f.AccountClosed)
    return "" if closed else school

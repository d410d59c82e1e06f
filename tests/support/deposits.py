"""Deposits of codes for tests."""

from typing import Any

from laureat.documents import deposit
from laureat.documents.codes import code_of
from laureat.documents.deposit import Deposit

SITE = "https://titres.exemple.fr/"


def facts_of(name: str) -> dict[str, Any]:
    """The data of a relevé, more than a page shows."""
    return {
        "candidat": {"numero": "A1", "nom": name, "prenom": "Thị", "date_naissance": "14/03/2008", "ine": "secret"},
        "certification": {"fiche": "RNCP35697", "intitule": "Technicien", "blocs": 5},
        "session": 2026,
        "decision": "admis",
        "mention": "B",
        "moyenne": "14,50",
        "moyenne_exacte": "29/2",
        "unites": [{"unite": "U2", "note_retenue": "14,5", "source": "CCF"}, {"unite": "U7", "note_retenue": None}],
        "autorite": "Le recteur",
        "emis_le": "2026-07-06",
    }


def written(count: int, site: str = SITE, lot: str = "un") -> list[str]:
    """The lines of a deposit."""
    about = {"certification": "RNCP35697", "title": "Technicien", "session": "2026", "issued": "06/07/2026"}
    papers = [
        deposit.line(code_of(lot.encode(), str(n)), "releve", "Relevé de notes", facts_of(f"Nguyễn{n}"), specimen=False)
        for n in range(count)
    ]
    return [deposit.header(site, **about), *papers, deposit.footer([deposit.leaf(line) for line in papers])]


def content_of(lines: list[str]) -> bytes:
    """The file of these lines."""
    return "".join(f"{line}\n" for line in lines).encode()


def deposit_of(count: int) -> Deposit:
    """The same, read."""
    return deposit.read_deposit("codes.jsonl", content_of(written(count)))


def deposited(author: str, read: Deposit) -> None:
    """Give a deposit to the site, as a person of the office does."""
    from laureat.web.exam_sessions import household
    from laureat.web.registry.deposits import receive

    receive(author, household.fresh_key("depot"), read)

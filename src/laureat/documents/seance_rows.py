"""What the papers of a session keep of each candidate, and in what order they list them."""

from collections.abc import Iterable
from dataclasses import dataclass

from laureat.deliberation.outcome import Candidate, Outcome
from laureat.exchange.spec import PUBLIC_LIST, answer
from laureat.vocabulary import Decision, Mention, french


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate in the papers of the session: little enough to keep a whole session in memory."""

    numero: str
    nom: str
    prenom: str
    date_naissance: str
    uai: str
    etablissement: str
    decision: Decision
    mention: Mention
    moyenne: str
    blocs: int
    certificat: bool
    certitude: str
    attente: str = ""
    """Why no result is told yet: a fraud file, an act awaited; empty: it is."""
    exception: str = ""
    """The text on which the jury founds a decision against the marks; empty for any other."""
    listed: bool = True
    """May stand on a public list."""

    @property
    def provisional(self) -> bool:
        """Whether unconfirmed coefficients may change the result."""
        return self.certitude != "certain"


FRAUD = "dossier de fraude en instruction"


def row(
    candidate: Candidate, outcome: Outcome | None, *, withheld: bool = False, waits: str = "", exception: str = ""
) -> Row:
    """What the papers of the session keep of one candidate; no outcome: ``waits`` says why."""
    who = candidate.identite
    waits = FRAUD if withheld else waits
    if outcome is not None and not waits and outcome.reserves:
        waits = " ; ".join(outcome.reserves)
    return Row(
        numero=candidate.numero,
        nom=who.get("nom", ""),
        prenom=who.get("prenom", ""),
        date_naissance=who.get("date_naissance", ""),
        uai=who.get("uai", ""),
        etablissement=who.get("etablissement", ""),
        decision=outcome.decision if outcome else Decision.A_DECIDER,
        mention=outcome.mention if outcome else Mention.SANS,
        moyenne=outcome.average_text if outcome else "",
        blocs=len(outcome.blocs) if outcome else 0,
        certificat=outcome.certificat if outcome else False,
        certitude=outcome.certitude if outcome else "certain",
        attente=waits,
        exception=exception,
        listed=_listed(candidate),
    )


def admitted(rows: Iterable[Row]) -> list[Row]:
    """Those admitted whose result is not withheld, by name."""
    return by_name(row for row in rows if row.decision is Decision.ADMIS and not row.attente)


def on_public_list(rows: Iterable[Row]) -> list[Row]:
    """Of those admitted, who did not oppose a public list."""
    return [row for row in admitted(rows) if row.listed]


def _listed(candidate: Candidate) -> bool:
    """Nothing was said against the public list; a word that is no answer, in an older list, counts as an opposition."""
    try:
        return answer(candidate.autres, PUBLIC_LIST) is not False
    except ValueError:
        return False


def by_name(rows: Iterable[Row]) -> list[Row]:
    """In the order of the dictionary, accents aside; homonyms by number."""
    return sorted(rows, key=lambda row: (french.sort_key(row.nom, row.prenom), row.numero))

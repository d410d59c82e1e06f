"""Those whom a mark of a grid says that they signed it, held against what they did: a signature, by someone who had a
right to it then, on what stood; or a link, on its situation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from laureat.grilles import Filled, Grid, digest
from laureat.people.identity import name_key
from laureat.records import Fact, decode
from laureat.records import facts as f
from laureat.session.conduct.signed_grids import signers_of
from laureat.session.framework import Refused
from laureat.session.grids_asked import Marked, faults_of
from laureat.session.keeping import heeded
from laureat.session.reading import cell_of
from laureat.session.state import LogState
from laureat.web.exam_sessions.told import ERASED
from laureat.web.project.derived_house import Row, Rows
from laureat.web.project.derived_schools import SCHOOL, lives

ASSESS = ("examens", SCHOOL)
"""The roles whose accounts sign on a grid."""
_ROUTES = (f.RouteEstablished, f.RouteCorrected)


class Signers:
    """The signatures kept beside a session, and who could sign when."""

    def __init__(self, rows: Rows, log: str, state: LogState, house: Iterable[Fact]) -> None:
        """``state``: what the log says in the end; ``house``: the facts that the log of the house accepts."""
        self._signed: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows("grids_signature", "session_id::text = %s", log):
            self._signed[row["candidate"], row["unit"]].append(row)
        self._links = {str(row["id"]): row for row in rows("grids_tutorlink", "session_id::text = %s", log)}
        users = list(rows("accounts_user", "true"))
        self._account = {row["id"]: str(row["pseudonym"]) for row in users}
        self._names = {str(row["pseudonym"]): name_key(row["name"]) for row in users}
        self._lives = lives(house)
        self._schools: dict[str, set[str]] = defaultdict(set)
        for fact in heeded(_facts(rows, log, _ROUTES), state):
            if isinstance(fact, f.RouteEstablished):
                self._schools[fact.candidate].add(fact.establishment)

    def faults(self, fact: Marked, row: Row, grid: Grid, sheets: Mapping[str, Filled]) -> Iterator[str]:
        """What is wrong in those who signed a mark. ``row``: the mark settled; ``sheets``: what stood then."""
        yield from faults_of(grid, fact)
        names = list[str]()
        try:
            told = signers_of(fact.signers)
        except Refused:
            return  # said above
        for kind, who, quality in told:
            if kind == "compte":
                yield from self._by_account(fact, row, who, quality)
                names.append(self._names.get(who, ""))
                continue
            link = self._links.get(who)
            yield from self._by_link(fact, row, link, quality, grid, sheets)
            if link is not None and link["name"] != ERASED:
                key = name_key(link["name"])
                if key in names:
                    yield "une même personne a signé deux fois, par un compte et par un lien ou par deux liens."
                names.append(key)

    def _by_account(self, fact: Marked, row: Row, who: str, quality: str) -> Iterator[str]:
        about = fact.entries, cell_of(fact.cell).mark
        own = [
            one
            for one in self._signed[fact.candidate, fact.unit]
            if self._account.get(one["author_id"]) == who
            and (one["digest"], one["mark"]) == about
            and one["at"] <= row["at"]
        ]
        if not own:
            yield f"le compte {who} est dit l'avoir signée, et aucune signature de ce qui était coché n'est la sienne."
            return
        signed = max(one["at"] for one in own).replace(microsecond=0)
        known = [one for one in self._lives.get(who, ()) if one.at < signed or (one.at == signed and not one.closed)]
        if not known:
            return  # it was there before the house said anything of its accounts
        last = known[-1]
        school = last.role != SCHOOL or last.establishment in self._schools[fact.candidate]
        if last.closed or last.role not in ASSESS or not school:
            yield f"le compte {who} l'a signée sans en avoir le droit alors."
        elif (quality == "enseignant") != (last.role == SCHOOL):
            yield f"le compte {who} n'avait pas la qualité dite ({quality})."

    @staticmethod
    def _by_link(
        fact: Marked, row: Row, link: Row | None, quality: str, grid: Grid, sheets: Mapping[str, Filled]
    ) -> Iterator[str]:
        if link is None or (link["candidate"], link["unit"]) != (fact.candidate, fact.unit):
            yield "un lien est dit l'avoir signée, et il n'est pas de ce candidat."
            return
        sheet = sheets.get(link["situation"])
        stood = digest(grid.frozen, {link["situation"]: sheet}) if sheet else ""
        if not stood or link["signed"] is None or link["signed"] > row["at"] or link["signed_digest"] != stood:
            yield "un lien est dit l'avoir signée, et il n'a pas signé ce qui était coché."
        elif link["role"] != quality:
            yield f"un lien n'avait pas la qualité dite ({quality})."


def _facts(rows: Rows, log: str, kinds: tuple[type, ...]) -> Iterator[Fact]:
    names = [one.__name__ for one in kinds]
    for row in rows("exam_sessions_storedfact", "log = %s AND kind = ANY(%s) ORDER BY id", log, names):
        try:
            yield decode(bytes(row["payload"]))
        except ValueError:
            continue  # the log itself is audited elsewhere

"""What is kept beside the logs, compared row by row with what their facts give: the audit's second half.

Texts open their commitments or were lawfully erased; identities are those committed to; every row read from facts says
what they say. Straight from the tables, without the application.
"""

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import JsonbLoader

from laureat.credentials.holder import plain
from laureat.records import Fact, VaeFact, encode, identity_text, opens
from laureat.records import facts as f
from laureat.records.audit import AuditFinding
from laureat.records.merkle import leaf_hash
from laureat.records.promises import COMMITTED
from laureat.records.retention import Kept, Period, Text, may_erase
from laureat.session import keeping
from laureat.session.carried import units_fallen
from laureat.session.framework import Framework
from laureat.session.house import HOUSE_LOG, HouseState
from laureat.session.state import LogState, SessionState
from laureat.session.vae import VaeState
from laureat.vocabulary.french import short_date
from laureat.web.candidates.keys import keys_of
from laureat.web.exam_sessions import rows
from laureat.web.project import (
    derived_figures,
    derived_grids,
    derived_harmonised,
    derived_schools,
    derived_titles,
    derived_vae,
)
from laureat.web.project.audited import Others, session_at
from laureat.web.project.derived_house import Tables, finding
from laureat.web.project.derived_promises import Promised, note

Frame = Callable[[Any], Framework]
"""From the state of a log to its frame."""


@dataclass
class Beside:
    """What is kept beside one log. ``meet`` is given every fact, then ``compare`` the state."""

    connection: psycopg.Connection
    log: str
    frame: Frame
    others: Others
    terms: Mapping[Kept, Period]
    """How long the house keeps each kind of text."""
    promised: dict[str, Promised] = field(default_factory=dict)
    """By commitment."""
    erased: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    """By use, the public keys that the house signs with, in hexadecimal."""
    erasures: list[f.TextErased] = field(default_factory=list)
    promising: list[Fact] = field(default_factory=list)
    """The facts that promise a text and are of no candidate of a session, and the acts on applications of VAE.

    What was done elsewhere is of a VAE too.
    """
    ends: list[Fact] = field(default_factory=list)
    """What says that results were published, or that the session was abandoned."""
    periods: keeping.Periods = field(default_factory=keeping.Periods)
    """How texts are kept, where that depends on the fact that holds them."""
    identities: dict[str, str] = field(default_factory=dict)
    """By commitment of an identity, whose it is."""
    kept: list[Fact] = field(default_factory=list)
    """Those facts that other tables follow from: marks of grids, marks rectified, papers issued."""
    deposited: list[f.CodesDeposited] = field(default_factory=list)
    words: list[f.MarksConfirmed | f.MarksContested] = field(default_factory=list)
    """What schools said of their marks."""
    size: int = 0
    """How many facts the log has; and had, when it last said something that figures count."""
    told: int = 0

    def meet(self, fact: Fact) -> None:
        """Note what a fact commits to, or erases."""
        self.size += 1
        if not isinstance(fact, derived_figures.QUIET):
            self.told = self.size
        if isinstance(fact, f.TextErased):
            self.erased.add(fact.commitment)
            self.erasures.append(fact)
            return
        if isinstance(fact, f.MarksConfirmed | f.MarksContested):
            self.words.append(fact)
        if isinstance(fact, f.CodesDeposited):
            self.deposited.append(fact)
        self.periods.meet(fact)
        if isinstance(fact, f.CandidateRegistered | f.IdentityCorrected):
            self.identities.setdefault(fact.identity, fact.candidate)
        if isinstance(fact, _FOLLOWED) and (not isinstance(fact, f.MarkEntered) or fact.grid):
            self.kept.append(fact)
        if isinstance(fact, keeping.ENDS):
            self.ends.append(fact)
        own = not isinstance(fact, f.CandidateFact) or isinstance(fact, f.FollowUpDone)
        if (COMMITTED[type(fact)] and own) or isinstance(fact, VaeFact):
            self.promising.append(fact)
        note(self.promised, fact)

    def compare(self, state: LogState) -> Iterator[AuditFinding]:
        """What is otherwise than the facts say."""
        texts = {row["commitment"]: row for row in self._rows("candidates_privatetext", "log = %s", self.log)}
        yield from self._texts(texts)
        match state:
            case SessionState():
                known = {one.id: (one.identity, one.person) for one in state.candidates.values()}
                yield from self._identities(known, texts, keys=state.conduct >= 2)
                yield from self._jurors("exam_sessions_juror", state.jurors, texts, "session_id", self.log)
                yield from self._session(state, texts)
                yield from self._followed(state, texts)
                yield from self._too_early(state)
                if self._is_taken_up():
                    yield from derived_schools.compare(self.others.of_the_house(), self.words)
                    yield from derived_figures.compare(self._rows, self.log, state, self._counting(state, texts))
            case VaeState():
                received = {name: one.received for name, one in state.applications.items()}
                known = {name: (fact.identity, fact.person) for name, fact in received.items()}
                yield from self._identities(known, texts, keys=False)
                numero = next((fact.certification for fact in received.values()), "")
                yield from self._jurors("vae_vaejuror", state.jurors, texts, "certification_id", numero)
                law = self.frame(state).conduite.experience
                yield from derived_vae.compare(self._rows, state, law, self._keys())
                named = {fact.identity for fact in received.values()} & texts.keys()
                names = {str(one): _holder(texts[one]["text"]) for one in named}
                yield from derived_titles.compare_vae(self._rows, self.log, state, names)
                if self.erasures:
                    yield from self._before_term(keeping.of_vae(self.promising, state, self._day))
            case HouseState():
                opened = {key: row["text"] for key, row in texts.items() if opens(key, row["text"], bytes(row["salt"]))}
                yield from Tables(self._rows, opened, self.keys, lambda: self._day, self.terms).compare(state)
                yield from derived_grids.editions(self._rows)
                if self.erasures:
                    yield from self._before_term(keeping.of_house(self.promising, state, self._day))

    # ---------------------------------------------------------------------------------------------------- the texts
    def _texts(self, texts: Mapping[str, dict[str, Any]]) -> Iterator[AuditFinding]:
        for commitment, row in texts.items():
            about = f"texte ({row['kind']}) de {row['subject'] or 'la session'}"
            if not opens(commitment, row["text"], bytes(row["salt"])):
                yield finding("candidates_privatetext", f"{about} : ce n'est plus celui que le journal a engagé.")
            elif commitment in self.erased:
                yield finding("candidates_privatetext", f"{about} : le journal le dit effacé, il est encore là.")
            elif (promised := self.promised.get(commitment)) is None:
                yield finding("candidates_privatetext", f"{about} : aucun fait ne l'engage.")
            elif row["subject"] not in promised.about:
                yield finding("candidates_privatetext", f"{about} : le fait qui l'engage est d'un autre.")
            elif row["kind"] != promised.kind:
                yield finding("candidates_privatetext", f"{about} : le fait qui l'engage en dit un autre genre.")
        for commitment, promised in self.promised.items():
            if commitment not in texts and commitment not in self.erased and not self._elsewhere(commitment):
                told = (
                    f"le texte engagé par « {promised.fact} » ({commitment[:16]}…) a disparu sans qu'un fait l'efface."
                )
                yield finding("candidates_privatetext", told)
        for commitment in self.erased - self.promised.keys():
            yield finding("candidates_privatetext", f"un texte que rien n'engage est dit effacé ({commitment[:16]}…).")

    def _elsewhere(self, commitment: str) -> bool:
        """A number of a règlement is carried into the sessions with the text that the house keeps of it."""
        row = self.connection.execute(
            "SELECT salt, text FROM candidates_privatetext WHERE commitment = %s AND log = %s",
            [commitment, HOUSE_LOG],
        ).fetchone()
        return row is not None and opens(commitment, row[1], bytes(row[0]))

    def _too_early(self, state: SessionState) -> Iterator[AuditFinding]:
        """A text goes once its period is over, counted from the last results that were published then."""
        if not self.erasures:
            return
        day = self._day
        published = sorted(keeping.ended(self.ends, state, day))
        for fact in self.erasures:
            erased = min(fact.at[:10], day(fact))
            since = next((one for one in reversed(published) if one <= erased), "")
            text = Text(fact.commitment, self._period(fact.commitment, state), since)
            yield from self._erased_early(erased, fact, text)

    def _before_term(self, texts: Iterable[Text]) -> Iterator[AuditFinding]:
        """The same, of texts whose period runs from acts of their own log."""
        known = {text.commitment: text for text in texts}
        for fact in self.erasures:
            if text := known.get(fact.commitment):
                erased = min(fact.at[:10], self._day(fact))
                yield from self._erased_early(erased, fact, replace(text, holds=frozenset()))

    def _erased_early(self, day: str, fact: f.TextErased, text: Text) -> Iterator[AuditFinding]:
        """An erasure under another title than its own, or before its term.

        ``text.since`` empty: nothing was published.
        """
        told = f"le texte {fact.commitment[:16]}…, dit effacé le {short_date(date.fromisoformat(day))}"
        if fact.retention != text.kept:
            why = f" au titre de « {fact.retention} », l'est de « {text.kept} »."
        elif not text.since:
            why = ", l'a été avant tout résultat publié."
        elif reason := may_erase(text, day, self.terms):
            why = f", ne pouvait pas l'être. {reason}"
        else:
            return
        yield finding("candidates_privatetext", f"{told}{why}")

    @functools.cached_property
    def _day(self) -> keeping.Day:
        """The day by which each fact was in its log: that of the first head over it, today where there is none."""
        heads = self.connection.execute(
            "SELECT size, substr(head->>'at', 1, 10) FROM exam_sessions_storedtreehead WHERE log = %s ORDER BY size",
            [self.log],
        ).fetchall()
        facts = [*self.erasures, *self.ends, *self.promising, *self.deposited]
        places = self.connection.execute(
            "SELECT encode(sha256('\\x00'::bytea || fact.payload), 'hex'), place.position "
            "FROM exam_sessions_storedfact fact JOIN exam_sessions_numberedfact place ON place.fact_id = fact.id "
            "WHERE fact.log = %s AND fact.kind = ANY(%s)",
            [self.log, sorted({type(fact).__name__ for fact in facts})],
        ).fetchall()
        return keeping.vouched(heads, dict(places), date.today().isoformat())

    def _period(self, commitment: str, state: SessionState) -> Kept:
        """How a text is kept."""
        if (known := self.periods.of(commitment)) is not None:
            return known
        if (candidate := self.identities.get(commitment)) is not None:
            result = state.last_result(candidate, published=True)
            return Kept.IDENTITE_DIPLOME if result and result.proposal.blocs else Kept.IDENTITE
        promised = self.promised.get(commitment)
        accommodates = promised is not None and promised.fact == f.AccommodationDecided.__name__
        return Kept.CAUSE_AMENAGEMENT if accommodates else Kept.MOTIF

    def _identities(
        self, known: Mapping[str, tuple[str, str]], texts: Mapping[str, dict[str, Any]], *, keys: bool
    ) -> Iterator[AuditFinding]:
        seen: set[str] = set()
        owners = self._owners()
        taken_up = self._is_taken_up()
        for row in self._rows("candidates_identity", "log = %s", self.log):
            candidate, numero, told = row["candidate"], row["numero"], row["fields"]
            seen.add(candidate)
            commitment, person = known.get(candidate, ("", ""))
            kept = texts.get(commitment)
            name = f"identité de {candidate}"
            if not commitment:
                yield finding("candidates_identity", f"{name} : aucun fait ne l'inscrit.")
            elif commitment in self.erased:
                yield finding("candidates_identity", f"{name} : le journal la dit effacée, elle est encore là.")
            elif kept is None or kept["text"] != identity_text({"numero": numero, **told}):
                yield finding("candidates_identity", f"{name} : ce n'est pas celle que le journal a engagée.")
            if taken_up and row["account_id"] is not None and owners.get(row["account_id"]) != row["person"]:
                yield finding("candidates_identity", f"{name} : le compte qui l'ouvre n'est pas celui de la personne.")
            if commitment and row["person"] != person:
                yield finding("candidates_identity", f"{name} : ce n'est pas la personne que le fait inscrit.")
            if keys and rows.differences(row, keys_of(numero, told)):
                yield finding("candidates_identity", f"{name} : sa clé de tri ou de recherche en est une autre.")
        for candidate, (commitment, _person) in known.items():
            if candidate not in seen and commitment not in self.erased:
                yield finding("candidates_identity", f"identité de {candidate} : elle a disparu sans effacement.")

    def _owners(self) -> dict[int, str]:
        """The pseudonym of each account."""
        return {row["id"]: str(row["pseudonym"]) for row in self._rows("accounts_user", "true")}

    def _is_taken_up(self) -> bool:
        """The house has facts of its own: an older base is not held to what it did not say."""
        query = "SELECT 1 FROM exam_sessions_storedfact WHERE log = %s AND kind = %s LIMIT 1"
        return self.connection.execute(query, [HOUSE_LOG, f.HouseTakenUp.__name__]).fetchone() is not None

    def _jurors(
        self,
        table: str,
        appointed: Mapping[str, f.JurorAppointed],
        texts: Mapping[str, dict[str, Any]],
        whose: str,
        of: str,
    ) -> Iterator[AuditFinding]:
        accounts = self._owners()
        for other in self._rows(table, f"{whose}::text = %s", of):
            if str(other["id"]) not in appointed:
                yield finding(table, f"le membre du jury {other['id']} n'est nommé par aucun fait.")
        wanted = list(appointed)
        found = {str(row["id"]): row for row in self._rows(table, "id::text = ANY(%s)", wanted)}
        for juror, fact in appointed.items():
            row = found.get(juror)
            if row is None:
                yield finding(table, f"le membre du jury {juror}, nommé, a disparu.")
                continue
            account = accounts.get(row["account_id"], "")
            said = (row["fonction"], row["qualite"], account, str(row[whose]))
            if said != (fact.fonction, fact.qualite, fact.account, of or str(row[whose])):
                yield finding(table, f"le membre du jury {juror} n'est pas tel que le fait le nomme.")
            kept = texts.get(fact.identity)
            if (
                fact.identity
                and fact.identity not in self.erased
                and (not kept or kept["text"] != rows.juror_text(row))
            ):
                yield finding(table, f"le nom du membre du jury {juror} n'est pas celui que le journal a engagé.")

    def _followed(self, state: SessionState, texts: Mapping[str, dict[str, Any]]) -> Iterator[AuditFinding]:
        """The tables of grids, and those of titles and papers. A refused fact gives nothing."""
        refused = state.anomalies.keys() | state.set_aside.keys()
        held = [fact for fact in self.kept if leaf_hash(encode(fact)).hex() not in refused]
        marked = [fact for fact in held if isinstance(fact, derived_grids.Marked) and fact.grid]
        yield from derived_grids.compare(self._rows, self.log, state, marked, self.others.of_the_house)
        rectified = [fact for fact in held if isinstance(fact, f.MarkRectified) and not fact.grid]
        yield from derived_harmonised.compare(self._rows, self.log, rectified)
        identities: dict[str, set[str]] = {}
        for commitment, candidate in self.identities.items():
            identities.setdefault(candidate, set()).add(commitment)
        names = {one: _holder(texts[one]["text"]) for many in identities.values() for one in many if one in texts}
        issued = [fact for fact in held if isinstance(fact, f.PaperIssued)]
        resting = {one.id for one in state.candidates.values() if any(units_fallen(one, self.others.validated))}
        found = derived_titles.Issued(issued, identities, names, resting)
        yield from derived_titles.compare(self._rows, self.log, state, found)

    def _counting(self, state: SessionState, texts: Mapping[str, dict[str, Any]]) -> derived_figures.Counting:
        """What the figures told of a session are counted from, now or on an earlier day."""
        refused = frozenset(state.anomalies.keys() | state.set_aside.keys())
        past = functools.partial(session_at, self.connection, self.log, refused)
        return derived_figures.Counting(self.frame, past, self.size, self.told, texts, self.others.of_the_house)

    # ----------------------------------------------------------------------------------------------------- the rows
    def _session(self, state: SessionState, texts: Mapping[str, dict[str, Any]]) -> Iterator[AuditFinding]:
        table = "exam_sessions_standing"
        frame = self.frame(state)
        stored = {row["candidate"]: row for row in self._rows(table, "session_id::text = %s", self.log)}
        keys = self._keys()
        for candidate, standing in state.candidates.items():
            row = stored.pop(candidate, None)
            if row is None:
                yield finding(table, f"la ligne de {candidate} a disparu.")
                continue
            wrong = rows.differences(row, rows.row(state, frame, standing))
            if identity := keys.get(candidate):
                wrong += rows.differences(row, {name: identity[name] for name in derived_vae.SAME})
            if wrong:
                told = f"la ligne de {candidate} ne dit pas ce que les faits disent ({' ; '.join(wrong)})."
                yield finding(table, told)
        for candidate in stored:
            yield finding(table, f"la ligne de {candidate} ne vient d'aucun fait.")
        published = any(deliberation.published for deliberation in state.deliberations)
        due = {"phase": str(state.phase), "round": str(state.round), "blank": state.blank, "published": published}
        due |= {"year": state.year, "certification_id": state.opened.certification if state.opened else ""}
        found = list(self._rows("exam_sessions_examsession", "id::text = %s", self.log))
        if not found:
            yield finding("exam_sessions_examsession", "la session de ce journal a disparu.")
        for row in found:
            if wrong := rows.differences(row, due):
                yield finding("exam_sessions_examsession", f"la session est dite autre ({' ; '.join(wrong)}).")
            kept = texts.get(state.fields)
            if kept and kept["text"] != identity_text({name: row[name] for name in rows.SESSION_FIELDS}):
                told = "ce que portent les papiers (autorité, signataire…) n'est pas ce que le journal a engagé."
                yield finding("exam_sessions_examsession", told)

    def _keys(self) -> dict[str, dict[str, Any]]:
        """The identities, whose number and keys stand in the rows too."""
        return {row["candidate"]: row for row in self._rows("candidates_identity", "log = %s", self.log)}

    def _rows(self, table: str, where: str, *values: object) -> Iterator[dict[str, Any]]:
        with self.connection.cursor(row_factory=dict_row) as cursor:
            if cursor.execute("SELECT to_regclass(%s) AS it", [table]).fetchone() == {"it": None}:
                return  # a base of an earlier version has no such table
            cursor.adapters.register_loader("jsonb", JsonbLoader)  # Django's connections leave it as text
            yield from cursor.execute(f"SELECT * FROM {table} WHERE {where}", values)


def _holder(identity: str) -> str:
    """The name of a holder as titles write it."""
    told = {name: str(value) for name, value in json.loads(identity).items()}
    return " ".join(plain(f"{told.get('prenom', '')} {told.get('nom', '')}").split()) or str(plain(told["numero"]))


_FOLLOWED = (f.MarkEntered, f.MarkRectified, f.PaperIssued)
"""Facts of which the tables of grids, titles and papers say something."""

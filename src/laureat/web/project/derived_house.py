"""The tables of the house, compared row by row with what its facts give."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from laureat.records.audit import AuditFinding, Trouble
from laureat.records.merkle import MerkleTree, leaf_hash
from laureat.records.retention import Kept, Period, must_erase
from laureat.session import keeping
from laureat.session.house import HOUSE, HouseState
from laureat.web.exam_sessions import house_rows

Row = dict[str, Any]
Rows = Callable[..., Iterator[Row]]


@dataclass(frozen=True)
class Tables:
    """The tables of the house. ``rows`` gives those of a table; ``texts`` what the commitments of the log open."""

    rows: Rows
    texts: dict[str, str]
    keys: dict[str, str]
    """By use, the public key of the present one, in hexadecimal, as far as it is here."""
    day: Callable[[], keeping.Day]
    """The day by which each deposit was in the log."""
    terms: Mapping[Kept, Period]
    """How long the house keeps each kind of text."""

    def compare(self, state: HouseState) -> Iterator[AuditFinding]:
        """What is otherwise than the facts say; nothing is, before the reprise."""
        if state.taken_up is None:
            return
        yield from self._accounts(state)
        yield from self._invitations(state)
        yield from self._schools(state)
        yield from self._sheets(state)
        yield from self._deposits(state)
        yield from self._keys(state)
        yield from self._description(state)
        yield from self._strays()

    def _description(self, state: HouseState) -> Iterator[AuditFinding]:
        """What the house says of itself, once it was recorded."""
        if not state.described:
            return
        row: Row = next(self.rows("accounts_house", "true"), {})
        known = self.texts.get(state.described)
        yield from _told("accounts_house", "la maison", house_rows.house_defects(known, row))
        words = self.rows("mails_wording", "true")
        yield from _told("mails_wording", "la maison", house_rows.mails_defects(known, words))

    def _strays(self) -> Iterator[AuditFinding]:
        """What is kept of persons for a log that is not there."""
        for table in ("candidates_identity", "candidates_privatetext", "titles_title", "titles_paper"):
            none = f"NOT EXISTS (SELECT 1 FROM exam_sessions_storedfact fact WHERE fact.log = {table}.log)"
            for row in self.rows(table, none):
                yield finding(table, f"une ligne est d'un journal qui n'est pas là ({row['log']}).")
        none = "NOT EXISTS (SELECT 1 FROM exam_sessions_examsession own WHERE own.id = session_id)"
        for row in self.rows("aftermath_toldfigures", none):
            yield finding("aftermath_toldfigures", f"un état est d'une session qui n'est pas là ({row['session_id']}).")
        table = "exam_sessions_examsession"
        for row in self.rows(
            table, f"NOT EXISTS (SELECT 1 FROM exam_sessions_storedfact WHERE log = {table}.id::text)"
        ):
            yield finding(table, f"la session {row['id']} n'a pas de journal.")

    def _accounts(self, state: HouseState) -> Iterator[AuditFinding]:
        users = {row["id"]: row for row in self.rows("accounts_user", "true")}
        names = {key: str(row["pseudonym"]) for key, row in users.items()}
        factors: dict[str, list[tuple[str, str]]] = {}
        for row in self.rows("mfa_authenticator", "true"):
            mark = row["type"], house_rows.fingerprint(row["type"], row["data"])
            factors.setdefault(names.get(row["user_id"], ""), []).append(mark)
        for row in users.values():
            account = str(row["pseudonym"])
            known = state.accounts.get(account)
            text = self.texts.get(known.identity) if known else None
            yield from _told("accounts_user", f"compte {account}", house_rows.account_defects(known, row, text))
        yield from _gone("accounts_user", "compte", state.accounts, names.values())
        for account in {*state.accounts, *factors}:
            wrong = house_rows.factor_defects(state.accounts.get(account), factors.get(account, []))
            yield from _told("mfa_authenticator", f"compte {account}", wrong)
        for row in self.rows("account_emailaddress", "true"):
            owner = users.get(row["user_id"])
            if owner is None or (owner["email"], True, True) != (row["email"], row["verified"], row["primary"]):
                yield finding("account_emailaddress", "une adresse n'est pas celle de son compte, vérifiée.")

    def _invitations(self, state: HouseState) -> Iterator[AuditFinding]:
        table = "accounts_invitation"
        users = {row["id"]: str(row["pseudonym"]) for row in self.rows("accounts_user", "true")}
        seen = set()
        for row in self.rows(table, "accepted IS NULL AND invited_by_id IS NOT NULL"):
            seen.add(row["token_digest"])
            waiting = state.invitations.get(row["token_digest"])
            name = f"invitation {row['token_digest'][:16]}…"
            if waiting is None:
                if str(row["person"]) not in state.accounts:
                    yield finding(table, f"{name} : aucun fait ne l'envoie.")
                continue
            until = row["expires"].astimezone(UTC).date().isoformat()
            said = (str(row["person"]), row["role"], row["establishment_id"] or "", until)
            text = self.texts.get(waiting.identity)
            by = users.get(row["invited_by_id"], "")
            if said != (waiting.account, waiting.role, waiting.establishment, waiting.expires):
                yield finding(table, f"{name} : elle n'est pas ce que le fait dit.")
            elif text != house_rows.account_text(row["name"], row["email"]) or waiting.author not in (by, HOUSE):
                yield finding(table, f"{name} : son nom, son adresse ou son auteur n'est pas ce que le fait dit.")
        yield from _gone(table, "invitation", state.invitations, seen)

    def _schools(self, state: HouseState) -> Iterator[AuditFinding]:
        table = "accounts_establishment"
        schools = list(self.rows(table, "true"))
        for row in schools:
            yield from _told(table, f"établissement {row['uai']}", house_rows.establishment_defects(state, row))
        yield from _gone(table, "établissement", state.establishments, (row["uai"] for row in schools))
        table = "accounts_habilitation"
        rights = list(self.rows(table, "true"))
        for row in rights:
            yield from _told(table, f"habilitation {row['id']}", house_rows.habilitation_defects(state, row))
        yield from _gone(table, "habilitation", state.habilitations, (str(row["id"]) for row in rights))

    def _sheets(self, state: HouseState) -> Iterator[AuditFinding]:
        table = "exam_sessions_certification"
        sheets = list(self.rows(table, "true"))
        for row in sheets:
            bound = state.bound.get(row["numero"])
            reason = self.texts.get(bound.reason) if bound else None
            yield from _told(table, f"fiche {row['numero']}", house_rows.certification_defects(state, row, reason))
        yield from _gone(table, "fiche", state.sheets, (row["numero"] for row in sheets))

    def _deposits(self, state: HouseState) -> Iterator[AuditFinding]:
        table = "titles_depositedpaper"
        seen: dict[str, list[bytes]] = {}
        paths: dict[str, list[bytes]] = {}
        for row in self.rows(table, "true ORDER BY deposit, rank"):
            name, known = row["deposit"], state.deposits.get(row["deposit"])
            leaves = seen.setdefault(name, [])
            what = f"dépôt {name}, papier {row['rank']}"
            if known is None:
                yield finding(table, f"{what} : aucun fait ne le dépose.")
                continue
            if known.withdrawn:
                if row["line"] or row["path"]:
                    yield finding(table, f"{what} : le dépôt est retiré, la ligne devrait être effacée.")
                continue
            if row["rank"] != len(leaves) or not house_rows.is_line_of(row["line"], row["code"]):
                yield finding(table, f"{what} : son code ou sa place n'est pas celui de sa ligne.")
            leaves.append(leaf_hash(row["line"].encode()))
            paths.setdefault(name, []).append(bytes(row["path"]))
        kept = keeping.of_deposits(state, self.day()) if state.deposits else ()
        over = {text.commitment for text in must_erase(kept, date.today().isoformat(), self.terms)}
        for name, known in state.deposits.items():
            leaves = seen.get(name, [])
            if known.withdrawn or (name in over and not leaves):
                continue
            tree = MerkleTree(leaves)
            if (len(leaves), tree.root().hex()) != (known.papers, known.root):
                yield finding(table, f"dépôt {name} : ses lignes ne sont pas celles que les faits disent.")
                continue
            for rank, path in enumerate(paths[name]):
                if path != b"".join(tree.inclusion_proof(rank)):
                    yield finding(table, f"dépôt {name}, papier {rank} : sa preuve en est une autre.")

    def _keys(self, state: HouseState) -> Iterator[AuditFinding]:
        for use, public in self.keys.items():
            if use in state.keys and state.keys[use][-1] != public:
                yield finding("dossier des données", f"la clé « {use} » n'est pas celle que les faits disent.")


def _told(table: str, what: str, wrong: Iterable[str]) -> Iterator[AuditFinding]:
    for why in wrong:
        yield finding(table, f"{what} : {why}.")


def _gone(table: str, what: str, known: Iterable[str], seen: Iterable[str]) -> Iterator[AuditFinding]:
    for one in sorted(set(known) - set(seen)):
        yield finding(table, f"{what} {one} : sa ligne a disparu.")


def finding(table: str, message: str) -> AuditFinding:
    """A row that says otherwise than the facts."""
    return AuditFinding(Trouble.DERIVE, None, "", f"{table} : {message}")

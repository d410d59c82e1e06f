"""Is this credential authentic, from whom, and in force? The signature first, then the kind, issuer, dates and status.

Nothing is fetched: the keys come from the verifier's own list, the status lists from where they were given. Whatever
cannot be decided is said to be undecidable, never taken for valid; whatever we cannot read, never said to be altered.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from laureat.credentials import jose, proof
from laureat.credentials.baking import holds_several
from laureat.credentials.contexts import MOVING
from laureat.credentials.contexts import VC as CONTEXT
from laureat.credentials.holder import identity_hash
from laureat.credentials.keyring import CLAIMED, FindDocument, Keyring, check_dates
from laureat.credentials.moments import day, has_begun, instant
from laureat.credentials.names import VC, Named, check_names, identities, named_in
from laureat.credentials.rdf import Graph, iri_of, read
from laureat.credentials.status_check import FindLists, StatusCheck
from laureat.credentials.strict_json import Malformed, NotSigned, TooComplex, Unsupported, parse_json
from laureat.credentials.titles import (
    check_title,
    identity,
    is_mock,
    issuer_name,
    issuer_of,
    read_attested,
)
from laureat.credentials.trust import TrustList
from laureat.credentials.verdict import Page, Reason, Refused, Verdict
from laureat.credentials.within import check_all_seen, held_within, opened, types_of, wraps
from laureat.vocabulary.french import short_date

FORMER_CONTEXT = "https://www.w3.org/2018/credentials/v1"
"""Of the former edition of the W3C's model, which is not read."""
TITLE = "titre numérique (Open Badges 3.0)"
TOKEN = "titre numérique en jeton (VC-JWT)"
PRESENTED = "Le titre est dans une présentation : lui seul est vérifié, non qui le présente."


@dataclass(frozen=True)
class Verifier:
    """Whom the verifier believes, where status lists are, and what time it is."""

    trust: TrustList
    now: datetime
    find_lists: FindLists = lambda _address: ()
    find_document: FindDocument = lambda _did: None
    born: str = ""
    """A date of birth (JJ/MM/AAAA) that the holder shows, to compare with the signed hash."""

    def verify(self, content: bytes | str) -> Verdict:
        """The verdict on a credential in JSON, or as a token (VC-JOSE-COSE)."""
        carrier = TOKEN if jose.is_token(content) else TITLE
        if isinstance(content, bytes) and holds_several(content):
            return Verdict(Reason.NON_PRIS_EN_CHARGE, "un seul titre, en objet JSON ou en jeton, est attendu")
        try:
            given = jose.read(content) if carrier == TOKEN else None
            document, token, presented = opened(given.document if given else parse_json(content), given)
        except Unsupported as error:
            reason, detail = reason_of(error)
            return Verdict(reason, detail, carrier=carrier)
        return self._judge(document, token, [PRESENTED] if presented else [])

    def _judge(
        self,
        document: Mapping[str, Any],
        token: jose.Token | None,
        told_first: Iterable[str] = (),
        *,
        held: bool = False,
    ) -> Verdict:
        graph: Graph | None = None
        notes = list(told_first)
        status = ""
        try:
            if not document.get("@context") and "payload" in document:
                raise Unsupported("jeton écrit en JSON (JWS) : présentez-le sous sa forme compacte")
            if not document.get("@context") and wraps(document):
                raise Unsupported("ce fichier contient un titre, il n'en est pas un : présentez le titre seul")
            if not document.get("@context"):
                raise Refused(Reason.ILLISIBLE, "ce n'est pas un titre vérifiable (Verifiable Credential)")
            if token is None and "proof" not in document and not _addresses(document) & {CONTEXT, FORMER_CONTEXT}:
                raise Unsupported("document d'un autre modèle que les titres vérifiables du W3C")
            graph, signed = self._opened(document, token)
            notes += signed()
            check_all_seen(document, graph)
            check_title(graph)
            self._check_issuer(graph)
            self._check_dates(graph)
            if token:
                jose.check_claims(token, document, self.now)
            dated = StatusCheck(self.find_lists, self._read_signed, self.now).day_of(graph)
            status = day(dated)
            notes += check_names(graph, [] if held else self._check_held(document, notes))
            if is_mock(graph):
                raise Refused(Reason.A_BLANC)
            if dated is None:
                raise Refused(Reason.SANS_STATUT, "sa révocation ne peut pas être connue")
        except (Refused, Unsupported, proof.ProofMissing, proof.ProofInvalid, proof.ProofUnsupported) as error:
            reason, detail = reason_of(error)
        else:
            reason, detail = Reason.AUTHENTIQUE, ""
        told = read_attested(graph) if graph and reason.exit_code not in (3, 10, 13, 14) else None
        if told and graph:
            notes += self._about_birth(graph)
        name = self._issuer_name(graph) if graph else ""
        page = Page.SANS_PAGE if told else None
        carrier = TOKEN if token else TITLE
        return Verdict(reason, detail, told, name, carrier, tuple(notes), page, status_day=status)

    def _opened(
        self, document: Mapping[str, Any], token: jose.Token | None, *, is_list: bool = False
    ) -> tuple[Graph, Callable[[], list[str]]]:
        """The statements of a document, and what verifies its signature, by its proof or by the token around it.

        A status list speaks from its own date on: its key must have been in use that day too.
        """
        if token is None:
            proof.given(document)
            graph = read(proof.unsecured(document))
            return graph, lambda: self._check_signature(document, graph, _start(graph) if is_list else None)
        try:
            graph = read(document)
        except NotSigned as error:  # a token signs all its text: nobody added this
            raise Unsupported(str(error)) from None
        since = _start(graph) if is_list else None
        if "proof" not in document:
            return graph, lambda: self._check_token(token, graph, since)
        proved = read(proof.unsecured(document))
        return proved, lambda: self._check_token(token, graph, since) + self._check_signature(document, proved, since)

    def _check_token(self, token: jose.Token, graph: Graph, since: datetime | None) -> list[str]:
        """Verify a token by the key of the issuer that its header names."""
        issuer, method = issuer_of(graph), token.header.get("kid")
        method = method if isinstance(method, str) else ""
        if method and ":" not in method and "#" not in method:
            method = f"#{method}"  # the bare name of a key, as other issuers write it
        if method.startswith("#") or not method:
            method = f"{issuer}{method}"
        ring = Keyring(self.trust, self.find_document)
        try:
            key = ring.key(issuer, method)
        except Refused:
            if (shown := token.shown) is None:
                raise
            key = ring.shown(issuer, shown)
        token.check(key.public)
        signed = token.moment("iat") or token.moment("nbf")
        return [CLAIMED] if check_dates(key, signed.isoformat() if signed else "", "", self.now, since) else []

    def _check_signature(self, document: Mapping[str, Any], graph: Graph, since: datetime | None) -> list[str]:
        """Verify every proof of our suite; notes on the others. At least one must be of the issuer's own key."""
        ring, issuer = Keyring(self.trust, self.find_document), issuer_of(graph)
        proofs, others = proof.read_proofs(document)
        digests = proof.digests_of(graph)
        failures: list[Refused] = []
        notes = [f"Une preuve d'une autre sorte n'est pas lue : {suite}." for suite in others]
        vouched = False
        for each in proofs:
            try:
                key = ring.key(issuer, each.method)
                if not isinstance(key.public, Ed25519PublicKey):
                    raise Refused(Reason.MAUVAISE_CLE, f"{each.method} n'est pas une clé Ed25519")
            except Refused as refused:
                failures.append(refused)
                continue
            try:
                proof.check(each, digests, key.public)
            except proof.ProofInvalid:
                if MOVING.keys() & _addresses(document):
                    raise Unsupported("le contenu de son contexte a changé depuis qu'il est signé") from None
                raise
            if check_dates(key, each.created, each.expires, self.now, since):
                notes.append(CLAIMED)
            vouched = True
        if not vouched:
            raise failures[0]
        if failures:
            notes.append("Une preuve d'une autre personne que l'émetteur n'est pas lue.")
        return notes

    def _read_signed(self, content: bytes) -> Graph:
        """A status list, in JSON or as a token, once its signature was verified."""
        token = jose.read(content) if jose.is_token(content) else None
        document = token.document if token else parse_json(content)
        try:
            graph, signed = self._opened(document, token, is_list=True)
            signed()
        except (proof.ProofMissing, proof.ProofInvalid, proof.ProofUnsupported) as error:
            raise Refused(*reason_of(error)) from None
        return graph

    def _check_issuer(self, graph: Graph) -> None:
        issuer = issuer_of(graph)
        if issuer not in self.trust.issuers:
            raise Refused(Reason.EMETTEUR_INCONNU, f"{issuer} n'est pas dans votre liste de confiance")

    def _check_dates(self, graph: Graph) -> None:
        for term, reason in (("validFrom", Reason.PAS_ENCORE_VALIDE), ("validUntil", Reason.EXPIRE)):
            texts = graph.literals(graph.root, f"{VC}{term}")
            if not texts:
                continue
            moment = instant(texts[0])
            if len(texts) > 1 or moment is None:
                raise Refused(reason, f"{term} illisible : {', '.join(texts)}")
            if not has_begun(moment, self.now) if term == "validFrom" else moment <= self.now:
                raise Refused(reason, f"{'à partir du' if term == 'validFrom' else 'depuis le'} {short_date(moment)}")

    def _check_held(self, document: Mapping[str, Any], notes: list[str]) -> list[Named]:
        """Verify every credential within this one: how the titles name their holders; they must hold.

        An endorsement must be genuine; a note says what else it is.
        """
        names = []
        for each in held_within(document):
            if each.unread:
                reason, _ = reason_of(each.unread)
            else:
                verdict = self._judge(each.document, each.token, held=True)
                reason = verdict.reason
                names += [Named.by(verdict.attested.facts)] if verdict.attested else []
            name = str(each.document.get("name") or each.document.get("id") or "sans nom")[:120]
            detail = f"« {name} », contenu dans ce titre : {reason.label}"
            if reason is Reason.SANS_PREUVE or reason.exit_code in (0, 11):
                continue
            if reason.exit_code == 3 or _is_title(each.document):
                raise Refused(reason, detail)
            notes.append(f"{detail}.")
        return names

    def _issuer_name(self, graph: Graph) -> str:
        did = issuer_of(graph)
        if did in self.trust.issuers:
            return self.trust.issuers[did].name
        said = issuer_name(graph)
        return f"se présente comme « {said} » ({did})" if said else did

    def _about_birth(self, graph: Graph) -> Iterator[str]:
        if not self.born:
            return
        told = [identity(graph, each)[0] for each in identities(graph, hashed=False)]
        for subject in graph.nodes(graph.root, f"{VC}credentialSubject"):
            told += [*named_in(graph, subject).names, iri_of(subject)]
        hashes = [identity(graph, each) for each in identities(graph, hashed=True)]
        proved = any(identity_hash(name, self.born, salt) == value for value, salt in hashes for name in told)
        said = "est bien celle" if proved else "N'EST PAS celle"
        yield (
            f"La date de naissance présentée ({self.born}) {said} du titulaire."
            if hashes
            else "Ce titre ne permet pas de vérifier une date de naissance."
        )


def reason_of(error: Exception) -> tuple[Reason, str]:
    """The reason and the detail of a failed check."""
    if isinstance(error, Refused):
        return error.reason, error.detail
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason, str(error)
    return Reason.NON_PRIS_EN_CHARGE, str(error)


_REASONS = (
    (TooComplex, Reason.TROP_COMPLEXE),
    (Malformed, Reason.ILLISIBLE),
    (NotSigned, Reason.NON_SIGNE),
    (proof.ProofMissing, Reason.SANS_PREUVE),
    (proof.ProofInvalid, Reason.ALTERE),
)


def _start(graph: Graph) -> datetime | None:
    return instant("".join(graph.literals(graph.root, f"{VC}validFrom")))


def _is_title(document: Mapping[str, Any]) -> bool:
    return any(each in ("OpenBadgeCredential", "AchievementCredential", "ClrCredential") for each in types_of(document))


def _addresses(document: Mapping[str, Any]) -> set[str]:
    given = document.get("@context")
    return {each for each in (given if isinstance(given, list) else [given]) if isinstance(each, str)}

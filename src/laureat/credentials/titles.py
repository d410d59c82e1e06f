"""The closed set of documents that are titles, and what they attest, read in the statements that are signed.

A title is an OpenBadgeCredential (also called AchievementCredential) or a ClrCredential, with the issuer, the subject
and the achievement that its type requires. Whatever else an issuer signs, a status list or an endorsement, is none.
"""

import re
import unicodedata
from collections.abc import Iterator

from laureat.credentials.claims import MOCK
from laureat.credentials.deuxdoc import capitals
from laureat.credentials.moments import day, instant
from laureat.credentials.names import CLR, IDENTIFIER, NAME, OB, SCHEMA, VC, called, identities, named_in
from laureat.credentials.rdf import Graph, iri_of
from laureat.credentials.verdict import Attested, Facts, Reason, Refused
from laureat.vocabulary.french import with_comma, without_variants

CREDENTIAL = f"{VC}VerifiableCredential"
BADGE, RECORD = f"{OB}OpenBadgeCredential", f"{CLR}ClrCredential"
_ACHIEVEMENT = (f"{OB}achievement", f"{OB}achievement-0", f"{CLR}achievement")
_OBTAINED = re.compile(r"(?:Diplôme obtenu|Certification obtenue) à la session \d+(?:, mention (.+))?\.")


def issuer_of(graph: Graph) -> str:
    """The identifier of the issuer; empty where there is none, or not exactly one."""
    found = graph.nodes(graph.root, f"{VC}issuer")
    return iri_of(found[0]) if len(found) == 1 else ""


def issuer_name(graph: Graph) -> str:
    """How the issuer calls itself."""
    return graph.text(f"<{issuer_of(graph)}>", NAME)


def subject_of(graph: Graph) -> str:
    """The node of the one subject. Raises Refused when there is not exactly one."""
    found = graph.nodes(graph.root, f"{VC}credentialSubject")
    if len(found) != 1:
        raise Refused(Reason.PAS_UN_TITRE, "un titulaire, et un seul, est attendu")
    return found[0]


def is_title(graph: Graph) -> bool:
    """Whether a document says that it is of a type of the closed set."""
    return bool(graph.types(graph.root) & {BADGE, RECORD})


def check_title(graph: Graph) -> None:
    """Return when the document is a title, whole. Raises Refused (PAS_UN_TITRE), which says what lacks."""
    types = graph.types(graph.root)
    if not is_title(graph):
        told = sorted(re.split(r"[#/]", each)[-1] for each in types - {CREDENTIAL}) or ["VerifiableCredential"]
        raise Refused(Reason.PAS_UN_TITRE, f"c'est un document de type {', '.join(told)}")
    if not issuer_of(graph):
        raise Refused(Reason.PAS_UN_TITRE, "un émetteur, et un seul, est attendu")
    subject = subject_of(graph)
    if not iri_of(subject) and not graph.nodes(subject, *IDENTIFIER):
        raise Refused(Reason.PAS_UN_TITRE, "rien n'y désigne le titulaire")
    achievements = graph.nodes(subject, *_ACHIEVEMENT)
    if RECORD in types:
        kind, complete = f"{CLR}ClrSubject", bool(achievements or graph.nodes(subject, f"{CLR}verifiableCredential"))
    else:
        kind, complete = f"{OB}AchievementSubject", len(achievements) == 1
    if kind not in graph.types(subject) or not complete:
        raise Refused(Reason.PAS_UN_TITRE, "rien n'y dit ce que le titulaire a obtenu")
    for each in achievements:
        if f"{OB}Achievement" not in graph.types(each) or not graph.text(each, NAME):
            raise Refused(Reason.PAS_UN_TITRE, "ce qui est obtenu n'y a pas de nom")


def is_mock(graph: Graph) -> bool:
    """Whether one of its names says that it attests nothing, whatever its language and its way of writing accents."""
    names = ("".join(c for c in name if unicodedata.category(c) != "Cf") for name in graph.literals(graph.root, NAME))
    return any(" ".join(without_variants(name).split()).startswith(MOCK) for name in names)


def read_attested(graph: Graph) -> Attested:
    """What a title says, in words; whatever is missing is left empty."""
    subject = next(iter(graph.nodes(graph.root, f"{VC}credentialSubject")), "")
    achievements = graph.nodes(subject, *_ACHIEVEMENT)
    names = [graph.text(achievement, NAME) for achievement in achievements]
    narrative = graph.text(subject, f"{OB}narrative")
    obtained = _OBTAINED.fullmatch(narrative)
    session = graph.text(subject, f"{OB}term").removeprefix("session ")
    holder, named = _holder(graph, subject), named_in(graph, subject)
    title = graph.text(graph.root, NAME) or ", ".join(names)
    codes = [graph.text(each, f"{OB}humanCode") for each in achievements]
    sheet = re.match(r"(?:RNCP|RS)\d+", codes[0] if codes else "")
    facts = Facts(
        name=next(iter(named.names), ""),
        also=named.names[1:],
        civil=named.civil,
        holder=named.holder,
        identity=_identity(graph, subject),
        sheet=sheet[0] if sheet else "",
        wording=capitals(names[0]) if obtained and names else "",
        session=session,
        admitted=True if obtained else None,
        mention=(obtained[1] or "") if obtained else None,
    )
    return Attested(
        title=title,
        holder=holder,
        session=session,
        mention=facts.mention or "",
        narrative=narrative,
        blocs=tuple(_blocs(graph, achievements)) or tuple(names[1:] and names),
        marks=tuple(_marks(graph, subject, achievements)),
        issued=day(instant("".join(graph.literals(graph.root, f"{VC}validFrom")))),
        identifier=iri_of(graph.root),
        facts=facts,
    )


def identity(graph: Graph, node: str) -> tuple[str, str]:
    """The value (a name, or a hash) and the salt of an identity."""
    return graph.text(node, f"{OB}identityHash"), graph.text(node, f"{OB}salt")


def _holder(graph: Graph, subject: str) -> str:
    told = [called(graph, each) for each in identities(graph, hashed=False)]
    return ", ".join(dict.fromkeys(filter(None, told))) or graph.text(subject, NAME) or iri_of(subject)


def _identity(graph: Graph, subject: str) -> tuple[str, str]:
    found = [identity(graph, each) for each in identities(graph, hashed=True)]
    return found[0] if len(found) == 1 else ("", "")


def _blocs(graph: Graph, achievements: list[str]) -> list[str]:
    blocs: dict[str, str] = {}
    for achievement in achievements:
        for each in graph.nodes(achievement, f"{OB}alignment"):
            code = graph.text(each, f"{OB}targetCode")
            if re.search(r"BC\d+$", code):
                blocs.setdefault(code, graph.text(each, f"{SCHEMA}targetName"))
    return [f"{code} – {name}" for code, name in sorted(blocs.items())]


def _marks(graph: Graph, subject: str, achievements: list[str]) -> Iterator[tuple[str, str]]:
    for each in graph.nodes(subject, f"{OB}result"):
        described = graph.literals(each, f"{OB}resultDescription")
        described += [iri_of(node) for node in graph.nodes(each, f"{OB}resultDescription")]
        name = graph.text(f"<{described[0]}>", NAME) if described else ""
        yield name, with_comma(graph.text(each, f"{SCHEMA}value"))

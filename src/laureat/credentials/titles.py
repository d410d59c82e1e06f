"""The closed set of documents that are titles, and what they attest, read in the statements that are signed.

A title is an OpenBadgeCredential (also called AchievementCredential) or a ClrCredential, with the issuer, the subject
and the achievement that its type requires. Whatever else an issuer signs, a status list or an endorsement, is none.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations

from laureat.credentials.claims import MOCK
from laureat.credentials.deuxdoc import capitals
from laureat.credentials.moments import day, instant
from laureat.credentials.rdf import Graph, iri_of
from laureat.credentials.verdict import Attested, Facts, Reason, Refused
from laureat.vocabulary.french import with_comma, without_variants

VC = "https://www.w3.org/2018/credentials#"
OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
CLR = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
SCHEMA = "https://schema.org/"

CREDENTIAL = f"{VC}VerifiableCredential"
BADGE, RECORD = f"{OB}OpenBadgeCredential", f"{CLR}ClrCredential"
_ACHIEVEMENT = (f"{OB}achievement", f"{OB}achievement-0", f"{CLR}achievement")
_IDENTIFIER = (f"{OB}identifier", f"{CLR}identifier-1")
_NAME = f"{SCHEMA}name"
_OBTAINED = re.compile(r"(?:Diplôme obtenu|Certification obtenue) à la session \d+(?:, mention (.+))?\.")


def issuer_of(graph: Graph) -> str:
    """The identifier of the issuer; empty where there is none, or not exactly one."""
    found = graph.nodes(graph.root, f"{VC}issuer")
    return iri_of(found[0]) if len(found) == 1 else ""


def issuer_name(graph: Graph) -> str:
    """How the issuer calls itself."""
    return graph.text(f"<{issuer_of(graph)}>", _NAME)


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
    if not iri_of(subject) and not graph.nodes(subject, *_IDENTIFIER):
        raise Refused(Reason.PAS_UN_TITRE, "rien n'y désigne le titulaire")
    achievements = graph.nodes(subject, *_ACHIEVEMENT)
    if RECORD in types:
        kind, complete = f"{CLR}ClrSubject", bool(achievements or graph.nodes(subject, f"{CLR}verifiableCredential"))
    else:
        kind, complete = f"{OB}AchievementSubject", len(achievements) == 1
    if kind not in graph.types(subject) or not complete:
        raise Refused(Reason.PAS_UN_TITRE, "rien n'y dit ce que le titulaire a obtenu")
    for each in achievements:
        if f"{OB}Achievement" not in graph.types(each) or not graph.text(each, _NAME):
            raise Refused(Reason.PAS_UN_TITRE, "ce qui est obtenu n'y a pas de nom")


def check_names(graph: Graph, held: Iterable[str] = ()) -> None:
    """Raise Refused (DISCORDANT) where a title names two holders, itself or in those that it holds (their names).

    A shorter form of a name is the same one: « Dupont » and « Léa Dupont ».
    """
    named = [each for subject in graph.nodes(graph.root, f"{VC}credentialSubject") for each in names_of(graph, subject)]
    for one, other in combinations([*named, *held], 2):
        words = [set(capitals(each).split()) for each in (one, other)]
        if all(words) and not (words[0] <= words[1] or words[1] <= words[0]):
            raise Refused(Reason.DISCORDANT, f"ce titre nomme deux titulaires (« {one} », « {other} »)")


def names_of(graph: Graph, subject: str) -> list[str]:
    """How a title names its holder in clear, each time it does; the longest first."""
    found = [name for each in identities(graph, hashed=False) if _is_name(graph, each)
             for name in graph.shown(each, f"{OB}identityHash")]  # fmt: skip
    return sorted(dict.fromkeys([*found, *graph.shown(subject, _NAME)]), key=lambda name: -len(name))


def is_mock(graph: Graph) -> bool:
    """Whether one of its names says that it attests nothing, whatever its language and its way of writing accents."""
    names = ("".join(c for c in name if unicodedata.category(c) != "Cf") for name in graph.literals(graph.root, _NAME))
    return any(" ".join(without_variants(name).split()).startswith(MOCK) for name in names)


def read_attested(graph: Graph) -> Attested:
    """What a title says, in words; whatever is missing is left empty."""
    subject = next(iter(graph.nodes(graph.root, f"{VC}credentialSubject")), "")
    achievements = graph.nodes(subject, *_ACHIEVEMENT)
    names = [graph.text(achievement, _NAME) for achievement in achievements]
    narrative = graph.text(subject, f"{OB}narrative")
    obtained = _OBTAINED.fullmatch(narrative)
    session = graph.text(subject, f"{OB}term").removeprefix("session ")
    holder = _holder(graph, subject)
    title = graph.text(graph.root, _NAME) or ", ".join(names)
    codes = [graph.text(each, f"{OB}humanCode") for each in achievements]
    sheet = re.match(r"(?:RNCP|RS)\d+", codes[0] if codes else "")
    facts = Facts(
        name=capitals(next(iter(names_of(graph, subject)), "")),
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


def identities(graph: Graph, *, hashed: bool) -> Iterator[str]:
    """The nodes that identify the holder, in clear or by a hash."""
    for subject in graph.nodes(graph.root, f"{VC}credentialSubject"):
        for each in graph.nodes(subject, *_IDENTIFIER):
            if graph.literals(each, f"{OB}hashed") == ["true" if hashed else "false"]:
                yield each


def identity(graph: Graph, node: str) -> tuple[str, str]:
    """The value (a name, or a hash) and the salt of an identity."""
    return graph.text(node, f"{OB}identityHash"), graph.text(node, f"{OB}salt")


def _is_name(graph: Graph, node: str) -> bool:
    return graph.text(node, f"{OB}identityType") in ("ext:nomComplet", "name")


def _holder(graph: Graph, subject: str) -> str:
    told = [identity(graph, each)[0] for each in identities(graph, hashed=False)]
    return ", ".join(dict.fromkeys(filter(None, told))) or graph.text(subject, _NAME) or iri_of(subject)


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
        name = graph.text(f"<{described[0]}>", _NAME) if described else ""
        yield name, with_comma(graph.text(each, f"{SCHEMA}value"))

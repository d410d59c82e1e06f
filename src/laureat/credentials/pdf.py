"""A PDF: the credentials attached to it, its seals, the 2D-Doc codes printed on its pages, and what binds the page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from typing import Any

from laureat.credentials import paper_codes
from laureat.credentials.agreement import together, told_together
from laureat.credentials.baking import claim_of
from laureat.credentials.deuxdoc import AS_IT_IS, capitals
from laureat.credentials.deuxdoc_check import check_images
from laureat.credentials.seals import check_seals
from laureat.credentials.strict_json import MAX_BYTES, TooComplex
from laureat.credentials.verdict import Attested, Facts, Page, Reason, Verdict
from laureat.credentials.verifier import Verifier
from laureat.credentials.wrapped import unwrapped
from laureat.vocabulary import Mention
from laureat.vocabulary.json_text import read_json

MAX_ATTACHED, MAX_PAGES, MAX_PIXELS = 64, 24, 4_000_000
"""Files attached and pages, all together, and pixels of one page, beyond which a PDF is not read."""
MAX_DEPTH = 4
"""PDFs one within the other."""
MAX_CODES = 8
"""Codes of papers that a verdict names."""
UNREAD = "Un PDF joint à celui-ci n'est pas lu : présentez-le seul."
_TITLE, _DATA = "titre joint au PDF", "données de la décision"


class Budget:
    """What may still be read of a PDF and of those within it, all together."""

    def __init__(self) -> None:
        self.pages, self.files, self.depth = MAX_PAGES, MAX_ATTACHED, MAX_DEPTH

    def spend(self, *, pages: int = 0, files: int = 0) -> None:
        """Raise TooComplex where there is more than may be read."""
        self.pages -= pages
        self.files -= files
        if self.pages < 0:
            raise TooComplex(f"PDF de plus de {MAX_PAGES} pages")
        if self.files < 0:
            raise TooComplex(f"plus de {MAX_ATTACHED} pièces jointes")


@dataclass(frozen=True, slots=True)
class Read:
    """What a PDF carries: the pieces that decide, those beside, and what could not be read."""

    titles: list[Verdict]
    """Those attached, and those of the PDFs attached."""
    seals: list[Verdict]
    codes: list[Verdict]
    decisions: list[Attested]
    images: list[Any]
    unread: bool
    """A PDF attached could not be read."""

    def decided(self) -> Verdict:
        """The verdict on all of it, whatever binds the page."""
        return _decided(self.titles, self.seals, self.codes, self.decisions)


def verify_pdf(content: bytes, verifier: Verifier) -> Verdict:
    """The verdict on a PDF: that of the titles attached; else of its seals; else of its codes. All must agree.

    A PDF attached to it is read like it, and what it carries stands among the titles attached.
    """
    try:
        found = _read(content, verifier, Budget())
    except TooComplex as error:
        return Verdict(Reason.TROP_COMPLEXE, str(error), carrier="PDF")
    if isinstance(found, Verdict):
        return found
    verdict = _bound(found.decided(), found.seals, [*found.titles, *found.codes])
    if found.unread:
        verdict = replace(verdict, notes=(*verdict.notes, UNREAD))
    return replace(verdict, codes=paper_codes.on_images(found.images, AS_IT_IS)[:MAX_CODES])


def _read(content: bytes, verifier: Verifier, budget: Budget) -> Read | Verdict:
    """What a PDF carries, or why it cannot be read. Raises TooComplex."""
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            return Verdict(Reason.NON_PRIS_EN_CHARGE, "PDF protégé par un mot de passe", carrier="PDF")
        budget.spend(pages=len(reader.pages))
        attached = list(dict.fromkeys(unwrapped(data) for data in islice(_attached(reader), 4 * MAX_ATTACHED)))
        budget.spend(files=len(attached))
        images = list(_pages(content))
    except (MemoryError, TooComplex):
        raise
    except LimitReachedError:
        raise TooComplex("PDF qui se déplie au-delà de ce qui est lu") from None
    except Exception:  # pypdf and pdfium raise many kinds on a broken file
        return Verdict(Reason.ILLISIBLE, "PDF incorrect", carrier="PDF")
    titles = [replace(verifier.verify(claimed), carrier=_TITLE) for data in attached if (claimed := claim_of(data))]
    held = [_held(data, verifier, budget) for data in attached if b"%PDF-" in data[:1024] and not claim_of(data)]
    titles += [one for one in held if isinstance(one, Verdict) and one.reason is not Reason.RIEN_DE_SIGNE]
    decisions = [said for data in attached if (said := _decision(data))]
    seals = [replace(seal, attested=next(iter(decisions), None)) for seal in check_seals(content, verifier)]
    codes = check_images(images, verifier.trust, verifier.now, looks=AS_IT_IS)
    return Read(told_together(titles), seals, codes, decisions, images, None in held)


def _held(content: bytes, verifier: Verifier, budget: Budget) -> Verdict | None:
    """The verdict on a PDF attached to another, without its page; None where it is not read, or of someone unknown."""
    if budget.depth == 0:
        raise TooComplex(f"plus de {MAX_DEPTH} PDF l'un dans l'autre")
    budget.depth -= 1
    found = _read(content[content.index(b"%PDF-") :], verifier, budget)
    budget.depth += 1
    if isinstance(found, Verdict):
        return None
    verdict = found.decided()
    if found.unread:
        verdict = replace(verdict, notes=(*verdict.notes, UNREAD))
        if verdict.reason is Reason.RIEN_DE_SIGNE:
            return None
    if not (found.titles or found.codes) and verdict.reason is Reason.EMETTEUR_INCONNU:
        return None  # any other document that someone sealed
    return replace(verdict, carrier=f"PDF joint ({verdict.carrier})")


def _attached(reader: Any) -> Iterator[bytes]:
    """Every file within a PDF: those that its catalogue names, and those that hang on a page or on a note there."""
    for contents in reader.attachments.values():
        yield from contents
    for place in (reader.root_object, *reader.pages):
        notes = [note for note in _objects(place, "/Annots") if note.get("/Subtype") == "/FileAttachment"]
        for one in (*_objects(place, "/AF"), *(note.get("/FS") for note in notes)):
            named = one.get_object() if one is not None else None
            files = named.get("/EF") if isinstance(named, dict) else None
            held = files.get_object() if files is not None else {}
            yield from dict.fromkeys(each.get_object().get_data() for each in held.values())


def _objects(place: Any, name: str) -> list[Any]:
    """The dictionaries of an array of a PDF."""
    held = place.get(name)
    held = held.get_object() if held is not None else None
    found = [each.get_object() for each in held] if isinstance(held, list) else []
    return [each for each in found if isinstance(each, dict)]


def _decided(titles: list[Verdict], seals: list[Verdict], codes: list[Verdict], told: list[Attested]) -> Verdict:
    deciding = titles or [seal for seal in seals if seal.reason is not Reason.EMETTEUR_INCONNU] or codes or seals
    if not deciding:
        detail = "ni titre joint, ni cachet, ni code 2D-Doc"
        return Verdict(Reason.RIEN_DE_SIGNE, detail, carrier="PDF")
    beside = [piece for piece in [*seals, *codes] if piece not in deciding]
    beside += [Verdict(Reason.SANS_STATUT, "", said, carrier=_DATA) for said in (told[1:] if seals else told)]
    return together(deciding, beside)


def _bound(verdict: Verdict, seals: list[Verdict], signed: list[Verdict]) -> Verdict:
    """The same verdict, with what binds the page: an authentic title on a page that nothing binds says so.

    Only the issuer of what the page carries binds it: anyone of the list could else seal a page of their own around it.
    """
    reasons = {seal.reason for seal in seals}
    known = [seal for seal in seals if seal.reason in (Reason.SANS_STATUT, Reason.SPECIMEN)]
    if not reasons:
        page = Page.NON_LIEE
    elif known and reasons <= {Reason.SANS_STATUT, Reason.SPECIMEN, Reason.EMETTEUR_INCONNU}:
        told = [piece for piece in signed if piece.attested and piece.reason.exit_code not in (4, 5)]
        alien = {piece.issuer for piece in told} - {seal.issuer for seal in known}
        page = Page.AUTRE_CACHET if alien else Page.LIEE
        if alien:
            note = f"Le cachet est de : {', '.join(dict.fromkeys(seal.issuer for seal in known))}."
            verdict = replace(verdict, notes=(*verdict.notes, note))
    else:
        page = Page.CACHET_INCONNU if Reason.EMETTEUR_INCONNU in reasons else Page.CHANGEE
    return verdict if verdict.reason is Reason.RIEN_DE_SIGNE else verdict.on(page)


def _decision(data: bytes) -> Attested | None:
    """What the decision data of a paper say (``laureat/decision/1``), whatever their name; None for other files."""
    if b"laureat/decision/" not in data[:MAX_BYTES]:
        return None
    try:
        said: Any = read_json(data)
    except ValueError:
        return None
    if not isinstance(said, dict) or not str(said.get("format", "")).startswith("laureat/decision/"):
        return None
    person, sheet = (said[key] if isinstance(said.get(key), dict) else {} for key in ("candidat", "certification"))
    decided, kind = str(said.get("decision") or ""), str(said.get("papier") or "")
    admitted = decided == "admis" if decided else None
    mention = Mention[str(said["mention"])].label if str(said.get("mention")) in Mention.__members__ else ""
    blocs = [each.get("code") if isinstance(each, dict) else each for each in said.get("blocs") or ()]
    holder = " ".join(str(person[key]) for key in ("prenom", "nom") if person.get(key))
    used = f"{person.get('prenom') or ''} {person['nom_usage']}" if person.get("nom_usage") else ""
    session = str(said.get("session") or "")
    return Attested(
        title=" – ".join(filter(None, (kind, str(sheet.get("intitule") or "")))),
        holder=holder,
        session=session,
        mention=mention,
        narrative=decided,
        blocs=tuple(str(each) for each in blocs if each),
        issued=str(said.get("emis_le") or ""),
        identifier=str(said.get("numero") or ""),
        facts=Facts(
            name=capitals(holder),
            also=tuple(filter(None, [capitals(used)])),
            born=str(person.get("date_naissance") or ""),
            sheet=str(sheet.get("fiche") or ""),
            wording=capitals(str(sheet.get("intitule") or "")),
            session=session,
            admitted=admitted,
            mention=mention if admitted and "mention" in said else None,
        ),
    )


def _pages(content: bytes) -> Iterator[Any]:
    """The pages of a PDF as grey images, at 200 dots an inch where they are not larger than paper is."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            width, height = page.get_size()
            scale = min(200 / 72, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
            yield page.render(scale=scale, grayscale=True).to_pil()
    finally:
        document.close()

"""The verdict on a file: one reason, said in French, with its own exit code; the title apart from the page seen."""

from dataclasses import dataclass, field, fields, replace
from enum import Enum
from typing import Any

from laureat.credentials.paper_codes import spelled
from laureat.vocabulary.characters import shown


class Reason(Enum):
    """Why a verdict is what it is: (identifier, exit code, label). 1 and 2 are left to the command line."""

    AUTHENTIQUE = ("authentique", 0, "Authentique et en vigueur")
    ALTERE = ("altere", 3, "Altéré : la signature n'est pas celle de ce document")
    DISCORDANT = ("discordant", 3, "Altéré : ce que porte ce fichier se contredit")
    NON_SIGNE = ("non_signe", 3, "Altéré : le document montre des mentions qui ne sont pas signées")
    SANS_PREUVE = ("sans_preuve", 3, "Non signé : la preuve manque ou est mutilée")
    MAUVAISE_CLE = ("mauvaise_cle", 3, "Signé par une clé qui n'est pas celle de l'émetteur")
    CLE_REVOQUEE = ("cle_revoquee", 3, "Signé par une clé que l'émetteur a retirée")
    EMETTEUR_INCONNU = ("emetteur_inconnu", 4, "Signature valide, émetteur inconnu")
    CLE_INTROUVABLE = ("cle_introuvable", 5, "Indécidable : la clé de l'émetteur n'est pas connue hors réseau")
    RIEN_DE_SIGNE = ("rien_de_signe", 5, "Indécidable : ce fichier ne porte rien de signé")
    STATUT_ABSENT = ("statut_absent", 5, "Indécidable : la liste de statuts manque ou est illisible")
    STATUT_ALTERE = ("statut_altere", 5, "Indécidable : la liste de statuts n'est pas signée par l'émetteur")
    STATUT_PERIME = ("statut_perime", 5, "Indécidable : la liste de statuts est périmée")
    NAVIGATEUR = ("navigateur", 5, "Indécidable : ce navigateur ne sait pas vérifier une signature Ed25519")
    REVOQUE = ("revoque", 6, "Révoqué par l'émetteur")
    SUSPENDU = ("suspendu", 7, "Suspendu par l'émetteur")
    EXPIRE = ("expire", 8, "Expiré")
    PAS_ENCORE_VALIDE = ("pas_encore_valide", 9, "Pas encore valide")
    ILLISIBLE = ("illisible", 10, "Illisible : ce fichier n'est pas un titre, ou il est abîmé")
    PAGE_NON_LIEE = (
        "page_non_liee",
        11,
        "Page non liée : rien ne garantit ce qu'elle montre, ne croyez que ce qui est attesté",
    )
    SANS_STATUT = ("sans_statut", 11, "Authentique ; ce support ne dit pas s'il est encore en vigueur")
    SPECIMEN = ("specimen", 12, "SPÉCIMEN : signature juste, mais d'un essai sans valeur")
    A_BLANC = ("a_blanc", 12, "Essai à blanc : ce titre n'atteste rien")
    NON_PRIS_EN_CHARGE = ("non_pris_en_charge", 13, "Non pris en charge : nous ne savons pas lire ce format")
    PAS_UN_TITRE = ("pas_un_titre", 13, "Signature juste, mais ce document n'est pas un titre")
    HORS_PAGE = ("hors_page", 13, "Cette page ne sait pas lire ce format")
    TROP_COMPLEXE = ("trop_complexe", 14, "Non vérifié : ce fichier dépasse nos limites ; réessayez avec l'original")

    @property
    def identifier(self) -> str:
        """The name in JSON."""
        return self.value[0]

    @property
    def exit_code(self) -> int:
        """The exit code of ``laureat verifier``."""
        return self.value[1]

    @property
    def label(self) -> str:
        """The sentence that people read."""
        return self.value[2]

    @property
    def severity(self) -> int:
        """The place of this reason where a file carries several proofs: the greatest decides."""
        return _SEVERITY.index(self.exit_code)


_SEVERITY = (0, 11, 12, 9, 8, 5, 14, 13, 4, 7, 6, 10, 3)


class Refused(Exception):
    """A check that fails, with its own reason."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(detail or reason.label)


class Page(Enum):
    """What binds the page that one looks at to the title that it carries: (identifier, sentence)."""

    LIEE = ("liee", "liée au titre par un cachet valide")
    NON_LIEE = ("non_liee", "non liée : rien ne garantit ce qu'elle montre, comparez-la à ce qui est attesté")
    CACHET_INCONNU = ("cachet_inconnu", "cachetée par quelqu'un que votre liste ne connaît pas : comparez")
    AUTRE_CACHET = ("autre_cachet", "cachetée par un autre que l'émetteur du titre : comparez")
    CHANGEE = ("changee", "changée depuis son cachet")
    IMAGE = ("image", "l'image n'est pas signée : seul compte ce qui est attesté")
    SANS_PAGE = ("sans_page", "ce fichier n'en a pas : seul compte ce qui est attesté")


@dataclass(frozen=True)
class Attested:
    """What a document attests, ready to be read, and what of it may be compared with another piece."""

    title: str
    holder: str = ""
    session: str = ""
    mention: str = ""
    narrative: str = ""
    blocs: tuple[str, ...] = ()
    """« RNCP35697BC01 – Étude et préparation de la réalisation »."""
    marks: tuple[tuple[str, str], ...] = ()
    """Name and value."""
    issued: str = ""
    """JJ/MM/AAAA."""
    identifier: str = ""
    facts: "Facts" = field(default_factory=lambda: Facts())


@dataclass(frozen=True)
class Facts:
    """What a piece says in a form that another piece may contradict; empty or None where it does not say."""

    name: str = ""
    """In full, in capitals."""
    also: tuple[str, ...] = ()
    """The other full names that it gives to the same holder."""
    civil: tuple[str, ...] = ()
    """The names of which it says that they are of birth, or of usage."""
    holder: str = ""
    """The identifier of the holder."""
    born: str = ""
    """JJ/MM/AAAA."""
    identity: tuple[str, str] = ("", "")
    """The salted hash of name and date of birth, and its salt."""
    sheet: str = ""
    """« RNCP35697 »."""
    wording: str = ""
    """The title of the certification."""
    session: str = ""
    admitted: bool | None = None
    mention: str | None = None
    cut: bool = False
    """Texts were cut to fit: they are beginnings."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every full name; none where it names nobody."""
        return tuple(filter(None, (self.name, *self.also)))


@dataclass(frozen=True)
class Verdict:
    """What a file is worth."""

    reason: Reason
    detail: str = ""
    """What precisely, in French."""
    attested: Attested | None = None
    """What the file says; to be believed where the exit code is 0 or 11."""
    issuer: str = ""
    """Who attests, as the verifier's own list names them; else as they call themselves."""
    carrier: str = ""
    """What was read: credential, badge, seal of a PDF, 2D-Doc."""
    notes: tuple[str, ...] = field(default=())
    page: Page | None = None
    """What binds the page; None where no title was read."""
    title: Reason | None = None
    """The verdict on the title alone, where the page changes it."""
    status_day: str = ""
    """JJ/MM/AAAA: the date of the status list that was read."""
    codes: tuple[str, ...] = ()
    """The short codes of the paper: only the site that answers for them knows what they are worth today."""

    @property
    def label(self) -> str:
        """The sentence that people read."""
        return self.reason.label

    @property
    def title_line(self) -> str:
        """First line of two: what the title is worth, and when its status was known."""
        told = (self.title or self.reason).label
        return f"{told} (statut connu au {self.status_day})" if self.status_day else told

    @property
    def page_line(self) -> str:
        """Second line of two: what binds the page; empty where no title was read."""
        return self.page.value[1] if self.page else ""

    def on(self, page: Page) -> "Verdict":
        """The same title on a page: it never reads « authentique » where nothing binds the page."""
        if page is not Page.LIEE and self.reason in (Reason.AUTHENTIQUE, Reason.SANS_STATUT):
            return replace(self, reason=Reason.PAGE_NON_LIEE, title=self.title or self.reason, page=page)
        return replace(self, page=page)

    @property
    def readable(self) -> "Verdict":
        """The same, where what no eye can check, or turns a text around, is shown by its code point: « <U+202E> »."""
        made: Verdict = _readable(self)
        return made

    @property
    def is_believable(self) -> bool:
        """What is attested is vouched for by a known issuer, be it without status or on a page that nothing binds."""
        return self.reason.exit_code in (0, 11)

    def as_json(self) -> dict[str, Any]:
        """The verdict as ``laureat verifier --json`` writes it."""
        attested = self.attested
        return {
            "verdict": self.reason.identifier,
            "code": self.reason.exit_code,
            "libelle": self.label,
            "titre": self.title_line,
            "page": {"lien": self.page.value[0], "libelle": self.page_line} if self.page else None,
            "detail": self.detail,
            "support": self.carrier,
            "emetteur": self.issuer,
            "statut_au": self.status_day,
            "atteste": attested
            and {
                "titre": attested.title,
                "titulaire": attested.holder,
                "session": attested.session,
                "mention": attested.mention,
                "recit": attested.narrative,
                "blocs": list(attested.blocs),
                "notes": dict(attested.marks),
                "date": attested.issued,
                "identifiant": attested.identifier,
            },
            "codes": [spelled(code) for code in self.codes],
            "remarques": list(self.notes),
        }


def _readable(told: Any) -> Any:
    """A verdict, or what it holds, with every text as ``characters.shown`` writes it."""
    if isinstance(told, str):
        return shown(told)
    if isinstance(told, tuple):
        return tuple(map(_readable, told))
    if isinstance(told, Verdict | Attested):
        return replace(told, **{each.name: _readable(getattr(told, each.name)) for each in fields(told)})
    return told

"""The verdict on a file: one reason, said in French, with its own exit code."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Reason(Enum):
    """Why a verdict is what it is: (identifier, exit code, label). 1 and 2 are left to the command line."""

    AUTHENTIQUE = ("authentique", 0, "Authentique et en vigueur")
    ALTERE = ("altere", 3, "Altéré : la signature n'est pas celle de ce document")
    NON_SIGNE = ("non_signe", 3, "Altéré : le document montre des mentions qui ne sont pas signées")
    SANS_PREUVE = ("sans_preuve", 3, "Altéré : la preuve a été retirée ou mutilée")
    MAUVAISE_CLE = ("mauvaise_cle", 3, "Signé par une clé qui n'est pas celle de l'émetteur")
    CLE_REVOQUEE = ("cle_revoquee", 3, "Signé par une clé que l'émetteur a retirée")
    EMETTEUR_INCONNU = ("emetteur_inconnu", 4, "Signature valide, émetteur inconnu")
    CLE_INTROUVABLE = ("cle_introuvable", 5, "Indécidable : la clé de l'émetteur n'est pas connue hors réseau")
    RIEN_DE_SIGNE = ("rien_de_signe", 5, "Indécidable : ce fichier ne porte rien de signé")
    STATUT_ABSENT = ("statut_absent", 5, "Indécidable : la liste de statuts manque ou est illisible")
    STATUT_ALTERE = ("statut_altere", 5, "Indécidable : la liste de statuts n'est pas signée par l'émetteur")
    STATUT_PERIME = ("statut_perime", 5, "Indécidable : la liste de statuts est périmée")
    REVOQUE = ("revoque", 6, "Révoqué par l'émetteur")
    SUSPENDU = ("suspendu", 7, "Suspendu par l'émetteur")
    EXPIRE = ("expire", 8, "Expiré")
    PAS_ENCORE_VALIDE = ("pas_encore_valide", 9, "Pas encore valide")
    ILLISIBLE = ("illisible", 10, "Illisible : ce fichier n'est pas un titre pris en charge")
    TROP_COMPLEXE = ("trop_complexe", 10, "Refusé : document trop complexe")

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


@dataclass(frozen=True)
class Attested:
    """What a document attests, ready to be read."""

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


@dataclass(frozen=True)
class Verdict:
    """What a file is worth."""

    reason: Reason
    detail: str = ""
    """What precisely, in French."""
    attested: Attested | None = None
    """What the file says; believed only with ``Reason.AUTHENTIQUE``."""
    issuer: str = ""
    """Who attests, as the verifier's own list names them; else as they call themselves."""
    carrier: str = ""
    """What was read: credential, badge, seal of a PDF, 2D-Doc."""
    notes: tuple[str, ...] = field(default=())
    has_status: bool = True
    """The carrier tells where its status is read; a 2D-Doc or a seal does not."""

    @property
    def label(self) -> str:
        """The sentence that people read."""
        if self.reason is Reason.AUTHENTIQUE and not self.has_status:
            return "Authentique ; ce support ne dit pas s'il est encore en vigueur"
        return self.reason.label

    def as_json(self) -> dict[str, Any]:
        """The verdict as ``laureat verifier --json`` writes it."""
        attested = self.attested
        return {
            "verdict": self.reason.identifier,
            "code": self.reason.exit_code,
            "libelle": self.label,
            "detail": self.detail,
            "support": self.carrier,
            "emetteur": self.issuer,
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
            "remarques": list(self.notes),
        }

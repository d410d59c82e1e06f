"""What a procès-verbal says of the log behind it: the head that answers for it, and the checkpoint that others hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from laureat.documents.typography import AsTyped
from laureat.records.checkpoint import read_checkpoint
from laureat.records.treehead import TreeHead
from laureat.vocabulary.french import number, plural

MAX_QR = 1800
"""Bytes that a square of 42 mm still lets a telephone read."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved the procès-verbal, and how."""

    name: str
    quality: str
    at: str
    """In words: ``03/07/2026 à 10 h 30``."""
    key: str = ""
    """SHA-256 of the public key that signed, in hexadecimal; empty: without a personal key."""
    challenge: str = ""
    """What the key signed, in hexadecimal."""
    asked_again: bool = False
    """Without a key, the service asked the password and the second factor again: since the fourth edition."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """The head of the session's log at the seal, and the first checkpoint of the house that covers it."""

    head: TreeHead
    checkpoint: bytes
    """The whole signed note."""
    approvals: tuple[Approval, ...] = ()
    content: str = ""
    """The hash that was approved and sealed."""


def journal(vouched: Vouched) -> dict[str, Any]:
    """What the template prints: two heads in words, and the whole checkpoint as a QR code."""
    head = vouched.head
    checkpoint, _ = read_checkpoint(vouched.checkpoint)
    return {
        "lignes": [
            ["Journal de la session", AsTyped(head.log)],
            ["Taille", plural(head.size, "fait")],
            ["Racine", AsTyped(head.root.hex())],
            ["Point de contrôle : origine", AsTyped(checkpoint.origin)],
            ["Taille", f"{number(checkpoint.size)} {'feuille' if checkpoint.size == 1 else 'feuilles'}"],
            ["Racine", AsTyped(checkpoint.root.hex())],
        ],
        "note": "Quiconque tient ce procès-verbal peut vérifier que le journal n'a pas changé depuis : "
        "laureat auditer --tete ORIGINE:TAILLE:RACINE, pour le journal comme pour le point de contrôle.",
        "qr": _qr(vouched.checkpoint),
    }


WITHOUT_KEY = "approuvé sans clé personnelle"


def annex(content: str, approvals: Sequence[Approval]) -> dict[str, Any]:
    """What the annex prints: each approval in words."""
    notes = []
    if any(one.key for one in approvals):
        notes.append(
            "Chaque clé a signé, à l'approbation, l'empreinte de ce procès-verbal pour le siège de son titulaire. "
            "L'export du journal contient ces signatures ; laureat auditer les vérifie."
        )
    if any(one.asked_again for one in approvals):
        notes.append(
            "À qui a approuvé sans clé, le service a redemandé mot de passe et second facteur ; lui seul en répond."
        )
    return {
        "titre": "Annexe : approbations du procès-verbal",
        "empreinte": AsTyped(content),
        "lignes": [
            {
                "nom": AsTyped(one.name or "Une personne sans siège au jury"),
                "detail": [
                    ["Qualité", one.quality],
                    ["Approuvé le", one.at],
                    ["Clé (SHA-256)", AsTyped(one.key) if one.key else WITHOUT_KEY],
                    ["Défi signé", AsTyped(one.challenge)],
                ],
            }
            for one in approvals
        ],
        "note": " ".join(notes),
    }


def annex_facts(approvals: Sequence[Approval]) -> list[dict[str, str]]:
    """The same, as data attached to the paper."""
    return [
        {"nom": one.name, "qualite": one.quality, "le": one.at, "cle": one.key, "defi": one.challenge}
        for one in approvals
    ]


def journal_facts(vouched: Vouched) -> dict[str, Any]:
    """What binds the log and who approved, as data attached to the paper."""
    head = vouched.head
    return {
        "journal": {"origine": head.log, "taille": head.size, "racine": head.root.hex()},
        "point_de_controle": vouched.checkpoint.decode(),
        **({"empreinte_pv": vouched.content} if vouched.content else {}),
        **({"approbations": annex_facts(vouched.approvals)} if vouched.approvals else {}),
    }


def _qr(note: bytes) -> dict[str, str]:
    """The checkpoint as a QR code; with fewer cosignatures where all of them would not be read."""
    import zxingcpp

    text = note.decode()
    while len(text.encode()) > MAX_QR:
        text = text[: text.rindex("\n", 0, -1) + 1]
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    svg = str(zxingcpp.write_barcode_to_svg(code, add_quiet_zones=True))
    return {"svg": svg, "texte": "Code QR : le point de contrôle entier, avec ses signatures"}

"""What a procès-verbal says of the log behind it: the head that answers for it, and the checkpoint that others hold."""

from dataclasses import dataclass
from typing import Any

from laureat.documents.typography import AsTyped
from laureat.records.checkpoint import read_checkpoint
from laureat.records.treehead import TreeHead
from laureat.vocabulary.french import number, plural

MAX_QR = 1800
"""Bytes that a square of 42 mm still lets a telephone read."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """The head of the session's log at the seal, and the first checkpoint of the house that covers it."""

    head: TreeHead
    checkpoint: bytes
    """The whole signed note."""


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


def journal_facts(vouched: Vouched) -> dict[str, Any]:
    """The same, as data attached to the paper."""
    head = vouched.head
    return {
        "journal": {"origine": head.log, "taille": head.size, "racine": head.root.hex()},
        "point_de_controle": vouched.checkpoint.decode(),
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

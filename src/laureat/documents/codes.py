"""The short code of a paper and its QR: where anyone reads what it attests, and whether that still holds."""

from typing import Any

BY_FOURS = 4


def spelled(code: str) -> str:
    """A code as people read it: « 7K3M-9QXT-2VBD-H5WN »."""
    return "-".join(code[at : at + BY_FOURS] for at in range(0, len(code), BY_FOURS))


def drawn(text: str) -> str:
    """A QR code as SVG text."""
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return str(zxingcpp.write_barcode_to_svg(code, add_quiet_zones=True))


def printed_code(code: str, site: str) -> dict[str, Any]:
    """What the template prints of a code: the QR of its page where ``site`` (ending with ``/``) is known."""
    address = f"{site}v/{code}" if site else ""
    return {
        "svg": drawn(address or code),
        "texte": f"Code QR : {address or spelled(code)}",
        "code": spelled(code),
        "adresse": f"{site.split('://')[1]}v/" if site else "page « Vérifier un document » du service",
    }

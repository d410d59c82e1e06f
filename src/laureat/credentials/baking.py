"""Badges: a credential baked in a PNG or an SVG, as Open Badges 3.0 prescribes; and what a file claims to be one."""

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from laureat.credentials import jose
from laureat.credentials.strict_json import MAX_BYTES, Malformed, Unsupported, is_json
from laureat.vocabulary.french.failures import plainly

PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
SVG_CREDENTIAL = "https://purl.imsglobal.org/ob/v3p0"
"""The namespace of the element of an SVG badge."""
BLANK = b"\xef\xbb\xbf \t\r\n"
"""What may stand before a text."""
_SAYS = b"VerifiableCredential"
_SVG = re.compile(rb"<(\?xml\b|!DOCTYPE\s+svg\b|!--|([\w.-]+:)?svg\b)")
_ESCAPED = re.compile(rb"\\u00([0-7][0-9a-fA-F])")


def bake(image: bytes, credential: str) -> bytes:
    """A PNG badge that carries its credential: one uncompressed iTXt chunk, as Open Badges 3.0 prescribes."""
    from openbadgeslib.baking import bake_png

    return bytes(bake_png(image, credential, keyword=KEYWORD))


def bake_svg(image: bytes, credential: str) -> bytes:
    """An SVG badge that carries its credential: in an element of its own, as Open Badges 3.0 prescribes (5.3.2).

    A token stands in the attribute ``verify``, a credential in JSON in the text.
    """
    root = _svg(image)
    element = etree.SubElement(root, f"{{{SVG_CREDENTIAL}}}credential", nsmap={"openbadges": SVG_CREDENTIAL})
    if credential.startswith("eyJ"):
        element.set("verify", credential)
    else:
        element.text = etree.CDATA(credential)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def unbake_svg(image: bytes) -> str | None:
    """The credential of an SVG badge, or None where the image carries none. Raises ValueError on a hostile image."""
    found = list(_svg(image).iter(f"{{{SVG_CREDENTIAL}}}credential"))
    if len(found) > 1:
        raise ValueError("image SVG incorrecte : elle porte plusieurs titres")
    if not found:
        return None
    told = [(found[0].get("verify") or "").strip(), "".join(str(part) for part in found[0].itertext()).strip()]
    if all(told):
        raise ValueError("image SVG incorrecte : elle porte un titre en attribut, un autre en texte")
    return "".join(told) or None


def _svg(image: bytes) -> etree._Element:
    """The root of an SVG, without entities nor network; its document type, where it has one, defines nothing.

    Raises ValueError.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(image, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValueError(f"image SVG incorrecte : {error}") from None
    inner: Any = root.getroottree().docinfo.internalDTD
    defined = inner is not None and [*inner.iterentities(), *inner.iterelements()]
    if defined:
        raise ValueError("image SVG incorrecte : un document qui ne définit rien est attendu")
    if etree.QName(root).localname != "svg":
        raise Unsupported("document XML qui n'est pas une image SVG")
    return root


def unbake(image: bytes) -> str | None:
    """The credential of a badge, or None where the image carries none. Raises ValueError on a hostile image."""
    from openbadgeslib.baking import extract_png

    try:
        text: str | None = extract_png(image, MAX_BYTES, keyword=KEYWORD)
    except MemoryError:
        raise
    except Exception as error:  # the PNG reader has exceptions of its own
        raise ValueError(f"image PNG incorrecte : {plainly(error)}") from None
    if image.count(b"iTXt" + KEYWORD + b"\0") > 1:
        raise ValueError("image PNG incorrecte : elle porte plusieurs titres")
    return text


def is_svg(data: bytes) -> bool:
    """Whether a file begins as an SVG does."""
    return _SVG.match(data.lstrip(BLANK)[:512]) is not None


def is_of_old_kind(image: bytes) -> bool:
    """Whether an image carries a badge of Open Badges 2.0 or older: a chunk, or an element, of another name."""
    chunks = (b"iTXtopenbadges\0", b"tEXtopenbadges\0", b"tEXt" + KEYWORD + b"\0")
    return any(chunk in image for chunk in chunks) if image.startswith(PNG) else b"http://openbadges.org" in image


def holds_several(data: bytes) -> bool:
    """Whether a file is a JSON list of titles, or a token between quotes, which nobody presents as a title."""
    return data.lstrip(BLANK)[:1] in (b"[", b'"') and is_json(data) and (_says(data) or b'"eyJ' in data)


def claim_of(data: bytes) -> bytes | str:
    """The credential that a file claims to be, or to carry as a badge, whatever its name; empty for any other file."""
    start = data.lstrip(BLANK)[:512]
    if start.startswith(b"{"):
        return data if _says(data) else b""
    if start.startswith((b"[", b'"')):
        return data if holds_several(data) else b""
    if start.startswith(b"eyJ"):
        return data if _says_in_token(data) else b""
    if is_svg(data) and SVG_CREDENTIAL.encode() in data:
        return _carried(unbake_svg, data)
    return _carried(unbake, data) if data.startswith(PNG) and KEYWORD in data else b""


def _says(data: bytes) -> bool:
    """Whether a JSON text names a credential, be its letters escaped."""
    return _SAYS in _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data[:MAX_BYTES])


def _carried(unbaked: Callable[[bytes], str | None], image: bytes) -> str:
    try:
        return unbaked(image) or ""
    except ValueError:
        return "?"  # it says that it carries one, which nobody can read


def _says_in_token(data: bytes) -> bool:
    head, _, rest = data[: 2 * MAX_BYTES].strip(BLANK).partition(b".")
    try:
        parts = [jose.unpacked(each.decode("ascii")) for each in (head, rest.partition(b".")[0])]
    except (Malformed, UnicodeDecodeError):
        return False
    return b"alg" in parts[0] and _SAYS in parts[1]

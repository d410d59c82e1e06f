"""2D-Doc, the French signed 2D barcode: type B0 « Diplôme » (ANTS, perimeter 01, version 04, C40).

A header of 26 characters, fields of two-character identifiers, then US and an ECDSA P-256 signature in base32. Values
are capitals without accents, digits and spaces. It is printed as a Data Matrix and read back from ``.bytes``.
"""

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from laureat.credentials import barcodes
from laureat.credentials.deuxdoc_fields import COUNTRIES, FIELDS, MANDATORY, MENTIONS, SHAPES, TYPES
from laureat.credentials.public_keys import PublicKey, verifies
from laureat.vocabulary import Decision, Mention
from laureat.vocabulary.french import folded

GS, RS, US = "\x1d", "\x1e", "\x1f"
_EPOCH = date(2000, 1, 1)
_HEADER = re.compile(r"DC04([A-Z0-9]{4})([A-Z0-9]{4})([0-9A-F]{4})([0-9A-F]{4})B001FR")


_NAMED = {"nom": "un nom", "prenoms": "un prénom"}

Look = tuple[float, bool]
"""One way of looking at an image: at which scale, and whether its edges are sharpened."""
AS_IT_IS: tuple[Look, ...] = ((1.0, False),)
LOOKS: tuple[Look, ...] = (*AS_IT_IS, (0.5, False), (2.5, False), (2.5, True))
"""How a photo is read, in turn, until a code is seen: a code shown small has hardly more than a pixel a module."""
MAX_PIXELS, MAX_READ = 16_000_000, 48_000_000
"""Pixels of the largest image that is read, which others are reduced to; and those that are read of all the images of
a file, all looks together: what is too large for a look is enlarged as far as they go."""


class DeuxDocError(ValueError):
    """A 2D-Doc that cannot be written or read; the message says why, in French."""


class OtherKind(DeuxDocError):
    """A 2D-Doc, but not of type B0 « Diplôme », version 04."""


@dataclass(frozen=True)
class DeuxDoc:
    """A signed 2D-Doc: its text, and whether paper must say « SPÉCIMEN » beside it."""

    text: str
    specimen: bool

    def svg(self, scale: int = 1) -> str:
        """The Data Matrix as SVG text, ``scale`` units a module."""
        return barcodes.svg(_barcode(self.text), scale)

    def png(self, scale: int = 4) -> bytes:
        """The Data Matrix as PNG bytes, ``scale`` pixels a module."""
        from io import BytesIO

        import zxingcpp
        from PIL import Image

        drawn = zxingcpp.write_barcode_to_image(_barcode(self.text), scale=scale, add_quiet_zones=True)
        out = BytesIO()
        Image.fromarray(drawn).save(out, "PNG")
        return out.getvalue()


@dataclass(frozen=True)
class Reading:
    """A 2D-Doc that was read: header, fields, and what the signature covers."""

    authority: str
    certificate: str
    issued: date | None
    signed: date | None
    fields: Mapping[str, str]
    """By identifier: ``{"B2": "DURAND", …}``."""
    truncated: frozenset[str]
    """The identifiers of the fields that were cut to fit."""
    payload: bytes
    signature: bytes

    @property
    def named(self) -> dict[str, str]:
        """The fields under their French names."""
        return {FIELDS[key][0]: value for key, value in self.fields.items() if key in FIELDS}

    def is_signed_by(self, public: PublicKey) -> bool:
        """Whether the signature is this key's (ECDSA P-256, SHA-256, r‖s)."""
        return verifies(public, self.signature, self.payload)


def capitals(text: str, keep: str = "") -> str:
    """Capitals without accents, digits and single spaces: « Nguyễn-Lefèvre » → ``NGUYEN LEFEVRE``.

    ``keep`` lists further characters to keep.
    """
    return " ".join(re.sub(rf"[^A-Z0-9{re.escape(keep)}]+", " ", folded(text).upper()).split())


def diploma_type(fiche: Mapping[str, Any]) -> str | None:
    """The BG code of a sheet (``BP`` for a bac pro), or None where the standard has no code for it."""
    short = fiche.get("abrege") or {}
    for title in (fiche.get("intitule"), short.get("libelle"), short.get("code")):
        for words, code in TYPES.items():
            if f"{capitals(str(title or ''))} ".startswith(f"{words} "):
                return code
    return None


def diploma_level(fiche: Mapping[str, Any]) -> str | None:
    """The BD level of a sheet, or None where the standard has none (levels 4 to 8 only)."""
    found = re.search(r"\d", str(fiche.get("niveau") or ""))
    return found[0] if found and found[0] in "45678" else None


def is_representable(fiche: Mapping[str, Any]) -> bool:
    """Whether type B0 can say this certification: a CAP (level 3) or a titre professionnel cannot be said."""
    return diploma_type(fiche) is not None and diploma_level(fiche) is not None


def short_title(fiche: Mapping[str, Any]) -> str:
    """The title without the name of the diploma: « BAC PRO - Technicien… » → « Technicien… »."""
    title = str(fiche.get("intitule") or "")
    head, separator, tail = title.partition(" - ")
    return tail if separator and diploma_type({"intitule": head}) else title


def for_diploma(
    identite: Mapping[str, str],
    fiche: Mapping[str, Any],
    session: int,
    mention: Mention,
    number: str,
    *,
    key: ec.EllipticCurvePrivateKey,
    authority: str,
    certificate: str,
    issued: date,
    option: str = "",
    accepted: Iterable[str] = (),
) -> DeuxDoc:
    """The 2D-Doc of a diploma. ``accepted`` lists the authorities of the official list; any other gives a specimen.

    ``identite`` has the keys of ``Candidate.identite``; ``number`` is the diploma's; ``option`` its title, if any.
    What the standard requires and we do not know is written as it prescribes: gender X, birth 00000000, country XX.
    Raises DeuxDocError when the name is missing or the certification cannot be said in type B0.
    """
    fields = _identity(identite) | _diploma(fiche, session)
    fields |= {"BA": MENTIONS[mention], "BC": _fitting(number), "BH": _domain(fiche), "BI": short_title(fiche)}
    fields["BJ"] = option or short_title(fiche)
    return sign(fields, key=key, authority=authority, certificate=certificate, issued=issued, accepted=accepted)


def for_releve(
    identite: Mapping[str, str],
    fiche: Mapping[str, Any],
    session: int,
    decision: Decision,
    *,
    key: ec.EllipticCurvePrivateKey,
    authority: str,
    certificate: str,
    issued: date,
    accepted: Iterable[str] = (),
) -> DeuxDoc:
    """The 2D-Doc of a relevé de notes: its domain says « RELEVE DE NOTES » and its speciality says the decision."""
    said = "ADMIS" if decision is Decision.ADMIS else f"NON ADMIS {str(decision).upper()}"
    fields = _identity(identite) | _diploma(fiche, session)
    fields |= {"BH": "RELEVE DE NOTES", "BI": short_title(fiche), "BJ": said}
    return sign(fields, key=key, authority=authority, certificate=certificate, issued=issued, accepted=accepted)


def for_blocs(
    identite: Mapping[str, str],
    fiche: Mapping[str, Any],
    session: int,
    blocs: Iterable[str],
    *,
    key: ec.EllipticCurvePrivateKey,
    authority: str,
    certificate: str,
    issued: date,
    accepted: Iterable[str] = (),
) -> DeuxDoc:
    """The 2D-Doc of an attestation: domain « ATTESTATION DE BLOCS », speciality ``BLOCS 01A03 07`` (1 to 3, and 7)."""
    fields = _identity(identite) | _diploma(fiche, session)
    fields |= {"BH": "ATTESTATION DE BLOCS", "BI": short_title(fiche), "BJ": f"BLOCS {_ranges(blocs)}"}
    return sign(fields, key=key, authority=authority, certificate=certificate, issued=issued, accepted=accepted)


def sign(
    fields: Mapping[str, str],
    *,
    key: ec.EllipticCurvePrivateKey,
    authority: str,
    certificate: str,
    issued: date,
    accepted: Iterable[str] = (),
) -> DeuxDoc:
    """Sign the fields of a type B0 (RFC 6979 signature: same data, same barcode). Raises DeuxDocError."""
    days = (issued - _EPOCH).days
    header = f"DC04{authority}{certificate}{days:04X}{days:04X}B001FR"
    if not _HEADER.fullmatch(header):
        raise DeuxDocError("autorité et certificat d'un 2D-Doc : quatre capitales ou chiffres chacun")
    payload = header + "".join(_field(key_, fields[key_]) for key_ in FIELDS if fields.get(key_))
    missing = [FIELDS[key_][0] for key_ in MANDATORY if not fields.get(key_)]
    if not fields.get("B0") and not fields.get("B1"):
        missing.append("prenoms")
    if missing:
        raise DeuxDocError(f"la norme de ce code demande {', '.join(_NAMED.get(one, one) for one in missing)}")
    der = key.sign(payload.encode("ascii"), ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    r, s = decode_dss_signature(der)
    signature = base64.b32encode(r.to_bytes(32) + s.to_bytes(32)).decode("ascii").rstrip("=")
    return DeuxDoc(f"{payload}{US}{signature}", specimen=authority not in frozenset(accepted))


def parse(content: bytes) -> Reading:
    """Read the content of a barcode. Raises DeuxDocError when it is no well-formed 2D-Doc of type B0."""
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError:
        raise DeuxDocError("ce code n'est pas un 2D-Doc en C40") from None
    header = _HEADER.match(text)
    if header is None:
        raise OtherKind("ce code n'est pas un 2D-Doc de type B0 « Diplôme », version 04")
    payload, separator, signature = text.partition(US)
    signature = signature.split(GS)[0]
    try:
        raw = base64.b32decode(signature + "=" * (-len(signature) % 8)) if separator else b""
    except ValueError:
        raw = b""
    if len(raw) != 64:
        raise DeuxDocError("la signature de ce 2D-Doc est absente ou mutilée")
    fields, truncated = _parse_fields(payload[header.end() :])
    return Reading(
        authority=header[1],
        certificate=header[2],
        issued=_day(header[3]),
        signed=_day(header[4]),
        fields=fields,
        truncated=frozenset(truncated),
        payload=payload.encode("ascii"),
        signature=raw,
    )


def read_images(images: Sequence[Any], looks: Sequence[Look] = LOOKS, kind: str = "DataMatrix") -> list[bytes]:
    """The contents of all codes of a kind seen on PIL images, each by the first look that sees any there."""
    share = MAX_READ // max(1, len(images))
    return list(dict.fromkeys(code for image in images for code in _read(image, looks, kind, share)))


def _read(image: Any, looks: Sequence[Look], kind: str, left: int) -> list[bytes]:
    import zxingcpp
    from PIL import ImageFilter, ImageOps

    grey = ImageOps.exif_transpose(image).convert("L")
    grey = _scaled(grey, min(1.0, (MAX_PIXELS / (grey.width * grey.height)) ** 0.5))
    left = max(left, grey.width * grey.height)
    for scale, sharper in looks:
        fitting = min(scale, (left / (grey.width * grey.height)) ** 0.5)
        if fitting <= 1.0 < scale or fitting * min(grey.size) < 8:
            continue
        looked = _scaled(grey, fitting)
        left -= looked.width * looked.height
        if sharper:
            looked = looked.filter(ImageFilter.UnsharpMask(fitting, 200, 0))
        seen = zxingcpp.read_barcodes(
            looked,
            formats=zxingcpp.BarcodeFormats(getattr(zxingcpp.BarcodeFormat, kind)),
            try_invert=looked is grey,  # white on black too
        )
        if seen:
            return [bytes(code.bytes) for code in seen]
    return []


def _scaled(image: Any, scale: float) -> Any:
    from PIL import Image

    if scale == 1:
        return image
    return image.resize((max(1, int(image.width * scale)), max(1, int(image.height * scale))), Image.Resampling.LANCZOS)


def _barcode(text: str) -> Any:
    import zxingcpp

    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix)


def _identity(identite: Mapping[str, str]) -> dict[str, str]:
    first = [capitals(name) for name in re.split(r"[,/;]|\s+", identite.get("prenom", "")) if name]
    born = identite.get("date_naissance", "")
    country = capitals(identite.get("pays_naissance", ""))
    return {
        "B0": "/".join(first),
        "B2": capitals(identite.get("nom", "")),
        "B3": capitals(identite.get("nom_usage", "")),
        "B6": {"M": "M", "1": "M", "H": "M", "F": "F", "2": "F", "X": "X"}.get(identite.get("sexe", "").upper(), "X"),
        "B7": "".join(re.findall(r"\d", born)) if re.fullmatch(r"\d\d/\d\d/\d{4}", born) else "0" * 8,
        "B8": capitals(identite.get("lieu_naissance", "")),
        "B9": COUNTRIES.get(country, country if len(country) == 2 else "XX"),
        "BB": capitals(identite.get("ine", "")),
    }


def _diploma(fiche: Mapping[str, Any], session: int) -> dict[str, str]:
    kind, level = diploma_type(fiche), diploma_level(fiche)
    if kind is None or level is None:
        raise DeuxDocError(f"le type B0 du 2D-Doc ne sait pas dire cette certification : {fiche.get('intitule')}")
    return {"BD": level, "BF": f"{session:03X}", "BG": kind}


def _domain(fiche: Mapping[str, Any]) -> str:
    codes = fiche.get("codes_nsf") or []
    label = codes[0].get("libelle") or "" if codes and isinstance(codes[0], Mapping) else "".join(map(str, codes[:1]))
    return re.sub(r"^\s*\d+\w?\s*:?\s*", "", label) or short_title(fiche)


def _fitting(number: str) -> str:
    """The number of a diploma in twenty characters: without its spaces and its ``RNCP`` where it does not fit."""
    text = capitals(number)
    return text if len(text) <= FIELDS["BC"][2] else re.sub("RNCP| ", "", text)


def _ranges(blocs: Iterable[str]) -> str:
    numbers = sorted({int(found[1]) for bloc in blocs if (found := re.search(r"(\d+)$", bloc))})
    breaks = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(numbers)) if b != a + 1), len(numbers)]
    runs = [numbers[start:end] for start, end in pairwise(breaks) if end > start]
    return " ".join(f"{run[0]:02d}" if len(run) == 1 else f"{run[0]:02d}A{run[-1]:02d}" for run in runs)


def _field(identifier: str, value: str) -> str:
    name, least, most = FIELDS[identifier]
    text = capitals(value, keep={"B0": "/", "BK": "-"}.get(identifier, ""))
    if least == most:
        if len(text) != most:
            raise DeuxDocError(f"2D-Doc : {name} doit avoir {most} caractères, reçu « {value} »")
        return identifier + text
    if len(text) > most:
        return identifier + text[: most - 1].rstrip() + RS
    return identifier + text + (GS if len(text) < most else "")


def _parse_fields(message: str) -> tuple[dict[str, str], list[str]]:
    fields: dict[str, str] = {}
    truncated: list[str] = []
    position = 0
    while position < len(message):
        identifier = message[position : position + 2]
        if identifier not in FIELDS or identifier in fields:
            raise DeuxDocError(f"champ inattendu dans le 2D-Doc : « {identifier} »")
        _, least, most = FIELDS[identifier]
        position += 2
        if least == most:
            value, end = message[position : position + most], position + most
        else:
            found = re.compile(f"[^{GS}{RS}]{{0,{most}}}").match(message, position)
            value = found[0] if found else ""
            end = position + len(value)
            if message[end : end + 1] in (GS, RS):
                if message[end] == RS:
                    truncated.append(identifier)
                end += 1
        if not re.fullmatch(SHAPES.get(identifier, ".*"), value):
            raise DeuxDocError(f"champ illisible dans le 2D-Doc : {FIELDS[identifier][0]} « {value} »")
        fields[identifier] = value
        position = end
    return fields, truncated


def _day(text: str) -> date | None:
    return None if text == "FFFF" else _EPOCH + timedelta(days=int(text, 16))

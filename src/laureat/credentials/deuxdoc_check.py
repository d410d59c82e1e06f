"""The verdict on 2D-Doc codes: signed by whom, saying what; an authority that is not official makes specimens."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from laureat.credentials import deuxdoc
from laureat.credentials.deuxdoc_fields import FIELDS, MENTION_WORDS
from laureat.credentials.keyring import CLAIMED, check_dates
from laureat.credentials.moments import has_begun
from laureat.credentials.trust import TrustList
from laureat.credentials.verdict import Attested, Facts, Page, Reason, Refused, Verdict
from laureat.vocabulary.french import short_date

CARRIER = "code 2D-Doc"
_BORN = {"M": "né", "F": "née"}
_SPECIMEN = "l'autorité de ce code n'est pas dite officielle par votre liste"


def check_images(
    images: Sequence[Any], trust: TrustList, now: datetime, looks: Sequence[deuxdoc.Look] = deuxdoc.LOOKS
) -> list[Verdict]:
    """A verdict for each different 2D-Doc on these images; beside a diploma's, those of other kinds are left alone."""
    codes = deuxdoc.read_images(images, looks)
    every = [check_code(code, trust, now) for code in codes if code.startswith(b"DC0")]
    found = [each for each in every if each.reason is not Reason.NON_PRIS_EN_CHARGE]
    if not found:
        return every[:1]
    if len(found) < len(every):
        found[0] = replace(found[0], notes=(*found[0].notes, "Un code 2D-Doc d'une autre sorte n'est pas lu."))
    named = [each for each in found if each.attested]
    return found if len(named) < 2 else [_named(each) for each in found]


def check_code(code: bytes, trust: TrustList, now: datetime) -> Verdict:
    """The verdict on the content of a 2D-Doc."""
    try:
        reading = deuxdoc.parse(code)
    except deuxdoc.OtherKind as error:
        return Verdict(Reason.NON_PRIS_EN_CHARGE, str(error), carrier=CARRIER)
    except deuxdoc.DeuxDocError as error:
        return Verdict(Reason.ILLISIBLE, str(error), carrier=CARRIER)
    known = trust.deuxdoc(reading.authority, reading.certificate)
    signer = f"autorité {reading.authority}, certificat {reading.certificate}"
    if not known:
        detail = f"{signer} : absent de votre liste de confiance, signature non vérifiée"
        return Verdict(Reason.CLE_INTROUVABLE, detail, _told(reading), signer, CARRIER, page=Page.NON_LIEE)
    if (by := next(((issuer, key) for issuer, key in known if reading.is_signed_by(key.public)), None)) is None:
        return Verdict(Reason.ALTERE, signer, None, known[0][0].name, CARRIER)
    issuer, key = by
    try:
        claimed = check_dates(key, _midnight(reading.signed), "", now)
        if reading.issued and not has_begun(datetime.combine(reading.issued, time(), UTC), now):
            ahead = f"ce code se dit d'un jour à venir, le {short_date(reading.issued)}"
            raise Refused(Reason.PAS_ENCORE_VALIDE, ahead)
    except Refused as refused:
        detail = ", ".join(filter(None, (signer, refused.detail)))
        if refused.reason.exit_code == 3:
            return Verdict(refused.reason, detail, None, issuer.name, CARRIER)
        return Verdict(refused.reason, detail, _told(reading), issuer.name, CARRIER, page=Page.NON_LIEE)
    official = reading.authority in trust.official
    reason, detail = (Reason.SANS_STATUT, signer) if official else (Reason.SPECIMEN, f"{signer} : {_SPECIMEN}")
    notes: tuple[str, ...] = (CLAIMED,) if claimed else ()
    if reading.truncated:
        cut = ", ".join(FIELDS[each][0] for each in sorted(reading.truncated))
        notes += (f"Champs abrégés faute de place : {cut}.",)
    return Verdict(reason, detail, _told(reading), issuer.name, CARRIER, notes, Page.NON_LIEE)


def _midnight(day: date | None) -> str:
    return f"{day}T00:00:00Z" if day else ""


def _named(verdict: Verdict) -> Verdict:
    told = verdict.attested
    return replace(verdict, carrier=f"{CARRIER} de {told.holder}") if told else verdict


def _told(reading: deuxdoc.Reading) -> Attested:
    said = reading.named
    given = said.get("date_naissance", "")
    born = f"{given[:2]}/{given[2:4]}/{given[4:]}" if given.strip("0") else ""
    first = (said.get("prenoms") or said.get("prenom", "")).replace("/", " ")
    surnames = [said[each] for each in ("nom", "nom_usage", "nom_epoux") if said.get(each)]
    name, *also = [f"{first} {surname}".strip() for surname in dict.fromkeys(surnames)] or [first]
    domain, what = said.get("domaine", ""), said.get("specialite", "")
    transcript, blocs = domain == "RELEVE DE NOTES", domain == "ATTESTATION DE BLOCS"
    admitted = None if blocs else what == "ADMIS" if transcript else True
    mention = MENTION_WORDS.get(said["mention"], "") if "mention" in said else None
    return Attested(
        title=", ".join(filter(None, (domain, said.get("intitule"), what))),
        holder=f"{name}, {_BORN.get(said.get('genre', ''), 'né(e)')} le {born}" if born else name,
        session=str(int(said["annee"], 16)) if said.get("annee") else "",
        mention=mention or "",
        issued=short_date(reading.issued) if reading.issued else "",
        identifier=said.get("numero_diplome", ""),
        facts=Facts(
            name=name,
            also=tuple(also),
            born=born,
            wording=said.get("intitule", ""),
            session=str(int(said["annee"], 16)) if said.get("annee") else "",
            admitted=admitted,
            mention=mention,
            cut=bool(reading.truncated & {"B0", "B1", "B2", "B3", "B4"}),
        ),
    )

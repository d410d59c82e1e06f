"""What the tables of the house say, as its facts commit to it: written with each act, compared by the audit.

Pure: neither Django nor the base. A row is a mapping from the names of its columns.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from laureat.records import identity_text
from laureat.session.house import HouseState
from laureat.session.house.state import Account
from laureat.vocabulary.french import sort_key

Row = Mapping[str, Any]
SECRETS = {"totp": "secret", "recovery_codes": "seed", "webauthn": "credential"}
"""By method, what recognises a second factor; the rest of it changes as it serves."""


def account_text(name: str, email: str) -> str:
    """The text of an account, as the log commits to it."""
    return identity_text({"name": name, "email": email})


OF_HOUSE = (
    *("certifier", "academy", "authority", "signatory", "signatory_quality", "place", "service", "service_address"),
    *("service_email", "court", "sender", "logo_format", "logo_text"),
)
"""What the row of the house says, its logo apart."""


def house_text(row: Row, words: Iterable[Row]) -> str:
    """What the house says of itself, as the log commits to it: its row, and the words that it gave to its mails."""
    return identity_text(_of_house(row) | {"mails": _of_mails(words)})


def house_defects(known: str | None, row: Row) -> Iterator[str]:
    """What is wrong with what the house says of itself. ``known``: the text that the log committed to."""
    if known is None:
        yield "ce qu'en garde le journal n'est plus celui qu'il a engagé"
    elif _of_house(row) != {name: said for name, said in json.loads(known).items() if name != "mails"}:
        yield "sa description, ses signataires ou son logo ne sont pas ceux que le journal a engagés"


def mails_defects(known: str | None, words: Iterable[Row]) -> Iterator[str]:
    """What is wrong with the words that the house gave to its mails."""
    if known is not None and _of_mails(words) != json.loads(known)["mails"]:
        yield "les textes de ses courriels ne sont pas ceux que le journal a engagés"


def _of_house(row: Row) -> dict[str, str]:
    logo = hashlib.sha256(bytes(row.get("logo") or b"")).hexdigest()
    return {name: str(row[name]) for name in OF_HOUSE if row.get(name)} | {"logo": logo}


def _of_mails(words: Iterable[Row]) -> str:
    said = sorted([each["kind"], each["subject"], each["body"]] for each in words)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def sheet_hash(sheet: object) -> str:
    """SHA-256 of a sheet, the same whatever the order of its fields, in hexadecimal."""
    text = json.dumps(sheet, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def data_hash(data: str) -> str:
    """SHA-256 of the data file of a règlement, in hexadecimal; empty where there is none."""
    return hashlib.sha256(data.encode()).hexdigest() if data else ""


def fingerprint(method: str, data: Row) -> str:
    """SHA-256 of what recognises a second factor, in hexadecimal."""
    held = data.get(SECRETS.get(method, ""), data)
    return hashlib.sha256(json.dumps([method, held], sort_keys=True).encode()).hexdigest()


def account_defects(known: Account | None, row: Row, text: str | None) -> Iterator[str]:
    """What is wrong with an account. ``text``: the name and address committed to; None where they were erased."""
    if known is None:
        yield "aucun fait ne l'ouvre"
        return
    said = (row["role"], row["establishment_id"] or "", row["is_active"])
    if said != (known.role, known.establishment, known.is_open):
        yield "son rôle, son établissement ou son ouverture n'est pas ce que les faits disent"
    if known.identity and text != account_text(row["name"], row["email"]):
        yield "son nom ou son adresse n'est pas ce que le journal a engagé"


def factor_defects(known: Account | None, factors: list[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with the second factors of an account: a method and a fingerprint each."""
    if sorted(known.factors if known else ()) != sorted(factors):
        yield "sa double authentification n'est pas celle que les faits disent"


def establishment_defects(state: HouseState, row: Row) -> Iterator[str]:
    """What is wrong with a school."""
    known = state.establishments.get(row["uai"])
    if known is None:
        yield "aucun fait ne l'ajoute"
    elif (row["name"], row["nature"], row["town"]) != (known.name, known.nature, known.town):
        yield "son nom, sa nature ou sa commune n'est pas ce que les faits disent"
    elif row["sort_key"] != sort_key(row["name"]):
        yield "sa clé de tri en est une autre"


def habilitation_defects(state: HouseState, row: Row) -> Iterator[str]:
    """What is wrong with a habilitation."""
    known = state.habilitations.get(str(row["id"]))
    if known is None:
        yield "aucun fait ne l'inscrit"
        return
    days = (str(row["starts"]), str(row["ends"] or ""))
    said = (row["establishment_id"], row["certification"], row["scope"], *days, row["by_right"])
    if said != (known.establishment, known.certification, known.scope, known.since, known.until, known.by_right):
        yield "elle n'est pas ce que les faits disent"


def certification_defects(state: HouseState, row: Row, reason: str | None) -> Iterator[str]:
    """What is wrong with a sheet. ``reason``: that for which its règlement was bound to it; None where it is not."""
    known = state.sheets.get(row["numero"])
    if known is None:
        yield "aucun fait ne l'apporte"
        return
    if row["reglement"] != known.reglement:
        yield "son règlement n'est pas ce que les faits disent"
    if sheet_hash(row["sheet"]) != known.sheet or row["title"] != row["sheet"].get("intitule"):
        yield "son contenu n'est pas celui que les faits disent"
    if data_hash(row["data"]) != known.data:
        yield "le fichier de données de son règlement n'est pas celui que les faits disent"
    bound = state.bound.get(row["numero"])
    if bound is None or bound.reglement != known.reglement:
        if row["binding"]:
            yield "aucun fait ne lie ce règlement à la fiche"
    elif reason is None or not row["binding"].startswith(f"{reason.strip()} ("):
        yield "le motif qui lie le règlement à la fiche n'est pas celui que le journal a engagé"


def is_line_of(line: str, code: str) -> bool:
    """This line of a deposit is that of the paper with this code."""
    try:
        return bool(json.loads(line)["code"] == code)
    except (ValueError, KeyError, TypeError):
        return False

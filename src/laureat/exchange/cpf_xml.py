"""The files of a declaration to the SI-CPF: written passage by passage, a new file where one is full.

Each passage is a short text whose size is known before it is written: no file outgrows what the receiver takes, and
nothing but the passage in hand stands in memory.
"""

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO
from xml.sax.saxutils import escape

from laureat.exchange.cpf import Certification, Passage, Titulaire, moment_text

NAMESPACE = "urn:cdc:cpf:pc5:schema:1.0.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
MOST = 200_000
"""Passages that a file may hold."""
HEAVIEST = 200_000_000
"""Bytes that a file may hold."""
_PARENTS = ("certificateurs", "certificateur", "certifications", "certification", "passageCertifications")


def _text(name: str, value: object) -> str:
    return f"<cpf:{name}>{escape(str(value))}</cpf:{name}>"


def _known(name: str, value: object) -> str:
    """An element that may be left out."""
    return _text(name, value) if value else ""


def _due(name: str, value: object) -> str:
    """An element that says so where nothing is known."""
    return _text(name, value) if value else f'<cpf:{name} xsi:nil="true"/>'


def _around(name: str, *parts: str) -> str:
    return f"<cpf:{name}>{''.join(parts)}</cpf:{name}>"


def passage_xml(passage: Passage) -> str:
    """One passage."""
    return _around(
        "passageCertification",
        _text("idTechnique", passage.identifiant),
        _known("libelleOption", passage.option),
        _text("obtentionCertification", "PAR_ADMISSION"),
        _text("donneeCertifiee", "true"),
        _text("dateDebutValidite", passage.debut.isoformat()),
        _due("dateFinValidite", passage.fin and passage.fin.isoformat()),
        _text("presenceNiveauLangueEuro", "false"),
        _text("presenceNiveauNumeriqueEuro", "false"),
        _due("scoring", ""),
        _due("mentionValidee", passage.mention),
        _around("modalitesInscription", _due("modaliteAcces", passage.modalite)),
        _around("identificationTitulaire", _titulaire(passage.titulaire)),
    )


def _titulaire(who: Titulaire) -> str:
    others = (_text(f"prenom{rank}", name) for rank, name in enumerate(who.prenoms[1:], start=2))
    return _around(
        "titulaire",
        _text("nomNaissance", who.nom),
        _due("nomUsage", who.nom_usage),
        _text("prenom1", who.prenoms[0]),
        *others,
        _text("anneeNaissance", f"{who.annee:04}"),
        _due("moisNaissance", who.mois and f"{who.mois:02}"),
        _due("jourNaissance", who.jour and f"{who.jour:02}"),
        _text("sexe", who.sexe),
        _around("codeCommuneNaissance", _place(who)),
        _known("libelleCommuneNaissance", who.commune),
        _known("codePaysNaissance", who.code_pays),
        _known("libellePaysNaissance", who.pays),
    )


def _place(who: Titulaire) -> str:
    if who.code_commune:
        return _around("codeInseeNaissance", _text("codeInsee", who.code_commune))
    return _around("codePostalNaissance", _due("codePostal", who.code_postal))


class Files:
    """The files of one declaration, in a folder; ``counts`` says how many passages each holds, by its name."""

    def __init__(
        self, folder: Path, about: Certification, name: str, at: datetime, *, most: int = MOST, heaviest: int = HEAVIEST
    ) -> None:
        """``name``: what begins the identifier of each file; ``at``: the moment that each bears."""
        self.counts: dict[str, int] = {}
        self._folder, self._about, self._at = folder, about, at
        self._name = f"{name}-{at:%Y%m%dT%H%M%S}"
        self._most, self._heaviest = most, heaviest
        self._tail = "".join(f"</cpf:{parent}>" for parent in (*_PARENTS[::-1], "emetteur", "flux")).encode() + b"\n"
        self._file: IO[bytes] | None = None
        self._size = 0

    def __enter__(self) -> "Files":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def add(self, passage: Passage) -> None:
        """Write one passage, in a new file where this one would be too large."""
        told = passage_xml(passage).encode() + b"\n"
        if self._file is not None and (
            self._counted == self._most or self._size + len(told) + len(self._tail) > self._heaviest
        ):
            self._close()
        if self._file is None:
            self._open()
        self._write(told)
        self.counts[self._current] += 1

    @property
    def _current(self) -> str:
        return f"declaration-{len(self.counts):03}.xml"

    @property
    def _counted(self) -> int:
        return self.counts[self._current]

    def _open(self) -> None:
        self.counts[f"declaration-{len(self.counts) + 1:03}.xml"] = 0
        self._file, self._size = (self._folder / self._current).open("wb"), 0
        about = self._about
        own = about.emetteur in ("", about.client)
        self._write(
            "".join(
                (
                    '<?xml version="1.0" encoding="UTF-8"?>\n',
                    f'<cpf:flux xmlns:cpf="{NAMESPACE}" xmlns:xsi="{XSI}">',
                    _text("idFlux", f"{self._name}-{len(self.counts)}"),
                    _text("horodatage", moment_text(self._at)),
                    "<cpf:emetteur>",
                    _text("idClient", about.emetteur or about.client),
                    "<cpf:certificateurs><cpf:certificateur>",
                    _text("idClient", about.client),
                    _text("idContrat", about.contrat),
                    "<cpf:certifications><cpf:certification>",
                    _text("type", about.repertoire),
                    _text("code", about.numero),
                    _text("natureDeposant", "CERTIFICATEUR") if own else "",
                    "<cpf:passageCertifications>\n",
                )
            ).encode()
        )

    def _write(self, told: bytes) -> None:
        assert self._file is not None
        self._size += self._file.write(told)

    def _close(self) -> None:
        if self._file is not None:
            self._write(self._tail)
            self._file.close()
            self._file = None

"""What to issue, and where: the order of a lot of papers, its fingerprint, and the names of its files."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from laureat.documents.infos import Infos
from laureat.documents.keys import DeuxDocKey, SealKey
from laureat.documents.reissue import Reissue
from laureat.documents.typeset import HERE
from laureat.exchange import dossier
from laureat.jury.members import Jury
from laureat.vocabulary import french

WITHOUT_SCHOOL = "sans-etablissement"
SESSION_FOLDER = "session"
INDEX = "index.csv"
PRINT_FILE = "impression.pdf"
LOT = ".lot"
"""The working folder of a lot, inside its own: what a killed run needs to go on."""


@dataclass(frozen=True)
class Order:
    """A lot of papers to issue."""

    dossier: Path
    infos: Infos
    issued: date
    target: Path
    moment: datetime
    """When the seals are made."""
    jury: Jury | None = None
    jury_notice: str = ""
    """What stands against the minutes of this jury and why they are written all the same; the minutes say it."""
    without_jury: str = ""
    """Why there is no jury, and who answers for its minutes; every paper says it."""
    titles: Path | None = None
    """The folder of signed credentials, to be attached to diplomas and attestations."""
    deuxdoc: DeuxDocKey | None = None
    seal: SealKey | None = None
    timestamping: str = ""
    """The address of the authority (RFC 3161) that dates each seal; none: B-B."""
    printing: bool = False
    """Also one single PDF of all the papers of the candidates, to print."""
    zipped: bool = False
    """One ZIP per establishment in place of a folder."""
    workers: int = 1
    site: str = ""
    """The address, ending with ``/``, of the site that is to answer for the codes of these papers; none: no code."""
    reissue: Reissue | None = None
    """The papers are duplicates or certified copies; those of the session are not made again."""
    only: frozenset[str] = frozenset()
    """The numbers of the candidates; empty: all of them, and the papers of the session."""

    @property
    def lot(self) -> Path:
        """The working folder."""
        return self.target / LOT

    def fingerprint(self) -> str:
        """SHA-256 over all that the papers say and how: two runs with the same one make the same papers."""
        made_by = hashlib.sha256()
        for path in sorted(
            [*HERE.glob("*.py"), *Path(french.__file__).parent.glob("*.py"), *(HERE / "templates").glob("*.typ")]
        ):
            made_by.update(path.read_bytes())
        famille = dossier.read_dossier(self.dossier).rules.reglement.famille
        names = (dossier.CANDIDATES, dossier.REGLEMENT, dossier.PARAMETERS, dossier.FICHE, dossier.SYNTHESE)
        facts = {
            "dossier": [dossier.file_digest(p) for name in names if (p := self.dossier / name).exists()],
            "reglages": sorted(self.infos.values.items()),
            "logo": hashlib.sha256(self.infos.logo).hexdigest(),
            "date": self.issued.isoformat(),
            "jury": repr(self.jury) + self.jury_notice + self.without_jury,
            "titres": sorted(f"{p.name}:{p.stat().st_size}" for p in self.titles.glob("*/*.json"))
            if self.titles
            else [],
            "deuxdoc": dossier.file_digest(self.deuxdoc.path) if self.deuxdoc else "",
            "cachet": dossier.file_digest(self.seal.key) if self.seal else "",
            "horodatage": self.timestamping,
            "site": self.site,
            "laureat": made_by.hexdigest(),
            "famille": [famille.sources, repr(famille.papiers)],
            "reedition": str(self.reissue or ""),
            "candidats": sorted(self.only),
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def number_slug(numero: str) -> str:
    """A candidate's number as part of a file name: never two alike, whatever the case or the signs they use."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", numero).strip("-")[:60]
    return plain if plain == numero == numero.upper() else f"{plain}-{hashlib.sha256(numero.encode()).hexdigest()[:8]}"


def school(uai: str, etablissement: str) -> str:
    """The folder of an establishment: its UAI, else its name."""
    return re.sub(r"[^A-Za-z0-9]+", "", uai).upper() or french.slug(etablissement, 60) or WITHOUT_SCHOOL


def paper_path(uai: str, etablissement: str, kind: str, numero: str, nom: str) -> str:
    """Where the paper of a candidate goes: ``0690042K/releve-TRPM-0042-nguyen-simunek.pdf``."""
    parts = [kind, number_slug(numero), french.slug(nom)]
    return f"{school(uai, etablissement)}/{'-'.join(part for part in parts if part)}.pdf"
